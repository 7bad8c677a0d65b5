import { type EarlierEvent, type Money, type Movement, money, takesClaim } from 'perpetua-core';
import type { LoggedEvent } from './inspection.ts';

/** What took a part of an earlier event, with the movements it made itself. */
type Use = {
  readonly event: number;
  readonly isClaim: boolean;
  readonly movements: readonly Pick<Movement, 'number' | 'pool' | 'costedOn'>[];
};

/** By how much late facts changed what was taken of an event, as goods and as what is owed for them. */
type Change = { readonly goods: bigint; readonly claims: bigint };

const UNCHANGED: Change = { goods: 0n, claims: 0n };

/**
 * What later events took of those that a replay still needs, followed as late facts change it: a claim
 * by what its corrections say, goods that went back by what their movements are worth by then.
 */
export class ReplayedUses {
  readonly #uses = new Map<number, Use[]>();
  readonly #claims = new Map<number, bigint>();
  readonly #corrections = new Map<number, Money>();
  /** What earlier events were told already. */
  readonly #told = new Map<number, Change>();

  note({ event, movements, links }: LoggedEvent): void {
    for (const { to, kind, quantity: units } of links) {
      if (kind !== 'refers-to' || units === 0n) continue;
      const own = movements.map(({ number, pool, costedOn }) => ({ number, pool, costedOn }));
      const use = { event: event.number, isClaim: takesClaim(event.type), movements: own };
      this.#uses.set(to, [...(this.#uses.get(to) ?? []), use]);
    }
  }

  /** What nothing refers to any more. */
  forget(event: number): void {
    this.#uses.delete(event);
    this.#told.delete(event);
  }

  /** Takes over what an event of corrections says. */
  restate({ links, restated }: LoggedEvent): void {
    for (const { to, kind, value } of links)
      if (kind === 'restates') this.#claims.set(to, (this.#claims.get(to) ?? 0n) + value);
    for (const row of restated) {
      if (row.asType !== '') continue;
      const corrections = new Map(
        row.movements.map((number, index) => [number, row.corrections[index]] as const),
      );
      for (const { number, pool, costedOn } of this.#goodsThatWentBack())
        if (pool === row.pool && costedOn === row.costedOn)
          this.#corrections.set(number, corrections.get(number) ?? money(0n));
    }
  }

  *#goodsThatWentBack(): Generator<Use['movements'][number]> {
    for (const uses of this.#uses.values())
      for (const { isClaim, movements } of uses) if (!isClaim) yield* movements;
  }

  /** An earlier event as it is after all that was taken over; itself where nothing of it changed. */
  told(known: EarlierEvent): EarlierEvent {
    const { number } = known.event;
    const now = this.#changeOf(known);
    const before = this.#told.get(number) ?? UNCHANGED;
    const restatedClaim = money(this.#claims.get(number) ?? 0n);
    const isSame = now.goods === before.goods && now.claims === before.claims;
    if (isSame && restatedClaim === known.restatedClaim) return known;
    this.#told.set(number, now);
    const [goods, claims] = [now.goods - before.goods, now.claims - before.claims];
    return {
      ...known,
      usedValue: money(known.usedValue + goods + claims),
      claimed: { ...known.claimed, value: money(known.claimed.value + claims) },
      restatedClaim,
    };
  }

  #changeOf({ event, movements: [first] }: EarlierEvent): Change {
    let [moved, claims] = [0n, 0n];
    for (const use of this.#uses.get(event.number) ?? []) {
      if (use.isClaim) claims += this.#claims.get(use.event) ?? 0n;
      else for (const { number } of use.movements) moved += this.#corrections.get(number) ?? 0n;
    }
    return { goods: (first?.quantity ?? 0n) < 0n ? moved : -moved, claims };
  }
}
