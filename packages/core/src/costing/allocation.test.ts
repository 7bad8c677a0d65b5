import fc from 'fast-check';
import { expect, test } from 'vitest';
import { absolute, money } from '../primitives/money.ts';
import { allocate } from './allocation.ts';

const shares = (amount: bigint, bases: readonly bigint[]) => allocate(money(amount), bases);

test('Q-50 shares are proportional and the last line takes what remains', () => {
  expect(shares(10_000n, [1n, 1n, 1n])).toEqual([3_333n, 3_334n, 3_333n]);
  expect(shares(-10_000n, [1n, 1n, 1n])).toEqual([-3_333n, -3_334n, -3_333n]);
  expect(shares(100n, [1n, 0n, 3n])).toEqual([25n, 0n, 75n]);
  // Rounding each line by itself would give nine of these a cent, and the last one four cents back.
  expect(
    shares(
      5n,
      Array.from({ length: 10 }, () => 1n),
    ).reduce((a, b) => a + b, 0n),
  ).toBe(5n);
  expect(() => shares(1n, [0n])).toThrow('something to allocate by');
  expect(() => shares(1n, [])).toThrow('something to allocate by');
});

test('Q-50 whatever the bases, shares sum to the amount, none is against its sign and none a cent off', () => {
  const amounts = fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n });
  const bases = fc.array(
    fc.oneof(fc.bigInt({ min: 0n, max: 9n }), fc.bigInt({ min: 0n, max: 10n ** 21n })),
    {
      minLength: 1,
      maxLength: 40,
    },
  );
  fc.assert(
    fc.property(amounts, bases, (amount, given) => {
      const whole = given.reduce((sum, basis) => sum + basis, 0n);
      fc.pre(whole > 0n);
      const parts = shares(amount, given);
      expect(parts.reduce((sum, part) => sum + part, 0n)).toBe(amount);
      for (const [index, part] of parts.entries()) {
        const basis = given[index] ?? 0n;
        expect(part === 0n || part < 0n === amount < 0n).toBe(true);
        // |part − amount × basis ÷ whole| < 1
        expect(absolute(part * whole - amount * basis) < whole).toBe(true);
        expect(basis > 0n || part === 0n).toBe(true);
      }
    }),
    { numRuns: 2_000 },
  );
});
