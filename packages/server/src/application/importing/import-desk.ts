import type { BooksStorage, Clock, CompanyName } from '../ports.ts';
import type { PostingDesk } from '../posting-desk.ts';
import type { ImportKind } from './import-kinds.ts';
import type { ImportProgress } from './import-report.ts';
import type { Mapping } from './mapping/mapping-form.ts';
import type { ImportFiles } from './row-source.ts';

/** What is to be imported, and how. */
export type ImportRequest = {
  readonly kind: ImportKind;
  /** One or more, read in this order as one import. */
  readonly files: readonly string[];
  readonly mapping?: Mapping;
  /** Other paths for the lookups of the mapping, by their names. */
  readonly lookupFiles?: Readonly<Record<string, string>>;
  /** Decides everything and keeps nothing. */
  readonly dryRun?: boolean;
  /** What rows of documents say that leave a column empty: the count they belong to, a journal's day. */
  readonly defaults?: Readonly<Record<string, string>>;
  /** All rows or none. */
  readonly strict?: boolean;
  /** Day on which the value of stock moves that the import gives another account (`002.39`). */
  readonly reclassifyOn?: string;
  /** Where refused rows go; without it, to a new file beside the imported one. */
  readonly rejectedFile?: string;
  readonly progress?: (progress: ImportProgress) => void;
  /** Asks to stop between two batches. */
  readonly signal?: AbortSignal;
};

/** Where an import gets its files and takes its rows to. */
export type ImportDesk = {
  readonly storage: BooksStorage;
  readonly desk: PostingDesk;
  readonly company: CompanyName;
  readonly clock: Clock;
  readonly files: ImportFiles;
  /** Who imports, for the books. */
  readonly recordedBy: string;
};
