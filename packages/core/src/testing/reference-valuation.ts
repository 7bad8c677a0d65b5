import type { Configuration } from '../determination/configuration.ts';
import type { Item } from '../items/item.ts';
import {
  bears,
  costOf,
  type Lot,
  type Part,
  plainly,
  put,
  putPart,
  type ReferencePool,
  revalue,
  takeExactly,
  takeOut,
  takePart,
} from './reference-pool.ts';
import {
  type Arrival,
  arriveAtStandard,
  DIFFERENCES,
  standAt,
  worthAtStandard,
} from './reference-standard.ts';
import { ReferenceWhole } from './reference-whole.ts';

/** Units and value that come or go. */
type Amount = readonly [units: bigint, value: bigint];

/** Which receipt units came with. */
export type Receipt = { readonly receipt: string; readonly day: string; readonly turn: number };

/** What a turned move leaves to be caused, and as what. */
type Rest = { readonly type: string; readonly value: bigint };

/** Units that change their account, and what has to be caused for them. */
type Settled = { readonly settled: bigint; readonly added: bigint };

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

  /** What units on hand cost that leave now; undefined where nothing is known of their cost. */
  leaving(item: Item, pool: ReferencePool, units: bigint): bigint | undefined {
    if (this.method === 'standard')
      return this.#worth(item, pool.units) - this.#worth(item, pool.units - units);
    return costOf(this.wholeOf(pool)?.pool ?? pool, units);
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

  /** What leaves stock for a side that gets the amount it gave once. */
  returning(
    { type, item }: { type: string; item: Item },
    { from }: { from: ReferencePool | undefined },
    [units, told]: Amount,
  ): Arrival {
    const difference = DIFFERENCES.get(type) ?? '';
    if (this.method !== 'standard' || from?.bucket !== 'on-hand')
      return { paid: told, arrived: told, difference: '' };
    const paid = this.#worth(item, from.units) - this.#worth(item, from.units - units);
    return { paid, arrived: told, difference: paid === told ? '' : difference };
  }

  /** Takes units out of stock at a fixed amount; what had to be added for that comes back. */
  takeBack(pool: ReferencePool, [units, value]: Amount, receipt: string): bigint {
    if (this.method === 'standard') {
      plainly(pool, -units, -value);
      return 0n;
    }
    const gone = { units, value };
    return this.wholeOf(pool)?.takeBack(pool, gone) ?? takeExactly(pool, gone, receipt);
  }

  /** Takes the units of one place off a pool, for another account. */
  takePart(pool: ReferencePool, units: bigint, own: Lot): Part {
    const item = this.#items.get(pool.item);
    const whole = this.wholeOf(pool);
    const isStandard = this.method === 'standard' && pool.bucket === 'on-hand';
    if (!isStandard && whole === undefined)
      return takePart(pool, units, own, this.#keepsLots(pool));
    const share = whole === undefined ? 0n : (costOf(whole.pool, units) ?? 0n);
    const atStandard =
      item === undefined
        ? 0n
        : this.#worth(item, pool.units) - this.#worth(item, pool.units - units);
    const average = units === pool.units ? pool.value : share;
    const value = isStandard ? atStandard : average;
    plainly(pool, -units, -value);
    return { units, value, lots: [] };
  }

  /** Puts them into the pool of the other account. */
  putPart(pool: ReferencePool, part: Part, own: Lot): Settled {
    const item = this.#items.get(pool.item);
    const isStandard = this.method === 'standard' && pool.bucket === 'on-hand';
    if (isStandard && item !== undefined) {
      const units = pool.units + part.units;
      const value = pool.value + part.value;
      return { settled: 0n, added: standAt(pool, units, value, this.#worth(item, units)) };
    }
    if (this.wholeOf(pool) === undefined) return putPart(pool, part, own, this.#keepsLots(pool));
    plainly(pool, part.units, part.value);
    return { settled: 0n, added: 0n };
  }

  #keepsLots({ bucket }: ReferencePool): boolean {
    return this.method === 'fifo' && bucket === 'on-hand';
  }

  /** Gives a pool back what several events took of it in all; what has to be caused for it. */
  giveAllBack(
    pool: ReferencePool,
    [units, value]: Amount,
    {
      own,
      now,
      stays,
      isSettled,
    }: { own: string; now: Receipt; stays: boolean; isSettled: boolean },
  ): { readonly type: string; readonly rest: bigint } {
    const none = { type: 'cost-revaluation', rest: 0n };
    const item = this.#items.get(pool.item);
    const whole = this.wholeOf(pool);
    const holder = whole?.pool ?? pool;
    const isStandard = this.method === 'standard' && pool.bucket === 'on-hand';
    const settling = isSettled && fits(holder.units + units, holder.value + value);
    const wasShort = holder.units + units < 0n && holder.value + value <= 0n;
    if (pool.bucket === 'order-clearing') plainly(pool, units, value);
    else if (isStandard && units !== 0n && item !== undefined) {
      const left = pool.units + units;
      return { ...none, rest: standAt(pool, left, pool.value + value, this.#worth(item, left)) };
    } else if (units === 0n) this.revalueReceipt(pool, value, '');
    else if (whole !== undefined && stays) plainly(pool, units, value);
    else if (units > 0n) {
      const rest = this.putIn(pool, [units, value], now, false);
      // The settlement comes back with the receipt; there is nothing to settle a second time.
      if (!settling) return { type: 'negative-balance-cost-adjustment', rest };
      this.revalueReceipt(pool, -rest, '');
    } else if (wasShort && whole !== undefined) whole.plainly(pool, units, value);
    else if (wasShort) {
      plainly(pool, units, value);
      pool.lots = [];
    } else if (pool.bucket !== 'on-hand')
      return { ...none, rest: takeExactly(pool, { units: -units, value: -value }, own) };
    else return { ...none, rest: this.takeBack(pool, [-units, -value], own) };
    return none;
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

/** Whether so many units can be worth so much. */
function fits(units: bigint, value: bigint): boolean {
  if (units === 0n) return value === 0n;
  return units > 0n ? value >= 0n : value <= 0n;
}
