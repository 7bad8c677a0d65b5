import {
  type Decision,
  type Outcome,
  policyRows,
  refusal,
  type TransactionInput,
} from 'perpetua-core';
import { CompanyBooks } from './company-books.ts';
import { decideSent } from './decide-sent.ts';
import type { BooksStorage, Clock, CompanySession, Lane, WritingSession } from './ports.ts';
import { restateSlice, SLICE_OF_MOVEMENTS } from './restate-costs.ts';
import { StreamRefresh } from './streams/stream-refresh.ts';

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
  readonly #streams: StreamRefresh;
  #keepsStreams = false;
  #books: CompanyBooks | undefined;
  #writing: Promise<void> = Promise.resolve();
  #running = false;
  #finished: Promise<void> = Promise.resolve();
  #isHalted = false;
  /** Whether late facts may have left costs to be run again; not known until it was looked. */
  #isOpen = true;
  #sinceSlice = 0;
  #lastSlice = 0;

  constructor(storage: BooksStorage, company: number, clock: Clock, recordedBy: string) {
    this.#storage = storage;
    this.#company = company;
    this.#clock = clock;
    this.#recordedBy = recordedBy;
    this.#streams = new StreamRefresh({ storage, company, clock }, (rows) =>
      this.#books?.takeStreams(rows),
    );
  }

  /**
   * Posts transactions, each whole or refused, and answers in their order once they are durable.
   * Fails, without an answer to any, when the database does; one whose content the database will
   * not take is refused like any other (`request-malformed`).
   */
  post(inputs: readonly TransactionInput[], happened = false): Promise<readonly Outcome[]> {
    const answers = inputs.map(
      (input) =>
        new Promise<Outcome>((resolve, reject) => {
          this.#waiting.push({ input, happened, resolve, reject });
        }),
    );
    this.#begin();
    return Promise.all(answers);
  }

  /** How many transactions wait to be taken into a batch. */
  get waiting(): number {
    return this.#waiting.length;
  }

  /** The configuration this desk decided under last; 0 before it has decided anything. */
  get configurationVersion(): number {
    return this.#books?.lane.configurationVersion ?? 0;
  }

  async #run(): Promise<void> {
    this.#running = true;
    // What is sent in the same turn of the event loop belongs into the same batch.
    await Promise.resolve();
    while (this.#waiting.length > 0 || (this.#isOpen && !this.#isHalted)) {
      if (this.#waiting.length === 0 || this.#isSliceDue()) {
        await this.#writing;
        await this.#restateSlice();
      }
      if (this.#waiting.length === 0) continue;
      const started = performance.now();
      const batch = this.#waiting.splice(0, LARGEST_BATCH);
      const prepared = await this.#prepare(contentsOf(batch));
      await this.#writing;
      const usable = prepared?.books === this.#books ? prepared : undefined;
      this.#writing = this.#write(batch, usable);
      // The next batch is prepared during the write only while it stands on firm ground.
      if (usable === undefined || this.#waiting.length === 0) await this.#writing;
      this.#sinceSlice += performance.now() - started;
    }
    this.#running = false;
  }

  /** Restates what was left open, for instance by a process that ended meanwhile. */
  async resume(): Promise<void> {
    this.#isOpen = true;
    this.#begin();
    await this.#finished;
  }

  /**
   * Waits until nothing waits any more and nothing is left to be run again. Fails with what stopped
   * the restating, if anything did; the work stays written down.
   */
  async settled(): Promise<void> {
    await this.#finished;
    const failure = this.#failure;
    this.#failure = undefined;
    if (failure !== undefined) throw failure;
  }

  /** Leaves what is to be run again to the next time the books are opened. */
  halt(): void {
    this.#isHalted = true;
  }

  #begin(): void {
    if (!this.#running) this.#finished = this.#run();
  }

  /** While others post, restating takes at most a quarter of the time. */
  #isSliceDue(): boolean {
    return this.#isOpen && this.#sinceSlice >= SHARE_OF_POSTING * this.#lastSlice;
  }

  /** Restates one slice, in a transaction of its own; a failure leaves it for the next time. */
  async #restateSlice(): Promise<void> {
    const started = performance.now();
    try {
      this.#isOpen = await this.#storage.writing(this.#company, async (session) => {
        if ((await session.restatements(1)).length === 0) return false;
        const { desk } = await this.#open(session);
        const { isOpen } = await restateSlice(session, session.lane, this.#restatingBy(desk));
        this.#books = undefined;
        return isOpen;
      });
      if (this.#keepsStreams) this.#streams.nudge();
    } catch (error) {
      this.#isOpen = false;
      this.#failure = error instanceof Error ? error : new Error(String(error));
    }
    this.#lastSlice = performance.now() - started;
    this.#sinceSlice = 0;
  }

  #failure: Error | undefined;

  #restatingBy(desk: CompanyBooks['desk']) {
    const recordedAt = this.#clock();
    const movements = SLICE_OF_MOVEMENTS;
    return { desk, recordedAt, recordedBy: this.#recordedBy, movements };
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
        return { books, before, decision: await decideSent(books, inputs, session, happened) };
      });
    } catch {
      this.#books = undefined;
      return undefined;
    }
  }

  async #write(batch: readonly Waiting[], prepared: Prepared | undefined): Promise<void> {
    try {
      const outcomes = await this.#writeRetrying(contentsOf(batch), prepared);
      // Where nobody waits, what came late is answered when costs are right again.
      if (this.#isOpen && this.#waiting.length === 0) await this.#restateSlice();
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
    const [first, ...others] = batch;
    const fault = faultOfContent(error);
    if (fault === undefined || first === undefined) {
      for (const { reject } of batch) reject(error);
    } else if (others.length > 0) {
      const half = Math.trunc(batch.length / 2);
      await this.#write(batch.slice(0, half), undefined);
      await this.#write(batch.slice(half), undefined);
    } else if (codeOf(error) === '') {
      first.reject(error);
    } else {
      const refusals = [refusal('request-malformed', { fault })];
      first.resolve({ status: 'refused', key: first.input.key, refusals });
    }
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

  async #writeOnce(
    contents: Contents,
    prepared: Prepared | undefined,
  ): Promise<readonly Outcome[]> {
    const decision = await this.#storage.writing(this.#company, async (session) => {
      const decided = await this.#decisionUnderLock(contents, prepared, session);
      if (decided.events.length > 0) {
        const recordedAt = this.#clock();
        await session.writeBatch({
          decision: decided,
          lane: session.lane,
          recordedAt,
          recordedBy: this.#recordedBy,
        });
        if (decided.touched.length > 0) this.#isOpen = true;
      }
      return decided;
    });
    if (leavesBehind(decision) || this.#streams.gaveUp) this.#streams.nudge();
    return decision.outcomes;
  }

  /** Opens the books; streams that a change of the configuration began are made by themselves. */
  async #open(session: CompanySession): Promise<CompanyBooks> {
    const books = await CompanyBooks.open(session);
    this.#keepsStreams = asksForStreams(books);
    if (this.#keepsStreams) this.#streams.nudge();
    return books;
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
    // A decision that cannot be used has moved its books on to a state that never came about; the
    // numbers alone would not show it when another writer has given out as many meanwhile.
    const known = prepared === undefined ? this.#books : undefined;
    this.#books = undefined;
    const books = known?.standsAt(session.lane) === true ? known : await this.#open(session);
    const decision = await decideSent(books, inputs, session, happened);
    this.#books = books;
    return decision;
  }
}

