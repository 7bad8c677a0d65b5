import {
  bears,
  plainly,
  put,
  type ReferencePool,
  share,
  sizeOf,
  takeExactly,
  takeOut,
} from './reference-pool.ts';

/**
 * All units of an item that the company has on hand, wherever they lie, as one pool that is kept
 * beside the pools of the places: the one average by company.
 */
export class ReferenceWhole {
  readonly pool: ReferencePool;
  /** The pools of the places, in the order in which something first came or went. */
  readonly #parts: ReferencePool[] = [];

  constructor(item: string) {
    const nowhere = { site: '', bucket: 'on-hand', account: '', document: '' };
    const nothing = { units: 0n, value: 0n, lastUnits: 0n, lastValue: 0n, lots: [] };
    this.pool = { item, ...nowhere, ...nothing };
  }

  /** Notes that a pool is a part of the whole. */
  join(part: ReferencePool): void {
    if (!this.#parts.includes(part)) this.#parts.push(part);
  }

  /** Adds all that a part holds to the whole. */
  takeIn(part: ReferencePool): void {
    plainly(this.pool, part.units, part.value);
    if (part.lastUnits === 0n) return;
    this.pool.lastUnits = part.lastUnits;
    this.pool.lastValue = part.lastValue;
  }

  /** Takes units out of a part at a cost found before. */
  takeFrom(part: ReferencePool, units: bigint, cost: bigint): void {
    takeOut(this.pool, units, cost);
    part.units -= units;
    part.value -= cost;
  }

  /** Puts units into a part; what the whole settles of units it had lacked comes back. */
  putInto(part: ReferencePool, units: bigint, value: bigint): bigint {
    const settled = put(this.pool, { receipt: '', day: '', turn: 0, units, value }, false);
    part.units += units;
    part.value += value + settled;
    return settled;
  }

  /** Takes back exactly what was brought in; what had to be added for it comes back. */
  takeBack(part: ReferencePool, gone: { units: bigint; value: bigint }): bigint {
    const added = takeExactly(this.pool, gone, '');
    part.units -= gone.units;
    part.value += added - gone.value;
    return added;
  }

  /** Adds to the whole at one of its parts, with nothing settled. */
  plainly(part: ReferencePool, units: bigint, value: bigint): void {
    plainly(this.pool, units, value);
    plainly(part, units, value);
  }

  /** Changes the value of the whole at one of its parts. */
  revalue(part: ReferencePool, change: bigint): void {
    this.pool.value += change;
    part.value += change;
  }

  bears(part: ReferencePool, change: bigint): boolean {
    return part.units === 0n ? bears(part, change) : bears(this.pool, change);
  }

  /**
   * Brings the parts to the one average when one of them is a minor unit or more away from it.
   * Says which parts gained or lost how much.
   */
  spread(): readonly (readonly [ReferencePool, bigint])[] {
    const { units, value, lastUnits, lastValue } = this.pool;
    const [all, worth] = units === 0n ? [lastUnits, lastValue] : [units, value];
    if (all === 0n) return [];
    const isFar = (part: ReferencePool) =>
      sizeOf(part.value * all - part.units * worth) >= sizeOf(all);
    if (!this.#parts.some(isFar)) return [];
    const changes: (readonly [ReferencePool, bigint])[] = [];
    let [counted, given] = [0n, 0n];
    for (const part of this.#parts) {
      counted += part.units;
      const upTo = share(worth, counted, all);
      const change = upTo - given - part.value;
      given = upTo;
      part.value += change;
      if (change !== 0n) changes.push([part, change]);
    }
    return changes;
  }
}
