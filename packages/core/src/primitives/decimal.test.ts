import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readTable } from '../testing/text-table.ts';
import { formatDecimal, parseDecimal } from './decimal.ts';

const LARGEST = 10n ** 15n;

test('a decimal text is read as it stands and written back the same', () => {
  const columns = ['text', 'decimals', 'number', 'written'] as const;
  const cases = readTable(
    columns,
    `
    text        decimals  number   written
    0           2         0        0.00
    -0          2         0        0.00
    12          2         1200     12.00
    12.5        2         1250     12.50
    -12.50      2         -1250    -12.50
    -0.05       2         -5       -0.05
    0.05        2         5        0.05
    007         0         7        7
    3.000       0         3        3
    1.2300      2         123      1.23
    1.500       3         1500     1.500
    10000000000000.00  2  1000000000000000  10000000000000.00`,
  );
  for (const row of cases) {
    const number = parseDecimal(row.text, Number(row.decimals), LARGEST);
    expect([row.text, number]).toEqual([row.text, BigInt(row.number)]);
    expect([row.text, formatDecimal(BigInt(row.number), Number(row.decimals))]).toEqual([
      row.text,
      row.written,
    ]);
  }
});

test.each([
  ['', 'not-a-number'],
  [' ', 'not-a-number'],
  [' 1', 'not-a-number'],
  ['1 ', 'not-a-number'],
  ['1,5', 'not-a-number'],
  ['1.', 'not-a-number'],
  ['.5', 'not-a-number'],
  ['+1', 'not-a-number'],
  ['1e3', 'not-a-number'],
  ['--1', 'not-a-number'],
  ['0x10', 'not-a-number'],
  ['1_000', 'not-a-number'],
  ['١٢', 'not-a-number'],
  ['NaN', 'not-a-number'],
  ['Infinity', 'not-a-number'],
  ['1\n', 'not-a-number'],
  ['1.234', 'too-precise'],
  ['0.001', 'too-precise'],
  ['10000000000000.01', 'too-large'],
  ['-10000000000000.01', 'too-large'],
  ['9'.repeat(61), 'too-large'],
  ['x'.repeat(1_000_000), 'too-large'],
])('%# no number is guessed: %j is %s', (text, fault) => {
  expect(parseDecimal(text, 2, LARGEST)).toBe(fault);
});

test('reading undoes writing, at any scale', () => {
  const number = fc.bigInt({ min: -LARGEST, max: LARGEST });
  fc.assert(
    fc.property(number, fc.integer({ min: 0, max: 8 }), (whole, decimals) => {
      expect(parseDecimal(formatDecimal(whole, decimals), decimals, LARGEST)).toBe(whole);
    }),
  );
});
