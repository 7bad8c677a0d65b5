import { expect, test } from 'vitest';
import { amount } from '../testing/amounts.ts';
import { chartData, monthLabel, monthRange, namedMonths, valueRange } from './chart-options.ts';
import type { Layers } from './stock-value-layers.ts';

const layers: Layers = {
  months: ['2025-12', '2026-01'],
  layers: [
    { code: 'a', name: 'A', values: [amount('30.00'), amount('40.00')] },
    { code: 'b', name: 'B', values: [amount('5.00'), amount('6.00')] },
    { code: 'c', name: 'C', values: [amount('1.00'), amount('2.00')] },
  ],
  totals: [amount('36.00'), amount('48.00')],
  form: 'stacked',
};

test('stacked, each layer lies on those after it and the first reaches the total', () => {
  expect(chartData(layers)).toEqual([
    [0, 1],
    [36, 48],
    [6, 8],
    [1, 2],
  ]);
});

test('as lines, each layer has its own height', () => {
  expect(chartData({ ...layers, form: 'lines' })).toEqual([
    [0, 1],
    [30, 40],
    [5, 6],
    [1, 2],
  ]);
});

test('the last month is always named, and no more than fit', () => {
  expect(namedMonths(12, 600)).toHaveLength(12);
  expect(namedMonths(12, 300)).toEqual([1, 3, 5, 7, 9, 11]);
  expect(namedMonths(36, 600).at(-1)).toBe(35);
  expect(namedMonths(36, 600).length).toBeLessThanOrEqual(15);
  expect(namedMonths(1, 0)).toEqual([0]);
});

test('a year is named where it begins', () => {
  const label = (index: number, isFirst: boolean) => monthLabel(layers.months, index, isFirst);
  expect(label(0, true)).toMatch(/^Dec\n2025$/);
  expect(label(1, false)).toMatch(/^Jan\n2026$/);
  expect(label(0, false)).toBe('Dec');
  expect(label(7, false)).toBe('');
});

test('the scale includes zero and what lies below it', () => {
  expect(valueRange(10, 100)).toEqual([0, 104]);
  expect(valueRange(-50, 100)).toEqual([-52, 104]);
  expect(valueRange(0, 0)).toEqual([0, 1]);
});

test('a single month has room around it', () => {
  expect(monthRange(1)).toEqual([-0.5, 0.5]);
  expect(monthRange(12)).toEqual([0, 11]);
});
