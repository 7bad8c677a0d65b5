import {
  type BookedStream,
  isBehind,
  POOL_STREAMS,
  type PoolStream,
  type StreamAddress,
  streamKey,
  streamsOf,
} from 'perpetua-core';
import type { Condition, Finding, InspectionSession } from '../inspection.ts';
import { OffendingRows } from '../offending-rows.ts';
import type { Divergence, Replay } from '../replay-log.ts';

const STREAMS: Condition = {
  invariant: 'I8',
  title: 'The log leads to the same cost streams',
  why: 'They are the costs of an item beside the one that values its stock. A row is a stream that is not what the movements make of it.',
};

/**
 * Compares the stored cost streams with what the log leads to. The last purchases are those of the
 * replay; what is kept in pools of its own is made anew of all movements of the item, in the order of
 * costs, unless it is behind and says so.
 */
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
  const check = new StreamCheck(session, replay, (address, what) => {
    rows.add({ where: streamName(address), what });
  });
  let ofItem: BookedStream[] = [];
  for await (const stored of session.streams()) {
    if (ofItem[0] !== undefined && ofItem[0].address.item !== stored.address.item) {
      await check.item(ofItem);
      ofItem = [];
    }
    ofItem.push(stored);
  }
  await check.item(ofItem);
  check.missing();
  return rows.of(STREAMS);
}

class StreamCheck {
  readonly #session: InspectionSession;
  readonly #replay: Replay;
  readonly #found: (address: StreamAddress, what: string) => void;
  /** Streams of the replay that were not met yet. */
  readonly #replayed: Map<string, BookedStream>;

  constructor(
    session: InspectionSession,
    replay: Replay,
    found: (address: StreamAddress, what: string) => void,
  ) {
    this.#session = session;
    this.#replay = replay;
    this.#found = found;
    this.#replayed = new Map(
      [...replay.streams].filter(([, { address }]) => !isPoolStream(address.stream)),
    );
  }

  /** Checks all stored streams of one item. */
  async item(stored: readonly BookedStream[]): Promise<void> {
    for (const [stream, rows] of Map.groupBy(stored, ({ address }) => address.stream)) {
      if (isPoolStream(stream)) await this.#pools(stream, rows);
      else for (const row of rows) this.#purchases(row);
    }
  }

  /** Purchases that the replay knows of and storage does not. */
  missing(): void {
    for (const expected of this.#replayed.values())
      if (!isNothing(expected)) this.#found(expected.address, 'the stream is missing');
  }

  #purchases(stored: BookedStream): void {
    const key = streamKey(stored.address);
    const expected = this.#replayed.get(key);
    this.#replayed.delete(key);
    this.#compare(stored, expected);
  }

  async #pools(stream: PoolStream, stored: readonly BookedStream[]): Promise<void> {
    const code = stored[0]?.address.item ?? '';
    const item = this.#replay.items.get(code);
    if (item === undefined || isBehind(stored, this.#replay.onHandOf(code))) return;
    const history = await this.#session.itemHistory(code);
    const { currencyDecimals } = this.#replay;
    const made = streamsOf(stream, { ...history, item, currencyDecimals });
    const expected = new Map(made.map((row) => [streamKey(row.address), row]));
    for (const row of stored) {
      if (row.address.bucket === 'on-hand')
        this.#compare(row, expected.get(streamKey(row.address)));
    }
  }

  #compare(stored: BookedStream, expected: BookedStream | undefined): void {
    const what =
      expected === undefined
        ? isNothing(stored)
          ? undefined
          : 'the log leads to no such stream'
        : difference(stored, expected);
    if (what !== undefined) this.#found(stored.address, what);
  }
}

const isPoolStream = (stream: string): stream is PoolStream => Object.hasOwn(POOL_STREAMS, stream);

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
