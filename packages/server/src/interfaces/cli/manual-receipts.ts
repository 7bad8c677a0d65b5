import type { Command } from 'commander';
import {
  listManualReceipts,
  type ManualReceiptList,
  matchManualReceipt,
  writeOffManualReceipt,
} from '../../application/manual-receipts.ts';
import type { BooksOptions, CliServices } from './cli-books.ts';
import { command, companyOf, withBooks } from './command.ts';
import { grouped } from './figures.ts';
import { tellAnswers } from './posted-answers.ts';
import { EXIT } from './terminal.ts';
import { textTable } from './text-table.ts';

type Options = BooksOptions & {
  readonly company?: string;
  readonly source?: string;
  readonly postedOn?: string;
  readonly fromSite?: string;
  readonly document?: string;
  readonly quantity?: string;
  readonly reason?: string;
  readonly key?: string;
};

/** The review of manual stock receipts: what is open, matched with its transfer or written off. */
export function manualReceiptsCommand(services: CliServices): Command {
  return command('manual-receipts', 'review manual stock receipts: list, match or write off')
    .argument('[action]', 'list (default), match or write-off')
    .argument('[receipt]', 'key of the manual stock receipt')
    .option('--company <code>', 'the company; not needed when there is one only')
    .option('--source <name>', 'source of the receipt (default: api)')
    .option('--posted-on <day>', 'business date of the match or write-off (default: today)')
    .option('--from-site <code>', 'match: the site that sent the goods')
    .option('--document <name>', 'match: the transfer, when it is on its way already')
    .option('--quantity <units>', 'how many of them (default: all that are open)')
    .option('--reason <code>', 'write-off: the adjustment reason')
    .option('--key <key>', 'key of what is posted (default: made of the receipt’s)')
    .option('--json', 'as JSON')
    .action((action: string | undefined, receipt: string | undefined, options: Options) =>
      review(services, { action: action ?? 'list', receipt: receipt ?? '' }, options),
    );
}

type Asked = { readonly action: string; readonly receipt: string };

async function review(
  services: CliServices,
  { action, receipt }: Asked,
  options: Options,
): Promise<void> {
  const { terminal } = services;
  const fault = faultIn({ action, receipt }, options);
  if (fault !== undefined) {
    terminal.note(fault);
    process.exitCode = EXIT.usage;
    return;
  }
  await withBooks(services, options, async (books) => {
    const company = await companyOf(books, terminal, options.company);
    if (company === undefined) return EXIT.usage;
    const asJson = options.json === true;
    const { postedOn = books.clock().toISOString().slice(0, 10), reason = '', ...given } = options;
    const name = { key: receipt, source: options.source };
    const place = { ...books, company };
    if (action === 'match')
      return tellAnswers(
        terminal,
        await matchManualReceipt(place, name, { ...given, postedOn }),
        asJson,
      );
    if (action === 'write-off') {
      const { quantity, key } = given;
      const clearing = { quantity, key, postedOn, reason };
      return tellAnswers(terminal, await writeOffManualReceipt(place, name, clearing), asJson);
    }
    const open = await listManualReceipts(books, company);
    terminal.print(asJson ? JSON.stringify(open, null, 2) : tableOf(open));
    return EXIT.done;
  });
}

const ACTIONS: readonly string[] = ['list', 'match', 'write-off'];

function faultIn({ action, receipt }: Asked, { reason }: Options): string | undefined {
  if (!ACTIONS.includes(action)) return `It is ${ACTIONS.join(', ')}; not ${action}.`;
  if (action !== 'list' && receipt === '') return `${action} takes the key of a receipt.`;
  return action === 'write-off' && reason === undefined ? 'write-off takes --reason.' : undefined;
}

function tableOf({ count, lines }: ManualReceiptList): string {
  if (count === 0) return 'No manual stock receipt is open.';
  const columns = [
    { label: 'key', align: 'left' },
    { label: 'posted on', align: 'left' },
    { label: 'days', align: 'right' },
    { label: 'item', align: 'left' },
    { label: 'site', align: 'left' },
    { label: 'from', align: 'left' },
    { label: 'open', align: 'right' },
    { label: 'value', align: 'right' },
  ] as const;
  const rows = lines.map((line) => [
    line.key,
    line.postedOn,
    String(line.age),
    line.item,
    line.site,
    line.fromSite ?? '',
    grouped(line.quantity),
    grouped(line.value),
  ]);
  const more = count > lines.length ? [`… ${count} in all`] : [];
  return [textTable(columns, rows), ...more].join('\n');
}
