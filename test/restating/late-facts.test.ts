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

test('costing 5.4 Q-16 what is owed for goods follows late facts, for an invoice before, after, and taken back', async () => {
  const books = await servedBooks(sampleSetup({ costingMethod: 'moving-average' }));
  const client = httpClient(books.address);
  const seen = await inspected(books);
  const post = async (key: string, postedOn: string, type: string, fields: object) => {
    const sent = { key, postedOn, type, item: 'F1', site: 'DC', ...fields };
    expect(await client.post([sent])).toMatchObject([{ status: 'posted' }]);
    const { rows } = await seen.owner.query<{ role: string; balance: string }>(
      `select role, sum(s.value)::text as balance
         from posting p
        cross join lateral (
              values (debit_determination, amount), (credit_determination, -amount)) s(determination, value)
         join determination d on d.company_id = p.company_id and d.number = s.determination
        where role in ('grni', 'purchase-variance', 'supplier-control')
        group by role having sum(s.value) <> 0 order by role`,
    );
    return rows.map(({ role, balance }) => `${role} ${balance}`).join(', ');
  };
  const receipt = (unitCost: string) => ({ quantity: '10', unitCost });
  await post('a', '2026-05-05', 'receive-from-vendor', receipt('10'));
  const returned = { quantity: '4', original: 'a' };
  expect(await post('b', '2026-05-10', 'return-to-vendor', returned)).toBe('grni -6000');
  // The average was 13.00 when the goods went back: 52.00 of 100.00.
  expect(await post('c', '2026-05-02', 'receive-from-vendor', receipt('16'))).toBe('grni -20800');
  // Of the receipt 48.00 is left; the invoice says 60.00.
  const invoice = { quantity: '6', amount: '60', original: 'a' };
  expect(await post('d', '2026-05-20', 'supplier-invoice-match', invoice)).toBe(
    'grni -16000, purchase-variance 1200, supplier-control -6000',
  );
  // Now it was 15.00: 60.00 went back with the goods, and the invoice cleared 40.00.
  expect(await post('e', '2026-05-03', 'receive-from-vendor', receipt('19'))).toBe(
    'grni -35000, purchase-variance 2000, supplier-control -6000',
  );
  expect(await post('f', '2026-05-25', 'supplier-invoice-match', { reverses: 'd' })).toBe(
    'grni -39000',
  );
  expect(await faultsOf(seen)).toEqual([]);
});
