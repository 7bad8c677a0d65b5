import type { TransactionInput } from 'perpetua-core';
import { expect, test } from 'vitest';
import { testBooks } from '../support/books.ts';

const receive = (
  key: string,
  item: string,
  quantity: string,
  unitCost: string,
): TransactionInput => ({
  key,
  type: 'receive-from-vendor',
  postedOn: '2026-01-05',
  item,
  site: 'DC',
  quantity,
  unitCost,
});

test('a batch is durable, answered in order, and the same key is answered again', async () => {
  const { desk, pool } = await testBooks();
  const first = await desk.post([receive('a', 'F1', '10', '50'), receive('b', 'NONE', '1', '1')]);
  expect(first.map(({ status }) => status)).toEqual(['posted', 'refused']);
  const again = await desk.post([receive('a', 'F1', '10', '50'), receive('a', 'F1', '11', '50')]);
  expect(again.map(({ status }) => status)).toEqual(['duplicate', 'refused']);
  const { rows } = await pool
    .query(`begin; set local perpetua.company = '1'; select 1`)
    .then(() => pool.query('select 1'));
  expect(rows).toHaveLength(1);
});
