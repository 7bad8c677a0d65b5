import { expect, test } from 'vitest';
import { day, month } from '../testing/sample-books.ts';
import {
  dayBefore,
  daysOf,
  parseBusinessDate,
  parsePeriod,
  periodAfter,
  periodOf,
} from './business-date.ts';

test.each(['2026-01-01', '2026-12-31', '2024-02-29', '2000-02-29', '1900-01-01', '2999-12-31'])(
  '%s is a day',
  (text) => {
    expect(parseBusinessDate(text)).toBe(text);
  },
);

test.each([
  '2026-02-29',
  '1900-02-29',
  '2100-02-29',
  '2026-04-31',
  '2026-00-10',
  '2026-13-01',
  '2026-01-00',
  '2026-01-32',
  '1899-12-31',
  '3000-01-01',
  '2026-1-1',
  '26-01-01',
  '2026/01/01',
  '01.01.2026',
  '2026-01-01T00:00:00Z',
  ' 2026-01-01',
  '2026-01-01 ',
  '',
  'today',
])('%j is no day', (text) => {
  expect(parseBusinessDate(text)).toBeUndefined();
});

test('a day belongs to its month, and a month has a first and a last day', () => {
  expect(periodOf(day('2026-02-28'))).toBe('2026-02');
  expect(daysOf(month('2026-02'))).toEqual({ first: '2026-02-01', last: '2026-02-28' });
  expect(daysOf(month('2024-02'))).toEqual({ first: '2024-02-01', last: '2024-02-29' });
  expect(daysOf(month('2026-12'))).toEqual({ first: '2026-12-01', last: '2026-12-31' });
});

test('months follow each other over the end of the year', () => {
  expect(periodAfter(month('2026-01'))).toBe('2026-02');
  expect(periodAfter(month('2026-09'))).toBe('2026-10');
  expect(periodAfter(month('2026-12'))).toBe('2027-01');
  expect(parsePeriod('2026-13')).toBeUndefined();
  expect(parsePeriod('2026-1')).toBeUndefined();
  expect(parsePeriod('2026-01-01')).toBeUndefined();
});

test('the day before one lies in the month and in the year before where it must', () => {
  expect(dayBefore(day('2026-02-28'))).toBe('2026-02-27');
  expect(dayBefore(day('2026-03-01'))).toBe('2026-02-28');
  expect(dayBefore(day('2024-03-01'))).toBe('2024-02-29');
  expect(dayBefore(day('2026-01-01'))).toBe('2025-12-31');
  expect(dayBefore(day('1900-01-01'))).toBeUndefined();
});
