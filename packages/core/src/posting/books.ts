import type { Bucket } from '../accounts/account-role.ts';
import { type CostPool, EMPTY_POOL, type Holding, type PoolAddress } from '../costing/cost-pool.ts';
import type { CostSource } from '../costing/cost-source.ts';
import type { ShownCost } from '../costing/cost-stream.ts';
import type { PoolTimeline } from '../costing/pool-timeline.ts';
import type { DeterminationDesk } from '../determination/determination-desk.ts';
import type { Item } from '../items/item.ts';
import type { EntryType } from '../journal/entry-type.ts';
import type { Posting } from '../journal/posting.ts';
import type { BusinessDate } from '../primitives/business-date.ts';
import type { Money, Quantity } from '../primitives/money.ts';
import type { TransactionType } from '../transactions/posting-rules.ts';
import type { BookedStream } from './streams/booked-stream.ts';

/** Where units lie: a location for stock on hand, a document for goods that are carried. */
export type PositionAddress = {
  readonly item: string;
  readonly site: string;
  readonly bucket: Bucket;
  readonly place: string;
};

/** Units at a place, and the account their value is pinned to while any are there (ladder, 3). */
export type Position = { readonly account: string; readonly quantity: Quantity };

/** A pool as the books hold it. `number` is 0 until the pool has been written once. */
export type BookedPool = {
  readonly number: number;
  readonly address: PoolAddress;
  readonly pool: CostPool;
  /** The last movement the state includes. */
  readonly lastMovement: number;
  /** The latest business day on which it moved or was asked for a cost. What is dated earlier is late. */
  readonly lastPostedOn: BusinessDate | '';
};

/**
 * How one event refers to another. What `adds-cost-to` an event makes its goods dearer, and neither
 * uses it up nor changes what is left of it to be invoiced; a correction of costs is due to the facts
 * that came late. What `clears` an event takes a part of what it left open on an account under review.
 */
export type LinkKind =
  | 'refers-to'
  | 'adds-cost-to'
  | 'clears'
  | 'reverses'
  | 'caused-by'
  | 'due-to'
  | 'restates';

/** A reference from one event to another, with the part of it that is used up by it. */
export type EventLink = {
  readonly event: number;
  readonly to: number;
  /** `eventName` of the event referred to; empty for a cause, of which nothing is used up. */
  readonly name: string;
  readonly kind: LinkKind;
  readonly quantity: Quantity;
  readonly value: Money;
};

/** A costed change of one pool. */
export type Movement = {
  readonly number: number;
  readonly event: number;
  readonly type: TransactionType;
  readonly postedOn: BusinessDate;
  readonly pool: number;
  /** Location or document, as in the position. */
  readonly place: string;
  readonly quantity: Quantity;
  readonly value: Money;
  readonly quantityAfter: Quantity;
  readonly valueAfter: Money;
  readonly costed: CostSource;
  /** The other pool that was asked for the cost; 0 where none was. */
  readonly pricedBy: number;
  /** The movement this is a fact about, or whose signs it turns; 0 where there is none. */
  readonly about: number;
  /** Its day in the order of costs: its own, or that of the movement it is a fact about. */
  readonly costedOn: BusinessDate;
  /** Where it stands among the movements of its transaction and what that caused, from 0 on. */
  readonly familyAt: number;
  readonly familySize: number;
};

/** A movement with the pool it changed. */
export type AddressedMovement = Movement & { readonly address: PoolAddress };

/** What was posted for a transaction: one event, whole. */
export type BookedEvent = {
  readonly number: number;
  readonly source: string;
  readonly key: string;
  readonly type: TransactionType;
  readonly postedOn: BusinessDate;
  readonly documentDate: BusinessDate;
  readonly item: string;
  readonly site: string;
  readonly document: string;
  /** Number of its journal entry; 0 when the event has no value to post. */
  readonly entry: number;
  /** The transaction as it was sent; for a caused event, what the books say about it. */
  readonly content: string;
  /** It was told as having happened already: want of stock did not stand against it (`I12`). */
  readonly happened: boolean;
  /** What its journal is filed under. */
  readonly entryType: EntryType;
};

