import { quantity, unitCost } from 'perpetua-core';
import { describe, expect, test } from 'vitest';
import { STOCK_ITEMS } from './items.ts';
import { costText, priceAt, purchasePrice } from './purchase-prices.ts';
import { lotsOf } from './purchasing.ts';
import { RandomSource } from './random-source.ts';

describe('deliveries of an order', () => {
  test('an order of little more than a lot comes in one', () => {
    expect(lotsOf(quantity(150n), quantity(100n), 10n)).toEqual([150n]);
  });

  test('a bigger one comes in whole packs that sum to the order', () => {
    const lots = lotsOf(quantity(1230n), quantity(100n), 10n);
    expect(lots.length).toBeGreaterThan(10);
    expect(lots.reduce((sum, lot) => sum + lot, 0n)).toBe(1230n);
    expect(lots.every((lot) => lot > 0n && lot % 10n === 0n)).toBe(true);
  });

  test('a huge one comes in sixty deliveries at most', () => {
    const lots = lotsOf(quantity(1_000_000n), quantity(10n), 10n);
    expect(lots.length).toBeLessThanOrEqual(60);
    expect(lots.reduce((sum, lot) => sum + lot, 0n)).toBe(1_000_000n);
  });
});

describe('purchase prices', () => {
  test('are quoted in cents, and below two euros in hundredths of a cent', () => {
    expect(costText(priceAt(unitCost(2_150_000_000n), 10_123))).toBe('21.76');
    expect(costText(priceAt(unitCost(95_000_000n), 10_123))).toBe('0.9617');
    expect(costText(unitCost(1_250_000_000n))).toBe('12.50');
  });

  test('follow the vendor’s list: a rise of 2.8 per cent and a season of 1.2', () => {
    const item = STOCK_ITEMS.find(({ vendor }) => vendor.code === 'V-1010');
    expect(item).toBeDefined();
    if (item === undefined) return;
    const meanOn = (day: number): bigint => {
      const random = new RandomSource(5);
      let sum = 0n;
      for (let draw = 0; draw < 200; draw += 1) sum += purchasePrice(item, day, random);
      return (sum * 10_000n) / (200n * item.price);
    };
    // In January the season is four months away, in November six; the list rose on 1 March and 1 September.
    const [january, may, november] = [meanOn(10), meanOn(130), meanOn(310)];
    expect(Math.abs(Number(january) - (10_000 - 40))).toBeLessThan(15);
    expect(Math.abs(Number(may) - (10_000 + 280 + 120))).toBeLessThan(15);
    expect(Math.abs(Number(november) - (10_000 + 430 - 120))).toBeLessThan(15);
  });
});
