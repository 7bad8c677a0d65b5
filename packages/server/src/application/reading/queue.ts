import { refusalText, type TransactionInput } from 'perpetua-core';
import type { BooksReading } from './ports.ts';

/** A transaction that happened and waits for its reasons to be mended. */
type QueueLine = {
  readonly source: string;
  readonly key: string;
  readonly queuedAt: string;
  readonly refusals: readonly {
    readonly code: string;
    readonly message: string;
    readonly remedy: string;
  }[];
  /** As it was sent: send it again once the reasons are mended, and it is posted. */
  readonly transaction: TransactionInput;
};

type QueuePage = { readonly count: number; readonly lines: readonly QueueLine[] };

/** So many lines are shown; `count` says how many there are. */
const MOST_LINES = 1_000;

/** What waits in the queue, the oldest first. */
export function listQueue(books: BooksReading, company: number): Promise<QueuePage> {
  return books.reading(company, async (session) => {
    const waiting = await session.queued(MOST_LINES);
    const lines = waiting.map(({ source, key, queuedAt, refusals, input }) => ({
      source,
      key,
      queuedAt: queuedAt.toISOString(),
      refusals: refusals.map((one) => {
        const { code, message, remedy } = refusalText(one);
        return { code, message, remedy };
      }),
      transaction: input,
    }));
    return { count: await session.queuedCount(), lines };
  });
}
