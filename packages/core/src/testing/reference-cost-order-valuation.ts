import type { Configuration } from '../determination/configuration.ts';
import type { Item } from '../items/item.ts';
import type { ReferencePool } from './reference-pool.ts';
import { ReferenceValuation } from './reference-valuation.ts';
import { type PoolName, poolName, valueName } from './restated-books.ts';
import { addTo, type Sums } from './sums.ts';

/** What a transaction moved in a pool when it was posted, itself or in what it caused. */
export type PostedMove = {
  readonly event: string;
  readonly type: string;
  readonly pool: PoolName;
  readonly value: bigint;
};

/** What is caused by others, and by nobody at standard but the revaluation. */
const CAUSED: readonly string[] = ['cost-revaluation', 'average-respread'];

/** What was posted at first: in sum, and one after the other where a pool was moved several times. */
class PostedValues {
  readonly #sums: Sums = new Map();
  readonly #totals: Sums = new Map();
  readonly #next = new Map<string, bigint[]>();

  constructor(moves: readonly PostedMove[]) {
    for (const { event, type, pool, value } of moves) {
      const name = valueName(event, type, pool);
      const total = `${event} | ${poolName(pool)}`;
      addTo(this.#sums, name, value);
      addTo(this.#totals, total, value);
      for (const queue of CAUSED.includes(type) ? [name] : [name, total])
        this.#next.set(queue, [...(this.#next.get(queue) ?? []), value]);
    }
  }

  sum(event: string, type: string, pool: PoolName): bigint {
    return this.#sums.get(valueName(event, type, pool)) ?? 0n;
  }

  /** Itself and all it caused. */
  total(event: string, pool: PoolName): bigint {
    return this.#totals.get(`${event} | ${poolName(pool)}`) ?? 0n;
  }

  /** The next of a type. */
  next(event: string, type: string, pool: PoolName): bigint {
    return this.#next.get(valueName(event, type, pool))?.shift() ?? 0n;
  }

  /** The next that it moved itself. */
  nextOwn(event: string, pool: PoolName): bigint {
    return this.#next.get(`${event} | ${poolName(pool)}`)?.shift() ?? 0n;
  }
}

/**
 * The costing methods in the order of costs. Where nothing says what something costs there, it is
 * what it was when it was posted. Stock at standard is worth its units at standard whatever comes in
 * between: an event does to the pool what it did then, to the cent (rules 4 and 12 of decision 0033).
 */
export class CostOrderValuation extends ReferenceValuation {
  /** The event that is posted again. */
  event = '';
  readonly #posted: PostedValues;
  /** Stock that was valued otherwise until now, and is brought to the standard by its revaluation. */
  readonly #toBeBrought = new Set<ReferencePool>();

  constructor(
    configuration: Configuration,
    items: ReadonlyMap<string, Item>,
    posted: readonly PostedMove[],
  ) {
    super(configuration, items);
    this.#posted = new PostedValues(posted);
  }

  /** What the event moved in a pool under a type when it was posted. */
  posted(type: string, pool: PoolName): bigint {
    return this.#posted.sum(this.event, type, pool);
  }

  /** The same of one movement after the other. */
  nextPosted(type: string, pool: PoolName): bigint {
    return this.#posted.next(this.event, type, pool);
  }

  protected override changeTo(method: string, pools: readonly ReferencePool[]): void {
    super.changeTo(method, pools);
    if (method === 'standard') for (const pool of pools) this.#toBeBrought.add(pool);
  }

  override nearest(pool: ReferencePool, change: bigint): bigint {
    if (this.isAtStandard(pool) && this.#toBeBrought.delete(pool))
      return super.standing(pool, pool.units) - pool.value;
    return super.nearest(pool, change);
  }

  protected override costOfUnknown(): undefined {
    return undefined;
  }

  protected override standing(pool: ReferencePool): bigint {
    return pool.value + this.#posted.total(this.event, pool);
  }

  protected override leavingAtStandard(pool: ReferencePool): bigint {
    return -this.#posted.nextOwn(this.event, pool);
  }

  protected override arrivingAtStandard(pool: ReferencePool): bigint {
    return this.#posted.nextOwn(this.event, pool);
  }
}
