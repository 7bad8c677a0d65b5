import {
  differenceOfNone,
  formatDecimal,
  ok,
  parseBusinessDate,
  quantity,
  type Refusal,
  type Result,
  refusal,
  refused,
} from 'perpetua-core';
import type { CompanySession } from '../ports.ts';
import {
  type LineName,
  namedLines,
  placeInWords,
  refusedLine,
  type StandingLine,
  standingLines,
  stateInWords,
} from './count-lines.ts';
import { type Difference, readTolerance, type ToleranceTexts, untolerated } from './differences.ts';
import type { StoredCount, StoredLine } from './stored-count.ts';

/** What is to be accepted of a count. Without any of it, all lines that are counted. */
export type AcceptRequest = {
  /** Names the acceptance; sent again it is answered again. */
  readonly key?: string | undefined;
  /** These lines and no others; each must be counted. */
  readonly lines?: readonly LineName[] | undefined;
  /** All but these. */
  readonly except?: readonly LineName[] | undefined;
  /** Only lines whose difference keeps within it. */
  readonly tolerance?: ToleranceTexts | undefined;
  /** `zero`: what nobody counted is not there. Without it, it stays open. */
  readonly uncounted?: 'leave' | 'zero' | undefined;
  /** The day its adjustments are dated on, where the count day is closed or forbids late facts. */
  readonly postedOn?: string | undefined;
};

/** Lines to be accepted, and how many a tolerance and goods of others leave open. */
export type ChosenLines = {
  /** The count, with the day on which its adjustments are dated. */
  readonly count: StoredCount;
  readonly differences: readonly Difference[];
  readonly beyondTolerance: number;
  readonly ofOthers: number;
  /** What stands against the rest of what was asked for. */
  readonly refusals: readonly Refusal[];
};

/**
 * The lines an acceptance is about. Named lines must be settled; of all lines those are taken that
 * are. Goods of others that are not as recorded are never taken: what became of them is not for a
 * count to say (decision 0031).
 */
export async function chooseLines(
  session: CompanySession,
  { count, lines, currencyDecimals }: Asked,
  request: AcceptRequest,
): Promise<ChosenLines> {
  const tolerance = readTolerance(request.tolerance, currencyDecimals);
  const { among, refusals } = amongLines(count, lines, request);
  const { settled, ofOthers } = settledLines(among, request);
  const dated = datedCount(count, request);
  const faults = [dated, tolerance].flatMap((read) => (read.ok ? [] : read.reasons));
  if (!tolerance.ok || !dated.ok)
    return {
      count,
      differences: [],
      beyondTolerance: 0,
      ofOthers,
      refusals: [...faults, ...refusals],
    };
  const beyond = await untolerated(session, dated.value, settled, tolerance.value);
  const differences = settled.filter(({ line }) => !beyond.has(line.number));
  return { count: dated.value, differences, beyondTolerance: beyond.size, ofOthers, refusals };
}

/** The count with its adjustments dated as asked for, which is never before its own day. */
function datedCount(count: StoredCount, { postedOn }: AcceptRequest): Result<StoredCount, Refusal> {
  if (postedOn === undefined) return ok(count);
  const day = parseBusinessDate(postedOn);
  if (day === undefined)
    return refused([refusal('date-invalid', { field: 'postedOn', value: postedOn })]);
  if (day >= count.postedOn) return ok({ ...count, postedOn: day });
  const details = { postedOn, day: count.postedOn, count: count.name };
  return refused([refusal('before-count-day', details)]);
}

type Asked = {
  readonly count: StoredCount;
  readonly lines: readonly StoredLine[];
  readonly currencyDecimals: number;
};

/** The lines in question: those named, or all but those named. */
function amongLines(
  count: StoredCount,
  lines: readonly StoredLine[],
  { lines: only, except, uncounted }: AcceptRequest,
): { readonly among: readonly StandingLine[]; readonly refusals: readonly Refusal[] } {
  const [named, left] = [only, except].map((names) => namedLines(count.name, lines, names ?? []));
  const unknown = [...(named?.refusals ?? []), ...(left?.refusals ?? [])];
  const spared = new Set(left?.found);
  const chosen = standingLines(only === undefined ? lines : (named?.found ?? []));
  const among = chosen.filter(({ line }) => !spared.has(line));
  const faults = only === undefined ? [] : among.flatMap((one) => faultsOf(count, one, uncounted));
  return { among, refusals: [...unknown, ...faults] };
}

/** What stands against accepting a line that was asked for by name. */
function faultsOf(
  { name }: StoredCount,
  { line, standing }: StandingLine,
  uncounted: AcceptRequest['uncounted'],
): readonly Refusal[] {
  const place = placeInWords(line);
  const { state } = standing;
  if (state === 'accepted')
    return [refusedLine(refusal('count-line-accepted', { place, count: name }), line)];
  if (state === 'counted') return line.ofOthers ? ofOthersFault(line, standing.difference) : [];
  if (state === 'uncounted' && uncounted === 'zero')
    return line.ofOthers ? ofOthersFault(line, differenceOfNone(line)) : [];
  return [
    refusedLine(refusal('count-not-settled', { place, state: stateInWords(standing) }), line),
  ];
}

function ofOthersFault(line: StoredLine, difference: bigint): readonly Refusal[] {
  if (difference === 0n) return [];
  const { item, location, frozen, quantityDecimals } = line;
  const details = {
    item,
    location,
    recorded: formatDecimal(frozen, quantityDecimals),
    counted: formatDecimal(frozen + difference, quantityDecimals),
  };
  return [refusedLine(refusal('count-of-others', details), line)];
}

/** The lines with something to accept: counted ones, and uncounted ones that are to be nothing. */
function settledLines(
  among: readonly StandingLine[],
  { uncounted }: AcceptRequest,
): { readonly settled: readonly Difference[]; readonly ofOthers: number } {
  const all = among.flatMap(({ line, standing }): readonly Difference[] => {
    if (standing.state === 'counted') return [{ line, difference: standing.difference }];
    const isNone = standing.state === 'uncounted' && uncounted === 'zero';
    return isNone ? [{ line, difference: quantity(differenceOfNone(line)) }] : [];
  });
  const settled = all.filter(({ line, difference }) => !line.ofOthers || difference === 0n);
  return { settled, ofOthers: all.length - settled.length };
}
