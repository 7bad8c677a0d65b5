import type { Money } from '../primitives/money.ts';
import { money, NO_MONEY, type Quantity, quantity } from '../primitives/money.ts';
import {
  type CostingMethod,
  type CostPool,
  currentCost,
  type FixedIssue,
  type Holding,
  isBelievable,
  issueFromPool,
  type LayerKeeping,
  type MergedPool,
  mergePools,
  type PoolIssue,
  type PoolParts,
  type PoolReceipt,
  type ReceiptOrigin,
  receiveIntoPool,
  revaluePool,
  splitPool,
  takeAtFixedCost,
} from './cost-pool.ts';

/** A receipt or an issue that is taken back, and whether what it settled is taken back with it. */
type TakenBack = ReceiptOrigin & { readonly isSettled?: boolean };

/**
 * What a method says of one pool that stands for itself: an average, or layers of receipts. The
 * valuation of stock and the streams that are kept beside it are the same functions.
 */
export type PoolMethod = {
  readonly costOf: (pool: CostPool, units: Quantity) => Money | undefined;
  readonly take: (pool: CostPool, units: Quantity) => PoolIssue | undefined;
  readonly receive: (pool: CostPool, moved: Holding, origin: ReceiptOrigin) => PoolReceipt;
  /** The pool without what had come in, at the amount of then; the residue is in the pool. */
  readonly takeBack: (pool: CostPool, moved: Holding, back: TakenBack) => FixedIssue;
  /** The pool with what had gone out, at the amount of then; the residue is in the pool. */
  readonly putBack: (pool: CostPool, moved: Holding, back: TakenBack) => FixedIssue;
  readonly split: (pool: CostPool, units: Quantity, origin: ReceiptOrigin) => PoolParts;
  readonly merge: (pool: CostPool, part: CostPool, origin: ReceiptOrigin) => MergedPool;
  readonly revalue: (pool: CostPool, change: Money, origin: ReceiptOrigin) => CostPool;
};

const plainly = ({ receipt, receivedOn }: ReceiptOrigin): ReceiptOrigin => ({
  receipt,
  receivedOn,
});

const poolMethod = (method: CostingMethod): PoolMethod => {
  const keeping = (origin: ReceiptOrigin): LayerKeeping => ({ method, origin: plainly(origin) });
  return {
    costOf: currentCost,
    take: issueFromPool,
    receive: (pool, moved, origin) => receiveIntoPool(pool, moved, method, plainly(origin)),
    takeBack: (pool, moved, { receipt, isSettled }) => {
      const rest = {
        quantity: quantity(pool.quantity - moved.quantity),
        value: money(pool.value - moved.value),
      };
      // Units that had been issued before they came are again as they were issued.
      if (isSettled === true && rest.quantity < 0n && isBelievable(rest))
        return { pool: { ...pool, ...rest, layers: [] }, residue: NO_MONEY };
      return takeAtFixedCost(pool, moved, receipt);
    },
    putBack: (pool, moved, back) => {
      const after = receiveIntoPool(pool, moved, method, plainly(back));
      const plain = revaluePool(after.pool, money(-after.adjustment));
      return back.isSettled === true && isBelievable(plain)
        ? { pool: plain, residue: NO_MONEY }
        : { pool: after.pool, residue: after.adjustment };
    },
    split: (pool, units, origin) => splitPool(pool, units, keeping(origin)),
    merge: (pool, part, origin) => mergePools(pool, part, keeping(origin)),
    revalue: (pool, change) => ({ ...revaluePool(pool, change), layers: [] }),
  };
};

/** Under FIFO the layers share a change; units that have none yet become one, of the day it began. */
function revalueLayers(pool: CostPool, change: Money, origin: ReceiptOrigin): CostPool {
  const revalued = revaluePool(pool, change);
  if (pool.quantity <= 0n || pool.layers.length > 0) return revalued;
  const { quantity: units, value } = revalued;
  return { ...revalued, layers: [{ ...plainly(origin), quantity: units, value }] };
}

/** The methods under which every pool stands for itself. */
export const POOL_METHODS = {
  'moving-average': poolMethod('moving-average'),
  fifo: { ...poolMethod('fifo'), revalue: revalueLayers },
} as const satisfies Partial<Record<CostingMethod, PoolMethod>>;
