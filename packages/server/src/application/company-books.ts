import {
  type BookedPool,
  type BookedStream,
  type Books,
  type BusinessDate,
  type Configuration,
  type Decision,
  DeterminationDesk,
  decide,
  type EarlierEvent,
  eventName,
  IndexedPools,
  type Item,
  NO_ITEM,
  namesIn,
  type Position,
  poolKey,
  positionKey,
  streamKey,
  type TransactionInput,
} from 'perpetua-core';
import { configurationOf } from './configuration/configuration-facts.ts';
import { latePools, type Place, placeName, RecentMoves } from './late-pools.ts';
import type { CompanySession, Lane, Loaded, Wanted } from './ports.ts';
import { isAsBefore, type MadeStream } from './streams/stream-refresh.ts';

/** When a company's cached state holds more than this, it is dropped and loaded anew by need. */
const MOST_CACHED = 400_000;

/**
 * The state of one company as this process knows it: what was loaded or decided so far. It is
 * valid as long as the lane still has the numbers it remembers; nobody else wrote meanwhile.
 */
export class CompanyBooks {
  readonly lane: Lane;
  readonly #desk: DeterminationDesk;
  readonly #items = new Map<string, Item>();
  readonly #pools = new IndexedPools();
  readonly #positions = new Map<string, Position>();
  readonly #streams = new Map<string, BookedStream>();
  readonly #determinations: Map<string, number>;
  readonly #known = new Set<string>();
  /** By `placeName`, the latest day of any known pool there. */
  readonly #lastDays = new Map<string, BusinessDate | ''>();
  readonly #recentMoves: RecentMoves;
  /** Events of the batch before, which may not be committed yet; in a preview, of all batches. */
  readonly #recent = new Map<string, EarlierEvent>();
  readonly #remembersAll: boolean;
  #counters: Lane['counters'];

  private constructor(
    lane: Lane,
    desk: DeterminationDesk,
    determinations: Map<string, number>,
    remembersAll: boolean,
  ) {
    this.#remembersAll = remembersAll;
    this.lane = lane;
    this.#desk = desk;
    this.#determinations = determinations;
    this.#counters = lane.counters;
    this.#recentMoves = new RecentMoves(lane.counters.movement);
  }

  /**
   * Empty books at the present state of the lane.
   *
   * @param remembersAll what is decided will never be found in storage: a preview, which takes
   *   about a kilobyte a transaction for it
   */
  static async open(session: CompanySession, remembersAll = false): Promise<CompanyBooks> {
    const version = session.lane.configurationVersion;
    const configuration = configurationOf(await session.facts(version), version);
    const determinations = await session.determinations(version);
    return new CompanyBooks(
      session.lane,
      new DeterminationDesk(configuration),
      determinations,
      remembersAll,
    );
  }

  /** Books under a configuration that is about to be kept, with the items it changes. */
  static under(
    lane: Lane,
    { next, items }: { readonly next: Configuration; readonly items: readonly Item[] },
  ): CompanyBooks {
    const books = new CompanyBooks(lane, new DeterminationDesk(next), new Map(), true);
    for (const item of items) books.#items.set(item.code, item);
    return books;
  }

  get configuration() {
    return this.#desk.configuration;
  }

  get desk(): DeterminationDesk {
    return this.#desk;
  }

  /** The last numbers given out, those of batches under way included. */
  get counters(): Lane['counters'] {
    return this.#counters;
  }

  /** Whether the lane is where these books think it is, so that they can be used under its lock. */
  standsAt({ counters, configurationVersion }: Lane): boolean {
    return (
      configurationVersion === this.lane.configurationVersion &&
      counters.event === this.#counters.event &&
      counters.determination === this.#counters.determination
    );
  }

  get isLarge(): boolean {
    return this.#pools.size + this.#positions.size + this.#streams.size > MOST_CACHED;
  }

