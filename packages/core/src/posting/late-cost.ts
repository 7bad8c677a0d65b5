import type { AccountRole } from '../accounts/account-role.ts';
import { type CostPool, leftInPool, revalueReceipt } from '../costing/cost-pool.ts';
import type { Costing } from '../costing/cost-source.ts';
import { isBeforeMethod } from '../determination/configuration.ts';
import { policyOn } from '../determination/policies-in-force.ts';
import type { PostingSide } from '../journal/posting.ts';
import type { BusinessDate } from '../primitives/business-date.ts';
import {
  type Money,
  money,
  NO_MONEY,
  NO_QUANTITY,
  prorate,
  quantity,
} from '../primitives/money.ts';
import { roleOf } from '../transactions/event-shape.ts';
import type { Transaction } from '../transactions/transaction.ts';
import type { AddressedMovement, BookedPool, EarlierEvent } from './books.ts';
import type { EventDraft, SideQuestion } from './event-draft.ts';
import { goodsTaken } from './moved.ts';
import type { SidedAmount } from './post-amounts.ts';
import { refuseChange } from './valuation/unbelievable.ts';
import { standingPool, valuationOn } from './valuation/valuation-methods.ts';

/**
 * A cost learned after the goods came in (a landed cost, a corrected price, an invoice at another
 * price): what of it stock bears, and what is left to a variance (`Q-48`, `Q-50`).
 */
export type LateCost = {
  /** The movement by which the goods came in. */
  readonly arrival: AddressedMovement;
  /** The pool that bears its part; undefined where no stock bears any. */
  readonly into: BookedPool | undefined;
  readonly borne: Money;
  readonly varied: Money;
  /** The pool bears all of it, whatever it holds by now. */
  readonly isWhole: boolean;
  /** Where it stands in the order of costs (decision 0027): with the arrival, or on a day of its own. */
  readonly costing: Costing & { readonly on?: BusinessDate };
};

/** The movement by which an event brought goods of ours in; undefined where it brought none. */
export const arrivalOf = ({ movements }: EarlierEvent): AddressedMovement | undefined =>
  movements.find(({ quantity: units, address }) => units > 0n && !UNCOSTED.has(address.bucket));

/** Goods of others have no cost, and what waits in clearing has that of its order. */
const UNCOSTED: ReadonlySet<string> = new Set(['consigned', 'order-clearing']);

/** How much a late cost is, and the goods it is about. */
type Asked = { readonly arrival: AddressedMovement; readonly amount: Money };

/**
 * Splits a late cost by the policy of the item's group on the day it is posted.
 *
 * Under `restate` the pool the goods came into bears all of it, as from the day they came. Under the
 * other policies, and where the method of costing has changed since, what was issued keeps its cost: the units that are still here bear their share, by
 * quantity, and never so much that they would be worth less than nothing, and the whole remainder is
 * a variance (decision 0028). Stock at standard is worth the standard, whatever it cost: there all is
 * a variance.
 */
export function lateCostOf(
  draft: EventDraft,
  { postedOn }: Transaction,
  original: EarlierEvent,
  asked: Asked,
): LateCost {
  const { arrival, amount } = asked;
  const { about, ...place } = placeInCosts(draft, arrival);
  const told: Costing = about === undefined ? { source: 'told' } : { source: 'told', about };
  const none = { arrival, into: undefined, borne: NO_MONEY, varied: amount, isWhole: false };
  if (!valuationOn(draft, postedOn).bearsCost) return { ...none, costing: told };
  const { configuration } = draft.books.desk;
  const policy = policyOn(configuration, 'late-facts', draft.item.group, postedOn);
  if (policy === 'restate' && about !== undefined) {
    const costing = { ...told, ...place };
    const whole = { borne: amount, varied: NO_MONEY, isWhole: true };
    return { arrival, into: draft.pool(arrival.address), ...whole, costing };
  }
  const into = poolNow(draft, arrival);
  const borne = borneNow(draft, into, original, { ...asked, postedOn });
  const varied = money(amount - borne);
  return { arrival, into, borne, varied, isWhole: false, costing: { ...told, source: 'borne' } };
}

