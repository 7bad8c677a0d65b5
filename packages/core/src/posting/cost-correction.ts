import type { AccountRole } from '../accounts/account-role.ts';
import { type CostPool, revaluePool, revalueReceipt } from '../costing/cost-pool.ts';
import type { PostingSide } from '../journal/posting.ts';
import { type Money, money, NO_QUANTITY } from '../primitives/money.ts';
import { STANDARD_VARIANCES } from '../transactions/standard-variance.ts';
import type { Transaction } from '../transactions/transaction.ts';
import type { AddressedMovement, EarlierEvent } from './books.ts';
import { headOf } from './caused-events.ts';
import type { EventDraft } from './event-draft.ts';
import { absoluteHolding, worthOf } from './moved.ts';
import { refuseChange } from './valuation/unbelievable.ts';
import { standingPool } from './valuation/valuation-methods.ts';

/**
 * Drafts a cost correction (`003.X10`, `Q-47`): an earlier transaction cost so much more, or less,
 * than it was posted at. The amount stands on the accounts, sites and pools of that transaction and
 * moves no units; it is tied to it, so that an invoice or a return of the rest takes it along.
 *
 * Only what the pools still hold can carry it: `value-without-stock` where it would be value
 * without units, `correction-not-possible` where the original is none that can be corrected.
 */
export function draftCostCorrection(
  draft: EventDraft,
  transaction: Transaction,
  original: EarlierEvent,
): void {
  const sides = sidesOf(original);
  const size = transaction.amount ?? money(0n);
  const amount = transaction.swapped ? money(-size) : size;
  refuseImpossible(draft, transaction, original, { amount, hasSides: sides !== undefined });
  const valued = original.movements.filter(({ address }) => address.bucket !== 'consigned');
  for (const movement of valued)
    refuseChange(
      draft,
      draft.pool(movement.address),
      share(movement, amount),
      transaction.postedOn,
    );
  if (draft.refusals.length > 0 || sides === undefined) return;
  draft.open({ ...headOf(transaction), document: original.event.document });
  for (const movement of valued) correct(draft, transaction, movement, amount);
  draft.post(sides.debit, sides.credit, amount);
  // It adds to what is left of the original to be invoiced or returned.
  draft.link(original.event, 'refers-to', NO_QUANTITY, money(-amount));
  draft.close();
}

/** The two sides of the original itself, without its variance and what cleared it between sites. */
function sidesOf({ event, postings }: EarlierEvent) {
  const beside: readonly (string | undefined)[] = [STANDARD_VARIANCES[event.type], CLEARING];
  const isOwn = ({ role }: PostingSide) => !beside.includes(role);
  const debit = postings.map((posting) => posting.debit).find(isOwn);
  const credit = postings.map((posting) => posting.credit).find(isOwn);
  return debit === undefined || credit === undefined ? undefined : { debit, credit };
}

const CLEARING: AccountRole = 'intersite-clearing';

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
  const { number: about, postedOn: on, place } = movement;
  const change = { pool, quantity: NO_QUANTITY, value };
  // What lies before a change of the costing method is valued by the method of then (`003.50`).
  const [last] = draft.books.desk.configuration.company.costingChanges;
  const isWalled = last !== undefined && on < last.from;
  const position = isWalled ? {} : { about, on };
  draft.move(type, booked, change, { place, costing: { source: 'told', ...position } });
}

/** The layer that a receipt left is what it cost; anything else is shared like any revaluation. */
const revalued = (pool: CostPool, { event, quantity: units }: AddressedMovement, value: Money) =>
  units > 0n ? revalueReceipt(pool, value, event) : revaluePool(pool, value);

function refuseImpossible(
  draft: EventDraft,
  transaction: Transaction,
  original: EarlierEvent,
  { amount, hasSides }: { readonly amount: Money; readonly hasSides: boolean },
): void {
  const name = transaction.original ?? '';
  const { event, movements, usedQuantity } = original;
  const differs = (field: string) => draft.refuse('original-differs', { original: name, field });
  if (event.item !== transaction.item.code) differs('item');
  if (event.site !== transaction.site) differs('site');
  if (original.reversed) draft.refuse('already-reversed', { original: name });
  const because = (text: string) =>
    draft.refuse('correction-not-possible', { original: name, because: text });
  const [first, second] = movements;
  const { quantity: units } = absoluteHolding(original);
  const left = worthOf(original) + original.corrected - original.usedValue;
  if (first === undefined || units === 0n) because('it moved no units');
  else if (first.pool === second?.pool) because('it moved units inside one pool');
  else if (!hasSides) because('it posted nothing');
  else if (usedQuantity >= units) because('later transactions have used up all of it');
  else if (left + amount < 0n) because('what is left of it would cost less than nothing');
  else refuseUsedLayer(draft, original, because);
}

/** Under FIFO a receipt is corrected by its own layer, while something is left of it. */
function refuseUsedLayer(
  draft: EventDraft,
  { movements }: EarlierEvent,
  because: (text: string) => void,
): void {
  for (const { address, event, quantity: units } of movements) {
    const { layers } = draft.pool(address).pool;
    if (units <= 0n || layers.length === 0) continue;
    if (!layers.some(({ receipt }) => receipt === event))
      because('nothing of it is on hand any more');
  }
}
