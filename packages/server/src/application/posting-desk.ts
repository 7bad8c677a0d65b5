import type { Decision, Outcome, TransactionInput } from 'perpetua-core';
import { CompanyBooks } from './company-books.ts';
import type { BooksStorage, Clock, Lane, WritingSession } from './ports.ts';

/** Transactions of one batch, at most. Beyond this little is gained and callers wait longer. */
export const LARGEST_BATCH = 1_000;

/** What waits to be posted. A request's transactions stay in their order. */
type Waiting = {
  readonly input: TransactionInput;
  /** It is a fact already and not refused for want of stock. */
  readonly happened: boolean;
  readonly resolve: (outcome: Outcome) => void;
  readonly reject: (error: unknown) => void;
};

/** The transactions of a batch, and which of them are facts already. */
type Contents = {
  readonly inputs: readonly TransactionInput[];
  readonly happened: ReadonlySet<TransactionInput>;
};

const contentsOf = (batch: readonly Waiting[]): Contents => ({
  inputs: batch.map(({ input }) => input),
  happened: new Set(batch.flatMap(({ input, happened }) => (happened ? [input] : []))),
});

/** A batch that was decided before the lane was locked. */
type Prepared = {
  readonly books: CompanyBooks;
  readonly decision: Decision;
  readonly before: Lane['counters'];
};

/**
 * The posting desk of one company in one process.
 *
 * It groups what is waiting into one batch: there is no timer, while one batch is being written
 * the next one fills. A batch is decided on the state this process knows while the batch before
 * it is on its way to the disk; under the lane's lock it is only checked that nobody else has
 * written meanwhile. If somebody has, the batch is decided anew under the lock, on fresh state. So
 * several processes may post to one company, each batch as if it were alone.
 */
export class PostingDesk {
  readonly #storage: BooksStorage;
  readonly #company: number;
  readonly #clock: Clock;
  readonly #recordedBy: string;
  readonly #waiting: Waiting[] = [];
  #books: CompanyBooks | undefined;
  #writing: Promise<void> = Promise.resolve();
  #running = false;

  constructor(storage: BooksStorage, company: number, clock: Clock, recordedBy: string) {
    this.#storage = storage;
    this.#company = company;
    this.#clock = clock;
    this.#recordedBy = recordedBy;
  }

  /**
   * Posts transactions, each whole or refused, and answers in their order once they are durable.
   * Fails, without an answer to any, when the database does.
   */
  post(inputs: readonly TransactionInput[], happened = false): Promise<readonly Outcome[]> {
    const answers = inputs.map(
      (input) =>
        new Promise<Outcome>((resolve, reject) => {
          this.#waiting.push({ input, happened, resolve, reject });
        }),
    );
    if (!this.#running) void this.#run();
    return Promise.all(answers);
  }

  /** How many transactions wait to be taken into a batch. */
  get waiting(): number {
    return this.#waiting.length;
  }

  async #run(): Promise<void> {
    this.#running = true;
    // What is sent in the same turn of the event loop belongs into the same batch.
    await Promise.resolve();
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.splice(0, LARGEST_BATCH);
      const prepared = await this.#prepare(contentsOf(batch));
      await this.#writing;
      const usable = prepared?.books === this.#books ? prepared : undefined;
      this.#writing = this.#write(batch, usable);
      // The next batch is prepared during the write only while it stands on firm ground.
      if (usable === undefined || this.#waiting.length === 0) await this.#writing;
    }
    this.#running = false;
  }

  /** Decides ahead of the lock. Any trouble here only means that the lock is taken first. */
  async #prepare({ inputs, happened }: Contents): Promise<Prepared | undefined> {
    const books = this.#books;
    if (books === undefined) return undefined;
    if (books.isLarge) {
      await this.#writing;
      this.#books = undefined;
      return undefined;
    }
    try {
      return await this.#storage.reading(this.#company, async (session) => {
        const before = books.counters;
        return { books, before, decision: await books.decide(inputs, session, happened) };
      });
    } catch {
      this.#books = undefined;
      return undefined;
    }
  }

  async #write(batch: readonly Waiting[], prepared: Prepared | undefined): Promise<void> {
    try {
      const outcomes = await this.#writeRetrying(contentsOf(batch), prepared);
      for (const [index, { resolve, reject }] of batch.entries()) {
        const outcome = outcomes[index];
        if (outcome === undefined) reject(new Error('a transaction was left without an answer'));
        else resolve(outcome);
      }
    } catch (error) {
      await this.#writeParts(batch, error);
    }
  }

  /** One transaction the database will not take must not hold up its neighbours. */
  async #writeParts(batch: readonly Waiting[], error: unknown): Promise<void> {
    this.#books = undefined;
    const half = Math.trunc(batch.length / 2);
    if (half === 0 || isTransient(error)) {
      for (const { reject } of batch) reject(error);
      return;
    }
    await this.#write(batch.slice(0, half), undefined);
    await this.#write(batch.slice(half), undefined);
  }

  async #writeRetrying(
    contents: Contents,
    prepared: Prepared | undefined,
  ): Promise<readonly Outcome[]> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.#writeOnce(contents, attempt === 1 ? prepared : undefined);
      } catch (error) {
        this.#books = undefined;
        // The keys make a second attempt harmless, even when the first one was committed unseen.
        if (attempt >= MOST_ATTEMPTS || !isTransient(error)) throw error;
        await pause(attempt * 50);
      }
    }
  }

  #writeOnce(contents: Contents, prepared: Prepared | undefined): Promise<readonly Outcome[]> {
    return this.#storage.writing(this.#company, async (session) => {
      const decision = await this.#decisionUnderLock(contents, prepared, session);
      if (decision.events.length > 0) {
        const recordedAt = this.#clock();
        await session.writeBatch({
          decision,
          lane: session.lane,
          recordedAt,
          recordedBy: this.#recordedBy,
        });
      }
      return decision.outcomes;
    });
  }

  async #decisionUnderLock(
    { inputs, happened }: Contents,
    prepared: Prepared | undefined,
    session: WritingSession,
  ): Promise<Decision> {
    const { counters, configurationVersion } = session.lane;
    if (
      prepared !== undefined &&
      prepared.books === this.#books &&
      prepared.books.lane.configurationVersion === configurationVersion &&
      prepared.before.event === counters.event &&
      prepared.before.determination === counters.determination
    ) {
      return prepared.decision;
    }
    const known = this.#books;
    this.#books = undefined;
    const books = known?.standsAt(session.lane) === true ? known : await CompanyBooks.open(session);
    const decision = await books.decide(inputs, session, happened);
    this.#books = books;
    return decision;
  }
}

const MOST_ATTEMPTS = 4;

/** Serialization failure, deadlock, lost or unwelcome connection, a key written twice at once. */
const TRANSIENT = /^(40001|40P01|08\w{3}|57P0\d|23505)$/;

function isTransient(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  return (
    TRANSIENT.test(code) ||
    /^(ECONN|EPIPE)/.test(code) ||
    /Connection terminated/.test(error.message)
  );
}

const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });
