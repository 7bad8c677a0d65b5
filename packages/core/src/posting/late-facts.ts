import { costingMethodOn } from '../determination/configuration.ts';
import { policyOn } from '../determination/policies-in-force.ts';
import type { Item } from '../items/item.ts';
import type { Transaction } from '../transactions/transaction.ts';
import type { BookedPool } from './books.ts';
import type { EventDraft } from './event-draft.ts';

type Dated = Pick<Transaction, 'postedOn'>;

/**
 * Refuses a transaction that is dated before the last movement of stock it moves or takes a cost from,
 * where the policy of the company or the group forbids late facts (`Q-15`). Asked once the transaction
 * is drafted, refused or not: by then every pool it concerns has been looked at.
 */
export function refuseLateFacts(draft: EventDraft, transaction: Transaction): void {
  const own = transaction.item;
  refuseLateFactsOf(draft, transaction, own);
  for (const item of otherItems(draft, own)) refuseLateFactsOf(draft, transaction, item);
  draft.turnTo(own);
}

/** The further items of a document of several. */
function otherItems(draft: EventDraft, own: Item): Iterable<Item> {
  let others: Set<Item> | undefined;
  for (const { address } of draft.lookedAt) {
    if (address.item === own.code) continue;
    others ??= new Set();
    others.add(draft.itemNamed(address.item));
  }
  return others ?? NO_ITEMS;
}

const NO_ITEMS: readonly Item[] = [];

function refuseLateFactsOf(draft: EventDraft, { postedOn }: Dated, item: Item): void {
  const { configuration } = draft.books.desk;
  if (policyOn(configuration, 'late-facts', item.group, postedOn) !== 'forbid') return;
  draft.turnTo(item);
  for (const { address, lastPostedOn: last } of concernedPools(draft, { postedOn }))
    if (last > postedOn)
      draft.refuse('late-fact-forbidden', { item: item.code, site: address.site, postedOn, last });
}

/** Where the company has one average, stock on hand anywhere is stock everywhere. */
function concernedPools(draft: EventDraft, { postedOn }: Dated): readonly BookedPool[] {
  const { code } = draft.item;
  const pools = [...draft.lookedAt].filter(({ address }) => address.item === code);
  const isOneAverage =
    costingMethodOn(draft.books.desk.configuration, postedOn) === 'company-average';
  const isOnHand = pools.some(({ address }) => address.bucket === 'on-hand');
  return isOneAverage && isOnHand ? [...pools, ...draft.onHand()] : pools;
}
