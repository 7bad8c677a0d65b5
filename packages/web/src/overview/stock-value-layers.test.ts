import { beforeAll, expect, test, vi } from 'vitest';
import type { StockValue } from '../api/overview.ts';
import { amount } from '../testing/amounts.ts';
import { changeInWords, changeOver, MOST_LAYERS, stockValueLayers } from './stock-value-layers.ts';

beforeAll(() => {
  vi.stubGlobal('navigator', { language: 'en-GB' });
});

const line = (code: string, ...values: string[]) => ({
  code,
  name: `Name of ${code}`,
  values: values.map(amount),
});

const stockValue = (...byGroup: StockValue['byGroup']): StockValue => ({
  months: ['2026-10', '2026-11'],
  byGroup,
  bySite: [line('DC', '1.00', '2.00')],
});

test('layers are in order of their present value, and by code where it is the same', () => {
  const value = stockValue(
    line('c', '9.00', '1.00'),
    line('b', '0.00', '10.00'),
    line('a', '9', '1'),
  );
  expect(stockValueLayers(value, 'group').layers.map(({ code }) => code)).toEqual(['b', 'a', 'c']);
  expect(stockValueLayers(value, 'site').layers.map(({ code }) => code)).toEqual(['DC']);
});

test('totals are exact', () => {
  const value = stockValue(line('a', '0.10', '0.20'), line('b', '0.20', '0.10'));
  expect(stockValueLayers(value, 'group').totals).toEqual(['0.30', '0.30']);
});

test('what does not fit is added up, so that the layers still make the total', () => {
  const lines = Array.from({ length: 12 }, (_, index) => line(`g${index}`, '1.00', `${index}.01`));
  const { layers, totals } = stockValueLayers(stockValue(...lines), 'group');
  expect(layers).toHaveLength(MOST_LAYERS);
  expect(layers.at(-1)).toEqual({ code: '', name: '5 others', values: ['5.00', '10.05'] });
  expect(totals).toEqual(['12.00', '66.12']);
});

test('as many layers as there are colours are shown by name', () => {
  const lines = Array.from({ length: MOST_LAYERS }, (_, index) => line(`g${index}`, '1', '1'));
  const { layers } = stockValueLayers(stockValue(...lines), 'group');
  expect(layers.map(({ code }) => code)).not.toContain('');
});

test('below zero areas would lie, so lines are drawn', () => {
  const steady = line('a', '5.00', '5.00');
  expect(stockValueLayers(stockValue(steady), 'group').form).toBe('stacked');
  expect(stockValueLayers(stockValue(steady, line('b', '-0.01', '1')), 'group').form).toBe('lines');
});

test('the change is told from the first month to the last', () => {
  const change = (...values: string[]) => {
    const layers = stockValueLayers(stockValue(line('a', ...values)), 'group');
    return [changeOver(layers), changeInWords(layers)?.replace(/ at the end.*/, '')];
  };
  expect(change('10.00', '12.50')).toEqual(['2.50', '2.50 more than']);
  expect(change('10.00', '7.00')).toEqual(['-3.00', '3.00 less than']);
  expect(change('10.00', '10.00')).toEqual(['0.00', 'The same as']);
});

test('a single month has no change and no area', () => {
  const value = { months: ['2026-11'], byGroup: [line('a', '1.00')], bySite: [] };
  const layers = stockValueLayers(value, 'group');
  expect(changeOver(layers)).toBeUndefined();
  expect(layers.form).toBe('lines');
  expect(stockValueLayers({ ...value, byGroup: [] }, 'group').layers).toEqual([]);
});
