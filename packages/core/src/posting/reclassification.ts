import type { Bucket } from '../accounts/account-role.ts';
import {
  type CostPool,
  EMPTY_POOL,
  type MergedPool,
  type PoolAddress,
  type PoolParts,
} from '../costing/cost-pool.ts';
import { absolute, type Money, money, NO_MONEY, quantity } from '../primitives/money.ts';
import { roleOf } from '../transactions/event-shape.ts';
import { CAUSED_TYPES, type CausedType } from '../transactions/posting-rules.ts';
import type { Transaction } from '../transactions/transaction.ts';
import type { BookedPool, Position } from './books.ts';
import { causeValueChange, headOf } from './caused-events.ts';
import type { EventDraft, SideQuestion } from './event-draft.ts';
import { firstShortage, keepCarried, keepStockPolicy, type Leaving } from './stock-rules.ts';
import { valuationOn } from './valuation/valuation-methods.ts';

/** What lies at the place in one bucket, and the account the ladder gives it by now. */
type Misplaced = {
  readonly bucket: Bucket;
  readonly position: Position;
  readonly to: string;
  readonly role: ReturnType<typeof roleOf>;
  readonly location: string;
};

type Settlement = {
  readonly type: CausedType;
  readonly pool: BookedPool;
  readonly amount: Money;
};

const CARRIED: readonly Bucket[] = ['in-transit', 'wip', 'wip-in-transit', 'order-clearing'];

/**
 * Drafts a reclassification: what lies at a place, or is carried by a document at a site, leaves the
 * account it is pinned to and goes to the one the ladder gives it by now. Quantities, average
 * and layers go along untouched, as the method in force on the day keeps them (`003.X05`, costing 5.9). Refused where nothing would move.
 */
export function draftReclassification(draft: EventDraft, transaction: Transaction): void {
  const place = placeOf(transaction);
  const misplaced = bucketsOf(transaction).flatMap((bucket) =>
    misplacedIn(draft, transaction, bucket, place),
  );
  if (misplaced.length === 0 && draft.refusals.length === 0) {
    const { item, site } = transaction;
    draft.refuse('nothing-to-reclassify', { item: item.code, site, place: place || 'any place' });
  }
  for (const one of misplaced) refuseMissing(draft, transaction, one);
  if (draft.refusals.length > 0) return;
  const cause = draft.open(headOf(transaction));
  const settlements = misplaced.flatMap((one) => moveAccount(draft, transaction, one, place));
  draft.close();
  for (const { type, pool, amount } of settlements) {
    if (amount !== 0n) causeValueChange(draft, transaction, { type, pool, place, amount, cause });
  }
}

const placeOf = ({ document, location }: Transaction): string => document || location;

const bucketsOf = ({ document }: Transaction): readonly Bucket[] =>
  document === '' ? ['on-hand'] : CARRIED;

function misplacedIn(
  draft: EventDraft,
  { item, site, location, type, postedOn }: Transaction,
  bucket: Bucket,
  place: string,
): readonly Misplaced[] {
  const position = draft.position({ item: item.code, site, bucket, place });
  if (position === undefined || position.quantity === 0n) return [];
  const role = roleOf(bucket);
  const ownLocation = bucket === 'on-hand' ? location : '';
  const found = draft.determine({ type, role, site, location: ownLocation }, postedOn);
  if (found.account === null || found.account === position.account) return [];
  return [{ bucket, position, role, location: ownLocation, to: found.account }];
}

/**
 * What lies there now may have come after the day: it cannot leave its account before it came. A
 * place that is below zero takes its units out of the pool it comes to.
 */
function refuseMissing(
  draft: EventDraft,
  transaction: Transaction,
  { bucket, position, to }: Misplaced,
): void {
  if (bucket === 'order-clearing') {
    refuseMovedSince(draft, transaction, addressOf(transaction, bucket, position.account));
    return;
  }
  const account = position.quantity > 0n ? position.account : to;
  const booked = draft.pool(addressOf(transaction, bucket, account));
  const units = quantity(absolute(position.quantity));
  const leaving = { units, postedOn: transaction.postedOn };
  if (bucket === 'on-hand') {
    keepStockPolicy(draft, booked, leaving);
    if (position.quantity > 0n) refuseComeSince(draft, booked, leaving);
    else refuseMovedSince(draft, transaction, addressOf(transaction, bucket, position.account));
  } else keepCarried(draft, booked, leaving);
}

