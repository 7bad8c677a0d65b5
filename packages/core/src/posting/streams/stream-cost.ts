import type { CostStream } from '../../costing/cost-stream.ts';
import { policyOn } from '../../determination/policies-in-force.ts';
import type { PolicyValue } from '../../determination/policy.ts';
import type { Item } from '../../items/item.ts';
import type { BusinessDate } from '../../primitives/business-date.ts';
import { extend, type Money, prorate, type Quantity } from '../../primitives/money.ts';
import type { Books } from '../books.ts';
import { type BookedStream, onHandStream, streamKey } from './booked-stream.ts';

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
    const cost = stream === 'last' ? lastCost(books, asked) : standardCost(books, asked);
    if (cost !== undefined) return cost;
  }
  return undefined;
}

/** By the last purchase at the site, and where nothing was ever bought there, at any other. */
function lastCost(books: Books, { item, site, units }: Asked): Money | undefined {
  const { sites } = books.desk.configuration;
  const at = (code: string) => books.streams.get(streamKey(onHandStream('last', item.code, code)));
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

function standardCost(books: Books, { item, units }: Asked): Money | undefined {
  if (item.standardCost === undefined) return undefined;
  const { currencyDecimals: currency } = books.desk.configuration.company;
  return extend(units, item.standardCost, { quantity: item.quantityDecimals, currency });
}
