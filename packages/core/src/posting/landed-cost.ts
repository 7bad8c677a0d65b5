import { chargeFacts } from '../determination/role-substitution.ts';
import { money, NO_MONEY, NO_QUANTITY } from '../primitives/money.ts';
import { roleOf } from '../transactions/event-shape.ts';
import type { Transaction } from '../transactions/transaction.ts';
import type { EarlierEvent } from './books.ts';
import { headOf } from './caused-events.ts';
import type { EventDraft, SideQuestion } from './event-draft.ts';
import {
  addToStock,
  arrivalOf,
  type LateCost,
  lateCostOf,
  lateCostSides,
  refuseUncarried,
} from './late-cost.ts';
import { worthOf } from './moved.ts';
import { postAmounts } from './post-amounts.ts';

/**
 * Drafts a landed cost (`003.X16`, `Q-50`): freight, duty or insurance made the goods of one receipt
 * dearer by so much, or cheaper. The amount goes where the goods went, as the policy for late facts
 * says, against what is to be invoiced for it, or against the expense it was invoiced to already. The
 * receipt keeps its price, so that the invoice of its vendor clears what it always would. Moves no units.
 *
 * Refused with `original-differs` or `correction-not-possible` where the original is no receipt of
 * this item and site, and where it would cost less than nothing.
 */
export function draftLandedCost(
  draft: EventDraft,
  transaction: Transaction,
  original: EarlierEvent,
): void {
  const { swapped, amount: size = NO_MONEY, shape, type, site, account, postedOn } = transaction;
  const amount = swapped ? money(-size) : size;
  const arrival = arrivalOf(original);
  const late = arrival && lateCostOf(draft, transaction, original, { arrival, amount });
  const charge: SideQuestion = {
    type,
    role: shape.credit.role,
    site,
    location: '',
    typedOnLine: account,
    facts: chargeFacts(draft.books.desk.configuration, account),
  };
  const charged = draft.determine(charge, postedOn);
  refuseImpossible(draft, transaction, original, late);
  if (draft.refusals.length > 0 || late === undefined) return;
  draft.open(headOf(transaction));
  addToStock(draft, transaction, late);
  if (draft.isPosted([roleOf(late.arrival.address.bucket), charged.roleUsed], postedOn)) {
    const sides = lateCostSides(draft, transaction, late);
    postAmounts(draft, [...sides, { side: draft.side(charge, charged), amount: -amount }]);
  }
  draft.link(original.event, 'adds-cost-to', NO_QUANTITY, money(-amount));
  draft.close();
}

function refuseImpossible(
  draft: EventDraft,
  transaction: Transaction,
  original: EarlierEvent,
  late: LateCost | undefined,
): void {
  const name = transaction.original ?? '';
  const { event } = original;
  const differs = (field: string) => draft.refuse('original-differs', { original: name, field });
  if (event.item !== transaction.item.code) differs('item');
  if (event.site !== transaction.site) differs('site');
  if (!transaction.shape.originals.includes(event.type)) differs('type');
  if (original.reversed) draft.refuse('already-reversed', { original: name });
  const because = (text: string) =>
    draft.refuse('correction-not-possible', { original: name, because: text });
  if (late === undefined) because('it brought no goods in');
  else if (costWith(original, late) < 0n) because('it would cost less than nothing');
  else refuseUncarried(draft, transaction, late, because);
}

/** What the goods of a receipt cost with a late cost added. */
const costWith = (original: EarlierEvent, { borne, varied }: LateCost): bigint =>
  worthOf(original) + original.corrected + original.addedCost + borne + varied;
