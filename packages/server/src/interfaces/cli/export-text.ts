import type { GlExport } from '../../application/exporting/gl-export.ts';
import {
  type ListedExport,
  toldAccounts,
  toldExport,
} from '../../application/exporting/told-export.ts';
import type { FoundCompany } from '../../application/find-company.ts';
import { amountText, grouped } from './figures.ts';
import { textTable } from './text-table.ts';

/** A batch in one line. */
export function batchLine(batch: GlExport, { currency, currencyDecimals }: FoundCompany): string {
  const { target, number, reverses, period, source, mode, entries, lines, amount } = batch;
  const name = `batch ${number} of ${target}${reverses === null ? '' : `, reversal of batch ${reverses}`}`;
  const size = `${counted(entries, 'entry', 'entries')}, ${counted(lines, 'line', 'lines')}`;
  const total = `${amountText(amount, currencyDecimals)} ${currency}`;
  return `${name}: ${period}, ${source}, ${mode}, ${size}, debit = credit = ${total}`;
}

const counted = (count: number, one: string, more: string): string =>
  `${count.toLocaleString('en')} ${count === 1 ? one : more}`;

/** Debits and credits of a batch by account and center. */
export function accountsText(batch: GlExport, { currencyDecimals }: FoundCompany): string {
  const rows = toldAccounts(batch, currencyDecimals).map((total) => [
    total.accountWithCenter,
    grouped(total.debit),
    grouped(total.credit),
  ]);
  const amount = amountText(batch.amount, currencyDecimals);
  const columns = [
    { label: 'account', align: 'left' },
    { label: 'debit', align: 'right' },
    { label: 'credit', align: 'right' },
  ] as const;
  return textTable(columns, [...rows, ['total', amount, amount]], new Set([rows.length]));
}

/** A batch for programs, as the API tells it. */
export function batchJson(
  status: string,
  batch: GlExport,
  { currencyDecimals: decimals }: FoundCompany,
): string {
  const told = { ...toldExport(batch, decimals), accounts: toldAccounts(batch, decimals) };
  return JSON.stringify({ status, export: told }, null, 2);
}

/** The batches as a table. */
export function listText(exports: readonly ListedExport[]): string {
  if (exports.length === 0) return 'There are no batches.';
  const columns = [
    { label: 'target', align: 'left' },
    { label: 'batch', align: 'right' },
    { label: 'period', align: 'left' },
    { label: 'source', align: 'left' },
    { label: 'mode', align: 'left' },
    { label: 'entries', align: 'right' },
    { label: 'lines', align: 'right' },
    { label: 'amount', align: 'right' },
    { label: 'made at', align: 'left' },
    { label: 'by', align: 'left' },
    { label: 'remark', align: 'left' },
  ] as const;
  const rows = exports.map((one) => [
    one.target,
    String(one.number),
    one.period,
    one.source,
    one.mode,
    grouped(String(one.entries)),
    grouped(String(one.lines)),
    grouped(one.debit),
    one.madeAt,
    one.madeBy,
    remarkOn(one),
  ]);
  return textTable(columns, rows);
}

function remarkOn({ reverses, reason, reversedBy }: ListedExport): string {
  if (reverses !== null) return `reverses ${reverses}: ${reason}`;
  return reversedBy === null ? '' : `reversed by ${reversedBy}`;
}
