import {
  type BookedStream,
  type BusinessDate,
  type Configuration,
  isBehind,
  keptStreamsOn,
  type PoolStream,
  parseBusinessDate,
  streamKey,
  streamsOf,
} from 'perpetua-core';
import { configurationOf } from '../configuration/configuration-facts.ts';
import type { BooksStorage, Clock, CompanySession } from '../ports.ts';

/** Items whose streams are made anew at a time; between two such slices others are let in. */
const ITEMS_AT_A_TIME = 10;

/** More slices than this in a row only follow one another when something new is posted. */
const MOST_SLICES = 10_000;

/** A stream of one item as it was made anew. */
export type MadeStream = {
  readonly stream: PoolStream;
  readonly item: string;
  readonly rows: readonly BookedStream[];
  /** Up to where it was kept when it was made anew, by `streamKey`. */
  readonly before: ReadonlyMap<string, number>;
};

/**
 * Whether nothing was noted of a stream since it was made anew. A fact about the cost of goods may
 * move nothing; that it leaves the stream behind is all that tells of it.
 */
export function isAsBefore(
  { rows, before }: MadeStream,
  kept: ReadonlyMap<string, BookedStream>,
): boolean {
  const onHand = rows.filter(({ address }) => address.bucket === 'on-hand');
  const keys = new Set([...before.keys(), ...onHand.map(({ address }) => streamKey(address))]);
  return [...keys].every((key) => (kept.get(key)?.lastMovement ?? 0) === (before.get(key) ?? 0));
}

/**
 * Keeps the cost streams of a company up to date that what was posted has left behind: late facts,
 * returns, reversals, what moved while they were not kept. It works by itself after postings, a few
 * items at a time, and holds the lane only to write. What is posted meanwhile makes it try again.
 */
export class StreamRefresh {
  readonly #storage: BooksStorage;
  readonly #company: number;
  readonly #clock: Clock;
  readonly #keep: (made: readonly MadeStream[]) => void;
  #isAsked = false;
  #isRunning = false;
  #gaveUp = false;

  /** @param keep is told what was written, for books that are kept in memory */
  constructor(
    { storage, company, clock }: { storage: BooksStorage; company: number; clock: Clock },
    keep: (made: readonly MadeStream[]) => void = () => undefined,
  ) {
    this.#storage = storage;
    this.#company = company;
    this.#clock = clock;
    this.#keep = keep;
  }

  /** Whether it stopped because all it had made anew moved meanwhile. */
  get gaveUp(): boolean {
    return this.#gaveUp;
  }

  /** Asks for it without waiting; trouble only means that streams stay behind until the next time. */
  nudge(): void {
    this.#isAsked = true;
    if (this.#isRunning) return;
    this.#isRunning = true;
    this.#run()
      .catch(() => undefined)
      .finally(() => {
        this.#isRunning = false;
      });
  }

  async #run(): Promise<void> {
    while (this.#isAsked) {
      this.#isAsked = false;
      await this.refresh();
    }
  }

  /** Makes everything anew that is behind; how many items there were. */
  async refresh(): Promise<number> {
    let items = 0;
    this.#gaveUp = false;
    for (let slice = 0; slice < MOST_SLICES; slice += 1) {
      const made = await this.#make();
      if (made.length === 0) return items;
      const kept = await this.#write(made);
      this.#gaveUp = kept === 0;
      if (this.#gaveUp) return items;
      items += kept;
    }
    return items;
  }

  #make(): Promise<readonly MadeStream[]> {
    return this.#storage.reading(this.#company, async (session) => {
      const version = session.lane.configurationVersion;
      const configuration = configurationOf(await session.facts(version), version);
      const today = parseBusinessDate(this.#clock().toISOString().slice(0, 10));
      const kept = today === undefined ? [] : groupsByStream(configuration, today);
      if (kept.length === 0) return [];
      const made: MadeStream[] = [];
      for (const { stream, item } of await session.streamsBehind(kept, ITEMS_AT_A_TIME)) {
        made.push(await madeAnew(session, configuration, stream, item));
      }
      return made;
    });
  }

  #write(made: readonly MadeStream[]): Promise<number> {
    return this.#storage.writing(this.#company, async (session) => {
      const places = made.map(({ item }) => ({ item, place: '' }));
      const { pools, streams } = await session.load({ items: [], places, events: [] });
      const kept = new Map(streams.map((row) => [streamKey(row.address), row]));
      const current = made.filter((one) => {
        const own = pools.filter(
          ({ address }) => address.item === one.item && address.bucket === 'on-hand',
        );
        return !isBehind(one.rows, own) && isAsBefore(one, kept);
      });
      await session.keepStreams(current.flatMap(({ rows }) => rows));
      this.#keep(current);
      return current.length;
    });
  }
}

/** Which groups keep which stream on a day. */
function groupsByStream(
  configuration: Configuration,
  day: BusinessDate,
): readonly { readonly stream: PoolStream; readonly groups: readonly number[] }[] {
  const groups = [...configuration.groups.keys()];
  return (['average', 'fifo'] as const).flatMap((stream) => {
    const keeping = groups.filter((group) =>
      keptStreamsOn(configuration, group, day).includes(stream),
    );
    return keeping.length === 0 ? [] : [{ stream, groups: keeping }];
  });
}

/** A stream of an item out of everything that ever moved of it; carried goods that are gone are left out. */
async function madeAnew(
  session: CompanySession,
  { company: { currencyDecimals } }: Configuration,
  stream: PoolStream,
  code: string,
): Promise<MadeStream> {
  const places = [{ item: code, place: '' }];
  const { items, streams } = await session.load({ items: [code], places, events: [] });
  const own = streams.filter(({ address }) => address.stream === stream);
  const before = new Map(own.map((row) => [streamKey(row.address), row.lastMovement]));
  const [item] = items;
  if (item === undefined) return { stream, item: code, rows: [], before };
  const history = await session.itemHistory(code);
  const rows = streamsOf(stream, { ...history, item, currencyDecimals }).filter(
    ({ address, pool }) => address.bucket === 'on-hand' || pool.quantity !== 0n,
  );
  return { stream, item: code, rows, before };
}
