import type { Command } from 'commander';
import {
  ALLOCATION_BASES,
  type AllocationBasis,
  type AllocationLine,
} from '../../application/cost-documents/allocation-basis.ts';
import {
  type LandedCostAnswer,
  postLandedCost,
  reverseLandedCost,
} from '../../application/cost-documents/landed-cost.ts';
import type { LandedCostDocument } from '../../application/cost-documents/landed-cost-document.ts';
import type { BooksOptions, CliServices } from './cli-books.ts';
import { command, companyOf, tellRefusals, withBooks } from './command.ts';
import { grouped } from './figures.ts';
import { tellAnswers } from './posted-answers.ts';
import { EXIT } from './terminal.ts';
import { textTable } from './text-table.ts';

type Options = BooksOptions & {
  readonly company?: string;
  readonly charge?: readonly string[];
  readonly by?: string;
  readonly receipt?: readonly string[];
  readonly source?: string;
  readonly ofDocument?: string;
  readonly ofReference?: string;
  readonly ofParty?: string;
  readonly on?: string;
  readonly party?: string;
  readonly reference?: string;
  readonly postedOn?: string;
  readonly dryRun?: boolean;
  readonly reverse?: boolean;
};

/** Freight, duty and insurance shared over the receipts they belong to. */
export function landedCostCommand(services: CliServices): Command {
  return command('landed-cost', 'share freight, duty or insurance over receipts')
    .argument('<document>', 'names the landed cost for ever')
    .option('--company <code>', 'the company; not needed when there is one only')
    .option('--charge <amount...>', 'in currency, with an account of its own as amount@account')
    .option('--by <basis>', `${ALLOCATION_BASES.join(', ')} (default: value)`)
    .option('--receipt <key...>', 'the receipts; by weight or volume with a figure as key=figure')
    .option('--source <name>', 'source of the receipts (default: api)')
    .option('--of-document <name>', 'instead: all receipts with this document')
    .option('--of-reference <text>', 'instead: all receipts with this reference, such as an order')
    .option('--of-party <code>', 'instead: all receipts of this vendor')
    .option('--on <day>', 'of those only the ones of this day')
    .option('--party <code>', 'whom the charges are owed to')
    .option('--reference <text>', 'such as the number of the bill')
    .option('--posted-on <day>', 'business date (default: today)')
    .option('--dry-run', 'show the shares and the journal, and keep nothing')
    .option('--reverse', 'reverse the landed cost of this name exactly')
    .option('--json', 'as JSON')
    .action((document: string, options: Options) => landedCost(services, document, options));
}

async function landedCost(services: CliServices, key: string, options: Options): Promise<void> {
  const { terminal } = services;
  const fault = options.reverse === true ? undefined : faultIn(options);
  if (fault !== undefined) {
    terminal.note(fault);
    process.exitCode = EXIT.usage;
    return;
  }
  await withBooks(services, options, async (books) => {
    const company = await companyOf(books, terminal, options.company);
    if (company === undefined) return EXIT.usage;
    const place = { ...books, company };
    const asJson = options.json === true;
    const postedOn = options.postedOn ?? books.clock().toISOString().slice(0, 10);
    if (options.reverse === true)
      return tellAnswers(terminal, await reverseLandedCost(place, { key, postedOn }), asJson);
    const document = documentOf(key, postedOn, options);
    const posted = await postLandedCost(place, document, options.dryRun === true);
    if (!posted.ok) return tellRefusals(terminal, posted.reasons);
    if (asJson) {
      terminal.print(JSON.stringify(posted.value, null, 2));
      return EXIT.done;
    }
    terminal.print(`${tableOf(posted.value)}\n`);
    return tellAnswers(terminal, { ok: true, value: posted.value.results }, false);
  });
}

function faultIn({ charge = [], by, receipt, ...papers }: Options): string | undefined {
  if (charge.length === 0) return 'landed-cost takes at least one --charge.';
  if (by !== undefined && basisOf(by) === undefined)
    return `--by takes ${ALLOCATION_BASES.join(', ')}; not ${by}.`;
  const hasPapers = [papers.ofDocument, papers.ofReference, papers.ofParty].some(
    (text) => text !== undefined,
  );
  if (receipt === undefined && !hasPapers)
    return 'landed-cost takes --receipt, or else --of-document, --of-reference or --of-party.';
  return receipt !== undefined && hasPapers
    ? 'landed-cost takes --receipt or papers of receipts, not both.'
    : undefined;
}

const basisOf = (text: string): AllocationBasis | undefined =>
  ALLOCATION_BASES.find((basis) => basis === text);

function documentOf(
  key: string,
  postedOn: string,
  { charge = [], by = '', receipt, source, party, reference, ...papers }: Options,
): LandedCostDocument {
  const basis = basisOf(by) ?? 'value';
  const { ofDocument, ofReference, ofParty, on } = papers;
  return {
    key,
    postedOn,
    basis,
    charges: charge.map((text) => ({ ...chargeOf(text), party, reference })),
    ...(receipt === undefined
      ? { of: { document: ofDocument, reference: ofReference, party: ofParty, on } }
      : { receipts: receipt.map((text) => ({ ...lineOf(text, basis), source })) }),
  };
}

function chargeOf(text: string): { readonly amount: string; readonly account?: string } {
  const [amount = '', account] = text.split('@');
  return account === undefined ? { amount } : { amount, account };
}

/** Only where it is shared by a measure a figure may stand behind the key. */
function lineOf(text: string, basis: AllocationBasis): AllocationLine {
  const found = /^(.+)=([^=]+)$/.exec(text);
  if ((basis !== 'weight' && basis !== 'volume') || found === null) return { key: text };
  const [, key = '', figure = ''] = found;
  return { key, [basis]: figure };
}

function tableOf({ shares }: LandedCostAnswer): string {
  const columns = [
    { label: 'charge', align: 'right' },
    { label: 'receipt', align: 'left' },
    { label: 'item', align: 'left' },
    { label: 'site', align: 'left' },
    { label: 'shared by', align: 'right' },
    { label: 'share', align: 'right' },
    { label: 'to stock', align: 'right' },
    { label: 'to variance', align: 'right' },
    { label: 'late facts', align: 'left' },
  ] as const;
  const rows = shares.map((one) => [
    String(one.charge),
    one.receipt,
    one.item,
    one.site,
    grouped(one.basis),
    grouped(one.share),
    grouped(one.toStock),
    grouped(one.toVariance),
    one.policy,
  ]);
  return textTable(columns, rows);
}
