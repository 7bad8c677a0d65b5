import { revaluePool } from '../costing/cost-pool.ts';
import { costingMethodOn } from '../determination/configuration.ts';
import type { PostingSide } from '../journal/posting.ts';
import { type Money, money, NO_QUANTITY } from '../primitives/money.ts';
import { CAUSED_TYPES } from '../transactions/posting-rules.ts';
import { CAUSED_SOURCE, type Transaction } from '../transactions/transaction.ts';
import { causedKey, headOf } from './caused-events.ts';
import { type SpreadChange, spreadChanges } from './company-average.ts';
import type { EventDraft, SideQuestion } from './event-draft.ts';

/**
 * Under average by company: moves value between the accounts and sites of the item until each is
 * worth its quantity at the one average again (`003.X08`, `Q-03`, costing 5.12). It is one event,
 * caused by the transaction that moved the average; it moves no units and sums to zero.
 */
export function respreadAverage(draft: EventDraft, transaction: Transaction): void {
  const { postedOn } = transaction;
  const [cause] = draft.events;
  const { configuration } = draft.books.desk;
  if (cause === undefined || costingMethodOn(configuration, postedOn) !== 'company-average') return;
  const changes = spreadChanges(draft);
  if (changes.length === 0) return;
  const type = CAUSED_TYPES.averageRespread;
  const content = JSON.stringify({ type, causedBy: transaction.key });
  const key = causedKey(draft, transaction, type);
  draft.open({ ...headOf(transaction), source: CAUSED_SOURCE, key, type, content });
  draft.linkCause(cause.number);
  const sides = changes.map((one) => moved(draft, transaction, one));
  if (draft.isPosted(['inventory'], postedOn)) postPairs(draft, sides);
  draft.close();
}

/** A side that is still to be posted with so much: positive debits it. */
type OpenSide = { readonly side: PostingSide; left: Money };

/** Changes the value of one pool, and says where that is posted. */
function moved(
  draft: EventDraft,
  { postedOn }: Transaction,
  { booked, change, known }: SpreadChange,
): OpenSide {
  const type = CAUSED_TYPES.averageRespread;
  const { site, account } = booked.address;
  const question: SideQuestion = { type, role: 'inventory', site, location: '', pinned: account };
  const side = draft.side(question, draft.determine(question, postedOn));
  const pool = { ...revaluePool(booked.pool, change), known };
  const after = { pool, quantity: NO_QUANTITY, value: change };
  draft.move(type, booked, after, { place: '' });
  return { side, left: change };
}

/** Joins what goes up with what goes down into pairs, in their order. */
function postPairs(draft: EventDraft, sides: readonly OpenSide[]): void {
  const debits = sides.filter(({ left }) => left > 0n);
  const credits = sides.filter(({ left }) => left < 0n);
  for (const debit of debits) {
    for (const credit of credits) {
      const amount = debit.left < -credit.left ? debit.left : money(-credit.left);
      draft.post(debit.side, credit.side, amount);
      debit.left = money(debit.left - amount);
      credit.left = money(credit.left + amount);
    }
  }
}
