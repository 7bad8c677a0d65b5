import { expect, test } from 'vitest';
import { currencyDecimals } from './currency.ts';

test.each([
  ['EUR', 2],
  ['USD', 2],
  ['ZAR', 2],
  ['JPY', 0],
  ['KRW', 0],
  ['KWD', 3],
  ['TND', 3],
  ['CLF', 4],
  // Shops round these to what they have in cash; the standard does not.
  ['HUF', 2],
  ['CHF', 2],
  ['IDR', 2],
])('%s has %s decimals in ISO 4217', (code, decimals) => {
  expect(currencyDecimals(code)).toBe(decimals);
});

test.each(['', 'eur', 'EURO', 'XXX', ' EUR', 'toString'])('%j is no currency', (code) => {
  expect(currencyDecimals(code)).toBeUndefined();
});
