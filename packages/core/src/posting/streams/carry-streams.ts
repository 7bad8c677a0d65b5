import { keptStreamsOn } from '../../determination/streams-in-force.ts';
import type { EventDraft } from '../event-draft.ts';
import type { BookedStream } from './booked-stream.ts';
import { carryPoolStream } from './pool-streams.ts';
import { PurchaseStreams } from './purchase-streams.ts';

/**
 * The cost streams of the draft's items after what the draft moved, those that changed alone, by
 * `streamKey`. They post nothing and stand in nobody's way (`004.07`).
 */
export function carriedStreams(draft: EventDraft): ReadonlyMap<string, BookedStream> {
  const changed = new Map<string, BookedStream>();
  const [head] = draft.events;
  if (head === undefined) return changed;
  const purchases = new PurchaseStreams(draft, changed);
  for (const movement of draft.movements) purchases.take(movement);
  const { desk, items } = draft.books;
  for (const code of new Set(draft.movements.map(({ address }) => address.item))) {
    const item = items.get(code);
    if (item === undefined) continue;
    for (const stream of keptStreamsOn(desk.configuration, item.group, head.postedOn))
      carryPoolStream(stream, item, draft, changed);
  }
  return changed;
}
