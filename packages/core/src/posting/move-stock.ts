import {
  type CostPool,
  type Holding,
  issueFromPool,
  type PoolIssue,
  type PoolReceipt,
  revaluePool,
} from '../costing/cost-pool.ts';
import type { Costing } from '../costing/cost-source.ts';
import type { BusinessDate } from '../primitives/business-date.ts';
import { type Money, money, NO_MONEY, quantity } from '../primitives/money.ts';
import { CAUSED_TYPES, type CausedType } from '../transactions/posting-rules.ts';
import type { BookedPool } from './books.ts';
import type { EventDraft } from './event-draft.ts';
import { type Leg, type Legs, staysInPool } from './legs.ts';
import type { ValuedMove } from './valuation/standard-entry.ts';
import type { Arrival } from './valuation/valuation.ts';
import { standingPool, valuationOn } from './valuation/valuation-methods.ts';

/** What a movement leaves to be posted as a matter of its own, of which type and on which side. */
export type Adjusted = {
  readonly leg: Leg;
  readonly adjustment: Money;
  readonly type: CausedType;
};

/** When it moves, how its amount came about, and the event whose amount it takes back, if it does. */
type Occasion = {
  readonly postedOn: BusinessDate;
  readonly costing: Costing;
  readonly takenBack?: number | undefined;
};

const CARRIED_OVER: Costing = { source: 'carried-over' };

/**
 * Changes the pools of both sides. What comes back is to be posted besides: what a receipt into a
 * pool below zero settles, and what no unit can carry after some left at an amount not their own.
 */
export function moveStock(
  draft: EventDraft,
  { debit, credit }: Legs,
  { quantity: units, value, entered }: ValuedMove,
  { postedOn, costing, takenBack }: Occasion,
): readonly Adjusted[] {
  const staying = stayingIn(draft, { debit, credit }, postedOn);
  const moved = { quantity: credit.units ?? units, value };
  const origin = { receipt: draft.counters.event, receivedOn: postedOn };
  const arrival = { ...origin, wasOnHand: credit.bucket === 'on-hand' };
  const residues = applyCredit(draft, credit, moved, { arrival, costing, takenBack });
  if (debit.pool === undefined) return residues;
  if (staying !== undefined) {
    // Units that stay in their pool keep their cost: only their place changes.
    draft.move(
      debit.shape.type,
      draft.pool(debit.pool.address),
      { pool: staying, ...moved },
      { place: debit.place, costing: CARRIED_OVER },
    );
    return residues;
  }
  const arrived = { quantity: debit.units ?? units, value: entered };
  const entering = { arrival, costing: credit.pool === undefined ? costing : CARRIED_OVER };
  return [...residues, ...applyDebit(draft, debit, arrived, entering)];
}

/** The pool as it stands, when that is the one the goods come out of as well. */
function stayingIn(draft: EventDraft, legs: Legs, postedOn: BusinessDate): CostPool | undefined {
  const { pool } = legs.debit;
  if (pool === undefined || !staysInPool(legs)) return undefined;
  return standingPool(draft, draft.pool(pool.address), postedOn);
}

type Arriving = { readonly arrival: Arrival; readonly costing: Costing };

/** Takes the amount out of what the credit side holds. */
function applyCredit(
  draft: EventDraft,
  leg: Leg,
  moved: Holding,
  { arrival, costing, takenBack }: Arriving & Pick<Occasion, 'takenBack'>,
): readonly Adjusted[] {
  if (leg.pool === undefined) return [];
  const booked = draft.pool(leg.pool.address);
  const change = { quantity: quantity(-moved.quantity), value: money(-moved.value) };
  if (takenBack !== undefined && leg.bucket === 'on-hand') {
    const occasion = { receipt: takenBack, receivedOn: arrival.receivedOn, wasOnHand: false };
    const method = valuationOn(draft, arrival.receivedOn);
    const { pool, residue, type } = method.takeBack(draft, booked, moved, occasion);
    const shown = { ...pool, value: money(pool.value - residue) };
    draft.move(leg.shape.type, booked, { pool: shown, ...change }, { place: leg.place, costing });
    return residue === 0n ? [] : [{ leg, adjustment: residue, type }];
  }
  const { pool, uses } = takenOut(draft, booked, moved, arrival);
  draft.move(leg.shape.type, booked, { pool, ...change }, { place: leg.place, uses, costing });
  return [];
}

/** A pool without the amount: value alone, an order's clearing, or units at their cost. */
function takenOut(
  draft: EventDraft,
  booked: BookedPool,
  moved: Holding,
  arrival: Arrival,
): PoolIssue {
  const { pool } = booked;
  const { quantity: units, value: cost } = moved;
  if (units === 0n) {
    const change = money(-cost);
    return { pool: revalued(draft, booked, change, arrival), cost, uses: [] };
  }
  const issue = issued(draft, booked, moved, arrival);
  if (issue !== undefined) return issue;
  const rest = { quantity: quantity(pool.quantity - units), value: money(pool.value - cost) };
  return { pool: { ...pool, ...rest }, cost, uses: [] };
}

/** An issue at the pool's own cost; undefined where there is none to be known. */
function issued(
  draft: EventDraft,
  booked: BookedPool,
  moved: Holding,
  { receivedOn }: Arrival,
): PoolIssue | undefined {
  const { bucket } = booked.address;
  if (bucket === 'order-clearing') return undefined;
  if (bucket === 'on-hand') return valuationOn(draft, receivedOn).take(draft, booked, moved);
  return issueFromPool(booked.pool, moved.quantity);
}

/** A pool with its value changed; what is on hand follows the method in force. */
function revalued(draft: EventDraft, booked: BookedPool, change: Money, arrival: Arrival) {
  const { bucket } = booked.address;
  if (bucket !== 'on-hand') return revaluePool(booked.pool, change);
  const pool = standingPool(draft, booked, arrival.receivedOn);
  return valuationOn(draft, arrival.receivedOn).revalue(pool, change, arrival);
}

/** Adds the amount to what the debit side holds. */
function applyDebit(
  draft: EventDraft,
  leg: Leg,
  moved: Holding,
  { arrival, costing }: Arriving,
): readonly Adjusted[] {
  if (leg.pool === undefined) return [];
  const booked = draft.pool(leg.pool.address);
  const { pool, adjustment } = received(draft, booked, moved, arrival);
  // The movement shows the receipt alone; the adjustment is an event and a movement of its own.
  const shown = { ...pool, value: money(pool.value - adjustment) };
  draft.move(leg.shape.type, booked, { pool: shown, ...moved }, { place: leg.place, costing });
  return adjustment === 0n ? [] : [{ leg, adjustment, type: CAUSED_TYPES.negativeBalance }];
}

function received(
  draft: EventDraft,
  booked: BookedPool,
  moved: Holding,
  arrival: Arrival,
): PoolReceipt {
  const { pool, address } = booked;
  if (moved.quantity === 0n)
    return { pool: revalued(draft, booked, moved.value, arrival), adjustment: NO_MONEY };
  if (address.bucket !== 'on-hand') {
    const held = quantity(pool.quantity + moved.quantity);
    const value = money(pool.value + moved.value);
    return { pool: { ...pool, quantity: held, value }, adjustment: NO_MONEY };
  }
  return valuationOn(draft, arrival.receivedOn).receive(draft, booked, moved, arrival);
}
