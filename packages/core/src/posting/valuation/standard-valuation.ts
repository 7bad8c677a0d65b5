import { type CostPool, EMPTY_POOL, reduced, revaluePool } from '../../costing/cost-pool.ts';
import { standardChange, standardWorth } from '../../costing/standard-cost.ts';
import { formatDecimal } from '../../primitives/decimal.ts';
import { type Money, money, NO_MONEY, type Quantity, quantity } from '../../primitives/money.ts';
import { CAUSED_TYPES } from '../../transactions/posting-rules.ts';
import type { Settled, Valuation } from './valuation.ts';
import type { ValuedBooks } from './valued-books.ts';

/**
 * Standard cost (`Q-45`): a pool is always worth its quantity at the item's standard cost, rounded
 * once, also below zero. So nothing is ever settled by a later receipt (`003.19`), and cost of sales
 * is never adjusted (`003.21`); what an order's clearing is left with after a change of the standard
 * is a change of cost.
 */
export const STANDARD: Valuation = {
  costOf: (draft, { pool }, units) => money(-changeOf(draft, pool, quantity(-units))),
  take: (_, { pool }, { quantity: units, value: cost }) => {
    return { pool: reduced(pool, units, cost), cost, uses: [] };
  },
  receive: (_, { pool }, moved) => {
    const held = quantity(pool.quantity + moved.quantity);
    const value = money(pool.value + moved.value);
    return { pool: { ...pool, quantity: held, value }, adjustment: NO_MONEY };
  },
  takeBack: (draft, { pool }, { quantity: units, value }) =>
    broughtToStandard(draft, reduced(pool, units, value)),
  putBack: (draft, { pool }, moved) => {
    const held = quantity(pool.quantity + moved.quantity);
    const value = money(pool.value + moved.value);
    return broughtToStandard(draft, { ...pool, quantity: held, value });
  },
  split: (draft, { pool }, units) => {
    const value = money(-changeOf(draft, pool, quantity(-units)));
    const part = { ...EMPTY_POOL, quantity: units, value };
    return { part, rest: reduced(pool, units, value) };
  },
  merge: (draft, { pool }, part) => {
    const held = quantity(pool.quantity + part.quantity);
    const value = money(pool.value + part.value);
    const settled = broughtToStandard(draft, { ...pool, quantity: held, value });
    return { ...settled, adjustment: NO_MONEY };
  },
  stay: (_, { pool }) => pool,
  revalue: (pool, change) => ({ ...revaluePool(pool, change), layers: [] }),
  refuseChange: (draft, { pool, address: { item, site } }, change) => {
    const value = pool.value + change;
    const worth = worthOf(draft, pool.quantity);
    if (value === worth) return;
    const { currencyDecimals } = draft.books.desk.configuration.company;
    draft.refuse('value-not-standard', {
      item,
      site,
      value: formatDecimal(value, currencyDecimals),
      worth: formatDecimal(worth, currencyDecimals),
    });
  },
  bearsCost: false,
  leftOf: () => EMPTY_POOL,
  clearingType: CAUSED_TYPES.costRevaluation,
};

const decimalsOf = (draft: ValuedBooks): number =>
  draft.books.desk.configuration.company.currencyDecimals;

const worthOf = (draft: ValuedBooks, units: Quantity): Money =>
  standardWorth(draft.item, units, decimalsOf(draft));

/** What units add to a pool at standard. */
export const changeOf = (
  draft: ValuedBooks,
  { quantity: held }: CostPool,
  units: Quantity,
): Money => standardChange(draft.item, { held, units }, decimalsOf(draft));

/** An amount of the past that the standard has left behind is a change of cost by now. */
function broughtToStandard(draft: ValuedBooks, pool: CostPool): Settled {
  const worth = worthOf(draft, pool.quantity);
  const residue = money(worth - pool.value);
  return { pool: { ...pool, value: worth }, residue, type: CAUSED_TYPES.costRevaluation };
}
