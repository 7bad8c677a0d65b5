import {
  type CountedFigure,
  type CountState,
  formatDecimal,
  type Money,
  ok,
  type Refusal,
  type Result,
  refusal,
  refused,
  standingOf,
} from 'perpetua-core';
import type { BooksStorage, CompanyName, CompanySession } from '../ports.ts';
import { type ToldReason, toldReason } from '../post-transactions.ts';
import { placeKey } from './count-lines.ts';
import {
  type DecidedDifference,
  differenceValue,
  openDifferences,
  previewDifferences,
  totalsOf,
} from './differences.ts';
import { findCount } from './find-count.ts';
import type { MovedSince, StoredCount, StoredLine } from './stored-count.ts';
import { type ToldLine, toldLine, toldQuantities } from './told-acceptance.ts';
import { type CountProgress, countInWords, progressOf, type ToldCount } from './told-count.ts';

/** Differences added up, at cost. */
type DifferenceTotals = {
  /** Lines that differ from what is recorded. */
  readonly lines: number;
  readonly found: string;
  readonly missing: string;
  readonly net: string;
  /** Lines whose adjustment would be refused; they are in no value. */
  readonly refused: number;
};

export type ShownCount = {
  readonly count: ToldCount;
  readonly progress: CountProgress;
  /** Of lines that are counted and not accepted, as accepting all of them now would post them. */
  readonly open: DifferenceTotals;
  /** Of lines that are accepted, as they were posted. */
  readonly accepted: DifferenceTotals;
  /** Units of open lines that moved since the count began: they are added back (costing 5.5). */
  readonly movedLines: number;
  /** Lines on which something was recorded since that is dated before the count day. */
  readonly lateLines: number;
};

/** A line with all that is known of it. */
type ShownLine = ToldLine & {
  readonly state: CountState;
  readonly round: number;
  readonly recorded: string;
  readonly counted?: string;
  readonly difference?: string;
  readonly value?: string;
  /** Movements since the count began, and the part of them that is dated before the count day. */
  readonly movedSince: string;
  readonly late: string;
  readonly ofOthers: boolean;
  readonly found: boolean;
  /** What each counter found, and what had moved by then. */
  readonly figures: readonly ToldFigure[];
  readonly event?: number;
  /** Why its difference cannot be adjusted. */
  readonly refusals?: readonly ToldReason[];
};

type ToldFigure = { readonly counter: string; readonly quantity: string; readonly moved: string };

/** Which lines are shown: those in a state, those that differ, a page of them. */
export type LinesQuery = {
  readonly state?: CountState | undefined;
  readonly differing?: boolean | undefined;
  /** The number of the last line of the page before. */
  readonly after?: number | undefined;
  readonly limit?: number | undefined;
};

export type LinesPage = { readonly lines: readonly ShownLine[]; readonly next: number | null };

type Place = {
  readonly storage: BooksStorage;
  readonly company: CompanyName & { readonly currencyDecimals: number };
};

/** The counts of a company, those that began last first. */
export const listCounts = ({ storage, company }: Place): Promise<readonly ToldCount[]> =>
  storage.reading(company.id, async ({ counts }) => (await counts.list()).map(countInWords));

/**
 * How far a count has come, and what its differences are worth: those that are accepted as they were
 * posted, the others as they would be posted now.
 */
export function showCount(place: Place, name: string): Promise<Result<ShownCount, Refusal>> {
  return reading(place, name, (seen) => {
    const differing = [...seen.decided.values()].filter(({ difference }) => difference !== 0n);
    const accepted = seen.lines.filter((line) => (line.accepted ?? 0n) !== 0n);
    const open = seen.lines.filter((line) => line.accepted === undefined);
    const told = (values: readonly (Money | undefined)[]) => toldTotals(values, place);
    return {
      count: countInWords(seen.count),
      progress: progressOf(seen.lines),
      open: told(differing.map(differenceValue)),
      accepted: told(accepted.map(({ value }) => value)),
      movedLines: open.filter((line) => seen.moved.has(placeKey(line))).length,
      lateLines: open.filter((line) => (seen.moved.get(placeKey(line))?.before ?? 0n) !== 0n)
        .length,
    };
  });
}

/** Lines of a count with their figures, differences and values, a page at a time. */
export function listCountLines(
  place: Place,
  name: string,
  { state, differing = false, after = 0, limit = USUAL_PAGE }: LinesQuery,
): Promise<Result<LinesPage, Refusal>> {
  return reading(place, name, (seen) => {
    const wanted = seen.lines.filter((line) => {
      const standing = standingOf(line);
      const differs = 'difference' in standing && standing.difference !== 0n;
      return (
        line.number > after &&
        (state === undefined || standing.state === state) &&
        (!differing || differs || standing.state === 'disputed')
      );
    });
    const shown = wanted.slice(0, limit);
    const last = wanted.length > limit ? shown.at(-1) : undefined;
    return { lines: shown.map((line) => shownLine(line, seen, place)), next: last?.number ?? null };
  });
}

