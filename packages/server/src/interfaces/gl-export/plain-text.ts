import { formatDecimal } from 'perpetua-core';
import type { ExportedJournal, ExportLine } from '../../application/exporting/gl-export.ts';
import type { OpenedExport } from '../../application/exporting/open-export.ts';

/** What the batch is, for the comment at the top of a file. */
export function headLines({ batch, company }: OpenedExport): readonly string[] {
  const { target, number, reverses, period, source, mode, entries, lines } = batch;
  const what = reverses === null ? '' : `, reversal of batch ${reverses}`;
  return [
    `Perpetua, company ${company.code}: batch ${number} of target ${target}${what}`,
    `journals of ${period}, source ${source}, ${mode}: ${entries} entries, ${lines} lines`,
    `sha256 ${batch.sha256}`,
  ];
}

/** Debits positive, credits negative, as a decimal text. */
export const signedAmount = (
  { debit, credit }: ExportLine,
  { currencyDecimals }: { readonly currencyDecimals: number },
): string => formatDecimal((debit ?? 0n) - (credit ?? 0n), currencyDecimals);

/** What a line is named after; its type only where it is not that of the journal: a pair has two. */
export const namesOf = (
  { type: own }: ExportedJournal,
  { type, site }: ExportLine,
): { readonly site: string; readonly type: string } => ({ site, type: type === own ? '' : type });