/** What is below zero, as an order's clearing is until it is delivered, was on no account before it left. */
function refuseMovedSince(
  draft: EventDraft,
  { postedOn }: Transaction,
  address: PoolAddress,
): void {
  const { item, site } = address;
  if (draft.pool(address).lastPostedOn > postedOn)
    draft.refuse('moved-since', { item, site, postedOn });
}

/** Whatever the policy, what came to the pool after the day had no account there to leave on it. */
function refuseComeSince(draft: EventDraft, booked: BookedPool, leaving: Leaving): void {
  const { postedOn } = leaving;
  const isTold = draft.refusals.some(({ code }) => code === 'stock-below-zero');
  if (isTold || booked.lastPostedOn <= postedOn) return;
  const short = firstShortage(draft, booked, { ...leaving, stays: true });
  if (short === undefined) return;
  const { item, site } = booked.address;
  draft.refuse('moved-since', { item, site, postedOn });
}

function addressOf(
  { item, site, document }: Transaction,
  bucket: Bucket,
  account: string,
): PoolAddress {
  const carriedBy = bucket === 'on-hand' ? '' : document;
  return { item: item.code, site, bucket, account, document: carriedBy };
}

/** Moves the units and their value; what the pools leave to be settled comes back. */
function moveAccount(
  draft: EventDraft,
  transaction: Transaction,
  { bucket, position, to, role, location }: Misplaced,
  place: string,
): readonly Settlement[] {
  const { site, type, postedOn } = transaction;
  const origin = { receipt: draft.counters.event, receivedOn: postedOn };
  const method = valuationOn(draft, postedOn);
  const isOnHand = bucket === 'on-hand';
  const units = position.quantity;
  const from = draft.pool(addressOf(transaction, bucket, position.account));
  const { part, rest } = isOnHand
    ? method.split(draft, from, units, origin)
    : plainParts(from.pool, units);
  const out = { quantity: quantity(-units), value: money(-part.value) };
  draft.move(type, from, { pool: rest, ...out }, { place, costing: { source: 'held' } });

  const into = draft.pool(addressOf(transaction, bucket, to));
  const merged = isOnHand ? method.merge(draft, into, part, origin) : plainSum(into, part);
  // The movement shows what came in; what is settled is an event and a movement of its own.
  const settled = merged.adjustment + merged.residue;
  const shown = { ...merged.pool, value: money(merged.pool.value - settled) };
  const arrived = { pool: shown, quantity: units, value: part.value };
  draft.move(type, into, arrived, { place, costing: { source: 'carried-over' } });

  const question = { type, role, site, location };
  const debit: SideQuestion = question;
  const credit: SideQuestion = { ...question, pinned: position.account };
  if (draft.isPosted([role], postedOn)) {
    const debited = draft.side(debit, draft.determine(debit, postedOn));
    const credited = draft.side(credit, draft.determine(credit, postedOn));
    draft.post(debited, credited, part.value);
  }
  return [
    { type: CAUSED_TYPES.negativeBalance, pool: into, amount: merged.adjustment },
    { type: CAUSED_TYPES.costRevaluation, pool: into, amount: merged.residue },
  ];
}

const plainSum = ({ pool }: BookedPool, part: CostPool): MergedPool => ({
  pool: {
    ...pool,
    quantity: quantity(pool.quantity + part.quantity),
    value: money(pool.value + part.value),
  },
  adjustment: NO_MONEY,
  residue: NO_MONEY,
});

/** What is carried, and what an order has cleared, are sums without a cost of their own. */
function plainParts(pool: CostPool, units: Position['quantity']): PoolParts {
  const part = { ...EMPTY_POOL, quantity: units, value: pool.value };
  return { part, rest: { ...pool, quantity: quantity(pool.quantity - units), value: NO_MONEY } };
}
