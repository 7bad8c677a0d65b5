import { formatDecimal, ok, type Refusal, type Result, refused } from 'perpetua-core';
import { earlierDay, readBalances } from './balances.ts';
import type { CompanyNames } from './company-names.ts';
import { type Asked, readEdge, readWord, refuseBackwards } from './filters.ts';
import { groupRows } from './grouping.ts';
import type { BalanceLine, BooksReading } from './ports.ts';
import { readAtMoment } from './read-at-moment.ts';
import { compareTexts, type Report, type ReportColumn, type ReportRow, sumOf } from './report.ts';

/** What a trial balance is asked for. `from` and `to` are days or months, both included. */
export type TrialBalanceQuery = Asked<'asOf' | 'asKnown' | 'by' | 'from' | 'to'>;

const BY = ['site', 'center'] as const;
type By = (typeof BY)[number];

/**
 * The trial balance: opening, debits, credits and closing of every account over a stretch of days,
 * for the company or split by site or center. Opening and closing are debits less credits. The
 * totals of debit and credit are equal, because nothing else can be written down (`000.27`).
 *
 * Refuses dates that are none, stretches that run backwards and unknown splits.
 */
export function trialBalance(
  books: BooksReading,
  company: number,
  query: TrialBalanceQuery,
): Promise<Result<Report, Refusal>> {
  return readAtMoment(books, company, query, async (open) => {
    const { asOf, asKnown } = open.moment;
    const refusals: Refusal[] = [];
    const by = readWord('by', query.by, BY, refusals);
    const from = readEdge('from', query.from, refusals);
    const to = earlierDay(readEdge('to', query.to, refusals), asOf);
    refuseBackwards(from, to, refusals);
    if (refusals.length > 0) return refused(refusals);
    const lastDay = await open.session.lastDay(asKnown.event);
    const lines = await readBalances(open, { from, to, lastDay }, by ?? 'none');
    return ok({ ...shaped(lines, open.names, by), asOf: to ?? lastDay, asKnown });
  });
}

function shaped(
  lines: readonly BalanceLine[],
  names: CompanyNames,
  by: By | undefined,
): Omit<Report, 'asOf' | 'asKnown'> {
  const decimals = names.company.currencyDecimals;
  const moved = lines.filter(
    ({ openingDebit, openingCredit, debit, credit }) =>
      openingDebit !== openingCredit || debit !== 0n || credit !== 0n,
  );
  const grouped = groupRows(moved, {
    groupOf: by && (({ part }) => ({ code: part, name: partName(by, part, names), order: part })),
    compare: (a, b) => compareTexts(a.account, b.account) || compareTexts(a.part, b.part),
    rowOf: (line) => ({
      ...(by === undefined ? {} : { [by]: line.part }),
      account: line.account,
      name: names.accounts.get(line.account) ?? line.account,
      ...amounts([line], decimals),
    }),
    sumUp: (some) => amounts(some, decimals),
  });
  return {
    name: 'trial-balance',
    title: 'Trial balance',
    columns: columnsOf(by),
    ...grouped,
    next: null,
  };
}

function partName(by: By, part: string, { sites }: CompanyNames): string {
  if (part === '') return `no ${by}`;
  return by === 'site' ? (sites.get(part) ?? part) : part;
}

/** Opening and closing balances with a sign, debits above zero, and what moved in between. */
function amounts(lines: readonly BalanceLine[], decimals: number): ReportRow {
  const opening = sumOf(lines.map((line) => line.openingDebit - line.openingCredit));
  const debit = sumOf(lines.map((line) => line.debit));
  const credit = sumOf(lines.map((line) => line.credit));
  return {
    opening: formatDecimal(opening, decimals),
    debit: formatDecimal(debit, decimals),
    credit: formatDecimal(credit, decimals),
    closing: formatDecimal(opening + debit - credit, decimals),
  };
}

const columnsOf = (by: By | undefined): readonly ReportColumn[] => [
  ...(by === undefined
    ? []
    : [{ key: by, label: by === 'site' ? 'Site' : 'Center', kind: 'text' } as const]),
  { key: 'account', label: 'Account', kind: 'text' },
  { key: 'name', label: 'Name', kind: 'text' },
  { key: 'opening', label: 'Opening', kind: 'money' },
  { key: 'debit', label: 'Debit', kind: 'money' },
  { key: 'credit', label: 'Credit', kind: 'money' },
  { key: 'closing', label: 'Closing', kind: 'money' },
];
