import { type Bucket, divideHalfUp, formatDecimal } from '../../packages/core/src/index.ts';
import type { Example } from './example.ts';
import { ExampleFault } from './example-fault.ts';
import { cellsByHeading, type PageRow, type PageTable } from './example-page.ts';
import { type HeldStock, type Holdings, type PostedBooks, sumOf } from './posted-books.ts';

/** What nothing is the average of. */
const NO_AVERAGE = '–';
const AVERAGE_DECIMALS = 6;

/** The columns that say what a row is about; everything else is an outcome. */
const SUBJECTS = ['after', 'as of', 'item', 'site'];

/** The column for the units in a bucket, and the one for their value. */
const BUCKET_COLUMNS: Readonly<Record<Bucket, readonly [quantity: string, value: string]>> = {
  'on-hand': ['on hand', 'value'],
  'in-transit': ['in transit', 'value in transit'],
  wip: ['in process', 'value in process'],
  'wip-in-transit': ['in process in transit', 'value in process in transit'],
  'order-clearing': ['sold, not delivered', 'value sold, not delivered'],
  consigned: ['of others', 'value of others'],
  assembly: ['under assembly', 'value under assembly'],
};

/** One row of the table: what it is about, and the books at its moment, as far as they are about it. */
type Subject = {
  readonly example: Example;
  readonly books: Holdings;
  readonly stock: readonly HeldStock[];
  readonly site: string | undefined;
  readonly item: string | undefined;
  readonly table: PageTable;
  readonly row: PageRow;
};

type Column = (subject: Subject) => string;

const COLUMNS: ReadonlyMap<string, Column> = new Map([
  ...Object.entries(BUCKET_COLUMNS).flatMap(([bucket, [units, worth]]): [string, Column][] => [
    [units, (subject) => unitsIn(subject, bucket)],
    [worth, (subject) => moneyText(subject, valueIn(subject, bucket))],
  ]),
  ['average', averageOf],
  ['difference', differenceOf],
]);

const ACCOUNT_HEADING = /^account (\S+)$/;

/**
 * Prints a table under Afterwards anew: the same headings, the same items, sites and moments, and
 * the outcomes as the books have them, at the end, right after the transaction named or
 * by the end of the day named. A heading that means nothing, or an item, site or account that
 * does not exist, is a fault of the example.
 */
export function afterwardsTable(table: PageTable, example: Example, books: PostedBooks): string {
  const columns = table.headings.map((heading) => columnOf(table, heading, example));
  const rows = table.rows.map((row) => {
    const subject = subjectOf(table, row, example, books);
    return columns.map((column, index) => column?.(subject) ?? row.cells[index] ?? '');
  });
  const widths = table.headings.map((heading, index) =>
    Math.max(3, heading.length, ...rows.map((cells) => cells[index]?.length ?? 0)),
  );
  const isText = table.headings.map((heading) => SUBJECTS.includes(heading));
  const line = (cells: readonly string[]) => {
    const padded = cells.map((cell, index) => {
      const width = widths[index] ?? 0;
      return isText[index] ? cell.padEnd(width) : cell.padStart(width);
    });
    return `| ${padded.join(' | ')} |`;
  };
  const dashes = widths.map((width, index) =>
    isText[index] ? '-'.repeat(width + 2) : `${'-'.repeat(width + 1)}:`,
  );
  return [line(table.headings), `|${dashes.join('|')}|`, ...rows.map(line)].join('\n');
}

/** How a column is worked out; undefined for one that is given. */
function columnOf(table: PageTable, heading: string, example: Example): Column | undefined {
  if (SUBJECTS.includes(heading)) return undefined;
  const [, account] = ACCOUNT_HEADING.exec(heading) ?? [];
  if (account === undefined) {
    const column = COLUMNS.get(heading);
    if (column !== undefined) return column;
    throw new ExampleFault(table.first, `Afterwards has no column ${heading}`);
  }
  if (example.setup.accounts?.some(({ code }) => code === account) !== true)
    throw new ExampleFault(table.first, `there is no account ${account}`);
  return (subject) => moneyText(subject, balanceOf(subject, account));
}

