import { HucreError } from 'hucre';
import { readXlsx, type WriteSheet, writeXlsx } from 'hucre/xlsx';
import { FileRefused } from '../application/importing/import-refusals.ts';
import { type SheetValue, sheetRows } from './sheet.ts';

/** A sheet to be written: its rows, the first one the header; words a column can be. */
type Written = {
  readonly name: string;
  readonly rows: readonly (readonly SheetValue[])[];
  readonly choices?: readonly { readonly column: number; readonly words: readonly string[] }[];
};

type Row = { readonly number: number; readonly cells: readonly string[] };
type Unread = { readonly row: number; readonly column: string; readonly fault: string };
type Read = {
  readonly name: string;
  readonly rows: readonly Row[];
  readonly unread: readonly Unread[];
};

/** More than this is no workbook of settings. */
const MOST_BYTES = 8 * 1024 * 1024;
const MOST_ROWS = 20_000;
const WIDEST = 60;
const ROOM = 2;

/** A workbook of several sheets. A text is written as a text, so that `0130` stays as it is. */
export function writeWorkbook(sheets: readonly Written[]): Promise<Uint8Array> {
  return writeXlsx({ sheets: sheets.map(sheetOf) });
}

function sheetOf(sheet: Written): WriteSheet {
  const { name, rows, choices = [] } = sheet;
  const [header = []] = rows;
  return {
    name,
    // A cell without a text is left blank, so that filters of a spreadsheet find it so.
    rows: rows.map((row) => row.map((cell) => (cell === '' ? null : cell))),
    columns: header.map((_, column) => ({ width: widthOf(sheet, column) })),
    freezePane: { rows: 1 },
    dataValidations: choices.map(({ column, words }) => ({
      type: 'list',
      values: [...words],
      range: `${letterOf(column)}2:${letterOf(column)}${rows.length + 1}`,
      allowBlank: true,
    })),
  };
}

const widthOf = ({ rows }: Written, column: number): number =>
  Math.min(WIDEST, Math.max(...rows.map((row) => String(row[column] ?? '').length))) + ROOM;

const letterOf = (column: number): string => String.fromCodePoint(65 + column);

/**
 * The sheets of a workbook as texts, hidden ones left out; numbers in plain digits. What is no
 * workbook, or too large for one, comes back as the sentence that says so.
 */
export async function readWorkbook(
  bytes: Uint8Array,
): Promise<{ readonly sheets: readonly Read[] } | { readonly fault: string }> {
  if (bytes.length > MOST_BYTES)
    return { fault: `The workbook is larger than ${MOST_BYTES / 1024 / 1024} MiB.` };
  if (bytes[0] !== 0x50 || bytes[1] !== 0x4b)
    return { fault: 'This is no workbook of the form .xlsx.' };
  try {
    const sheets: Read[] = [];
    for (const name of await sheetNames(bytes)) {
      const read = await readSheet(bytes, name);
      if (read === undefined) return { fault: `Sheet ${name} has more than ${MOST_ROWS} rows.` };
      sheets.push(read);
    }
    return { sheets };
  } catch (error) {
    if (!(error instanceof HucreError || error instanceof FileRefused)) throw error;
    return { fault: `The workbook cannot be read: ${error.message}` };
  }
}

async function sheetNames(bytes: Uint8Array): Promise<readonly string[]> {
  const names: string[] = [];
  await readXlsx(bytes, {
    sheets: ({ name, hidden, veryHidden }) => {
      if (hidden !== true && veryHidden !== true) names.push(name);
      return false;
    },
  });
  return names;
}

async function readSheet(bytes: Uint8Array, name: string): Promise<Read | undefined> {
  const unread: Unread[] = [];
  const fault = ({ line = 0, column = '', message }: UnreadCell) =>
    unread.push({ row: line, column, fault: message });
  const rows: Row[] = [];
  for await (const row of sheetRows(bytes, name, name, { fault })) {
    if (rows.length >= MOST_ROWS) return undefined;
    rows.push(row);
  }
  return { name, rows, unread };
}

type UnreadCell = { readonly line?: number; readonly column?: string; readonly message: string };
