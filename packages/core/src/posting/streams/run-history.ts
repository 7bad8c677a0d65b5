import type { Holding } from '../../costing/cost-pool.ts';
import {
  absolute,
  type Money,
  money,
  NO_MONEY,
  NO_QUANTITY,
  prorate,
  type Quantity,
  quantity,
} from '../../primitives/money.ts';
import { type TransactionType, takesClaim } from '../../transactions/posting-rules.ts';
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
  readonly type: TransactionType;
  readonly units: Quantity;
  readonly value: Money;
  /** What others took of it, and of that what is owed for its goods: those are where they were. */
  used: Holding;
  claimed: Holding;
  corrected: Money;
  readonly took: Taken[];
};

const NOTHING: Holding = { quantity: NO_QUANTITY, value: NO_MONEY };

const sum = (a: Holding, b: Holding, sign: 1n | -1n = 1n): Holding => ({
  quantity: quantity(a.quantity + sign * b.quantity),
  value: money(a.value + sign * b.value),
});

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
   * What takes back one of its own type counts what is owed as gone, others count the goods alone.
   * Undefined where the event is not known here, or moved no units.
   */
  shareOf(event: number, units: Quantity, taker: TransactionType): Money | undefined {
    const worth = this.#worths.get(event);
    if (worth === undefined || worth.units === 0n) return undefined;
    const { used, claimed } = worth;
    const countsClaims = worth.type === taker || takesClaim(taker);
    const gone = countsClaims ? used : sum(used, claimed, -1n);
    const value = money(worth.value + worth.corrected);
    const left = money(value - gone.value);
    const share = prorate(value, units, worth.units);
    return worth.units - gone.quantity === units || share > left ? left : share;
  }

  /** Notes what an event is worth, and what it takes of those it refers to. */
  conclude(event: StreamEvent): void {
    const own = this.#begin(event);
    for (const { to, kind, quantity: units, value } of event.links) {
      const of = kind === 'refers-to' ? this.#worths.get(to) : undefined;
      if (of === undefined) continue;
      if (units === 0n) of.corrected = money(of.corrected - value);
      else this.#take(own, of, { to, quantity: units, value: this.#partOf(own, to, units) });
    }
  }

  /** What is taken of an event: its share where that is owed for its goods, else what the taker moved. */
  #partOf(own: Worth, to: number, units: Quantity): Money {
    const size = quantity(absolute(units));
    const share = takesClaim(own.type) ? this.shareOf(to, size, own.type) : own.value;
    const value = share ?? NO_MONEY;
    return money(units < 0n ? -value : value);
  }

  #take(own: Worth, of: Worth, taken: Taken): void {
    of.used = sum(of.used, taken);
    if (takesClaim(own.type)) of.claimed = sum(of.claimed, taken);
    own.took.push(taken);
  }

  /** Gives back what an event had taken, since it is reversed by another one. */
  giveBack(reversed: number, by: StreamEvent): void {
    const own = this.#begin(by);
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

  #begin({ number, type, movements }: StreamEvent): Worth {
    const [first] = movements;
    const effect = first && this.#effects.get(first.number);
    const worth: Worth = {
      type,
      units: quantity(absolute(effect?.quantity ?? 0n)),
      value: money(absolute(effect?.value ?? 0n)),
      used: NOTHING,
      claimed: NOTHING,
      corrected: NO_MONEY,
      took: [],
    };
    this.#worths.set(number, worth);
    return worth;
  }
}
