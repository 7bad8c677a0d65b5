import { type Refusal, refusal } from 'perpetua-core';
import { COLUMNS, type SheetName } from './mapping-sheets.ts';
import type { ReadSheet } from './workbook-sheets.ts';

/** A row of a sheet with its cells by the name of their column. */
export type NamedRow = {
  readonly number: number;
  /** The text of a cell without blanks around it; undefined where the sheet lacks the column. */
  readonly cell: (column: string) => string | undefined;
};

/** What is wrong with a cell. */
export const cellFault = (sheet: string, row: number, column: string, fault: string): Refusal =>
  refusal('cell-invalid', { sheet, row: String(row), column, fault });

/**
 * The rows of a sheet below its header, which is its first row with something in it. Columns may
 * come in any order, with others beside them; a column the key needs must be there, and a key
 * stands once.
 */
export function namedRows(
  sheets: readonly ReadSheet[],
  name: SheetName,
  keys: readonly string[],
  refusals: Refusal[],
): readonly NamedRow[] {
  const sheet = sheets.find((one) => sameWord(one.name, name));
  if (sheet === undefined) return [];
  for (const { row, column, fault } of sheet.unread)
    refusals.push(cellFault(name, row, column, fault));
  const [header, ...rows] = sheet.rows.filter(({ cells }) =>
    cells.some((cell) => cell.trim() !== ''),
  );
  if (header === undefined) return [];
  const titles = header.cells.map((cell) => cell.trim());
  const positions = new Map<string, number>();
  for (const column of COLUMNS[name]) {
    const found = titles.flatMap((title, index) => (sameWord(title, column) ? [index] : []));
    if (found.length > 1)
      refusals.push(cellFault(name, header.number, column, 'the column stands there twice'));
    if (found[0] !== undefined) positions.set(column, found[0]);
  }
  const missing = keys.filter((key) => !positions.has(key));
  for (const key of missing)
    refusals.push(cellFault(name, header.number, key, 'the column is missing'));
  if (missing.length > 0) return [];
  const named = rows.map(({ number, cells }): NamedRow => {
    const cell = (column: string) => {
      const position = positions.get(column);
      return position === undefined ? undefined : (cells[position] ?? '').trim();
    };
    return { number, cell };
  });
  const blank = named.filter(({ cell }) => COLUMNS[name].every((column) => !cell(column)));
  return withoutTwins(
    named.filter((row) => !blank.includes(row)),
    name,
    keys,
    refusals,
  );
}

function withoutTwins(
  rows: readonly NamedRow[],
  name: SheetName,
  keys: readonly string[],
  refusals: Refusal[],
): readonly NamedRow[] {
  const first = new Map<string, number>();
  return rows.filter(({ number, cell }) => {
    const key = keys.map((column) => cell(column) ?? '').join('\n');
    const before = first.get(key);
    first.set(key, before ?? number);
    if (before === undefined) return true;
    const fault = `the same stands in row ${before} already`;
    refusals.push(cellFault(name, number, keys.at(-1) ?? '', fault));
    return false;
  });
}

/** Whether two words are the same to a reader of a sheet. */
export const sameWord = (one: string, other: string): boolean =>
  one.trim().toLowerCase() === other.toLowerCase();
