import type {
  AccountDetermination,
  AccountRole,
  BookedEvent,
  BookedPool,
  BookedStream,
  Bucket,
  Counters,
  EventLink,
  ItemHistory,
  Money,
  Movement,
  Position,
  PositionAddress,
  Posting,
  PostingSide,
  RestatedCosts,
  StoredCostUse,
} from 'perpetua-core';
import type { DatedFact } from './configuration/configuration-facts.ts';
import type { Cut, KnownLog } from './reading/known-log.ts';

/** A condition the books must meet, told in one sentence, with the reason for it. */
export type Condition = {
  /** Number of the invariant: `I1` to `I14`. */
  readonly invariant: string;
  readonly title: string;
  readonly why: string;
};

/**
 * A row that breaks a condition, by column, as text. Amounts are whole minor units of the
 * company's currency, quantities whole units of the item's own scale, as they are stored.
 */
export type OffendingRow = Readonly<Record<string, string>>;

/** What was found when a condition was checked. */
export type Finding = Condition & {
  readonly kept: boolean;
  /** How many rows break it, of which `rows` are the first. */
  readonly counted: number;
  readonly rows: readonly OffendingRow[];
};

/** A side of a stored posting; its type is that of its determination. */
export type LoggedSide = Omit<PostingSide, 'type' | 'role'>;

/** A posting as it is stored. */
export type LoggedPosting = Omit<Posting, 'debit' | 'credit'> & {
  readonly debit: LoggedSide;
  readonly credit: LoggedSide;
};

/** A link as it is stored: without the name of what it leads to. */
export type LoggedLink = Omit<EventLink, 'name'>;

/** An event of the log with everything it wrote. */
export type LoggedEvent = {
  readonly event: BookedEvent;
  readonly movements: readonly Movement[];
  readonly postings: readonly LoggedPosting[];
  readonly links: readonly LoggedLink[];
  readonly costUses: readonly StoredCostUse[];
  readonly restated: readonly RestatedCosts[];
};

/** A determination of the log, by what decides its postings. */
export type LoggedDetermination = Pick<AccountDetermination, 'name' | 'configurationVersion'> & {
  readonly number: number;
  readonly type: string;
  readonly role: string;
  readonly account: string;
};

/** What one commit wrote, read back, with the seal it has and the one its rows lead to. */
export type LoggedBatch = {
  readonly number: number;
  readonly recordedAt: string;
  readonly recordedBy: string;
  readonly configurationVersion: number;
  /** Hexadecimal. */
  readonly previousHash: string;
  readonly hash: string;
  /** The hash of the rows as they are now, after `previousHash`. */
  readonly hashOfRows: string;
  readonly events: readonly LoggedEvent[];
  readonly determinations: readonly LoggedDetermination[];
};

/** Where the log ends, as the lane says. */
export type LogEnd = {
  readonly counters: Counters;
  readonly batch: number;
  readonly hash: string;
  readonly configurationVersion: number;
};

/** The stock value on an account at a site, in the subledger by bucket and in the ledger. */
export type StockAccount = {
  readonly account: string;
  readonly site: string;
  /** The roles of stock the account was ever found for. */
  readonly roles: readonly AccountRole[];
  readonly buckets: readonly { readonly bucket: Bucket; readonly value: Money }[];
  /** Debits less credits. */
  readonly ledger: Money;
};

/**
 * Why subledger and ledger differ on an account at a site:
 *
 * - `not-integrated`: value moved while inventory was not integrated, so it was never posted;
 * - `not-posted`: value moved without a journal entry although it should have one;
 * - `posted-otherwise`: an event posted another value than it moved;
 * - `posted-without-stock`: an event that moved no stock posted on the account;
 * - `pool-out-of-step`: the kept value of a pool is not the sum of its movements;
 * - `balance-out-of-step`: a kept balance is not the sum of its postings.
 */
export type DifferenceClass =
  | 'not-integrated'
  | 'not-posted'
  | 'posted-otherwise'
  | 'posted-without-stock'
  | 'pool-out-of-step'
  | 'balance-out-of-step';

/** A part of the difference on an account at a site that has one cause. */
export type DifferencePart = {
  readonly account: string;
  readonly site: string;
  readonly class: DifferenceClass;
  /** Subledger less ledger. */
  readonly amount: Money;
  /** How many events make it up, of which `events` are the first. */
  readonly counted: number;
  readonly events: readonly number[];
};

/** One snapshot of the books of a company, to be read in any order and as long as it takes. */
export type InspectionSession = KnownLog & {
  readonly end: LogEnd;
  /** Every condition that is a query, one after the other, with at most `most` rows of each. */
  readonly findings: (most: number) => AsyncIterable<Finding>;
  /** The log from its beginning, batch by batch. Only a stretch of it is held at a time. */
  readonly batches: () => AsyncIterable<LoggedBatch>;
  /**
   * By `eventName`: the last event that refers to or reverses the event of that name. Whoever
   * replays the log may forget an event after that.
   */
  readonly lastUses: () => Promise<ReadonlyMap<string, number>>;
  /** The newest facts of the configuration as of a version, items left out. */
  readonly facts: (version: number) => Promise<readonly DatedFact[]>;
  /** The facts written in versions after one up to another, oldest first, items included. */
  readonly factsBetween: (after: number, upTo: number) => Promise<readonly DatedFact[]>;
  readonly pools: () => AsyncIterable<BookedPool>;
  /** Cost streams, all of an item together. */
  readonly streams: () => AsyncIterable<BookedStream>;
  /** Everything that ever moved of an item, and the site of every pool of it. */
  readonly itemHistory: (item: string) => Promise<Pick<ItemHistory, 'families' | 'siteOf'>>;
  readonly positions: () => AsyncIterable<readonly [PositionAddress, Position]>;
  /** Without a cut from the sums that are kept, else from snapshots and the log. */
  readonly stockAccounts: (cut?: Cut) => Promise<readonly StockAccount[]>;
  /** Takes the differences on these accounts at their sites apart, to the minor unit. */
  readonly differenceParts: (
    places: readonly { readonly account: string; readonly site: string }[],
    cut?: Cut,
  ) => Promise<readonly DifferencePart[]>;
};

/** What inspecting the books asks of storage: to read, and nothing else. */
export type BooksInspection = {
  readonly inspecting: <Value>(
    company: number,
    work: (session: InspectionSession) => Promise<Value>,
  ) => Promise<Value>;
};
