import type { Item } from '../../items/item.ts';
import { parseDecimal } from '../../primitives/decimal.ts';
import {
  absolute,
  extend,
  LARGEST_MONEY,
  LARGEST_UNIT_COST,
  type Money,
  money,
  type Quantity,
  quantity,
  UNIT_COST_DECIMALS,
  unitCost,
} from '../../primitives/money.ts';

/**
 * What an event says its units cost, in minor units, from its content: a movement shows what they are
 * worth under the method in force, which at standard is not what was paid. Undefined where no price
 * was told.
 */
export function toldAmount(
  content: string,
  { quantityDecimals }: Pick<Item, 'quantityDecimals'>,
  units: Quantity,
  currencyDecimals: number,
): Money | undefined {
  const told: unknown = JSON.parse(content);
  const cost = decimalIn(told, 'unitCost', UNIT_COST_DECIMALS, LARGEST_UNIT_COST);
  if (cost !== undefined) {
    const decimals = { quantity: quantityDecimals, currency: currencyDecimals };
    return extend(quantity(absolute(units)), unitCost(cost), decimals);
  }
  const amount = decimalIn(told, 'amount', currencyDecimals, LARGEST_MONEY);
  return amount === undefined ? undefined : money(amount);
}

function decimalIn(
  content: unknown,
  field: string,
  decimals: number,
  largest: bigint,
): bigint | undefined {
  if (typeof content !== 'object' || content === null) return undefined;
  const text = Object.entries(content).find(([name]) => name === field)?.[1];
  const number = typeof text === 'string' ? parseDecimal(text, decimals, largest) : undefined;
  return typeof number === 'bigint' ? number : undefined;
}
