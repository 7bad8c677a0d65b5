import { type BookedStream, type StreamAddress, streamKey } from 'perpetua-core';
import type { Condition, Finding, InspectionSession } from './inspection.ts';
import { OffendingRows } from './offending-rows.ts';
import type { Divergence, Replay } from './replay-log.ts';

const STREAMS: Condition = {
  invariant: 'I8',
  title: 'The log leads to the same cost streams',
  why: 'What was paid last prices what leaves with no cost known, and is shown on orders. A row is a stream that is not what the movements make of it.',
};

/** Compares the stored cost streams with those the replay led to, both ways. */
export async function streamsFinding(
  session: InspectionSession,
  replay: Replay,
  divergence: Divergence | undefined,
): Promise<Finding> {
  const rows = new OffendingRows();
  if (divergence !== undefined) {
    const what = `not compared, since the replay ended at event ${divergence.event}`;
    rows.add({ where: 'all', what });
    return rows.of(STREAMS);
  }
  const replayed = new Map(replay.streams);
  for await (const stored of session.streams()) {
    const key = streamKey(stored.address);
    const expected = replayed.get(key);
    replayed.delete(key);
    const what =
      expected === undefined ? 'the log leads to no such stream' : difference(stored, expected);
    if (what !== undefined) rows.add({ where: streamName(stored.address), what });
  }
  for (const expected of replayed.values()) {
    if (isNothing(expected)) continue;
    rows.add({ where: streamName(expected.address), what: 'the stream is missing' });
  }
  return rows.of(STREAMS);
}

/** Where all purchases were reversed nothing is known, as where there never was one. */
const isNothing = ({ pool: { quantity, value, known } }: BookedStream): boolean =>
  quantity === 0n && value === 0n && known.quantity === 0n;

/** An address in words: which stream, of what and where. */
const streamName = ({ stream, item, site, bucket, document }: StreamAddress): string =>
  [`${stream} of ${item}`, site, bucket, document].filter((part) => part !== '').join(' · ');

function difference(stored: BookedStream, expected: BookedStream): string | undefined {
  const [told, led] = [stored, expected].map(stateText);
  return told === led ? undefined : `it is ${told}, the log leads to ${led}`;
}

/** Units, value and layers, as a person reads them. */
function stateText({ pool: { quantity, value, known, layers } }: BookedStream): string {
  const open = layers.map((layer) => `${layer.receipt} ${layer.quantity} = ${layer.value}`);
  const last = known.quantity === 0n ? [] : [`last ${known.quantity} = ${known.value}`];
  return [`${quantity} = ${value}`, ...last, ...open].join(', ');
}
