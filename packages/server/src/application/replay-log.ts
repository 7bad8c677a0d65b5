import {
  type BookedPool,
  type BookedStream,
  type Books,
  type Configuration,
  type Counters,
  type Decision,
  DeterminationDesk,
  decide,
  type EarlierEvent,
  eventName,
  IndexedPools,
  type Item,
  itemOfFact,
  namesIn,
  type Position,
  refusalText,
  type TransactionInput,
} from 'perpetua-core';
import { configurationOf, type DatedFact } from './configuration/configuration-facts.ts';
import type { InspectionSession, LoggedBatch, LoggedEvent } from './inspection.ts';
import { determinationDifference, eventDifference } from './replay-comparison.ts';
import { ReplayedUses } from './replayed-uses.ts';
import { RestatedBooks } from './restated-books.ts';

/** The first event that comes out otherwise when the log is decided again, and in what. */
export type Divergence = {
  readonly event: number;
  readonly source: string;
  readonly key: string;
  readonly batch: number;
  readonly what: string;
};

const NO_COUNTERS: Counters = { event: 0, movement: 0, entry: 0, pool: 0, determination: 0 };

/**
 * The log decided again from nothing: every transaction as it was sent, in its order, under the
 * configuration of its time, by the same pure core, against books that hold only what the replay
 * itself led to (`I8`). Nothing of the stored results is taken over; they are only compared.
 */
export class Replay {
  readonly #lastUses: ReadonlyMap<string, number>;
  readonly #items = new Map<string, Item>();
  readonly #pools = new IndexedPools();
  readonly #positions = new Map<string, Position>();
  readonly #streams = new Map<string, BookedStream>();
  readonly #earlier = new Map<string, EarlierEvent>();
  readonly #uses = new ReplayedUses();
  readonly #facts = new Map<string, DatedFact>();
  #books: Books | undefined;
  #version = 0;
  #counters = NO_COUNTERS;

  constructor(lastUses: ReadonlyMap<string, number>) {
    this.#lastUses = lastUses;
  }

  get pools(): ReadonlyMap<string, BookedPool> {
    return this.#pools;
  }

  /** The pools on hand of an item. */
  onHandOf(item: string): readonly BookedPool[] {
    return [...this.#pools.onHandOf(item).values()];
  }

  get positions(): ReadonlyMap<string, Position> {
    return this.#positions;
  }

  get items(): ReadonlyMap<string, Item> {
    return this.#items;
  }

  get currencyDecimals(): number {
    return this.#books?.desk.configuration.company.currencyDecimals ?? 0;
  }

  /** Cost streams by `streamKey`. */
  get streams(): ReadonlyMap<string, BookedStream> {
    return this.#streams;
  }

  /** The last numbers the replay gave out. */
  get counters(): Counters {
    return this.#books?.counters ?? this.#counters;
  }

  /** The last version of the configuration that the replay knows. */
  get version(): number {
    return this.#version;
  }

  /** Brings the configuration to a version, by the facts written since the one before. */
  configure(version: number, facts: readonly DatedFact[]): void {
    for (const fact of facts) {
      if (fact.kind === 'item') this.#items.set(fact.key, itemOfFact(fact.content));
      else this.#facts.set(`${fact.kind}\n${fact.key}`, fact);
    }
    this.#counters = this.counters;
    this.#version = version;
    this.#books = this.#booksUnder(configurationOf([...this.#facts.values()], version));
  }

  #booksUnder(configuration: Configuration): Books {
    return {
      desk: new DeterminationDesk(configuration),
      items: this.#items,
      pools: this.#pools,
      positions: this.#positions,
      streams: this.#streams,
      // What the later points stood against was refused when it was sent; `0028` asks them all again.
      timelines: undefined,
      earlier: this.#earlier,
      // Determinations are numbered anew in every version.
      determinations: new Map(),
      counters: this.#counters,
    };
  }

  /** Decides the events of a batch again. The first one that differs from what is stored, if any. */
  take(batch: LoggedBatch): Divergence | undefined {
    // What late facts changed is not decided by any transaction; it is looked at on its own.
    const isRestating = batch.events.some(({ restated }) => restated.length > 0);
    if (isRestating) return this.#takeOver(batch);
    const determined: Decision['determinations'][number][] = [];
    let position = 0;
    while (position < batch.events.length) {
      const sent = batch.events[position];
      if (sent === undefined) break;
      const input = transactionOf(sent.event.content);
      if (input === undefined) return divergence(batch, sent, 'its content is no transaction');
      const decided = this.#decide(input, sent.event.happened);
      if (typeof decided === 'string') return divergence(batch, sent, decided);
      determined.push(...decided.determinations);
      for (const index of decided.events.keys()) {
        const stored = batch.events[position + index];
        const difference = eventDifference(stored, decided, index);
        if (difference !== undefined) return divergence(batch, stored ?? sent, difference);
        if (stored !== undefined) this.#uses.note(stored);
      }
      this.#forget(sent.event, input);
      this.#forgetParts(sent.event, decided.events.slice(1));
      position += decided.events.length;
    }
    const difference = determinationDifference(batch.determinations, determined);
    const last = batch.events.at(-1);
    return difference === undefined || last === undefined
      ? undefined
      : divergence(batch, last, difference);
  }