/** What the books posted by themselves because of an event. */
export type Consequences = {
  readonly events: readonly BookedEvent[];
  readonly movements: readonly AddressedMovement[];
  readonly postings: readonly Posting[];
};

/** An earlier event that a transaction of the batch names, with what is left of it. */
export type EarlierEvent = {
  readonly event: BookedEvent;
  readonly movements: readonly AddressedMovement[];
  readonly postings: readonly Posting[];
  /** Quantity and value other events have already taken of it, as late facts leave that. */
  readonly usedQuantity: Quantity;
  readonly usedValue: Money;
  /** The part of it that took what is owed for the goods and left the goods where they are. */
  readonly claimed: Holding;
  /** By how much cost corrections made it dearer (`003.X10`); its rest is worth so much more. */
  readonly corrected: Money;
  /** By how much its movements differ by now from what they were posted at, because of late facts. */
  readonly restated: ReadonlyMap<number, Money>;
  /** By how much late facts changed what it took itself of what is owed for goods. */
  readonly restatedClaim: Money;
  /** What landed costs added to what its goods cost, beside their price (`003.X16`). */
  readonly addedCost: Money;
  /** What the review took of its open amount on accounts under review, debits positive (`004.02`). */
  readonly cleared: Money;
  readonly reversed: boolean;
  /** Events it caused, which are part of its answer and are reversed with it. */
  readonly consequences: Consequences;
  /** What it took of the events it refers to; given back when it is reversed or taken back itself. */
  readonly took: readonly EventLink[];
  /** What it showed as its cost, where that is not what it posted. */
  readonly shown?: ShownCost;
  /** The latest event that took a part of it, or gave one back. */
  readonly latestUse?: EventUse;
};

/** An event that refers to another: its type, and the numbers of its movements, of which there may be none. */
export type EventUse = {
  readonly type: TransactionType;
  readonly firstMovement: number;
  readonly lastMovement: number;
};

/** A pool whose costs an event may have changed from a day on that is not its last. */
export type TouchedPool = {
  readonly pool: number;
  readonly from: BusinessDate;
  readonly event: number;
};

/** The last numbers given out in a company. All are dense (`I6`). */
export type Counters = {
  readonly event: number;
  readonly movement: number;
  readonly entry: number;
  readonly pool: number;
  readonly determination: number;
};

/**
 * The present state of one company, as far as a batch can touch it. The caller loads it; the core
 * reads it and writes the new state into it, so that the next event of the batch finds it.
 */
export type Books = {
  readonly desk: DeterminationDesk;
  readonly items: ReadonlyMap<string, Item>;
  readonly pools: Map<string, BookedPool>;
  readonly positions: Map<string, Position>;
  /** Cost streams beside the valuation, by `streamKey`. */
  readonly streams: Map<string, BookedStream>;
  /**
   * How the quantities of pools went from day to day, by `poolKey`: of each that a transaction may
   * find later movements in, known from its day on. A pool without one has none that are later
   * than its last day. Undefined: what is decided was judged before, and only the present is asked.
   */
  readonly timelines: Map<string, PoolTimeline> | undefined;
  /** By `eventName`: earlier events with the keys of this batch, or named by it. */
  readonly earlier: Map<string, EarlierEvent>;
  /** Numbers of the determinations of this configuration version that are stored, by name. */
  readonly determinations: Map<string, number>;
  counters: Counters;
};

export const poolKey = (address: PoolAddress): string =>
  `${address.item}\n${address.site}\n${address.bucket}\n${address.account}\n${address.document}`;

export const positionKey = (address: PositionAddress): string =>
  `${address.item}\n${address.site}\n${address.bucket}\n${address.place}`;

/** A pool in which nothing has moved yet. */
export const unbooked = (address: PoolAddress): BookedPool => ({
  number: 0,
  address,
  pool: EMPTY_POOL,
  lastMovement: 0,
  lastPostedOn: '',
});
