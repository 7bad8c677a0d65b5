import { expect, test } from 'vitest';
import { httpClient } from '../http/http-client.ts';
import { faultsOf } from '../posting/verified-books.ts';
import { inspected } from '../support/inspected-books.ts';
import { sampleSetup } from '../support/sample-setup.ts';
import { servedBooks } from '../support/served-books.ts';

test('003.X10 Q-15 late facts are restated in the database, and the books prove it', async () => {
  const books = await servedBooks(sampleSetup({ costingMethod: 'moving-average' }));
  const client = httpClient(books.address);
  const post = (key: string, postedOn: string, type: string, fields: object) =>
    client.post([{ key, postedOn, type, item: 'F1', site: 'DC', ...fields }]);
  await post('a', '2026-05-05', 'receive-from-vendor', { quantity: '10', unitCost: '10' });
  await post('b', '2026-05-10', 'sale', { quantity: '5' });
  await post('c', '2026-05-11', 'stock-transfer', { quantity: '2', toSite: 'O1' });
  await post('d', '2026-05-12', 'receive-transfer', { site: 'O1', document: 'c', quantity: '2' });
  await post('e', '2026-05-06', 'receive-from-vendor', { quantity: '10', unitCost: '16' });
  const seen = await inspected(books);
  const { rows } = await seen.owner.query<{ line: string }>(
    `select concat_ws(' ', e.posted_on, 'Dr', debit_account, debit_site, 'Cr', credit_account, credit_site, amount) as line
       from event e join posting p on p.event = e.number where e.type = 'cost-correction' order by e.number`,
  );
  expect(rows.map(({ line }) => line)).toEqual([
    '2026-05-10 Dr 5000 DC Cr 1300 DC 1500',
    '2026-05-11 Dr 1320 O1 Cr 1300 DC 600',
    '2026-05-12 Dr 1300 O1 Cr 1320 O1 600',
  ]);
  expect(await faultsOf(seen)).toEqual([]);
});
