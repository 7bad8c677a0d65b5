import { formatDecimal, ok, type Refusal, type Result } from 'perpetua-core';
import type { Asked } from './filters.ts';
import { groupRows } from './grouping.ts';
import type { BooksReading, SupplierBalance } from './ports.ts';
import { readAtMoment } from './read-at-moment.ts';
import { compareTexts, type Report, type ReportColumn, type ReportRow, sumOf } from './report.ts';

/** What the balances of suppliers are asked for. */
export type SupplierBalancesQuery = Asked<'asOf' | 'asKnown'>;

/**
 * What is owed to each vendor, by control account: invoiced less credited. Payments are made
 * elsewhere; the total is the balance of the control accounts as far as these books post to them.
 */
export function supplierBalances(
  books: BooksReading,
  company: number,
  query: SupplierBalancesQuery,
): Promise<Result<Report, Refusal>> {
  return readAtMoment(books, company, query, async ({ session, moment, names }) => {
    const { asOf, asKnown } = moment;
    const balances = await session.supplierBalances({ event: asKnown.event, to: asOf });
    const vendors = new Map(
      (await session.facts(asKnown.configuration, ['vendor'])).flatMap((fact) =>
        fact.kind === 'vendor' ? [[fact.key, fact.content.name] as const] : [],
      ),
    );
    const decimals = names.company.currencyDecimals;
    const grouped = groupRows(balances, {
      groupOf: undefined,
      compare: (a, b) => compareTexts(a.party, b.party) || compareTexts(a.account, b.account),
      rowOf: (line) => ({
        party: line.party,
        name: vendors.get(line.party) ?? '',
        account: line.account,
        documents: String(line.documents),
        ...amounts([line], decimals),
      }),
      sumUp: (some) => amounts(some, decimals),
    });
    return ok({
      name: 'supplier-balances',
      title: 'Supplier balances',
      columns: COLUMNS,
      ...grouped,
      next: null,
      asOf: asOf ?? (await session.lastDay(asKnown.event)),
      asKnown,
    });
  });
}

function amounts(lines: readonly SupplierBalance[], decimals: number): ReportRow {
  const invoiced = sumOf(lines.map((line) => line.invoiced));
  const credited = sumOf(lines.map((line) => line.credited));
  return {
    invoiced: formatDecimal(invoiced, decimals),
    credited: formatDecimal(credited, decimals),
    balance: formatDecimal(invoiced - credited, decimals),
  };
}

const COLUMNS: readonly ReportColumn[] = [
  { key: 'party', label: 'Vendor', kind: 'text' },
  { key: 'name', label: 'Name', kind: 'text' },
  { key: 'account', label: 'Account', kind: 'text' },
  { key: 'documents', label: 'Documents', kind: 'number' },
  { key: 'invoiced', label: 'Invoiced', kind: 'money' },
  { key: 'credited', label: 'Credited', kind: 'money' },
  { key: 'balance', label: 'Balance', kind: 'money' },
];