/** Whether a company ever asked for streams beside its method. */
const asksForStreams = ({ configuration }: CompanyBooks): boolean =>
  policyRows(configuration.policies).some(({ policy }) => policy === 'kept-streams');

/** Whether a stream was left behind, which is then made anew by itself. */
const leavesBehind = ({ streams }: Decision): boolean =>
  [...streams.values()].some(({ lastMovement }) => lastMovement <= 0);

const MOST_ATTEMPTS = 4;

/** So many times longer than it takes to restate a slice others post before the next one. */
const SHARE_OF_POSTING = 3;

/** Serialization failure, deadlock, lost or unwelcome connection, a key written twice at once. */
const TRANSIENT = /^(40001|40P01|08\w{3}|57P0\d|23505|ECONN\w*|EPIPE)$/;

const isTransient = (error: unknown): boolean =>
  TRANSIENT.test(codeOf(error)) || (error instanceof Error && LOST.test(error.message));

const LOST = /Connection terminated|connection error and is not queryable/;

/** Data the database cannot hold, a constraint of its owner, a limit of its own. */
const ABOUT_CONTENT = /^(22|23|44|54|P0)\w{3}$/;

/**
 * What is wrong with the content of a batch, in words; undefined when the trouble lies elsewhere
 * and would meet every other batch as well, such as a full disk. A failure without a code is one
 * of our own decisions: its transaction is told from its neighbours too.
 */
function faultOfContent(error: unknown): string | undefined {
  if (!(error instanceof Error) || LOST.test(error.message)) return undefined;
  const code = codeOf(error);
  const isAboutContent = code === '' || ABOUT_CONTENT.test(code);
  return isAboutContent ? `The database does not take it: ${error.message}` : undefined;
}

/** The code of a failure of the database or of the operating system; empty when it has none. */
const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';

const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });
