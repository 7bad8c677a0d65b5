import { absolute, money, prorate, quantity } from '../primitives/money.ts';
import { postingRule } from '../transactions/posting-rules.ts';
import type { StepMovement } from './cost-history.ts';
import type { Revalued } from './step-values.ts';

type Used = { readonly units: bigint; readonly value: bigint };

/**
 * What later steps take of an earlier movement whose value has changed: each its share, the last
 * one all that is left (`Q-16`), in the order of costs.
 */
export class SharesOfOriginals {
  readonly #used = new Map<number, Used>();
  readonly #corrected = new Map<number, bigint>();
  readonly #events = new Map<number, number>();
  readonly #abouts = new Map<number, number>();
  /** Movements of value alone that are about another one: facts, and what turns them. */
  readonly #alone = new Map<number, StepMovement>();
  #staged: (() => void)[] = [];

  /** Notes which event a movement belongs to, for what refers to it later. */
  know(movements: readonly StepMovement[]): void {
    for (const movement of movements) {
      const { number, event, about, isVirtual } = movement;
      if (isVirtual) continue;
      this.#events.set(number, event);
      if (about !== 0) this.#abouts.set(number, about);
      if (about !== 0 && movement.quantity === 0n) this.#alone.set(number, movement);
    }
  }

  eventOf(movement: number): number | undefined {
    return this.#events.get(movement);
  }

  /** The movement that another one is about; 0 where it is about none. */
  aboutOf(movement: number): number {
    return this.#abouts.get(movement) ?? 0;
  }

  /** The movement that another one is a fact about, or turns such a fact; 0 where it is neither. */
  objectOf(movement: number): number {
    const alone = this.#alone.get(movement);
    if (alone === undefined) return 0;
    if (alone.costed === 'told') return alone.about;
    return alone.costed === 'reversed' ? this.objectOf(alone.about) : 0;
  }

  /**
   * A correction of the cost of a movement: what is taken of that one takes its part of it. What was
   * added beside its price is no part of what is taken at the price.
   */
  correct({ about, type, quantity: units, costed }: StepMovement, value: bigint): void {
    if (costed !== 'told' || units !== 0n) return;
    if (postingRule(type).costBasis !== 'corrected cost') return;
    this.#staged.push(() => {
      this.#corrected.set(about, (this.#corrected.get(about) ?? 0n) + value);
    });
  }

  /** The share of the movement's units in its original, with the movement's sign. */
  take({ movement: original, value }: Revalued, { quantity: units, about }: StepMovement): bigint {
    const sign = original.quantity < 0n ? -1n : 1n;
    const worth = absolute(value) + sign * (this.#corrected.get(about) ?? 0n);
    const used = this.#used.get(about) ?? { units: 0n, value: 0n };
    const wanted = absolute(units);
    const all = absolute(original.quantity);
    const left = worth - used.value;
    const part = prorate(money(worth), quantity(wanted), quantity(all));
    const share = all - used.units === wanted || part > left ? left : part;
    this.#staged.push(() => {
      this.#used.set(about, { units: used.units + wanted, value: used.value + share });
    });
    return units < 0n ? -share : share;
  }

  keep(): void {
    for (const note of this.#staged) note();
    this.#staged = [];
  }

  drop(): void {
    this.#staged = [];
  }
}
