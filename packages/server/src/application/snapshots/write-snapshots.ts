import { type BusinessDate, daysOf } from 'perpetua-core';
import type { Clock } from '../ports.ts';
import type {
  BooksSnapshots,
  LogPlace,
  PeriodMovements,
  SnapshotMark,
  SnapshotSession,
} from './snapshot.ts';

/** Movements after which a mark is worth its rows. Fewer are added up faster than one could notice. */
export const LEAST_STEP = 50_000;

/**
 * Of what was recorded since the last mark this share may still be dated in a period that gets its
 * first snapshot. Once most of the business is beyond it, little is left to be added later.
 */
const SHARE_BEFORE = 1 / 8;

/**
 * Writes the next snapshot mark of a company, when one is due: since the last one as many movements
 * were recorded as its pools hold something, and never fewer than `leastStep`. A mark never writes
 * more rows of pools than it lets others pass over, so snapshots grow no faster than the log.
 * Which marks there are, and what they hold, follows from the log alone.
 *
 * Returns the mark; undefined when none is due, or when another process is at it.
 */
export function writeNextMark(
  snapshots: BooksSnapshots,
  company: number,
  clock: Clock,
  leastStep: number = LEAST_STEP,
): Promise<SnapshotMark | undefined> {
  return snapshots.writing(company, async (session) => {
    const begin = session.lastMark?.movement ?? 0;
    if (session.lastMovement < begin + leastStep) return undefined;
    const step = Math.max(leastStep, await session.poolsHeld());
    // History that is imported late adds to many period ends at once. The more of it one mark
    // takes, the fewer rows it needs for each, so it waits until it is worth them.
    for (let stretch = step; begin + stretch <= session.lastMovement; stretch *= 2) {
      const place = await session.placeOf(begin + stretch);
      if ((await session.lateRows(place)) > place.movement - begin) continue;
      return session.writeMark(place, await newPeriodEnds(session, place, step), clock());
    }
    return undefined;
  });
}

/** The period ends a mark gives their first snapshot. */
async function newPeriodEnds(
  session: SnapshotSession,
  place: LogPlace,
  step: number,
): Promise<readonly BusinessDate[]> {
  const known = session.lastMark?.periodEnds.at(-1);
  const reached = await session.dayOfShare(place, SHARE_BEFORE);
  const periods = await session.movementsByPeriod(place, known, reached);
  return endsWorthIt(periods, step).filter((end) => end < reached);
}

/** The last days of periods such that at least `step` movements lie between one and the next. */
function endsWorthIt(periods: readonly PeriodMovements[], step: number): readonly BusinessDate[] {
  const ends: BusinessDate[] = [];
  let passed = 0;
  for (const { period, movements } of periods) {
    passed += movements;
    if (passed < step) continue;
    ends.push(daysOf(period).last);
    passed = 0;
  }
  return ends;
}
