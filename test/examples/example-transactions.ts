import {
  eventShape,
  isDocumentType,
  isTransactionType,
  keysOf,
  LINE_FIELDS,
  type TransactionInput,
  type TransactionLine,
} from '../../packages/core/src/index.ts';
import { ExampleFault } from './example-fault.ts';
import {
  cellsByHeading,
  type PageRow,
  type PageSection,
  type PageTable,
  refuseUnknownHeadings,
} from './example-page.ts';
import { COUNT_STEPS, type ExampleStep, PERIOD_STEPS } from './example-steps.ts';
import { contraNamed, STOCK_JOURNAL_STEP } from './example-stock-journal.ts';

type Field = keyof Omit<TransactionInput, 'lines'>;

/** The heading under which each field of a transaction stands. */
const HEADINGS: Readonly<Record<Field, string>> = {
  key: '#',
  source: 'source',
  type: 'transaction type',
  postedOn: 'date',
  documentDate: 'document date',
  item: 'item',
  site: 'site',
  location: 'location',
  toSite: 'to site',
  toLocation: 'to location',
  fromSite: 'from site',
  quantity: 'quantity',
  unitCost: 'unit cost',
  amount: 'amount',
  reason: 'reason',
  account: 'account',
  document: 'document',
  reference: 'reference',
  party: 'party',
  original: 'original',
  reverses: 'reverses',
  tax: 'tax',
  taxEntry: 'tax entry',
  clears: 'clears',
  clearsSource: 'clears source',
  against: 'against',
  againstSource: 'against source',
  reverseOn: 'reverse on',
  closingReason: 'closing reason',
};

/** A row without a number is a line of the document above it; only a line has a share, a kind, a price. */
const LINE_HEADINGS: Readonly<Record<keyof TransactionLine, string>> = {
  ...HEADINGS,
  share: 'share',
  kind: 'kind',
  unitPrice: 'unit price',
  taxType: 'tax type',
  text: 'text',
};

/** The month that a row closes or opens again. */
const PERIOD_HEADING = 'period';

const FIELDS: ReadonlyMap<string, Field> = new Map(
  Object.entries(HEADINGS).map(([field, heading]) => [heading, field as Field]),
);

/** The table under Transactions, of which there is one. */
function tableOf({ tables, line }: PageSection): PageTable {
  const [table, second] = tables;
  if (table === undefined || second !== undefined)
    throw new ExampleFault(line, 'Transactions has one table');
  const others = [...Object.values(LINE_HEADINGS), PERIOD_HEADING];
  const isKnown = (heading: string) => FIELDS.has(heading) || others.includes(heading);
  refuseUnknownHeadings(table, isKnown, 'Transactions');
  return table;
}

/** The items the transactions name, each once, in their order. */
export function itemsNamedIn(section: PageSection): readonly string[] {
  const table = tableOf(section);
  const items = table.rows.map((row) => cellsByHeading(table, row).get(HEADINGS.item) ?? '');
  return [...new Set(items.filter((item) => item !== ''))];
}

/**
 * Reads what happens in its order: transactions, steps of counts, months that are closed. The number of a row is the key others refer to; a blank
 * cell is a field that is not given. Whether a transaction can be posted is for the books to say.
 *
 * @param sites the sites of the company; a row may leave the site out when there is only one
 */
export function readSteps(section: PageSection, sites: readonly string[]): readonly ExampleStep[] {
  const table = tableOf(section);
  const onlySite = sites.length === 1 ? sites[0] : undefined;
  const steps: ExampleStep[] = [];
  for (const row of table.rows) {
    const cells = cellsByHeading(table, row);
    const above = steps.at(-1);
    if (!cells.has(HEADINGS.key) && above !== undefined && 'transaction' in above) {
      const { transaction } = above;
      const lines = [...(transaction.lines ?? []), lineOf(cells)];
      steps.splice(-1, 1, { transaction: { ...transaction, lines } });
    } else steps.push(stepOf(row, cells, onlySite));
  }
  const keys = steps.map((one) => ('transaction' in one ? one.transaction.key : one.key));
  const twice = keys.find((key, index) => keys.indexOf(key) !== index);
  if (twice !== undefined) throw new ExampleFault(table.first, `two rows have the number ${twice}`);
  return steps;
}

/** A row as a transaction, as a step of a count, or as a month that is closed. */
function stepOf(
  row: PageRow,
  cells: ReadonlyMap<string, string>,
  onlySite: string | undefined,
): ExampleStep {
  const given: Partial<Record<Field, string>> = {};
  for (const [heading, cell] of cells) {
    const field = FIELDS.get(heading);
    if (field !== undefined) given[field] = cell;
  }
  const needed = (field: Field): string => {
    const cell = given[field];
    if (cell !== undefined) return cell;
    throw new ExampleFault(row.line, `the row has nothing under ${HEADINGS[field]}`);
  };
  const when = { key: needed('key'), postedOn: needed('postedOn') };
  const closing = keysOf(PERIOD_STEPS).find((one) => one === given.type);
  const period = cells.get(PERIOD_HEADING);
  if ((closing === undefined) !== (period === undefined))
    throw new ExampleFault(row.line, `a period belongs to ${keysOf(PERIOD_STEPS).join(' or ')}`);
  if (closing !== undefined && period !== undefined)
    return { ...when, type: closing, state: PERIOD_STEPS[closing], period };
  if (given.type === STOCK_JOURNAL_STEP) {
    const against = contraNamed(given.reference, row.line);
    return { ...when, step: STOCK_JOURNAL_STEP, confirmed: needed('amount'), against };
  }
  const of = { ...when, site: given.site ?? onlySite ?? needed('site') };
  const step = COUNT_STEPS.find((one) => one === given.type);
  if (step === undefined)
    return { transaction: { ...given, ...of, type: needed('type'), item: itemOf(given, needed) } };
  const { item = '', location, quantity = '', reference } = given;
  return { step, ...of, count: needed('document'), item, location, quantity, reference };
}

/** A document has no item of its own: its lines name them. What clears a line or turns it may have none. */
function itemOf(
  { type = '', item = '', clears, reverses }: Partial<Record<Field, string>>,
  needed: (field: Field) => string,
): string {
  const isOfOther = clears !== undefined || reverses !== undefined;
  const isDocument = isTransactionType(type) && isDocumentType(type);
  const isLedger = isTransactionType(type) && eventShape(type)?.isLedger === true;
  return isDocument || isLedger || isOfOther ? item : needed('item');
}

/** A row as a line of a document. */
const lineOf = (cells: ReadonlyMap<string, string>): TransactionLine =>
  Object.fromEntries(
    LINE_FIELDS.flatMap((field) => {
      const cell = cells.get(LINE_HEADINGS[field]);
      return cell === undefined ? [] : [[field, cell]];
    }),
  );