const USUAL_PAGE = 200;

/** What is seen of a count at one moment. */
type Seen = {
  readonly count: StoredCount;
  readonly lines: readonly StoredLine[];
  /** Of lines that are counted and not accepted. */
  readonly decided: ReadonlyMap<number, DecidedDifference>;
  readonly moved: ReadonlyMap<string, MovedSince>;
};

function reading<Value>(
  { storage, company }: Place,
  name: string,
  tell: (seen: Seen) => Value,
): Promise<Result<Value, Refusal>> {
  return storage.reading(company.id, async (session) => {
    const found = await findCount(session, name);
    return found.ok ? ok(tell(await seenOf(session, found.value))) : found;
  });
}

async function seenOf(session: CompanySession, count: StoredCount): Promise<Seen> {
  const lines = await session.counts.lines(count.name);
  const open = count.state === 'open' ? openDifferences(lines) : [];
  const decided = await previewDifferences(session, count, open);
  const moved = count.state === 'open' ? await session.counts.movedSince(count) : [];
  return {
    count,
    lines,
    decided: new Map(decided.map((one) => [one.line.number, one])),
    moved: new Map(moved.map((one) => [placeKey(one), one])),
  };
}

function toldTotals(
  values: readonly (Money | undefined)[],
  { company: { currencyDecimals } }: Place,
): DifferenceTotals {
  const { found, missing } = totalsOf(values);
  const money = (amount: bigint) => formatDecimal(amount, currencyDecimals);
  return {
    lines: values.length,
    found: money(found),
    missing: money(missing),
    net: money(found - missing),
    refused: values.filter((value) => value === undefined).length,
  };
}

function shownLine(
  line: StoredLine,
  { decided, moved }: Seen,
  { company: { currencyDecimals } }: Place,
): ShownLine {
  const { number, quantityDecimals, frozen, round, ofOthers, found, figures, event } = line;
  const units = (quantity: bigint) => formatDecimal(quantity, quantityDecimals);
  const standing = standingOf(line);
  const since = moved.get(placeKey(line));
  const one = decided.get(number);
  const value = one === undefined ? line.value : differenceValue(one);
  const reasons = one?.outcome?.status === 'refused' ? one.outcome.refusals.map(toldReason) : [];
  return {
    ...toldLine(line),
    state: standing.state,
    round,
    recorded: units(frozen),
    ...('difference' in standing
      ? toldQuantities(frozen, standing.difference, quantityDecimals)
      : {}),
    ...(value === undefined ? {} : { value: formatDecimal(value, currencyDecimals) }),
    movedSince: units(since?.quantity ?? 0n),
    late: units(since?.before ?? 0n),
    ofOthers,
    found,
    figures: figures.map((figure) => toldFigure(figure, quantityDecimals)),
    ...(event === undefined ? {} : { event }),
    ...(reasons.length === 0 ? {} : { refusals: reasons }),
  };
}

const toldFigure = ({ counter, quantity, moved }: CountedFigure, decimals: number): ToldFigure => ({
  counter,
  quantity: formatDecimal(quantity, decimals),
  moved: formatDecimal(moved, decimals),
});

/** One entry of a line, as it was made. */
export type ToldEntry = ToldFigure & {
  readonly sheet: number;
  readonly round: number;
  readonly also: boolean;
  readonly enteredAt: string;
  readonly enteredBy: string;
};

/** All that was ever entered for a line of a count, oldest first. */
export function lineHistory(
  { storage, company }: Place,
  name: string,
  number: number,
): Promise<Result<{ readonly line: ToldLine; readonly entries: readonly ToldEntry[] }, Refusal>> {
  return storage.reading(company.id, async ({ counts }) => {
    const found = await findCount({ counts }, name);
    if (!found.ok) return found;
    const line = (await counts.lines(name)).find((one) => one.number === number);
    if (line === undefined) {
      return refused([refusal('not-found', { what: `line ${number} of count ${name}` })]);
    }
    const entries = await counts.history(name, number);
    return ok({
      line: toldLine(line),
      entries: entries.map(({ sheet, round, also, enteredAt, enteredBy, ...figure }) => ({
        sheet,
        round,
        ...toldFigure(figure, line.quantityDecimals),
        also,
        enteredAt: enteredAt.toISOString(),
        enteredBy,
      })),
    });
  });
}
