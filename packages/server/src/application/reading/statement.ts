import {
  type AccountClass,
  formatDecimal,
  ok,
  type Refusal,
  type Result,
  refused,
} from 'perpetua-core';
import type { CompanyNames } from './company-names.ts';
import { malformed } from './filters.ts';
import { groupRows } from './grouping.ts';
import type { BalanceLine } from './ports.ts';
import {
  type AsKnown,
  compareTexts,
  type Report,
  type ReportColumn,
  type ReportRow,
  sumOf,
} from './report.ts';

/** By what a statement can be split: a column for every site beside the company's. */
export const STATEMENT_SPLITS = ['site'] as const;
export type StatementSplit = (typeof STATEMENT_SPLITS)[number];

/** Amounts by site, in minor units; under one name where the statement is not split. */
export type SiteAmounts = ReadonlyMap<string, bigint>;

/** A line of a statement: an account, or a figure that no account holds (`account` null). */
export type StatementLine = {
  readonly section: string;
  readonly account: string | null;
  readonly name: string;
  readonly amounts: SiteAmounts;
};

/** The balances of an account, one a site where they are split. */
export type AccountBalances = {
  readonly account: string;
  readonly name: string;
  readonly accountClass: AccountClass;
  readonly lines: readonly BalanceLine[];
};

/**
 * Balances account by account, in the order of their codes. Refuses to read them under a
 * configuration that is older than one of the accounts, since nobody can say where it belongs.
 */
export function accountBalances(
  balances: readonly BalanceLine[],
  { accounts, classes }: CompanyNames,
  { configuration }: AsKnown,
): Result<readonly AccountBalances[], Refusal> {
  const refusals: Refusal[] = [];
  const found: AccountBalances[] = [];
  for (const [account, lines] of Map.groupBy(balances, (line) => line.account)) {
    const accountClass = classes.get(account);
    if (accountClass === undefined) {
      refusals.push(malformed(`configuration version ${configuration} has no account ${account}`));
    } else found.push({ account, name: accounts.get(account) ?? account, accountClass, lines });
  }
  if (refusals.length > 0) return refused(refusals);
  return ok(found.toSorted((a, b) => compareTexts(a.account, b.account)));
}

/** Adds an amount of some balance lines up by site. */
export function bySite(
  lines: readonly BalanceLine[],
  amountOf: (line: BalanceLine) => bigint,
): SiteAmounts {
  const sums = new Map<string, bigint>();
  for (const line of lines) sums.set(line.part, (sums.get(line.part) ?? 0n) + amountOf(line));
  return sums;
}

/**
 * A statement as a report: sections in their order with a subtotal each, a column for every site
 * that has an amount when it is split, the company's column at the end. Lines without any amount
 * are left out.
 */
export function statement(
  lines: readonly StatementLine[],
  sections: readonly string[],
  { by, decimals }: { readonly by: StatementSplit | undefined; readonly decimals: number },
): Pick<Report, 'columns' | 'rows' | 'groups' | 'totals' | 'next'> {
  const shown = lines.filter(({ amounts }) => [...amounts.values()].some((one) => one !== 0n));
  const sites = by === undefined ? [] : sitesOf(shown);
  const amounts = (some: readonly StatementLine[]): ReportRow =>
    Object.fromEntries([
      ...sites.map((site) => [
        columnOf(site),
        formatDecimal(sumOf(some.map((line) => line.amounts.get(site) ?? 0n)), decimals),
      ]),
      [
        'company',
        formatDecimal(sumOf(some.flatMap((line) => [...line.amounts.values()])), decimals),
      ],
    ]);
  const grouped = groupRows(shown, {
    groupOf: ({ section }) => ({
      code: section,
      name: section,
      order: String(sections.indexOf(section)),
    }),
    // What no account holds comes after the accounts of its section.
    compare: (a, b) =>
      Number(a.account === null) - Number(b.account === null) ||
      compareTexts(a.account ?? '', b.account ?? ''),
    rowOf: (line) => ({
      section: line.section,
      account: line.account,
      name: line.name,
      ...amounts([line]),
    }),
    sumUp: amounts,
  });
  return { columns: columnsOf(sites), ...grouped, next: null };
}

const sitesOf = (lines: readonly StatementLine[]): readonly string[] => {
  const sites = lines.flatMap(({ amounts }) =>
    [...amounts].flatMap(([site, amount]) => (amount === 0n ? [] : [site])),
  );
  return [...new Set(sites)].toSorted(compareTexts);
};

/** Site codes are the company's own words; beside the fixed columns they need a name apart. */
const columnOf = (site: string): string => `site:${site}`;

const columnsOf = (sites: readonly string[]): readonly ReportColumn[] => [
  { key: 'section', label: 'Section', kind: 'text' },
  { key: 'account', label: 'Account', kind: 'text' },
  { key: 'name', label: 'Name', kind: 'text' },
  ...sites.map((site) => ({ key: columnOf(site), label: site, kind: 'money' }) as const),
  { key: 'company', label: 'Company', kind: 'money' },
];
