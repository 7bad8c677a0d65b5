import { dateLocale } from './locale.ts';

/** A month in words: `2026-01` is `Jan 2026`, or `January 2026` in full. */
export function monthName(
  month: string,
  length: 'short' | 'long' = 'short',
  locale: string = dateLocale(),
): string {
  return inUniversalTime(month, { month: length, year: 'numeric' }, locale);
}

/** The month without its year: `Jan`. */
export function monthOnly(month: string, locale: string = dateLocale()): string {
  return inUniversalTime(month, { month: 'short' }, locale);
}

/** An instant on the reader's clock: `23 Nov 2026, 10:00`. */
export function moment(instant: string, locale: string = dateLocale(), timeZone?: string): string {
  return new Intl.DateTimeFormat(locale, {
    dateStyle: 'medium',
    timeStyle: 'short',
    ...(timeZone !== undefined && { timeZone }),
  }).format(new Date(instant));
}

/** A month has no time zone: it is written as the calendar has it, wherever the reader sits. */
function inUniversalTime(
  month: string,
  options: Intl.DateTimeFormatOptions,
  locale: string,
): string {
  const first = new Date(`${month}-01T00:00:00Z`);
  return new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC' }).format(first);
}
