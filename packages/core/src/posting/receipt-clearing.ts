import type { AccountRole } from '../accounts/account-role.ts';
import { type Money, money } from '../primitives/money.ts';
import type { Transaction } from '../transactions/transaction.ts';
import { carriedCost } from './amount.ts';
import type { EarlierEvent } from './books.ts';
import { headOf } from './caused-events.ts';
import type { EventDraft, SideQuestion } from './event-draft.ts';
import { type Leg, legsOf } from './legs.ts';
import { moveStock } from './move-stock.ts';
import { shareOf } from './moved.ts';
import { refuseOriginal } from './original.ts';
import { postAmounts, type SidedAmount } from './post-amounts.ts';
import { grniSide } from './supplier-invoice.ts';

/**
 * Drafts what clears a manual stock receipt: the transfer that turned up for it, or the reason for
 * which nothing ever will (`Q-11`, decision 0021).
 *
 * Goods received are cleared at what the receipt was posted at, a part at its share. A transfer's
 * goods leave transit at what they carry; what they carried differently is transfer variance at the
 * receiver. A receipt below zero stands on the other side, and so does what writes it off.
 */
export function draftReceiptClearing(
  draft: EventDraft,
  transaction: Transaction,
  original: EarlierEvent,
): void {
  draft.open(headOf(transaction));
  const { debit, credit } = legsOf(draft, transaction, original);
  refuseOriginal(draft, transaction, { debit, credit }, original);
  const direction = directionOf(original);
  refuseUnclearable(draft, transaction, { original, credit, direction });
  const received = shareOf(original, transaction.quantity);
  const given = credit.pool === undefined ? received : carriedCost(draft, transaction, credit);
  if (received === undefined || given === undefined || draft.refusals.length > 0) return;
  draft.link(original.event, 'refers-to', transaction.quantity, received);
  const moved = { quantity: transaction.quantity, value: given, entered: given };
  const { postedOn } = transaction;
  moveStock(draft, { debit, credit }, moved, { postedOn, costing: { source: 'pool' } });
  if (isPosted(draft, transaction, [debit, credit])) {
    postAmounts(draft, [
      ...sidedAmount(draft, debit, money(direction * received)),
      ...varianceOf(draft, transaction, money(direction * (given - received))),
      ...sidedAmount(draft, credit, money(-direction * given)),
    ]);
  }
  draft.close();
}

/** 1 for a receipt that credited goods received, −1 for one below zero, 0 for what posted nothing. */
function directionOf(original: EarlierEvent): bigint {
  const side = grniSide(original);
  if (side === undefined) return 0n;
  return side === 'credit' ? 1n : -1n;
}

type Clearing = {
  readonly original: EarlierEvent;
  readonly credit: Leg;
  readonly direction: bigint;
};

/**
 * What left no balance to clear, what took an earlier receipt back and so cleared it, and what went
 * back and cannot be met by goods that came.
 */
function refuseUnclearable(
  draft: EventDraft,
  { original: name = '' }: Transaction,
  { original, credit, direction }: Clearing,
): void {
  const differs = (field: string) => draft.refuse('original-differs', { original: name, field });
  if (direction === 0n) differs('kind: it left nothing to clear');
  if (original.took.length > 0 || isReversal(original)) differs('kind: it takes another back');
  if (direction < 0n && credit.pool !== undefined) differs('direction: its goods went back');
}

/** Whether an event was sent as the exact reversal of another. */
function isReversal({ event }: EarlierEvent): boolean {
  const content: unknown = JSON.parse(event.content);
  return typeof content === 'object' && content !== null && 'reverses' in content;
}

function isPosted(
  draft: EventDraft,
  { postedOn }: Transaction,
  [debit, credit]: readonly [Leg, Leg],
): boolean {
  return draft.isPosted([debit.found.roleUsed, credit.found.roleUsed], postedOn);
}

/** The amount on the side of a leg; nothing for no amount, whose account nobody has to know. */
const sidedAmount = (
  draft: EventDraft,
  { side, found }: Pick<Leg, 'side' | 'found'>,
  amount: Money,
): readonly SidedAmount[] => (amount === 0n ? [] : [{ side: draft.side(side, found), amount }]);

const VARIANCE: AccountRole = 'transfer-variance';

function varianceOf(
  draft: EventDraft,
  { type, site, postedOn }: Transaction,
  amount: Money,
): readonly SidedAmount[] {
  if (amount === 0n) return [];
  const side: SideQuestion = { type, role: VARIANCE, site, location: '' };
  return sidedAmount(draft, { side, found: draft.determine(side, postedOn) }, amount);
}
