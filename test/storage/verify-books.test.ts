import { expect, test } from 'vitest';
import { verifyBooks } from '../../packages/server/src/application/verify-books.ts';
import { booksInspection } from '../../packages/server/src/storage/postgres/books-inspection.ts';
import { readingPool } from '../../packages/server/src/storage/postgres/connections.ts';
import { testBooks } from '../support/books.ts';
import { postMixedHistory } from '../support/mixed-history.ts';

test('probe', async () => {
  const books = await testBooks();
  console.log(await postMixedHistory(books));
  const pool = readingPool(books.connection, 2);
  const v = await verifyBooks(booksInspection(pool), books.company.id);
  console.log(v.end, JSON.stringify(v.findings.filter((f) => !f.kept), null, 1));
  await pool.end();
  expect(v.kept).toBe(true);
});
