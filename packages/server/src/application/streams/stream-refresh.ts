import {
  type BookedStream,
  type BusinessDate,
  type Configuration,
  isBehind,
  keptStreamsOn,
  type PoolStream,
  parseBusinessDate,
  streamsOf,
} from 'perpetua-core';
import { configurationOf } from '../configuration/configuration-facts.ts';
import type { BooksStorage, Clock, CompanySession } from '../ports.ts';

/** Items whose streams are made anew at a time; between two such slices others are let in. */
const ITEMS_AT_A_TIME = 10;

/** More slices than this in a row only follow one another when something new is posted. */
const MOST_SLICES = 10_000;

/** Streams of one item as they were made anew. */
type MadeStream = {
  readonly stream: PoolStream;
  readonly item: string;
  readonly rows: readonly BookedStream[];
};

/**
 * Keeps the cost streams of a company up to date that what was posted has left behind: late facts,
 * returns, reversals, what moved while they were not kept. It works by itself after postings, a few
 * items at a time, and holds the lane only to write. What is posted meanwhile makes it try again.
 */
export class StreamRefresh {
  readonly #storage: BooksStorage;
  readonly #company: number;
  readonly #clock: Clock;
  readonly #keep: (rows: readonly BookedStream[]) => void;
  #isAsked = false;
  #isRunning = false;

  /** @param keep is told what was written, for books that are kept in memory */
  constructor(
    { storage, company, clock }: { storage: BooksStorage; company: number; clock: Clock },
    keep: (rows: readonly BookedStream[]) => void = () => undefined,
  ) {
    this.#storage = storage;
    this.#company = company;
    this.#clock = clock;
    this.#keep = keep;
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
    for (let slice = 0; slice < MOST_SLICES; slice += 1) {
      const made = await this.#make();
      if (made.length === 0) return items;
      const kept = await this.#write(made);
      // All of it moved meanwhile: whoever posted that asks again.
      if (kept === 0) return items;
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
        made.push({ stream, item, rows: await madeAnew(session, configuration, stream, item) });
      }
      return made;
    });
  }

  #write(made: readonly MadeStream[]): Promise<number> {
    return this.#storage.writing(this.#company, async (session) => {
      const places = made.map(({ item }) => ({ item, place: '' }));
      const { pools } = await session.load({ items: [], places, events: [] });
      const current = made.filter(({ item, rows }) => {
        const own = pools.filter(
          ({ address }) => address.item === item && address.bucket === 'on-hand',
        );
        return !isBehind(rows, own);
      });
      const rows = current.flatMap((one) => one.rows);
      await session.keepStreams(rows);
      this.#keep(rows);
      return current.length;
    });
  }
}

/** Which groups keep which stream on a day. */
export function groupsByStream(
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
): Promise<readonly BookedStream[]> {
  const [item] = (await session.load({ items: [code], places: [], events: [] })).items;
  if (item === undefined) return [];
  const history = await session.itemHistory(code);
  return streamsOf(stream, { ...history, item, currencyDecimals }).filter(
    ({ address, pool }) => address.bucket === 'on-hand' || pool.quantity !== 0n,
  );
}
