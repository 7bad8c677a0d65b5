import { formatDecimal } from 'perpetua-core';
import {
  accountWithCenter,
  type ExportedJournal,
  type ExportLine,
} from '../../application/exporting/gl-export.ts';
import type { OpenedExport } from '../../application/exporting/open-export.ts';

/** The columns of an export, in their order; each line of a journal has all of them. */
export const EXPORT_COLUMNS = [
  'batch',
  'journal',
  'postedOn',
  'type',
  'key',
  'document',
  'reference',
  'account',
  'accountName',
  'center',
  'accountWithCenter',
  'site',
  'debit',
  'credit',
  'currency',
] as const;

type ExportColumn = (typeof EXPORT_COLUMNS)[number];

/** The columns that hold amounts. */
export const isAmount = (column: ExportColumn): boolean =>
  column === 'debit' || column === 'credit';

/** A line with every column as a text; blank on the side that has no amount. */
export type ExportRow = Readonly<Record<ExportColumn, string>>;

/** The lines of an export as rows, some at a time. */
export async function* exportRows(opened: OpenedExport): AsyncGenerator<readonly ExportRow[]> {
  for await (const journals of opened.journals())
    yield journals.flatMap((journal) => journal.lines.map((line) => rowOf(opened, journal, line)));
}

function rowOf(
  { batch, chart, company }: OpenedExport,
  { journal, postedOn, key, document, reference }: ExportedJournal,
  line: ExportLine,
): ExportRow {
  const { type, account, center, site, debit, credit } = line;
  const text = (amount: bigint | null) =>
    amount === null ? '' : formatDecimal(amount, company.currencyDecimals);
  return {
    batch: `${batch.target}-${batch.number}`,
    journal,
    postedOn,
    type,
    key,
    document,
    reference,
    account,
    accountName: chart.get(account)?.name ?? account,
    center,
    accountWithCenter: accountWithCenter(line),
    site,
    debit: text(debit),
    credit: text(credit),
    currency: company.currency,
  };
}
