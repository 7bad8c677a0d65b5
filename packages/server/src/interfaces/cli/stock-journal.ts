import type { Command } from 'commander';
import {
  postStockJournal,
  proposeStockJournal,
  type StockJournalAnswer,
} from '../../application/integration/stock-journal.ts';
import { STOCK_CONTRAS } from '../../application/integration/stock-journal-lines.ts';
import type { BooksOptions, CliServices } from './cli-books.ts';
import { command, companyOf, tellRefusals, withBooks } from './command.ts';
import { reclassifiedLines } from './reclassified-lines.ts';
import { stockLinesText } from './stock-journal-text.ts';
import { EXIT } from './terminal.ts';

type Options = BooksOptions & {
  readonly company?: string;
  readonly postedOn?: string;
  readonly against?: string;
  readonly confirm?: string;
};

/** The period-end stock journal: proposed, and posted as it was proposed. */
export function stockJournalCommand(services: CliServices): Command {
  return command('stock-journal', 'bring the ledger to the stock, where it is not integrated')
    .option('--company <code>', 'the company; not needed when there is one only')
    .option('--posted-on <day>', 'the day of the journal, and the last one that counts')
    .option(
      '--against <role>',
      `the other side: ${STOCK_CONTRAS.join(' or ')} (default: purchases)`,
    )
    .option('--confirm <amount>', 'post it: the change in all, as it was proposed')
    .option('--json', 'as JSON')
    .action((options: Options) => stockJournal(services, options));
}

async function stockJournal(services: CliServices, options: Options): Promise<void> {
  const { terminal } = services;
  const { postedOn = '', confirm, json } = options;
  const against = STOCK_CONTRAS.find((one) => one === options.against);
  const fault = faultIn(options, against);
  if (fault !== undefined) {
    terminal.note(fault);
    process.exitCode = EXIT.usage;
    return;
  }
  await withBooks(services, options, async (books) => {
    const company = await companyOf(books, terminal, options.company);
    if (company === undefined) return EXIT.usage;
    const place = { ...books, company };
    const request = { postedOn, against };
    const done =
      confirm === undefined
        ? await proposeStockJournal(place, request)
        : await postStockJournal(place, request, confirm);
    if (!done.ok) return tellRefusals(terminal, done.reasons);
    terminal.print(json === true ? JSON.stringify(done.value, null, 2) : textOf(done.value));
    return EXIT.done;
  });
}

function faultIn({ postedOn, against }: Options, known: string | undefined): string | undefined {
  if (postedOn === undefined) return 'stock-journal takes --posted-on, a day.';
  if (against === undefined || known !== undefined) return undefined;
  return `--against is ${STOCK_CONTRAS.join(' or ')}; not ${against}.`;
}

function textOf(answer: StockJournalAnswer): string {
  const { lines, journal, posted, amount, postedOn } = answer;
  if (lines.length === 0) return 'There is no stock, and none in the ledger.';
  const told = posted ? `posted on ${postedOn}` : `proposed for ${postedOn}`;
  return [
    stockLinesText(answer),
    '',
    ...(journal.length === 0 ? ['The ledger is at the stock: there is nothing to post.'] : [told]),
    ...reclassifiedLines(journal),
    ...(posted || journal.length === 0 ? [] : [`Post it with --confirm=${amount}`]),
  ].join('\n');
}
