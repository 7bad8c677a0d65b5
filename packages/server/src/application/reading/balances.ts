import { type BusinessDate, daysOf, FIRST_DAY, periodOf } from 'perpetua-core';
import type { BalanceLine, BalancePart } from './ports.ts';
import type { BooksAtMoment } from './read-at-moment.ts';

/** A date limits the stretch from above as its end does. */
export function earlierDay(to: BusinessDate | undefined, asOf: BusinessDate | null) {
  if (asOf === null) return to;
  return to === undefined || asOf < to ? asOf : to;
}

type Stretch = {
  readonly from: BusinessDate | undefined;
  readonly to: BusinessDate | undefined;
  readonly lastDay: BusinessDate | null;
};

/**
 * Debits and credits of every account before and in a stretch, in minor units, for the company or
 * by site or center. Whole months of all that is recorded are kept as balances; anything else is
 * added up.
 */
export async function readBalances(
  { session, moment: { asKnown, isLatest } }: BooksAtMoment,
  { from = FIRST_DAY, to, lastDay }: Stretch,
  part: BalancePart,
): Promise<readonly BalanceLine[]> {
  if (lastDay === null) return [];
  const end = to ?? lastDay;
  const isWhole =
    from === daysOf(periodOf(from)).first && (end >= lastDay || end === daysOf(periodOf(end)).last);
  return isLatest && isWhole
    ? session.periodBalances({ first: periodOf(from), last: periodOf(end) }, part)
    : session.balances({ from, to: end, event: asKnown.event }, part);
}
