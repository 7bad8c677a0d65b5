import type { Item } from '../items/item.ts';
import {
  extend,
  type Money,
  money,
  type Quantity,
  quantity,
  unitCost,
} from '../primitives/money.ts';

/** What of an item a standard worth depends on. */
type Costed = Pick<Item, 'standardCost' | 'quantityDecimals'>;

/**
 * What a quantity is worth at the item's standard cost, in minor units, rounded half up once; below
 * zero for a quantity below zero. An item without a standard cost is worth nothing: it was refused
 * before (`standard-cost-missing`).
 */
export function standardWorth(item: Costed, units: Quantity, currencyDecimals: number): Money {
  const cost = item.standardCost ?? unitCost(0n);
  return extend(units, cost, { quantity: item.quantityDecimals, currency: currencyDecimals });
}

/**
 * What units add to a holding that is kept at standard, or take from it when they are below zero.
 *
 * It is what the whole is worth afterwards less what it was worth before, so that fractions of a
 * minor unit never add up: at any time the holding is its quantity at standard, rounded once.
 */
export function standardChange(
  item: Costed,
  { held, units }: { readonly held: Quantity; readonly units: Quantity },
  currencyDecimals: number,
): Money {
  const after = standardWorth(item, quantity(held + units), currencyDecimals);
  return money(after - standardWorth(item, held, currencyDecimals));
}
