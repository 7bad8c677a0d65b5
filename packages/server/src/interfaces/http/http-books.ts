import type { Workbooks } from '../../application/configuration/mapping-workbook/workbook-sheets.ts';
import type { BooksInspection } from '../../application/inspection.ts';
import type { BooksStorage, Clock } from '../../application/ports.ts';
import type { PostingDesks } from '../../application/posting-desks.ts';
import type { BooksReading } from '../../application/reading/ports.ts';
import type { SheetWriter } from '../gl-export/sheet-export.ts';

/** What the routes work with: use cases take these, nothing of the database shows through. */
export type HttpBooks = {
  readonly storage: BooksStorage;
  readonly desks: PostingDesks;
  readonly reading: BooksReading;
  /** Workbooks, written as their rows come. */
  readonly sheets: SheetWriter;
  readonly inspection: BooksInspection;
  readonly clock: Clock;
  readonly workbooks: Workbooks;
  readonly actor: string;
};
