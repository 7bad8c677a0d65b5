import type {
  AccountRole,
  BookedEvent,
  BookedPool,
  BookedStream,
  Bucket,
  BusinessDate,
  CostSource,
  EntryType,
  Item,
  LinkKind,
  Posting,
  ShownCost,
  TransactionType,
} from 'perpetua-core';
import type {
  ConfigurationChange,
  DatedFact,
  FactKind,
} from '../configuration/configuration-facts.ts';
import type { ExceptionReading } from '../exceptions/queued-transaction.ts';
import type { DaySum, ExportedDay, ExportWindow, GlExport } from '../exporting/gl-export.ts';
import type { Lane } from '../lane.ts';
import type { MovedItem } from '../ports.ts';
import type { CostReading } from './cost-ports.ts';
import type { DocumentReading } from './document-ports.ts';
import type { EventLine } from './event-line.ts';
import type { Cut, KnownLog } from './known-log.ts';

export type * from './document-ports.ts';
export type * from './event-line.ts';
export type { BatchHead, Cut } from './known-log.ts';

/** What storage offers to reports and lists: one snapshot per reading, writers are never held up. */
export type BooksReading = {
  readonly reading: <Value>(
    company: number,
    work: (session: ReadingSession) => Promise<Value>,
  ) => Promise<Value>;
};

/** A stretch of business dates, both included; absent ends are open. */
type Days = { readonly from?: BusinessDate; readonly to?: BusinessDate };

/** Where to go on in a list, and how far. */
export type Page<Mark = number> = { readonly after: Mark | undefined; readonly limit: number };

/** Quantity and value of one pool. */
export type PoolHolding = {
  readonly pool: number;
  readonly item: string;
  readonly site: string;
  readonly bucket: Bucket;
  readonly account: string;
  readonly document: string;
  readonly quantity: bigint;
  readonly value: bigint;
};

/** How many units of a pool lie at one place. */
export type PlaceHolding = {
  readonly pool: number;
  readonly place: string;
  readonly quantity: bigint;
};

/** Which pools a report is about; blank for all. */
export type PoolFilter = {
  readonly item?: string | undefined;
  readonly site?: string | undefined;
  readonly buckets: readonly Bucket[];
};

/** A costed movement with its event and the pool it changed. */
export type MovementLine = {
  readonly number: number;
  readonly event: number;
  readonly type: TransactionType;
  readonly postedOn: BusinessDate;
  readonly source: string;
  readonly key: string;
  readonly item: string;
  readonly site: string;
  readonly bucket: Bucket;
  readonly account: string;
  readonly document: string;
  readonly place: string;
  readonly quantity: bigint;
  readonly value: bigint;
  readonly quantityAfter: bigint;
  readonly valueAfter: bigint;
  /** How it came by its value. */
  readonly costed: CostSource;
};

export type MovementFilter = PoolFilter &
  Days & {
    readonly types: readonly TransactionType[];
    readonly event: number;
  };

/** Movements of one pool and type added up. */
export type MovementSum = Omit<PoolHolding, 'pool' | 'document'> & {
  readonly type: TransactionType;
  readonly movements: number;
};

export type EventFilter = Days & {
  readonly item?: string | undefined;
  readonly site?: string | undefined;
  readonly type?: TransactionType | undefined;
  readonly document?: string | undefined;
  readonly key?: string | undefined;
  /** Entry types of which one is that of the journal; absent for all. */
  readonly entryTypes?: readonly EntryType[] | undefined;
  /** An account one of its postings debits or credits. */
  readonly account?: string | undefined;
  /** Only events with a journal entry. */
  readonly posted: boolean;
  /** The last event to look at. */
  readonly event: number;
  readonly newestFirst: boolean;
};

/** Quantity and value with their signs. */
export type Moved = { readonly quantity: bigint; readonly value: bigint };

/** A tie between two events; `other` is the one it is not about. */
export type LinkLine = {
  readonly direction: 'to' | 'from';
  readonly kind: LinkKind;
  readonly other: BookedEvent;
  readonly quantity: bigint;
  readonly value: bigint;
};

/** Which receipt fed a movement, by the key people know it by. */
export type CostUseLine = {
  readonly movement: number;
  readonly receipt: number;
  readonly receiptKey: string;
  readonly quantity: bigint;
  readonly value: bigint;
};

/** One side of one posting with its role, on one account. */
export type AccountLine = {
  readonly postedOn: BusinessDate;
  readonly entry: number;
  readonly line: number;
  readonly side: 'debit' | 'credit';
  readonly event: number;
  readonly type: TransactionType;
  readonly source: string;
  readonly key: string;
  readonly item: string;
  readonly center: string;
  readonly site: string;
  readonly amount: bigint;
};

