import type { AccountRole } from '../accounts/account-role.ts';
import { type CostPool, revaluePool, revalueReceipt } from '../costing/cost-pool.ts';
import type { PostingSide } from '../journal/posting.ts';
import { formatDecimal } from '../primitives/decimal.ts';
import { type Money, money, NO_MONEY, NO_QUANTITY } from '../primitives/money.ts';
import { STANDARD_VARIANCES } from '../transactions/standard-variance.ts';
import type { Transaction } from '../transactions/transaction.ts';
import { givenCost } from './amount.ts';
import type { AddressedMovement, EarlierEvent } from './books.ts';
import { headOf } from './caused-events.ts';
import type { EventDraft } from './event-draft.ts';
import {
  addToStock,
  arrivalOf,
  type LateCost,
  lateCostOf,
  lateCostSides,
  placeInCosts,
  refuseUncarried,
  refuseUsedLayer,
} from './late-cost.ts';
import { absoluteHolding, shareOf, worthOf } from './moved.ts';
import { postAmounts } from './post-amounts.ts';
import { refuseChange } from './valuation/unbelievable.ts';
import { standingPool } from './valuation/valuation-methods.ts';

/**
 * Drafts a cost correction (`003.X10`, `Q-47`): an earlier transaction cost so much more, or less,
 * than it was posted at; or, where a quantity is given, so many of its units really cost what is
 * said, and the difference is found here. The amount stands on the accounts, sites and pools of that
 * transaction and moves no units; it is tied to it, so that an invoice or a return of the rest takes
 * it along. What brought goods in is corrected as any late cost is, by the policy of the day.
 *
 * Refused with `correction-not-possible` where the original is none that can be corrected, and with
 * `value-without-stock` where it would be value without units.
 */
export function draftCostCorrection(
  draft: EventDraft,
  transaction: Transaction,
  original: EarlierEvent,
): void {
  const sides = sidesOf(original);
  const amount = correctionOf(draft, transaction, original);
  const late = lateCostOfReceipt(draft, transaction, original, amount);
  refuseImpossible(draft, transaction, original, { amount, late, hasSides: sides !== undefined });
  if (draft.refusals.length > 0 || sides === undefined) return;
  draft.open({ ...headOf(transaction), document: original.event.document });
  if (late === undefined) {
    for (const movement of valuedOf(original)) correct(draft, transaction, movement, amount);
    draft.post(sides.debit, sides.credit, amount);
  } else {
    addToStock(draft, transaction, late);
    postReceipt(draft, transaction, late, sides);
  }
  // It adds to what is left of the original to be invoiced or returned.
  draft.link(original.event, 'refers-to', NO_QUANTITY, money(-amount));
  draft.close();
}

/** The signed difference: as it was given, or between what units really cost and what they stand at. */
function correctionOf(draft: EventDraft, transaction: Transaction, original: EarlierEvent): Money {
  const { quantity: units, swapped, amount = NO_MONEY } = transaction;
  if (units === 0n) return swapped ? money(-amount) : amount;
  const cost = givenCost(draft, transaction) ?? NO_MONEY;
  return money(cost - (shareOf(original, units) ?? NO_MONEY));
}

/** What was received and nothing else is corrected like any late cost of a receipt. */
function lateCostOfReceipt(
  draft: EventDraft,
  transaction: Transaction,
  original: EarlierEvent,
  amount: Money,
): LateCost | undefined {
  const arrival = arrivalOf(original);
  if (arrival === undefined || valuedOf(original).length > 1) return undefined;
  return lateCostOf(draft, transaction, original, { arrival, amount });
}

type Sides = { readonly debit: PostingSide; readonly credit: PostingSide };

/** The two sides of the original itself, without its variance and what cleared it between sites. */
function sidesOf({ event, postings }: EarlierEvent): Sides | undefined {
  const beside: readonly (string | undefined)[] = [STANDARD_VARIANCES[event.type], CLEARING];
  const isOwn = ({ role }: PostingSide) => !beside.includes(role);
  const debit = postings.map((posting) => posting.debit).find(isOwn);
  const credit = postings.map((posting) => posting.credit).find(isOwn);
  return debit === undefined || credit === undefined ? undefined : { debit, credit };
}

const CLEARING: AccountRole = 'intersite-clearing';

