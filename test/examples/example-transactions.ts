import {
  LINE_FIELDS,
  type TransactionInput,
  type TransactionLine,
} from '../../packages/core/src/index.ts';
import { ExampleFault } from './example-fault.ts';
import {
  cellsByHeading,
  type PageSection,
  type PageTable,
  refuseUnknownHeadings,
} from './example-page.ts';

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
};

/** A row without a number is a line of the document above it; only a line has a share. */
const LINE_HEADINGS: Readonly<Record<keyof TransactionLine, string>> = {
  ...HEADINGS,
  share: 'share',
};

const FIELDS: ReadonlyMap<string, Field> = new Map(
  Object.entries(HEADINGS).map(([field, heading]) => [heading, field as Field]),
);

/** The table under Transactions, of which there is one. */
function tableOf({ tables, line }: PageSection): PageTable {
  const [table, second] = tables;
  if (table === undefined || second !== undefined)
    throw new ExampleFault(line, 'Transactions has one table');
  const isKnown = (heading: string) => FIELDS.has(heading) || heading === LINE_HEADINGS.share;
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
 * Reads the transactions in their order. The number of a row is the key others refer to; a blank
 * cell is a field that is not given. Whether a transaction can be posted is for the books to say.
 *
 * @param sites the sites of the company; a row may leave the site out when there is only one
 */
export function readTransactions(
  section: PageSection,
  sites: readonly string[],
): readonly TransactionInput[] {
  const table = tableOf(section);
  const onlySite = sites.length === 1 ? sites[0] : undefined;
  const transactions: TransactionInput[] = [];
  for (const row of table.rows) {
    const cells = cellsByHeading(table, row);
    const above = transactions.at(-1);
    if (!cells.has(HEADINGS.key) && above !== undefined) {
      const lines = [...(above.lines ?? []), lineOf(cells)];
      transactions.splice(-1, 1, { ...above, lines });
      continue;
    }
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
    transactions.push({
      ...given,
      key: needed('key'),
      type: needed('type'),
      postedOn: needed('postedOn'),
      item: needed('item'),
      site: given.site ?? onlySite ?? needed('site'),
    });
  }
  const keys = transactions.map(({ key }) => key);
  const twice = keys.find((key, index) => keys.indexOf(key) !== index);
  if (twice !== undefined) throw new ExampleFault(table.first, `two rows have the number ${twice}`);
  return transactions;
}

/** A row as a line of a document. */
const lineOf = (cells: ReadonlyMap<string, string>): TransactionLine =>
  Object.fromEntries(
    LINE_FIELDS.flatMap((field) => {
      const cell = cells.get(LINE_HEADINGS[field]);
      return cell === undefined ? [] : [[field, cell]];
    }),
  );
