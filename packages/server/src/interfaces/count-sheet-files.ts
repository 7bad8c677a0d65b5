import {
  type CountSheet,
  SHEET_COLUMNS,
  type SheetRow,
} from '../application/counting/count-sheet.ts';
import type { SheetCell, SheetWriter } from './gl-export/sheet-export.ts';
import { csvCell, harmless } from './sheet-text.ts';

type Row = readonly [mediaType: string, ending: string];

/** The forms a count sheet is written in. */
export const SHEET_FORMATS = {
  csv: ['text/csv; charset=utf-8', 'csv'],
  xlsx: ['application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', 'xlsx'],
  json: ['application/json; charset=utf-8', 'json'],
} as const satisfies Record<string, Row>;

export type SheetFormat = keyof typeof SHEET_FORMATS;

export const sheetFormats = ['csv', 'xlsx', 'json'] as const satisfies readonly SheetFormat[];

/**
 * A count sheet as a file, some of it at a time. With its `counted` column filled in, CSV and XLSX are
 * what `perpetua count enter` takes back.
 */
export function writeCountSheet(
  sheet: CountSheet,
  format: SheetFormat,
  write: SheetWriter,
): AsyncIterable<string | Uint8Array> {
  if (format === 'xlsx') return write('Count', sheetCells(sheet));
  return format === 'csv' ? csvLines(sheet) : jsonText(sheet);
}

async function* csvLines({ rows }: CountSheet): AsyncGenerator<string> {
  yield `${SHEET_COLUMNS.join(',')}\r\n`;
  for (const row of rows) {
    yield `${SHEET_COLUMNS.map((column) => csvCell(harmless(row[column]))).join(',')}\r\n`;
  }
}

async function* sheetCells({ rows }: CountSheet): AsyncGenerator<readonly SheetCell[]> {
  yield SHEET_COLUMNS;
  for (const row of rows) yield SHEET_COLUMNS.map((column) => cellOf(row, column));
}

/** Empty cells stay empty; everything else is a text, so that no digit of a code or quantity is lost. */
const cellOf = (row: SheetRow, column: keyof SheetRow): SheetCell =>
  row[column] === '' ? null : row[column];

async function* jsonText({ rows }: CountSheet): AsyncGenerator<string> {
  yield JSON.stringify({ rows });
}
