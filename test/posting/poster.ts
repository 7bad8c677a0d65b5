import type { TransactionInput } from 'perpetua-core';
import { PostingDesk } from '../../packages/server/src/application/posting-desk.ts';
import { booksStorage } from '../../packages/server/src/storage/postgres/books-storage.ts';
import { postingPool } from '../../packages/server/src/storage/postgres/connections.ts';
import type { Order, Told } from './start-poster.ts';

/** A program of its own that posts what it is told to, as another server of the same books would. */

const order: Order = JSON.parse(process.argv[2] ?? '');
const pool = postingPool(order.connection, 4);
const desk = new PostingDesk(booksStorage(pool), order.company, () => new Date(), 'poster');

type Request = { readonly id: number; readonly transactions: readonly TransactionInput[] };

const tell = (message: unknown): void => {
  // The other side may have gone away; there is nobody left to tell then.
  process.send?.(message, () => undefined);
};

async function post({ id, transactions }: Request): Promise<void> {
  try {
    const outcomes = await desk.post(transactions);
    const told = outcomes.map((outcome): Told => {
      const { key, status } = outcome;
      if (outcome.status === 'refused')
        return { key, status, code: outcome.refusals[0]?.code ?? '' };
      return { key, status, event: outcome.event.number };
    });
    tell({ id, told });
  } catch (error) {
    tell({ id, failure: error instanceof Error ? error.message : String(error) });
  }
}

process.on('message', (request: Request) => void post(request));
process.on('disconnect', () => void pool.end());
tell({ id: 0, told: [] });
