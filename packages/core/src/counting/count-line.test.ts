import { expect, test } from 'vitest';
import { quantity } from '../primitives/money.ts';
import { type CountEntry, type CountedFigure, figuresAfter, standingOf } from './count-line.ts';

const figure = (counter: string, units: number, moved = 0): CountedFigure => ({
  counter,
  quantity: quantity(BigInt(units)),
  moved: quantity(BigInt(moved)),
});

const standing = (frozen: number, figures: readonly CountedFigure[], round = 1) => {
  const line = { frozen: quantity(BigInt(frozen)), figures, round, accepted: undefined };
  const { state, ...rest } = standingOf(line);
  return 'difference' in rest ? `${state} ${rest.difference}` : state;
};

test('costing 5.5 the difference is counted less recorded, above, below and from below zero', () => {
  expect(standing(100, [figure('Ann', 97)])).toBe('counted -3');
  expect(standing(100, [figure('Ann', 102)])).toBe('counted 2');
  expect(standing(100, [figure('Ann', 100)])).toBe('counted 0');
  expect(standing(-4, [figure('Ann', 6)])).toBe('counted 10');
});

test('costing 5.5 what moved before it was counted is added back and is no difference', () => {
  // Five were sold between the start and the counting; nothing is missing.
  expect(standing(100, [figure('Ann', 95, -5)])).toBe('counted 0');
  // Seven came in, and one of all is missing.
  expect(standing(100, [figure('Ann', 106, 7)])).toBe('counted -1');
});

test('nothing entered is not zero: the line is uncounted, or to be counted again', () => {
  expect(standing(100, [])).toBe('uncounted');
  expect(standing(100, [], 2)).toBe('to-recount');
  expect(standing(100, [figure('Ann', 0)])).toBe('counted -100');
});

test('counters who agree have counted the line, those who differ dispute it', () => {
  expect(standing(100, [figure('Ann', 97), figure('Bob', 97)])).toBe('counted -3');
  expect(standing(100, [figure('Ann', 97), figure('Bob', 98)])).toBe('disputed');
  // One counted before five were sold, the other after: they found the same.
  expect(standing(100, [figure('Ann', 97), figure('Bob', 92, -5)])).toBe('counted -3');
});

test('a line that is accepted keeps its difference, whatever is entered', () => {
  const accepted = quantity(-3n);
  const line = { frozen: quantity(100n), figures: [figure('Ann', 90)], round: 1, accepted };
  expect(standingOf(line)).toEqual({ state: 'accepted', difference: -3n });
});

const entry = (counter: string, units: number, more: Partial<CountEntry> = {}): CountEntry => ({
  ...figure(counter, units),
  also: false,
  ...more,
});

/** What several entries of a line come to, as `Ann 97`, or the code of the refusal. */
function after(...entries: readonly CountEntry[]): string {
  let figures: readonly CountedFigure[] = [];
  for (const one of entries) {
    const next = figuresAfter(figures, one);
    if (!next.ok) return next.reasons.map(({ code }) => code).join();
    figures = next.value;
  }
  return figures.map(({ counter, quantity: units }) => `${counter} ${units}`).join(', ');
}

test('a later entry of a counter takes the place of the earlier one, or is added to it', () => {
  expect(after(entry('Ann', 97), entry('Ann', 98))).toBe('Ann 98');
  expect(after(entry('Ann', 40), entry('Ann', 57, { also: true }))).toBe('Ann 97');
  expect(after(entry('Ann', 40, { also: true }))).toBe('Ann 40');
  expect(after(entry('Ann', 40), entry('Bob', 57, { also: true }))).toBe('Ann 40, Bob 57');
});

test('parts are added only while nothing moves', () => {
  const later = { also: true, moved: quantity(-5n) };
  expect(after(entry('Ann', 40), entry('Ann', 52, later))).toBe('count-parts-moved');
  expect(after(entry('Ann', 40, { moved: quantity(-5n) }), entry('Ann', 52, later))).toBe('Ann 92');
});
