import { roleDefinition } from '../../accounts/account-role.ts';
import { costingMethodOn } from '../../determination/configuration.ts';
import type { Item } from '../../items/item.ts';
import type { BusinessDate } from '../../primitives/business-date.ts';
import type { Transaction } from '../../transactions/transaction.ts';
import type { EventDraft } from '../event-draft.ts';

/**
 * What the method of valuation stands against: a day before its last change (`003.50`), and an item
 * that moves at standard without having one (`Q-45`).
 */
export function refuseByMethod(draft: EventDraft, { postedOn, item, shape }: Transaction): void {
  const [last] = draft.books.desk.configuration.company.costingChanges;
  if (last !== undefined && postedOn < last.from) {
    draft.refuse('costing-method-changed', { postedOn, from: last.from, method: last.method });
  }
  const movesStock = [shape.debit, shape.credit].some(({ role }) => roleDefinition(role).isBucket);
  if (movesStock) refuseWithoutStandard(draft, postedOn, item);
}

/** Refuses an item that would be valued at standard and has none. */
export function refuseWithoutStandard(
  draft: EventDraft,
  postedOn: BusinessDate,
  { code, standardCost }: Item,
): void {
  const isStandard = costingMethodOn(draft.books.desk.configuration, postedOn) === 'standard';
  if (isStandard && standardCost === undefined)
    draft.refuse('standard-cost-missing', { item: code });
}
