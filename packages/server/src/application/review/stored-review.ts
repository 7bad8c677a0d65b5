import type {
  BookedEvent,
  BusinessDate,
  EntryType,
  ItemClass,
  Period,
  SubstitutionReason,
} from 'perpetua-core';

/** A line on an account under review as it was posted, and what is left of it; debits are positive. */
export type PostedLine = {
  readonly event: BookedEvent;
  /** The document whose part it is, where it is one. */
  readonly cause: BookedEvent | undefined;
  readonly entryType: EntryType;
  readonly recordedBy: string;
  readonly itemName: string;
  readonly itemClass: ItemClass;
  readonly group: number;
  readonly itemType: string;
  readonly financialGroup: string;
  readonly quantityDecimals: number;
  readonly account: string;
  /** The account on the other side of its posting. */
  readonly contra: string;
  readonly center: string;
  /** The site it stands at, which may be another than that of its event. */
  readonly site: string;
  readonly amount: bigint;
  /** What is open of it by now, and what was on the last day of the question. */
  readonly open: bigint;
  readonly openAtEnd: bigint;
  /** Why its role was replaced, and why it stands on this account, in a sentence. */
  readonly reason: SubstitutionReason | undefined;
  readonly why: string;
  readonly determination: number;
};

/** Which lines are asked for. */
type LineQuestion = {
  readonly accounts: readonly string[];
  /** The last day; what is posted later is left out. */
  readonly to: BusinessDate;
  /** The first day, where earlier lines do not matter. */
  readonly from?: BusinessDate | undefined;
  readonly openOnly: boolean;
  /** Only these events, by number. */
  readonly events?: readonly number[] | undefined;
};

/** Goods received, or gone back, that are not wholly invoiced. */
export type UninvoicedReceipt = {
  readonly event: BookedEvent;
  readonly cause: BookedEvent | undefined;
  readonly entryType: EntryType;
  readonly recordedBy: string;
  readonly itemName: string;
  readonly itemClass: ItemClass;
  readonly group: number;
  readonly itemType: string;
  readonly financialGroup: string;
  readonly quantityDecimals: number;
  readonly account: string;
  /** What is owed for them yet, below zero for goods that went back. */
  readonly open: bigint;
  /** Units that are not invoiced. */
  readonly units: bigint;
};

/** What moved on accounts in a month: entered, and taken off again by clearings and reversals. */
export type MonthOfLines = {
  readonly period: string;
  readonly added: bigint;
  readonly cleared: bigint;
};

/** What somebody did in the review. */
export type StoredAction = {
  readonly number: number;
  readonly key: string;
  readonly kind: string;
  readonly postedOn: BusinessDate;
  /** As it was asked for, to tell another one with the same key. */
  readonly content: string;
  readonly lines: readonly { readonly event: number; readonly amount: bigint }[];
  readonly events: readonly number[];
  readonly owner: string;
  readonly reason: string;
  readonly undoes: number | undefined;
  readonly doneAt: Date;
  readonly doneBy: string;
};

export type SignOffState = 'signed-off' | 'approved' | 'reopened';

/** How the review of a month stood after somebody signed, approved or reopened it. */
export type StoredSignOff = {
  readonly period: string;
  readonly number: number;
  readonly state: SignOffState;
  /** The last event it knew of. */
  readonly event: number;
  readonly carried: readonly number[];
  readonly amount: bigint;
  readonly reason: string;
  readonly signedAt: Date;
  readonly signedBy: string;
};

/** What can be asked about the review. */
export type ReviewReading = {
  /** The oldest first. */
  readonly lines: (question: LineQuestion) => Promise<readonly PostedLine[]>;
  readonly receipts: (question: {
    readonly accounts: readonly string[];
    readonly to: BusinessDate;
  }) => Promise<readonly UninvoicedReceipt[]>;
  readonly months: (accounts: readonly string[]) => Promise<readonly MonthOfLines[]>;
  /** In the order they were done. */
  readonly actions: () => Promise<readonly StoredAction[]>;
  readonly actionWithKey: (key: string) => Promise<StoredAction | undefined>;
  /** Of one month, or of all, in the order they were signed. */
  readonly signOffs: (period?: Period) => Promise<readonly StoredSignOff[]>;
  readonly eventsNumbered: (numbers: readonly number[]) => Promise<readonly BookedEvent[]>;
};

/** What is kept of it, written once. */
export type ReviewWriting = {
  readonly addAction: (action: Omit<StoredAction, 'number'>) => Promise<number>;
  readonly addSignOff: (signOff: Omit<StoredSignOff, 'number'>) => Promise<void>;
};
