import { createHash } from 'node:crypto';
import { importRefusal } from '../application/importing/import-refusals.ts';
import { FILE_LIMITS, type RowPortion } from '../application/importing/row-source.ts';
import { type Chunks, refuseFile } from './file-bytes.ts';
import { PortionGatherer, type RowListener } from './row-portions.ts';
import { sheetRows } from './sheet.ts';

const ZIP = Buffer.from('PK');
const OLE = Buffer.from([0xd0, 0xcf, 0x11, 0xe0]);

/** A spreadsheet whole in memory, and what names it. */
export type SheetBytes = { readonly bytes: Buffer; readonly sha256: string };

/** Reads a spreadsheet whole; it is refused when it is too large for that, or none. */
export async function sheetBytes(chunks: Chunks, name: string): Promise<SheetBytes> {
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of chunks) {
    size += piece.length;
    if (size > FILE_LIMITS.sheetBytes) {
      const limit = `${FILE_LIMITS.sheetBytes / 1_048_576} MB, the most for a spreadsheet`;
      throw refuseFile('file-too-large', name, { limit });
    }
    pieces.push(piece);
  }
  const bytes = Buffer.concat(pieces);
  if (bytes.subarray(0, OLE.length).equals(OLE)) {
    throw refuseFile('sheet-damaged', name, {
      fault: 'it is an old .xls, or locked by a password',
    });
  }
  if (!bytes.subarray(0, ZIP.length).equals(ZIP)) {
    throw refuseFile('file-form-differs', name, { named: name, content: 'no spreadsheet' });
  }
  return { bytes, sha256: createHash('sha256').update(bytes).digest('hex') };
}

/** The rows of a spreadsheet below its first row with something in it, which is the header. */
export async function* sheetPortions(
  { bytes }: SheetBytes,
  {
    name,
    sheet,
    columns,
  }: {
    readonly name: string;
    readonly sheet: string | undefined;
    readonly columns: readonly string[] | undefined;
  },
  listener: RowListener,
): AsyncGenerator<RowPortion> {
  const gatherer = new PortionGatherer();
  let header = columns;
  let cellCount = 0;
  if (header !== undefined) listener.header(header);
  for await (const { number, cells } of sheetRows(bytes, name, sheet, listener)) {
    const length = cells.findLastIndex((cell) => cell.trim() !== '') + 1;
    if (length === 0) continue;
    if (header === undefined) {
      header = cells.slice(0, length).map((cell) => cell.trim());
      if (header.length > FILE_LIMITS.columns) {
        throw refuseFile('too-many-columns', name, { limit: String(FILE_LIMITS.columns) });
      }
      listener.header(header);
      continue;
    }
    cellCount += header.length;
    if (cellCount > FILE_LIMITS.sheetCells) {
      const limit = `${FILE_LIMITS.sheetCells} cells, the most for a spreadsheet`;
      throw refuseFile('file-too-large', name, { limit });
    }
    if (length > header.length) {
      const details = { cells: String(length), columns: String(header.length) };
      listener.fault(importRefusal('row-length', details, { file: name, line: number }));
    }
    gatherer.add(filledUp(cells, header.length), number);
    yield* gatherer.take();
  }
  yield* gatherer.take(true);
}

/** A spreadsheet leaves out the empty cells at the end of a row. */
const filledUp = (cells: readonly string[], length: number): readonly string[] =>
  cells.length >= length
    ? cells.slice(0, length)
    : [...cells, ...Array.from({ length: length - cells.length }, () => '')];
