import { hasAccount } from '../../determination/has-account.ts';
import { formatDecimal } from '../../primitives/decimal.ts';
import { money } from '../../primitives/money.ts';
import { eventShape } from '../../transactions/event-shape.ts';
import { costAt } from '../amount.ts';
import type { EarlierEvent } from '../books.ts';
import type { EventDraft } from '../event-draft.ts';
import { absoluteHolding, goodsTaken, shareOf } from '../moved.ts';
import { postAmounts } from '../post-amounts.ts';
import { sidedAmount } from '../sided-amount.ts';
import { type LineInHand, partHead, partOfLine } from './document-part.ts';

/**
 * Drafts goods that a customer returns and that go on to the vendor: their cost leaves cost of sales for
 * the vendor return account, or for Non-Inventory where there is none (`004.35`, `004.36`). They are in
 * no stock; how many they are is said by the event.
 */
export function draftReturnForVendor(
  draft: EventDraft,
  line: LineInHand,
  sale: EarlierEvent | undefined,
  says: Readonly<Record<string, string>>,
): void {
  const refusedBefore = draft.refusals.length;
  const { document, cause } = line;
  const part = partOfLine(line, 'return-for-vendor', { amount: undefined });
  if (sale !== undefined) refuseSale(draft, line, sale);
  if (draft.refusals.length > refusedBefore) return;
  const cost =
    sale === undefined
      ? costAt(draft, part, part.site)?.value
      : shareOf(sale, part.quantity, goodsTaken(sale));
  if (cost === undefined) return;
  const { configuration } = draft.books.desk;
  const place = { group: draft.item.group, site: part.site };
  const facts = {
    returnForVendor: true,
    hasVendorReturnAccount: hasAccount(
      configuration,
      'vendor-return-inventory',
      place,
      document.postedOn,
    ),
  };
  const said = { ...says, units: part.quantity.toString(), worth: cost.toString() };
  draft.open(partHead(draft, line, part, { says: said }));
  draft.linkTo(cause, 'caused-by');
  const sides = [
    sidedAmount(draft, part, 'inventory', { amount: cost, facts }),
    sidedAmount(draft, part, 'cogs', { amount: money(-cost) }),
  ];
  if (draft.isPosted(['inventory'], part.postedOn)) postAmounts(draft, sides);
  if (sale !== undefined) draft.link(sale.event, 'refers-to', part.quantity, cost);
  draft.close();
}

/** Whether it is goods of this item that were sold, and as many of them are not back yet. */
function refuseSale(draft: EventDraft, { line }: LineInHand, sale: EarlierEvent): void {
  const { original = '', quantity } = line;
  const { originals = [] } = eventShape('return') ?? {};
  if (sale.event.item !== draft.item.code)
    draft.refuse('original-differs', { original, field: 'item' });
  if (!originals.includes(sale.event.type))
    draft.refuse('original-differs', { original, field: 'type' });
  refuseTaken(draft, line, sale, {
    open: absoluteHolding(sale).quantity - goodsTaken(sale).quantity,
    quantity,
  });
}

/** Whether what is taken back is still there to be taken. */
export function refuseTaken(
  draft: EventDraft,
  { original = '' }: LineInHand['line'],
  { reversed }: EarlierEvent,
  { open, quantity }: { readonly open: bigint; readonly quantity: bigint },
): void {
  if (reversed) draft.refuse('already-reversed', { original });
  if (quantity <= open) return;
  const units = (some: bigint) => formatDecimal(some, draft.item.quantityDecimals);
  draft.refuse('original-used-up', { original, open: units(open), quantity: units(quantity) });
}
