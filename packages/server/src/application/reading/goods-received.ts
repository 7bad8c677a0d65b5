import {
  type BusinessDate,
  formatDecimal,
  type Item,
  ok,
  type Refusal,
  type Result,
  refused,
} from 'perpetua-core';
import { ageOn } from './ageing.ts';
import { type Asked, readWord } from './filters.ts';
import { groupRows } from './grouping.ts';
import type { BooksReading, GoodsOwed } from './ports.ts';
import { readAtMoment } from './read-at-moment.ts';
import { compareTexts, type Report, type ReportColumn, type ReportRow, sumOf } from './report.ts';

/** What the list of goods received and not invoiced is asked for. */
export type GoodsReceivedQuery = Asked<'asOf' | 'asKnown' | 'by'>;

const BY = ['site', 'item'] as const;

/**
 * Goods received and not yet invoiced, and goods returned and not yet credited, each since its day:
 * receipt by receipt what is open of it. The total is the balance of the account (`Q-40`, costing 5.4).
 *
 * Ages count to the day that is asked for, else to the last day of the books.
 */
export function goodsReceived(
  books: BooksReading,
  company: number,
  query: GoodsReceivedQuery,
): Promise<Result<Report, Refusal>> {
  return readAtMoment(books, company, query, async ({ session, moment, names }) => {
    const refusals: Refusal[] = [];
    const by = readWord('by', query.by, BY, refusals);
    if (refusals.length > 0) return refused(refusals);
    const { asOf, asKnown } = moment;
    const owed = await session.goodsOwed({ event: asKnown.event, to: asOf });
    const items = await session.items([...new Set(owed.map(({ item }) => item))], 'now');
    const lastDay = asOf ?? (await session.lastDay(asKnown.event));
    const currency = names.company.currencyDecimals;
    const nameOf = (line: GoodsOwed) =>
      (by === 'site' ? names.sites.get(line.site) : items.get(line.item)?.name) ?? '';
    const grouped = groupRows(owed, {
      groupOf:
        by && ((line) => ({ code: line[by], name: nameOf(line) || line[by], order: line[by] })),
      compare: (a, b) => compareTexts(a.postedOn, b.postedOn) || a.event - b.event,
      rowOf: (line) => rowOf(line, items.get(line.item), { lastDay, currency }),
      sumUp: (some) => ({
        amount: formatDecimal(sumOf(some.map(({ amount }) => amount)), currency),
      }),
    });
    return ok({
      name: 'goods-received',
      title: 'Goods received, not invoiced',
      columns: COLUMNS,
      ...grouped,
      next: null,
      asOf: lastDay,
      asKnown,
    });
  });
}

function rowOf(
  { key, type, postedOn, site, party, document, amount, quantity, item: code }: GoodsOwed,
  item: Item | undefined,
  { lastDay, currency }: { readonly lastDay: BusinessDate | null; readonly currency: number },
): ReportRow {
  return {
    postedOn,
    key,
    type,
    party,
    document,
    site,
    item: code,
    name: item?.name ?? '',
    quantity: quantity === null ? null : formatDecimal(quantity, item?.quantityDecimals ?? 0),
    days: lastDay === null ? null : String(ageOn(lastDay, postedOn)),
    amount: formatDecimal(amount, currency),
  };
}

const COLUMNS: readonly ReportColumn[] = [
  { key: 'postedOn', label: 'Since', kind: 'date' },
  { key: 'key', label: 'Transaction', kind: 'text' },
  { key: 'type', label: 'Type', kind: 'text' },
  { key: 'party', label: 'Vendor', kind: 'text' },
  { key: 'document', label: 'Document', kind: 'text' },
  { key: 'site', label: 'Site', kind: 'text' },
  { key: 'item', label: 'Item', kind: 'text' },
  { key: 'name', label: 'Name', kind: 'text' },
  { key: 'quantity', label: 'Open quantity', kind: 'quantity' },
  { key: 'days', label: 'Days', kind: 'number' },
  { key: 'amount', label: 'Open amount', kind: 'money' },
];
