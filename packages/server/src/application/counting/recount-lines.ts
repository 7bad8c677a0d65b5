import { ok, type Refusal, type Result, refusal, refused } from 'perpetua-core';
import type { WholePlace } from '../post-whole.ts';
import {
  type LineName,
  namedLines,
  placeInWords,
  refusedLine,
  standingLines,
} from './count-lines.ts';
import { openDifferences, readTolerance, type ToleranceTexts, untolerated } from './differences.ts';
import { findCount, refuseEnded } from './find-count.ts';
import type { StoredCount, StoredLine } from './stored-count.ts';
import { type CountProgress, progressOf } from './told-count.ts';

/** Which lines are to be counted again: those named, or those beyond a tolerance and disputed ones. */
export type RecountRequest = {
  readonly lines?: readonly LineName[] | undefined;
  readonly tolerance?: ToleranceTexts | undefined;
};

export type RecountedLines = {
  /** Lines that are to be counted again from now on. */
  readonly lines: readonly number[];
  readonly progress: CountProgress;
};

/**
 * Sends lines to be counted again: what was entered for them stays in their history and counts no
 * more. A line that waits to be counted stays as it is.
 *
 * Refuses lines that are unknown, there twice or accepted, and when there is nothing to send.
 */
export function recountLines(
  { storage, company }: WholePlace,
  name: string,
  request: RecountRequest,
): Promise<Result<RecountedLines, Refusal>> {
  return storage.writing(company.id, async (session) => {
    const found = await findCount(session, name);
    if (!found.ok) return found;
    const ended = refuseEnded(found.value);
    if (ended.length > 0) return refused(ended);
    const lines = await session.counts.lines(name);
    const tolerance = readTolerance(request.tolerance, company.currencyDecimals);
    if (!tolerance.ok) return tolerance;
    const chosen =
      request.lines === undefined ? ok(lines) : chosenLines(found.value, lines, request.lines);
    if (!chosen.ok) return chosen;
    const beyond =
      request.tolerance === undefined
        ? undefined
        : await untolerated(session, found.value, openDifferences(lines), tolerance.value);
    const again = standingLines(chosen.value).flatMap(({ line, standing: { state } }) => {
      const isWanted = request.lines !== undefined && beyond === undefined;
      const isBeyond = state === 'counted' && (isWanted || beyond?.has(line.number) === true);
      return isBeyond || state === 'disputed' ? [line.number] : [];
    });
    if (again.length === 0) {
      if (request.lines !== undefined) return ok({ lines: [], progress: progressOf(lines) });
      const because = 'no line is disputed or beyond the tolerance';
      return refused([refusal('nothing-to-recount', { count: name, because })]);
    }
    await session.keepCounts.nextRound(name, again);
    return ok({ lines: again, progress: progressOf(await session.counts.lines(name)) });
  });
}

function chosenLines(
  { name }: StoredCount,
  lines: readonly StoredLine[],
  names: readonly LineName[],
): Result<readonly StoredLine[], Refusal> {
  const { found, refusals } = namedLines(name, lines, names);
  const accepted = found.filter((line) => line.accepted !== undefined);
  const faults = accepted.map((line) =>
    refusedLine(refusal('count-line-accepted', { place: placeInWords(line), count: name }), line),
  );
  return refusals.length + faults.length > 0 ? refused([...refusals, ...faults]) : ok(found);
}
