import {
  assert,
  type Bucket,
  formatDecimal,
  type Item,
  ok,
  type Refusal,
  type Result,
  refused,
  type TransactionType,
} from 'perpetua-core';
import type { CompanyNames } from './company-names.ts';
import {
  type Asked,
  BUCKETS,
  readBuckets,
  readDay,
  readTypes,
  readWord,
  refuseBackwards,
  refuseUnknown,
} from './filters.ts';
import {
  GROUPING_COLUMNS,
  GROUPINGS,
  type GroupName,
  groupingTexts,
  groupOf,
  groupRows,
  type PlacedStock,
  stockSums,
  type ValuedStock,
} from './grouping.ts';
import type { BooksReading, MovementFilter, MovementSum } from './ports.ts';
import { type BooksAtMoment, readAtMoment } from './read-at-moment.ts';
import { compareTexts, type Report, type ReportColumn } from './report.ts';

/**
 * What movements are added up for. `types` and `buckets` are divided by commas; so `types=sale,
 * otc-sale,return` is the sales report at cost and `types=count-variance` the count report.
 */
export type MovementTotalsQuery = Asked<
  'asOf' | 'asKnown' | 'by' | 'item' | 'site' | 'types' | 'buckets' | 'from' | 'to'
>;

const BY = [...GROUPINGS.filter((by) => by !== 'location'), 'type'] as const;
type By = (typeof BY)[number];

type TotalLine = PlacedStock &
  ValuedStock & {
    readonly bucket: Bucket;
    readonly type: TransactionType;
    readonly movements: number;
  };

/**
 * Movements added up by item, site, bucket and transaction type over a stretch of days, in the
 * sequence of the groups or of anything else, with subtotals (`000.16`).
 *
 * Refuses what `inventoryValue` refuses, unknown types, and a stretch that runs backwards.
 */
export function movementTotals(
  books: BooksReading,
  company: number,
  query: MovementTotalsQuery,
): Promise<Result<Report, Refusal>> {
  return readAtMoment(books, company, query, async (open) => {
    const { asOf, asKnown } = open.moment;
    const refusals: Refusal[] = [];
    const by = readWord('by', query.by, BY, refusals);
    const types = readTypes(query.types, refusals);
    const buckets = readBuckets('buckets', query.buckets, refusals);
    const from = readDay('from', query.from, refusals);
    const to = readDay('to', query.to, refusals) ?? asOf ?? undefined;
    refuseBackwards(from, to, refusals);
    await refuseUnknown(open.session, open.names, query, refusals);
    if (refusals.length > 0) return refused(refusals);
    const filter: MovementFilter = {
      item: query.item,
      site: query.site,
      buckets: buckets.length === 0 ? BUCKETS : buckets,
      types,
      event: asKnown.event,
      ...(from && { from }),
      ...(to && { to }),
    };
    return ok(await report(open, filter, by));
  });
}

async function report(
  { session, moment, names }: BooksAtMoment,
  filter: MovementFilter,
  by: By | undefined,
): Promise<Report> {
  const { asOf, asKnown, itemsAt } = moment;
  const sums = await session.movementSums(filter);
  const codes = [...new Set(sums.map(({ item }) => item))];
  const items = await session.items(codes, itemsAt);
  const lines = foldLines(sums, items, by === 'account');
  const decimals = names.company.currencyDecimals;
  const totalsOf = (some: readonly TotalLine[]) => {
    const { quantity = null, value = null } = stockSums(some, decimals);
    const movements = some.reduce((count, line) => count + line.movements, 0);
    return { movements: String(movements), quantity, value };
  };
  const shaped = groupRows(lines, {
    groupOf: by && ((line) => nameOf(by, line, names)),
    compare: compareLines,
    rowOf: (line, group) => ({
      ...(by && by !== 'type' && group ? groupingTexts(by, line, group) : {}),
      item: line.item.code,
      name: line.item.name,
      site: line.site,
      bucket: line.bucket,
      type: line.type,
      movements: String(line.movements),
      quantity: formatDecimal(line.quantity, line.item.quantityDecimals),
      value: formatDecimal(line.value, decimals),
    }),
    sumUp: totalsOf,
  });
  return {
    name: 'movement-totals',
    title: 'Movements in total',
    asOf: filter.to ?? asOf ?? (await session.lastDay(asKnown.event)),
    asKnown,
    columns: columnsOf(by),
    ...shaped,
    next: null,
  };
}

function nameOf(by: By, line: TotalLine, names: CompanyNames): GroupName {
  if (by === 'type') return { code: line.type, name: line.type, order: line.type };
  return groupOf(by, line, names);
}

const columnsOf = (by: By | undefined): readonly ReportColumn[] => [
  ...(by === undefined || by === 'type' ? [] : GROUPING_COLUMNS[by]),
  { key: 'item', label: 'Item', kind: 'text' },
  { key: 'name', label: 'Name', kind: 'text' },
  { key: 'site', label: 'Site', kind: 'text' },
  { key: 'bucket', label: 'Bucket', kind: 'text' },
  { key: 'type', label: 'Transaction type', kind: 'text' },
  { key: 'movements', label: 'Movements', kind: 'number' },
  { key: 'quantity', label: 'Quantity', kind: 'quantity' },
  { key: 'value', label: 'Value', kind: 'money' },
];

/** Adds up what the report does not tell apart. */
function foldLines(
  sums: readonly MovementSum[],
  items: ReadonlyMap<string, Item>,
  byAccount: boolean,
): readonly TotalLine[] {
  const lines = new Map<string, TotalLine>();
  for (const sum of sums) {
    const item = items.get(sum.item);
    assert(item !== undefined, `movements of ${sum.item} are of an item of the company`);
    const account = byAccount ? sum.account : '';
    const key = [sum.item, sum.site, sum.bucket, account, sum.type].join('\n');
    const known = lines.get(key);
    lines.set(key, {
      item,
      site: sum.site,
      account,
      location: '',
      bucket: sum.bucket,
      type: sum.type,
      movements: (known?.movements ?? 0) + sum.movements,
      quantity: (known?.quantity ?? 0n) + sum.quantity,
      value: (known?.value ?? 0n) + sum.value,
    });
  }
  return [...lines.values()];
}

const compareLines = (a: TotalLine, b: TotalLine): number =>
  compareTexts(a.item.code, b.item.code) ||
  compareTexts(a.site, b.site) ||
  compareTexts(a.bucket, b.bucket) ||
  compareTexts(a.account, b.account) ||
  compareTexts(a.type, b.type);
