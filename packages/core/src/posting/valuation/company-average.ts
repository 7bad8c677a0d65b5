import {
  type CostPool,
  currentCost,
  EMPTY_POOL,
  type Holding,
  holdingOf,
  isBelievable,
  issueFromPool,
  leftInPool,
  receiveIntoPool,
  revaluePool,
  takeAtFixedCost,
} from '../../costing/cost-pool.ts';
import { formatDecimal } from '../../primitives/decimal.ts';
import {
  absolute,
  type Money,
  money,
  NO_MONEY,
  prorate,
  type Quantity,
  quantity,
} from '../../primitives/money.ts';
import { CAUSED_TYPES } from '../../transactions/posting-rules.ts';
import type { BookedPool } from '../books.ts';
import { refuseValueWithoutStock } from '../stock-rules.ts';
import type { Valuation } from './valuation.ts';
import type { ValuedBooks } from './valued-books.ts';

/**
 * Average by company (`003.49`, `Q-03`): all that is on hand of an item, at whatever site and on
 * whatever account, is one pool with one average. Issues cost its share, receipts move it, units
 * below zero are units of the whole. The pools of the accounts hold their part of it; what the part
 * should be after a change, the re-spread finds out (`respread.ts`). Goods under way are outside
 * and come in again at what they left with (costing 5.6).
 */
export const COMPANY_AVERAGE: Valuation = {
  costOf: (draft, _, units) => currentCost(companyPool(draft), units),
  take: (draft, { pool }, { quantity: units, value: cost }) => {
    const company = companyPool(draft);
    if (issueFromPool(company, units) === undefined) return undefined;
    const after = changed(pool, quantity(-units), money(-cost));
    return { pool: { ...after, known: lastKnown(company) }, cost, uses: [] };
  },
  receive: (draft, { pool }, moved, arrival) => {
    const company = companyPool(draft);
    const after = changed(pool, moved.quantity, moved.value);
    // Between the two pools of a move the whole lacks the units; that is no holding to remember.
    if (arrival.wasOnHand)
      return { pool: { ...after, known: company.known }, adjustment: NO_MONEY };
    const { pool: whole, adjustment } = receiveIntoPool(company, moved, METHOD, arrival);
    const value = money(after.value + adjustment);
    return { pool: { ...after, value, known: lastKnown(whole) }, adjustment };
  },
  takeBack: (draft, { pool }, moved, { receipt, wasOnHand, isSettled }) => {
    const type = CAUSED_TYPES.costRevaluation;
    const company = companyPool(draft);
    const after = changed(pool, quantity(-moved.quantity), money(-moved.value));
    if (wasOnHand) return { pool: { ...after, known: company.known }, residue: NO_MONEY, type };
    const known = lastKnown(company);
    const rest = changed(company, quantity(-moved.quantity), money(-moved.value));
    // Units that had been issued before they came are again as they were issued.
    const isAsIssued = isSettled === true && rest.quantity < 0n && isBelievable(rest);
    if (isAsIssued) return { pool: { ...after, known }, residue: NO_MONEY, type };
    const { residue } = takeAtFixedCost(company, moved, receipt);
    return { pool: { ...after, value: money(after.value + residue), known }, residue, type };
  },
  putBack: (draft, booked, moved, arrival) => {
    const { pool, adjustment } = COMPANY_AVERAGE.receive(draft, booked, moved, arrival);
    const type = CAUSED_TYPES.negativeBalance;
    const rest = changed(companyPool(draft), moved.quantity, moved.value);
    if (arrival.isSettled === true && isBelievable(rest))
      return { pool: revaluePool(pool, money(-adjustment)), residue: NO_MONEY, type };
    return { pool, residue: adjustment, type };
  },
  // At the one average it makes no difference which account units are on: the whole stays as it is.
  split: (draft, { pool }, units) => {
    const company = companyPool(draft);
    const known = lastKnown(company);
    const cost = currentCost(company, units) ?? NO_MONEY;
    const value = units === pool.quantity ? pool.value : cost;
    const rest = { ...changed(pool, quantity(-units), money(-value)), known };
    return { part: { ...EMPTY_POOL, quantity: units, value, known }, rest };
  },
  merge: (_, { pool }, part) => {
    const after = changed(pool, part.quantity, part.value);
    return { pool: { ...after, known: part.known }, adjustment: NO_MONEY, residue: NO_MONEY };
  },
  // It becomes the pool moved last, which is asked for what was known last.
  stay: (draft, { pool }) => ({ ...pool, known: lastKnown(companyPool(draft)) }),
  revalue: (pool, change) => ({ ...revaluePool(pool, change), layers: [] }),
  refuseChange: (draft, booked, change) => {
    const company = companyPool(draft);
    const value = money(company.value + change);
    if (booked.pool.quantity === 0n) return refuseValueWithoutStock(draft, booked, change);
    if (isBelievable({ quantity: company.quantity, value })) return;
    const { item, site } = booked.address;
    draft.refuse('value-without-stock', {
      item,
      site,
      held: formatDecimal(company.quantity, draft.item.quantityDecimals),
      value: formatDecimal(value, draft.books.desk.configuration.company.currencyDecimals),
    });
  },
  bearsCost: true,
  leftOf: (draft, _, { units }) => leftInPool(companyPool(draft), units),
  clearingType: CAUSED_TYPES.cogsAdjustment,
};

