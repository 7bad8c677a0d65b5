import type { BusinessDate } from '../primitives/business-date.ts';
import type { Money } from '../primitives/money.ts';
import type { TransactionType } from '../transactions/posting-rules.ts';
import type { CostPool } from './cost-pool.ts';

/**
 * By how much the movements of a pool on a day differ by now from what they were posted at. One row
 * holds all of them as an event of the restating left them; the latest one of a pool, a day and a
 * type counts.
 */
export type RestatedCosts = {
  readonly event: number;
  readonly pool: number;
  readonly costedOn: BusinessDate;
  /** The type of consequences that no movement stands for; empty where they are the movements' own. */
  readonly asType: TransactionType | '';
  readonly movements: readonly number[];
  readonly corrections: readonly Money[];
  /** What the run made of the pool besides its value, where that is another; told once a run. */
  readonly poolAfter?: Pick<CostPool, 'known' | 'layers'>;
};
