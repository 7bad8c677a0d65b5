import { formatDecimal, ok, type Refusal, type Result, refused } from 'perpetua-core';
import { type BookTotal, bookTotals } from './book-totals.ts';
import { companyNames } from './company-names.ts';
import { type Asked, readWord } from './filters.ts';
import { type GroupName, groupRows } from './grouping.ts';
import { resolveMoment } from './moment.ts';
import type { BooksReading } from './ports.ts';
import { compareTexts, type Report, type ReportRow, sumOf } from './report.ts';

/** What a reconciliation is asked for; `by`: `role`, `account` or `site`. */
export type ReconciliationQuery = Asked<'by'>;

const BY = ['role', 'account', 'site'] as const;

/**
 * The inventory subledger against the general ledger: every account that holds stock, at every
 * site, with the difference between what its pools hold and its balance (`003.22`, `I3`). The
 * present state only.
 */
export function reconciliation(
  books: BooksReading,
  company: number,
  query: ReconciliationQuery,
): Promise<Result<Report, Refusal>> {
  return books.reading(company, async (session) => {
    const refusals: Refusal[] = [];
    const by = readWord('by', query.by, BY, refusals);
    const moment = await resolveMoment(session, {});
    if (!moment.ok) return moment;
    if (refusals.length > 0) return refused(refusals);
    const { asKnown } = moment.value;
    const names = await companyNames(session, asKnown.configuration);
    const lines = (await bookTotals(session)).filter(
      ({ subledger, ledger }) => subledger !== 0n || ledger !== 0n,
    );
    const decimals = names.company.currencyDecimals;
    const nameOf = (line: BookTotal): GroupName => {
      const code = line[by ?? 'role'];
      const known = { role: code, account: names.accounts.get(code), site: names.sites.get(code) };
      return { code, name: known[by ?? 'role'] ?? code, order: code };
    };
    const shaped = groupRows(lines, {
      groupOf: by && nameOf,
      compare: (a, b) =>
        compareTexts(a.account, b.account) || compareTexts(a.site, b.site) || compareTexts(a.role, b.role),
      rowOf: (line) => ({
        account: line.account,
        name: names.accounts.get(line.account) ?? line.account,
        role: line.role,
        site: line.site,
        ...amounts([line], decimals),
      }),
      sumUp: (some) => amounts(some, decimals),
    });
    return ok({
      name: 'reconciliation',
      title: 'Subledger and general ledger',
      asOf: await session.lastDay(asKnown.event),
      asKnown,
      columns: COLUMNS,
      ...shaped,
      next: null,
    });
  });
}

const COLUMNS = [
  { key: 'account', label: 'Account', kind: 'text' },
  { key: 'name', label: 'Name', kind: 'text' },
  { key: 'role', label: 'Role', kind: 'text' },
  { key: 'site', label: 'Site', kind: 'text' },
  { key: 'subledger', label: 'Subledger', kind: 'money' },
  { key: 'ledger', label: 'General ledger', kind: 'money' },
  { key: 'difference', label: 'Difference', kind: 'money' },
] as const;

function amounts(lines: readonly BookTotal[], decimals: number): ReportRow {
  const subledger = sumOf(lines.map((line) => line.subledger));
  const ledger = sumOf(lines.map((line) => line.ledger));
  return {
    subledger: formatDecimal(subledger, decimals),
    ledger: formatDecimal(ledger, decimals),
    difference: formatDecimal(subledger - ledger, decimals),
  };
}
