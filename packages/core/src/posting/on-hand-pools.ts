import type { BookedPool } from './books.ts';

/**
 * Pools by `poolKey`, of which those on hand are also found by item, however many there are. Books
 * that live long keep theirs in one; any other map gives the same answers by being searched.
 */
export class IndexedPools extends Map<string, BookedPool> {
  readonly #onHand = new Map<string, Map<string, BookedPool>>();

  override set(key: string, booked: BookedPool): this {
    const { item, bucket } = booked.address;
    if (bucket === 'on-hand') {
      const ofItem = this.#onHand.get(item);
      if (ofItem === undefined) this.#onHand.set(item, new Map([[key, booked]]));
      else ofItem.set(key, booked);
    }
    return super.set(key, booked);
  }

  /** The pools on hand of an item, at all sites and on all accounts, by key. */
  onHandOf(item: string): ReadonlyMap<string, BookedPool> {
    return this.#onHand.get(item) ?? NO_POOLS;
  }
}

const NO_POOLS: ReadonlyMap<string, BookedPool> = new Map();

/** The pools on hand of an item, as a draft has changed them, oldest first. */
export function onHandPools(
  pools: ReadonlyMap<string, BookedPool>,
  drafted: ReadonlyMap<string, BookedPool>,
  item: string,
): readonly BookedPool[] {
  const standing = new Map([...onHandOf(pools, item), ...searched(drafted, item)]);
  return [...standing.values()].toSorted((a, b) => a.number - b.number);
}

/** The pools on hand of an item as the books have them, by key. */
export const onHandOf = (
  pools: ReadonlyMap<string, BookedPool>,
  item: string,
): ReadonlyMap<string, BookedPool> =>
  pools instanceof IndexedPools ? pools.onHandOf(item) : searched(pools, item);

const searched = (
  pools: ReadonlyMap<string, BookedPool>,
  item: string,
): ReadonlyMap<string, BookedPool> =>
  new Map(
    [...pools].filter(([, { address }]) => address.item === item && address.bucket === 'on-hand'),
  );
