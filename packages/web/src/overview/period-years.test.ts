import { expect, test } from 'vitest';
import type { PeriodLine } from '../api/overview.ts';
import { monthOfYear, periodSummary, periodYears } from './period-years.ts';

const closed = (period: string): PeriodLine => ({ period, state: 'closed' });
const open = (period: string): PeriodLine => ({ period, state: 'open' });

test('periods are sorted into years, in order', () => {
  const { years, earlier } = periodYears([open('2026-02'), closed('2025-12'), open('2026-01')]);
  expect(years.map(({ year, periods }) => [year, ...periods.map(monthOfYear)])).toEqual([
    ['2025', 12],
    ['2026', 1, 2],
  ]);
  expect(earlier).toEqual([]);
});

test('years long past are told in a sentence', () => {
  const periods = ['2022-01', '2023-01', '2024-01', '2025-01', '2026-01'].map(closed);
  const { years, earlier } = periodYears(periods);
  expect(years.map(({ year }) => year)).toEqual(['2024', '2025', '2026']);
  expect(earlier.map(({ period }) => period)).toEqual(['2022-01', '2023-01']);
});

test('the summary counts what is closed and says where it is open', () => {
  const summary = periodSummary([open('2026-02'), closed('2025-12'), open('2026-01')]);
  expect(summary).toMatch(/^1 closed, 2 open from Jan 2026\.$/);
  expect(periodSummary([closed('2025-11'), closed('2025-12')])).toBe('All 2 periods closed.');
  expect(periodSummary([open('2026-01')])).toMatch(/^All 1 period open, from Jan 2026\.$/);
});