/**
 * Where a fact about the cost of a movement stands in the order of costs: with it, unless it lies
 * before a change of the costing method, where costs are valued by the method of then (`003.50`).
 */
export function placeInCosts(
  draft: EventDraft,
  { number: about, costedOn: on }: AddressedMovement,
): { readonly about?: number; readonly on?: BusinessDate } {
  return isBeforeMethod(draft.books.desk.configuration, on) ? {} : { about, on };
}

/**
 * The pool of the units that lie where the goods were put: the account of stock on hand may have
 * changed since.
 */
function poolNow(draft: EventDraft, { address, place }: AddressedMovement): BookedPool {
  const { item, site, bucket } = address;
  if (bucket !== 'on-hand') return draft.pool(address);
  const there = draft.position({ item, site, bucket, place });
  const account = there === undefined || there.quantity === 0n ? address.account : there.account;
  return draft.pool({ ...address, account });
}

function borneNow(
  draft: EventDraft,
  into: BookedPool,
  original: EarlierEvent,
  { arrival, amount, postedOn }: Asked & { readonly postedOn: BusinessDate },
): Money {
  const { event } = original;
  const units = quantity(arrival.quantity - goodsTaken(original).quantity);
  const left =
    into.address.bucket === 'on-hand'
      ? valuationOn(draft, postedOn).leftOf(draft, into, {
          event: event.number,
          receivedOn: arrival.postedOn,
          units,
        })
      : leftInPool(into.pool, units);
  const share = prorate(amount, left.quantity, arrival.quantity);
  return share < -left.value ? money(-left.value) : share;
}

/**
 * Refuses a late cost that stands with its arrival and that the units of now cannot carry. It is for
 * costs that are not computed anew from that day on: what a re-run can carry to where the goods went
 * needs no refusal.
 */
export function refuseUncarried(
  draft: EventDraft,
  { postedOn }: Transaction,
  { arrival, into, borne, isWhole }: LateCost,
  because: (text: string) => void,
): void {
  if (into === undefined || !isWhole) return;
  refuseChange(draft, into, borne, postedOn);
  refuseUsedLayer(into.pool, arrival.event, because);
}

/** Under FIFO a receipt is corrected by its own layer, while something is left of it. */
export function refuseUsedLayer(
  { layers }: CostPool,
  receipt: number,
  because: (text: string) => void,
): void {
  if (layers.length > 0 && !layers.some((layer) => layer.receipt === receipt))
    because('nothing of it is on hand any more');
}

/** Adds what stock bears to its pool; under FIFO to the layer of the receipt. Moves no units. */
export function addToStock(
  draft: EventDraft,
  { type, postedOn }: Transaction,
  { arrival, into, borne, varied, costing }: LateCost,
): void {
  if (into === undefined || (borne === 0n && varied !== 0n)) return;
  const pool = revalueReceipt(standingPool(draft, into, postedOn), borne, arrival.event);
  const change = { pool, quantity: NO_QUANTITY, value: borne };
  draft.move(type, into, change, { place: arrival.place, costing });
}

/** The role that takes what no stock bears of a late cost. */
export const LATE_COST_VARIANCE: AccountRole = 'purchase-variance';

/** The debit sides of a late cost: the stock that bears it, and the variance of the rest. */
export function lateCostSides(
  draft: EventDraft,
  { type, site, postedOn }: Transaction,
  { arrival, into, borne, varied }: LateCost,
): readonly SidedAmount[] {
  const { bucket, site: stockSite, account: pinned } = into?.address ?? arrival.address;
  const location = bucket === 'on-hand' ? arrival.place : '';
  const stock = { type, role: roleOf(bucket), site: stockSite, location, pinned };
  const variance = { type, role: LATE_COST_VARIANCE, site, location: '' };
  const sideOf = (question: SideQuestion): PostingSide =>
    draft.side(question, draft.determine(question, postedOn));
  return [
    ...(borne === 0n ? [] : [{ side: sideOf(stock), amount: borne }]),
    ...(varied === 0n ? [] : [{ side: sideOf(variance), amount: varied }]),
  ];
}