/** On the original's own sides; what stock does not bear, and stock on another account by now, beside them. */
function postReceipt(
  draft: EventDraft,
  transaction: Transaction,
  late: LateCost,
  { debit, credit }: Sides,
): void {
  const { borne, varied, into } = late;
  const amount = money(borne + varied);
  if (varied === 0n && debit.account === into?.address.account) draft.post(debit, credit, amount);
  else {
    const sides = lateCostSides(draft, transaction, late);
    postAmounts(draft, [...sides, { side: credit, amount: -amount }]);
  }
}

/** The movements of an event that have a value: goods of others have none. */
const valuedOf = ({ movements }: EarlierEvent): readonly AddressedMovement[] =>
  movements.filter(({ address }) => address.bucket !== 'consigned');

/** What a pool gets of a change: what came in is worth more, what went out is worth less by it. */
const share = ({ quantity: units }: AddressedMovement, amount: Money): Money =>
  units > 0n ? amount : money(-amount);

function correct(
  draft: EventDraft,
  { type, postedOn }: Transaction,
  movement: AddressedMovement,
  amount: Money,
): void {
  const booked = draft.pool(movement.address);
  const value = share(movement, amount);
  const pool = revalued(standingPool(draft, booked, postedOn), movement, value);
  const change = { pool, quantity: NO_QUANTITY, value };
  const costing = { source: 'told', ...placeInCosts(draft, movement) } as const;
  draft.move(type, booked, change, { place: movement.place, costing });
}

/** The layer that a receipt left is what it cost; anything else is shared like any revaluation. */
const revalued = (pool: CostPool, { event, quantity: units }: AddressedMovement, value: Money) =>
  units > 0n ? revalueReceipt(pool, value, event) : revaluePool(pool, value);

type Asked = {
  readonly amount: Money;
  readonly late: LateCost | undefined;
  readonly hasSides: boolean;
};

function refuseImpossible(
  draft: EventDraft,
  transaction: Transaction,
  original: EarlierEvent,
  asked: Asked,
): void {
  const name = transaction.original ?? '';
  const { event } = original;
  const differs = (field: string) => draft.refuse('original-differs', { original: name, field });
  if (event.item !== transaction.item.code) differs('item');
  if (event.site !== transaction.site) differs('site');
  if (original.reversed) draft.refuse('already-reversed', { original: name });
  const reason = reasonAgainst(original, asked);
  const refuse = (because: string) =>
    draft.refuse('correction-not-possible', { original: name, because });
  if (reason !== undefined) refuse(reason);
  refuseMoreThanLeft(draft, transaction, original);
  // One reason of the original itself is enough.
  const because = reason === undefined ? refuse : () => undefined;
  refuseUncarriedAnywhere(draft, transaction, original, { ...asked, because });
}

/** Why nothing can be added to what an event cost, whatever its pools hold. */
function reasonAgainst(original: EarlierEvent, { amount, hasSides }: Asked): string | undefined {
  const [first, second] = original.movements;
  const { quantity: units } = absoluteHolding(original);
  const left = worthOf(original) + original.corrected - original.usedValue;
  if (first === undefined || units === 0n) return 'it moved no units';
  if (first.pool === second?.pool) return 'it moved units inside one pool';
  if (!hasSides) return 'it posted nothing';
  if (original.usedQuantity >= units) return 'later transactions have used up all of it';
  return left + amount < 0n ? 'what is left of it would cost less than nothing' : undefined;
}

/** A price can be told of as many units as are neither invoiced nor returned. */
function refuseMoreThanLeft(
  draft: EventDraft,
  { item, original: name = '', quantity: wanted }: Transaction,
  original: EarlierEvent,
): void {
  const open = absoluteHolding(original).quantity - original.usedQuantity;
  if (wanted <= open || open <= 0n) return;
  draft.refuse('original-used-up', {
    original: name,
    open: formatDecimal(open, item.quantityDecimals),
    quantity: formatDecimal(wanted, item.quantityDecimals),
  });
}

function refuseUncarriedAnywhere(
  draft: EventDraft,
  transaction: Transaction,
  original: EarlierEvent,
  { amount, late, because }: Asked & { readonly because: (text: string) => void },
): void {
  if (late !== undefined) {
    refuseUncarried(draft, transaction, late, because);
    return;
  }
  for (const movement of valuedOf(original)) {
    const booked = draft.pool(movement.address);
    refuseChange(draft, booked, share(movement, amount), transaction.postedOn);
    if (movement.quantity > 0n) refuseUsedLayer(booked.pool, movement.event, because);
  }
}
