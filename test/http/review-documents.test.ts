import { expect, test } from 'vitest';
import { faultsOf } from '../posting/verified-books.ts';
import { inspected } from '../support/inspected-books.ts';
import { messagesOf } from './http-client.ts';
import { byHand, inShort, reviewCompany } from './review-company.ts';

const TRADING = {
  vendors: [{ code: 'ACME', name: 'Acme plc', merchandise: true }],
  convertedOrders: [{ order: 'PO-88', vendor: 'ACME' }],
};

const OF_ACME = { type: 'supplier-invoice', postedOn: '2026-05-10', site: 'DC', party: 'ACME' };

/** The documents of the month that are a vendor's. */
const BILLS = [
  {
    ...OF_ACME,
    key: 'INV-1',
    reference: 'PO-4711',
    lines: [
      { item: 'F1', quantity: '10', unitPrice: '120' },
      { kind: 'freight', amount: '80' },
    ],
  },
  { ...OF_ACME, key: 'INV-2', reference: 'Second Quarter Rebate', lines: [{ amount: '-500' }] },
  {
    ...OF_ACME,
    key: 'INV-3',
    reference: '-Second Quarter Rebate',
    lines: [{ amount: '-500', account: '4900' }],
  },
  {
    ...OF_ACME,
    key: 'CRN-1',
    type: 'supplier-credit-note',
    reference: 'RMA 9',
    lines: [{ kind: 'vendor-return', item: 'F1', quantity: '2', unitPrice: '30' }],
  },
  { ...OF_ACME, key: 'INV-4', site: 'O2', reference: 'PO-88', lines: [{ amount: '900' }] },
];

/** What comes from sales. */
const SALES = [
  byHand('4.2', '-90', '5000', { item: 'C1', reference: 'SO 12' }),
  byHand('4.4', '20', '5000', { item: 'C1', reference: 'SO 13, instant rebate' }),
  byHand('4.6a', '60', '5000', { reference: 'returned by a customer' }),
  byHand('4.8', '-6', '5000', { item: 'SP1', reference: 'SO 14' }),
];

const RECEIVED = {
  key: 'in',
  type: 'receive-from-vendor',
  postedOn: '2026-05-04',
  item: 'F1',
  site: 'DC',
  quantity: '10',
  unitCost: '119',
  party: 'ACME',
  document: 'PO-4711',
};

async function month() {
  const company = await reviewCompany(TRADING);
  await company.client.post([RECEIVED, ...SALES]);
  for (const body of BILLS)
    expect(await company.client.send('POST /companies/sample/documents', { body })).toMatchObject({
      status: 200,
    });
  return company;
}

test('004.02 004.33 004.39 the month out of documents comes to 1,524.00 with the reasons they left, and is cleared to 0.00', async () => {
  const { books, review, act, say, balance } = await month();
  expect(await balance('1495')).toBe('152400');
  const listed = await review();
  expect(inShort(listed)).toEqual([
    'consumable-cost -90.00 reallocate',
    'customer-rebate 20.00 reallocate',
    'customer-return 60.00 match',
    'sp-cost -6.00 reallocate',
    'missing-link 1200.00 link-receipt',
    'vendor-rebate -500.00 reallocate',
    'vendor-return -60.00 match',
    'converted-po 900.00 reallocate',
  ]);
  // Why each of them came is what was stored with its posting; the hyphen went where it was sent.
  expect(listed.lines.slice(4)).toMatchObject([
    {
      source: 'AP',
      type: 'supplier-invoice',
      reason: 'no-link',
      reference: 'PO-4711',
      party: 'ACME',
    },
    { source: 'AP', reason: 'rebate', reference: 'Second Quarter Rebate', item: '' },
    { source: 'AP', type: 'supplier-credit-note', reason: 'vendor-return-account-missing' },
    { source: 'AP', reason: 'converted-po', site: 'O2', item: '' },
  ]);
  for (const label of new Set(listed.lines.map((line) => line.label))) {
    if (label === 'vendor-return') continue;
    expect(await act({ action: 'accept', label })).toMatchObject({ status: 200 });
  }
  expect(await review()).toMatchObject({ balance: '0.00', lines: [] });
  // The goods received are invoiced, the rebates are income, the opening has borne the old order.
  expect([
    await balance('1495'),
    await balance('2150'),
    await balance('4900'),
    await balance('3000'),
  ]).toEqual(['0', '0', '-98000', '90000']);
  expect((await say('2026-05/sign-off')).body).toMatchObject({ isDone: true, carried: '0.00' });
  expect(await faultsOf(await inspected(books))).toEqual([]);
});

test('lines of the review are found by the source of their journals', async () => {
  const { review } = await month();
  expect((await review('period=2026-05&source=AP')).lines).toHaveLength(4);
  expect((await review('period=2026-05&source=GJ')).lines).toHaveLength(4);
  expect((await review('period=2026-05&source=SJ')).lines).toHaveLength(0);
});

test('004.02 an invoice is not reversed while the review has cleared a line of it; undone, it takes its line with it', async () => {
  const { books, client, path, review, act, balance } = await month();
  expect(await act({ key: 'link', action: 'accept', label: 'missing-link' })).toMatchObject({
    status: 200,
  });
  const { key: _, lines: __, ...head } = BILLS[0] ?? {};
  const body = { ...head, key: 'NO-1', postedOn: '2026-05-31', reverses: 'INV-1' };
  const reverse = () => client.send('POST /companies/sample/documents', { body });
  expect(messagesOf(await reverse())).toEqual([
    'INV-1 cannot be reversed exactly: the review has cleared it; undo that first.',
  ]);
  expect(
    await client.send(`POST ${path}/actions/1/undo`, {
      body: { key: 'undo', postedOn: '2026-05-31' },
    }),
  ).toMatchObject({ status: 200 });
  expect(await reverse()).toMatchObject({ status: 200 });
  expect(inShort(await review()).filter((line) => line.startsWith('missing-link'))).toEqual([]);
  expect([await balance('1495'), await review()]).toMatchObject(['32400', { balance: '324.00' }]);
  expect(await faultsOf(await inspected(books))).toEqual([]);
});

test('003.X07 a line of an invoice is cleared by whoever names it, and never beyond what is open', async () => {
  const { books, client, review } = await month();
  const clear = {
    type: 'non-inventory-reallocation',
    postedOn: '2026-05-31',
    item: 'F1',
    site: 'DC',
    account: '5200',
    clears: 'INV-1#1',
  };
  const [done, more] = await client.post([
    { ...clear, key: 'part', amount: '200' },
    { ...clear, key: 'more', amount: '1000.01' },
  ]);
  expect(done).toMatchObject({
    status: 'posted',
    lines: [
      { account: '5200', debit: '200.00' },
      { account: '1495', credit: '200.00' },
    ],
  });
  expect(more).toMatchObject({ status: 'refused', code: 'more-than-open' });
  expect(inShort(await review())[4]).toBe('missing-link 1000.00 link-receipt');
  expect(await faultsOf(await inspected(books))).toEqual([]);
});
