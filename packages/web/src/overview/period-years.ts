import type { PeriodLine } from '../api/overview.ts';
import { monthName } from '../formats/date.ts';
import { counted } from '../formats/figure.ts';

/** The months of a year that are set up as periods. */
export type PeriodYear = { readonly year: string; readonly periods: readonly PeriodLine[] };

/** The periods by year, newest year first, months in order. */
export function periodYears(periods: readonly PeriodLine[]): readonly PeriodYear[] {
  const years = new Map<string, PeriodLine[]>();
  for (const line of [...periods].sort(byMonth)) {
    const year = line.period.slice(0, 4);
    years.set(year, [...(years.get(year) ?? []), line]);
  }
  return [...years].map(([year, months]) => ({ year, periods: months })).reverse();
}

/** The state of the periods in a sentence: `10 closed, 2 open from Nov 2026.` */
export function periodSummary(periods: readonly PeriodLine[]): string {
  const open = periods.filter(({ state }) => state === 'open').sort(byMonth);
  const first = open[0];
  const closed = periods.length - open.length;
  if (first === undefined) return `All ${counted(closed, 'period', 'periods')} closed.`;
  const since = `from ${monthName(first.period)}`;
  if (closed === 0) return `All ${counted(open.length, 'period', 'periods')} open, ${since}.`;
  return `${closed} closed, ${open.length} open ${since}.`;
}

/** The place of a month in its year, 1 to 12. */
export const monthOfYear = ({ period }: PeriodLine): number => Number(period.slice(5));

const byMonth = (one: PeriodLine, other: PeriodLine): number =>
  one.period < other.period ? -1 : 1;
