import {
  type BookedStream,
  type BusinessDate,
  type Configuration,
  type CostStream,
  type Holding,
  type Item,
  isBehind,
  keptStreamsOn,
  type Money,
  money,
  ok,
  POOL_STREAMS,
  type PoolStream,
  prorate,
  quantity,
  type Refusal,
  type Result,
  refused,
  streamsOf,
} from 'perpetua-core';
import type { CompanySession, StockOnHand } from '../ports.ts';
import { invalid } from './invalid-setup.ts';

/** The stock that is to be valued by a stream, on which day. */
type Wanted = {
  readonly stock: readonly StockOnHand[];
  readonly items: ReadonlyMap<string, Item>;
  readonly day: BusinessDate;
  readonly stream: CostStream;
};

/**
 * What pools on hand are worth by a stream that is kept beside the method in force. Where a site has
 * several pools of an item, they share its worth by their quantities, oldest first. Refused for every
 * group that has stock and does not keep the stream.
 */
export async function keptWorths(
  session: CompanySession,
  before: Configuration,
  { stock, items, day, stream }: Wanted,
): Promise<Result<ReadonlyMap<StockOnHand, Money>, Refusal>> {
  const groups = new Set([...items.values()].map(({ group }) => group));
  const without = [...groups].filter(
    (group) => !keptStreamsOn(before, group, day).some((kept) => kept === stream),
  );
  if (!isPoolStream(stream) || without.length > 0) {
    const fault = `${stream} is not kept beside the present method; keep it first, or open with the held value`;
    return refused(without.map((group) => invalid(`costsOpenWith of group ${group}`, fault)));
  }
  const worths = new Map<StockOnHand, Money>();
  for (const [code, held] of Map.groupBy(stock, ({ item }) => item)) {
    const item = items.get(code);
    const rows = item === undefined ? [] : await rowsOf(session, before, stream, item);
    const ofSite = new Map(
      rows
        .filter(({ address }) => address.bucket === 'on-hand')
        .map(({ address, pool }) => [address.site, pool]),
    );
    for (const [site, pools] of Map.groupBy(held, (one) => one.site)) {
      const whole = ofSite.get(site);
      if (whole !== undefined) spread(whole, pools, worths);
    }
  }
  return ok(worths);
}

const isPoolStream = (stream: CostStream): stream is PoolStream =>
  Object.hasOwn(POOL_STREAMS, stream);

/** The stream of an item as it is kept, or made anew where it is behind. */
async function rowsOf(
  session: CompanySession,
  { company: { currencyDecimals } }: Configuration,
  stream: PoolStream,
  item: Item,
): Promise<readonly BookedStream[]> {
  const places = [{ item: item.code, place: '' }];
  const loaded = await session.load({ items: [], places, events: [] });
  const rows = loaded.streams.filter(({ address }) => address.stream === stream);
  const pools = loaded.pools.filter(({ address }) => address.bucket === 'on-hand');
  if (!isBehind(rows, pools)) return rows;
  return streamsOf(stream, { ...(await session.itemHistory(item.code)), item, currencyDecimals });
}

/** Shares of the running total, so that no minor unit is lost between the pools of a site. */
function spread(
  { quantity: units, value }: Holding,
  pools: readonly StockOnHand[],
  worths: Map<StockOnHand, Money>,
): void {
  if (units === 0n) return;
  let [passed, given] = [0n, 0n];
  for (const pool of pools) {
    passed += pool.quantity;
    const upToHere = prorate(value, quantity(passed), units);
    worths.set(pool, money(upToHere - given));
    given = upToHere;
  }
}
