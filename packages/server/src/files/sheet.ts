import { HucreError } from 'hucre';
import {
  type CellValue,
  readXlsx,
  streamXlsxRows,
  writeXlsxStream,
  XlsxStreamWriter,
} from 'hucre/xlsx';
import { importRefusal } from '../application/importing/import-refusals.ts';
import { refuseFile } from './file-bytes.ts';
import type { RowListener } from './row-portions.ts';

/** A row of a spreadsheet as texts, with the number it has there. */
export type SheetRow = { readonly number: number; readonly cells: readonly string[] };

/**
 * The rows of one sheet of a workbook, as texts. A workbook with several sheets needs to be told
 * which; a guess could read last year's.
 *
 * A number of a spreadsheet is a binary fraction of fifteen digits. It comes as the digits the
 * spreadsheet shows; one too large to be exact is refused. Dates become ISO days, with the time
 * behind them when they have one.
 */
export async function* sheetRows(
  bytes: Uint8Array,
  name: string,
  sheet: string | undefined,
  listener: Pick<RowListener, 'fault'>,
): AsyncGenerator<SheetRow> {
  try {
    const chosen = await chooseSheet(bytes, name, sheet);
    for await (const { index, values } of streamXlsxRows(bytes, { sheet: chosen })) {
      const number = index + 1;
      const cells = values.map((value, column) => {
        const text = textOf(value);
        if (typeof text === 'string') return text;
        const place = { file: name, line: number, column: letterOf(column) };
        listener.fault(importRefusal(text.code, { value: String(value) }, place));
        return '';
      });
      yield { number, cells };
    }
  } catch (error) {
    if (!(error instanceof HucreError)) throw error;
    throw refuseFile('sheet-damaged', name, { fault: error.message });
  }
}

async function chooseSheet(
  bytes: Uint8Array,
  name: string,
  wanted: string | undefined,
): Promise<string | number> {
  const sheets: string[] = [];
  // Their names are all that is asked for: no sheet is read yet.
  await readXlsx(bytes, {
    sheets: (info) => {
      if (info.hidden !== true && info.veryHidden !== true) sheets.push(info.name);
      return false;
    },
  });
  const list = sheets.map((one) => JSON.stringify(one)).join(', ');
  if (wanted !== undefined) {
    if (sheets.includes(wanted)) return wanted;
    throw refuseFile('sheet-unknown', name, { sheet: wanted, sheets: list });
  }
  const [only] = sheets;
  if (only === undefined) throw refuseFile('sheet-damaged', name, { fault: 'it has no sheet' });
  if (sheets.length > 1) throw refuseFile('sheet-unclear', name, { sheets: list });
  return only;
}

type CellFault = { readonly code: 'cell-error' | 'cell-not-exact' };

const ERROR = /^#(?:N\/A|REF!|VALUE!|DIV\/0!|NAME\?|NULL!|NUM!|SPILL!|CALC!)$/;

function textOf(value: CellValue): string | CellFault {
  if (value === null) return '';
  if (typeof value === 'number') return numberText(value) ?? { code: 'cell-not-exact' };
  if (value instanceof Date) return dateText(value);
  if (typeof value === 'boolean') return String(value);
  return ERROR.test(value) ? { code: 'cell-error' } : value;
}

function dateText(date: Date): string {
  const [day = '', time = ''] = date.toISOString().split(/[TZ]/);
  return time === '00:00:00.000' ? day : `${day} ${time.slice(0, 8)}`;
}

const DIGITS_KEPT = 15;

/** With so many digits that count, a number is what is left of a calculation in binary fractions. */
const DIGITS_MEANT = 12;

/** A number in plain decimal digits; undefined when it is larger than a spreadsheet keeps exactly. */
function numberText(number: number): string | undefined {
  if (!Number.isFinite(number) || Math.abs(number) >= 10 ** DIGITS_KEPT) return undefined;
  // 59.7 is often kept as 59.699999999999996; 1/3 has no end and stays as it is.
  const rounded = Number(number.toPrecision(DIGITS_KEPT));
  return plainDigits((digitsOf(rounded) <= DIGITS_MEANT ? rounded : number).toString());
}

const digitsOf = (number: number): number =>
  number.toString().replace(/e.*$/, '').replace(/[-.]/g, '').replace(/^0+/, '').length;

/** `1.5e-7` as `0.00000015`. */
function plainDigits(text: string): string {
  const [digits = '', exponent] = text.split('e-');
  if (exponent === undefined) return text;
  const sign = digits.startsWith('-') ? '-' : '';
  return `${sign}0.${'0'.repeat(Number(exponent) - 1)}${digits.replace(/[-.]/g, '')}`;
}

/** The letters of a column: A, B … Z, AA. */
function letterOf(column: number): string {
  const letter = String.fromCodePoint(65 + (column % 26));
  return column < 26 ? letter : letterOf(Math.trunc(column / 26) - 1) + letter;
}

/** What a cell may hold when a sheet is written; a text stays a text, whatever it looks like. */
export type SheetValue = CellValue;

/** A workbook of one sheet. Amounts and quantities are written as texts, so that no digit is lost. */
export function writeSheet(
  sheet: string,
  rows: Iterable<readonly SheetValue[]>,
): Promise<Uint8Array> {
  const writer = new XlsxStreamWriter({ name: sheet });
  for (const row of rows) writer.addRow([...row]);
  return writer.finish();
}

/**
 * A workbook written as its rows come, in pieces; what is held does not grow with the rows. Rows
 * beyond those of one sheet go on in another, below the first row again.
 */
export async function* streamSheet(
  sheet: string,
  rows: AsyncIterable<readonly SheetValue[]>,
): AsyncGenerator<Uint8Array> {
  yield* writeXlsxStream(copiedRows(rows), { name: sheet });
}

async function* copiedRows(
  rows: AsyncIterable<readonly SheetValue[]>,
): AsyncGenerator<SheetValue[]> {
  for await (const row of rows) yield [...row];
}
