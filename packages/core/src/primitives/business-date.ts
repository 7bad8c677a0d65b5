declare const kind: unique symbol;

/** A day of the books, `YYYY-MM-DD`, without time or zone. Texts of this form sort as dates. */
export type BusinessDate = string & { readonly [kind]: 'business date' };

/** A period of the books: a month `YYYY-MM`, or `YYYY-PNN` of a fiscal calendar of weeks. */
export type Period = string & { readonly [kind]: 'period' };

/** A day after every posting: what holds on it holds last. */
export const LAST_DAY = '2999-12-31' as BusinessDate;

const SHAPE = /^(\d{4})-(\d{2})-(\d{2})$/;
const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;

/** A day that lies before every posting: what holds from it on has always held. */
export const FIRST_DAY = '1900-01-01' as BusinessDate;

/** Reads an ISO day of the years 1900 to 2999; undefined when there is no such day. */
export function parseBusinessDate(text: string): BusinessDate | undefined {
  const match = SHAPE.exec(text);
  if (match === null) return undefined;
  const [year, month, day] = [parseWhole(match[1]), parseWhole(match[2]), parseWhole(match[3])];
  if (year < 1900 || year > 2999 || day < 1 || day > daysInMonth(year, month)) return undefined;
  return text as BusinessDate;
}

/** The month a day belongs to; which period that is says the fiscal calendar (`periodOn`). */
export const periodOf = (date: BusinessDate): Period => date.slice(0, 7) as Period;

/** Reads `YYYY-MM`; undefined when there is no such month. */
export function parsePeriod(text: string): Period | undefined {
  return parseBusinessDate(`${text}-01`) === undefined ? undefined : (text as Period);
}

/** The name of a period of weeks: its number in a fiscal year of four digits, counted from 1. */
export const numberedPeriod = (year: string, number: number): Period =>
  `${year}-P${String(number).padStart(2, '0')}` as Period;

/** Reads the name of a period: a month `YYYY-MM`, or `YYYY-PNN` of a calendar of weeks. */
export const parseFiscalPeriod = (text: string): Period | undefined =>
  /^\d{4}-P(0[1-9]|1[0-3])$/.test(text) ? (text as Period) : parsePeriod(text);

/** The first and the last day of a month. */
export function daysOf(period: Period): {
  readonly first: BusinessDate;
  readonly last: BusinessDate;
} {
  const [year, month] = period.split('-').map(parseWhole);
  const last = String(daysInMonth(year ?? 0, month ?? 0)).padStart(2, '0');
  return { first: `${period}-01` as BusinessDate, last: `${period}-${last}` as BusinessDate };
}

/** The day after. */
export function dayAfter(day: BusinessDate): BusinessDate {
  const { last } = daysOf(periodOf(day));
  if (day === last) return daysOf(periodAfter(periodOf(day))).first;
  const next = String(parseWhole(day.slice(8)) + 1).padStart(2, '0');
  return `${day.slice(0, 8)}${next}` as BusinessDate;
}

/** The day before; undefined before the first day there is. */
export function dayBefore(day: BusinessDate): BusinessDate | undefined {
  const [year = 0, month = 0, date = 0] = day.split('-').map(parseWhole);
  if (date > 1) return `${day.slice(0, 8)}${String(date - 1).padStart(2, '0')}` as BusinessDate;
  if (day === FIRST_DAY) return undefined;
  const [inYear, before] = month > 1 ? [year, month - 1] : [year - 1, 12];
  return daysOf(`${inYear}-${String(before).padStart(2, '0')}` as Period).last;
}

/** The month after; December is followed by January of the next year. */
export function periodAfter(period: Period): Period {
  const [year = 0, month = 0] = period.split('-').map(parseWhole);
  const next = month === 12 ? [year + 1, 1] : [year, month + 1];
  return `${String(next[0]).padStart(4, '0')}-${String(next[1]).padStart(2, '0')}` as Period;
}

function daysInMonth(year: number, month: number): number {
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return month === 2 && leap ? 29 : (DAYS[month - 1] ?? 0);
}

const parseWhole = (digits: string | undefined): number => Number.parseInt(digits ?? '', 10);
