import { formatDecimal, type Period, parsePeriod, periodAfter } from 'perpetua-core';
import type { CompanyNames } from './company-names.ts';
import type { MonthChange } from './ports.ts';
import { compareTexts } from './report.ts';

/** Stock value at the end of each month, of one group or one site. */
type ValueLine = {
  readonly code: string;
  readonly name: string;
  /** One value for each month, in the order of the months. */
  readonly values: readonly string[];
};

export type StockValueHistory = {
  readonly months: readonly string[];
  readonly byGroup: readonly ValueLine[];
  readonly bySite: readonly ValueLine[];
};

/** Months shown; what was before them is in the first. */
const MOST_MONTHS = 24;

/** Adds the changes of each month up to the value at its end, by group and by site. */
export function stockValueHistory(
  changes: readonly MonthChange[],
  names: CompanyNames,
): StockValueHistory {
  const months = monthsOf(changes);
  const shown = months.slice(-MOST_MONTHS);
  const decimals = names.company.currencyDecimals;
  const linesBy = (codeOf: (change: MonthChange) => string, nameOf: (code: string) => string) =>
    [...sumsByCode(changes, codeOf)].map(([code, byMonth]) => ({
      code,
      name: nameOf(code),
      values: runningTotals(months, byMonth)
        .slice(-MOST_MONTHS)
        .map((value) => formatDecimal(value, decimals)),
    }));
  const byGroup = linesBy(
    ({ group }) => String(group),
    (code) => names.groups.get(Number(code)) ?? code,
  );
  const bySite = linesBy(
    ({ site }) => site,
    (code) => names.sites.get(code) ?? code,
  );
  return {
    months: shown,
    byGroup: byGroup.toSorted((a, b) => Number(a.code) - Number(b.code)),
    bySite: bySite.toSorted((a, b) => compareTexts(a.code, b.code)),
  };
}

/** All months from the first change to the last, those without a change included. */
function monthsOf(changes: readonly MonthChange[]): readonly string[] {
  const changed = changes.map(({ month }) => month).toSorted();
  const first = parsePeriod(changed[0] ?? '');
  const last = changed.at(-1) ?? '';
  if (first === undefined) return [];
  const months: Period[] = [];
  for (let month = first; month <= last; month = periodAfter(month)) months.push(month);
  return months;
}

function sumsByCode(
  changes: readonly MonthChange[],
  codeOf: (change: MonthChange) => string,
): ReadonlyMap<string, ReadonlyMap<string, bigint>> {
  const sums = new Map<string, Map<string, bigint>>();
  for (const change of changes) {
    const code = codeOf(change);
    const byMonth = sums.get(code) ?? new Map<string, bigint>();
    byMonth.set(change.month, (byMonth.get(change.month) ?? 0n) + change.value);
    sums.set(code, byMonth);
  }
  return sums;
}

function runningTotals(
  months: readonly string[],
  byMonth: ReadonlyMap<string, bigint>,
): readonly bigint[] {
  let total = 0n;
  return months.map((month) => {
    total += byMonth.get(month) ?? 0n;
    return total;
  });
}
