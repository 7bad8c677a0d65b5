import { type CostStream, type PoolStream, VALUATION_STREAMS } from '../costing/cost-stream.ts';
import type { BusinessDate } from '../primitives/business-date.ts';
import { type Configuration, costingMethodOn } from './configuration.ts';
import { policyOn } from './policies-in-force.ts';
import type { PolicyValue } from './policy.ts';

/** The stream that values stock and posts (`004.07`). */
export const valuationStreamOn = (configuration: Configuration, date: BusinessDate): CostStream =>
  VALUATION_STREAMS[costingMethodOn(configuration, date)];

const KEPT = {
  none: [],
  average: ['average'],
  fifo: ['fifo'],
  'average-and-fifo': ['average', 'fifo'],
} as const satisfies Record<PolicyValue<'kept-streams'>, readonly PoolStream[]>;

/** The streams a group keeps in pools of their own, beside the one that values its stock. */
export function keptStreamsOn(
  configuration: Configuration,
  group: number,
  date: BusinessDate,
): readonly PoolStream[] {
  const kept = KEPT[policyOn(configuration, 'kept-streams', group, date)];
  const valuation = valuationStreamOn(configuration, date);
  return kept.filter((stream) => stream !== valuation);
}

/** The stream that sales orders show (`004.32`). */
export function salesStreamOn(
  configuration: Configuration,
  group: number,
  date: BusinessDate,
): CostStream {
  const stream = policyOn(configuration, 'sales-cost', group, date);
  return stream === 'valuation' ? valuationStreamOn(configuration, date) : stream;
}
