import { expect, test } from 'vitest';
import { amount } from '../testing/amounts.ts';
import { ageingBands, bandName } from './ageing-bands.ts';

const aged = (...amounts: string[]) => ({
  total: amount('0.00'),
  ageing: ['0-30', '31-60', '61-90', 'over-90'].map((days, index) => ({
    days,
    amount: amount(amounts[index] ?? '0.00'),
  })),
});

test('the longest bar is the whole, and what is not above zero has none', () => {
  const bands = ageingBands(aged('200.00', '50.00', '-10.00', '0.00'));
  expect(bands.map(({ share }) => share)).toEqual([1, 0.25, 0, 0]);
  expect(ageingBands(aged()).map(({ share }) => share)).toEqual([0, 0, 0, 0]);
});

test('only the oldest band is overdue, and only when something is in it', () => {
  const overdue = (oldest: string) =>
    ageingBands(aged('1', '1', '1', oldest)).map(({ isOverdue }) => isOverdue);
  expect(overdue('0.01')).toEqual([false, false, false, true]);
  expect(overdue('-0.01')).toEqual([false, false, false, true]);
  expect(overdue('0.00')).toEqual([false, false, false, false]);
});

test('bands are named in words', () => {
  expect(['0-30', 'over-90'].map(bandName)).toEqual(['0–30 days', 'Over 90 days']);
});
