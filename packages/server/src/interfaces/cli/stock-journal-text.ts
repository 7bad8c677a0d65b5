import type { StockJournalLine } from '../../application/integration/stock-journal-lines.ts';
import { grouped } from './figures.ts';
import { textTable } from './text-table.ts';

type Shown = {
  readonly lines: readonly StockJournalLine[];
  readonly stock: string;
  readonly ledger: string;
  readonly amount?: string;
};

/** Stock and ledger by group, site and account, and by how much the ledger changes. */
export function stockLinesText({ lines, stock, ledger, amount }: Shown): string {
  const columns = [
    { label: 'group', align: 'left' },
    { label: 'site', align: 'left' },
    { label: 'account', align: 'left' },
    { label: 'items', align: 'right' },
    { label: 'stock', align: 'right' },
    { label: 'ledger', align: 'right' },
    { label: 'change', align: 'right' },
  ] as const;
  const rows = lines.map((line) => [
    `${line.group} ${line.description}`,
    line.site,
    line.account,
    String(line.items),
    grouped(line.stock),
    grouped(line.ledger),
    grouped(line.amount),
  ]);
  const change = amount === undefined ? '' : grouped(amount);
  const total = ['in all', '', '', '', grouped(stock), grouped(ledger), change];
  return textTable(columns, [...rows, total], new Set([rows.length]));
}
