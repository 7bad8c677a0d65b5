import type { BusinessDate } from '../../primitives/business-date.ts';
import { type Money, money } from '../../primitives/money.ts';
import type { Transaction } from '../../transactions/transaction.ts';
import type { BookedPool } from '../books.ts';
import type { EventDraft } from '../event-draft.ts';
import type { Legs } from '../legs.ts';
import { refuseValueWithoutStock } from '../stock-rules.ts';
import { valuationOn } from './valuation-methods.ts';

/** Value alone may change only where units carry it, and never against their sign (`I13`). */
export function refuseUnbelievable(
  draft: EventDraft,
  { postedOn }: Transaction,
  { debit, credit }: Legs,
  amount: Money,
): void {
  for (const { pool, change } of [
    { pool: debit.pool, change: amount },
    { pool: credit.pool, change: money(-amount) },
  ]) {
    if (pool !== undefined) refuseChange(draft, draft.pool(pool.address), change, postedOn);
  }
}

/** Refuses a change of the value of a pool that its units cannot carry under the method in force. */
export function refuseChange(
  draft: EventDraft,
  booked: BookedPool,
  change: Money,
  postedOn: BusinessDate,
): void {
  if (booked.address.bucket !== 'on-hand') refuseValueWithoutStock(draft, booked, change);
  else valuationOn(draft, postedOn).refuseChange(draft, booked, change);
}
