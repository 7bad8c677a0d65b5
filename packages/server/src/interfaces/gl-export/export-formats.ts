import { keysOf } from 'perpetua-core';
import type { OpenedExport } from '../../application/exporting/open-export.ts';
import { beancountExport } from './beancount-export.ts';
import { csvExport } from './csv-export.ts';
import { hledgerExport, ledgerExport } from './journal-export.ts';
import { jsonExport } from './json-export.ts';
import { type SheetWriter, sheetExport } from './sheet-export.ts';

type Row = readonly [
  mediaType: string,
  ending: string,
  write: (opened: OpenedExport, sheets: SheetWriter) => AsyncIterable<string | Uint8Array>,
];

const SHEET = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** The forms in which a batch can be had. */
// biome-ignore format: a table reads as a table
export const EXPORT_FORMATS = {
  // format     media type                         ending       how
  'csv':       ['text/csv; charset=utf-8',         'csv',       csvExport],
  'xlsx':      [SHEET,                             'xlsx',      sheetExport],
  'json':      ['application/json; charset=utf-8', 'json',      jsonExport],
  'hledger':   ['text/plain; charset=utf-8',       'journal',   hledgerExport],
  'ledger':    ['text/plain; charset=utf-8',       'ledger',    ledgerExport],
  'beancount': ['text/plain; charset=utf-8',       'beancount', beancountExport],
} as const satisfies Record<string, Row>;

export type ExportFormat = keyof typeof EXPORT_FORMATS;

/** All forms in the order of the table. */
export const exportFormats = (): readonly ExportFormat[] => keysOf(EXPORT_FORMATS);

/** The content of a batch in a form, piece by piece; the same bytes whenever it is asked for. */
export function writeExport(
  opened: OpenedExport,
  format: ExportFormat,
  sheets: SheetWriter,
): AsyncIterable<string | Uint8Array> {
  const [, , write]: Row = EXPORT_FORMATS[format];
  return write(opened, sheets);
}
