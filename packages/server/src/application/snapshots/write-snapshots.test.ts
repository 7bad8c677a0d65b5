import { type BusinessDate, type Period, parseBusinessDate } from 'perpetua-core';
import { expect, test } from 'vitest';
import type { LogPlace, SnapshotMark, SnapshotSession } from './snapshot.ts';
import { writeNextMark } from './write-snapshots.ts';

/** What a session of the log says, for the rule that decides on marks. */
type Log = {
  readonly last?: Partial<SnapshotMark>;
  readonly movements: number;
  readonly held?: number;
  /** Rows a mark at a movement adds to period ends there are. */
  readonly late?: (movement: number) => number;
  readonly reached?: string;
  readonly periods?: readonly (readonly [period: string, movements: number])[];
};

function day(text: string): BusinessDate {
  const read = parseBusinessDate(text);
  if (read === undefined) throw new Error(`${text} is no day`);
  return read;
}

const placeAt = (movement: number): LogPlace => ({
  batch: movement,
  event: movement,
  movement,
  entry: movement,
});

/** The mark that is written of a log, with the period ends it gives their first snapshot. */
async function written(log: Log, leastStep = 100) {
  const marks: { readonly movement: number; readonly newEnds: readonly string[] }[] = [];
  const rest = { lastDay: day('2026-01-01'), periodEnds: [], months: [] };
  const session: SnapshotSession = {
    lastMark: log.last && { ...placeAt(log.last.movement ?? 0), ...rest, ...log.last },
    lastMovement: log.movements,
    poolsHeld: async () => log.held ?? 0,
    placeOf: async (movement) => placeAt(movement),
    lateRows: async ({ movement }) => log.late?.(movement) ?? 0,
    dayOfShare: async () => day(log.reached ?? '2026-12-31'),
    movementsByPeriod: async () =>
      (log.periods ?? []).map(([period, movements]) => ({ period: period as Period, movements })),
    writeMark: async (place, newEnds) => {
      marks.push({ movement: place.movement, newEnds });
      return { ...place, ...rest };
    },
  };
  const snapshots = {
    writing: <Value>(_: number, work: (session: SnapshotSession) => Promise<Value>) =>
      work(session),
    discard: async () => undefined,
    told: async () => ({ marks: [], rows: { pools: 0, places: 0, accounts: 0 } }),
  };
  await writeNextMark(snapshots, 1, () => new Date(0), leastStep);
  return marks;
}

test('a mark is due after so many movements, and not before', async () => {
  expect(await written({ movements: 99 })).toEqual([]);
  expect(await written({ movements: 100 })).toMatchObject([{ movement: 100 }]);
  expect(await written({ last: { movement: 100 }, movements: 199 })).toEqual([]);
  expect(await written({ last: { movement: 100 }, movements: 200 })).toMatchObject([
    { movement: 200 },
  ]);
});

test('of a log that ran ahead the marks lie where they would have been written in time', async () => {
  expect(await written({ movements: 5_000 })).toMatchObject([{ movement: 100 }]);
  expect(await written({ last: { movement: 100 }, movements: 5_000 })).toMatchObject([
    { movement: 200 },
  ]);
});

test('where pools hold more than that, as many movements are awaited', async () => {
  expect(await written({ movements: 349, held: 350 })).toEqual([]);
  expect(await written({ movements: 350, held: 350 })).toMatchObject([{ movement: 350 }]);
});

test('a mark that would write more rows than it has movements waits for twice, four times as many', async () => {
  const late = () => 250;
  expect(await written({ movements: 299, late })).toEqual([]);
  expect(await written({ movements: 399, late })).toEqual([]);
  expect(await written({ movements: 400, late })).toMatchObject([{ movement: 400 }]);
});

test('a period end gets a snapshot when the business is beyond it and enough lies before it', async () => {
  const periods = [
    ['2026-01', 60],
    ['2026-02', 50],
    ['2026-03', 30],
    ['2026-04', 80],
    ['2026-05', 200],
  ] as const;
  const log = { movements: 100, periods };
  expect(await written({ ...log, reached: '2026-05-20' })).toEqual([
    { movement: 100, newEnds: ['2026-02-28', '2026-04-30'] },
  ]);
  expect(await written({ ...log, reached: '2026-04-30' })).toEqual([
    { movement: 100, newEnds: ['2026-02-28'] },
  ]);
});
