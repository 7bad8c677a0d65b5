import type { TransactionInput } from 'perpetua-core';
import { afterAll } from 'vitest';
import { PostingDesk } from '../../packages/server/src/application/posting-desk.ts';
import { booksStorage } from '../../packages/server/src/storage/postgres/books-storage.ts';
import { postingPool } from '../../packages/server/src/storage/postgres/connections.ts';
import type { TestBooks } from '../support/books.ts';
import { type Poster, startPoster, type Told } from './start-poster.ts';

/** Anybody who posts to a company. */
export type Rival = Pick<Poster, 'post'>;

const opened: { readonly stop: () => Promise<void> }[] = [];

afterAll(async () => {
  for (const { stop } of opened.splice(0)) await stop();
});

/** A poster in a process of its own, gone at the end of the test file. */
export async function rivalProcess({ connection, company }: TestBooks): Promise<Rival> {
  const poster = await startPoster({ connection, company: company.id });
  opened.push(poster);
  return poster;
}

/** A desk of this process with connections and a memory of its own. */
export function rivalDesk({ connection, company }: TestBooks): Rival {
  const pool = postingPool(connection, 4);
  opened.push({ stop: () => pool.end() });
  return rivalOf(new PostingDesk(booksStorage(pool), company.id, () => new Date(), 'desk'));
}

/** A desk as a rival. */
export function rivalOf(desk: PostingDesk): Rival {
  const post = async (transactions: readonly TransactionInput[]): Promise<readonly Told[]> => {
    const outcomes = await desk.post(transactions);
    return outcomes.map((outcome): Told => {
      const { key, status } = outcome;
      return outcome.status === 'refused'
        ? { key, status, code: outcome.refusals[0]?.code ?? '' }
        : { key, status, event: outcome.event.number };
    });
  };
  return { post };
}
