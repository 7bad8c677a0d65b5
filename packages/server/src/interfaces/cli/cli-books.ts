import type { Workbooks } from '../../application/configuration/mapping-workbook/workbook-sheets.ts';
import type { QueueRetry } from '../../application/exceptions/retry-on-change.ts';
import type { ImportFiles } from '../../application/importing/row-source.ts';
import type { BooksInspection } from '../../application/inspection.ts';
import type { BooksStorage, Clock } from '../../application/ports.ts';
import type { PostingDesks } from '../../application/posting-desks.ts';
import type { BooksReading } from '../../application/reading/ports.ts';
import type { BooksSnapshots } from '../../application/snapshots/snapshot.ts';
import type { SheetWriter } from '../gl-export/sheet-export.ts';
import type { BenchOptions, BenchOutcome } from './measured-figure.ts';
import type { Terminal } from './terminal.ts';

/** The books as commands use them. */
export type CliBooks = {
  readonly storage: BooksStorage;
  readonly desks: PostingDesks;
  /** Tries queues again when configurations change. */
  readonly retrying: QueueRetry;
  readonly inspection: BooksInspection;
  readonly reading: BooksReading;
  readonly snapshots: BooksSnapshots;
  /** Workbooks, written as their rows come. */
  readonly sheets: SheetWriter;
  readonly clock: Clock;
  /** Workbooks as bytes, for the mapping. */
  readonly workbooks: Workbooks;
  readonly actor: string;
  readonly close: () => Promise<void>;
};

/** Options every command takes. */
export type BooksOptions = { readonly data?: string; readonly json?: boolean };

/** What the program hands to commands; the composition provides it. */
export type CliServices = {
  readonly terminal: Terminal;
  /** Files as rows, for imports. */
  readonly files: ImportFiles;
  /** Opens the books; progress and remarks go to standard error. */
  readonly open: (options: BooksOptions) => Promise<CliBooks>;
  /** Serves the API and the web app until it is told to stop. */
  readonly serve: (books: CliBooks, options: ServeOptions) => Promise<RunningServer>;
  /** Measures figures on books of its own, which it removes at the end. */
  readonly bench: (options: BenchOptions, tell: (message: string) => void) => Promise<BenchOutcome>;
};

export type ServeOptions = { readonly port: number; readonly logRequests: boolean };

export type RunningServer = { readonly address: string; readonly stop: () => Promise<void> };
