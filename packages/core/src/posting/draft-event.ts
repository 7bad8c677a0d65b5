import type { Costing } from '../costing/cost-source.ts';
import { isReceivedAsSent, NO_LOCATION } from '../items/place.ts';
import { money, NO_MONEY, NO_QUANTITY } from '../primitives/money.ts';
import { eventShape } from '../transactions/event-shape.ts';
import { receiptTypeOf } from '../transactions/posting-rules.ts';
import type { Transaction } from '../transactions/transaction.ts';
import { amountOf } from './amount.ts';
import type { EarlierEvent } from './books.ts';
import { causedHead, causeValueChange, clearOrder, headOf } from './caused-events.ts';
import { refuseWrongOwner, takeOverConsigned } from './consignment.ts';
import type { EventDraft, EventHead } from './event-draft.ts';
import { flowStateOf, isAnywhereIn } from './flow-state.ts';
import { clearingBetween } from './intersite-clearing.ts';
import { type Legs, legsOf } from './legs.ts';
import { moveStock } from './move-stock.ts';
import { giveBack, isTakingBack, refuseOriginal, takesCostOfOriginal } from './original.ts';
import { type ValuedMove, valuedMove } from './valuation/standard-entry.ts';
import { refuseUnbelievable } from './valuation/unbelievable.ts';

/**
 * Drafts what a transaction changes and posts: its rule's two legs at their places, the amount by
 * the rule's cost basis, and the events it causes. All knowledge of types is in the tables; this
 * function knows legs, buckets and amounts. Refusals are collected in the draft.
 */
export function draftEvent(
  draft: EventDraft,
  transaction: Transaction,
  original: EarlierEvent | undefined,
): void {
  const cause = draft.open(headOf(transaction));
  const legs = legsOf(draft, transaction, original);
  determineClearing(draft, transaction, legs);
  const units = transaction.shape.needsQuantity ? transaction.quantity : NO_QUANTITY;
  refuseOwnGoodsUnderWay(draft, transaction);
  refuseWrongOwner(draft, transaction, legs);
  refuseSameAccount(draft, transaction, legs);
  if (original !== undefined) refuseOriginal(draft, transaction, legs, original);
  const found = amountOf(draft, transaction, legs, original);
  if (units === 0n && found !== undefined)
    refuseUnbelievable(draft, transaction, legs, found.value);
  if (found === undefined || draft.refusals.length > 0) return;
  const { value: amount, costing } = found;
  const moved = valuedMove(draft, transaction, legs, { quantity: units, value: amount });

  // Value alone uses up nothing of what it refers to.
  const used = units === 0n ? NO_MONEY : amount;
  const isBack = isTakingBack(transaction);
  if (original !== undefined) draft.link(original.event, 'refers-to', units, used);
  if (original !== undefined && isBack)
    giveBack(draft, original, { quantity: units, value: amount });
  const isAtItsCost = takesCostOfOriginal(draft, transaction, legs);
  const takenBack = isAtItsCost ? original?.event.number : undefined;
  conclude(draft, transaction, { legs, moved, costing, takenBack, cause });
  receiveAsSent(draft, transaction, cause);
}

/** What moves between two legs, on which occasion, and the event that causes what follows of it. */
type Move = {
  readonly legs: Legs;
  readonly moved: ValuedMove;
  readonly costing: Costing;
  readonly takenBack?: number | undefined;
  readonly cause: number;
};

/** Moves and posts the event begun last, closes it, and posts what it causes. */
function conclude(
  draft: EventDraft,
  transaction: Transaction,
  { legs, moved, costing, takenBack, cause }: Move,
): void {
  const { postedOn } = transaction;
  const adjusted = moveStock(draft, legs, moved, { postedOn, costing, takenBack });
  takeOverConsigned(draft, transaction);
  postLegs(draft, transaction, legs, moved);
  draft.close();
  // Units that had been issued at an assumed cost are settled (`003.19`, costing 5.3).
  for (const { leg, adjustment, type } of adjusted) {
    const { pool, place } = leg;
    const change = { type, place, amount: adjustment, cause };
    if (pool !== undefined) causeValueChange(draft, transaction, { ...change, pool });
  }
  clearOrder(draft, transaction, [legs.debit.pool, legs.credit.pool], cause);
}

