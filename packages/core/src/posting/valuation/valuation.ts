import type {
  CostPool,
  Holding,
  MergedPool,
  PoolIssue,
  PoolParts,
  PoolReceipt,
  ReceiptOrigin,
} from '../../costing/cost-pool.ts';
import type { BusinessDate } from '../../primitives/business-date.ts';
import type { Money, Quantity } from '../../primitives/money.ts';
import type { CausedType } from '../../transactions/posting-rules.ts';
import type { BookedPool } from '../books.ts';
import type { ValuedBooks } from './valued-books.ts';

/** A pool after the exact reversal of a movement, with what is to be posted to make it right. */
export type Settled = {
  /** The pool with the residue in it. */
  readonly pool: CostPool;
  readonly residue: Money;
  readonly type: CausedType;
};

/** Goods that arrive on hand: from where, and in which event. */
export type Arrival = ReceiptOrigin & {
  /** They were on hand before, in another pool: nothing was bought, used up or settled. */
  readonly wasOnHand: boolean;
  /** What this had settled of units below zero is taken back with it: it settles nothing again. */
  readonly isSettled?: boolean;
};

/** A receipt by its event and its day, and how many of its units have not gone back. */
type ReceiptLeft = {
  readonly event: number;
  readonly receivedOn: BusinessDate;
  readonly units: Quantity;
};

/** What a method of valuation says of stock on hand; goods that are carried keep what they carry. */
export type Valuation = {
  /** What units that leave now cost; undefined when no cost is known. */
  readonly costOf: (books: ValuedBooks, from: BookedPool, units: Quantity) => Money | undefined;
  /** The pool without what leaves it at the cost just told; undefined when no cost was known. */
  readonly take: (books: ValuedBooks, from: BookedPool, moved: Holding) => PoolIssue | undefined;
  /** The pool with what comes in, and what that settles of units issued before they were there. */
  readonly receive: (
    books: ValuedBooks,
    into: BookedPool,
    moved: Holding,
    arrival: Arrival,
  ) => PoolReceipt;
  /** The pool without what a reversed event had brought in, at the amount of then. */
  readonly takeBack: (
    books: ValuedBooks,
    from: BookedPool,
    moved: Holding,
    arrival: Arrival,
  ) => Settled;
  /** The pool with what a reversed event had taken out, at the amount of then. */
  readonly putBack: (
    books: ValuedBooks,
    into: BookedPool,
    moved: Holding,
    arrival: Arrival,
  ) => Settled;
  /** The units of a place apart from the pool they leave for another account, at what they are worth. */
  readonly split: (
    books: ValuedBooks,
    from: BookedPool,
    units: Quantity,
    origin: ReceiptOrigin,
  ) => PoolParts;
  /** The pool with what was split off another one, and what that leaves to be posted besides. */
  readonly merge: (
    books: ValuedBooks,
    into: BookedPool,
    part: CostPool,
    origin: ReceiptOrigin,
  ) => MergedPool;
  /** The pool as it is before something touches it that teaches it no cost. */
  readonly stay: (books: ValuedBooks, pool: BookedPool) => CostPool;
  /** The pool with its value changed and its units as they are. */
  readonly revalue: (pool: CostPool, change: Money, origin: ReceiptOrigin) => CostPool;
  /** Refuses a change of value that the units of the pool cannot carry under this method. */
  readonly refuseChange: (books: ValuedBooks, pool: BookedPool, change: Money) => void;
  /** Whether stock is worth what it cost; at standard it is not, and bears no cost learned late. */
  readonly bearsCost: boolean;
  /** What of a receipt is still in a pool: so many units, which can be worth so much less at most. */
  readonly leftOf: (books: ValuedBooks, into: BookedPool, receipt: ReceiptLeft) => Holding;
  /** What is left of an order's clearing once it is sold and delivered is posted as this. */
  readonly clearingType: CausedType;
};
