import { expect, test } from 'vitest';
import { amount } from '../testing/amounts.ts';
import {
  absoluteOf,
  compare,
  differenceOf,
  forPixels,
  isDecimalText,
  signOf,
  sumOf,
} from './decimal-text.ts';

test('only plain decimals are decimal texts', () => {
  const good = ['0', '-0.00', '12', '-12.50', '007.1'];
  const bad = ['', '.5', '1.', '1e3', '1,5', ' 1', '+1', '--1', 'NaN', 'Infinity', '1.2.3'];
  expect(good.filter((text) => !isDecimalText(text))).toEqual([]);
  expect(bad.filter(isDecimalText)).toEqual([]);
});

test('a sum is exact where floating point is not', () => {
  expect(sumOf([amount('0.1'), amount('0.2')])).toBe('0.3');
  expect(sumOf([amount('9007199254740993.01'), amount('0.01')])).toBe('9007199254740993.02');
});

test('a sum has the decimals of its most precise part', () => {
  expect(sumOf([amount('1'), amount('2.50'), amount('-0.125')])).toBe('3.375');
  expect(sumOf([])).toBe('0');
});

test('a difference crosses zero and keeps its decimals', () => {
  expect(differenceOf(amount('1.00'), amount('2.50'))).toBe('-1.50');
  expect(differenceOf(amount('2.50'), amount('2.50'))).toBe('0.00');
  expect(differenceOf(amount('-0.01'), amount('-0.01'))).toBe('0.00');
});

test('the sign of a number is that of its value, not of its text', () => {
  expect(['-0.00', '0', '0.01', '-0.01'].map((text) => signOf(amount(text)))).toEqual([
    0, 0, 1, -1,
  ]);
});

test('numbers are compared as numbers', () => {
  expect(compare(amount('10'), amount('9.99'))).toBe(1);
  expect(compare(amount('1.0'), amount('1.00'))).toBe(0);
  expect(compare(amount('-2'), amount('1'))).toBe(-1);
});

test('the absolute value loses the sign and nothing else', () => {
  expect(absoluteOf(amount('-1234.50'))).toBe('1234.50');
  expect(absoluteOf(amount('1234.50'))).toBe('1234.50');
});

test('a pixel gets by with an approximation', () => {
  expect(forPixels(amount('-1234.50'))).toBe(-1234.5);
});
