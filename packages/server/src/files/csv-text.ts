import type { Delimiter } from '../application/importing/row-source.ts';

/**
 * One line of CSV, ended. Cells with a delimiter, a quote, a line end or blanks at their ends are
 * quoted; where nothing may be quoted, delimiters and line ends give way to blanks.
 */
export function csvLine(cells: readonly string[], delimiter: Delimiter, quotes = true): string {
  const texts = cells.map((cell) => {
    if (!quotes) return cell.replace(/[\r\n]+/g, ' ').replaceAll(delimiter, ' ');
    const plain = !/["\r\n]|^\s|\s$/.test(cell) && !cell.includes(delimiter);
    return plain ? cell : `"${cell.replaceAll('"', '""')}"`;
  });
  return `${texts.join(delimiter)}\n`;
}
