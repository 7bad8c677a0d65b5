import { formatDecimal } from '../primitives/decimal.ts';
import type { Transaction } from '../transactions/transaction.ts';
import type { EarlierEvent } from './books.ts';
import type { EventDraft } from './event-draft.ts';
import { absoluteHolding } from './moved.ts';

/** Whether the transaction can be about this original, and as much of it is left. */
export function refuseOriginal(
  draft: EventDraft,
  transaction: Transaction,
  original: EarlierEvent,
): void {
  const { item, quantity: wanted } = transaction;
  const name = transaction.original ?? '';
  for (const field of differences(transaction, original)) {
    draft.refuse('original-differs', { original: name, field });
  }
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

/**
 * In what an original is not the one a transaction can be about. An undo belongs to the site and
 * the document of what it undoes; a return may come in at another site, but not for another order.
 */
function differences(transaction: Transaction, { event }: EarlierEvent): readonly string[] {
  const { item, site, document, shape } = transaction;
  const fields: string[] = [];
  if (event.item !== item.code) fields.push('item');
  if (shape.originals.length > 0 && !shape.originals.includes(event.type)) fields.push('type');
  if (shape.needsOriginal && event.site !== site) fields.push('site');
  const ofOrder = shape.needsOriginal || (shape.originals.length > 0 && event.document !== '');
  if (ofOrder && event.document !== document) fields.push('document');
  return fields;
}
