import type { AccountRole } from '../accounts/account-role.ts';
import { NO_LOCATION } from '../items/place.ts';
import type { Transaction } from '../transactions/transaction.ts';
import type { EventDraft, SideQuestion } from './event-draft.ts';
import type { SidedAmount } from './post-amounts.ts';

/**
 * A signed amount on a side of a transaction: positive debits it. The party and the tax type of a
 * document may have an account of their own for the role.
 */
export function sidedAmount(
  draft: EventDraft,
  transaction: Transaction,
  role: AccountRole,
  { amount, ...question }: Partial<SideQuestion> & { readonly amount: bigint },
): SidedAmount {
  const named = transaction.named?.[role];
  const facts = named === undefined ? question.facts : { ...question.facts, named };
  const side: SideQuestion = {
    type: transaction.type,
    role,
    site: transaction.site,
    location: NO_LOCATION,
    ...question,
    ...(facts === undefined ? {} : { facts }),
  };
  return { side: draft.side(side, draft.determine(side, transaction.postedOn)), amount };
}
