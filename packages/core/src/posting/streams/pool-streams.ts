import type { PoolStream } from '../../costing/cost-stream.ts';
import { type AddressedMovement, type BookedPool, poolKey } from '../books.ts';
import type { EventDraft } from '../event-draft.ts';
import { onHandOf } from '../on-hand-pools.ts';
import { type BookedStream, onHandStream, streamKey } from './booked-stream.ts';
import type { RunStart } from './run-pools.ts';
import type { StreamFamily } from './stream-events.ts';
import { StreamRun } from './stream-run.ts';
import { bookedStream } from './streams-of.ts';

type Place = Parameters<RunStart['poolAt']>[0];

/**
 * Carries a stream that is kept in pools of its own over what a complete draft moved, in constant
 * time. What cannot be had from the present state alone leaves the stream behind its books: a late
 * fact, a return of an earlier sale, a reversal. So does whatever moved while the stream was not
 * kept. A stream that is behind stays as it is until it is made anew (`streamsOf`); everyone sees
 * that it is, by the last movement it includes.
 */
export function carryPoolStream(
  stream: PoolStream,
  draft: EventDraft,
  changed: Map<string, BookedStream>,
): void {
  const movements = draft.movements.filter(({ address }) => isOfStream(address));
  if (movements.length === 0) return;
  const books = new StreamBooks(stream, draft);
  if (!movements.every((movement) => books.canFollow(movement))) {
    for (const behind of books.onHand()) changed.set(streamKey(behind.address), behind);
    return;
  }
  const { item } = draft;
  const run = new StreamRun({
    stream,
    item,
    currencyDecimals: draft.books.desk.configuration.company.currencyDecimals,
    siteOf: (pool) => books.siteOf(pool),
    poolAt: (place) => books.at(place),
  });
  run.take(familyIn(draft));
  for (const touched of run.pools) {
    const kept = bookedStream(stream, item.code, touched);
    changed.set(streamKey(kept.address), kept);
  }
}

const isOfStream = ({ bucket }: Place): boolean =>
  bucket !== 'consigned' && bucket !== 'order-clearing';

const familyIn = ({ events, movements, links }: EventDraft): StreamFamily =>
  events.map(({ number, source, postedOn, content }) => ({
    number,
    source,
    postedOn,
    content,
    movements: movements.filter(({ event }) => event === number),
    links: links.filter(({ event }) => event === number),
  }));

/** A stream of the draft's item and the pools it goes with, as they were before the draft. */
class StreamBooks {
  readonly #stream: PoolStream;
  readonly #draft: EventDraft;
  readonly #pools: readonly BookedPool[];

  constructor(stream: PoolStream, draft: EventDraft) {
    this.#stream = stream;
    this.#draft = draft;
    this.#pools = [...onHandOf(draft.books.pools, draft.item.code).values()];
  }

  at({ site, bucket, document }: Place): BookedStream | undefined {
    const item = this.#draft.item.code;
    const address = { stream: this.#stream, item, site, bucket, document };
    return this.#draft.books.streams.get(streamKey(address));
  }

  siteOf(pool: number): string | undefined {
    return this.#pools.find(({ number }) => number === pool)?.address.site;
  }

  /** Whether the present state is enough to value a movement, and includes all before it. */
  canFollow(movement: AddressedMovement): boolean {
    const { address, costed, about, pricedBy } = movement;
    if (costed === 'original' || costed === 'reversed' || about !== 0) return false;
    if (!this.#isUpTo(address, movement)) return false;
    const site = costed === 'other-pool' ? this.siteOf(pricedBy) : undefined;
    const asked = site !== undefined && onHandStream(this.#stream, address.item, site);
    return asked === false || this.#isUpTo({ ...address, ...asked }, movement);
  }

  #isUpTo(address: AddressedMovement['address'], { costedOn }: AddressedMovement): boolean {
    const { lastMovement = 0, lastCostedOn = '' } = this.at(address) ?? {};
    const moved = this.#poolsAt(address).map((booked) => booked.lastMovement);
    return lastCostedOn <= costedOn && Math.max(0, ...moved) <= lastMovement;
  }

  #poolsAt(address: AddressedMovement['address']): readonly BookedPool[] {
    if (address.bucket === 'on-hand')
      return this.#pools.filter((booked) => booked.address.site === address.site);
    const carried = this.#draft.books.pools.get(poolKey(address));
    return carried === undefined ? [] : [carried];
  }

  /** What is on hand at every site, marked as being behind. */
  onHand(): readonly BookedStream[] {
    const sites = new Set(this.#pools.map(({ address }) => address.site));
    return [...sites].flatMap((site) => {
      const known = this.at(onHandStream(this.#stream, this.#draft.item.code, site));
      return known === undefined || known.lastMovement === 0 ? [] : [{ ...known, lastMovement: 0 }];
    });
  }
}
