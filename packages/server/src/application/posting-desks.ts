import type { BooksStorage, Clock } from './ports.ts';
import { PostingDesk } from './posting-desk.ts';

/** The posting desks of a process: one a company, made when the first transaction comes. */
export class PostingDesks {
  readonly #desks = new Map<number, PostingDesk>();
  readonly #storage: BooksStorage;
  readonly #clock: Clock;
  readonly #recordedBy: string;

  constructor(storage: BooksStorage, clock: Clock, recordedBy: string) {
    this.#storage = storage;
    this.#clock = clock;
    this.#recordedBy = recordedBy;
  }

  /** The desk of a company; always the same one, so that its transactions share batches. */
  of(company: number): PostingDesk {
    const known = this.#desks.get(company);
    if (known !== undefined) return known;
    const desk = new PostingDesk(this.#storage, company, this.#clock, this.#recordedBy);
    this.#desks.set(company, desk);
    return desk;
  }

  /** Goes on, for every company, with what a process before this one left to be run again. */
  async resume(): Promise<void> {
    for (const { id } of await this.#storage.companies()) await this.of(id).resume();
  }

  /** Waits until every desk has nothing left to do. */
  async settled(): Promise<void> {
    for (const desk of this.#desks.values()) await desk.settled();
  }

  /** Leaves costs that are still to be run again to the next time. */
  halt(): void {
    for (const desk of this.#desks.values()) desk.halt();
  }
}
