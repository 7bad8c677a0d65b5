import type { Configuration } from '../determination/configuration.ts';
import type { Item } from '../items/item.ts';
import {
  bears,
  costOf,
  plainly,
  put,
  type ReferencePool,
  revalue,
  share,
  takeExactly,
  takeOut,
} from './reference-pool.ts';
import { type Arrival, arriveAtStandard, standAt, worthAtStandard } from './reference-standard.ts';
import { ReferenceWhole } from './reference-whole.ts';

/** Units and value that come or go. */
type Amount = readonly [units: bigint, value: bigint];

/** Which receipt units came with. */
export type Receipt = { readonly receipt: string; readonly day: string; readonly turn: number };

/** What a turned move leaves to be caused, and as what. */
type Rest = { readonly type: string; readonly value: bigint };

/** What the company's costing method says of stock on hand; carried goods are plain sums. */
export class ReferenceValuation {
  readonly method: string;
  readonly #decimals: number;
  readonly #items: ReadonlyMap<string, Item>;
  readonly #wholes = new Map<string, ReferenceWhole>();

  constructor({ company }: Configuration, items: ReadonlyMap<string, Item>) {
    this.method = company.costingMethod;
    this.#decimals = company.currencyDecimals;
    this.#items = items;
  }

  /** All of an item that is on hand in the company, where it has one average. */
  wholeOf({ item, bucket }: ReferencePool): ReferenceWhole | undefined {
    if (this.method !== 'company-average' || bucket !== 'on-hand') return undefined;
    const known = this.#wholes.get(item) ?? new ReferenceWhole(item);
    this.#wholes.set(item, known);
    return known;
  }

  /** What the places of an item gain or lose so that all stand at the company's average. */
  spread(item: string): readonly (readonly [ReferencePool, bigint])[] {
    return this.#wholes.get(item)?.spread() ?? [];
  }

  #worth(item: Item, units: bigint): bigint {
    return worthAtStandard(item, units, this.#decimals);
  }

  /** What units on hand cost that leave now. */
  leaving(item: Item, pool: ReferencePool, units: bigint): bigint | undefined {
    if (this.method === 'standard')
      return this.#worth(item, pool.units) - this.#worth(item, pool.units - units);
    const cost = costOf(this.wholeOf(pool)?.pool ?? pool, units);
    if (cost !== undefined || item.standardCost === undefined) return cost;
    return share(
      units,
      item.standardCost,
      10n ** BigInt(item.quantityDecimals + 8 - this.#decimals),
    );
  }

  /** Whether a pool can carry a change of its value alone. */
  bears(pool: ReferencePool | undefined, change: bigint): boolean {
    if (pool?.bucket !== 'on-hand') return bears(pool, change);
    const item = this.#items.get(pool.item);
    if (this.method === 'standard' && item !== undefined)
      return pool.value + change === this.#worth(item, pool.units);
    return this.wholeOf(pool)?.bears(pool, change) ?? bears(pool, change);
  }

  /** What arrives for what is paid; undefined when stock at standard takes no such price. */
  arrival(
    { type, told, item }: { type: string; told: boolean; item: Item },
    { from, to }: { from: ReferencePool | undefined; to: ReferencePool | undefined },
    [units, paid]: Amount,
  ): Arrival | undefined {
    const asPaid = { paid, arrived: paid, difference: '' };
    if (this.method !== 'standard' || to === undefined || to === from || units === 0n)
      return asPaid;
    const isFromOutside = from === undefined && to.bucket !== 'order-clearing';
    if (to.bucket !== 'on-hand' && !isFromOutside) return asPaid;
    const simply = this.#worth(item, units);
    const before = to.bucket === 'on-hand' ? to.units : 0n;
    const arrives = this.#worth(item, before + units) - this.#worth(item, before);
    return arriveAtStandard(type, told || from !== undefined, { paid, arrives, plainly: simply });
  }

  /** Takes value out of a pool; `stays` when it goes into another pool on hand. */
  takeOut(pool: ReferencePool, [units, cost]: Amount, stays: boolean): void {
    const whole = this.wholeOf(pool);
    if (whole === undefined) takeOut(pool, units, cost);
    else if (units === 0n) whole.revalue(pool, -cost);
    else if (stays) plainly(pool, -units, -cost);
    else whole.takeFrom(pool, units, cost);
  }

  /** Puts value in; what a receipt settles of stock below zero comes back. */
  putIn(pool: ReferencePool, [units, value]: Amount, receipt: Receipt, stays: boolean): bigint {
    const whole = this.wholeOf(pool);
    const isPlain = pool.bucket !== 'on-hand' || this.method === 'standard';
    if (units === 0n) {
      if (whole === undefined) revalue(pool, value);
      else whole.revalue(pool, value);
      return 0n;
    }
    if (isPlain || (whole !== undefined && stays)) {
      plainly(pool, units, value);
      return 0n;
    }
    if (whole !== undefined) return whole.putInto(pool, units, value);
    return put(pool, { ...receipt, units, value }, this.method === 'fifo');
  }

  /** Changes the value of a pool because of one receipt, whose lot takes it if it can. */
  revalueReceipt(pool: ReferencePool, change: bigint, receipt: string): void {
    const whole = this.wholeOf(pool);
    const own = pool.lots.find((lot) => lot.receipt === receipt);
    if (whole !== undefined) whole.revalue(pool, change);
    else if (own === undefined || own.value + change < 0n) revalue(pool, change);
    else {
      own.value += change;
      pool.value += change;
    }
  }

  /** Takes a move back at its own amount; what has to be caused for it comes back. */
  turnRound(
    pool: ReferencePool,
    [units, value]: Amount,
    {
      own,
      corrected,
      now,
      stays,
    }: { own: string; corrected: string; now: Receipt; stays: boolean },
  ): Rest {
    const item = this.#items.get(pool.item);
    const isOnHand = pool.bucket === 'on-hand';
    if (isOnHand && units !== 0n && this.method === 'standard' && item !== undefined) {
      const left = pool.units - units;
      const added = standAt(pool, left, pool.value - value, this.#worth(item, left));
      return { type: 'cost-revaluation', value: added };
    }
    if (units === 0n) {
      this.revalueReceipt(pool, -value, corrected);
      return { type: '', value: 0n };
    }
    if (units <= 0n || pool.bucket === 'order-clearing') {
      const settled = this.putIn(pool, [-units, -value], now, stays);
      return { type: 'negative-balance-cost-adjustment', value: settled };
    }
    const whole = this.wholeOf(pool);
    if (whole !== undefined && stays) {
      plainly(pool, -units, -value);
      return { type: '', value: 0n };
    }
    const added =
      whole?.takeBack(pool, { units, value }) ?? takeExactly(pool, { units, value }, own);
    return { type: 'cost-revaluation', value: added };
  }
}