function subjectOf(table: PageTable, row: PageRow, example: Example, posted: PostedBooks): Subject {
  const { items = [], sites = [] } = example.setup;
  const cells = cellsByHeading(table, row);
  const [item, site] = [cells.get('item'), cells.get('site')];
  const { after, asOf } = posted;
  const books = after.get(cells.get('after') ?? '') ?? asOf.get(cells.get('as of') ?? '') ?? posted;
  if (item !== undefined && !items.some(({ code }) => code === item))
    throw new ExampleFault(row.line, `there is no item ${item}`);
  if (site !== undefined && !sites.some(({ code }) => code === site))
    throw new ExampleFault(row.line, `there is no site ${site}`);
  const stock = books.stock.filter(
    (held) => held.item === (item ?? held.item) && held.site === (site ?? held.site),
  );
  return { example, books, stock, site, item, table, row };
}

const moneyText = ({ example }: Subject, amount: bigint): string =>
  formatDecimal(amount, example.currencyDecimals);

const valueIn = ({ stock }: Subject, bucket: string): bigint =>
  sumOf(
    stock,
    ({ value }) => value,
    (held) => held.bucket === bucket,
  );

const quantityIn = ({ stock }: Subject, bucket: string): bigint =>
  sumOf(
    stock,
    ({ quantity }) => quantity,
    (held) => held.bucket === bucket,
  );

function unitsIn(subject: Subject, bucket: string): string {
  return formatDecimal(quantityIn(subject, bucket), quantityDecimals(subject));
}

/** Units of different items are added up only where they are counted alike. */
function quantityDecimals({ example, item, row }: Subject): number {
  const items = example.setup.items ?? [];
  const counted = items.filter(({ code }) => code === (item ?? code));
  const [decimals = 0, other] = new Set(counted.map((one) => one.quantityDecimals ?? 0));
  if (other !== undefined)
    throw new ExampleFault(row.line, 'units of different items cannot be added up');
  return decimals;
}

/** Value over quantity on hand, at most six decimals, at least those of the currency. */
function averageOf(subject: Subject): string {
  const quantity = quantityIn(subject, 'on-hand');
  if (quantity === 0n) return NO_AVERAGE;
  const currency = subject.example.currencyDecimals;
  const scale = 10n ** BigInt(quantityDecimals(subject) + AVERAGE_DECIMALS - currency);
  const average = divideHalfUp(valueIn(subject, 'on-hand') * scale, quantity);
  const [whole = '', fraction = ''] = formatDecimal(average, AVERAGE_DECIMALS).split('.');
  const shown = fraction.replace(/0+$/, '').padEnd(currency, '0');
  return shown === '' ? whole : `${whole}.${shown}`;
}

/** The balance of an account: of the row's site, or of the company where the row names none. */
function balanceOf({ books, site }: Subject, account: string): bigint {
  return sumOf(
    books.balances,
    ({ balance }) => balance,
    (row) => row.account === account && row.site === (site ?? row.site),
  );
}

/** What the subledger holds on the accounts of the row's columns, less what they are worth. */
function differenceOf(subject: Subject): string {
  const { books, item, site, row, table } = subject;
  const accounts = table.headings.flatMap((heading) => ACCOUNT_HEADING.exec(heading)?.[1] ?? []);
  const held = books.stock.filter(
    (one) => accounts.includes(one.account) && one.site === (site ?? one.site),
  );
  const shared = held.find((one) => one.item !== (item ?? one.item));
  if (shared !== undefined)
    throw new ExampleFault(
      row.line,
      `${shared.account} holds other items too: leave the item out of this table`,
    );
  const stockAccounts = new Set(held.map(({ account }) => account));
  const ledger = [...stockAccounts].reduce((sum, one) => sum + balanceOf(subject, one), 0n);
  return moneyText(subject, sumOf(held, ({ value }) => value) - ledger);
}
