import type { PeriodLine } from '../api/overview.ts';
import { monthName } from '../formats/date.ts';
import { counted } from '../formats/figure.ts';

/** The months of a year that are set up as periods. */
type PeriodYear = { readonly year: string; readonly periods: readonly PeriodLine[] };

/** The years shown month by month, in order, and the periods before them. */
export type PeriodYears = {
  readonly years: readonly PeriodYear[];
  readonly earlier: readonly PeriodLine[];
};

/** Sorts the periods into years; only the last few years are worth a row of their own. */
export function periodYears(periods: readonly PeriodLine[]): PeriodYears {
  const byYear = new Map<string, PeriodLine[]>();
  for (const line of periods.toSorted(byMonth)) {
    const year = line.period.slice(0, 4);
    byYear.set(year, [...(byYear.get(year) ?? []), line]);
  }
  const years = [...byYear].map(([year, months]) => ({ year, periods: months }));
  return {
    years: years.slice(-YEARS_SHOWN),
    earlier: years.slice(0, -YEARS_SHOWN).flatMap((year) => year.periods),
  };
}

/** The state of the periods in a sentence: `10 closed, 2 open from Nov 2026.` */
export function periodSummary(periods: readonly PeriodLine[]): string {
  const open = periods.filter(({ state }) => state === 'open').toSorted(byMonth);
  const first = open[0];
  const closed = periods.length - open.length;
  if (first === undefined) return `All ${counted(closed, 'period', 'periods')} closed.`;
  const since = `from ${monthName(first.period)}`;
  if (closed === 0) return `All ${counted(open.length, 'period', 'periods')} open, ${since}.`;
  return `${closed} closed, ${open.length} open ${since}.`;
}

const YEARS_SHOWN = 3;

/** The place of a month in its year, 1 to 12. */
export const monthOfYear = ({ period }: PeriodLine): number => Number(period.slice(5));

const byMonth = (one: PeriodLine, other: PeriodLine): number =>
  one.period < other.period ? -1 : 1;
