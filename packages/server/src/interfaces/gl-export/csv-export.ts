import type { OpenedExport } from '../../application/exporting/open-export.ts';
import { csvCell, harmless } from '../sheet-text.ts';
import { EXPORT_COLUMNS, type ExportRow, exportRows, isAmount } from './export-rows.ts';

/** RFC 4180, with a header. Texts that a spreadsheet would take for a formula are made harmless. */
export async function* csvExport(opened: OpenedExport): AsyncGenerator<string> {
  yield `${EXPORT_COLUMNS.join(',')}\r\n`;
  for await (const rows of exportRows(opened)) yield rows.map(csvLine).join('');
}

const csvLine = (row: ExportRow): string => {
  const cells = EXPORT_COLUMNS.map((column) =>
    csvCell(isAmount(column) ? row[column] : harmless(row[column])),
  );
  return `${cells.join(',')}\r\n`;
};
