import { expect, test } from 'vitest';
import { quantity, unitCost } from '../primitives/money.ts';
import { setCost } from './item-cost.ts';

/** A fitting: a consumable whose streams somebody sets. */
const FITTING = {
  quantityDecimals: 1,
  standardCost: unitCost(2_500_000_000n),
  setCosts: { average: unitCost(3_000_000_000n), last: unitCost(3_333_000_000n) },
};

const cost = (stream: Parameters<typeof setCost>[1]) => setCost(FITTING, stream, quantity(15n), 2);

test('004.11 004.32 what is sold without being stocked costs what its stream says, another stream another amount', () => {
  expect([cost('average'), cost('standard'), cost('last')]).toEqual([45_00n, 37_50n, 50_00n]);
});

test('004.12 a stream of which the item says nothing has no cost', () => {
  expect([cost('landed'), cost('fifo')]).toEqual([undefined, undefined]);
});