/** Where an account card goes on: after this line. */
export type AccountLineMark = {
  readonly postedOn: BusinessDate;
  readonly entry: number;
  readonly line: number;
  readonly side: 'debit' | 'credit';
};

export type AccountCardFilter = Days & {
  readonly account: string;
  readonly site?: string | undefined;
  readonly center?: string | undefined;
  readonly event: number;
};

/** Debits and credits of an account, before a stretch of days and in it. */
export type BalanceLine = {
  readonly account: string;
  readonly part: string;
  readonly openingDebit: bigint;
  readonly openingCredit: bigint;
  readonly debit: bigint;
  readonly credit: bigint;
};

/** The days a balance is about, and the last event it knows. */
export type BalanceStretch = {
  readonly from: BusinessDate;
  readonly to: BusinessDate;
  readonly event: number;
};

/** By what a trial balance is split. */
export type BalancePart = 'none' | 'site' | 'center';

/** A stored determination as it was written. */
export type StoredDetermination = {
  readonly number: number;
  readonly batch: number;
  readonly configurationVersion: number;
  readonly type: TransactionType;
  readonly role: string;
  readonly account: string;
  /** JSON of the core's `AccountDetermination`. */
  readonly content: string;
};

/** Units at a place and the account they are pinned to. */
export type StockPosition = {
  readonly item: string;
  readonly name: string;
  readonly quantityDecimals: number;
  readonly site: string;
  readonly bucket: Bucket;
  readonly place: string;
  readonly account: string;
  readonly quantity: bigint;
};

export type StockFilter = {
  readonly item?: string | undefined;
  readonly site?: string | undefined;
  readonly bucket?: Bucket | undefined;
  readonly withZero: boolean;
};

export type StockMark = Pick<StockPosition, 'item' | 'place' | 'site' | 'bucket'>;

/** Pool value of an account at a site, by bucket. */
export type PoolTotal = {
  readonly account: string;
  readonly site: string;
  readonly bucket: Bucket;
  readonly value: bigint;
};

/** What stock gained in a month, and the ledger of it: by movements that were posted, and stock journals. */
export type StockMonth = {
  readonly month: string;
  readonly stock: bigint;
  readonly ledger: bigint;
};

/** Value on an account at a site that no entry moved. */
export type UnpostedTotal = {
  readonly account: string;
  readonly site: string;
  readonly value: bigint;
};

/** Balance of an account at a site in the general ledger: debits less credits. */
export type LedgerTotal = {
  readonly account: string;
  readonly site: string;
  readonly balance: bigint;
};

/** Debits less credits that postings of one role made on an account. */
export type RoleTotal = LedgerTotal & { readonly role: AccountRole };

/** An account a role was determined to have. */
export type RoleAccount = { readonly role: AccountRole; readonly account: string };

/** Change of stock on hand in a month, of a group at a site. */
export type MonthChange = {
  readonly month: string;
  readonly group: number;
  readonly site: string;
  readonly value: bigint;
};

/** What movements and postings of a stretch of the log add to the figures of the overview. */
export type LogFigures = {
  readonly monthChanges: readonly MonthChange[];
  /** Goods received and not invoiced, by the event that received them; credits are positive. */
  readonly openReceipts: readonly OpenReceipt[];
  readonly postings: number;
  readonly lastDay: BusinessDate | null;
};

export type OpenReceipt = {
  readonly event: number;
  readonly postedOn: BusinessDate;
  readonly amount: bigint;
};

/** A stretch of the log: after one state of the lane, up to the present one. */
export type LogMark = {
  readonly event: number;
  readonly movement: number;
  readonly entry: number;
  readonly batch: number;
};

/** Goods on their way, with the day they were first sent. */
export type OpenTransit = { readonly value: bigint; readonly since: BusinessDate };

/** A pool on hand below zero, with the item's own scale. */
export type NegativePool = {
  readonly item: string;
  readonly name: string;
  readonly quantityDecimals: number;
  readonly site: string;
  readonly quantity: bigint;
  readonly value: bigint;
};

/** Everything about one event that the log has. */
export type EventRecord = {
  readonly event: EventLine;
  readonly movements: readonly MovementLine[];
  readonly postings: readonly Posting[];
  readonly links: readonly LinkLine[];
  readonly costUses: readonly CostUseLine[];
  /** What a sale showed as its cost, where that is not what it posted. */
  readonly shown?: ShownCost;
};

/** A fact as a change made it; `kind` is null for a change that made nothing otherwise. */
export type ChangedFact = ConfigurationChange & {
  readonly kind: FactKind | null;
  readonly key: string;
  /** Null where it was not there before. */
  readonly before: unknown;
  /** Null where it is there no more. */
  readonly after: unknown;
};

