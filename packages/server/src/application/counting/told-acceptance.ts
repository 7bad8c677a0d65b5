import { formatDecimal, NO_LOCATION, type Quantity, standingOf } from 'perpetua-core';
import { totalsOf } from './differences.ts';
import type { StoredAcceptance, StoredCount, StoredLine } from './stored-count.ts';
import { type CountProgress, progressOf } from './told-count.ts';

/** A line of a count in words. */
export type ToldLine = {
  readonly line: number;
  readonly item: string;
  readonly name: string;
  readonly location?: string;
};

/** A difference that is adjusted, with its value; goods that are missing are less than nothing. */
type ToldAdjustment = ToldLine & {
  readonly recorded: string;
  readonly counted: string;
  readonly difference: string;
  readonly value: string;
  /** The event that was posted for it. */
  readonly event?: number;
};

/** What an acceptance came to, or would come to. */
export type AcceptedCount = {
  readonly status: 'accepted' | 'duplicate' | 'preview';
  readonly count: string;
  readonly state: StoredCount['state'];
  readonly acceptance?: number;
  readonly key?: string;
  readonly acceptedAt?: string;
  readonly acceptedBy?: string;
  /** Lines accepted, and how many of them were as recorded. */
  readonly lines: number;
  readonly agreed: number;
  /** Values at cost: of what was found, of what is missing, and the one less the other. */
  readonly found: string;
  readonly missing: string;
  readonly net: string;
  readonly adjustments: readonly ToldAdjustment[];
  /** Counted lines that stay open: beyond the tolerance, and goods of others that differ. */
  readonly beyondTolerance: number;
  readonly ofOthers: number;
  /** How far the count has come with it. */
  readonly progress: CountProgress;
  /** Lines that nobody has counted, or not again. */
  readonly uncounted: readonly ToldLine[];
  readonly warnings: readonly string[];
};

/** Lines as they are once they are accepted. */
export type AcceptanceOutcome = {
  readonly count: StoredCount;
  readonly status: AcceptedCount['status'];
  readonly acceptance: StoredAcceptance | undefined;
  /** All lines of the count, after the acceptance. */
  readonly lines: readonly StoredLine[];
  /** Numbers of the lines it accepted. */
  readonly accepted: ReadonlySet<number>;
  readonly beyondTolerance?: number;
  readonly ofOthers?: number;
  readonly warnings?: readonly string[];
};

/** An acceptance in words and decimals, as every interface gives it. */
export function toldAcceptance(
  { count, status, acceptance, lines, accepted, ...more }: AcceptanceOutcome,
  currencyDecimals: number,
): AcceptedCount {
  const money = (amount: bigint) => formatDecimal(amount, currencyDecimals);
  const own = lines.filter(({ number }) => accepted.has(number));
  const differing = own.filter((line) => line.accepted !== 0n);
  const { found, missing } = totalsOf(differing.map(({ value }) => value));
  return {
    status,
    count: count.name,
    state: count.state,
    ...toldHead(acceptance),
    lines: own.length,
    agreed: own.length - differing.length,
    found: money(found),
    missing: money(missing),
    net: money(found - missing),
    adjustments: differing.map((line) => toldAdjustment(line, money)),
    beyondTolerance: more.beyondTolerance ?? 0,
    ofOthers: more.ofOthers ?? 0,
    progress: progressOf(lines),
    uncounted: lines.filter(isUncounted).map(toldLine),
    warnings: more.warnings ?? [],
  };
}

function toldHead(acceptance: StoredAcceptance | undefined) {
  if (acceptance === undefined) return {};
  const { acceptance: number, key, acceptedAt, acceptedBy } = acceptance;
  return {
    acceptance: number,
    ...(key === undefined ? {} : { key }),
    acceptedAt: acceptedAt.toISOString(),
    acceptedBy,
  };
}

function isUncounted(line: StoredLine): boolean {
  const { state } = standingOf(line);
  return state === 'uncounted' || state === 'to-recount';
}

export const toldLine = ({ number, item, name, location }: StoredLine): ToldLine => ({
  line: number,
  item,
  name,
  ...(location === NO_LOCATION ? {} : { location }),
});

function toldAdjustment(line: StoredLine, money: (amount: bigint) => string): ToldAdjustment {
  const { frozen, accepted = 0n, quantityDecimals, value = 0n, event } = line;
  return {
    ...toldLine(line),
    ...toldQuantities(frozen, accepted, quantityDecimals),
    value: money(value),
    ...(event === undefined ? {} : { event }),
  };
}

/** Recorded, counted and their difference, as decimals of the item. */
export const toldQuantities = (frozen: Quantity, difference: bigint, decimals: number) => ({
  recorded: formatDecimal(frozen, decimals),
  counted: formatDecimal(frozen + difference, decimals),
  difference: formatDecimal(difference, decimals),
});
