import type { Command } from 'commander';
import {
  correctPrices,
  type PriceCorrection,
  type PriceCorrectionAnswer,
} from '../../application/cost-documents/price-correction.ts';
import type { BooksOptions, CliServices } from './cli-books.ts';
import { command, companyOf, tellRefusals, withBooks } from './command.ts';
import { grouped } from './figures.ts';
import { tellAnswers } from './posted-answers.ts';
import { EXIT } from './terminal.ts';
import { textTable } from './text-table.ts';

type Options = BooksOptions & {
  readonly company?: string;
  readonly source?: string;
  readonly quantity?: string;
  readonly unitCost?: string;
  readonly total?: string;
  readonly party?: string;
  readonly reference?: string;
  readonly postedOn?: string;
  readonly key?: string;
  readonly dryRun?: boolean;
};

/** What a receipt really cost: the books find the difference. */
export function priceCorrectionCommand(services: CliServices): Command {
  return command('price-correction', 'correct what a receipt cost')
    .argument('<receipt>', 'key of the receipt')
    .option('--company <code>', 'the company; not needed when there is one only')
    .option('--source <name>', 'source of the receipt (default: api)')
    .option('--unit-cost <cost>', 'what one unit really cost')
    .option('--total <amount>', 'what they really cost in all, instead')
    .option('--quantity <units>', 'how many (default: all neither invoiced nor returned)')
    .option('--party <code>', 'the vendor')
    .option('--reference <text>', 'such as his letter')
    .option('--posted-on <day>', 'business date (default: today)')
    .option('--key <key>', 'names the correction (default: made of receipt and day)')
    .option('--dry-run', 'show the difference and the journal, and keep nothing')
    .option('--json', 'as JSON')
    .action((receipt: string, options: Options) => correct(services, receipt, options));
}

async function correct(services: CliServices, receipt: string, options: Options): Promise<void> {
  const { terminal } = services;
  if ((options.unitCost === undefined) === (options.total === undefined)) {
    terminal.note('price-correction takes --unit-cost or --total.');
    process.exitCode = EXIT.usage;
    return;
  }
  await withBooks(services, options, async (books) => {
    const company = await companyOf(books, terminal, options.company);
    if (company === undefined) return EXIT.usage;
    const postedOn = options.postedOn ?? books.clock().toISOString().slice(0, 10);
    const correction = correctionOf(receipt, postedOn, options);
    const place = { ...books, company };
    const corrected = await correctPrices(place, correction, options.dryRun === true);
    if (!corrected.ok) return tellRefusals(terminal, corrected.reasons);
    if (options.json === true) {
      terminal.print(JSON.stringify(corrected.value, null, 2));
      return EXIT.done;
    }
    terminal.print(`${tableOf(corrected.value)}\n`);
    return tellAnswers(terminal, { ok: true, value: corrected.value.results }, false);
  });
}

function correctionOf(
  receipt: string,
  postedOn: string,
  { key = `price:${receipt}:${postedOn}`, party, reference, ...price }: Options,
): PriceCorrection {
  const { source, quantity, unitCost, total } = price;
  const lines = [{ receipt, source, quantity, unitCost, total }];
  return { key, postedOn, party, reference, lines };
}

function tableOf({ corrected }: PriceCorrectionAnswer): string {
  const columns = [
    { label: 'receipt', align: 'left' },
    { label: 'item', align: 'left' },
    { label: 'site', align: 'left' },
    { label: 'units', align: 'right' },
    { label: 'to stock', align: 'right' },
    { label: 'to variance', align: 'right' },
  ] as const;
  const rows = corrected.map((one) => [
    one.receipt,
    one.item,
    one.site,
    grouped(one.quantity),
    grouped(one.toStock),
    grouped(one.toVariance),
  ]);
  return textTable(columns, rows);
}
