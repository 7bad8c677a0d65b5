import {
  type CostPool,
  type Holding,
  issueFromPool,
  type PoolIssue,
  type PoolReceipt,
  receiveIntoPool,
  revaluePool,
} from '../costing/cost-pool.ts';
import type { BusinessDate } from '../primitives/business-date.ts';
import { type Money, money, NO_MONEY, quantity } from '../primitives/money.ts';
import { type BookedPool, poolKey } from './books.ts';
import type { EventDraft } from './event-draft.ts';
import type { Leg, Legs } from './legs.ts';

/** What a receipt into a pool below zero leaves to be posted, and the side it came in on. */
export type Adjusted = { readonly leg: Leg; readonly adjustment: Money };

/** Changes the pools of both sides; what a receipt into a pool below zero leaves comes back. */
export function moveStock(
  draft: EventDraft,
  { debit, credit }: Legs,
  moved: Holding,
  postedOn: BusinessDate,
): readonly Adjusted[] {
  const before = credit.pool && draft.pool(credit.pool.address).pool;
  applyCredit(draft, credit, moved);
  if (debit.pool === undefined) return [];
  if (before !== undefined && credit.pool !== undefined && samePool(debit.pool, credit.pool)) {
    // Units that stay in their pool keep their cost: only their place changes.
    draft.move(
      debit.shape.type,
      draft.pool(debit.pool.address),
      { pool: before, ...moved },
      { place: debit.place },
    );
    return [];
  }
  return applyDebit(draft, debit, moved, postedOn);
}

const samePool = (a: BookedPool, b: BookedPool): boolean =>
  poolKey(a.address) === poolKey(b.address);

/** Takes the amount out of what the credit side holds. */
function applyCredit(draft: EventDraft, leg: Leg, moved: Holding): void {
  if (leg.pool === undefined) return;
  const booked = draft.pool(leg.pool.address);
  const { pool, uses } = takenOut(leg, booked.pool, moved);
  const change = { pool, quantity: quantity(-moved.quantity), value: money(-moved.value) };
  draft.move(leg.shape.type, booked, change, { place: leg.place, uses });
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
  return adjustment === 0n ? [] : [{ leg, adjustment }];
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
