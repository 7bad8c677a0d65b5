import type { BusinessDate } from '../primitives/business-date.ts';
import type { PoolHistory } from '../restating/cost-history.ts';

/**
 * What an explanation asks for: a pool, or all pools on hand of an item, up to a day. Whoever answers
 * says how far back, and tells it by `from`.
 */
export type CostQuestion = ({ readonly pool: number } | { readonly item: string }) & {
  readonly until: BusinessDate;
};

/** Work that may ask for histories before it is done. */
export type Explaining<Value> = Generator<CostQuestion, Value, readonly PoolHistory[]>;
