import { expect, test } from 'vitest';
import { faultsOf } from '../posting/verified-books.ts';
import { inspected } from '../support/inspected-books.ts';
import { sampleSetup } from '../support/sample-setup.ts';
import { servedBooks } from '../support/served-books.ts';
import { httpClient, messagesOf } from './http-client.ts';

/** The sample company, where transfer variance and write-offs have accounts of their own. */
async function company(settings = {}) {
  const setup = sampleSetup(settings);
  const books = await servedBooks({
    ...setup,
    places: [
      ...(setup.places ?? []),
      { group: 1, site: 'O1', accounts: { 'transfer-variance': '5870' } },
    ],
    modes: [
      ...(setup.modes ?? []),
      { type: 'manual-receipt-write-off', role: 'inventory-adjustment', mode: 'reason' },
    ],
  });
  const client = httpClient(books.address);
  const open = { type: 'opening-balance', postedOn: '2026-01-01', item: 'F1', quantity: '10' };
  await client.post([
    { ...open, key: 'dc', site: 'DC', unitCost: '50' },
    { ...open, key: 'o1', site: 'O1', unitCost: '45' },
  ]);
  const review = async () => (await client.send('GET /companies/sample/manual-receipts')).body;
  const act = (path: string, body: unknown) =>
    client.send(`POST /companies/sample/manual-receipts/${path}`, { body });
  return { books, client, review, act };
}

const RECEIVED = {
  key: 'till:1',
  type: 'manual-stock-receipt',
  postedOn: '2026-05-02',
  item: 'F1',
  site: 'O1',
  fromSite: 'DC',
  quantity: '3',
  reference: 'handed over by driver',
};

const balanceOf = async ({ owner }: Awaited<ReturnType<typeof inspected>>, account: string) => {
  const { rows } = await owner.query<{ balance: string }>(
    `select coalesce(sum(case side when 'debit' then amount else -amount end), 0)::text as balance
       from journal_line where account = $1`,
    [account],
  );
  return rows[0]?.balance;
};

test('003.10 003.T16 a receipt nobody sent credits Purchases and stays in the review until it is matched', async () => {
  const { books, client, review, act } = await company();
  expect(await review()).toEqual({ count: 0, lines: [] });
  const [receipt] = await client.post([RECEIVED]);
  expect(receipt).toMatchObject({
    cost: '150.00',
    lines: [
      { account: '1300', debit: '150.00' },
      { account: '2150', credit: '150.00' },
    ],
  });
  expect(await review()).toEqual({
    count: 1,
    lines: [
      {
        source: 'api',
        key: 'till:1',
        event: 3,
        postedOn: '2026-05-02',
        age: 30,
        item: 'F1',
        name: 'Frame',
        site: 'O1',
        fromSite: 'DC',
        reference: 'handed over by driver',
        quantity: '3',
        value: '150.00',
      },
    ],
  });
  // The DC has bought at another price meanwhile: what the transfer carries is not what was received.
  await client.post([
    {
      key: 'buy',
      type: 'receive-from-vendor',
      postedOn: '2026-05-03',
      item: 'F1',
      site: 'DC',
      quantity: '10',
      unitCost: '56',
    },
  ]);
  const part = { postedOn: '2026-05-20', quantity: '1', key: 'part' };
  const first = await act('till%3A1/match', part);
  expect(first).toMatchObject({
    status: 200,
    body: {
      results: [
        { key: 'part-transfer', status: 'posted', cost: '53.00' },
        {
          key: 'part',
          status: 'posted',
          lines: [
            { account: '2150', site: 'O1', debit: '50.00' },
            { account: '5870', site: 'O1', debit: '3.00' },
            { account: '1320', site: 'O1', credit: '53.00' },
          ],
        },
      ],
    },
  });
  expect(await review()).toMatchObject({ count: 1, lines: [{ quantity: '2', value: '100.00' }] });
  const again = await act('till%3A1/match', part);
  expect(again.body).toMatchObject({ results: [{ status: 'duplicate' }, { status: 'duplicate' }] });

  // The rest is on its way under a document already: only the match is posted.
  await client.post([
    {
      key: 'send',
      type: 'stock-transfer',
      postedOn: '2026-05-21',
      item: 'F1',
      site: 'DC',
      toSite: 'O1',
      quantity: '2',
      document: 'TR-7',
    },
  ]);
  const rest = { postedOn: '2026-05-22', document: 'TR-7' };
  expect((await act('till%3A1/match', rest)).body).toMatchObject({
    results: [{ key: 'till:1#match', status: 'posted', cost: '106.00' }],
  });
  expect((await act('till%3A1/match', rest)).body).toMatchObject({
    results: [{ status: 'duplicate' }],
  });
  expect(await review()).toEqual({ count: 0, lines: [] });
  const inspectable = await inspected(books);
  // 560.00 of the vendor are all that is left on goods received.
  expect(await balanceOf(inspectable, '2150')).toBe('-56000');
  expect(await balanceOf(inspectable, '1320')).toBe('0');
  expect(await faultsOf(inspectable)).toEqual([]);
});

