import { expect, test } from 'vitest';
import { faultsOf } from '../posting/verified-books.ts';
import { inspected } from '../support/inspected-books.ts';
import { sampleSetup } from '../support/sample-setup.ts';
import { servedBooks } from '../support/served-books.ts';
import { httpClient, messagesOf } from './http-client.ts';

/** The sample company with frames and cases at the DC. */
async function company(setup = sampleSetup()) {
  const books = await servedBooks(setup);
  const client = httpClient(books.address);
  const open = { type: 'opening-balance', postedOn: '2026-01-01', site: 'DC', quantity: '20' };
  await client.post([
    { ...open, key: 'f1', item: 'F1', unitCost: '50' },
    { ...open, key: 'a1', item: 'A1', unitCost: '2' },
    { ...open, key: 'k1', item: 'K1', unitCost: '3.1' },
  ]);
  const expected = async (query = '') =>
    (await client.send(`GET /companies/sample/stock-receipts${query}`)).body;
  const receive = (document: string, body: unknown) =>
    client.send(`POST /companies/sample/stock-receipts/${document}`, { body });
  return { books, client, expected, receive };
}

const SEND = {
  type: 'stock-transfer',
  postedOn: '2026-05-02',
  site: 'DC',
  toSite: 'O1',
  document: 'TR-1',
};
const ORDER = {
  ...SEND,
  type: 'stock-order-transfer',
  postedOn: '2026-05-12',
  toSite: 'O2',
  document: 'SO/1',
};
const SENT = [
  { ...SEND, key: 's1', item: 'F1', quantity: '4' },
  { ...SEND, key: 's2', item: 'A1', quantity: '6' },
  { ...SEND, key: 's3', item: 'K1', quantity: '1.250' },
  { ...ORDER, key: 's4', item: 'F1', quantity: '2' },
];

test('003.55 a sending prepares its receipt: expected quantities and costs, by site, until it is posted', async () => {
  const { books, client, expected, receive } = await company();
  expect(await expected()).toEqual({ count: 0, receipts: [] });
  await client.post(SENT);
  const transfer = {
    document: 'TR-1',
    site: 'O1',
    fromSite: 'DC',
    sentOn: '2026-05-02',
    age: 30,
    lines: [
      { item: 'A1', name: 'Case', quantity: '6', cost: '12.00', type: 'receive-transfer' },
      { item: 'F1', name: 'Frame', quantity: '4', cost: '200.00', type: 'receive-transfer' },
      { item: 'K1', name: 'Resin', quantity: '1.250', cost: '3.88', type: 'receive-transfer' },
    ],
  };
  expect(await expected()).toMatchObject({
    count: 2,
    receipts: [
      transfer,
      { document: 'SO/1', site: 'O2', lines: [{ type: 'receipt-for-stock-order' }] },
    ],
  });
  expect(await expected('?site=O1')).toEqual({ count: 1, receipts: [transfer] });

  // Everything arrives as sent; the same request again is answered again.
  const all = { site: 'O2', postedOn: '2026-05-15' };
  const received = await receive('SO%2F1', all);
  expect(received.body).toMatchObject({
    results: [
      {
        key: 'receipt:SO/1:O2:F1',
        status: 'posted',
        cost: '100.00',
        lines: [{ type: 'receipt-for-stock-order', site: 'O2' }, { account: '1320' }],
      },
    ],
  });
  expect((await receive('SO%2F1', all)).body).toMatchObject({ results: [{ status: 'duplicate' }] });
  expect(await expected('?site=O2')).toEqual({ count: 0, receipts: [] });
  expect(await faultsOf(await inspected(books))).toEqual([]);
});

test('003.55 quantities are changed line by line, a zero leaves a line out, and the rest stays on its way', async () => {
  const { books, client, expected, receive } = await company();
  await client.post(SENT);
  const lines = [
    { item: 'F1', quantity: '3' },
    { item: 'K1', quantity: '0' },
  ];
  const changed = { site: 'O1', postedOn: '2026-05-15', lines };
  const first = await receive('TR-1', changed);
  expect(first.body).toMatchObject({
    results: [
      { key: 'receipt:TR-1:O1:A1', cost: '12.00' },
      { key: 'receipt:TR-1:O1:F1', cost: '150.00' },
    ],
  });
  expect((await receive('TR-1', changed)).body).toMatchObject({
    results: [{ status: 'duplicate' }, { status: 'duplicate' }],
  });
  expect(await expected('?site=O1')).toMatchObject({
    receipts: [
      {
        lines: [
          { item: 'F1', quantity: '1', cost: '50.00' },
          { item: 'K1', quantity: '1.250' },
        ],
      },
    ],
  });
  // What turned out to be lost is written off, the rest is received later without naming a key.
  await client.post([
    {
      key: 'lost',
      type: 'transfer-lost',
      postedOn: '2026-05-16',
      item: 'K1',
      site: 'O1',
      quantity: '0.250',
      document: 'TR-1',
    },
  ]);
  const later = { site: 'O1', postedOn: '2026-05-20' };
  expect((await receive('TR-1', later)).body).toMatchObject({
    results: [
      { key: 'receipt:TR-1:O1:F1:2', status: 'posted', cost: '50.00' },
      { key: 'receipt:TR-1:O1:K1', status: 'posted', cost: '3.10' },
    ],
  });
  expect((await receive('TR-1', later)).body).toMatchObject({
    results: [{ status: 'duplicate' }, { status: 'duplicate' }],
  });
  expect(await expected('?site=O1')).toEqual({ count: 0, receipts: [] });
  expect(await faultsOf(await inspected(books))).toEqual([]);
});

