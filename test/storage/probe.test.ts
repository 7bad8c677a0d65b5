import { expect, test } from 'vitest';
import { PostingDesk } from '../../packages/server/src/application/posting-desk.ts';
import { verifyBooks } from '../../packages/server/src/application/verify-books.ts';
import { setUpCompany } from '../../packages/server/src/application/set-up-company.ts';
import { booksInspection } from '../../packages/server/src/storage/postgres/books-inspection.ts';
import { readingPool } from '../../packages/server/src/storage/postgres/connections.ts';
import { testBooks } from '../support/books.ts';
import { sampleSetup } from '../support/sample-setup.ts';

async function verify(books: any) {
  const pool = readingPool(books.connection, 2);
  const v = await verifyBooks(booksInspection(pool), books.company.id);
  console.log(v.end.counters, JSON.stringify(v.findings.filter((f) => !f.kept), null, 1));
  await pool.end();
  return v.kept;
}
const day = { postedOn: '2026-01-05', item: 'F1', site: 'DC' };
test('took', async () => {
  const books = await testBooks();
  const post = async (input: any) => {
    const desk = new PostingDesk(books.storage, books.company.id, books.clock, 'x');
    const [o] = await desk.post([{ ...day, ...input }]);
    console.log(input.key, o!.status, JSON.stringify((o as any).refusals));
  };
  await post({ key: 'in', type: 'receive-from-vendor', quantity: '10', unitCost: '5' });
  await post({ key: 's', type: 'otc-sale', quantity: '3' });
  await post({ key: 'r', type: 'return', quantity: '1', original: 's' });
  await post({ key: 'rr', type: 'return', quantity: '-1', reverses: 'r' });
  await post({ key: 'r3', type: 'return', quantity: '3', original: 's' });
  expect(await verify(books)).toBe(true);
});
test('mixed pin', async () => {
  const books = await testBooks();
  const post = async (input: any) => {
    const desk = new PostingDesk(books.storage, books.company.id, books.clock, 'x');
    const [o] = await desk.post([{ ...day, ...input }]);
    console.log(input.key, o!.status, JSON.stringify((o as any).refusals));
  };
  await post({ key: 'in', type: 'receive-from-vendor', quantity: '10', unitCost: '5', location: 'CONS' });
  await post({ key: 's', type: 'otc-sale', quantity: '10', location: 'CONS' });
  const { company } = sampleSetup();
  const done = await setUpCompany({ storage: books.storage, clock: books.clock }, { company, places: [{ group: 1, site: 'DC', location: 'CONS', accounts: { inventory: '1310' } }] } as any, { changedBy: 'a', reason: 'b' });
  console.log(JSON.stringify(done));
  await post({ key: 'in2', type: 'receive-from-vendor', quantity: '5', unitCost: '6', location: 'CONS' });
  await post({ key: 'rs', type: 'otc-sale', reverses: 's' });
  expect(await verify(books)).toBe(true);
});
test('source perpetua', async () => {
  const books = await testBooks();
  const post = async (input: any) => {
    const desk = new PostingDesk(books.storage, books.company.id, books.clock, 'x');
    const [o] = await desk.post([{ ...day, ...input }]);
    console.log(input.key, o!.status, JSON.stringify((o as any).refusals));
  };
  await post({ key: 'in', source: 'perpetua', type: 'receive-from-vendor', quantity: '10', unitCost: '5' });
  expect(await verify(books)).toBe(true);
});
test('fifo', async () => {
  const books = await testBooks(sampleSetup({ costingMethod: 'fifo' }));
  const { postMixedHistory } = await import('../support/mixed-history.ts');
  console.log(await postMixedHistory(books));
  expect(await verify(books)).toBe(true);
});
