import { keptStreamsOn } from '../../determination/streams-in-force.ts';
import type { EventDraft } from '../event-draft.ts';
import type { BookedStream } from './booked-stream.ts';
import { carryPoolStream } from './pool-streams.ts';
import { PurchaseStreams } from './purchase-streams.ts';

/**
 * The cost streams of the draft's item after what the draft moved, those that changed alone, by
 * `streamKey`. They post nothing and stand in nobody's way (`004.07`).
 */
export function carriedStreams(draft: EventDraft): ReadonlyMap<string, BookedStream> {
  const changed = new Map<string, BookedStream>();
  const [head] = draft.events;
  if (head === undefined) return changed;
  const purchases = new PurchaseStreams(draft, changed);
  for (const movement of draft.movements) purchases.take(movement);
  const { configuration } = draft.books.desk;
  for (const stream of keptStreamsOn(configuration, draft.item.group, head.postedOn))
    carryPoolStream(stream, draft, changed);
  return changed;
}
