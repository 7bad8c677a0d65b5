import type { BooksStorage, Clock } from '../ports.ts';
import type { BooksSnapshots } from './snapshot.ts';
import { LEAST_STEP, writeNextMark } from './write-snapshots.ts';

/** What keeping snapshots needs. */
export type KeptBooks = {
  readonly storage: Pick<BooksStorage, 'companies'>;
  readonly snapshots: BooksSnapshots;
  readonly clock: Clock;
};

/** How often and how much: milliseconds, but for the step, which is in movements. */
export type KeepingPace = {
  /** From one look at the companies to the next, when nothing was due. */
  readonly idle: number;
  /** How many times as long as it worked it rests. */
  readonly restForWork: number;
  readonly leastStep: number;
};

/** One part of twenty-one of one process at the most, however fast transactions come in. */
const PACE: KeepingPace = { idle: 30_000, restForWork: 20, leastStep: LEAST_STEP };

/**
 * Keeps the snapshots of all companies up to date while a server runs. It looks at the log after
 * others wrote it and never stands in their way: the lane is not locked, and the work is followed
 * by a long rest. What it has not come to yet is read from the log, more slowly.
 */
export class SnapshotKeeper {
  readonly #books: KeptBooks;
  readonly #tell: (message: string) => void;
  readonly #pace: KeepingPace;
  #running: Promise<void> | undefined;
  #wake: (() => void) | undefined;
  #stopped = false;

  /** @param tell hears why a company's snapshots could not be written; it goes on with the others */
  constructor(books: KeptBooks, tell: (message: string) => void, pace: KeepingPace = PACE) {
    this.#books = books;
    this.#tell = tell;
    this.#pace = pace;
  }

  start(): void {
    this.#running ??= this.#run();
  }

  /** Ends it, after the mark that is being written. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#wake?.();
    await this.#running;
  }

  async #run(): Promise<void> {
    while (!this.#stopped) {
      const begun = performance.now();
      const written = await this.#round();
      const rest = (performance.now() - begun) * this.#pace.restForWork;
      await this.#pause(written > 0 ? rest : Math.max(rest, this.#pace.idle));
    }
  }

  /** At most one mark for each company. Returns how many were written. */
  async #round(): Promise<number> {
    let written = 0;
    for (const company of (await this.#trying(() => this.#companies())) ?? []) {
      if (this.#stopped) break;
      const { snapshots, clock } = this.#books;
      const { leastStep } = this.#pace;
      const mark = await this.#trying(() => writeNextMark(snapshots, company, clock, leastStep));
      if (mark !== undefined) written += 1;
    }
    return written;
  }

  async #companies(): Promise<readonly number[]> {
    return (await this.#books.storage.companies()).map(({ id }) => id);
  }

  /** What cannot be done now is told, and tried again after the rest. */
  async #trying<Value>(work: () => Promise<Value>): Promise<Value | undefined> {
    try {
      return await work();
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      this.#tell(`Snapshots were not written: ${why}. Reports are right without them, and slower.`);
      return undefined;
    }
  }

  #pause(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      // A process with nothing else to do need not wait for it.
      timer.unref();
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
      if (this.#stopped) this.#wake();
    });
  }
}