  /** Brings the books to where a batch of cost corrections left them. */
  #takeOver(batch: LoggedBatch): Divergence | undefined {
    const books = this.#books;
    const [first] = batch.events;
    if (books === undefined || first === undefined) return undefined;
    const restating = new RestatedBooks(books);
    for (const logged of batch.events) {
      const fault = restating.take(logged);
      if (fault !== undefined) return divergence(batch, logged, fault);
      this.#uses.restate(logged);
    }
    for (const [name, known] of this.#earlier) this.#earlier.set(name, this.#uses.told(known));
    for (const { name, number } of batch.determinations) books.determinations.set(name, number);
    const { counters } = books;
    books.counters = {
      ...counters,
      determination: counters.determination + batch.determinations.length,
    };
    return undefined;
  }

  /** What the core decides of one transaction, or why it comes to nothing. */
  #decide(input: TransactionInput, happened: boolean): Decision | string {
    const books = this.#books;
    if (books === undefined) return 'it was decided before there was any configuration';
    const decision = decide([input], books, new Set(happened ? [input] : []));
    const [outcome] = decision.outcomes;
    if (outcome?.status === 'posted') return decision;
    if (outcome?.status === 'refused') {
      return `it is refused: ${outcome.refusals.map((one) => refusalText(one).message).join('; ')}`;
    }
    return 'its key was posted before';
  }

  /** The lines of a document are needed while one of them, or the whole of it, is referred to later. */
  #forgetParts({ source, key, number }: LoggedEvent['event'], parts: Decision['events']): void {
    if ((this.#lastUses.get(eventName(source, key)) ?? 0) > number) return;
    for (const part of parts) {
      const name = eventName(part.source, part.key);
      if ((this.#lastUses.get(name) ?? 0) <= number) this.#drop(name);
    }
  }

  /** Keeps of the past only what a later transaction of the log refers to. */
  #forget({ source, number }: LoggedEvent['event'], input: TransactionInput): void {
    for (const name of namesIn({ ...input, source })) {
      if ((this.#lastUses.get(name) ?? 0) <= number) this.#drop(name);
    }
  }

  #drop(name: string): void {
    const known = this.#earlier.get(name);
    if (known !== undefined) this.#uses.forget(known.event.number);
    this.#earlier.delete(name);
  }
}

/**
 * Replays the whole log of a session. Returns the replay, whose state is the one the log leads to,
 * and the first divergence; nothing is decided any more after that.
 *
 * @param look is shown every batch on its way, whether it is still replayed or not
 */
export async function replayLog(
  session: InspectionSession,
  look: (batch: LoggedBatch) => void,
): Promise<{ readonly replay: Replay; readonly divergence: Divergence | undefined }> {
  const replay = new Replay(await session.lastUses());
  let found: Divergence | undefined;
  for await (const batch of session.batches()) {
    look(batch);
    if (found !== undefined) continue;
    const version = batch.configurationVersion;
    if (version !== replay.version) {
      replay.configure(version, await session.factsBetween(replay.version, version));
    }
    found = replay.take(batch);
  }
  return { replay, divergence: found };
}

function divergence(batch: LoggedBatch, { event }: LoggedEvent, what: string): Divergence {
  const { number, source, key } = event;
  return { event: number, source, key, batch: batch.number, what };
}

/** The transaction an event was made of; undefined when its content is something else. */
function transactionOf(content: string): TransactionInput | undefined {
  const value: unknown = JSON.parse(content);
  return isTransaction(value) ? value : undefined;
}

/** As `contentOf` wrote it: texts by name, those every transaction has among them, and lines of texts. */
function isTransaction(value: unknown): value is TransactionInput {
  if (!hasTexts(value)) return false;
  const lines = 'lines' in value ? value.lines : [];
  return (
    Array.isArray(lines) &&
    lines.every(hasTexts) &&
    ['key', 'type', 'postedOn', 'item', 'site'].every((field) => field in value)
  );
}

/** Whether all fields are texts, but for the lines of a document. */
const hasTexts = (value: unknown): value is object =>
  typeof value === 'object' &&
  value !== null &&
  Object.entries(value).every(([name, field]) => typeof field === 'string' || name === 'lines');
