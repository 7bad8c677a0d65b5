import { afterAll } from 'vitest';
import type { CompanySetup } from '../../packages/server/src/application/configuration/company-setup.ts';
import {
  booksThatRetry,
  type QueueRetry,
} from '../../packages/server/src/application/exceptions/retry-on-change.ts';
import { streamSheet } from '../../packages/server/src/files/sheet.ts';
import { readWorkbook, writeWorkbook } from '../../packages/server/src/files/workbook.ts';
import { httpServer } from '../../packages/server/src/interfaces/http/server.ts';
import { booksInspection } from '../../packages/server/src/storage/postgres/books-inspection.ts';
import { readingPool } from '../../packages/server/src/storage/postgres/connections.ts';
import { booksReading } from '../../packages/server/src/storage/postgres/reading/books-reading.ts';
import { type TestBooks, testBooks } from './books.ts';

const closing: (() => Promise<unknown>)[] = [];

afterAll(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

/** Books of a company behind the real HTTP server on a free port of this machine. */
export type ServedBooks = TestBooks & { readonly address: string; readonly retrying: QueueRetry };

/** Serves a company of its own; `webFolder` adds the built web app. */
export async function servedBooks(setup?: CompanySetup, webFolder?: string): Promise<ServedBooks> {
  const books = await testBooks(setup);
  const pool = readingPool(books.connection, 4);
  const { storage, desks, retrying } = booksThatRetry(books.storage, books.clock, 'test');
  const server = await httpServer({
    books: {
      storage,
      desks,
      reading: booksReading(pool),
      inspection: booksInspection(pool),
      sheets: streamSheet,
      clock: books.clock,
      workbooks: { read: readWorkbook, write: writeWorkbook },
      actor: 'test',
    },
    ...(webFolder === undefined ? {} : { webFolder }),
  });
  const address = await server.listen({ host: '127.0.0.1', port: 0 });
  closing.push(
    () => pool.end(),
    () => retrying.settled(),
    () => server.close(),
  );
  return { ...books, address, retrying };
}