const METHOD = 'company-average';

const changed = (pool: CostPool, units: Quantity, value: Money): CostPool => ({
  ...pool,
  quantity: quantity(pool.quantity + units),
  value: money(pool.value + value),
  layers: [],
});

/** What the next issue from nothing is priced by: the whole while it holds something. */
const lastKnown = (company: CostPool): Holding =>
  company.quantity === 0n ? company.known : holdingOf(company);

/** Everything on hand of the draft's item, as one pool; what was known last stands in the pool moved last. */
function companyPool(draft: ValuedBooks): CostPool {
  return wholeOf(draft.onHand());
}

/** Pools as one, which remembers what the one that moved last remembers. */
export function wholeOf(pools: readonly BookedPool[]): CostPool {
  let [units, value, lastMovement] = [0n, 0n, 0];
  let known = EMPTY_POOL.known;
  for (const { pool, lastMovement: movement } of pools) {
    units += pool.quantity;
    value += pool.value;
    if (movement <= lastMovement || pool.known.quantity === 0n) continue;
    lastMovement = movement;
    known = pool.known;
  }
  return { quantity: quantity(units), value: money(value), known, layers: [] };
}

/** A pool, the value it should have more, and the whole by whose average that is. */
export type SpreadChange = {
  readonly booked: BookedPool;
  readonly change: Money;
  readonly known: Holding;
};

/**
 * What each pool on hand should be worth more so that all are worth their quantity at the one
 * average, and the sum what it was. Empty while every pool is within a minor unit of its share: an
 * average that did not move posts nothing. Shares are taken of the running total, oldest pool first,
 * so that no minor unit is lost, none is left on nothing and none goes against the sign of the units.
 */
export function spreadChanges(draft: ValuedBooks): readonly SpreadChange[] {
  const pools = draft.onHand();
  const whole = wholeOf(pools);
  const basis = lastKnown(whole);
  if (basis.quantity === 0n || pools.every(({ pool }) => isAtAverage(pool, basis))) return [];
  let [passed, given] = [quantity(0n), NO_MONEY];
  return pools.flatMap((booked): SpreadChange[] => {
    passed = quantity(passed + booked.pool.quantity);
    const upToHere = prorate(basis.value, passed, basis.quantity);
    const change = money(upToHere - given - booked.pool.value);
    given = upToHere;
    return change === 0n ? [] : [{ booked, change, known: basis }];
  });
}

/** Whether a holding differs from its share of the basis by less than a minor unit. */
function isAtAverage({ quantity: units, value }: Holding, basis: Holding): boolean {
  const off = value * basis.quantity - basis.value * units;
  return absolute(off) < absolute(basis.quantity);
}
