import {
  type CostPool,
  type Holding,
  issueFromPool,
  type PoolIssue,
  type PoolReceipt,
  receiveIntoPool,
  revaluePool,
  takeAtFixedCost,
} from '../costing/cost-pool.ts';
import type { BusinessDate } from '../primitives/business-date.ts';
import { type Money, money, NO_MONEY, quantity } from '../primitives/money.ts';
import { CAUSED_TYPES } from '../transactions/posting-rules.ts';
import { type BookedPool, poolKey } from './books.ts';
import type { EventDraft } from './event-draft.ts';
import type { Leg, Legs } from './legs.ts';

/** What a movement leaves to be posted as a matter of its own, of which type and on which side. */
export type Adjusted = {
  readonly leg: Leg;
  readonly adjustment: Money;
  readonly type: (typeof CAUSED_TYPES)[keyof typeof CAUSED_TYPES];
};

/** When it moves, and the event whose amount it takes back, if it does. */
type Occasion = { readonly postedOn: BusinessDate; readonly takenBack?: number | undefined };

/**
 * Changes the pools of both sides. What comes back is to be posted besides: what a receipt into a
 * pool below zero settles, and what no unit can carry after some left at an amount not their own.
 */
export function moveStock(
  draft: EventDraft,
  { debit, credit }: Legs,
  moved: Holding,
  { postedOn, takenBack }: Occasion,
): readonly Adjusted[] {
  const before = credit.pool && draft.pool(credit.pool.address).pool;
  const residues = applyCredit(draft, credit, moved, takenBack);
  if (debit.pool === undefined) return residues;
  if (before !== undefined && credit.pool !== undefined && samePool(debit.pool, credit.pool)) {
    // Units that stay in their pool keep their cost: only their place changes.
    draft.move(
      debit.shape.type,
      draft.pool(debit.pool.address),
      { pool: before, ...moved },
      { place: debit.place },
    );
    return residues;
  }
  return [...residues, ...applyDebit(draft, debit, moved, postedOn)];
}

const samePool = (a: BookedPool, b: BookedPool): boolean =>
  poolKey(a.address) === poolKey(b.address);

/** Takes the amount out of what the credit side holds. */
function applyCredit(
  draft: EventDraft,
  leg: Leg,
  moved: Holding,
  takenBack: number | undefined,
): readonly Adjusted[] {
  if (leg.pool === undefined) return [];
  const booked = draft.pool(leg.pool.address);
  const change = { quantity: quantity(-moved.quantity), value: money(-moved.value) };
  if (takenBack !== undefined && leg.bucket === 'on-hand') {
    const { pool, residue } = takeAtFixedCost(booked.pool, moved, takenBack);
    const shown = { ...pool, value: money(pool.value - residue) };
    draft.move(leg.shape.type, booked, { pool: shown, ...change }, { place: leg.place });
    return residue === 0n ? [] : [{ leg, adjustment: residue, type: CAUSED_TYPES.costRevaluation }];
  }
  const { pool, uses } = takenOut(leg, booked.pool, moved);
  draft.move(leg.shape.type, booked, { pool, ...change }, { place: leg.place, uses });
  return [];
}

/** A pool without the amount: value alone, an order's clearing, or units at their cost. */
function takenOut({ bucket }: Leg, pool: CostPool, moved: Holding): PoolIssue {
  const { quantity: units, value: cost } = moved;
  if (units === 0n) return { pool: revaluePool(pool, money(-cost)), cost, uses: [] };
  const issue = bucket === 'order-clearing' ? undefined : issueFromPool(pool, units);
  if (issue !== undefined) return issue;
  const rest = { quantity: quantity(pool.quantity - units), value: money(pool.value - cost) };
  return { pool: { ...pool, ...rest }, cost, uses: [] };
}

/** Adds the amount to what the debit side holds. */
function applyDebit(
  draft: EventDraft,
  leg: Leg,
  moved: Holding,
  postedOn: BusinessDate,
): readonly Adjusted[] {
  if (leg.pool === undefined) return [];
  const booked = draft.pool(leg.pool.address);
  const { pool, adjustment } = received(draft, booked, moved, postedOn);
  // The movement shows the receipt alone; the adjustment is an event and a movement of its own.
  const shown = { ...pool, value: money(pool.value - adjustment) };
  draft.move(leg.shape.type, booked, { pool: shown, ...moved }, { place: leg.place });
  return adjustment === 0n ? [] : [{ leg, adjustment, type: CAUSED_TYPES.negativeBalance }];
}

function received(
  draft: EventDraft,
  { pool, address }: BookedPool,
  moved: Holding,
  postedOn: BusinessDate,
): PoolReceipt {
  if (moved.quantity === 0n) return { pool: revaluePool(pool, moved.value), adjustment: NO_MONEY };
  if (address.bucket !== 'on-hand') {
    const held = quantity(pool.quantity + moved.quantity);
    const value = money(pool.value + moved.value);
    return { pool: { ...pool, quantity: held, value }, adjustment: NO_MONEY };
  }
  const { costingMethod } = draft.books.desk.configuration.company;
  const origin = { receipt: draft.counters.event, receivedOn: postedOn };
  return receiveIntoPool(pool, moved, costingMethod, origin);
}
