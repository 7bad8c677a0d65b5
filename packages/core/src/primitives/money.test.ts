import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readTable } from '../testing/text-table.ts';
import { AssertionFailed } from './assert.ts';
import { absolute, divideHalfUp, extend, money, prorate, quantity, unitCost } from './money.ts';

test('half a unit is rounded away from zero, whatever the signs', () => {
  const columns = ['dividend', 'divisor', 'quotient'] as const;
  const cases = readTable(
    columns,
    `
    dividend  divisor  quotient
    0         7        0
    6         3        2
    1         3        0
    2         3        1
    1         2        1
    -1        2        -1
    1         -2       -1
    -1        -2       1
    5         2        3
    -5        2        -3
    14        10       1
    15        10       2
    -14       10       -1
    -15       10       -2
    149       100      1
    999999999999999999999999  2  500000000000000000000000`,
  );
  for (const row of cases) {
    const found = divideHalfUp(BigInt(row.dividend), BigInt(row.divisor));
    expect([`${row.dividend} / ${row.divisor}`, found.toString()]).toEqual([
      `${row.dividend} / ${row.divisor}`,
      row.quotient,
    ]);
  }
});

test('a division by zero is a defect of ours and stops the program', () => {
  expect(() => divideHalfUp(1n, 0n)).toThrow(AssertionFailed);
  expect(() => prorate(money(1n), quantity(1n), quantity(0n))).toThrow(
    'a share is taken of something',
  );
});

test('a quotient is never further than half a unit from the exact one', () => {
  const wide = fc.bigInt({ min: -(10n ** 24n), max: 10n ** 24n });
  fc.assert(
    fc.property(wide, wide, (dividend, divisor) => {
      fc.pre(divisor !== 0n);
      const rest = dividend - divideHalfUp(dividend, divisor) * divisor;
      expect(2n * absolute(rest) <= absolute(divisor)).toBe(true);
      // A reversal rounds like its original.
      expect(divideHalfUp(-dividend, divisor)).toBe(-divideHalfUp(dividend, divisor));
    }),
  );
});

test('the whole gets the whole, and parts taken one after the other sum to it', () => {
  const value = fc.bigInt({ min: 0n, max: 10n ** 15n });
  const parts = fc.array(fc.bigInt({ min: 1n, max: 10n ** 9n }), { minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(value, parts, (whole, shares) => {
      let [left, units] = [whole, shares.reduce((sum, share) => sum + share, 0n)];
      expect(prorate(money(whole), quantity(units), quantity(units))).toBe(whole);
      for (const share of shares) {
        const taken = prorate(money(left), quantity(share), quantity(units));
        expect(taken >= 0n && taken <= left).toBe(true);
        [left, units] = [left - taken, units - share];
      }
      expect(left).toBe(0n);
    }),
  );
});

test('a quantity at a unit cost is rounded once, half up, to the currency', () => {
  const columns = ['case', 'units', 'decimals', 'cost', 'currency', 'worth'] as const;
  const cases = readTable(
    columns,
    `
    case                        units  decimals  cost         currency  worth
    whole units                 10     0         1200000000   2         12000
    a third of a cent           3      0         333333       2         1
    half a cent is one          1      0         500000       2         1
    just below half a cent      1      0         499999       2         0
    thousandths of a kilogram   1500   3         250000000    2         375
    yen have no decimals        3      0         33350000000  0         1001
    dinars have three           3      0         33350000     3         1001
    nothing                     0      0         1200000000   2         0
    free of charge              10     0         0            2         0`,
  );
  for (const row of cases) {
    const decimals = { quantity: Number(row.decimals), currency: Number(row.currency) };
    const found = extend(quantity(BigInt(row.units)), unitCost(BigInt(row.cost)), decimals);
    expect([row.case, found.toString()]).toEqual([row.case, row.worth]);
  }
});
