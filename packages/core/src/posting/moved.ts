import type { Holding } from '../costing/cost-pool.ts';
import { absolute, money, quantity } from '../primitives/money.ts';
import type { EarlierEvent } from './books.ts';

/** What the first movement of an event moved, without its sign. */
export function absoluteHolding(event: EarlierEvent): Holding {
  const first = event.movements[0];
  return {
    quantity: quantity(absolute(first?.quantity ?? 0n)),
    value: money(absolute(first?.value ?? 0n)),
  };
}
