import { expect, test } from 'vitest';
import type { PeriodState } from '../determination/fiscal-calendar.ts';
import { periodsOfYear } from '../determination/fiscal-calendar.ts';
import { firstOpenDay } from '../restating/first-open-day.ts';
import { day, month, sampleConfiguration } from '../testing/sample-books.ts';
import { SampleCompany } from '../testing/sample-company.ts';

const RECEIPT = { quantity: '1', unitCost: '1', postedOn: '2026-01-31' };

const withStates = (...states: readonly (readonly [string, PeriodState])[]) => ({
  periods: new Map(states.map(([period, state]) => [month(period), state])),
});

test('I7 in a soft-closed period only what says why it belongs there is posted; in a closed one nothing', () => {
  const company = new SampleCompany({ configuration: withStates(['2026-01', 'soft-closed']) });
  const type = 'receive-from-vendor';
  expect(company.refused(type, RECEIPT)).toEqual(['period-soft-closed']);
  expect(company.refused(type, { ...RECEIPT, closingReason: '' })).toEqual(['period-soft-closed']);
  const posted = company.posted(type, { ...RECEIPT, closingReason: 'found on the last day' });
  expect(posted.event.content).toContain('found on the last day');
  const closed = new SampleCompany({ configuration: withStates(['2026-01', 'closed']) });
  expect(closed.refused(type, { ...RECEIPT, closingReason: 'found' })).toEqual(['period-closed']);
  expect(closed.refused(type, { ...RECEIPT, postedOn: '2026-02-01' })).toEqual(['period-unknown']);
});

test('I7 a day belongs to the period of the fiscal calendar, where one was drawn up, and not to its month', () => {
  const calendar = periodsOfYear({ year: '2026', first: day('2025-12-29'), pattern: '4-4-5' });
  const states = calendar.map(
    ({ period }, index) => [period, index === 0 ? 'closed' : 'open'] as const,
  );
  const configuration = { calendar, periods: new Map(states) };
  const company = new SampleCompany({ configuration });
  const on = (postedOn: string) => company.send('receive-from-vendor', { ...RECEIPT, postedOn });
  expect(on('2025-12-28')).toMatchObject({ refusals: [{ code: 'period-unknown' }] });
  expect(on('2025-12-29')).toMatchObject({ refusals: [{ code: 'period-closed' }] });
  expect(on('2026-01-25')).toMatchObject({ refusals: [{ code: 'period-closed' }] });
  expect(on('2026-01-26').status).toBe('posted');
});

test('Q-14 a correction of a day goes to that day while its period is open, else to the first open day after it', () => {
  const months = sampleConfiguration({
    configuration: withStates(
      ['2026-03', 'open'],
      ['2026-01', 'closed'],
      ['2026-02', 'soft-closed'],
      ['2026-04', 'open'],
    ),
  });
  expect(firstOpenDay(months, day('2026-01-10'))).toBe('2026-03-01');
  expect(firstOpenDay(months, day('2026-02-10'))).toBe('2026-03-01');
  expect(firstOpenDay(months, day('2026-03-10'))).toBe('2026-03-10');
  expect(firstOpenDay(months, day('2026-05-10'))).toBeUndefined();
  const calendar = periodsOfYear({ year: '2026', first: day('2025-12-29'), pattern: '4-4-5' });
  const states = calendar.map(
    ({ period }, index) => [period, index === 0 ? 'closed' : 'open'] as const,
  );
  const weeks = sampleConfiguration({ configuration: { calendar, periods: new Map(states) } });
  expect(firstOpenDay(weeks, day('2026-01-10'))).toBe('2026-01-26');
  expect(firstOpenDay(weeks, day('2026-01-31'))).toBe('2026-01-31');
});
