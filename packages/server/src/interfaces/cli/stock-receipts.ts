import type { Command } from 'commander';
import {
  listStockReceipts,
  receiveStock,
  type StockReceiptList,
} from '../../application/stock-receipts.ts';
import type { BooksOptions, CliServices } from './cli-books.ts';
import { command, companyOf, withBooks } from './command.ts';
import { grouped } from './figures.ts';
import { tellAnswers } from './posted-answers.ts';
import { EXIT } from './terminal.ts';
import { textTable } from './text-table.ts';

type Options = BooksOptions & {
  readonly company?: string;
  readonly site?: string;
  readonly postedOn?: string;
  readonly line?: readonly string[];
  readonly key?: string;
};

/** The stock receipts that transfers on their way have prepared: listed, and received. */
export function stockReceiptsCommand(services: CliServices): Command {
  return command('stock-receipts', 'list what is on its way to a site, and receive it')
    .argument('[action]', 'list (default) or receive')
    .argument('[document]', 'the transfer or stock order to receive')
    .option('--company <code>', 'the company; not needed when there is one only')
    .option('--site <code>', 'the site that receives')
    .option('--posted-on <day>', 'business date of the receipt (default: today)')
    .option('--line <item=units...>', 'what came otherwise than expected; 0 leaves an item out')
    .option('--key <key>', 'names the receipt (default: made of document and site)')
    .option('--json', 'as JSON')
    .action((action: string | undefined, document: string | undefined, options: Options) =>
      receipts(services, { action: action ?? 'list', document: document ?? '' }, options),
    );
}

type Asked = { readonly action: string; readonly document: string };

async function receipts(services: CliServices, asked: Asked, options: Options): Promise<void> {
  const { terminal } = services;
  const fault = faultIn(asked, options);
  if (fault !== undefined) {
    terminal.note(fault);
    process.exitCode = EXIT.usage;
    return;
  }
  await withBooks(services, options, async (books) => {
    const company = await companyOf(books, terminal, options.company);
    if (company === undefined) return EXIT.usage;
    const { site, json, key } = options;
    const place = { ...books, company };
    if (asked.action === 'list') {
      const open = await listStockReceipts(place, site);
      terminal.print(json === true ? JSON.stringify(open, null, 2) : tableOf(open));
      return EXIT.done;
    }
    const postedOn = options.postedOn ?? books.clock().toISOString().slice(0, 10);
    const lines = options.line?.map(lineOf);
    const { document } = asked;
    const received = await receiveStock(place, {
      document,
      site: site ?? '',
      postedOn,
      lines,
      key,
    });
    return tellAnswers(terminal, received, json === true);
  });
}

const ACTIONS: readonly string[] = ['list', 'receive'];

function faultIn({ action, document }: Asked, { site, line = [] }: Options): string | undefined {
  if (!ACTIONS.includes(action)) return `It is ${ACTIONS.join(' or ')}; not ${action}.`;
  if (action === 'receive' && (document === '' || site === undefined))
    return 'receive takes a document and --site.';
  const wrong = line.find((text) => !LINE.test(text));
  return wrong === undefined ? undefined : `--line takes <item>=<units>, not ${wrong}.`;
}

const LINE = /^(.+)=([^=]+)$/;

function lineOf(text: string): { readonly item: string; readonly quantity: string } {
  const [, item = '', quantity = ''] = LINE.exec(text) ?? [];
  return { item, quantity };
}

function tableOf({ count, receipts: open }: StockReceiptList): string {
  if (count === 0) return 'Nothing is on its way.';
  const columns = [
    { label: 'document', align: 'left' },
    { label: 'sent on', align: 'left' },
    { label: 'days', align: 'right' },
    { label: 'from', align: 'left' },
    { label: 'to', align: 'left' },
    { label: 'item', align: 'left' },
    { label: 'expected', align: 'right' },
    { label: 'cost', align: 'right' },
  ] as const;
  const rows = open.flatMap(({ document, sentOn, age, fromSite, site, lines }) =>
    lines.map(({ item, quantity, cost }) => [
      document,
      sentOn,
      String(age),
      fromSite,
      site,
      item,
      grouped(quantity),
      grouped(cost),
    ]),
  );
  return textTable(columns, rows);
}
