import type { Holding } from '../costing/cost-pool.ts';
import {
  absolute,
  type Money,
  money,
  prorate,
  type Quantity,
  quantity,
} from '../primitives/money.ts';
import type { EarlierEvent } from './books.ts';

/** What the first movement of an event moved, without its sign. */
export function absoluteHolding(event: EarlierEvent): Holding {
  const first = event.movements[0];
  return {
    quantity: quantity(absolute(first?.quantity ?? 0n)),
    value: money(absolute(first?.value ?? 0n)),
  };
}

/**
 * Of what an event was worth, the part of so many units: of the last ones all that is left, of
 * others their share, and never more than is left (`Q-16`). Cost corrections count.
 */
export function shareLeft(event: EarlierEvent, worth: Money, units: Quantity): Money {
  const all = absoluteHolding(event).quantity;
  const value = money(worth + event.corrected);
  const left = money(value - event.usedValue);
  const share = prorate(value, units, all);
  return all - event.usedQuantity === units || share > left ? left : share;
}
