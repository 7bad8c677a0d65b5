import { type AccountRole, accountRoles, roleDefinition } from '../accounts/account-role.ts';
import { money, NO_MONEY } from '../primitives/money.ts';
import type { Transaction } from '../transactions/transaction.ts';
import { headOf } from './caused-events.ts';
import type { EventDraft, SideQuestion } from './event-draft.ts';

/** Roles of what is posted in any case: none that needs integration. */
const ANYWAY: readonly AccountRole[] = [];

const BUCKET_ROLES = accountRoles().filter((role) => roleDefinition(role).isBucket);

/**
 * Drafts a line of a stock journal: the ledger is brought to the stock of an item on an account at a
 * site, against the role that its type names (`000.03`, `Q-28`). It moves nothing: units and value are
 * in the subledger already, from when inventory was not integrated. It is posted whether inventory is
 * integrated or not, because it is how stock that is not gets onto the balance sheet.
 */
export function draftStockJournal(draft: EventDraft, transaction: Transaction): void {
  const { type, site, postedOn, shape, swapped } = transaction;
  const account = transaction.account ?? '';
  const role = roleOfAccount(draft, transaction, account);
  const stock: SideQuestion = { type, role, site, location: '', pinned: account };
  const contra: SideQuestion = { type, role: shape.credit.role, site, location: '' };
  // Without integration no account of stock is asked for; here there must be one.
  const stockFound = draft.determine(stock, postedOn, ANYWAY);
  const contraFound = draft.determine(contra, postedOn, ANYWAY);
  if (draft.refusals.length > 0) return;
  draft.open(headOf(transaction));
  const size = transaction.amount ?? NO_MONEY;
  const amount = money(swapped ? -size : size);
  draft.post(draft.side(stock, stockFound), draft.side(contra, contraFound), amount);
  draft.close();
}

/** What the account is for, by what the ladder says of the item now; stock on hand where it says nothing. */
function roleOfAccount(
  draft: EventDraft,
  { type, site, postedOn }: Transaction,
  account: string,
): AccountRole {
  const isOn = (role: AccountRole) =>
    draft.lookUp({ type, role, site, location: '' }, postedOn).account === account;
  return BUCKET_ROLES.find(isOn) ?? 'inventory';
}
