import type { Configuration } from '../determination/configuration.ts';
import type { Item } from '../items/item.ts';
import { addTo, type Sums } from './books-faults.ts';
import type { ReferencePool } from './reference-pool.ts';
import { ReferenceValuation } from './reference-valuation.ts';
import { poolName, valueName } from './restated-books.ts';

/** For how much each event was posted at first, in each pool and under each type. */
export class PostedValues {
  readonly #values: Sums;
  readonly #totals: Sums = new Map();

  constructor(values: Sums) {
    this.#values = values;
    for (const [name, value] of values) {
      const [event, , pool] = name.split(' | ');
      addTo(this.#totals, `${event} | ${pool}`, value);
    }
  }

  of(event: string, type: string, pool: ReferencePool): bigint {
    return this.#values.get(valueName(event, type, pool)) ?? 0n;
  }

  /** Itself and all it caused. */
  total(event: string, pool: ReferencePool): bigint {
    return this.#totals.get(`${event} | ${poolName(pool)}`) ?? 0n;
  }
}

/**
 * The costing methods in the order of costs. Stock at standard is worth its units at standard
 * whatever comes in between: there an event does to the pool what it did when it was posted, to the
 * cent (rule 12 of decision 0033).
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
    posted: PostedValues,
  ) {
    super(configuration, items);
    this.#posted = posted;
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

  /** Rule 4: what is not known is what it was posted at. */
  protected override costOfUnknown(): undefined {
    return undefined;
  }

  protected override standing(pool: ReferencePool): bigint {
    return pool.value + this.#posted.total(this.event, pool);
  }

  protected override leavingAtStandard(pool: ReferencePool): bigint {
    return -this.#own(pool);
  }

  protected override arrivingAtStandard(pool: ReferencePool): bigint {
    return this.#own(pool);
  }

  /** What it moved itself: at standard nothing but a revaluation is caused. */
  #own(pool: ReferencePool): bigint {
    return (
      this.#posted.total(this.event, pool) - this.#posted.of(this.event, 'cost-revaluation', pool)
    );
  }
}
