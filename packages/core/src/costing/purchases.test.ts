import { expect, test } from 'vitest';
import { money, quantity } from '../primitives/money.ts';
import { day } from '../testing/sample-books.ts';
import { type CostPool, EMPTY_POOL } from './cost-pool.ts';
import { MOST_PURCHASES, withCorrected, withoutPurchase, withPurchase } from './purchases.ts';

const bought = (receipt: number, on: string, units: bigint, cents: bigint) => ({
  receipt,
  receivedOn: day(on),
  quantity: quantity(units),
  value: money(cents),
});

const after = (...purchases: readonly ReturnType<typeof bought>[]): CostPool =>
  purchases.reduce(withPurchase, EMPTY_POOL);

const shown = ({ quantity: units, value, layers }: CostPool) => [
  `${units} = ${value}`,
  layers.map(({ receipt }) => receipt),
];

test('Q-51 the newest purchase is the one of the latest day, and of one day the one posted later', () => {
  const first = bought(1, '2026-03-05', 10n, 10_00n);
  const second = bought(2, '2026-03-05', 5n, 6_00n);
  const late = bought(3, '2026-03-01', 4n, 9_00n);
  expect(shown(after(first, second))).toEqual(['5 = 600', [2, 1]]);
  expect(shown(after(first, second, late))).toEqual(['5 = 600', [2, 1, 3]]);
  expect(shown(after(late))).toEqual(['4 = 900', [3]]);
});

test('Q-51 a purchase that was reversed gives way to the one before it, the last one to nothing', () => {
  const both = after(bought(1, '2026-03-01', 10n, 10_00n), bought(2, '2026-03-02', 5n, 99_00n));
  const one = withoutPurchase(both, 2);
  expect(shown(one)).toEqual(['10 = 1000', [1]]);
  expect(withoutPurchase(one, 1)).toEqual(EMPTY_POOL);
  expect(withoutPurchase(one, 77)).toEqual(one);
});

test('003.X10 a purchase that turned out dearer costs more, whether it is the newest or not', () => {
  const both = after(bought(1, '2026-03-01', 10n, 10_00n), bought(2, '2026-03-02', 5n, 6_00n));
  expect(shown(withCorrected(both, 2, money(1_00n)))[0]).toBe('5 = 700');
  const older = withCorrected(both, 1, money(2_00n));
  expect(shown(older)[0]).toBe('5 = 600');
  expect(shown(withoutPurchase(older, 2))[0]).toBe('10 = 1200');
});

test('no more purchases are remembered than the newest few', () => {
  const many = after(
    ...Array.from({ length: MOST_PURCHASES + 3 }, (_, index) =>
      bought(index + 1, '2026-03-01', 1n, BigInt(index)),
    ),
  );
  expect(many.layers.map(({ receipt }) => receipt)).toEqual([11, 10, 9, 8, 7, 6, 5, 4]);
});
