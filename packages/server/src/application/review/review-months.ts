import { type Period, periodOf } from 'perpetua-core';
import type { Clock } from '../ports.ts';
import { todayOf } from '../reading/ageing.ts';

/** The month it is. */
export const presentMonth = (clock: Clock): Period => periodOf(todayOf(clock));

type Months = { readonly from?: string | undefined; readonly to?: string | undefined };

/** The months of a trend: twelve up to the present one where nothing else is said. */
export function lastMonths(clock: Clock, { from, to = presentMonth(clock) }: Months) {
  const [year = '', month = ''] = to.split('-');
  const before = new Date(Date.UTC(Number(year), Number(month) - 12, 1));
  const isMonth = !Number.isNaN(before.getTime());
  return { from: from ?? (isMonth ? before.toISOString().slice(0, 7) : to), to };
}
