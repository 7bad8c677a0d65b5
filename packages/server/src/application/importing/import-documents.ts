import { ok, type Result, refused } from 'perpetua-core';
import { findCompany } from '../find-company.ts';
import { countReading } from './documents/count-reading.ts';
import { type DocumentReading, DocumentTexts } from './documents/document-reading.ts';
import { journalReading } from './documents/journal-reading.ts';
import { manualJournalReading } from './documents/manual-journal-reading.ts';
import type { ImportDesk, ImportRequest } from './import-desk.ts';
import type { DocumentKind } from './import-kinds.ts';
import {
  coreRefusal,
  type FilePlace,
  type ImportRefusal,
  importRefusal,
} from './import-refusals.ts';
import { type CarriedOut, ImportCount } from './import-report.ts';
import { RowTexts } from './master-data/row-texts.ts';
import { type OpenedFile, openRejected, rejectedRow } from './opened-file.ts';
import { FILE_LIMITS, type RejectedRow } from './row-source.ts';

/**
 * Takes the documents that the rows of files make up: each whole or not at all. When one row of a
 * document is refused, all its rows go to the file of rejected rows, so that it can be corrected and
 * imported as it is.
 */
export async function importDocuments(
  kind: DocumentKind,
  request: ImportRequest,
  desk: ImportDesk,
  files: readonly OpenedFile[],
): Promise<Result<CarriedOut, ImportRefusal>> {
  const tooLarge = files.filter(({ inspection }) => inspection.rows > FILE_LIMITS.documentRows);
  if (tooLarge.length > 0) {
    const limit = `${FILE_LIMITS.documentRows} rows of ${kind}`;
    const place = ({ source }: OpenedFile) => ({ file: source.name });
    return refused(tooLarge.map((file) => importRefusal('file-too-large', { limit }, place(file))));
  }
  const company = await findCompany(desk.storage, desk.company.code);
  if (!company.ok) return refused(company.reasons.map((reason) => coreRefusal(reason)));
  const { storage, clock, recordedBy: actor } = desk;
  const place = { storage, clock, actor, company: company.value };
  const imports = {
    counts: () => new DocumentImport(countReading(place), request, desk).run(files),
    'inventory-journals': () => new DocumentImport(journalReading(place), request, desk).run(files),
    'manual-journals': () =>
      new DocumentImport(manualJournalReading(place), request, desk).run(files),
  } as const satisfies Record<DocumentKind, unknown>;
  return imports[kind]();
}

/** A row that was read, with what it takes to write it down when its document is refused. */
type ReadRow<Row> = {
  readonly row: Row;
  readonly file: OpenedFile;
  readonly cells: readonly string[];
  readonly place: FilePlace;
  readonly first: { readonly firstLine: string; readonly firstFile: string };
  readonly refusals: readonly ImportRefusal[];
};

class DocumentImport<Row> {
  readonly #reading: DocumentReading<Row>;
  readonly #request: ImportRequest;
  readonly #desk: ImportDesk;
  readonly #count = new ImportCount();
  readonly #documents = new Map<string, ReadRow<Row>[]>();

  constructor(reading: DocumentReading<Row>, request: ImportRequest, desk: ImportDesk) {
    this.#reading = reading;
    this.#request = request;
    this.#desk = desk;
  }

  async run(files: readonly OpenedFile[]): Promise<Result<CarriedOut, ImportRefusal>> {
    for (const file of files) await this.#read(file);
    const { dryRun = false, strict = false } = this.#request;
    const documents = this.#documents.size;
    if (strict && documents > 1)
      return refused([importRefusal('strict-several', { count: String(documents) })]);
    const rejected = new Map<OpenedFile, RejectedRow[]>();
    for (const [document, rows] of this.#documents) {
      for (const { file, row } of await this.#take(document, rows)) {
        const known = rejected.get(file);
        if (known === undefined) rejected.set(file, [row]);
        else known.push(row);
      }
    }
    const rejectedFiles: string[] = [];
    for (const [file, rows] of rejected) {
      const written = await openRejected(this.#request, this.#desk, file);
      await written.write(rows);
      const name = await written.close();
      if (name !== undefined) rejectedFiles.push(name);
    }
    const count = this.#count;
    const kept = !dryRun && !(strict && count.refused > 0);
    return ok({ count, kept, stopped: false, rejectedFiles });
  }

  async #read(file: OpenedFile): Promise<void> {
    const { reader, source } = file;
    const { defaults = {} } = this.#request;
    for await (const portion of source.portions()) {
      for (const [index, cells] of portion.rows.entries()) {
        this.#count.rows += 1;
        const line = portion.lines[index] ?? 0;
        const skipped = reader.next(cells, line);
        const texts = new DocumentTexts(new RowTexts(reader), defaults);
        const because = skipped ?? this.#reading.skip(texts);
        if (because === undefined) this.#add(file, cells, texts);
        else this.#count.skip(because);
      }
    }
  }

  #add(file: OpenedFile, cells: readonly string[], texts: DocumentTexts): void {
    const { row: inHand } = texts.texts;
    const document = this.#reading.nameOf(texts);
    const rows = this.#documents.get(document) ?? [];
    const row = this.#reading.read(texts, rows[0]?.row);
    const { place, firstLine, firstFile, refusals } = inHand;
    rows.push({ row, file, cells, place, first: { firstLine, firstFile }, refusals });
    this.#documents.set(document, rows);
  }

  /** Takes a document; when it is refused, its rows come back with the reasons. */
  async #take(document: string, rows: readonly ReadRow<Row>[]) {
    const readable = rows.filter(({ refusals }) => refusals.length === 0);
    const isReadable = readable.length === rows.length;
    const { dryRun = false } = this.#request;
    // Of a document that cannot be read whole, the rest is tried, so that all is told at once.
    const taken = readable.map(({ row }) => row);
    const done = await this.#reading.take(taken, dryRun || !isReadable);
    if (done.ok && isReadable) {
      if (done.value === 'same') this.#count.alreadyThere += rows.length;
      else this.#count.posted += rows.length;
      return [];
    }
    const reasons = done.ok ? [] : done.reasons;
    const byRow = Map.groupBy(reasons, ({ line = 1 }) => readable[line - 1]);
    return rows.map((row) => {
      const { file, cells, first, place, refusals } = row;
      const own = [
        ...refusals,
        ...(byRow.get(row) ?? []).map(({ code, details }) => coreRefusal({ code, details }, place)),
      ];
      const others = [importRefusal('document-refused', { document }, place)];
      const told = own.length > 0 ? own : others;
      this.#count.refuse(told);
      return { file, row: rejectedRow(cells, first, told) };
    });
  }
}
