/** A row of a text table: every column has a cell. */
export type TableRow<Column extends string> = Readonly<Record<Column, string>>;

/**
 * Reads a table written as text: a line of headings, then one line a row, cells at least two
 * blanks apart. Other headings than the expected ones, or a row with too few or too many cells,
 * are a mistake in the test and fail it; nothing is skipped in silence.
 */
export function readTable<Column extends string>(
  columns: readonly Column[],
  text: string,
): readonly TableRow<Column>[] {
  const [headings = [], ...rows] = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map((line) => line.split(/\s{2,}/));
  if (headings.join('|') !== columns.join('|')) {
    throw new CrookedTable(`the headings are ${headings.join(', ')}, not ${columns.join(', ')}`);
  }
  if (rows.length === 0) throw new CrookedTable('the table has no rows');
  return rows.map((cells) => rowOf(columns, cells));
}

function rowOf<Column extends string>(
  columns: readonly Column[],
  cells: readonly string[],
): TableRow<Column> {
  if (cells.length !== columns.length) {
    throw new CrookedTable(`${columns.length} cells are wanted in: ${cells.join(' | ')}`);
  }
  const row: Record<string, string> = {};
  for (const [index, column] of columns.entries()) row[column] = cells[index] ?? '';
  if (!isRow(columns, row)) throw new CrookedTable(`two columns share a name: ${columns.join()}`);
  return row;
}

const isRow = <Column extends string>(
  columns: readonly Column[],
  row: Readonly<Record<string, string>>,
): row is TableRow<Column> => Object.keys(row).length === columns.length;

/** A table that does not say what its reader expects. */
class CrookedTable extends Error {
  override readonly name = 'CrookedTable';
}
