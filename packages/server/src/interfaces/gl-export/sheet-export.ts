import type { OpenedExport } from '../../application/exporting/open-export.ts';
import { harmless } from '../sheet-text.ts';
import { EXPORT_COLUMNS, type ExportRow, exportRows, isAmount } from './export-rows.ts';

/** A cell: a text, or a number a spreadsheet can add up. */
export type SheetCell = string | number | null;

/** Writes a workbook of one sheet as it goes; provided by the world of files. */
export type SheetWriter = (
  sheet: string,
  rows: AsyncIterable<readonly SheetCell[]>,
) => AsyncIterable<Uint8Array>;

/** A workbook with the columns of the CSV; amounts are numbers that can be added up. */
export const sheetExport = (opened: OpenedExport, write: SheetWriter): AsyncIterable<Uint8Array> =>
  write('Journals', sheetRows(opened));

async function* sheetRows(opened: OpenedExport): AsyncGenerator<readonly SheetCell[]> {
  yield EXPORT_COLUMNS;
  for await (const rows of exportRows(opened)) for (const row of rows) yield cellsOf(row);
}

const cellsOf = (row: ExportRow): readonly SheetCell[] =>
  EXPORT_COLUMNS.map((column) =>
    isAmount(column) ? amountCell(row[column]) : harmless(row[column]),
  );

/** What a spreadsheet keeps of a number, exactly. */
const DIGITS_KEPT = 15;

/** An amount of more digits stays a text: every cent of it is there, and no cent is made up. */
function amountCell(text: string): SheetCell {
  if (text === '') return null;
  return text.replace(/\D/g, '').length <= DIGITS_KEPT ? Number(text) : text;
}
