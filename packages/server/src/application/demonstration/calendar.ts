/** A day of the demonstration year. Day 0 is 1 January 2026, a Thursday. */
export type CalendarDay = {
  readonly index: number;
  readonly date: string;
  /** 1 to 12. */
  readonly month: number;
  /** 0 is Monday, 6 is Sunday. */
  readonly weekday: number;
  readonly shopsOpen: boolean;
  /** The distribution centre, the lab and the accounts department work Monday to Friday. */
  readonly warehouseOpen: boolean;
  /** How busy the day is, compared with others; 0 when everything is closed. */
  readonly weight: number;
};

const YEAR = 2026;
const FIRST_WEEKDAY = 3;
const SATURDAY = 5;
const SUNDAY = 6;
const DAYS_IN_MONTH = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;

/** Spring and the weeks before Christmas are strong, August is quiet. */
const MONTH_WEIGHTS = [90, 88, 98, 102, 110, 114, 108, 84, 98, 102, 108, 122] as const;
/** Monday to Sunday, in tenths. */
const WEEKDAY_WEIGHTS = [10, 9, 9, 10, 11, 8, 0] as const;

const HOLIDAYS = new Set([
  '2026-01-01',
  '2026-04-03',
  '2026-04-06',
  '2026-04-27',
  '2026-05-14',
  '2026-05-25',
  '2026-12-25',
  '2026-12-26',
]);

/** Nothing is recorded on the last day: it belongs to the year-end close. */
const LAST_BUSINESS_DATE = '2026-12-30';

const twoDigits = (number: number): string => String(number).padStart(2, '0');

function daysOfYear(): readonly CalendarDay[] {
  const days: CalendarDay[] = [];
  for (const [position, length] of DAYS_IN_MONTH.entries()) {
    for (let day = 1; day <= length; day += 1) days.push(calendarDay(days.length, position, day));
  }
  return days;
}

function calendarDay(index: number, monthPosition: number, dayOfMonth: number): CalendarDay {
  const date = `${YEAR}-${twoDigits(monthPosition + 1)}-${twoDigits(dayOfMonth)}`;
  const weekday = (FIRST_WEEKDAY + index) % 7;
  const closed = HOLIDAYS.has(date) || weekday === SUNDAY || date > LAST_BUSINESS_DATE;
  const weight = (MONTH_WEIGHTS[monthPosition] ?? 0) * (WEEKDAY_WEIGHTS[weekday] ?? 0);
  return {
    index,
    date,
    month: monthPosition + 1,
    weekday,
    shopsOpen: !closed,
    warehouseOpen: !closed && weekday !== SATURDAY,
    weight: closed ? 0 : weight,
  };
}

/** All 365 days of 2026 in order. */
export const CALENDAR: readonly CalendarDay[] = daysOfYear();

/** The index after the last day. */
export const END_OF_YEAR = CALENDAR.length;

/** The first day from `index` on which the shops are open; `END_OF_YEAR` when there is none. */
export function shopDayFrom(index: number): number {
  let day = index;
  while (day < END_OF_YEAR && CALENDAR[day]?.shopsOpen !== true) day += 1;
  return day;
}

/** The first day from `index` on which the warehouse works; `END_OF_YEAR` when there is none. */
export function warehouseDayFrom(index: number): number {
  let day = index;
  while (day < END_OF_YEAR && CALENDAR[day]?.warehouseOpen !== true) day += 1;
  return day;
}
