import type { PoolStream } from '../../costing/cost-stream.ts';
import type { BookedStream } from './booked-stream.ts';
import type { RunStart } from './run-pools.ts';
import { inCostOrder, type StreamFamily } from './stream-events.ts';
import { StreamRun } from './stream-run.ts';

/** All that is known of one item, to value it anew. */
export type ItemHistory = Pick<RunStart, 'item' | 'currencyDecimals' | 'siteOf'> & {
  /** Everything that ever moved of the item, in any order. */
  readonly families: readonly StreamFamily[];
};

/**
 * A stream of an item made anew from everything that ever moved of it, in the order of costs: what
 * the method itself would hold if all of it had been posted in that order (`004.07`). Late facts,
 * returns and reversals are in their places.
 */
export function streamsOf(stream: PoolStream, history: ItemHistory): readonly BookedStream[] {
  const { families, ...known } = history;
  const run = new StreamRun({ ...known, stream, poolAt: () => undefined });
  for (const family of inCostOrder(families)) run.take(family);
  return run.pools.map((touched) => bookedStream(stream, history.item.code, touched));
}

/** A pool of a run as the books keep it. */
export function bookedStream(
  stream: PoolStream,
  item: string,
  { place, pool, lastMovement, lastCostedOn }: StreamRun['pools'][number],
): BookedStream {
  const { site, bucket, document } = place;
  return { address: { stream, item, site, bucket, document }, pool, lastMovement, lastCostedOn };
}
