import type {
  BookedPool,
  BookedStream,
  Bucket,
  BusinessDate,
  Decision,
  EarlierEvent,
  HistoryQuestion,
  Item,
  ItemHistory,
  LateFact,
  Money,
  OwedGoods,
  PoolAddress,
  PoolHistory,
  PoolStream,
  PoolTimeline,
  Position,
  PositionAddress,
  Quantity,
  SaidOfSides,
  SharedSides,
  Touched,
} from 'perpetua-core';
import type {
  ConfigurationChange,
  ConfigurationFact,
  DatedFact,
} from './configuration/configuration-facts.ts';
import type { MappingEdits } from './configuration/mapping-edits.ts';
import type { CountReading, CountWriting } from './counting/stored-count.ts';
import type { PurchaseOrders } from './documents/stored-order.ts';
import type {
  ExceptionReading,
  QueuedTransaction,
  TakenStep,
} from './exceptions/queued-transaction.ts';
import type { GlExport } from './exporting/gl-export.ts';
import type { InventoryJournals } from './journals/stored-journal.ts';
import type { Lane } from './lane.ts';
import type { ReviewReading, ReviewWriting } from './review/stored-review.ts';

export type {
  ConfigurationChange,
  ConfigurationFact,
  DatedFact,
  FactKind,
} from './configuration/configuration-facts.ts';
export type * from './counting/stored-count.ts';
export type * from './documents/stored-order.ts';
export type * from './exceptions/queued-transaction.ts';
export type * from './exporting/gl-export.ts';
export type * from './inspection.ts';
export * from './journals/stored-journal.ts';
export type * from './lane.ts';
export type * from './review/stored-review.ts';
export type * from './snapshots/snapshot.ts';

/** A company by number and code. Numbers are internal; people and programs use the code. */
export type CompanyName = { readonly id: number; readonly code: string };

/** What a batch may touch, so that it can be loaded in a constant number of queries. */
export type Wanted = {
  readonly items: readonly string[];
  /** Pools and positions of an item at a place: a location, a document, or none. */
  readonly places: readonly { readonly item: string; readonly place: string }[];
  /** Keys of the batch and keys it names. */
  readonly events: readonly { readonly source: string; readonly key: string }[];
};

/** What was found of it. */
export type Loaded = {
  readonly items: readonly Item[];
  readonly pools: readonly BookedPool[];
  readonly positions: readonly (readonly [PositionAddress, Position])[];
  /** Cost streams of the items, on hand and under the documents that are wanted. */
  readonly streams: readonly BookedStream[];
  /** By `eventName`. */
  readonly earlier: ReadonlyMap<string, EarlierEvent>;
};

/** Pools of an item at a site, on hand (`document` empty) or under a document, in which a day is late. */
export type LatePools = {
  readonly item: string;
  readonly site: string;
  readonly document: string;
  readonly after: BusinessDate;
};

/** How the quantity of a pool went after a day. */
export type StoredTimeline = { readonly address: PoolAddress; readonly timeline: PoolTimeline };

/** A decision on its way into the database, with what only the application knows. */
export type BatchRecord = {
  readonly decision: Decision;
  readonly lane: Lane;
  readonly recordedAt: Date;
  readonly recordedBy: string;
};

/** Units that lie at a place or are carried by a document, on the account they are pinned to. */
export type HeldUnits = {
  readonly item: string;
  readonly site: string;
  readonly bucket: Bucket;
  /** Location or document. */
  readonly place: string;
  readonly account: string;
  readonly group: number;
  readonly itemType: string;
  readonly financialGroup: string;
};

/** What a pool on hand holds, and one of the places where its units lie. */
export type StockOnHand = {
  readonly item: string;
  readonly site: string;
  readonly account: string;
  readonly location: string;
  readonly quantity: Quantity;
  readonly value: Money;
};

/** What stock of an item on an account at a site is worth, and what of it the ledger holds. */
export type StockAgainstLedger = {
  readonly item: string;
  readonly group: number;
  readonly site: string;
  /** Empty where stock is kept without an account, while inventory is not integrated. */
  readonly account: string;
  readonly stock: Money;
  readonly ledger: Money;
};

