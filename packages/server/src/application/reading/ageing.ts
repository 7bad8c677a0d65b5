import { assert, type BusinessDate, formatDecimal, parseBusinessDate } from 'perpetua-core';
import type { Clock } from '../ports.ts';
import { sumOf } from './report.ts';

/** Amounts by how long they have been open. */
export type Aged = {
  readonly total: string;
  readonly ageing: readonly { readonly days: string; readonly amount: string }[];
};

/** Something open since a day. */
export type OpenAmount = { readonly since: BusinessDate; readonly amount: bigint };

/** The bands, each up to and with its last day. */
const BANDS = [
  { days: '0-30', upTo: 30 },
  { days: '31-60', upTo: 60 },
  { days: '61-90', upTo: 90 },
  { days: 'over-90', upTo: Number.POSITIVE_INFINITY },
] as const;

const MILLISECONDS_OF_A_DAY = 86_400_000;

/** Whole days from one business date to another; below zero when the second is earlier. */
const daysBetween = (from: BusinessDate, to: BusinessDate): number =>
  (Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / MILLISECONDS_OF_A_DAY;

/** The day it is, as a business date. */
export function todayOf(clock: Clock): BusinessDate {
  const today = parseBusinessDate(clock().toISOString().slice(0, 10));
  assert(today !== undefined, 'the clock gives a day');
  return today;
}

/** How many days ago something happened; what is dated later is not old. */
export const ageOn = (today: BusinessDate, since: BusinessDate): number =>
  Math.max(0, daysBetween(since, today));

/** How many there are of each age on a day; what is dated later is not old. */
export function countedByAge(
  today: BusinessDate,
  open: readonly { readonly since: BusinessDate; readonly count: number }[],
): readonly { readonly days: string; readonly count: number }[] {
  const bandOf = (since: BusinessDate) =>
    BANDS.findIndex(({ upTo }) => daysBetween(since, today) <= upTo);
  return BANDS.map(({ days }, band) => ({
    days,
    count: open.reduce((sum, { since, count }) => sum + (bandOf(since) === band ? count : 0), 0),
  }));
}

/** Sorts what is open into the bands by its age on a day; what is dated later is not old. */
export function agedOn(
  today: BusinessDate | null,
  open: readonly OpenAmount[],
  currencyDecimals: number,
): Aged {
  const text = (amount: bigint) => formatDecimal(amount, currencyDecimals);
  const sums = BANDS.map(() => 0n);
  for (const { since, amount } of open) {
    const age = today === null ? 0 : daysBetween(since, today);
    const band = BANDS.findIndex(({ upTo }) => age <= upTo);
    sums[band] = (sums[band] ?? 0n) + amount;
  }
  return {
    total: text(sumOf(sums)),
    ageing: BANDS.map(({ days }, band) => ({ days, amount: text(sums[band] ?? 0n) })),
  };
}
