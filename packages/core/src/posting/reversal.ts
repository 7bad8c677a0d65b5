import { type Holding, revalueReceipt, takeAtFixedCost } from '../costing/cost-pool.ts';
import {
  absolute,
  type Money,
  money,
  NO_MONEY,
  type Quantity,
  quantity,
} from '../primitives/money.ts';
import { CAUSED_TYPES, type CausedType } from '../transactions/posting-rules.ts';
import type { Transaction } from '../transactions/transaction.ts';
import type { BookedPool, EarlierEvent } from './books.ts';
import { causeValueChange, clearOrder, headOf } from './caused-events.ts';
import { giveBackTaken, turnClaim } from './claim-reversal.ts';
import type { EventDraft } from './event-draft.ts';
import {
  clearTurned,
  draftFamilyReversal,
  familyOf,
  isCleared,
  isFamily,
  refuseFamily,
} from './family-reversal.ts';
import { turned } from './moved.ts';
import { keepReversible } from './stock-rules.ts';
import { refuseChange } from './valuation/unbelievable.ts';
import type { Settled } from './valuation/valuation.ts';
import { standingPool, valuationOn } from './valuation/valuation-methods.ts';

type Residue = {
  readonly pool: BookedPool;
  readonly place: string;
  readonly amount: Money;
  readonly type: CausedType;
};

/**
 * Drafts the exact reversal of an earlier event: the same type, pools, accounts and amounts with
 * every sign turned, linked to the original (`transactions.md`, sign rule 4). What the pool can no
 * longer carry afterwards is posted as a cost revaluation, so that no value stays on quantity zero.
 * What the original caused is reversed with it; the average by company is spread anew instead.
 */
export function draftReversal(
  draft: EventDraft,
  transaction: Transaction,
  original: EarlierEvent,
): void {
  refuseImpossible(draft, transaction, original);
  if (draft.refusals.length > 0) return;
  if (isFamily(original)) {
    draftFamilyReversal(draft, transaction, original, () => {
      giveBackTaken(draft, original);
      touchRestated(draft, transaction, original);
    });
    return;
  }
  const event = draft.open({ ...headOf(transaction), document: original.event.document });
  touchRestated(draft, transaction, original);
  const residues = moveBack(draft, transaction, original);
  for (const posting of original.postings)
    draft.postUncleared(posting.credit, posting.debit, posting.amount);
  turnClaim(draft, transaction, original);
  draft.link(original.event, 'reverses', first(original), NO_MONEY);
  clearTurned(draft, original);
  giveBackTaken(draft, original);
  draft.close();
  for (const residue of residues)
    causeValueChange(draft, transaction, { ...residue, cause: event });
  const pools = original.movements.map(({ address }) => draft.pool(address));
  clearOrder(draft, transaction, pools, event);
}

/** What late facts changed in the original is no part of what was posted: the run of costs turns it. */
function touchRestated(
  draft: EventDraft,
  { postedOn }: Transaction,
  { restated, movements, consequences }: EarlierEvent,
): void {
  if (restated.size === 0) return;
  const own = draft.item;
  for (const { pool, costed, address } of [...movements, ...consequences.movements]) {
    if (costed === 'none') continue;
    draft.turnTo(draft.itemNamed(address.item));
    draft.touch(pool, postedOn);
  }
  draft.turnTo(own);
}

type Moved = EarlierEvent['movements'][number];

const first = (original: EarlierEvent): Quantity => original.movements[0]?.quantity ?? quantity(0n);

/** How many units an event was about: those it moved first, of a document those of its own item. */
function unitsOf(original: EarlierEvent): Quantity {
  const { event, movements, consequences } = original;
  if (movements[0]?.address.bucket !== 'assembly') return first(original);
  const own = consequences.movements.find(
    ({ address, quantity: units }) =>
      units !== 0n && address.item === event.item && address.bucket === 'on-hand',
  );
  return own?.quantity ?? first(original);
}

/** Turns every movement round; what no pool can carry comes back. */
function moveBack(
  draft: EventDraft,
  transaction: Transaction,
  original: EarlierEvent,
): readonly Residue[] {
  const residues: Residue[] = [];
  const known = staysInPool(original) ? knownBefore(draft, transaction, original) : undefined;
  for (const movement of original.movements) {
    const booked = draft.pool(movement.address);
    if (known !== undefined)
      turnRound(draft, original, { ...booked, pool: { ...booked.pool, known } }, movement);
    else if (isPlain(movement)) {
      const pool = standingPool(draft, booked, transaction.postedOn);
      turnRound(draft, original, { ...booked, pool }, movement);
    } else if (movement.quantity > 0n)
      residues.push(...takeBack(draft, transaction, original, movement));
    else residues.push(...putBack(draft, transaction, original, movement));
  }
  return residues;
}

/** What the pool that goods stay in knows of its last cost; moving them inside it teaches nothing. */
function knownBefore(
  draft: EventDraft,
  { postedOn }: Transaction,
  { movements: [moved] }: EarlierEvent,
): Holding | undefined {
  return moved && standingPool(draft, draft.pool(moved.address), postedOn).known;
}

