import type { Configuration } from '../determination/configuration.ts';
import { type BusinessDate, daysOf, periodOf } from '../primitives/business-date.ts';

/**
 * The day a correction of a day is posted on: that day while its period is open, else the first day
 * of the next open period (`Q-14`, `Q-15`). Undefined while no period from there on is open.
 */
export function firstOpenDay(
  { periods }: Configuration,
  day: BusinessDate,
): BusinessDate | undefined {
  const own = periodOf(day);
  if (periods.get(own) === 'open') return day;
  const later = [...periods].filter(([period, state]) => period > own && state === 'open');
  const [first] = later.map(([period]) => period).toSorted();
  return first === undefined ? undefined : daysOf(first).first;
}
