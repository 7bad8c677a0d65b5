/** A column of a table on the terminal. */
export type TableColumn = { readonly label: string; readonly align: 'left' | 'right' };

/** A table of texts, columns as wide as their widest cell; `rules` are row indexes that get a line above. */
export function textTable(
  columns: readonly TableColumn[],
  rows: readonly (readonly string[])[],
  rules: ReadonlySet<number> = new Set(),
): string {
  const widths = columns.map(({ label }, index) =>
    rows.reduce((width, row) => Math.max(width, (row[index] ?? '').length), label.length),
  );
  const line = (cells: readonly string[]) =>
    columns
      .map(({ align }, index) => {
        const cell = cells[index] ?? '';
        const width = widths[index] ?? 0;
        return align === 'right' ? cell.padStart(width) : cell.padEnd(width);
      })
      .join('  ')
      .trimEnd();
  const rule = widths.map((width) => '─'.repeat(width)).join('  ');
  const body = rows.flatMap((row, index) => (rules.has(index) ? [rule, line(row)] : [line(row)]));
  return [line(columns.map(({ label }) => label)), rule, ...body].join('\n');
}
