import type { ShownCost } from '../../costing/cost-stream.ts';
import { salesStreamOn, valuationStreamOn } from '../../determination/streams-in-force.ts';
import type { Transaction } from '../../transactions/transaction.ts';
import type { EventDraft } from '../event-draft.ts';
import { streamCost } from './stream-cost.ts';

/**
 * The cost that a sale shows where that is not the one that values stock (`004.32`). It is told with
 * the answer and posts nothing: cost of sales is what leaves the pool, or the books would not agree.
 * Undefined, with a warning, where the stream does not know the item.
 */
export function shownCost(draft: EventDraft, transaction: Transaction): ShownCost | undefined {
  const { item, site, quantity: units, postedOn } = transaction;
  if (!isSale(transaction)) return undefined;
  const { configuration } = draft.books.desk;
  const stream = salesStreamOn(configuration, item.group, postedOn);
  if (stream === valuationStreamOn(configuration, postedOn)) return undefined;
  const value = streamCost(draft.books, stream, { item, site, units });
  if (value !== undefined) return { stream, value };
  draft.warnings.push(`the ${stream} cost of ${item.code} at ${site} is not known`);
  return undefined;
}

/** Goods that leave for their cost of sales. */
const isSale = ({ shape, swapped, reverses }: Transaction): boolean =>
  shape.debit.role === 'cogs' && shape.needsQuantity && !swapped && reverses === undefined;
