import type { BusinessDate } from '../primitives/business-date.ts';
import { NO_QUANTITY, type Quantity, quantity } from '../primitives/money.ts';

/** What a day did to the quantity of a pool: in all, and at the lowest, against what the day began with. */
export type TimelineDay = {
  readonly on: BusinessDate;
  readonly net: Quantity;
  readonly lowest: Quantity;
};

/**
 * How the quantity of a pool went in the order of costs: by business date, then in the order of
 * posting (decision 0027). It is known from after a day on; empty: from the first movement on. A
 * transaction counts as a whole: between the movements of one nothing is ever held.
 */
export type PoolTimeline = {
  readonly after: BusinessDate | '';
  /** The days on which units moved, the earliest first. */
  readonly days: readonly TimelineDay[];
};

/** What a pool held on a day: at its lowest, or for the day that is asked about at its end. */
export type HeldOn = { readonly on: BusinessDate; readonly quantity: Quantity };

/** A timeline of which nothing has been seen yet beyond the day. */
export const timelineAfter = (day: BusinessDate | ''): PoolTimeline => ({ after: day, days: [] });

/**
 * The timeline with what a transaction moved besides. It is the last one of its day, since it was
 * posted last; what lies before the timeline is known is no part of it.
 */
export function withMoved(timeline: PoolTimeline, on: BusinessDate, units: Quantity): PoolTimeline {
  const { after, days } = timeline;
  if (on <= after || units === 0n) return timeline;
  const later = days.findIndex((day) => day.on >= on);
  const at = later < 0 ? days.length : later;
  const same = days[at]?.on === on ? days[at] : undefined;
  const net = quantity((same?.net ?? NO_QUANTITY) + units);
  const lowest = same === undefined || net < same.lowest ? net : same.lowest;
  return { after, days: days.toSpliced(at, same === undefined ? 0 : 1, { on, net, lowest }) };
}

/**
 * What the pool held from a day on: at the end of that day, where a transaction posted now would
 * stand, and at the lowest of every later day on which units moved. The timeline has to be known
 * from that day on.
 *
 * @param now what the pool holds after all its movements
 */
export function heldFrom(
  { days }: PoolTimeline,
  now: Quantity,
  day: BusinessDate,
): readonly [HeldOn, ...HeldOn[]] {
  const later = days.filter(({ on }) => on > day);
  let held = quantity(later.reduce((rest, { net }) => rest - net, now as bigint));
  const first = { on: day, quantity: held };
  const further = later.map(({ on, net, lowest }) => {
    const at = { on, quantity: quantity(held + lowest) };
    held = quantity(held + net);
    return at;
  });
  return [first, ...further];
}
