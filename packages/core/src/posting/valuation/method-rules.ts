import { roleDefinition } from '../../accounts/account-role.ts';
import { costingMethodOn } from '../../determination/configuration.ts';
import type { Transaction } from '../../transactions/transaction.ts';
import type { EventDraft } from '../event-draft.ts';

/**
 * What the method of valuation stands against: a day before its last change (`003.50`), and an item
 * that moves at standard without having one (`Q-45`).
 */
export function refuseByMethod(draft: EventDraft, { postedOn, item, shape }: Transaction): void {
  const { configuration } = draft.books.desk;
  const [last] = configuration.company.costingChanges;
  if (last !== undefined && postedOn < last.from) {
    draft.refuse('costing-method-changed', { postedOn, from: last.from, method: last.method });
  }
  const movesStock = [shape.debit, shape.credit].some(({ role }) => roleDefinition(role).isBucket);
  const isStandard = costingMethodOn(configuration, postedOn) === 'standard';
  if (movesStock && isStandard && item.standardCost === undefined) {
    draft.refuse('standard-cost-missing', { item: item.code });
  }
}
