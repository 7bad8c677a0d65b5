import { type CostPool, EMPTY_POOL } from '../../costing/cost-pool.ts';
import { POOL_STREAMS, type PoolStream } from '../../costing/cost-stream.ts';
import { POOL_METHODS, type PoolMethod } from '../../costing/pool-method.ts';
import type { Item } from '../../items/item.ts';
import type { BusinessDate } from '../../primitives/business-date.ts';
import { type Money, NO_MONEY } from '../../primitives/money.ts';
import type { AddressedMovement } from '../books.ts';
import { RunHistory } from './run-history.ts';

/** A pool of a stream: what is on hand at a site, or is carried under a document. */
export type RunPool = {
  readonly pool: CostPool;
  readonly lastMovement: number;
  readonly lastCostedOn: BusinessDate | '';
};

type Place = Pick<AddressedMovement['address'], 'site' | 'bucket' | 'document'>;

/** The name of a pool of a run, whatever accounts its units are on. */
export const runKey = ({ site, bucket, document }: Place): string =>
  `${site}\n${bucket}\n${document}`;

/** What a run is about and where it starts. */
export type RunStart = {
  readonly stream: PoolStream;
  readonly item: Item;
  readonly currencyDecimals: number;
  /** The site of a pool of the books by its number; undefined for one there is not. */
  readonly siteOf: (pool: number) => string | undefined;
  readonly poolAt: (place: Place) => RunPool | undefined;
};

const NOTHING: RunPool = { pool: EMPTY_POOL, lastMovement: 0, lastCostedOn: '' };

/** The pools of one item in one stream while a run goes over its movements, and what it remembers. */
export class RunPools {
  readonly start: RunStart;
  readonly method: PoolMethod;
  readonly history = new RunHistory();
  readonly #touched = new Map<string, { readonly place: Place } & RunPool>();

  constructor(start: RunStart) {
    this.start = start;
    this.method = POOL_METHODS[POOL_STREAMS[start.stream]];
  }

  /** The pools that were touched, as they are now. */
  get touched(): readonly ({ readonly place: Place } & RunPool)[] {
    return [...this.#touched.values()];
  }

  at(place: Place): CostPool {
    return this.#at(place).pool;
  }

  keep({ address }: AddressedMovement, pool: CostPool): void {
    this.#touched.set(runKey(address), { ...this.#at(address), place: address, pool });
  }

  /** Includes a movement, also one that changes nothing here. */
  see({ address, number, costedOn }: AddressedMovement): void {
    const known = this.#at(address);
    const lastMovement = Math.max(known.lastMovement, number);
    const lastCostedOn = known.lastCostedOn > costedOn ? known.lastCostedOn : costedOn;
    const seen = { place: address, pool: known.pool, lastMovement, lastCostedOn };
    this.#touched.set(runKey(address), seen);
  }

  /** Asks a pool for a cost on a day; what comes before that day from now on would have changed it. */
  ask(place: Place, on: BusinessDate): CostPool {
    const known = this.#at(place);
    if (known.lastCostedOn < on)
      this.#touched.set(runKey(place), { ...known, place, lastCostedOn: on });
    return known.pool;
  }

  /** Remembers what a movement was worth here, and what its pool got besides. */
  note(movement: AddressedMovement, value: Money, settled: Money = NO_MONEY): void {
    const { number, event, quantity } = movement;
    this.history.note(number, { event, quantity, value, settled });
  }

  #at(place: Place): RunPool {
    return this.#touched.get(runKey(place)) ?? this.start.poolAt(place) ?? NOTHING;
  }
}