/** A move between two places of one pool: the pool is what it was, whatever it holds by now. */
const staysInPool = ({ movements: [from, to] }: EarlierEvent): boolean =>
  from !== undefined && to !== undefined && from.pool === to.pool;

/** Value alone, and the clearing of an order, which has no units: sums without a cost of their own. */
const isPlain = ({ quantity: units, address }: Moved): boolean =>
  units === 0n || address.bucket === 'order-clearing';

/** The sums of the pool with the movement's signs turned. */
function turnRound(
  draft: EventDraft,
  { took }: EarlierEvent,
  booked: BookedPool,
  moved: Moved,
): void {
  const back = { quantity: quantity(-moved.quantity), value: money(-moved.value) };
  const pool =
    moved.quantity === 0n
      ? revalueReceipt(booked.pool, back.value, took[0]?.to ?? 0)
      : { ...booked.pool, ...summed(booked.pool, back) };
  draft.move(moved.type, booked, { pool, ...back }, turned(moved));
}

const summed = (a: Holding, b: Holding): Holding => ({
  quantity: quantity(a.quantity + b.quantity),
  value: money(a.value + b.value),
});

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
  const all = absolute(unitsOf(original));
  if (transaction.quantity !== 0n && transaction.quantity !== all)
    draft.refuse('original-differs', { original: name, field: 'quantity' });
  if (original.reversed) draft.refuse('already-reversed', { original: name });
  const because = (text: string) =>
    draft.refuse('reversal-not-possible', { original: name, because: text });
  const { usedQuantity, corrected, addedCost } = original;
  if (usedQuantity !== 0n || corrected !== 0n || addedCost !== 0n)
    because('another transaction refers to it');
  if (isCleared(draft, original)) because('the review has cleared it; undo that first');
  const moved = familyOf(original).flatMap(({ movements }) => movements);
  for (const { address, place } of moved) {
    const { item, site, bucket, account } = address;
    const there = draft.position({ item, site, bucket, place });
    if (there !== undefined && there.quantity !== 0n && there.account !== account) {
      because(`the stock there is on account ${there.account} now`);
    }
  }
  if (isFamily(original)) {
    refuseFamily(draft, transaction, original, because);
    return;
  }
  if (staysInPool(original)) return;
  for (const { quantity: units, value, address } of original.movements) {
    const booked = draft.pool(address);
    if (units === 0n) refuseChange(draft, booked, money(-value), transaction.postedOn);
    keepReversible(draft, booked, { units, postedOn: transaction.postedOn }, because);
  }
}

/** Takes out what the original brought in, at the original's amount. */
function takeBack(
  draft: EventDraft,
  { postedOn }: Transaction,
  original: EarlierEvent,
  moved: Moved,
): readonly Residue[] {
  const booked = draft.pool(moved.address);
  const origin = { receipt: original.event.number, receivedOn: postedOn };
  const method = valuationOn(draft, postedOn);
  const settled =
    booked.address.bucket === 'on-hand'
      ? method.takeBack(draft, booked, moved, { ...origin, wasOnHand: stayedOnHand(original) })
      : {
          ...takeAtFixedCost(booked.pool, moved, origin.receipt),
          type: CAUSED_TYPES.costRevaluation,
        };
  return settle(draft, booked, moved, settled);
}

/** Brings back what the original took out, at the original's amount. */
function putBack(
  draft: EventDraft,
  { postedOn }: Transaction,
  original: EarlierEvent,
  moved: Moved,
): readonly Residue[] {
  const booked = draft.pool(moved.address);
  const back = { quantity: quantity(-moved.quantity), value: money(-moved.value) };
  const origin = { receipt: draft.counters.event, receivedOn: postedOn };
  const method = valuationOn(draft, postedOn);
  const settled =
    booked.address.bucket === 'on-hand'
      ? method.putBack(draft, booked, back, { ...origin, wasOnHand: stayedOnHand(original) })
      : {
          pool: { ...booked.pool, ...summed(booked.pool, back) },
          residue: NO_MONEY,
          type: CAUSED_TYPES.negativeBalance,
        };
  return settle(draft, booked, moved, settled);
}

/** Goods that only changed from one pool on hand to another. */
const stayedOnHand = ({ movements }: EarlierEvent): boolean =>
  movements.length > 1 && movements.every(({ address }) => address.bucket === 'on-hand');

/** Moves the pool back; what is to be posted besides is an event and a movement of its own. */
function settle(
  draft: EventDraft,
  booked: BookedPool,
  moved: Moved,
  { pool, residue: amount, type }: Settled,
): readonly Residue[] {
  const change = { quantity: quantity(-moved.quantity), value: money(-moved.value) };
  const shown = { ...pool, value: money(pool.value - amount) };
  draft.move(moved.type, booked, { pool: shown, ...change }, turned(moved));
  return amount === 0n ? [] : [{ pool: booked, place: moved.place, amount, type }];
}
