import {
  type BusinessDate,
  type EntryType,
  type GlSource,
  glSources,
  type Period,
  type TransactionType,
} from 'perpetua-core';

/** How much of the journals is told: every line, or sums of a day and type. */
export const EXPORT_MODES = ['detailed', 'summarized'] as const;
export type ExportMode = (typeof EXPORT_MODES)[number];

/** The journals of one GL source, or those of every source. */
export type ExportSource = GlSource | 'all';

/** What an export may take. */
export const EXPORT_SOURCES: readonly ExportSource[] = [...glSources(), 'all'];

/** What a batch moved on one account and center; both amounts in minor units. */
export type AccountTotal = {
  readonly account: string;
  readonly center: string;
  readonly debit: bigint;
  readonly credit: bigint;
};

/**
 * The journals a batch holds: recorded after one event and up to another, of days of one period and
 * entry types of one source. All of it lies in the past, so it never changes.
 */
export type ExportWindow = {
  readonly period: Period;
  readonly entryTypes: readonly EntryType[];
  readonly afterEvent: number;
  readonly lastEvent: number;
};

/** A batch as it is kept: which journals, and a digest of what was handed over. */
export type GlExport = {
  readonly target: string;
  /** From 1, without a gap, for each target. */
  readonly number: number;
  /** The batch whose lines this one gives back; null for an export. */
  readonly reverses: number | null;
  readonly period: Period;
  readonly source: ExportSource;
  readonly mode: ExportMode;
  readonly afterEvent: number;
  readonly lastEvent: number;
  readonly configurationVersion: number;
  readonly madeAt: Date;
  readonly madeBy: string;
  readonly reason: string;
  readonly entries: number;
  readonly lines: number;
  /** The sum of the debits, which is that of the credits, in minor units. */
  readonly amount: bigint;
  readonly accounts: readonly AccountTotal[];
  /** SHA-256 of the lines as `ContentDigest` writes them, as hexadecimal text. */
  readonly sha256: string;
};

/** One line of an exported journal; the amount is on one side, the other is null. */
export type ExportLine = {
  readonly type: TransactionType;
  readonly account: string;
  readonly center: string;
  readonly site: string;
  readonly debit: bigint | null;
  readonly credit: bigint | null;
};

/** A balanced journal on its way to another ledger: an entry, or a day and type added up. */
export type ExportedJournal = {
  /** Number of the entry, or day and type. */
  readonly journal: string;
  readonly postedOn: BusinessDate;
  readonly type: TransactionType;
  /** Of the transaction; blank where journals are added up. */
  readonly key: string;
  readonly document: string;
  readonly reference: string;
  readonly lines: readonly ExportLine[];
};

/** A day with journals of a batch, and the stretch of the log they lie in. */
export type ExportedDay = Pick<ExportWindow, 'afterEvent' | 'lastEvent'> & {
  readonly day: BusinessDate;
};

/** Postings of one day, type, account, center, site and side added up. */
export type DaySum = Omit<ExportLine, 'debit' | 'credit'> & {
  /** Type of the transaction the postings belong to; the line has that of its own end. */
  readonly transaction: TransactionType;
  readonly side: 'debit' | 'credit';
  readonly amount: bigint;
};

/** Account number and GL center as one text (`003.48`); the account alone when it has no center. */
export const accountWithCenter = ({
  account,
  center,
}: {
  readonly account: string;
  readonly center: string;
}): string => (center === '' ? account : `${account}-${center}`);
