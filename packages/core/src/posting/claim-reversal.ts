import type { AccountRole } from '../accounts/account-role.ts';
import type { PostingSide } from '../journal/posting.ts';
import { assert } from '../primitives/assert.ts';
import { money, quantity } from '../primitives/money.ts';
import { CLAIM_VARIANCES } from '../transactions/claim-variance.ts';
import { postingRule } from '../transactions/posting-rules.ts';
import type { Transaction } from '../transactions/transaction.ts';
import type { EarlierEvent } from './books.ts';
import type { EventDraft } from './event-draft.ts';

/**
 * Posts back by what a claim took more, or less, once late facts had changed what its goods are worth:
 * that stands in corrections of costs, and not among its own postings (decision 0033).
 */
export function turnClaim(
  draft: EventDraft,
  transaction: Transaction,
  { restatedClaim, postings }: EarlierEvent,
): void {
  if (restatedClaim === 0n) return;
  const { type } = transaction;
  const posted = postings.find(({ debit, credit }) => isOwed(debit) || isOwed(credit));
  const owed = posted && (isOwed(posted.debit) ? posted.debit : posted.credit);
  const other = posted && (isOwed(posted.debit) ? posted.credit : posted.debit);
  const variance = CLAIM_VARIANCES[type];
  const contra =
    variance === undefined && other !== undefined
      ? other
      : sideOf(draft, transaction, variance ?? creditOf(transaction));
  const wentBack = posted !== undefined && isOwed(posted.credit);
  const amount = money(wentBack ? -restatedClaim : restatedClaim);
  draft.post(contra, owed ?? sideOf(draft, transaction, 'grni'), amount);
}

/** What the original had taken of an earlier event may be taken again. */
export function giveBackTaken(draft: EventDraft, { took, restatedClaim }: EarlierEvent): void {
  for (const { event, to, name, kind, ...taken } of took) {
    const isClaim = kind === 'refers-to' && taken.quantity !== 0n;
    const value = isClaim ? taken.value + restatedClaim : taken.value;
    const back = { quantity: quantity(-taken.quantity), value: money(-value) };
    draft.links.push({ event: draft.counters.event, to, name, kind, ...back });
  }
}

const isOwed = ({ role }: PostingSide): boolean => role === 'grni';

function creditOf({ type }: Transaction): AccountRole {
  const { credit } = postingRule(type);
  assert(credit !== null, `a claim has a credit side: ${type}`);
  return credit;
}

function sideOf(draft: EventDraft, { type, site, postedOn }: Transaction, role: AccountRole) {
  const question = { type, role, site, location: '' };
  return draft.side(question, draft.determine(question, postedOn));
}
