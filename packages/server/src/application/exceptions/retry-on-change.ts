import { configurationNow } from '../find-company.ts';
import type { BooksStorage, Clock, CompanyName } from '../ports.ts';
import { PostingDesks } from '../posting-desks.ts';
import { tryAll } from './retry-exceptions.ts';

/**
 * Books whose queue is tried again by itself whenever the configuration has changed: whatever was
 * last tried under an earlier version is tried once under the new one. Posting alone does not set it
 * off, since most of what waits waits for the configuration, and every batch would pay for it.
 */
export function booksThatRetry(
  storage: BooksStorage,
  clock: Clock,
  actor: string,
): {
  readonly storage: BooksStorage;
  readonly desks: PostingDesks;
  readonly retrying: QueueRetry;
} {
  const desks = new PostingDesks(storage, clock, actor);
  const retrying = new QueueRetry(storage, desks, clock);
  const noticing = tellingOfChanges(storage, (company) => retrying.nudge(company));
  return { storage: noticing, desks, retrying };
}

/** The same storage, which tells of each change of a configuration once it is kept. */
function tellingOfChanges(storage: BooksStorage, changed: (company: number) => void): BooksStorage {
  return {
    ...storage,
    writing: async (company, work) => {
      let isChanged = false;
      const value = await storage.writing(company, (session) =>
        work({
          ...session,
          writeConfiguration: async (...change) => {
            isChanged = true;
            await session.writeConfiguration(...change);
          },
        }),
      );
      if (isChanged) changed(company);
      return value;
    },
  };
}

/** Who the books are in their own name. */
const THE_BOOKS = 'perpetua';

/** Tries the queues of companies again, one run of each at a time. */
export class QueueRetry {
  readonly #storage: BooksStorage;
  readonly #desks: PostingDesks;
  readonly #clock: Clock;
  readonly #running = new Map<number, Promise<void>>();
  readonly #again = new Set<number>();

  constructor(storage: BooksStorage, desks: PostingDesks, clock: Clock) {
    this.#storage = storage;
    this.#desks = desks;
    this.#clock = clock;
  }

  /** Tries what the present configuration may let in; while a run is under way, once more after it. */
  nudge(company: number): void {
    if (this.#running.has(company)) {
      this.#again.add(company);
      return;
    }
    const run = this.#run(company).finally(() => {
      this.#running.delete(company);
      if (this.#again.delete(company)) this.nudge(company);
    });
    this.#running.set(company, run);
  }

  /** Goes on with what a process that ended meanwhile has left untried. */
  async resume(): Promise<void> {
    for (const { id } of await this.#storage.companies()) this.nudge(id);
    await this.settled();
  }

  /** Waits until nothing is tried any more. */
  async settled(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running.values());
  }

  /** A failure leaves the queue as it is: the next change, or the next start, tries it again. */
  async #run(company: number): Promise<void> {
    try {
      const named = (await this.#storage.companies()).find(({ id }) => id === company);
      if (named !== undefined) await this.#tryCompany(named);
    } catch {
      return;
    }
  }

  async #tryCompany(company: CompanyName): Promise<void> {
    const { version, company: settings } = await configurationNow(this.#storage, company.id);
    const place = {
      storage: this.#storage,
      desk: this.#desks.of(company.id),
      clock: this.#clock,
      actor: THE_BOOKS,
      company,
      currencyDecimals: settings.currencyDecimals,
    };
    const reason = `the configuration changed (version ${version})`;
    await tryAll(place, { state: 'waiting', triedBefore: version }, { reason, byThemselves: true });
  }
}
