import {
  type BusinessDate,
  dayAfter,
  daysOf,
  numberedPeriod,
  type Period,
  periodAfter,
  periodOf,
} from '../primitives/business-date.ts';
import { keysOf } from '../primitives/keys.ts';

/** Who may post in a period: everyone; who gives a reason why it still belongs there; nobody. */
export type PeriodState = 'open' | 'soft-closed' | 'closed';

/** The periods of a company: the state of each that was opened, and those that are drawn up. */
export type PeriodsInForce = {
  readonly periods: ReadonlyMap<Period, PeriodState>;
  /** Periods of fiscal years that were drawn up; any other is a month. Absent: all are months. */
  readonly calendar?: readonly FiscalPeriod[];
};

/** A stretch of days that is opened and closed as one, with the fiscal year it belongs to. */
export type FiscalPeriod = {
  readonly period: Period;
  readonly year: string;
  readonly first: BusinessDate;
  readonly last: BusinessDate;
};

/** A period with the state it is in. */
export type FiscalPeriodState = FiscalPeriod & { readonly state: PeriodState };

type PatternRow = readonly [name: string, weeks: readonly number[] | 'calendar months'];

const QUARTERS = (...weeks: readonly number[]) => [...weeks, ...weeks, ...weeks, ...weeks];

/** How a fiscal year is divided: into months of the calendar, or into periods of whole weeks. */
// biome-ignore format: a table reads as a table
export const CALENDAR_PATTERNS = {
  // pattern  name                                  weeks of its periods
  'months':  ['Twelve calendar months',             'calendar months'],
  '4-4-5':   ['Quarters of 4, 4 and 5 weeks',       QUARTERS(4, 4, 5)],
  '4-5-4':   ['Quarters of 4, 5 and 4 weeks',       QUARTERS(4, 5, 4)],
  '5-4-4':   ['Quarters of 5, 4 and 4 weeks',       QUARTERS(5, 4, 4)],
  '13x4':    ['Thirteen periods of 4 weeks',        Array.from({ length: 13 }, () => 4)],
} as const satisfies Record<string, PatternRow>;

export type CalendarPattern = keyof typeof CALENDAR_PATTERNS;

/** All patterns in the order of the table. */
export const calendarPatterns = (): readonly CalendarPattern[] => keysOf(CALENDAR_PATTERNS);

/** A fiscal year as it is drawn up: named by four digits, beginning on a day. */
export type FiscalYearPlan = {
  readonly year: string;
  readonly first: BusinessDate;
  readonly pattern: CalendarPattern;
  /** Its last period has a week more, as every fifth or sixth year of whole weeks has. */
  readonly longYear?: boolean;
};

const MONTHS_OF_A_YEAR = 12;

/**
 * The periods of a fiscal year, first one first. Months keep the name of the calendar, `2026-04`;
 * periods of weeks are numbered in their year, `2026-P01`. A year of months begins on the first of
 * one, which the caller has looked at.
 */
export function periodsOfYear(plan: FiscalYearPlan): readonly FiscalPeriod[] {
  const [, weeks] = CALENDAR_PATTERNS[plan.pattern];
  return weeks === 'calendar months' ? monthsOf(plan) : weeksOf(plan, weeks);
}

function monthsOf({ year, first }: FiscalYearPlan): readonly FiscalPeriod[] {
  const periods: FiscalPeriod[] = [];
  let period = periodOf(first);
  while (periods.length < MONTHS_OF_A_YEAR) {
    periods.push({ period, year, ...daysOf(period) });
    period = periodAfter(period);
  }
  return periods;
}

function weeksOf(
  { year, first, longYear = false }: FiscalYearPlan,
  weeks: readonly number[],
): readonly FiscalPeriod[] {
  const periods: FiscalPeriod[] = [];
  let begin = first;
  for (const [index, usual] of weeks.entries()) {
    const isLong = longYear && index === weeks.length - 1;
    const last = daysLater(begin, (isLong ? usual + 1 : usual) * 7 - 1);
    periods.push({ period: numberedPeriod(year, index + 1), year, first: begin, last });
    begin = dayAfter(last);
  }
  return periods;
}

function daysLater(day: BusinessDate, days: number): BusinessDate {
  let later = day;
  for (let passed = 0; passed < days; passed += 1) later = dayAfter(later);
  return later;
}

/** The period a day belongs to, whether or not it was ever opened: that of the calendar, else its month. */
export function periodOn(
  { calendar }: Pick<PeriodsInForce, 'calendar'>,
  day: BusinessDate,
): Period {
  const found = calendar?.find(({ first, last }) => first <= day && day <= last);
  return found?.period ?? periodOf(day);
}

/** Every period that was opened, in the order of its days, with its state. */
export function periodsInOrder({
  periods,
  calendar = [],
}: PeriodsInForce): readonly FiscalPeriodState[] {
  const drawn = new Map(calendar.map((one) => [one.period, one]));
  return [...periods]
    .map(([period, state]) => ({ ...(drawn.get(period) ?? monthAsPeriod(period)), state }))
    .toSorted((a, b) => (a.first < b.first ? -1 : 1));
}

/** A month that no fiscal year was drawn up for belongs to the year of the calendar. */
const monthAsPeriod = (period: Period): FiscalPeriod => ({
  period,
  year: period.slice(0, 4),
  ...daysOf(period),
});
