import {
  type BookedPool,
  type Books,
  type EarlierEvent,
  type Money,
  type Movement,
  money,
} from 'perpetua-core';
import type { LoggedEvent } from './inspection.ts';

/**
 * Books into which cost corrections are taken over from the log as they stand there. That they are
 * the right ones is another question, which running the costs again answers.
 */
export class RestatedBooks {
  readonly #books: Books;
  readonly #keys = new Map<number, string>();

  constructor(books: Books) {
    this.#books = books;
    for (const [key, { number }] of books.pools) this.#keys.set(number, key);
  }

  /** Takes over one event; what is wrong with it as it stands, if anything. */
  take({ event, movements, postings, restated }: LoggedEvent): string | undefined {
    const { counters } = this.#books;
    if (event.number !== counters.event + 1) return 'its number does not follow';
    for (const { number, pool, quantity, value, valueAfter } of movements) {
      if (quantity !== 0n) return 'a correction of costs moves units';
      const booked = this.#poolOf(pool);
      if (booked === undefined) return `it corrects pool ${pool}, which holds nothing`;
      const after = money(booked.pool.value + value);
      if (after !== valueAfter) return `pool ${pool} is not at the value it says`;
      this.#keep({ ...booked, lastMovement: number, pool: { ...booked.pool, value: after } });
    }
    for (const { pool, poolAfter } of restated) {
      const booked = poolAfter === undefined ? undefined : this.#poolOf(pool);
      if (booked !== undefined) this.#keep({ ...booked, pool: { ...booked.pool, ...poolAfter } });
    }
    this.#tellEarlier(restated);
    this.#books.counters = {
      ...counters,
      event: counters.event + 1,
      movement: counters.movement + movements.length,
      entry: counters.entry + (postings.length > 0 ? 1 : 0),
    };
    return undefined;
  }

  #poolOf(number: number): BookedPool | undefined {
    const key = this.#keys.get(number);
    return key === undefined ? undefined : this.#books.pools.get(key);
  }

  #keep(booked: BookedPool): void {
    const key = this.#keys.get(booked.number);
    if (key !== undefined) this.#books.pools.set(key, booked);
  }

  /** What later transactions refer to is worth what the corrections made of it. */
  #tellEarlier(rows: LoggedEvent['restated']): void {
    for (const [name, earlier] of this.#books.earlier) {
      const restated = restatedBy(rows, earlier);
      if (restated !== undefined) this.#books.earlier.set(name, { ...earlier, restated });
    }
  }
}

/** The corrections of an earlier event after these rows; undefined where they do not concern it. */
function restatedBy(
  rows: LoggedEvent['restated'],
  { movements, consequences, restated: before }: EarlierEvent,
): ReadonlyMap<number, Money> | undefined {
  const own = [...movements, ...consequences.movements];
  const concerning = rows.filter(({ pool, costedOn }) =>
    own.some((one) => one.pool === pool && one.costedOn === costedOn),
  );
  const anchored = rows.filter(
    (row) => row.asType !== '' && row.movements.includes(movements[0]?.number ?? 0),
  );
  if (concerning.length + anchored.length === 0) return undefined;
  const restated = new Map(before);
  for (const { pool, asType } of concerning) if (asType === '') forget(restated, own, pool);
  for (const { asType, movements: numbers, corrections } of [...concerning, ...anchored]) {
    for (const [index, number] of numbers.entries()) {
      if (!own.some((one) => one.number === number)) continue;
      const known = restated.get(number) ?? money(0n);
      restated.set(number, asType === '' ? (corrections[index] ?? known) : known);
    }
  }
  return restated;
}

/** A row says of all movements of a pool on a day what stands; what it leaves out is as posted. */
function forget(
  restated: Map<number, Money>,
  own: readonly Pick<Movement, 'number' | 'pool'>[],
  pool: number,
): void {
  for (const one of own) if (one.pool === pool) restated.delete(one.number);
}
