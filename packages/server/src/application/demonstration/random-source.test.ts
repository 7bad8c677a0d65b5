import { AssertionFailed } from 'perpetua-core';
import { expect, test } from 'vitest';
import { RandomSource } from './random-source.ts';
import { WeightedChoice } from './weighted-choice.ts';

const draws = (seed: number): readonly number[] => {
  const random = new RandomSource(seed);
  return Array.from({ length: 50 }, () => random.below(1_000_000));
};

test('one seed gives one stream, another seed another', () => {
  expect(draws(7)).toEqual(draws(7));
  expect(draws(8)).not.toEqual(draws(7));
  expect(draws(0)).not.toEqual(draws(-1));
});

test('draws stay within their range and reach all of it', () => {
  const random = new RandomSource(1);
  const pieces = Array.from({ length: 2000 }, () => random.between(3, 7));
  expect(new Set(pieces)).toEqual(new Set([3, 4, 5, 6, 7]));
  const units = Array.from({ length: 2000 }, () => random.unitsBetween(-1n, 1n));
  expect(new Set(units)).toEqual(new Set([-1n, 0n, 1n]));
});

test('a draw from nothing is a defect', () => {
  const random = new RandomSource(1);
  expect(() => random.below(0)).toThrow(AssertionFailed);
  expect(() => random.unitsBetween(2n, 1n)).toThrow(AssertionFailed);
  expect(() => random.oneOf([])).toThrow(AssertionFailed);
});

test('what weighs three times as much is chosen about three times as often', () => {
  const random = new RandomSource(42);
  const choice = new WeightedChoice(['seldom', 'often'], (word) => (word === 'often' ? 3 : 1));
  const often = Array.from({ length: 4000 }, () => choice.draw(random)).filter(
    (word) => word === 'often',
  );
  expect(often.length).toBeGreaterThan(2850);
  expect(often.length).toBeLessThan(3150);
});
