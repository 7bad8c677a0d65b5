import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { money, taxRate } from '../primitives/money.ts';
import { TAX_ENTRIES, taxedAmount } from './tax-amount.ts';

const FIFTEEN = taxRate(150_000n);

describe('tax on a line', () => {
  test('exclusive: 100.00 and 15 per cent are 100.00 and 15.00', () => {
    expect(taxedAmount(money(10_000n), 'exclusive', { rate: FIFTEEN })).toEqual({
      net: 10_000n,
      tax: 1_500n,
    });
  });

  test('inclusive: of 115.00 at 15 per cent 15.00 are tax, of 100.00 13.04', () => {
    expect(taxedAmount(money(11_500n), 'inclusive', { rate: FIFTEEN })).toEqual({
      net: 10_000n,
      tax: 1_500n,
    });
    expect(taxedAmount(money(10_000n), 'inclusive', { rate: FIFTEEN })).toEqual({
      net: 8_696n,
      tax: 1_304n,
    });
  });

  test('half a cent is rounded up, below zero away from zero', () => {
    const fivePercent = taxRate(50_000n);
    expect(taxedAmount(money(10n), 'exclusive', { rate: fivePercent }).tax).toBe(1n);
    expect(taxedAmount(money(-10n), 'exclusive', { rate: fivePercent }).tax).toBe(-1n);
    expect(taxedAmount(money(9n), 'exclusive', { rate: fivePercent }).tax).toBe(0n);
  });

  test('a tax that is told wins over the computed one', () => {
    expect(
      taxedAmount(money(10_000n), 'exclusive', { rate: FIFTEEN, told: money(1_499n) }),
    ).toEqual({ net: 10_000n, tax: 1_499n });
    expect(
      taxedAmount(money(11_500n), 'inclusive', { rate: FIFTEEN, told: money(1_501n) }),
    ).toEqual({ net: 9_999n, tax: 1_501n });
  });

  test('without a tax type there is no tax', () => {
    expect(taxedAmount(money(10_000n), 'inclusive', { rate: undefined })).toEqual({
      net: 10_000n,
      tax: 0n,
    });
  });

  test('whatever was entered, net and tax make it up and a credit mirrors it', () => {
    const amounts = fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n });
    const rates = fc.bigInt({ min: 0n, max: 10n ** 6n });
    fc.assert(
      fc.property(amounts, rates, fc.constantFrom(...TAX_ENTRIES), (amount, rate, entry) => {
        const { net, tax } = taxedAmount(money(amount), entry, { rate: taxRate(rate) });
        const mirrored = taxedAmount(money(-amount), entry, { rate: taxRate(rate) });
        expect(entry === 'inclusive' ? net + tax : net).toBe(amount);
        expect([mirrored.net, mirrored.tax]).toEqual([-net, -tax]);
      }),
    );
  });
});
