import { expect, test } from 'vitest';
import { PostingDesk } from '../../packages/server/src/application/posting-desk.ts';
import { booksStorage } from '../../packages/server/src/storage/postgres/books-storage.ts';
import { postingPool } from '../../packages/server/src/storage/postgres/connections.ts';
import { testBooks } from '../support/books.ts';

test('two desks', async () => {
  const books = await testBooks();
  const pool2 = postingPool(books.connection, 4);
  const other = new PostingDesk(booksStorage(pool2), books.company.id, books.clock, 'other');
  const acked: string[] = [];
  const work = async (desk: PostingDesk, name: string) => {
    for (let i = 0; i < 150; i++) {
      const waits = [0, 1].map((j) =>
        desk
          .post([
            {
              key: `${name}-${i}-${j}`,
              type: 'receive-from-vendor',
              postedOn: '2026-01-05',
              item: 'F1',
              site: 'DC',
              quantity: '1',
              unitCost: '1',
            },
          ])
          .then(([o]) => {
            if (o!.status !== 'posted') console.log(o!.key, o!.status);
            acked.push(o!.key);
          }),
      );
      await Promise.all(waits);
    }
  };
  await Promise.all([work(books.desk, 'a'), work(other, 'b')]);
  const c = await pool2.connect();
  await c.query('begin');
  await c.query(`set local perpetua.company = '1'`);
  const { rows } = await c.query('select count(*)::int as n from event');
  await c.query('rollback');
  c.release();
  await pool2.end();
  console.log(rows, acked.length);
  expect(rows[0].n).toBe(acked.length);
}, 60000);
