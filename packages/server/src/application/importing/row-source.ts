import type { Result } from 'perpetua-core';
import type { ImportRefusal } from './import-refusals.ts';

/** The forms a file may have; each but the spreadsheet also inside gzip. */
export const FILE_FORMS = ['csv', 'ndjson', 'xlsx'] as const;
export type FileForm = (typeof FILE_FORMS)[number];

/** Encodings a mapping may name. Without one: UTF-8, or what a byte-order mark says. */
export const ENCODINGS = ['utf-8', 'utf-16le', 'utf-16be', 'latin-1', 'windows-1252'] as const;
export type Encoding = (typeof ENCODINGS)[number];

export const DELIMITERS = [',', ';', '\t', '|'] as const;
export type Delimiter = (typeof DELIMITERS)[number];

/** How a file is written, where the file itself does not say. */
export type FileDescription = {
  readonly form?: FileForm;
  readonly encoding?: Encoding;
  readonly delimiter?: Delimiter;
  /** False: quotes are ordinary characters. */
  readonly quotes?: boolean;
  /** The sheet of a workbook that has several. */
  readonly sheet?: string;
  /** Names of the columns of a file without a header line. */
  readonly columns?: readonly string[];
};

/** Bounds of what is read. A file may be of any size: it is streamed. */
export const FILE_LIMITS = {
  lineBytes: 1_048_576,
  columns: 500,
  lines: 10_000_000,
  /** A spreadsheet is not streamed; it is held in memory. */
  sheetBytes: 100 * 1_048_576,
  sheetCells: 5_000_000,
  /** Rows of accounts, items and places, which are checked and kept as one. */
  masterRows: 250_000,
  /** Rows of counts and inventory journals, of which each document is taken as one. */
  documentRows: 100_000,
  /** Rows of a file that is looked up in. */
  lookupRows: 1_000_000,
} as const;

/** Rows as they come out of a file: the texts of their cells, and the line each begins in. */
export type RowPortion = {
  readonly rows: readonly (readonly string[])[];
  readonly lines: readonly number[];
};

/** At most this many rows come at once; it is also what is posted as one batch. */
export const ROWS_AT_ONCE = 1_000;

/** What is known of a file when it has been read through once. */
export type Inspection = {
  readonly header: readonly string[];
  readonly rows: number;
  /** Of the bytes without gzip, as hexadecimal text; it names the file whatever it is called. */
  readonly sha256: string;
  /** By column: the first cell that is a number written with a comma. */
  readonly commaNumbers: ReadonlyMap<number, { readonly line: number; readonly value: string }>;
  readonly warnings: readonly string[];
};

/** A file of rows. It is read through once to see that it is whole, and once more to be used. */
export type RowSource = {
  /** As it is called in messages. */
  readonly name: string;
  /** Everything that is wrong with the file, or what is in it. */
  readonly inspect: () => Promise<Result<Inspection, ImportRefusal>>;
  /** The rows in their order; only after an inspection that found nothing wrong. */
  readonly portions: () => AsyncIterable<RowPortion>;
};

/** A row that was not taken, on its way into the file of rejected rows. */
export type RejectedRow = {
  readonly cells: readonly string[];
  /** Values of `REJECTED_COLUMNS`. */
  readonly why: readonly string[];
};

/**
 * The columns that a file of rejected rows has beside its own. When it comes back corrected, the
 * first two tell which row it is, so that its key stays the same; the others are passed over.
 */
export const REJECTED_COLUMNS = [
  'rejected-line',
  'rejected-file',
  'rejected-code',
  'rejected-message',
  'rejected-remedy',
] as const;

/** A file of rejected rows, made when the first row is. */
export type RejectedFile = {
  readonly write: (rows: readonly RejectedRow[]) => Promise<void>;
  /** Completes the file; its name, or undefined when no row was rejected. */
  readonly close: () => Promise<string | undefined>;
};

/** What an import asks of the world of files. */
export type ImportFiles = {
  readonly open: (file: string, description: FileDescription) => RowSource;
  /** The path of a file that lies beside another one. */
  readonly beside: (file: string, name: string) => string;
  /**
   * A file of the same form for the rows that are not taken, its columns being those of the
   * source; only after its inspection. Without a name it lies beside the file and takes a name
   * that is free.
   */
  readonly rejected: (
    source: RowSource,
    name?: string,
  ) => Promise<Result<RejectedFile, ImportRefusal>>;
};
