import {
  type CostingMethod,
  type CostPool,
  EMPTY_POOL,
  type Holding,
  leftInPool,
} from '../../costing/cost-pool.ts';
import { POOL_METHODS } from '../../costing/pool-method.ts';
import { costingMethodOn, isBeforeMethod } from '../../determination/configuration.ts';
import type { BusinessDate } from '../../primitives/business-date.ts';
import { CAUSED_TYPES } from '../../transactions/posting-rules.ts';
import type { BookedPool } from '../books.ts';
import { refuseValueWithoutStock } from '../stock-rules.ts';
import { COMPANY_AVERAGE } from './company-average.ts';
import { STANDARD } from './standard-valuation.ts';
import type { Valuation } from './valuation.ts';
import type { ValuedBooks } from './valued-books.ts';

/** The method in force on the posting day. */
export const valuationOn = (draft: ValuedBooks, postedOn: BusinessDate): Valuation =>
  VALUATIONS[costingMethodOn(draft.books.desk.configuration, postedOn)];

/** A pool as it stands, whatever it holds, before a change from which it learns no cost. */
export const standingPool = (
  draft: ValuedBooks,
  booked: BookedPool,
  postedOn: BusinessDate,
): CostPool =>
  booked.address.bucket === 'on-hand'
    ? valuationOn(draft, postedOn).stay(draft, booked)
    : booked.pool;

/** Every pool for itself: the averages per site, and layers of receipts. */
const perPool = (method: keyof typeof POOL_METHODS): Valuation => {
  const { costOf, take, receive, takeBack, putBack, split, merge, revalue } = POOL_METHODS[method];
  return {
    costOf: (_, { pool }, units) => costOf(pool, units),
    take: (_, { pool }, { quantity: units }) => take(pool, units),
    receive: (_, { pool }, moved, arrival) => receive(pool, moved, arrival),
    takeBack: (_, { pool }, moved, arrival) => ({
      ...takeBack(pool, moved, arrival),
      type: CAUSED_TYPES.costRevaluation,
    }),
    putBack: (_, { pool }, moved, arrival) => ({
      ...putBack(pool, moved, arrival),
      type: CAUSED_TYPES.negativeBalance,
    }),
    split: (_, { pool }, units, origin) => split(pool, units, origin),
    merge: (_, { pool }, part, origin) => merge(pool, part, origin),
    stay: (_, { pool }) => pool,
    revalue,
    refuseChange: refuseValueWithoutStock,
    bearsCost: true,
    leftOf: (_, { pool }, { units }) => leftInPool(pool, units),
    clearingType: CAUSED_TYPES.cogsAdjustment,
  };
};

const FIFO: Valuation = {
  ...perPool('fifo'),
  leftOf: ({ books }, { pool }, { event, receivedOn, units }) =>
    isBeforeMethod(books.desk.configuration, receivedOn)
      ? leftInPool(pool, units)
      : layerOf(pool, event),
};

/** What is left of the layer of a receipt; what came before layers were kept has none of its own. */
const layerOf = ({ layers }: CostPool, receipt: number): Holding =>
  layers.find((layer) => layer.receipt === receipt) ?? EMPTY_POOL;

const VALUATIONS: Readonly<Record<CostingMethod, Valuation>> = {
  'moving-average': perPool('moving-average'),
  'company-average': COMPANY_AVERAGE,
  standard: STANDARD,
  fifo: FIFO,
};
