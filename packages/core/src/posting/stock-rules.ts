import { isBelievable } from '../costing/cost-pool.ts';
import { formatDecimal } from '../primitives/decimal.ts';
import { type Money, money, type Quantity } from '../primitives/money.ts';
import type { BookedPool } from './books.ts';
import type { EventDraft } from './event-draft.ts';
import type { ValuedBooks } from './valuation/valued-books.ts';

/** Below zero: refused where the company forbids it, said aloud where it allows it (`Q-05`). */
export function keepStockPolicy(
  draft: EventDraft,
  { pool, address: { item, site } }: BookedPool,
  units: Quantity,
): void {
  const rest = pool.quantity - units;
  if (rest >= 0n) return;
  const shortfall = formatDecimal(-rest, draft.item.quantityDecimals);
  if (draft.happened || draft.books.desk.configuration.company.negativeStock === 'allow') {
    draft.warnings.push(`${item} at ${site} is ${shortfall} below zero`);
  } else draft.refuse('stock-below-zero', { item, site, shortfall });
}

/** Refuses a change of value that the units of a pool cannot carry. */
export function refuseValueWithoutStock(
  draft: ValuedBooks,
  { pool, address }: BookedPool,
  change: Money,
): void {
  const value = money(pool.value + change);
  if (isBelievable({ quantity: pool.quantity, value })) return;
  const { currencyDecimals } = draft.books.desk.configuration.company;
  draft.refuse('value-without-stock', {
    item: address.item,
    site: address.site,
    held: formatDecimal(pool.quantity, draft.item.quantityDecimals),
    value: formatDecimal(value, currencyDecimals),
  });
}
