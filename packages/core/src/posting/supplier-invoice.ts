import type { AccountRole } from '../accounts/account-role.ts';
import type { PostingSide } from '../journal/posting.ts';
import { formatDecimal } from '../primitives/decimal.ts';
import { extend, type Money, NO_MONEY } from '../primitives/money.ts';
import { postingRule } from '../transactions/posting-rules.ts';
import type { Transaction } from '../transactions/transaction.ts';
import type { EarlierEvent } from './books.ts';
import { headOf } from './caused-events.ts';
import type { EventDraft } from './event-draft.ts';
import { absoluteHolding, shareOf } from './moved.ts';
import { postAmounts } from './post-amounts.ts';

/** A signed amount on an account: positive debits it. */
type Amount = { readonly role: AccountRole; readonly amount: bigint };

/**
 * Drafts the match of a supplier's invoice to a receipt, or of his credit note to a return.
 *
 * Goods received are cleared at the receipt's price; the invoice's price less that is purchase
 * variance in either direction, tax is tax, and the supplier gets the whole (`000.50`, costing 5.4).
 * A difference of quantity is no variance: it stays on goods received (costing 5.4).
 */
export function draftInvoiceMatch(
  draft: EventDraft,
  transaction: Transaction,
  original: EarlierEvent,
): void {
  const side = grniSide(original);
  refuseImpossible(draft, transaction, original, side !== undefined);
  if (draft.refusals.length > 0 || side === undefined) return;
  draft.open(headOf(transaction));
  const received = shareOf(original, transaction.quantity) ?? NO_MONEY;
  const invoiced = invoicedAmount(draft, transaction);
  const sign = side === 'credit' ? 1n : -1n;
  const total = invoiced + transaction.tax;
  const amounts: readonly Amount[] = [
    { role: 'grni', amount: sign * received },
    { role: 'purchase-variance', amount: sign * (invoiced - received) },
    { role: 'tax-in', amount: sign * transaction.tax },
    { role: 'supplier-control', amount: -sign * total },
  ];
  postAmounts(
    draft,
    amounts
      .filter(({ amount }) => amount !== 0n)
      .map(({ role, amount }) => ({ side: sideFor(draft, transaction, role), amount })),
  );
  draft.link(original.event, 'refers-to', transaction.quantity, received);
  draft.close();
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
  isReceipt: boolean,
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
}

function invoicedAmount(
  draft: EventDraft,
  { unitCost, amount, quantity: units, item }: Transaction,
): Money {
  if (unitCost === undefined) return amount ?? NO_MONEY;
  const currency = draft.books.desk.configuration.company.currencyDecimals;
  return extend(units, unitCost, { quantity: item.quantityDecimals, currency });
}

function sideFor(draft: EventDraft, transaction: Transaction, role: AccountRole): PostingSide {
  const question = { type: transaction.type, role, site: transaction.site, location: '' };
  return draft.side(question, draft.determine(question, transaction.postedOn));
}
