import { periodOn } from '../determination/fiscal-calendar.ts';
import type { Transaction } from '../transactions/transaction.ts';
import type { EventDraft } from './event-draft.ts';

/**
 * Refuses a day whose period is closed or was never opened (`I7`); in one that is soft-closed whatever
 * does not say why it still belongs there.
 */
export function refuseClosedPeriod(
  draft: EventDraft,
  { postedOn, closingReason }: Pick<Transaction, 'postedOn' | 'closingReason'>,
): void {
  const { configuration } = draft.books.desk;
  const state = configuration.periods.get(periodOn(configuration, postedOn));
  if (state === undefined) draft.refuse('period-unknown', { postedOn });
  else if (state === 'closed') draft.refuse('period-closed', { postedOn });
  else if (state === 'soft-closed' && !closingReason)
    draft.refuse('period-soft-closed', { postedOn });
}
