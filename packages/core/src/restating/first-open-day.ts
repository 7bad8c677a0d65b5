import type { Configuration } from '../determination/configuration.ts';
import { periodOn, periodsInOrder } from '../determination/fiscal-calendar.ts';
import type { BusinessDate } from '../primitives/business-date.ts';

/**
 * The day a correction of a day is posted on: that day while its period is open, else the first day
 * of the next open period (`Q-14`, `Q-15`). Undefined while no period from there on is open. What is
 * soft-closed is not open: nobody gives a reason for what follows by itself.
 */
export function firstOpenDay(
  configuration: Configuration,
  day: BusinessDate,
): BusinessDate | undefined {
  if (configuration.periods.get(periodOn(configuration, day)) === 'open') return day;
  const later = periodsInOrder(configuration).find(
    ({ first, state }) => first > day && state === 'open',
  );
  return later?.first;
}