/** Asks for the accounts between two sites ahead of the amount, so that all is refused at once. */
function determineClearing(
  draft: EventDraft,
  { postedOn }: Transaction,
  { debit, credit }: Legs,
): void {
  if (!draft.isPosted([debit.found.roleUsed, credit.found.roleUsed], postedOn)) return;
  const clearing = clearingBetween(draft.books.desk.configuration, debit.side, credit.side);
  if (clearing === undefined) return;
  draft.determine(clearing.debit, postedOn);
  draft.determine(clearing.credit, postedOn);
}

/**
 * Receives a transfer at the other site as it is sent, where that site wants it so (`003.56`). The
 * receipt is an event of its own that the sending causes; what follows of it is caused by the
 * sending too, so that all of it is part of one answer.
 */
function receiveAsSent(draft: EventDraft, sent: Transaction, cause: number): void {
  const { sites } = draft.books.desk.configuration;
  const type = receiptTypeOf(sent.type);
  const shape = type && eventShape(type);
  const isReceived = isReceivedAsSent(sites.get(sent.site), sites.get(sent.toSite));
  if (type === undefined || shape === undefined || !isReceived) return;
  const receipt = { ...sent, type, shape, site: sent.toSite, location: NO_LOCATION };
  draftPart(draft, receipt, cause);
}

/**
 * Drafts goods that move with a transaction in an event of their own, which it causes: the receipt of
 * what is received as it is sent, what goes into an assembly, what comes out. It is costed, moved and
 * posted like any; what follows of it is caused by the transaction too. What is refused of it leaves
 * nothing moved, so that the parts after it are looked at as well.
 */
export function draftPart(draft: EventDraft, part: Transaction, cause: number): void {
  const figures = { quantity: part.quantity.toString(), ...saidOfSides(part) };
  draftPartOf(draft, part, { head: causedHead(draft, part, figures), cause });
}

/** What a part of a document is written down as, the event that causes it, and what it refers to. */
export type PartOrigin = {
  readonly head: EventHead;
  readonly cause: number;
  readonly original?: EarlierEvent | undefined;
};

/** The same for a part that has a name of its own, or refers to an earlier event. Returns its number. */
export function draftPartOf(
  draft: EventDraft,
  part: Transaction,
  { head, cause, original }: PartOrigin,
): number {
  const refusedBefore = draft.refusals.length;
  const number = draft.open(head);
  draft.linkTo(cause, 'caused-by');
  const legs = legsOf(draft, part, original);
  refuseWrongOwner(draft, part, legs);
  if (original !== undefined) refuseOriginal(draft, part, legs, original);
  const amount = amountOf(draft, part, legs, original);
  if (amount === undefined || draft.refusals.length > refusedBefore) return number;
  const { value, costing } = amount;
  const moved = valuedMove(draft, part, legs, { quantity: part.quantity, value });
  if (original !== undefined) draft.link(original.event, 'refers-to', part.quantity, value);
  const isAtItsCost = takesCostOfOriginal(draft, part, legs);
  const takenBack = isAtItsCost ? original?.event.number : undefined;
  conclude(draft, part, { legs, moved, costing, takenBack, cause });
  return number;
}

/** An amount that is moved to another account has to go to another one (`003.X07`). */
function refuseSameAccount(
  draft: EventDraft,
  { type }: Transaction,
  { debit, credit }: Legs,
): void {
  const { account } = debit.found;
  const namesOne = [debit, credit].some(({ shape }) => shape.line === 'any account');
  if (!namesOne || account === null || account !== credit.found.account) return;
  draft.refuse('same-account', { type, account });
}

/** Goods of a lab are not bought while our own for the same order are on their way (`003.T27`). */
function refuseOwnGoodsUnderWay(
  draft: EventDraft,
  { shape, swapped, document, type }: Transaction,
): void {
  const { noneIn } = shape;
  if (noneIn === undefined || swapped || !isAnywhereIn(draft, noneIn, document)) return;
  draft.refuse('own-goods-under-way', { type, document, state: flowStateOf(draft, document) });
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
  const varied = draft.side(variance, draft.determine(variance, postedOn));
  if (value > entered) draft.post(varied, credited, money(value - entered));
  else draft.post(debited, varied, money(entered - value));
}

/** What decides the accounts of a part besides its item and its site. */
function saidOfSides({ reason, account, location }: Transaction): Readonly<Record<string, string>> {
  return {
    ...(reason === undefined ? {} : { reason }),
    ...(account === undefined ? {} : { account }),
    ...(location === '' ? {} : { location }),
  };
}
