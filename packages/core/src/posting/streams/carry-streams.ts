import type { EventDraft } from '../event-draft.ts';
import type { BookedStream } from './booked-stream.ts';
import { PurchaseStreams } from './purchase-streams.ts';

/**
 * The cost streams of the draft's item after what the draft moved, those that changed alone, by
 * `streamKey`. They post nothing and stand in nobody's way (`004.07`).
 */
export function carriedStreams(draft: EventDraft): ReadonlyMap<string, BookedStream> {
  const changed = new Map<string, BookedStream>();
  const purchases = new PurchaseStreams(draft, changed);
  for (const movement of draft.movements) purchases.take(movement);
  return changed;
}
