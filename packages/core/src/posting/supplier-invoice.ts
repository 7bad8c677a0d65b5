import type { AccountRole } from '../accounts/account-role.ts';
import { policyOn } from '../determination/policies-in-force.ts';
import { formatDecimal } from '../primitives/decimal.ts';
import { type Money, money, NO_MONEY } from '../primitives/money.ts';
import { roleOf } from '../transactions/event-shape.ts';
import { postingRule } from '../transactions/posting-rules.ts';
import type { Transaction } from '../transactions/transaction.ts';
import { givenCost } from './amount.ts';
import type { EarlierEvent } from './books.ts';
import { headOf } from './caused-events.ts';
import type { EventDraft, EventHead } from './event-draft.ts';
import {
  addToStock,
  arrivalOf,
  type LateCost,
  lateCostOf,
  lateCostSides,
  refuseUncarried,
} from './late-cost.ts';
import { absoluteHolding, shareOf } from './moved.ts';
import { postAmounts } from './post-amounts.ts';
import { sidedAmount } from './sided-amount.ts';

/** A signed amount on an account: positive debits it. */
type Amount = { readonly role: AccountRole; readonly amount: bigint };

/**
 * Drafts the match of a supplier's invoice to a receipt, or of his credit note to a return.
 *
 * Goods received are cleared at the receipt's price; the invoice's price less that is purchase
 * variance in either direction, tax is tax, and the supplier gets the whole (`000.50`, costing 5.4).
 * A difference of quantity is no variance: it stays on goods received (costing 5.4). Where the policy
 * is to capitalise it, the difference of a price is a late cost of the goods instead (`Q-48`).
 */
export function draftInvoiceMatch(
  draft: EventDraft,
  transaction: Transaction,
  original: EarlierEvent,
): void {
  matchInvoice(draft, transaction, original, { head: headOf(transaction) });
}

/** Where a match stands: what is written down of it, and the document it is a part of. */
export type MatchOrigin = { readonly head: EventHead; readonly cause?: number };

/** The same as a line of a document, whose other lines are looked at whatever is refused of this one. */
export function matchInvoice(
  draft: EventDraft,
  transaction: Transaction,
  original: EarlierEvent,
  { head, cause }: MatchOrigin,
): void {
  const refusedBefore = draft.refusals.length;
  const owed = owedFor(original);
  const received = shareOf(original, transaction.quantity) ?? NO_MONEY;
  const invoiced = givenCost(draft, transaction) ?? NO_MONEY;
  const difference = money(invoiced - received);
  const late = capitalised(draft, transaction, original, difference);
  refuseImpossible(draft, transaction, original, { isReceipt: owed !== undefined, late });
  if (draft.refusals.length > refusedBefore || owed === undefined) return;
  draft.open(head);
  if (cause !== undefined) draft.linkTo(cause, 'caused-by');
  const { sign } = owed;
  const amounts: readonly Amount[] = [
    { role: owed.role, amount: sign * received },
    { role: 'purchase-variance', amount: late === undefined ? sign * difference : 0n },
    { role: 'tax-in', amount: sign * transaction.tax },
    { role: 'supplier-control', amount: -sign * (invoiced + transaction.tax) },
  ];
  const own = amounts
    .filter(({ amount }) => amount !== 0n)
    .map(({ role, amount }) => sidedAmount(draft, transaction, role, { amount }));
  if (late !== undefined) addToStock(draft, transaction, late);
  postAmounts(draft, [
    ...own,
    ...(late === undefined ? [] : lateCostSides(draft, transaction, late)),
  ]);
  draft.link(original.event, 'refers-to', transaction.quantity, received);
  draft.close();
}

/** The difference as a late cost of what was received; undefined where it is to be expensed. */
function capitalised(
  draft: EventDraft,
  transaction: Transaction,
  original: EarlierEvent,
  amount: Money,
): LateCost | undefined {
  const { postedOn, item } = transaction;
  const { configuration } = draft.books.desk;
  const arrival = arrivalOf(original);
  if (arrival === undefined || amount === 0n) return undefined;
  if (policyOn(configuration, 'price-difference', item.group, postedOn) === 'expense')
    return undefined;
  // Where inventory is not integrated there is no account to capitalise on.
  if (!draft.isPosted([roleOf(arrival.address.bucket)], postedOn)) return undefined;
  return lateCostOf(draft, transaction, original, { arrival, amount });
}

/** What is owed for the goods of an event: on which role it stands, and 1 for goods that came in, else −1. */
export type Owed = { readonly role: AccountRole; readonly sign: 1n | -1n };

/**
 * What an invoice of these goods takes over; undefined for an event whose goods nobody is owed for.
 * Goods that came in while inventory was not integrated posted nothing: they are purchases when they
 * are invoiced (`000.57`, costing 5.4).
 */
export function owedFor(original: EarlierEvent): Owed | undefined {
  const { debit, credit } = postingRule(original.event.type);
  const [first] = original.movements;
  if (first === undefined || (debit !== 'grni' && credit !== 'grni')) return undefined;
  const role = grniSide(original) === undefined ? 'purchases' : 'grni';
  return { role, sign: first.quantity > 0n ? 1n : -1n };
}

/** Which side of the original stands on goods received, not invoiced; undefined when none does. */
export function grniSide({
  event,
  movements,
  postings,
}: EarlierEvent): 'debit' | 'credit' | undefined {
  const { debit, credit } = postingRule(event.type);
  const first = movements[0];
  if (first === undefined || (debit !== 'grni' && credit !== 'grni')) return undefined;
  // Goods of some value that posted nothing came in while inventory was not integrated.
  if (postings.length === 0 && first.value !== 0n) return undefined;
  return first.quantity > 0n ? 'credit' : 'debit';
}

function refuseImpossible(
  draft: EventDraft,
  transaction: Transaction,
  original: EarlierEvent,
  { isReceipt, late }: { readonly isReceipt: boolean; readonly late: LateCost | undefined },
): void {
  const name = transaction.original ?? '';
  const { item, quantity: wanted } = transaction;
  if (original.event.item !== item.code)
    draft.refuse('original-differs', { original: name, field: 'item' });
  if (original.event.site !== transaction.site)
    draft.refuse('original-differs', { original: name, field: 'site' });
  if (!isReceipt)
    draft.refuse('original-differs', { original: name, field: 'kind: it received nothing' });
  if (original.reversed) draft.refuse('already-reversed', { original: name });
  const open = absoluteHolding(original).quantity - original.usedQuantity;
  if (wanted > open) {
    draft.refuse('original-used-up', {
      original: name,
      open: formatDecimal(open, item.quantityDecimals),
      quantity: formatDecimal(wanted, item.quantityDecimals),
    });
  }
  if (late === undefined) return;
  refuseUncarried(draft, transaction, late, (because) =>
    draft.refuse('correction-not-possible', { original: name, because }),
  );
}
