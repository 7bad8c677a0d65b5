import { formatDecimal, ok, type Refusal, type Result } from 'perpetua-core';
import type { Asked } from './filters.ts';
import { groupRows } from './grouping.ts';
import type { BooksReading, PartyBalance, PartyKind } from './ports.ts';
import { readAtMoment } from './read-at-moment.ts';
import { compareTexts, type Report, type ReportColumn, type ReportRow, sumOf } from './report.ts';

/** What the balances of parties are asked for. */
type PartyBalancesQuery = Asked<'asOf' | 'asKnown'>;

type PartyReport = (
  books: BooksReading,
  company: number,
  query: PartyBalancesQuery,
) => Promise<Result<Report, Refusal>>;

type ReportNames = { readonly name: string; readonly title: string; readonly party: string };

/**
 * What is owed to each vendor, by control account: invoiced less credited. Payments are made
 * elsewhere; the total is the balance of the control accounts as far as these books post to them.
 */
export const supplierBalances: PartyReport = (books, company, query) =>
  balancesOf(books, company, query, 'vendor');

/** What each customer owes, in the same way (`000.26`). */
export const customerBalances: PartyReport = (books, company, query) =>
  balancesOf(books, company, query, 'customer');

const NAMES: Readonly<Record<PartyKind, ReportNames>> = {
  vendor: { name: 'supplier-balances', title: 'Supplier balances', party: 'Vendor' },
  customer: { name: 'customer-balances', title: 'Customer balances', party: 'Customer' },
};

function balancesOf(
  books: BooksReading,
  company: number,
  query: PartyBalancesQuery,
  kind: PartyKind,
): Promise<Result<Report, Refusal>> {
  const { name, title, party } = NAMES[kind];
  return readAtMoment(books, company, query, async ({ session, moment, names }) => {
    const { asOf, asKnown } = moment;
    const balances = await session.partyBalances(kind, { event: asKnown.event, to: asOf });
    const parties = new Map(
      (await session.facts(asKnown.configuration, [kind])).flatMap((fact) =>
        fact.kind === kind ? [[fact.key, fact.content.name] as const] : [],
      ),
    );
    const decimals = names.company.currencyDecimals;
    const grouped = groupRows(balances, {
      groupOf: undefined,
      compare: (a, b) => compareTexts(a.party, b.party) || compareTexts(a.account, b.account),
      rowOf: (line) => ({
        party: line.party,
        name: parties.get(line.party) ?? '',
        account: line.account,
        documents: String(line.documents),
        ...amounts([line], decimals),
      }),
      sumUp: (some) => amounts(some, decimals),
    });
    return ok({
      name,
      title,
      columns: [{ key: 'party', label: party, kind: 'text' }, ...COLUMNS],
      ...grouped,
      next: null,
      asOf: asOf ?? (await session.lastDay(asKnown.event)),
      asKnown,
    });
  });
}

function amounts(lines: readonly PartyBalance[], decimals: number): ReportRow {
  const invoiced = sumOf(lines.map((line) => line.invoiced));
  const credited = sumOf(lines.map((line) => line.credited));
  return {
    invoiced: formatDecimal(invoiced, decimals),
    credited: formatDecimal(credited, decimals),
    balance: formatDecimal(invoiced - credited, decimals),
  };
}

const COLUMNS: readonly ReportColumn[] = [
  { key: 'name', label: 'Name', kind: 'text' },
  { key: 'account', label: 'Account', kind: 'text' },
  { key: 'documents', label: 'Documents', kind: 'number' },
  { key: 'invoiced', label: 'Invoiced', kind: 'money' },
  { key: 'credited', label: 'Credited', kind: 'money' },
  { key: 'balance', label: 'Balance', kind: 'money' },
];
