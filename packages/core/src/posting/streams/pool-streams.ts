import { EMPTY_POOL } from '../../costing/cost-pool.ts';
import type { PoolStream } from '../../costing/cost-stream.ts';
import type { Item } from '../../items/item.ts';
import { postingRule } from '../../transactions/posting-rules.ts';
import { type AddressedMovement, type BookedPool, type Books, poolKey } from '../books.ts';
import type { EventDraft } from '../event-draft.ts';
import { onHandOf } from '../on-hand-pools.ts';
import { type BookedStream, onHandStream, streamKey } from './booked-stream.ts';
import { saysPrice } from './learned-cost.ts';
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
 * that it is, by the last movement it includes: at one of no units, by the event that left it behind
 * with its sign turned, so that what is made anew meanwhile cannot be taken for more than it is.
 */
export function carryPoolStream(
  stream: PoolStream,
  item: Item,
  draft: EventDraft,
  changed: Map<string, BookedStream>,
): void {
  const movements = draft.movements.filter(
    ({ address }) => address.item === item.code && isOfStream(address),
  );
  const books = new StreamBooks(stream, draft.books, item.code);
  if (tellsLateCost(item, draft) || !movements.every((movement) => books.canFollow(movement))) {
    for (const behind of books.leftBehind(draft, movements.length === 0))
      changed.set(streamKey(behind.address), behind);
    return;
  }
  if (movements.length === 0) return;
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
  bucket !== 'consigned' && bucket !== 'order-clearing' && bucket !== 'assembly';

/** Whether it is about what goods cost that came in earlier, whatever it moved in the books. */
function tellsLateCost(item: Item, { events, links, movements }: EventDraft): boolean {
  if (events[0]?.item !== item.code) return false;
  return (
    links.some(({ kind }) => kind === 'adds-cost-to') ||
    events.some(({ type }) => postingRule(type).costBasis === 'corrected cost') ||
    movements.some(({ type }) => saysPrice(type))
  );
}

function familyIn(draft: EventDraft): StreamFamily {
  const links = Map.groupBy(draft.links, ({ event }) => event);
  return draft.events.map(({ number, type, source, postedOn, content }) => ({
    number,
    type,
    source,
    postedOn,
    content,
    movements: draft.movementsOf(number),
    links: links.get(number) ?? [],
  }));
}

const NOTHING = { pool: EMPTY_POOL, lastMovement: 0, lastCostedOn: '' } as const;

/** A stream of an item and the pools it goes with, as they are before a draft becomes part of them. */
class StreamBooks {
  readonly #stream: PoolStream;
  readonly #books: Books;
  readonly #item: string;
  readonly #pools: readonly BookedPool[];

  constructor(stream: PoolStream, books: Books, item: string) {
    this.#stream = stream;
    this.#books = books;
    this.#item = item;
    this.#pools = [...onHandOf(books.pools, item).values()];
  }

  at({ site, bucket, document }: Place): BookedStream | undefined {
    const address = { stream: this.#stream, item: this.#item, site, bucket, document };
    return this.#books.streams.get(streamKey(address));
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
    const carried = this.#books.pools.get(poolKey(address));
    return carried === undefined ? [] : [carried];
  }

  /** What is on hand at every site, marked as being left behind; once is enough, except in silence. */
  leftBehind({ events: [head] }: EventDraft, isSilent: boolean): readonly BookedStream[] {
    const sites = new Set(this.#pools.map(({ address }) => address.site));
    return [...sites].flatMap((site) => {
      const address = onHandStream(this.#stream, this.#item, site);
      const known = this.at(address) ?? { ...NOTHING, address };
      if (known.lastMovement <= 0 && !isSilent) return [];
      return [{ ...known, lastMovement: -(head?.number ?? 0) }];
    });
  }
}
