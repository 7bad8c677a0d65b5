import type { ReferencePool } from './reference-pool.ts';

/** A holder of goods: an item in a bucket of a site, at a location or under a document. */
export type Spot = {
  readonly item: string;
  readonly site: string;
  readonly bucket: string;
  readonly place: string;
};

const nameOf = ({ item, site, bucket, place }: Spot): string =>
  [item, site, bucket, place].join(' | ');

/** All pools, and where their units lie, as lists that are searched. */
export class ReferenceHoldings {
  readonly pools: ReferencePool[] = [];
  /** What lay at a place after each change, the latest last. */
  readonly #places: { readonly name: string; readonly account: string; readonly units: bigint }[] =
    [];

  /** How many units lie at a spot. */
  unitsAt(spot: Spot): bigint {
    return this.#places.findLast(({ name }) => name === nameOf(spot))?.units ?? 0n;
  }

  /** The account the units of a spot stand on, while there are any. */
  accountAt(spot: Spot): string | undefined {
    const place = this.#places.findLast(({ name }) => name === nameOf(spot));
    return place === undefined || place.units === 0n ? undefined : place.account;
  }

  /** Lets units of a pool lie at a place, or leave it. */
  lay({ item, site, bucket, account }: ReferencePool, place: string, units: bigint): void {
    if (units === 0n) return;
    const spot = { item, site, bucket, place };
    this.#places.push({ name: nameOf(spot), account, units: this.unitsAt(spot) + units });
  }

  /** The pool of a spot on an account; goods under way share one with their document only. */
  poolAt({ item, site, bucket, place }: Spot, account: string): ReferencePool {
    const document = bucket === 'on-hand' ? '' : place;
    const known = this.pools.find(
      (pool) =>
        pool.item === item &&
        pool.site === site &&
        pool.bucket === bucket &&
        pool.account === account &&
        pool.document === document,
    );
    if (known !== undefined) return known;
    const empty = { units: 0n, value: 0n, lastUnits: 0n, lastValue: 0n, lots: [] };
    const pool = { item, site, bucket, account, document, ...empty };
    this.pools.push(pool);
    return pool;
  }
}
