import type { Holding } from '../costing/cost-pool.ts';
import { policyOn } from '../determination/policies-in-force.ts';
import { RETURN_COST_POLICIES } from '../determination/policy.ts';
import { formatDecimal } from '../primitives/decimal.ts';
import { money, type Quantity, quantity } from '../primitives/money.ts';
import { takesClaim } from '../transactions/posting-rules.ts';
import type { Transaction } from '../transactions/transaction.ts';
import type { EarlierEvent } from './books.ts';
import type { EventDraft } from './event-draft.ts';
import { flowStateOf } from './flow-state.ts';
import type { Legs } from './legs.ts';
import { absoluteHolding, goodsTaken } from './moved.ts';

/**
 * Whether a transaction takes back an earlier one of its own type, at that one's amount: below
 * zero, by a type that does so, naming it (`003.15`, the column "Reversed by" of the catalogue).
 */
export const isTakingBack = ({ swapped, shape, original }: Transaction): boolean =>
  swapped && shape.takesBack !== 'never' && original !== undefined;

/**
 * Whether the amount is a share of what the original cost. What is taken back or undone always takes
 * it; goods that come back on hand, or go back to a vendor, take it where the company's policy says
 * so (`Q-49`). What returns before it was delivered never left: it takes what the sale took.
 */
export function takesCostOfOriginal(
  draft: EventDraft,
  transaction: Transaction,
  { debit, credit }: Legs,
): boolean {
  const { original, shape, type, item, postedOn } = transaction;
  if (original === undefined) return false;
  if (isTakingBack(transaction)) return true;
  const policy = RETURN_COST_POLICIES[type];
  const isOnHand = debit.bucket === 'on-hand' || credit.bucket === 'on-hand';
  if (policy === undefined || !isOnHand) return shape.costBasis === 'original cost';
  const { configuration } = draft.books.desk;
  return policyOn(configuration, policy, item.group, postedOn) === 'original';
}

/** Whether goods leave stock at the cost of the original, as those do that it brought in. */
export const leavesAtCostOfOriginal = (
  draft: EventDraft,
  transaction: Transaction,
  legs: Legs,
): boolean => legs.credit.bucket === 'on-hand' && takesCostOfOriginal(draft, transaction, legs);

/** Whether the transaction can be about this original, and as much of it is left. */
export function refuseOriginal(
  draft: EventDraft,
  transaction: Transaction,
  legs: Legs,
  original: EarlierEvent,
): void {
  const { item, quantity: wanted } = transaction;
  const name = transaction.original ?? '';
  const fields = differences(draft, transaction, legs, original);
  for (const field of fields) draft.refuse('original-differs', { original: name, field });
  if (original.reversed) draft.refuse('already-reversed', { original: name });
  const open = absoluteHolding(original).quantity - takenFor(transaction, original);
  if (wanted > open) {
    draft.refuse('original-used-up', {
      original: name,
      open: formatDecimal(open, item.quantityDecimals),
      quantity: formatDecimal(wanted, item.quantityDecimals),
    });
  }
  if (fields.length === 0) refusePassed(draft, transaction, legs, original);
}

/** Goods that were invoiced can still go back; what was invoiced is not invoiced or undone again. */
const takenFor = (transaction: Transaction, original: EarlierEvent): Quantity =>
  isTakingBack(transaction) || takesClaim(transaction.type)
    ? original.usedQuantity
    : goodsTaken(original).quantity;

/**
 * In what an original is not the one a transaction can be about. An undo belongs to the site and
 * the document of what it undoes; a return may come in at another site, but not for another order.
 */
function differences(
  draft: EventDraft,
  transaction: Transaction,
  legs: Legs,
  { event, movements }: EarlierEvent,
): readonly string[] {
  const { item, site, document, shape } = transaction;
  const isBack = isTakingBack(transaction);
  const originals = isBack ? [transaction.type] : shape.originals;
  const fields: string[] = [];
  if (event.item !== item.code) fields.push('item');
  if (originals.length > 0 && !originals.includes(event.type)) fields.push('type');
  if ((shape.needsOriginal || isBack) && event.site !== site) fields.push('site');
  const ofOrder =
    shape.originals.length > 0 &&
    !shape.needsOriginal &&
    !takesClaim(event.type) &&
    event.document !== '';
  if ((shape.ofOriginalDocument || isBack || ofOrder) && event.document !== document)
    fields.push('document');
  // What was taken back cannot be taken back once more: the goods went the other way.
  const isTurned = movements.every(({ quantity: units, address }) =>
    units > 0n ? legs.credit.bucket === address.bucket : legs.debit.bucket === address.bucket,
  );
  if (isBack && !isTurned) fields.push('direction');
  const [first] = movements;
  const broughtIn =
    first !== undefined && first.quantity > 0n && first.address.bucket === 'on-hand';
  if (!isBack && !broughtIn && leavesAtCostOfOriginal(draft, transaction, legs))
    fields.push('kind: it brought nothing in');
  return fields;
}

/**
 * An undo comes straight after what it undoes (`003.T22`): the last that happened to these goods,
 * under their document at their site, is the original itself or an earlier undo of a part of it.
 * Whatever else touched them since, even if it brought as many units back, bars the undo: which
 * units it would take could no longer be said.
 */
function refusePassed(
  draft: EventDraft,
  transaction: Transaction,
  { credit }: Legs,
  { movements, latestUse }: EarlierEvent,
): void {
  if (!transaction.shape.straightAfter) return;
  const last = credit.pool?.lastMovement ?? 0;
  const isOwn = movements.some(({ number }) => number === last);
  const isUndone =
    latestUse !== undefined &&
    latestUse.type === transaction.type &&
    latestUse.firstMovement <= last &&
    last <= latestUse.lastMovement;
  if (isOwn || isUndone) return;
  const state = flowStateOf(draft, transaction.document);
  draft.refuse('original-passed', { original: transaction.original ?? '', state });
}

/** What is taken back of an event may be taken again of the one it referred to: a sale can be returned anew. */
export function giveBack(draft: EventDraft, { took }: EarlierEvent, taken: Holding): void {
  for (const { to, name, kind, quantity: had } of took) {
    const sign = had < 0n ? 1n : -1n;
    const back = { quantity: quantity(sign * taken.quantity), value: money(sign * taken.value) };
    draft.links.push({ event: draft.counters.event, to, name, kind, ...back });
  }
}
