import {
  absolute,
  type Money,
  money,
  NO_MONEY,
  prorate,
  type Quantity,
  quantity,
} from '../../primitives/money.ts';
import type { StreamEvent } from './stream-events.ts';

/** What a movement did to a pool of a stream, and what it left to be settled there. */
type Effect = {
  readonly event: number;
  readonly quantity: Quantity;
  readonly value: Money;
  /** What the pool got besides, so that its units stay believable; turned round with it. */
  readonly settled: Money;
};

/** What is taken of an earlier event, at the value it has in the stream. */
type Taken = { readonly to: number; readonly quantity: Quantity; readonly value: Money };

/** An event with what is left of it for returns, undos and what is taken back. */
type Worth = {
  readonly units: Quantity;
  readonly value: Money;
  used: Quantity;
  usedValue: Money;
  corrected: Money;
  readonly took: Taken[];
};

/**
 * What happened in a stream so far, as far as later events look back at it: the value of every
 * movement, and how much of every event others have taken.
 */
export class RunHistory {
  readonly #effects = new Map<number, Effect>();
  readonly #worths = new Map<number, Worth>();

  effectOf(movement: number): Effect | undefined {
    return this.#effects.get(movement);
  }

  note(movement: number, effect: Effect): void {
    this.#effects.set(movement, effect);
  }

  /**
   * Of what an event was worth, the part of so many units; of the last ones all that is left (`Q-16`).
   * Undefined where the event is not known here, or moved no units.
   */
  shareOf(event: number, units: Quantity): Money | undefined {
    const worth = this.#worths.get(event);
    if (worth === undefined || worth.units === 0n) return undefined;
    const value = money(worth.value + worth.corrected);
    const left = money(value - worth.usedValue);
    const share = prorate(value, units, worth.units);
    return worth.units - worth.used === units || share > left ? left : share;
  }

  /** Notes what an event is worth, and what it takes of those it refers to. */
  conclude({ number, movements, links }: StreamEvent): void {
    const [first] = movements;
    const effect = first && this.#effects.get(first.number);
    const own = this.#begin(number, effect);
    const isShare = movements.some(({ costed }) => costed === 'original');
    for (const { to, kind, quantity: units, value } of links) {
      if (kind !== 'refers-to') continue;
      const of = this.#worths.get(to);
      if (of === undefined) continue;
      if (units === 0n) of.corrected = money(of.corrected - value);
      else
        this.#take(own, of, { to, quantity: units, value: this.#partOf(own, to, units, isShare) });
    }
  }

  /** What is taken of an event: what the taker moved, or its share where it moved something else. */
  #partOf(own: Worth, to: number, units: Quantity, isShare: boolean): Money {
    const size = quantity(absolute(units));
    const value = isShare ? own.value : (this.shareOf(to, size) ?? NO_MONEY);
    return money(units < 0n ? -value : value);
  }

  #take(own: Worth, of: Worth, taken: Taken): void {
    of.used = quantity(of.used + taken.quantity);
    of.usedValue = money(of.usedValue + taken.value);
    own.took.push(taken);
  }

  /** Gives back what an event had taken, since it is reversed by another one. */
  giveBack(reversed: number, by: StreamEvent): void {
    const [first] = by.movements;
    const own = this.#begin(by.number, first && this.#effects.get(first.number));
    for (const { to, quantity: units, value } of this.#worths.get(reversed)?.took ?? []) {
      const of = this.#worths.get(to);
      const back = { to, quantity: quantity(-units), value: money(-value) };
      if (of !== undefined) this.#take(own, of, back);
    }
    for (const { to, kind, quantity: units, value } of by.links) {
      const of = this.#worths.get(to);
      if (kind === 'refers-to' && units === 0n && of !== undefined)
        of.corrected = money(of.corrected - value);
    }
  }

  #begin(event: number, effect: Effect | undefined): Worth {
    const worth: Worth = {
      units: quantity(absolute(effect?.quantity ?? 0n)),
      value: money(absolute(effect?.value ?? 0n)),
      used: quantity(0n),
      usedValue: NO_MONEY,
      corrected: NO_MONEY,
      took: [],
    };
    this.#worths.set(event, worth);
    return worth;
  }
}
