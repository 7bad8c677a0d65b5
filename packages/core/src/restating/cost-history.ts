import type { Holding, PoolAddress } from '../costing/cost-pool.ts';
import type { CostSource } from '../costing/cost-source.ts';
import type { Item } from '../items/item.ts';
import type { PostingSide } from '../journal/posting.ts';
import type { BookedPool } from '../posting/books.ts';
import type { BusinessDate } from '../primitives/business-date.ts';
import type { Money, Quantity } from '../primitives/money.ts';
import type { TransactionType } from '../transactions/posting-rules.ts';

/** A movement as it stands in the order of costs: `value` includes what was corrected of it so far. */
export type StepMovement = {
  readonly number: number;
  readonly event: number;
  readonly type: TransactionType;
  readonly pool: number;
  readonly quantity: Quantity;
  readonly value: Money;
  /** What it was posted at; nothing where it is virtual. */
  readonly posted: Money;
  readonly costed: CostSource;
  readonly pricedBy: number;
  readonly about: number;
  /**
   * No row of its own: a consequence that only the order of costs shows. It stands at the first
   * movement of its family, by the number of that movement and its type.
   */
  readonly isVirtual: boolean;
};

/**
 * A transaction with all that it caused, as one step in the order of costs. Facts about the cost of
 * an earlier one stand on the day of that one, right after it.
 */
export type CostStep = {
  readonly on: BusinessDate;
  readonly item: string;
  readonly movements: readonly StepMovement[];
};

/** A pool as it stands now, and every step from a day on that moved it or asked it for a cost. */
export type PoolHistory = {
  readonly booked: BookedPool;
  /** Where the pools are that its steps touch, by number. */
  readonly addresses: ReadonlyMap<number, PoolAddress>;
  readonly from: BusinessDate;
  /** What moved after the last day the run looks at, in all; undefined where it goes to the end. */
  readonly beyond?: Holding;
  readonly steps: readonly CostStep[];
  /** Steps of any pool that take their value of a movement of these steps: returns, undos, reversals. */
  readonly dependents: readonly CostStep[];
  /**
   * The steps, whenever they were, of movements that these steps are about: what they turn or take
   * of, and what that is about in turn.
   */
  readonly originals: readonly CostStep[];
  /** What the pool last held before the day, while it held something; it prices issues from nothing. */
  readonly known: Holding;
  /** Where receipts are used up one by one: the steps before the day since the pool was last empty. */
  readonly warmUp: readonly CostStep[];
};

/** What a run asks for: the pool by number, or all pools on hand of an item. */
export type HistoryQuestion =
  | { readonly pool: number; readonly from: BusinessDate }
  | { readonly item: string; readonly from: BusinessDate };

/** The two sides an event was posted on, and the events that share them. */
export type SharedSides = {
  readonly debit: PostingSide;
  readonly credit: PostingSide;
  readonly events: readonly number[];
};

/**
 * What an event said of its accounts that posted nothing, since it was worth nothing then. It is
 * asked where what it moved is worth something after all.
 */
export type SaidOfSides = {
  readonly event: number;
  readonly reason?: string | undefined;
  readonly account?: string | undefined;
  readonly location?: string | undefined;
};

/** What a run needs to know of an item to value it. */
export type ItemOf = (code: string) => Item;
