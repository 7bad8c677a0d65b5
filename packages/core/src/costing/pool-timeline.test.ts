import fc from 'fast-check';
import { expect, test } from 'vitest';
import { quantity } from '../primitives/money.ts';
import { day } from '../testing/sample-books.ts';
import { heldFrom, type PoolTimeline, timelineAfter, withMoved } from './pool-timeline.ts';

const JANUARY = (number: number) => day(`2026-01-${String(number).padStart(2, '0')}`);

type Moved = readonly [on: number, units: bigint];

const timelineOf = (moves: readonly Moved[], after: PoolTimeline['after'] = ''): PoolTimeline =>
  moves.reduce(
    (timeline, [on, units]) => withMoved(timeline, JANUARY(on), quantity(units)),
    timelineAfter(after),
  );

const sum = (moves: readonly Moved[]) => moves.reduce((all, [, units]) => all + units, 0n);

/** What was held from a day on, as `day: units` for each. */
const told = (moves: readonly Moved[], on: number, after?: PoolTimeline['after']) =>
  heldFrom(timelineOf(moves, after), quantity(sum(moves)), JANUARY(on)).map(
    (held) => `${held.on.slice(8)}: ${held.quantity}`,
  );

test('a pool held what the movements up to a day left in it, and on later days their lowest', () => {
  const moves: readonly Moved[] = [
    [5, 10n],
    [20, -4n],
    [10, 3n],
    [20, -5n],
    [20, 6n],
  ];
  expect(told(moves, 4)).toEqual(['04: 0', '05: 10', '10: 13', '20: 4']);
  expect(told(moves, 5)).toEqual(['05: 10', '10: 13', '20: 4']);
  expect(told(moves, 15)).toEqual(['15: 13', '20: 4']);
  // On its own day a transaction comes after all that is there.
  expect(told(moves, 20)).toEqual(['20: 10']);
  expect(told(moves, 31)).toEqual(['31: 10']);
  expect(told([], 5)).toEqual(['05: 0']);
});

test('the lowest point of a day may be its end, its beginning is the end of the day before', () => {
  const falling: readonly Moved[] = [
    [5, 10n],
    [6, -2n],
    [6, -3n],
  ];
  const rising: readonly Moved[] = [
    [5, 10n],
    [6, 2n],
    [6, 3n],
  ];
  expect(told(falling, 4)).toEqual(['04: 0', '05: 10', '06: 5']);
  expect(told(rising, 4)).toEqual(['04: 0', '05: 10', '06: 12']);
});

test('what lies before a timeline is known is in what the pool holds, and nowhere else', () => {
  const moves: readonly Moved[] = [
    [5, 10n],
    [12, -4n],
    [8, 1n],
  ];
  const known = timelineOf(moves, JANUARY(8));
  expect(known.days.map(({ on }) => on)).toEqual([JANUARY(12)]);
  expect(told(moves, 8, JANUARY(8))).toEqual(told(moves, 8));
  expect(told(moves, 10, JANUARY(8))).toEqual(['10: 11', '12: 7']);
});

test('I12 a timeline agrees with the running sum of all movements in the order of costs', () => {
  const move = fc.tuple(fc.integer({ min: 1, max: 12 }), fc.bigInt({ min: -9n, max: 9n }));
  fc.assert(
    fc.property(
      fc.array(move, { maxLength: 40 }),
      fc.integer({ min: 1, max: 12 }),
      fc.integer({ min: 0, max: 12 }),
      (moves, asked, further) => {
        const inOrder = moves.toSorted(([a], [b]) => a - b);
        const points = inOrder.map(([on], index) => ({
          on,
          held: sum(inOrder.slice(0, index + 1)),
        }));
        const before = sum(moves.filter(([on]) => on <= asked));
        const later = points.filter(({ on }) => on > asked).map(({ held }) => held);
        const lowest = [before, ...later].reduce((a, b) => (b < a ? b : a));
        const after = further === 0 || further > asked ? '' : JANUARY(further);
        const held = heldFrom(timelineOf(moves, after), quantity(sum(moves)), JANUARY(asked));
        expect(held.map((one) => one.quantity as bigint).reduce((a, b) => (b < a ? b : a))).toBe(
          lowest,
        );
        expect(held[0].quantity).toBe(before);
        expect(held.map(({ on }) => on)).toEqual([...new Set(held.map(({ on }) => on))].toSorted());
      },
    ),
  );
});
