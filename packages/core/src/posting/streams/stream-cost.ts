import { type CostStream, POOL_STREAMS } from '../../costing/cost-stream.ts';
import { setCost } from '../../costing/item-cost.ts';
import { POOL_METHODS } from '../../costing/pool-method.ts';
import { policyOn } from '../../determination/policies-in-force.ts';
import type { PolicyValue } from '../../determination/policy.ts';
import type { Item } from '../../items/item.ts';
import type { BusinessDate } from '../../primitives/business-date.ts';
import { type Money, prorate, type Quantity } from '../../primitives/money.ts';
import type { Books } from '../books.ts';
import { onHandOf } from '../on-hand-pools.ts';
import { type BookedStream, isBehind, onHandStream, streamKey } from './booked-stream.ts';

/** The streams that are asked, one after the other, where the pool itself knows no cost (`Q-51`). */
const SHORTAGE_STREAMS = {
  'last-then-standard': ['last', 'standard'],
  standard: ['standard'],
  refuse: [],
} as const satisfies Record<PolicyValue<'shortage-cost'>, readonly CostStream[]>;

/** Units of an item at a site. */
export type Asked = { readonly item: Item; readonly site: string; readonly units: Quantity };

/**
 * What units cost that leave, or are found, where no cost of theirs was ever known: by the first of
 * the streams of the policy `shortage-cost` that says anything. Undefined where none does.
 */
export function shortageCost(books: Books, asked: Asked, on: BusinessDate): Money | undefined {
  const { configuration } = books.desk;
  const policy = policyOn(configuration, 'shortage-cost', asked.item.group, on);
  for (const stream of SHORTAGE_STREAMS[policy]) {
    const cost = streamCost(books, stream, asked);
    if (cost !== undefined) return cost;
  }
  return undefined;
}

/** What units cost at a site by a stream; undefined where it is not known, or behind the books. */
export function streamCost(books: Books, stream: CostStream, asked: Asked): Money | undefined {
  const { item, units } = asked;
  if (stream === 'standard') return standardCost(books, asked);
  if (stream === 'last') return lastCost(books, asked);
  if (stream === 'landed') return landedCost(books, asked);
  const known = books.streams.get(streamKey(onHandStream(stream, item.code, asked.site)));
  const pools = [...onHandOf(books.pools, item.code).values()];
  const own = pools.filter(({ address }) => address.site === asked.site);
  if (known === undefined || isBehind([known], own)) return undefined;
  return POOL_METHODS[POOL_STREAMS[stream]].costOf(known.pool, units);
}

/** By the last purchase at the site, and where nothing was ever bought there, at any other. */
const lastCost = (books: Books, asked: Asked): Money | undefined =>
  costOfNewest(books, asked, (site) => knownAt(books, 'last', asked, site));

/** The same with landed cost; where a site's purchases bore none it is what was paid. */
const landedCost = (books: Books, asked: Asked): Money | undefined =>
  costOfNewest(
    books,
    asked,
    (site) => knownAt(books, 'landed', asked, site) ?? knownAt(books, 'last', asked, site),
  );

const knownAt = (books: Books, stream: CostStream, { item }: Asked, site: string) =>
  books.streams.get(streamKey(onHandStream(stream, item.code, site)));

function costOfNewest(
  books: Books,
  { site, units }: Asked,
  at: (site: string) => BookedStream | undefined,
): Money | undefined {
  const { sites } = books.desk.configuration;
  const newest = newestOf([at(site)]) ?? newestOf([...sites.keys()].map(at));
  return newest === undefined ? undefined : prorate(newest.value, units, newest.quantity);
}

/** The latest of the newest purchases, by day and then by number. */
const newestOf = (streams: readonly (BookedStream | undefined)[]) =>
  streams
    .flatMap((known) => known?.pool.layers[0] ?? [])
    .toSorted((a, b) =>
      a.receivedOn === b.receivedOn ? b.receipt - a.receipt : a.receivedOn < b.receivedOn ? 1 : -1,
    )[0];

const standardCost = ({ desk }: Books, { item, units }: Asked): Money | undefined =>
  setCost(item, 'standard', units, desk.configuration.company.currencyDecimals);
