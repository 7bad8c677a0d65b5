import type { Holding } from '../costing/cost-pool.ts';
import {
  absolute,
  type Money,
  money,
  NO_MONEY,
  NO_QUANTITY,
  prorate,
  type Quantity,
  quantity,
} from '../primitives/money.ts';
import { takesClaim } from '../transactions/posting-rules.ts';
import { STANDARD_VARIANCES } from '../transactions/standard-variance.ts';
import { CAUSED_SOURCE } from '../transactions/transaction.ts';
import type { AddressedMovement, EarlierEvent } from './books.ts';
import type { Whereabouts } from './event-draft.ts';

/**
 * A movement that turns another one round, at its place. What turns a fact about the cost of an
 * earlier one stands where that stood: as if it had never been (decision 0027).
 */
export function turned(moved: AddressedMovement): Whereabouts {
  const { place, number: about, costed, costedOn: on } = moved;
  const source = costed === 'none' ? 'none' : 'reversed';
  return { place, costing: { source, about, ...(isOfFact(moved) ? { on } : {}) } };
}

const isOfFact = ({ quantity: units, about, costed, ...days }: AddressedMovement): boolean =>
  units === 0n &&
  about !== 0 &&
  (costed === 'told' || (costed === 'reversed' && days.costedOn !== days.postedOn));

/** What the first movement of an event moved, without its sign. */
export function absoluteHolding(event: EarlierEvent): Holding {
  const first = event.movements[0];
  if (first === undefined) return saidHolding(event);
  return { quantity: quantity(absolute(first.quantity)), value: money(absolute(first.value)) };
}

/**
 * What an event says of units that it did not move, in the smallest units: an invoice of goods that are
 * still to come, the cost of what is sold without being stocked. Nothing for any other event.
 */
function saidHolding({ event }: EarlierEvent): Holding {
  const { type, source } = event;
  if (!takesClaim(type) && source !== CAUSED_SOURCE)
    return { quantity: NO_QUANTITY, value: NO_MONEY };
  const content: unknown = JSON.parse(event.content);
  const said = typeof content === 'object' && content !== null ? Object.entries(content) : [];
  const numberOf = (field: string) => {
    const text: unknown = said.find(([name]) => name === field)?.[1];
    return typeof text === 'string' ? BigInt(text) : 0n;
  };
  return { quantity: quantity(numberOf('units')), value: money(numberOf('worth')) };
}

/**
 * What an event was posted at on the side that has a price of its own: goods received, cost of
 * sales, work in process. Where stock came in at standard, or was taken back out at it, that is what
 * moved with its variance (`Q-45`); everywhere else it is what moved.
 */
export function worthOf(event: EarlierEvent): Money {
  const role = STANDARD_VARIANCES[event.event.type];
  const first = event.movements[0];
  const { value } = absoluteHolding(event);
  if (role === undefined || first === undefined) return value;
  let varied = 0n;
  for (const { debit, credit, amount } of event.postings) {
    if (debit.role === role) varied += amount;
    if (credit.role === role) varied -= amount;
  }
  if (first.quantity > 0n) return money(value + varied);
  return first.address.bucket === 'on-hand' ? money(value - varied) : value;
}

/** By how much late facts have changed what an event was worth. */
function restatedWorth({ movements: [first], restated }: EarlierEvent): bigint {
  if (first === undefined) return 0n;
  const change = restated.get(first.number) ?? 0n;
  return first.quantity < 0n ? -change : change;
}

/** All that later events took of an event: its goods, and what is owed for them. */
const allTaken = ({ usedQuantity, usedValue }: EarlierEvent): Holding => ({
  quantity: usedQuantity,
  value: usedValue,
});

/** What was taken of the goods alone: an invoice takes what is owed for them, and they stay. */
export const goodsTaken = ({ usedQuantity, usedValue, claimed }: EarlierEvent): Holding => ({
  quantity: quantity(usedQuantity - claimed.quantity),
  value: money(usedValue - claimed.value),
});

/**
 * Of what an event was worth, the part of so many units: of the last ones all that is left, of
 * others their share, and never more than is left (`Q-16`). Cost corrections count. Undefined for
 * what moved no units.
 *
 * @param taken what counts as gone
 */
export function shareOf(
  event: EarlierEvent,
  units: Quantity,
  taken: Holding = allTaken(event),
): Money | undefined {
  const all = absoluteHolding(event).quantity;
  if (all === 0n) return undefined;
  const value = money(worthOf(event) + event.corrected + restatedWorth(event));
  const left = money(value - taken.value);
  const share = prorate(value, units, all);
  return all - taken.quantity === units || share > left ? left : share;
}
