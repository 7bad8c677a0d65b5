import type { Item } from '../items/item.ts';
import { extend, type Money, type Quantity, type UnitCost } from '../primitives/money.ts';
import type { CostStream } from './cost-stream.ts';

/** What the item itself says of a stream: its standard cost, or what is set where no stock is kept. */
export const setCostOf = (
  { standardCost, setCosts }: Pick<Item, 'standardCost' | 'setCosts'>,
  stream: CostStream,
): UnitCost | undefined => (stream === 'standard' ? standardCost : setCosts?.[stream]);

/**
 * What units cost by what the item itself says of a stream, in minor units, rounded half up once;
 * undefined where it says nothing. It is the whole cost of what is sold without being stocked, such
 * as consumables (`004.11`, `004.15`, `004.32`): without one there is no cost to post (`004.12`).
 */
export function setCost(
  item: Pick<Item, 'standardCost' | 'setCosts' | 'quantityDecimals'>,
  stream: CostStream,
  units: Quantity,
  currencyDecimals: number,
): Money | undefined {
  const cost = setCostOf(item, stream);
  if (cost === undefined) return undefined;
  return extend(units, cost, { quantity: item.quantityDecimals, currency: currencyDecimals });
}
