import { costingMethodOn } from '../determination/configuration.ts';
import { policyOn } from '../determination/policies-in-force.ts';
import type { Transaction } from '../transactions/transaction.ts';
import type { BookedPool } from './books.ts';
import type { EventDraft } from './event-draft.ts';

/**
 * Refuses a transaction that is dated before the last movement of stock it moves or takes a cost from,
 * where the policy of the company or the group forbids late facts (`Q-15`). Asked once the transaction
 * is drafted, refused or not: by then every pool it concerns has been looked at.
 */
export function refuseLateFacts(draft: EventDraft, { postedOn, item }: Transaction): void {
  const { configuration } = draft.books.desk;
  if (policyOn(configuration, 'late-facts', item.group, postedOn) !== 'forbid') return;
  for (const { address, lastPostedOn: last } of concernedPools(draft, { postedOn }))
    if (last > postedOn)
      draft.refuse('late-fact-forbidden', { item: item.code, site: address.site, postedOn, last });
}

/** Where the company has one average, stock on hand anywhere is stock everywhere. */
function concernedPools(
  draft: EventDraft,
  { postedOn }: Pick<Transaction, 'postedOn'>,
): readonly BookedPool[] {
  const pools = [...draft.lookedAt];
  const isOneAverage =
    costingMethodOn(draft.books.desk.configuration, postedOn) === 'company-average';
  const isOnHand = pools.some(({ address }) => address.bucket === 'on-hand');
  return isOneAverage && isOnHand ? [...pools, ...draft.onHand()] : pools;
}