  /** Loads what is not known yet and decides the batch. The books then hold the new state. */
  async decide(
    inputs: readonly TransactionInput[],
    session: CompanySession,
    happened?: ReadonlySet<TransactionInput>,
  ): Promise<Decision> {
    const wanted = this.#wanted(inputs);
    const loaded = await session.load(wanted);
    this.#take(wanted, loaded);
    // What the batch before did to an event is newer than what storage says of it.
    const earlier = new Map(loaded.earlier);
    for (const name of namesOf(inputs)) {
      const event = this.#recent.get(name);
      if (event !== undefined) earlier.set(name, event);
    }
    // Parts of documents too: whether one was cleared is asked when its document is reversed.
    for (const { consequences } of loaded.earlier.values()) {
      for (const { source, key } of consequences.events) {
        const part = this.#recent.get(eventName(source, key));
        if (part !== undefined) earlier.set(eventName(source, key), part);
      }
    }
    const late = latePools({ inputs, earlier, lastDayAt: this.#lastDayAt });
    const timelines = await this.#recentMoves.timelinesOf(late, session);
    return this.#decideLoaded(inputs, { earlier, timelines }, happened);
  }

  /** Takes over streams that were made anew elsewhere, unless something was noted of them since. */
  takeStreams(made: readonly MadeStream[]): void {
    for (const one of made) {
      if (!isAsBefore(one, this.#streams)) continue;
      for (const row of one.rows) this.#streams.set(streamKey(row.address), row);
    }
  }

  #take(wanted: Wanted, loaded: Loaded): void {
    for (const item of loaded.items) this.#items.set(item.code, item);
    for (const pool of loaded.pools) keepFirst(this.#pools, poolKey(pool.address), pool);
    for (const [address, position] of loaded.positions) {
      keepFirst(this.#positions, positionKey(address), position);
    }
    for (const stream of loaded.streams) {
      keepFirst(this.#streams, streamKey(stream.address), stream);
    }
    for (const { item, place } of wanted.places) this.#known.add(`${item}\n${place}`);
    this.#keepLastDays(loaded.pools);
  }

  #keepLastDays(pools: Iterable<BookedPool>): void {
    for (const { address, lastPostedOn } of pools) {
      if (lastPostedOn > this.#lastDayAt(address))
        this.#lastDays.set(placeName(address), lastPostedOn);
    }
  }

  readonly #lastDayAt = (place: Place): BusinessDate | '' =>
    this.#lastDays.get(placeName(place)) ?? '';

  #decideLoaded(
    inputs: readonly TransactionInput[],
    { earlier: before, timelines }: Pick<Books, 'earlier' | 'timelines'>,
    happened: ReadonlySet<TransactionInput> | undefined,
  ): Decision {
    const books: Books = {
      desk: this.#desk,
      items: this.#items,
      pools: this.#pools,
      positions: this.#positions,
      streams: this.#streams,
      timelines,
      earlier: new Map(before),
      determinations: this.#determinations,
      counters: this.#counters,
    };
    const decision = decide(inputs, books, happened);
    this.#counters = books.counters;
    this.#keepLastDays(decision.pools.values());
    this.#recentMoves.add(decision, this.#remembersAll);
    if (!this.#remembersAll) this.#recent.clear();
    for (const [name, event] of books.earlier) {
      if (before.get(name) !== event) this.#recent.set(name, event);
    }
    return decision;
  }

  #wanted(inputs: readonly TransactionInput[]): Wanted {
    const items = new Set<string>();
    const places = new Map<string, { item: string; place: string }>();
    const events = new Map<string, { source: string; key: string }>();
    const wantPlace = (item: string, place: string) => {
      const name = `${item}\n${place}`;
      if (!this.#known.has(name)) places.set(name, { item, place });
    };
    for (const input of inputs) {
      const { item, key, location, toLocation, document, lines } = input;
      if (item !== NO_ITEM.code && !this.#items.has(item)) items.add(item);
      // A key stands for a document only where goods are carried under it.
      const isCarriedUnder = input.toSite !== undefined || lines !== undefined;
      for (const place of new Set(['', location, toLocation, document, key])) {
        if (place === undefined || (place === key && !isCarriedUnder)) continue;
        if (item === NO_ITEM.code) continue;
        wantPlace(item, place);
      }
      for (const line of lines ?? []) {
        if (line.item === undefined) continue;
        if (!this.#items.has(line.item)) items.add(line.item);
        for (const place of new Set(['', line.location ?? ''])) wantPlace(line.item, place);
      }
      for (const name of namesIn(input)) events.set(name, namedBy(name));
    }
    return { items: [...items], places: [...places.values()], events: [...events.values()] };
  }
}

function keepFirst<Value>(map: Map<string, Value>, key: string, value: Value): void {
  if (!map.has(key)) map.set(key, value);
}

/** The names a batch asks for: its own keys and those its transactions refer to. */
function namesOf(inputs: readonly TransactionInput[]): ReadonlySet<string> {
  const names = new Set<string>();
  for (const input of inputs) {
    for (const name of namesIn(input)) names.add(name);
  }
  return names;
}

/** The source and the key that an `eventName` is made of. */
function namedBy(name: string): { readonly source: string; readonly key: string } {
  const at = name.indexOf('\n');
  return { source: name.slice(0, at), key: name.slice(at + 1) };
}
