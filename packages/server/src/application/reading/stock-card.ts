import {
  assert,
  formatDecimal,
  type Item,
  ok,
  type Refusal,
  type Result,
  refused,
} from 'perpetua-core';
import {
  type Asked,
  readBuckets,
  readDay,
  readLimit,
  readMark,
  readTypes,
  refuseBackwards,
  refuseUnknown,
} from './filters.ts';
import type { BooksReading, MovementFilter, MovementLine, Page } from './ports.ts';
import { type BooksAtMoment, readAtMoment } from './read-at-moment.ts';
import type { Report, ReportColumn, ReportRow } from './report.ts';

/** What a stock card is asked for; `buckets` beside stock on hand replace it when given. */
export type StockCardQuery = Asked<
  'asOf' | 'asKnown' | 'item' | 'site' | 'types' | 'buckets' | 'from' | 'to' | 'after' | 'limit'
>;

const PAGE = { usual: 200, most: 10_000 };

const COLUMNS: readonly ReportColumn[] = [
  { key: 'movement', label: 'Movement', kind: 'number' },
  { key: 'postedOn', label: 'Date', kind: 'date' },
  { key: 'type', label: 'Transaction type', kind: 'text' },
  { key: 'key', label: 'Key', kind: 'text' },
  { key: 'event', label: 'Event', kind: 'number' },
  { key: 'item', label: 'Item', kind: 'text' },
  { key: 'site', label: 'Site', kind: 'text' },
  { key: 'bucket', label: 'Bucket', kind: 'text' },
  { key: 'place', label: 'Location or document', kind: 'text' },
  { key: 'account', label: 'Account', kind: 'text' },
  { key: 'quantity', label: 'Quantity', kind: 'quantity' },
  { key: 'value', label: 'Value', kind: 'money' },
  { key: 'quantityAfter', label: 'Quantity after', kind: 'quantity' },
  { key: 'valueAfter', label: 'Value after', kind: 'money' },
];

/**
 * The stock card: every costed movement in the order in which it was recorded, with what its pool
 * held afterwards. Totals are those of all pages.
 *
 * Refuses unknown items, sites, types and buckets, dates that are none, cursors of other lists.
 */
export function stockCard(
  books: BooksReading,
  company: number,
  query: StockCardQuery,
): Promise<Result<Report, Refusal>> {
  return readAtMoment(books, company, query, async (open) => {
    const { asOf, asKnown } = open.moment;
    const refusals: Refusal[] = [];
    const types = readTypes(query.types, refusals);
    const buckets = readBuckets('buckets', query.buckets, refusals);
    const from = readDay('from', query.from, refusals);
    const to = readDay('to', query.to, refusals) ?? asOf ?? undefined;
    const page = {
      after: readMark(query.after, refusals),
      limit: readLimit(query.limit, PAGE, refusals),
    };
    refuseBackwards(from, to, refusals);
    await refuseUnknown(open.session, open.names, query, refusals);
    if (refusals.length > 0) return refused(refusals);
    const filter: MovementFilter = {
      item: query.item,
      site: query.site,
      buckets: buckets.length === 0 ? ['on-hand'] : buckets,
      types,
      event: asKnown.event,
      ...(from && { from }),
      ...(to && { to }),
    };
    return ok(await report(open, filter, page));
  });
}

async function report(
  { session, moment, names }: BooksAtMoment,
  filter: MovementFilter,
  page: Page,
): Promise<Report> {
  const { asOf, asKnown, itemsAt } = moment;
  const { currencyDecimals } = names.company;
  const found = await session.movements(filter, { ...page, limit: page.limit + 1 });
  const shown = found.slice(0, page.limit);
  const codes = [...new Set(shown.map(({ item }) => item))];
  const items = await session.items(codes, itemsAt);
  const totals = await session.movementTotals(filter);
  const only = filter.item === undefined ? undefined : [...items.values()][0];
  const last = shown.at(-1);
  return {
    name: 'movements',
    title: 'Movements',
    asOf: filter.to ?? asOf ?? (await session.lastDay(asKnown.event)),
    asKnown,
    columns: COLUMNS,
    rows: shown.map((line) => rowOf(line, items, currencyDecimals)),
    groups: [],
    totals: {
      movements: String(totals.movements),
      // Units of several items have no sum.
      quantity: only === undefined ? null : formatDecimal(totals.quantity, only.quantityDecimals),
      value: formatDecimal(totals.value, currencyDecimals),
    },
    next: found.length > shown.length && last !== undefined ? String(last.number) : null,
  };
}

function rowOf(
  line: MovementLine,
  items: ReadonlyMap<string, Item>,
  currencyDecimals: number,
): ReportRow {
  const item = items.get(line.item);
  assert(item !== undefined, `movement ${line.number} is of an item of the company`);
  return {
    movement: String(line.number),
    postedOn: line.postedOn,
    type: line.type,
    key: line.key,
    event: String(line.event),
    item: line.item,
    site: line.site,
    bucket: line.bucket,
    place: line.place,
    account: line.account,
    quantity: formatDecimal(line.quantity, item.quantityDecimals),
    value: formatDecimal(line.value, currencyDecimals),
    quantityAfter: formatDecimal(line.quantityAfter, item.quantityDecimals),
    valueAfter: formatDecimal(line.valueAfter, currencyDecimals),
  };
}
