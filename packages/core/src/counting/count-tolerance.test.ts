import { expect, test } from 'vitest';
import { money, quantity } from '../primitives/money.ts';
import { type CountTolerance, isTolerated } from './count-tolerance.ts';

/** Two of a hundred are missing, worth 25.00; the item is counted whole. */
const MISSING = {
  frozen: quantity(100n),
  difference: quantity(-2n),
  quantityDecimals: 0,
  value: money(-2500n),
};

const tolerated = (tolerance: CountTolerance, more: Partial<typeof MISSING> = {}) =>
  isTolerated(tolerance, { ...MISSING, ...more });

test('a difference is tolerated up to a bound, and not a hair beyond', () => {
  expect(tolerated({ quantity: 2_000_000n })).toBe(true);
  expect(tolerated({ quantity: 1_999_999n })).toBe(false);
  expect(tolerated({ percent: 20_000n })).toBe(true);
  expect(tolerated({ percent: 19_999n })).toBe(false);
  expect(tolerated({ value: money(2500n) })).toBe(true);
  expect(tolerated({ value: money(2499n) })).toBe(false);
});

test('it keeps within all bounds that are given, and within none there is no bound', () => {
  expect(tolerated({ quantity: 2_000_000n, value: money(2499n) })).toBe(false);
  expect(tolerated({ quantity: 2_000_000n, percent: 20_000n, value: money(2500n) })).toBe(true);
  expect(tolerated({})).toBe(true);
});

test('quantities of a tolerance are units, whatever the decimals of the item', () => {
  const kilograms = { difference: quantity(1_500n), quantityDecimals: 3 };
  expect(tolerated({ quantity: 1_500_000n }, kilograms)).toBe(true);
  expect(tolerated({ quantity: 1_499_999n }, kilograms)).toBe(false);
});

test('nothing was recorded: no percentage tolerates what was found; as recorded always is', () => {
  expect(tolerated({ percent: 1_000_000n }, { frozen: quantity(0n) })).toBe(false);
  const none = { quantity: 0n, percent: 0n, value: money(0n) };
  expect(tolerated(none, { difference: quantity(0n) })).toBe(true);
  expect(isTolerated({ value: money(10n) }, { ...MISSING, value: undefined })).toBe(false);
});