test('003.55 more than is expected, what was never sent and every other fault are told at once, and nothing is posted', async () => {
  const { books, client, expected, receive } = await company();
  await client.post(SENT);
  const lines = [
    { item: 'F1', quantity: '5' },
    { item: 'A1', quantity: '6' },
    { item: 'K1', quantity: 'much' },
    { item: 'F2', quantity: '1' },
  ];
  const refused = await receive('TR-1', { site: 'O1', postedOn: '2026-05-15', lines });
  expect(messagesOf(refused)).toEqual([
    'quantity is not a decimal number: much.',
    'TR-1 carries 4 of F1 as in-transit at O1 on 2026-05-15, 5 is asked for. TR-1 of F1 is: 4 in transit to O1.',
    'TR-1 carries 0 of F2 as in-transit at O1 on 2026-05-15, 1 is asked for. Nothing of F2 is under way for TR-1.',
  ]);
  expect(await expected('?site=O1')).toMatchObject({ receipts: [{ lines: [{}, {}, {}] }] });
  const inspectable = await inspected(books);
  expect((await inspectable.owner.query('select from event')).rows).toHaveLength(7);
  const twice = [
    { item: 'F1', quantity: '1' },
    { item: 'F1', quantity: '1' },
  ];
  const repeated = await receive('TR-1', { site: 'O1', postedOn: '2026-05-15', lines: twice });
  expect(messagesOf(repeated)).toEqual(['lines: F1 stands there twice']);
  const elsewhere = await receive('TR-1', { site: 'L', postedOn: '2026-05-15' });
  expect(elsewhere.status).toBe(404);
  expect(messagesOf(elsewhere)).toEqual(['There is no stock receipt TR-1 at L.']);
  const closed = await receive('TR-1', { site: 'O1', postedOn: '2027-05-15' });
  expect(messagesOf(closed)).toEqual(['The period of 2027-05-15 does not exist.']);
});

test('003.55 a receipt with a key of its own is that receipt for ever', async () => {
  const { client, receive } = await company();
  await client.post(SENT);
  const fields = { site: 'O1', postedOn: '2026-05-15', key: 'dock-7' };
  const some = {
    ...fields,
    lines: [
      { item: 'F1', quantity: '1' },
      { item: 'A1', quantity: '0' },
      { item: 'K1', quantity: '0' },
    ],
  };
  expect((await receive('TR-1', some)).body).toMatchObject({
    results: [{ key: 'dock-7:F1', status: 'posted', cost: '50.00' }],
  });
  expect((await receive('TR-1', some)).body).toMatchObject({ results: [{ status: 'duplicate' }] });
  const other = await receive('TR-1', { ...some, lines: [{ item: 'F1', quantity: '2' }] });
  expect(messagesOf(other)).toEqual([
    'Key dock-7:F1 of api already stands for another content: quantity was 1, now 2.',
  ]);
});

test('003.56 a site set up so receives what the DC sends as it is sent, in one answer and one decision', async () => {
  const setup = sampleSetup();
  const sites = (setup.sites ?? []).map((site) =>
    site.code === 'O1' ? { ...site, receivesTransfersAutomatically: true } : site,
  );
  const { books, client, expected } = await company({ ...setup, sites });
  const [sent] = await client.post([SENT[0]]);
  expect(sent).toMatchObject({
    status: 'posted',
    lines: [{ type: 'stock-transfer-in-transit' }, { type: 'stock-transfer' }],
    caused: [
      {
        type: 'receive-transfer',
        lines: [
          { account: '1300', site: 'O1', debit: '200.00' },
          { account: '1320', site: 'O1', credit: '200.00' },
        ],
      },
    ],
  });
  expect(await client.post([SENT[0]])).toEqual([{ ...sent, status: 'duplicate' }]);
  expect(await expected()).toEqual({ count: 0, receipts: [] });
  // Switched off again, the next one waits.
  const office = { code: 'O1', name: 'Office one', kind: 'office', center: '020' };
  const change = { company: setup.company, sites: [office] };
  expect((await client.send('PUT /companies/sample/setup', { body: change })).status).toBe(200);
  expect(await client.post([{ ...SENT[0], key: 's5', document: 'TR-2' }])).toMatchObject([
    { status: 'posted' },
  ]);
  expect(await expected()).toMatchObject({ count: 1, receipts: [{ document: 'TR-2' }] });
  expect(await faultsOf(await inspected(books))).toEqual([]);
});