/** Which changes of the configuration a list is about. */
export type ChangeFilter = {
  /** None: all of them. */
  readonly kinds: readonly FactKind[];
  /** Kinds that hold from a day on, which stands at the end of their keys. */
  readonly dated: readonly FactKind[];
  /** Days on which they were recorded, both included. */
  readonly from?: BusinessDate | undefined;
  readonly to?: BusinessDate | undefined;
  /** The newest version that counts. */
  readonly version: number;
};

/** Where a list of changes goes on: after so many rows of this version. */
export type ChangeMark = { readonly version: number; readonly passed: number };

/** A manual stock receipt of which something is still to be matched or written off. */
export type OpenManualReceipt = {
  readonly event: BookedEvent;
  readonly name: string;
  readonly quantityDecimals: number;
  /** What is open of it; below zero for a receipt below zero. */
  readonly quantity: bigint;
  readonly value: bigint;
};

/** What the papers of receipts say; one of document, reference and party is given. */
export type ReceiptPapers = {
  readonly document?: string | undefined;
  readonly reference?: string | undefined;
  readonly party?: string | undefined;
  /** The day they were posted on, or that of their documents. */
  readonly on?: BusinessDate | undefined;
};

/** A landed cost of a document, and whether it was reversed. */
export type LandedCostEvent = { readonly event: BookedEvent; readonly reversed: boolean };

/** Goods of a transfer at the site they go to, with the latest event that sent some of them. */
export type ExpectedGoods = {
  readonly item: string;
  readonly name: string;
  readonly quantityDecimals: number;
  readonly site: string;
  readonly document: string;
  readonly quantity: bigint;
  readonly value: bigint;
  /** The last movement that changed what is on its way. */
  readonly lastMovement: number;
  readonly sentAs: TransactionType;
  readonly sentOn: BusinessDate;
  readonly fromSite: string;
};

export type ExpectedGoodsFilter = {
  readonly site?: string | undefined;
  readonly document?: string | undefined;
  /** Also what is received already, so that nothing is on its way any more. */
  readonly withReceived: boolean;
};

/** An item with its pools on hand and its cost streams, as they are. */
export type CostedItem = {
  readonly item: Item;
  readonly pools: readonly BookedPool[];
  readonly streams: readonly BookedStream[];
};

export type CostedItems = readonly CostedItem[];

/** What has ports of its own. */
type SharedReading = CostReading & KnownLog;

