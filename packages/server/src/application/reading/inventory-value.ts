import {
  assert,
  type Bucket,
  type Item,
  money,
  ok,
  prorate,
  quantity,
  type Refusal,
  type Result,
  refused,
} from 'perpetua-core';
import { type Asked, readBuckets, readWord, refuseUnknown } from './filters.ts';
import {
  GROUPING_COLUMNS,
  GROUPINGS,
  type Grouping,
  groupingTexts,
  groupOf,
  groupRows,
  type PlacedStock,
  stockSums,
  type ValuedStock,
} from './grouping.ts';
import { cutOfPools } from './moment.ts';
import type { BooksReading, PlaceHolding, PoolFilter, PoolHolding } from './ports.ts';
import { type BooksAtMoment, readAtMoment } from './read-at-moment.ts';
import { compareTexts, type Report, type ReportColumn } from './report.ts';

/**
 * What an inventory value report is asked for. `by`: a word of `GROUPINGS`; `include`: buckets
 * beside stock on hand, divided by commas, or `all`.
 */
export type InventoryValueQuery = Asked<'asOf' | 'asKnown' | 'by' | 'item' | 'site' | 'include'>;

/** Stock of an item at a site, as finely divided as the report asks for. */
type ValueLine = PlacedStock & ValuedStock & { readonly bucket: Bucket };

/**
 * The inventory value report: quantity, value and average cost of each item at each site, on a
 * business date, as the books knew it (`000.15`, `000.16`, `002.02`). The value is what the pools
 * hold, so that on-hand rows add up to the inventory accounts; the average is derived from it.
 *
 * Refuses unknown items, sites, groupings and buckets, dates that are none.
 */
export function inventoryValue(
  books: BooksReading,
  company: number,
  query: InventoryValueQuery,
): Promise<Result<Report, Refusal>> {
  return readAtMoment(books, company, query, async (open) => {
    const refusals: Refusal[] = [];
    const by = readWord('by', query.by, GROUPINGS, refusals);
    const included = readBuckets('include', query.include, refusals);
    await refuseUnknown(open.session, open.names, query, refusals);
    if (refusals.length > 0) return refused(refusals);
    const buckets = [...new Set<Bucket>(['on-hand', ...included])];
    const filter = { item: query.item, site: query.site, buckets };
    return ok(await report(open, filter, by));
  });
}

async function report(
  { session, moment, names }: BooksAtMoment,
  filter: PoolFilter,
  by: Grouping | undefined,
): Promise<Report> {
  const { asOf, asKnown, itemsAt } = moment;
  const lastDay = await session.lastDay(asKnown.event);
  const cut = cutOfPools(moment, lastDay);
  const pools = await session.holdings(filter, cut);
  const codes = [...new Set(pools.map(({ item }) => item))];
  const items = await session.items(codes, itemsAt);
  const located =
    by === 'location'
      ? spreadOverPlaces(pools, await session.placesOf(filter, cut))
      : pools.map((pool) => ({ ...pool, place: '' }));
  const withBucket = filter.buckets.length > 1;
  const lines = foldLines(located, items, { account: by === 'account', bucket: withBucket });
  const decimals = names.company.currencyDecimals;
  const shaped = groupRows(lines, {
    groupOf: by && ((line) => groupOf(by, line, names)),
    compare: compareLines,
    rowOf: (line, group) => ({
      ...(by && group ? groupingTexts(by, line, group) : {}),
      item: line.item.code,
      name: line.item.name,
      site: line.site,
      ...(withBucket ? { bucket: line.bucket } : {}),
      ...stockSums([line], decimals),
    }),
    sumUp: (some) => stockSums(some, decimals),
  });
  return {
    name: 'inventory-value',
    title: 'Inventory value',
    asOf: asOf ?? lastDay,
    asKnown,
    columns: columnsOf(by, withBucket),
    ...shaped,
    next: null,
  };
}

function columnsOf(by: Grouping | undefined, withBucket: boolean): readonly ReportColumn[] {
  return [
    ...(by === undefined ? [] : GROUPING_COLUMNS[by]),
    { key: 'item', label: 'Item', kind: 'text' },
    { key: 'name', label: 'Name', kind: 'text' },
    { key: 'site', label: 'Site', kind: 'text' },
    ...(withBucket ? [{ key: 'bucket', label: 'Bucket', kind: 'text' } as const] : []),
    { key: 'quantity', label: 'Quantity', kind: 'quantity' },
    { key: 'value', label: 'Value', kind: 'money' },
    { key: 'average', label: 'Average cost', kind: 'unit-cost' },
  ];
}

type LocatedHolding = PoolHolding & { readonly place: string };

/**
 * Divides what each pool holds over the places of its units. Locations of a pool share one cost,
 * so the value follows the units; the last place takes the rest and the sum is the pool's value.
 */
function spreadOverPlaces(
  pools: readonly PoolHolding[],
  places: readonly PlaceHolding[],
): readonly LocatedHolding[] {
  const byPool = new Map<number, PlaceHolding[]>();
  for (const place of places) {
    const list = byPool.get(place.pool);
    if (list === undefined) byPool.set(place.pool, [place]);
    else list.push(place);
  }
  return pools.flatMap((pool) => {
    const own = byPool.get(pool.pool) ?? [];
    if (pool.bucket !== 'on-hand' || own.length === 0) return [{ ...pool, place: '' }];
    return spreadPool(pool, own);
  });
}

function spreadPool(pool: PoolHolding, places: readonly PlaceHolding[]): LocatedHolding[] {
  let passed = 0n;
  let given = 0n;
  return places.map(({ place, quantity: units }) => {
    passed += units;
    // Shares of the running total; a pool of zero units holds no value to share (I13).
    const upToHere =
      pool.quantity === 0n
        ? 0n
        : prorate(money(pool.value), quantity(passed), quantity(pool.quantity));
    const value = upToHere - given;
    given = upToHere;
    return { ...pool, place, quantity: units, value };
  });
}

/** Adds up what the report does not tell apart. */
function foldLines(
  pools: readonly LocatedHolding[],
  items: ReadonlyMap<string, Item>,
  apart: { readonly account: boolean; readonly bucket: boolean },
): readonly ValueLine[] {
  const lines = new Map<string, ValueLine>();
  for (const pool of pools) {
    const item = items.get(pool.item);
    assert(item !== undefined, `pool ${pool.pool} holds an item of the company`);
    const account = apart.account ? pool.account : '';
    const bucket = apart.bucket ? pool.bucket : 'on-hand';
    const key = [pool.item, pool.site, bucket, account, pool.place].join('\n');
    const known = lines.get(key);
    lines.set(key, {
      item,
      site: pool.site,
      bucket,
      account,
      location: pool.place,
      quantity: (known?.quantity ?? 0n) + pool.quantity,
      value: (known?.value ?? 0n) + pool.value,
    });
  }
  return [...lines.values()].filter(({ quantity: held, value }) => held !== 0n || value !== 0n);
}

const compareLines = (a: ValueLine, b: ValueLine): number =>
  compareTexts(a.item.code, b.item.code) ||
  compareTexts(a.site, b.site) ||
  compareTexts(a.bucket, b.bucket) ||
  compareTexts(a.account, b.account) ||
  compareTexts(a.location, b.location);
