import { expect, test } from 'vitest';
import { dayAfter } from '../primitives/business-date.ts';
import { day, month } from '../testing/sample-books.ts';
import {
  type CALENDAR_PATTERNS,
  calendarPatterns,
  periodOn,
  periodsInOrder,
  periodsOfYear,
} from './fiscal-calendar.ts';

const FIRST = day('2026-02-01');

test('a fiscal year of any pattern has no gap and no overlap, and names its periods once', () => {
  for (const pattern of calendarPatterns()) {
    for (const longYear of [false, true]) {
      const periods = periodsOfYear({ year: '2026', first: FIRST, pattern, longYear });
      expect(periods[0]?.first).toBe(FIRST);
      for (const [index, { last }] of periods.slice(0, -1).entries())
        expect([pattern, periods[index + 1]?.first]).toEqual([pattern, dayAfter(last)]);
      expect(new Set(periods.map(({ period }) => period)).size).toBe(periods.length);
    }
  }
});

test('weeks make 52 of them a year, 53 in a long one; months make twelve', () => {
  const daysIn = (pattern: keyof typeof CALENDAR_PATTERNS, longYear: boolean) => {
    const periods = periodsOfYear({ year: '2026', first: FIRST, pattern, longYear });
    const last = periods.at(-1)?.last ?? '';
    return (Date.parse(last) - Date.parse(FIRST)) / 86_400_000 + 1;
  };
  for (const pattern of ['4-4-5', '4-5-4', '5-4-4', '13x4'] as const) {
    expect([pattern, daysIn(pattern, false)]).toEqual([pattern, 364]);
    expect([pattern, daysIn(pattern, true)]).toEqual([pattern, 371]);
  }
  expect(daysIn('months', false)).toBe(365);
  const months = periodsOfYear({ year: '2026', first: FIRST, pattern: 'months' });
  expect(months.map(({ period }) => period)).toEqual([
    '2026-02', '2026-03', '2026-04', '2026-05', '2026-06', '2026-07',
    '2026-08', '2026-09', '2026-10', '2026-11', '2026-12', '2027-01',
  ]); // biome-ignore format: a list of months
});

test('the weeks of a quarter are divided as the pattern says', () => {
  const weeks = (pattern: keyof typeof CALENDAR_PATTERNS) =>
    periodsOfYear({ year: '2026', first: FIRST, pattern })
      .slice(0, 3)
      .map(({ first, last }) => (Date.parse(last) - Date.parse(first) + 86_400_000) / 604_800_000);
  expect(weeks('4-4-5')).toEqual([4, 4, 5]);
  expect(weeks('4-5-4')).toEqual([4, 5, 4]);
  expect(weeks('5-4-4')).toEqual([5, 4, 4]);
  expect(weeks('13x4')).toEqual([4, 4, 4]);
});

test('a day belongs to the period of the calendar that has it, and to its month where none has', () => {
  const calendar = periodsOfYear({ year: '2026', first: FIRST, pattern: '13x4' });
  expect(periodOn({ calendar }, day('2026-02-28'))).toBe('2026-P01');
  expect(periodOn({ calendar }, day('2026-03-01'))).toBe('2026-P02');
  expect(periodOn({ calendar }, day('2026-01-31'))).toBe('2026-01');
  expect(periodOn({}, day('2026-03-01'))).toBe('2026-03');
});

test('periods stand in the order of their days, months before a calendar of weeks included', () => {
  const calendar = periodsOfYear({ year: '2026', first: FIRST, pattern: '13x4' }).slice(0, 2);
  const periods = new Map([
    ...calendar.toReversed().map(({ period }) => [period, 'open'] as const),
    [month('2026-01'), 'closed'] as const,
  ]);
  expect(
    periodsInOrder({ periods, calendar }).map((one) => [one.period, one.year, one.state]),
  ).toEqual([
    ['2026-01', '2026', 'closed'],
    ['2026-P01', '2026', 'open'],
    ['2026-P02', '2026', 'open'],
  ]);
});