/** One company's books at one moment. Every question is answered from the same snapshot. */
export type ReadingSession = SharedReading &
  DocumentReading & {
    readonly lane: Lane;
    /** The newest facts of these kinds as of a version. */
    readonly facts: (version: number, kinds: readonly FactKind[]) => Promise<readonly DatedFact[]>;
    /** Items by code, as they are now or as they were at a version. */
    readonly items: (
      codes: readonly string[] | 'all',
      version: number | 'now',
    ) => Promise<ReadonlyMap<string, Item>>;

    /** The last business date with a movement or a posting; null in empty books. */
    readonly lastDay: (event: number) => Promise<BusinessDate | null>;

    /** Pools that hold something. Without a cut their present state, else sums of movements. */
    readonly holdings: (filter: PoolFilter, cut?: Cut) => Promise<readonly PoolHolding[]>;
    /** Where the units of pools on hand lie, or lay within a cut. */
    readonly placesOf: (filter: PoolFilter, cut?: Cut) => Promise<readonly PlaceHolding[]>;
    readonly movements: (filter: MovementFilter, page: Page) => Promise<readonly MovementLine[]>;
    readonly movementSums: (filter: MovementFilter) => Promise<readonly MovementSum[]>;
    /** Movements, quantity and value of all that a filter takes, page or not. */
    readonly movementTotals: (
      filter: MovementFilter,
    ) => Promise<{ readonly movements: number; readonly quantity: bigint; readonly value: bigint }>;

    readonly events: (filter: EventFilter, page: Page) => Promise<readonly EventLine[]>;
    readonly eventNumbered: (number: number) => Promise<EventLine | undefined>;
    readonly eventOfEntry: (entry: number) => Promise<EventLine | undefined>;
    readonly eventsWithKey: (key: string, source?: string) => Promise<readonly EventLine[]>;
    readonly record: (event: EventLine) => Promise<EventRecord>;
    /** What the first movement of each event moved; events that moved nothing are left out. */
    readonly movedBy: (events: readonly EventLine[]) => Promise<ReadonlyMap<number, Moved>>;
    readonly postingsOf: (events: readonly EventLine[]) => Promise<readonly Posting[]>;
    /** Entries and their amount of all that a filter takes, page or not. */
    readonly entryTotals: (
      filter: EventFilter,
    ) => Promise<{ readonly entries: number; readonly amount: bigint }>;

    readonly balances: (
      stretch: BalanceStretch,
      part: BalancePart,
    ) => Promise<readonly BalanceLine[]>;
    /** The same from the balances kept per period: whole months, all that is recorded. */
    readonly periodBalances: (
      periods: { readonly first: string; readonly last: string },
      part: BalancePart,
    ) => Promise<readonly BalanceLine[]>;
    readonly accountLines: (
      filter: AccountCardFilter,
      page: Page<AccountLineMark>,
    ) => Promise<readonly AccountLine[]>;
    /** Debits and credits before the card's stretch, in it, and in it up to a mark. */
    readonly accountSums: (
      filter: AccountCardFilter,
      upTo: AccountLineMark | undefined,
    ) => Promise<AccountSums>;

    readonly determinations: (
      numbers: readonly number[],
    ) => Promise<readonly StoredDetermination[]>;
    /** What the pools of an item on hand at a site held just before a movement. */
    readonly poolsBefore: (
      place: { readonly item: string; readonly site: string },
      movement: number,
    ) => Promise<readonly Moved[]>;
    readonly positions: (
      filter: StockFilter,
      page: Page<StockMark>,
    ) => Promise<readonly StockPosition[]>;

    /** Value moved by events without a journal entry: they fell into a time without integration. */
    readonly unpostedTotals: () => Promise<readonly UnpostedTotal[]>;
    /** By month of posting what stock gained and what of that reached the ledger, up to an event. */
    readonly stockMonths: (upTo: number) => Promise<readonly StockMonth[]>;
    readonly poolTotals: () => Promise<readonly PoolTotal[]>;
    readonly ledgerTotals: (accounts: readonly string[]) => Promise<readonly LedgerTotal[]>;
    readonly roleTotals: (accounts: readonly string[]) => Promise<readonly RoleTotal[]>;
    /** Accounts that were ever determined for roles. */
    readonly accountsOfRoles: (roles: readonly AccountRole[]) => Promise<readonly RoleAccount[]>;
    readonly logFigures: (after: LogMark | undefined) => Promise<LogFigures>;
    readonly openTransits: () => Promise<readonly OpenTransit[]>;
    readonly negativePools: (
      limit: number,
    ) => Promise<{ readonly count: number; readonly pools: readonly NegativePool[] }>;
    /** The oldest first, and how many there are in all. */
    readonly openManualReceipts: (
      most: number,
    ) => Promise<{ readonly count: number; readonly receipts: readonly OpenManualReceipt[] }>;
    /** Receipts by what their papers say, in their order; none that was reversed. */
    readonly receipts: (papers: ReceiptPapers, most: number) => Promise<readonly BookedEvent[]>;
    /** The landed costs that were posted for a document, in their order; not their reversals. */
    readonly landedCosts: (document: string) => Promise<readonly LandedCostEvent[]>;
    /** What is on its way, the longest first. */
    readonly expectedGoods: (filter: ExpectedGoodsFilter) => Promise<readonly ExpectedGoods[]>;
    /** Batches handed to other ledgers, by target and number. */
    readonly glExports: (of: { readonly target?: string }) => Promise<readonly GlExport[]>;
    /** How many journal entries a batch holds. */
    readonly exportedEntries: (window: ExportWindow) => Promise<number>;
    /** The days on which it has any, in order. */
    readonly exportedDays: (window: ExportWindow) => Promise<readonly ExportedDay[]>;
    /** Its postings of one day added up, in no order. */
    readonly daySums: (window: ExportWindow, day: ExportedDay) => Promise<readonly DaySum[]>;
    /** Items with what they cost, in the order of their codes. */
    readonly costedItems: (
      filter: { readonly item?: string | undefined },
      page: Page<string>,
    ) => Promise<CostedItems>;
    readonly itemHistory: (item: string) => Promise<MovedItem>;
    readonly itemCount: () => Promise<number>;
    /** What changes of the configuration made otherwise, the newest change first. */
    readonly configurationChanges: (
      filter: ChangeFilter,
      page: Page<ChangeMark>,
    ) => Promise<readonly ChangedFact[]>;
    /** How many transactions happened, could not be posted, and wait. */
    readonly queuedCount: () => Promise<number>;
    readonly exceptions: ExceptionReading;
  };

export type AccountSums = {
  readonly openingDebit: bigint;
  readonly openingCredit: bigint;
  readonly debit: bigint;
  readonly credit: bigint;
  /** Of the stretch, up to and with the mark. */
  readonly passedDebit: bigint;
  readonly passedCredit: bigint;
};
