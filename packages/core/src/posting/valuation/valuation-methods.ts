import {
  type CostingMethod,
  type CostPool,
  currentCost,
  EMPTY_POOL,
  type Holding,
  isBelievable,
  issueFromPool,
  leftInPool,
  mergePools,
  type ReceiptOrigin,
  receiveIntoPool,
  revaluePool,
  splitPool,
  takeAtFixedCost,
} from '../../costing/cost-pool.ts';
import { costingMethodOn, isBeforeMethod } from '../../determination/configuration.ts';
import type { BusinessDate } from '../../primitives/business-date.ts';
import { money, NO_MONEY, quantity } from '../../primitives/money.ts';
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

const lessened = (held: Holding, gone: Holding): Holding => ({
  quantity: quantity(held.quantity - gone.quantity),
  value: money(held.value - gone.value),
});

/** Every pool for itself: the averages per site, and layers of receipts. */
const perPool = (method: CostingMethod): Valuation => ({
  costOf: (_, { pool }, units) => currentCost(pool, units),
  take: (_, { pool }, { quantity: units }) => issueFromPool(pool, units),
  receive: (_, { pool }, moved, arrival) =>
    receiveIntoPool(pool, moved, method, layerOrigin(arrival)),
  takeBack: (_, { pool }, moved, { receipt, isSettled }) => {
    const type = CAUSED_TYPES.costRevaluation;
    const rest = lessened(pool, moved);
    // Units that had been issued before they came are again as they were issued.
    if (isSettled === true && rest.quantity < 0n && isBelievable(rest))
      return { pool: { ...pool, ...rest, layers: [] }, residue: NO_MONEY, type };
    return { ...takeAtFixedCost(pool, moved, receipt), type };
  },
  putBack: (_, { pool }, moved, arrival) => {
    const { adjustment, ...after } = receiveIntoPool(pool, moved, method, layerOrigin(arrival));
    const type = CAUSED_TYPES.negativeBalance;
    const plain = revaluePool(after.pool, money(-adjustment));
    if (arrival.isSettled === true && isBelievable(plain))
      return { pool: plain, residue: NO_MONEY, type };
    return { ...after, residue: adjustment, type };
  },
  split: (_, { pool }, units, origin) => splitPool(pool, units, { method, origin }),
  merge: (_, { pool }, part, origin) => mergePools(pool, part, { method, origin }),
  stay: (_, { pool }) => pool,
  revalue: (pool, change) => ({ ...revaluePool(pool, change), layers: [] }),
  refuseChange: refuseValueWithoutStock,
  bearsCost: true,
  leftOf: (_, { pool }, { units }) => leftInPool(pool, units),
  clearingType: CAUSED_TYPES.cogsAdjustment,
});

/** Under FIFO the layers share a change; units that have none yet become one, of the day it began. */
const FIFO: Valuation = {
  ...perPool('fifo'),
  revalue: (pool, change, origin) => {
    const revalued = revaluePool(pool, change);
    if (pool.quantity <= 0n || pool.layers.length > 0) return revalued;
    const { quantity, value } = revalued;
    return { ...revalued, layers: [{ ...layerOrigin(origin), quantity, value }] };
  },
  leftOf: ({ books }, { pool }, { event, receivedOn, units }) =>
    isBeforeMethod(books.desk.configuration, receivedOn)
      ? leftInPool(pool, units)
      : layerOf(pool, event),
};

/** What is left of the layer of a receipt; what came before layers were kept has none of its own. */
const layerOf = ({ layers }: CostPool, receipt: number): Holding =>
  layers.find((layer) => layer.receipt === receipt) ?? EMPTY_POOL;

const layerOrigin = ({ receipt, receivedOn }: ReceiptOrigin): ReceiptOrigin => ({
  receipt,
  receivedOn,
});

const VALUATIONS: Readonly<Record<CostingMethod, Valuation>> = {
  'moving-average': perPool('moving-average'),
  'company-average': COMPANY_AVERAGE,
  standard: STANDARD,
  fifo: FIFO,
};