/** What uses a thing that is to be removed, how often, and one example. */
export type Use = {
  readonly kind: 'group' | 'account' | 'site' | 'reason';
  readonly code: string;
  readonly use:
    | 'group items'
    | 'group history'
    | 'account postings'
    | 'account stock'
    | 'site history'
    | 'reason history';
  readonly count: number;
  readonly example: string;
};

/** The items of one class in a group. */
export type GroupItems = {
  readonly group: number;
  readonly itemClass: Item['itemClass'];
  readonly count: number;
};

/** Everything that ever moved of an item, as the core values it anew, and the site of every pool of it. */
export type MovedItem = Pick<ItemHistory, 'families' | 'siteOf'>;

/** The groups that keep a stream in pools of its own. */
export type KeptGroups = { readonly stream: PoolStream; readonly groups: readonly number[] };

/** A stream of an item that lacks something that moved. */
export type BehindStream = { readonly stream: PoolStream; readonly item: string };

/** Edits of the mapping that are staged and count for nothing yet (`003.24`). */
export type MappingDraft = {
  readonly id: string;
  /** The configuration version it was begun on. */
  readonly basedOn: number;
  readonly edits: MappingEdits;
  readonly createdAt: Date;
  readonly createdBy: string;
  readonly changedAt: Date;
};

/** One database transaction of one company. Everything in it is seen and kept together. */
export type CompanySession = {
  /** The lane as it is; held until the end of the session when the session is a writing one. */
  readonly lane: Lane;
  readonly load: (wanted: Wanted) => Promise<Loaded>;
  /**
   * How pools went after the day they are asked about: those with anything later, in one query.
   *
   * @param through the last movement that counts
   */
  readonly timelines: (
    late: readonly LatePools[],
    through: number,
  ) => Promise<readonly StoredTimeline[]>;
  /** The newest facts of the configuration as of a version, items left out. */
  readonly facts: (version: number) => Promise<readonly DatedFact[]>;
  /** All units that lie somewhere, with what decides their account. */
  readonly heldUnits: () => Promise<readonly HeldUnits[]>;
  /** Those of the accounts that were found for a posting of something else than stock. */
  readonly postedWithoutStock: (accounts: readonly string[]) => Promise<readonly string[]>;
  /** Whether anything was ever posted for an item of the group. */
  readonly groupInUse: (group: number) => Promise<boolean>;
  /** By item, site and account: what stock was worth at the end of a day, and the ledger held of it. */
  readonly stockAgainstLedger: (through: BusinessDate) => Promise<readonly StockAgainstLedger[]>;
  /** What of the books uses things that are to be removed; not what of the configuration does. */
  readonly usesOf: (things: readonly Pick<Use, 'kind' | 'code'>[]) => Promise<readonly Use[]>;
  /** How many items of each class the groups have. */
  readonly groupItems: () => Promise<readonly GroupItems[]>;
  /** Numbers of the stored determinations of a configuration version, by name. */
  readonly determinations: (version: number) => Promise<Map<string, number>>;
  /** The pools on hand that hold units, oldest first: of these items, or of all. */
  readonly stockOnHand: (items?: readonly string[]) => Promise<readonly StockOnHand[]>;
  /** Streams that are behind what moved, of so many items at most, in the order of their codes. */
  readonly streamsBehind: (
    kept: readonly KeptGroups[],
    most: number,
  ) => Promise<readonly BehindStream[]>;
  readonly itemHistory: (item: string) => Promise<MovedItem>;
  /** The last day anything was posted on; undefined when nothing ever was. */
  readonly lastPostedOn: () => Promise<BusinessDate | undefined>;
  /** The drafts of the mapping that are neither saved nor dropped, the oldest first. */
  readonly mappingDrafts: () => Promise<readonly MappingDraft[]>;
  /** What a run of costs asks for, up to a last day where one is named. */
  readonly costHistories: (
    question: HistoryQuestion,
    bounds: HistoryBounds,
  ) => Promise<readonly PoolHistory[]>;
  /** The sides on which events were posted. */
  readonly postedSides: (events: readonly number[]) => Promise<readonly SharedSides[]>;
  /** What those of the events said of their accounts that posted nothing. */
  readonly saidOfSides: (events: readonly number[]) => Promise<readonly SaidOfSides[]>;
  /** What took of these events what is owed for their goods, in the order in which it was posted. */
  readonly owedGoods: (events: readonly number[]) => Promise<readonly OwedGoods[]>;
  /**
   * The first day by which one of several pools moved so many times from its day on; undefined where
   * none did.
   */
  readonly dayAfterMovements: (
    touched: readonly Touched[],
    movements: number,
  ) => Promise<BusinessDate | undefined>;
  /** Costs that still have to be run again, with the facts that came late. */
  readonly restatements: (pools?: number) => Promise<readonly Restatement[]>;
  readonly itemsByCode: (codes: readonly string[]) => Promise<readonly Item[]>;
  readonly counts: CountReading;
  readonly journals: Omit<InventoryJournals, 'add'>;
  readonly exceptions: ExceptionReading;
  readonly review: ReviewReading;
  readonly purchaseOrders: Omit<PurchaseOrders, 'add'>;
};

