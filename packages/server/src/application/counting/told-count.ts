import { type CountMoment, type CountState, standingOf } from 'perpetua-core';
import type { CountScope, StoredCount, StoredLine } from './stored-count.ts';

/** A count as every interface tells it. */
export type ToldCount = {
  readonly name: string;
  readonly site: string;
  readonly postedOn: string;
  readonly scope: CountScope;
  readonly blind: boolean;
  readonly moment: CountMoment;
  readonly state: StoredCount['state'];
  /** The last event that the frozen quantities know of, and when that was. */
  readonly knownEvent: number;
  readonly startedAt: string;
  readonly startedBy: string;
  readonly endedAt?: string;
  readonly endedBy?: string;
  readonly endedBecause?: string;
};

/** How many lines have come how far. */
export type CountProgress = { readonly lines: number } & Readonly<Record<CountState, number>>;

/** A count and how far it has come. */
export const toldCount = (
  count: StoredCount,
  lines: readonly StoredLine[],
): { readonly count: ToldCount; readonly progress: CountProgress } => ({
  count: countInWords(count),
  progress: progressOf(lines),
});

export function countInWords({
  knownMovement: _,
  startedAt,
  endedAt,
  endedBy,
  endedBecause,
  ...count
}: StoredCount): ToldCount {
  return {
    ...count,
    startedAt: startedAt.toISOString(),
    ...(endedAt === undefined ? {} : { endedAt: endedAt.toISOString() }),
    ...(endedBy === undefined ? {} : { endedBy }),
    ...(endedBecause === undefined ? {} : { endedBecause }),
  };
}

export function progressOf(lines: readonly StoredLine[]): CountProgress {
  const states: Record<CountState, number> = {
    uncounted: 0,
    'to-recount': 0,
    disputed: 0,
    counted: 0,
    accepted: 0,
  };
  for (const line of lines) states[standingOf(line).state] += 1;
  return { lines: lines.length, ...states };
}