test('003.10 003.X12 what nothing will come for is written off to a reason, each part once', async () => {
  const { books, client, review, act } = await company();
  await client.post([RECEIVED, { ...RECEIVED, key: 'minus', quantity: '-1', fromSite: undefined }]);
  expect(await review()).toMatchObject({
    count: 2,
    lines: [
      { quantity: '3', value: '150.00' },
      { quantity: '-1', value: '-46.15' },
    ],
  });
  const body = { postedOn: '2026-05-20', reason: 'Damage' };
  expect(
    (await act('till:1/write-off', { ...body, quantity: '2', key: 'two' })).body,
  ).toMatchObject({
    results: [
      {
        lines: [
          { account: '2150', debit: '100.00' },
          { account: '5801', credit: '100.00' },
        ],
      },
    ],
  });
  expect((await act('till:1/write-off', body)).body).toMatchObject({
    results: [{ cost: '50.00', lines: [{ debit: '50.00' }, { credit: '50.00' }] }],
  });
  expect((await act('minus/write-off', body)).body).toMatchObject({
    results: [
      {
        lines: [
          { account: '5801', debit: '46.15' },
          { account: '2150', credit: '46.15' },
        ],
      },
    ],
  });
  expect(await review()).toEqual({ count: 0, lines: [] });
  const more = await act('till:1/write-off', { ...body, key: 'more' });
  expect(more.status).toBe(409);
  expect(messagesOf(more)).toEqual(['Of till:1 only 0 is left, 3 is asked for.']);
  const inspectable = await inspected(books);
  expect(await balanceOf(inspectable, '2150')).toBe('0');
  expect(await faultsOf(inspectable)).toEqual([]);
});

test('003.10 a transfer that cannot be sent is not matched either, and all reasons are told', async () => {
  const { books, client, act } = await company({ negativeStock: 'forbid' });
  await client.post([
    { ...RECEIVED, quantity: '12' },
    { ...RECEIVED, key: 'plain', fromSite: undefined },
  ]);
  const refused = await act('till:1/match', { postedOn: '2026-05-20' });
  expect(messagesOf(refused)).toEqual([
    'F1 at DC would be 2 below zero on 2026-05-20.',
    'till:1#match-transfer carries 0 of F1 as in-transit at O1 on 2026-05-20, 12 is asked for. Nothing of F1 is under way for till:1#match-transfer.',
  ]);
  const inspectable = await inspected(books);
  const events = await inspectable.owner.query('select from event');
  expect(events.rows).toHaveLength(4);
  expect(messagesOf(await act('plain/match', { postedOn: '2026-05-20' }))).toEqual([
    'manual-receipt-match needs fromSite.',
  ]);
  expect((await act('plain/match', { postedOn: '2026-05-20', fromSite: 'DC' })).status).toBe(200);
  const nobody = await act('nobody/match', { postedOn: '2026-05-20', fromSite: 'DC' });
  expect(nobody.status).toBe(404);
  expect(messagesOf(nobody)).toEqual(['There is no manual stock receipt nobody of api.']);
  expect((await act('dc/write-off', { postedOn: '2026-05-20', reason: 'Found' })).status).toBe(404);
  expect((await act('till:1/write-off', { postedOn: 'x' })).status).toBe(400);
});

test('003.10 a receipt of another source is cleared under that source, and what is taken back is not open', async () => {
  const { books, client, review, act } = await company();
  await client.post([
    { ...RECEIVED, source: 'pos' },
    { ...RECEIVED, key: 'undone' },
    { ...RECEIVED, key: 'back' },
    { ...RECEIVED, key: 'undo', quantity: undefined, fromSite: undefined, reverses: 'undone' },
    { ...RECEIVED, key: 'take', quantity: '-3', fromSite: undefined, original: 'back' },
  ]);
  expect(await review()).toMatchObject({ count: 1, lines: [{ source: 'pos', key: 'till:1' }] });
  expect((await act('till:1/match', { postedOn: '2026-05-20' })).status).toBe(404);
  const matched = await act('till:1/match?source=pos', { postedOn: '2026-05-20' });
  expect(matched.status).toBe(200);
  expect(await review()).toEqual({ count: 0, lines: [] });
  expect(await faultsOf(await inspected(books))).toEqual([]);
});
