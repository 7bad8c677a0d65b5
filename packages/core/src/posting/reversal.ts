import { receiveIntoPool, takeAtFixedCost } from '../costing/cost-pool.ts';
import { type Money, money, NO_MONEY, type Quantity, quantity } from '../primitives/money.ts';
import { CAUSED_TYPES } from '../transactions/posting-rules.ts';
import type { Transaction } from '../transactions/transaction.ts';
import type { BookedPool, EarlierEvent } from './books.ts';
import { causeValueChange, headOf } from './draft-event.ts';
import type { EventDraft } from './event-draft.ts';

type Residue = {
  readonly pool: BookedPool;
  readonly place: string;
  readonly amount: Money;
  readonly type: CausedType;
};
type CausedType = (typeof CAUSED_TYPES)[keyof typeof CAUSED_TYPES];

/**
 * Drafts the exact reversal of an earlier event: the same type, pools, accounts and amounts with
 * every sign turned, linked to the original (`transactions.md`, sign rule 4). What the pool can no
 * longer carry afterwards is posted as a cost revaluation, so that no value stays on quantity zero.
 */
export function draftReversal(
  draft: EventDraft,
  transaction: Transaction,
  original: EarlierEvent,
): void {
  refuseImpossible(draft, transaction, original);
  if (draft.refusals.length > 0) return;
  const event = draft.open({ ...headOf(transaction), document: original.event.document });
  const residues: Residue[] = [];
  for (const movement of original.movements) {
    const booked = draft.pool(movement.address);
    if (movement.quantity > 0n) takeBack(draft, original, booked, movement, residues);
    else putBack(draft, transaction, booked, movement, residues);
  }
  for (const posting of original.postings)
    draft.post(posting.credit, posting.debit, posting.amount);
  draft.link(original.event, 'reverses', first(original), NO_MONEY);
  draft.close();
  for (const residue of residues)
    causeValueChange(draft, transaction, { ...residue, cause: event });
}

type Moved = EarlierEvent['movements'][number];

const first = (original: EarlierEvent): Quantity => original.movements[0]?.quantity ?? quantity(0n);

function refuseImpossible(
  draft: EventDraft,
  transaction: Transaction,
  original: EarlierEvent,
): void {
  const name = transaction.reverses ?? '';
  const { event } = original;
  if (event.item !== transaction.item.code)
    draft.refuse('original-differs', { original: name, field: 'item' });
  if (event.type !== transaction.type)
    draft.refuse('original-differs', { original: name, field: 'type' });
  if (event.site !== transaction.site)
    draft.refuse('original-differs', { original: name, field: 'site' });
  if (original.reversed) draft.refuse('already-reversed', { original: name });
  const because = (text: string) =>
    draft.refuse('reversal-not-possible', { original: name, because: text });
  if (original.usedQuantity !== 0n) because('another transaction refers to it');
  if (original.caused > 0) because('it caused a cost adjustment');
  for (const movement of original.movements) {
    const { bucket } = movement.address;
    const held = draft.pool(movement.address).pool.quantity;
    if (
      movement.quantity > 0n &&
      bucket !== 'on-hand' &&
      bucket !== 'order-clearing' &&
      held < movement.quantity
    ) {
      because('the goods have moved on');
    }
  }
}

/** Takes out what the original brought in, at the original's amount. */
function takeBack(
  draft: EventDraft,
  original: EarlierEvent,
  booked: BookedPool,
  moved: Moved,
  residues: Residue[],
): void {
  const taken = { quantity: moved.quantity, value: moved.value };
  const change = { quantity: quantity(-moved.quantity), value: money(-moved.value) };
  const { pool, residue } = takeAtFixedCost(booked.pool, taken, original.event.number);
  const shown = { ...pool, value: money(pool.value - residue) };
  draft.move(moved.type, booked, { pool: shown, ...change }, moved.place);
  if (residue !== 0n) {
    residues.push({
      pool: booked,
      place: moved.place,
      amount: residue,
      type: CAUSED_TYPES.costRevaluation,
    });
  }
}

/** Brings back what the original took out, at the original's amount. */
function putBack(
  draft: EventDraft,
  transaction: Transaction,
  booked: BookedPool,
  moved: Moved,
  residues: Residue[],
): void {
  const back = { quantity: quantity(-moved.quantity), value: money(-moved.value) };
  const { bucket } = booked.address;
  const method = draft.books.desk.configuration.company.costingMethod;
  const origin = { receipt: draft.counters.event, receivedOn: transaction.postedOn };
  const { pool, adjustment } =
    bucket === 'on-hand' && back.quantity > 0n
      ? receiveIntoPool(booked.pool, back, method, origin)
      : {
          pool: {
            ...booked.pool,
            quantity: quantity(booked.pool.quantity + back.quantity),
            value: money(booked.pool.value + back.value),
          },
          adjustment: NO_MONEY,
        };
  const shown = { ...pool, value: money(pool.value - adjustment) };
  draft.move(moved.type, booked, { pool: shown, ...back }, moved.place);
  if (adjustment !== 0n) {
    residues.push({
      pool: booked,
      place: moved.place,
      amount: adjustment,
      type: CAUSED_TYPES.negativeBalance,
    });
  }
}
