import {
  type BookedPool,
  type BookedStream,
  type BusinessDate,
  COST_STREAMS,
  type Configuration,
  type CostPool,
  type CostStream,
  costingMethodOn,
  FIRST_DAY,
  type Holding,
  type Item,
  isBehind,
  keptStreamsOn,
  keysOf,
  money,
  type PoolStream,
  quantity,
  salesStreamOn,
  setCostOf,
  streamsOf,
  VALUATION_STREAMS,
} from 'perpetua-core';
import type { CostedItem, ReadingSession } from './ports.ts';
import { sumOf } from './report.ts';

/** A cost of an item: what one unit costs is value ÷ quantity, or set outright. */
export type ItemCost = {
  /** Null for what the item itself says, wherever it lies. */
  readonly site: string | null;
  readonly stream: CostStream;
  /** What the unit cost is derived from: the stock, its oldest receipt, the last purchase. */
  readonly basis: Holding | bigint;
  /** What is held, or was bought; null where the item itself says it. */
  readonly held: Holding | null;
  /** The day of the purchase. */
  readonly on: BusinessDate | null;
};

/** The costs of an item side by side, and which of them is which. */
export type CostsOfItem = {
  readonly item: Item;
  readonly valuation: CostStream;
  readonly sales: CostStream;
  readonly costs: readonly ItemCost[];
};

/** By which policies and method costs are told: those of the last day that something was posted on. */
export const dayOfCosts = async (session: ReadingSession): Promise<BusinessDate> =>
  (await session.lastDay(session.lane.counters.event)) ?? FIRST_DAY;

/**
 * All costs of an item (`004.07`), at every site where something of it is or was. A stream that is
 * behind what moved is made anew for the answer.
 */
export async function costsOfItem(
  session: ReadingSession,
  configuration: Configuration,
  day: BusinessDate,
  { item, pools, streams }: CostedItem,
): Promise<CostsOfItem> {
  const method = costingMethodOn(configuration, day);
  const valuation = VALUATION_STREAMS[method];
  const known = {
    item,
    valuation,
    sales: salesStreamOn(configuration, item.group, day),
  };
  const isOfCompany = method === 'company-average';
  const kept = await Promise.all(
    keptStreamsOn(configuration, item.group, day).map(async (stream) => {
      const rows = streams.filter(({ address }) => address.stream === stream);
      const { currencyDecimals } = configuration.company;
      return isBehind(rows, pools) ? madeAnew(session, { stream, item, currencyDecimals }) : rows;
    }),
  );
  const sites = new Set([...pools, ...streams].map(({ address }) => address.site));
  const atSites = [...sites].toSorted().flatMap((site): readonly ItemCost[] => {
    const own = pools.filter(({ address }) => address.site === site);
    const ofStock =
      valuation === 'standard' ? [] : stockCosts(valuation, own, isOfCompany ? pools : own);
    const beside = kept.flat().filter((row) => isOnHandAt(row, site));
    const bought = purchaseCosts(streams.filter((row) => isOnHandAt(row, site)));
    return [
      ...ofStock.map((cost) => ({ ...cost, site })),
      ...beside.flatMap((row) => keptCosts(row)),
      ...bought,
    ];
  });
  return { ...known, costs: [...atSites, ...saidByItem(item)] };
}

const isOnHandAt = ({ address }: BookedStream, site: string): boolean =>
  address.site === site && address.bucket === 'on-hand';

async function madeAnew(
  session: ReadingSession,
  {
    stream,
    item,
    currencyDecimals,
  }: { readonly stream: PoolStream; readonly item: Item; readonly currencyDecimals: number },
): Promise<readonly BookedStream[]> {
  const history = await session.itemHistory(item.code);
  return streamsOf(stream, { ...history, item, currencyDecimals });
}

/** What the pools of a site say, by the stream that values them; their average may be the company's. */
function stockCosts(
  stream: CostStream,
  own: readonly BookedPool[],
  averaged: readonly BookedPool[],
): readonly Omit<ItemCost, 'site'>[] {
  if (own.length === 0) return [];
  const held = heldIn(own);
  const basis = basisOf(
    stream,
    averaged.map(({ pool }) => pool),
    latestKnown(averaged),
  );
  return basis === undefined ? [] : [{ stream, basis, held, on: null }];
}

const heldIn = (pools: readonly { readonly pool: CostPool }[]): Holding => ({
  quantity: quantity(sumOf(pools.map(({ pool }) => pool.quantity))),
  value: money(sumOf(pools.map(({ pool }) => pool.value))),
});

/** What pools last held that hold nothing now. */
const latestKnown = (pools: readonly BookedPool[]): Holding | undefined =>
  pools
    .filter(({ pool }) => pool.known.quantity !== 0n)
    .toSorted((a, b) => b.lastMovement - a.lastMovement)[0]?.pool.known;

/** What the next unit costs is derived from: the oldest receipt under FIFO, else all that is held. */
function basisOf(
  stream: CostStream,
  pools: readonly CostPool[],
  known: Holding | undefined,
): Holding | undefined {
  const layers = stream === 'fifo' ? pools.flatMap((pool) => pool.layers) : [];
  const [oldest] = layers.toSorted((a, b) =>
    a.receivedOn === b.receivedOn ? a.receipt - b.receipt : a.receivedOn < b.receivedOn ? -1 : 1,
  );
  if (oldest !== undefined) return oldest;
  const held = heldIn(pools.map((pool) => ({ pool })));
  return held.quantity === 0n ? known : held;
}

function keptCosts({ address, pool }: BookedStream): readonly ItemCost[] {
  const { site, stream } = address;
  const basis = basisOf(stream, [pool], pool.known.quantity === 0n ? undefined : pool.known);
  return basis === undefined ? [] : [{ site, stream, basis, held: pool, on: null }];
}

/** The last purchase at a site, and what it cost landed, which is the same where nothing was landed. */
function purchaseCosts(streams: readonly BookedStream[]): readonly ItemCost[] {
  const [last, landed] = (['last', 'landed'] as const).map((stream) =>
    streams.find(({ address }) => address.stream === stream),
  );
  return [last, landed ?? last].flatMap((row, index) => {
    const newest = row?.pool.layers[0];
    if (row === undefined || newest === undefined) return [];
    const stream = index === 0 ? 'last' : 'landed';
    return [{ site: row.address.site, stream, basis: newest, held: newest, on: newest.receivedOn }];
  });
}

/** The standard cost, and what is set where no stock is kept. */
const saidByItem = (item: Item): readonly ItemCost[] =>
  keysOf(COST_STREAMS).flatMap((stream): readonly ItemCost[] => {
    const basis = setCostOf(item, stream);
    return basis === undefined ? [] : [{ site: null, stream, basis, held: null, on: null }];
  });
