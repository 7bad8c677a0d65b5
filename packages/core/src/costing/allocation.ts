import { assert } from '../primitives/assert.ts';
import { type Money, money, NO_MONEY, prorate, quantity } from '../primitives/money.ts';

/**
 * An amount spread over lines in proportion to their bases: one share a line, in minor units, that
 * sum to the amount exactly (`Q-50`).
 *
 * Shares are taken of the running total, so that the last line takes what remains, no share has
 * another sign than the amount, and none is a minor unit or more away from its proportion. Bases are
 * in one unit, none below zero, and not all of them zero.
 */
export function allocate(amount: Money, bases: readonly bigint[]): readonly Money[] {
  const whole = quantity(bases.reduce((sum, basis) => sum + basis, 0n));
  assert(whole > 0n && bases.every((basis) => basis >= 0n), 'there is something to allocate by');
  let [passed, given] = [0n, NO_MONEY];
  return bases.map((basis) => {
    passed += basis;
    const upToHere = prorate(amount, quantity(passed), whole);
    const share = money(upToHere - given);
    given = upToHere;
    return share;
  });
}