/** How far a run of costs looks, and whether receipts are used up one by one. */
export type HistoryBounds = { readonly until?: BusinessDate; readonly withLayers: boolean };

/** Costs of a pool to be run again from a day on, because of a fact that came late. */
export type Restatement = Touched & { readonly cause: LateFact };

/** A session that holds the lane: the only writer of the company. */
export type WritingSession = CompanySession & {
  /** Puts down costs to be run again, in the place of what was put down for these pools and causes. */
  readonly noteRestatements: (rows: readonly Restatement[]) => Promise<void>;
  /** Takes off what of these pools began by a day, or all of it. */
  readonly dropRestatements: (
    pools: readonly number[],
    until: BusinessDate | undefined,
  ) => Promise<void>;
  /** Writes a batch after the lane it names; returns the lane after it. */
  readonly writeBatch: (batch: BatchRecord) => Promise<Lane>;
  readonly queue: (transactions: readonly QueuedTransaction[]) => Promise<void>;
  /** Writes down what was done about queued transactions, one step of each. */
  readonly takeSteps: (steps: readonly TakenStep[]) => Promise<void>;
  /** @param progress is told how many facts are written, and of how many */
  readonly writeConfiguration: (
    change: ConfigurationChange,
    facts: readonly ConfigurationFact[],
    progress?: (written: number, inAll: number) => void,
  ) => Promise<void>;
  /** Keeps cost streams that were made anew; what they were is replaced. */
  readonly keepStreams: (streams: readonly BookedStream[]) => Promise<void>;
  readonly writeItems: (items: readonly Item[]) => Promise<void>;
  /** Keeps a draft as it is now, in the place of what it was. */
  readonly keepMappingDraft: (draft: MappingDraft) => Promise<void>;
  /** Ends a draft that is as it was last changed at that time; whether there was one. */
  readonly dropMappingDraft: (draft: Pick<MappingDraft, 'id' | 'changedAt'>) => Promise<boolean>;
  /** Batches handed to a target, oldest first. */
  readonly glExports: (of: { readonly target: string }) => Promise<readonly GlExport[]>;
  readonly addGlExport: (batch: GlExport) => Promise<void>;
  readonly keepCounts: CountWriting;
  readonly keepJournal: InventoryJournals['add'];
  readonly keepReview: ReviewWriting;
  readonly keepPurchaseOrder: PurchaseOrders['add'];
};

/** What the application asks of storage. There is one implementation, and it is PostgreSQL. */
export type BooksStorage = {
  readonly companies: () => Promise<readonly CompanyName[]>;
  /** Makes the company's row and lane; undefined when the code is taken. */
  readonly addCompany: (code: string, at: Date) => Promise<CompanyName | undefined>;
  /** Reads in one snapshot, without holding anybody up. */
  readonly reading: <Value>(
    company: number,
    work: (session: CompanySession) => Promise<Value>,
  ) => Promise<Value>;
  /** Holds the lane; commits when the work returns, rolls back when it throws. */
  readonly writing: <Value>(
    company: number,
    work: (session: WritingSession) => Promise<Value>,
  ) => Promise<Value>;
};

/** The clock is asked at the edge and handed in; the core never sees one. */
export type Clock = () => Date;
