import { money, NO_MONEY, NO_QUANTITY } from '../primitives/money.ts';
import { CAUSED_TYPES } from '../transactions/posting-rules.ts';
import type { Transaction } from '../transactions/transaction.ts';
import { amountOf } from './amount.ts';
import type { EarlierEvent } from './books.ts';
import { causeValueChange, clearOrder, headOf } from './caused-events.ts';
import type { EventDraft } from './event-draft.ts';
import { type Legs, legsOf } from './legs.ts';
import { moveStock } from './move-stock.ts';
import { refuseOriginal } from './original.ts';
import { type ValuedMove, valuedMove } from './standard-entry.ts';
import { refuseUnbelievable } from './unbelievable.ts';

/**
 * Drafts what a transaction changes and posts: its rule's two legs at their places, the amount by
 * the rule's cost basis, and the adjustments it causes. All knowledge of types is in the tables;
 * this function knows legs, buckets and amounts. Refusals are collected in the draft.
 */
export function draftEvent(
  draft: EventDraft,
  transaction: Transaction,
  original: EarlierEvent | undefined,
): void {
  const cause = draft.open(headOf(transaction));
  const legs = legsOf(draft, transaction);
  const units = transaction.shape.needsQuantity ? transaction.quantity : NO_QUANTITY;
  if (original !== undefined) refuseOriginal(draft, transaction, original);
  const amount = amountOf(draft, transaction, legs, original);
  if (units === 0n && amount !== undefined) refuseUnbelievable(draft, transaction, legs, amount);
  if (amount === undefined || draft.refusals.length > 0) return;
  const moved = valuedMove(draft, transaction, legs, { quantity: units, value: amount });

  // Value alone uses up nothing of what it refers to.
  const used = units === 0n ? NO_MONEY : amount;
  if (original !== undefined) draft.link(original.event, 'refers-to', units, used);
  const adjusted = moveStock(draft, legs, moved, transaction.postedOn);
  postLegs(draft, transaction, legs, moved);
  draft.close();
  // Units that had been issued at an assumed cost are settled (`003.19`, costing 5.3).
  for (const { leg, adjustment } of adjusted) {
    const { pool, place } = leg;
    const change = { type: CAUSED_TYPES.negativeBalance, place, amount: adjustment, cause };
    if (pool !== undefined) causeValueChange(draft, transaction, { ...change, pool });
  }
  clearOrder(draft, transaction, [legs.debit.pool, legs.credit.pool], cause);
}

function postLegs(
  draft: EventDraft,
  { postedOn }: Transaction,
  { debit, credit }: Legs,
  { value, entered, variance }: ValuedMove,
): void {
  if (!draft.isPosted([debit.found.roleUsed, credit.found.roleUsed], postedOn)) return;
  const [debited, credited] = [debit, credit].map(({ side, found }) => draft.side(side, found));
  if (debited === undefined || credited === undefined) return;
  draft.post(debited, credited, value < entered ? value : entered);
  if (variance === undefined) return;
  const { type, site, location } = debit.side;
  const question = { type, role: variance, site, location };
  const varied = draft.side(question, draft.determine(question, postedOn));
  if (value > entered) draft.post(varied, credited, money(value - entered));
  else draft.post(debited, varied, money(entered - value));
}
