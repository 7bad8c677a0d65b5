import { expect, test } from 'vitest';
import { faultsOf } from '../posting/verified-books.ts';
import { inspected } from '../support/inspected-books.ts';
import { sampleSetup } from '../support/sample-setup.ts';
import { servedBooks } from '../support/served-books.ts';
import { httpClient } from './http-client.ts';

async function company() {
  const books = await servedBooks(sampleSetup({ costingMethod: 'moving-average' }));
  const client = httpClient(books.address);
  const seen = await inspected(books);
  const told = (key: string, postedOn: string, type: string, fields: object = {}) => {
    return { key, postedOn, type, item: 'F1', site: 'DC', ...fields };
  };
  await client.post([
    told('a', '2026-03-05', 'receive-from-vendor', { quantity: '10', unitCost: '10' }),
    told('b', '2026-04-10', 'sale', { quantity: '5' }),
  ]);
  const state = async (): Promise<unknown> => {
    const { rows } = await seen.owner.query(
      `select l.*, (select count(*) from event) as events, (select sum(value) from cost_pool) as value,
              (select count(*) from restated_cost) as restated, (select count(*) from configuration_change) as changes
         from lane l`,
    );
    return rows;
  };
  return { client, seen, told, state };
}

test('003.X10 what a backdated receipt would change is shown, and nothing of it is kept', async () => {
  const { client, seen, told, state } = await company();
  const before = await state();
  const late = told('late', '2026-03-06', 'receive-from-vendor', {
    quantity: '10',
    unitCost: '16',
  });
  const { status, body } = await client.send('POST /companies/sample/what-if', {
    body: { transactions: [late] },
  });
  expect({ status, body }).toMatchObject({
    status: 200,
    body: {
      events: 2,
      repriced: 1,
      isComplete: true,
      ledger: [
        { period: '2026-03', account: '1300', site: 'DC', amount: '160.00' },
        { period: '2026-03', account: '2150', site: 'DC', amount: '-160.00' },
        { period: '2026-04', account: '1300', site: 'DC', amount: '-15.00' },
        { period: '2026-04', account: '5000', site: 'DC', amount: '15.00' },
      ],
      stock: [
        {
          item: 'F1',
          site: 'DC',
          quantityBefore: '5',
          quantityAfter: '15',
          valueBefore: '50.00',
          valueAfter: '195.00',
        },
      ],
      results: [{ key: 'late', status: 'posted', isLate: true }],
    },
  });
  expect(await state()).toEqual(before);
  expect(await faultsOf(seen)).toEqual([]);
  // A dry run tells the same of it, and posting does it.
  const [previewed] = await client.post([late], { dryRun: true });
  expect(previewed).toMatchObject({ isLate: true, restated: { repriced: 1, events: 2 } });
  await client.post([late]);
  const { rows } = await seen.owner.query<{ line: string }>(
    `select concat_ws(' ', to_char(posted_on, 'YYYY-MM'), debit_account, credit_account, amount) as line
       from posting where event > 2 order by event`,
  );
  expect(rows.map(({ line }) => line)).toEqual([
    '2026-03 1300 2150 16000',
    '2026-04 5000 1300 1500',
  ]);
});

test('what a change of the setup would make of the stock is shown, and nothing of it is kept', async () => {
  const { client, state } = await company();
  const before = await state();
  const { company: own } = sampleSetup();
  const frame = { code: 'F1', name: 'Frame', group: 1, itemType: 'Frame', standardCost: '12' };
  const setup = {
    company: { ...own, costingMethod: 'standard' },
    costsFrom: '2026-05-01',
    items: [frame],
  };
  const { body } = await client.send('POST /companies/sample/what-if', { body: { setup } });
  expect(body).toMatchObject({ stock: [{ valueBefore: '50.00', valueAfter: '60.00' }] });
  expect(await state()).toEqual(before);
});

test('what would be refused says so, one by one; a body must be one of the two', async () => {
  const { client, told } = await company();
  const tried = await client.send('POST /companies/sample/what-if', {
    body: { transactions: [told('x', '2026-04-11', 'sale', { quantity: 'many', site: 'X' })] },
  });
  expect(tried.body).toMatchObject({ events: 0, results: [{ status: 'refused' }] });
  const both = { transactions: [told('y', '2026-04-11', 'sale')], setup: sampleSetup() };
  for (const body of [{}, both])
    expect((await client.send('POST /companies/sample/what-if', { body })).status).toBe(400);
});
