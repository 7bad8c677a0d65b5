import { expect, test } from 'vitest';
import { booksInspection } from '../../packages/server/src/storage/postgres/books-inspection.ts';
import { faultsOf } from '../posting/verified-books.ts';
import { sampleSetup } from '../support/sample-setup.ts';
import { servedBooks } from '../support/served-books.ts';
import { httpClient } from './http-client.ts';

const AT = { postedOn: '2026-01-05', item: 'F1', site: 'DC', location: 'OTHERS' };

test('002.45 a vendor’s goods lie with us, on no report of value and no account, until they are used', async () => {
  const { locations = [], ...setup } = sampleSetup();
  const others = { site: 'DC', code: 'OTHERS', ownership: 'third-party' as const };
  const books = await servedBooks({ ...setup, locations: [...locations, others] });
  const { post, send } = httpClient(books.address);

  const [received] = await post([
    { ...AT, key: 'in', type: 'consignment-receipt', quantity: '6', party: 'V-1' },
  ]);
  expect(received).toMatchObject({ status: 'posted', cost: '0.00', lines: [] });
  expect(await send('GET /companies/sample/reports/inventory-value')).toMatchObject({
    body: { rows: [] },
  });
  const stock = await send('GET /companies/sample/stock?bucket=consigned');
  expect(stock.body).toMatchObject({ lines: [{ item: 'F1', place: 'OTHERS', quantity: '6' }] });

  const [early] = await post([{ ...AT, key: 'sold', type: 'sale', quantity: '2' }]);
  expect(early).toMatchObject({
    status: 'refused',
    code: 'stock-of-others',
    message: 'Of F1 at OTHERS only 0 is our own.',
  });
  const [used, sold] = await post([
    { ...AT, key: 'used', type: 'consignment-use', quantity: '2', unitCost: '56.00' },
    { ...AT, key: 'sold', type: 'sale', quantity: '2' },
  ]);
  expect(used).toMatchObject({
    status: 'posted',
    lines: [
      { account: '1300', debit: '112.00' },
      { account: '2150', credit: '112.00' },
    ],
  });
  expect(sold).toMatchObject({ status: 'posted', cost: '112.00' });
  const [invoiced] = await post([
    {
      ...AT,
      key: 'bill',
      type: 'supplier-invoice-match',
      original: 'used',
      quantity: '2',
      unitCost: '57.00',
    },
  ]);
  expect(invoiced).toMatchObject({ status: 'posted' });

  expect(
    await faultsOf({ inspection: booksInspection(books.pool), company: books.company }),
  ).toEqual([]);
});
