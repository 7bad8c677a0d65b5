import { expect, test } from 'vitest';
import { faultsOf } from '../posting/verified-books.ts';
import { inspected } from '../support/inspected-books.ts';
import { sampleSetup } from '../support/sample-setup.ts';
import { servedBooks } from '../support/served-books.ts';
import { httpClient, messagesOf } from './http-client.ts';

type Policies = NonNullable<ReturnType<typeof sampleSetup>['policies']>;

const PROSPECTIVE: Policies = [{ policy: 'late-facts', value: 'prospective' }];

/** The sample company with two receipts of one order at two sites: half of the first is sold. */
async function company(policies: Policies = PROSPECTIVE) {
  const setup = sampleSetup();
  const items = (setup.items ?? []).map((item) =>
    item.code === 'F1' ? { ...item, weight: '0.035' } : item,
  );
  const books = await servedBooks({ ...setup, items, policies });
  const client = httpClient(books.address);
  const receipt = { type: 'receive-from-vendor', postedOn: '2026-03-02', reference: 'PO 4711' };
  await client.post([
    {
      ...receipt,
      key: 'in-1',
      item: 'F1',
      site: 'DC',
      quantity: '10',
      unitCost: '50',
      party: 'V1',
    },
    { ...receipt, key: 'in-2', item: 'K1', site: 'L', quantity: '2.500', unitCost: '40' },
    { key: 'out', type: 'otc-sale', postedOn: '2026-03-05', item: 'F1', site: 'DC', quantity: '5' },
  ]);
  const send = (path: string, body: unknown) =>
    client.send(`POST /companies/sample/${path}`, { body });
  const events = async () =>
    (await client.send('GET /companies/sample/transactions?limit=100')).body;
  return { books, client, send, events };
}

const FREIGHT = {
  key: 'FR-1',
  postedOn: '2026-03-20',
  basis: 'value',
  charges: [{ amount: '60.00', party: 'DHL', reference: 'bill 17' }],
  of: { reference: 'PO 4711' },
};

test('003.X16 Q-50 a freight bill is shared over the receipts of an order, and is told before it is posted', async () => {
  const { books, send, events } = await company();
  const before = await events();
  const tried = await send('landed-costs?dryRun=true', FREIGHT);
  expect(await events()).toEqual(before);
  expect(tried).toMatchObject({
    status: 200,
    body: {
      shares: [
        {
          charge: 1,
          receipt: 'in-1',
          source: 'api',
          item: 'F1',
          site: 'DC',
          basis: '500.00',
          share: '50.00',
          toStock: '25.00',
          toVariance: '25.00',
          policy: 'prospective',
        },
        { receipt: 'in-2', basis: '100.00', share: '10.00', toStock: '10.00', toVariance: '0.00' },
      ],
      results: [
        {
          key: 'FR-1:1.1',
          status: 'posted',
          lines: [
            { account: '1300', debit: '25.00' },
            { account: '5200', debit: '25.00' },
            { account: '2160', credit: '50.00' },
          ],
        },
        {
          lines: [
            { account: '1310', debit: '10.00' },
            { account: '2160', credit: '10.00' },
          ],
        },
      ],
    },
  });
  const posted = await send('landed-costs', FREIGHT);
  expect(posted.body).toEqual(tried.body);
  expect(await faultsOf(await inspected(books))).toEqual([]);
});

test('003.X16 a landed cost sent again is answered again, though the order has received more since', async () => {
  const { client, send, events } = await company();
  const first = await send('landed-costs', FREIGHT);
  await client.post([
    {
      key: 'in-3',
      type: 'receive-from-vendor',
      postedOn: '2026-03-21',
      item: 'F1',
      site: 'DC',
      quantity: '10',
      unitCost: '50',
      reference: 'PO 4711',
    },
  ]);
  const before = await events();
  const again = await send('landed-costs', FREIGHT);
  expect(again.body).toMatchObject({ results: [{ status: 'duplicate' }, { status: 'duplicate' }] });
  const shares = (answer: typeof first) => (answer.body as { shares: unknown }).shares;
  expect(shares(again)).toEqual(shares(first));
  const other = { ...FREIGHT, charges: [{ amount: '61.00' }] };
  expect(messagesOf(await send('landed-costs', other))).toEqual([
    expect.stringContaining('already stands for another content'),
    expect.stringContaining('already stands for another content'),
  ]);
  const receipts = { ...FREIGHT, of: undefined, receipts: [{ key: 'in-1' }] };
  expect(messagesOf(await send('landed-costs', receipts))).toEqual([
    'Key FR-1 of api already stands for another content: it was shared over other receipts, or had other charges.',
  ]);
  expect(await events()).toEqual(before);
});

test('003.X16 Q-50 several charges, each on an account of its own, by weight, by volume and equally', async () => {
  const { books, send } = await company();
  const charges = [
    { amount: '30.00' },
    { amount: '-3.00', account: '2100' },
    { amount: '0.01', account: '5300' },
  ];
  const document = { key: 'M-1', postedOn: '2026-03-20', charges };
  const weighed = await send('landed-costs', {
    ...document,
    basis: 'weight',
    receipts: [{ key: 'in-1' }, { key: 'in-2', weight: '0.700' }],
  });
  expect(weighed.body).toMatchObject({
    shares: [
      { charge: 1, basis: '0.35', share: '10.00' },
      { charge: 1, basis: '0.7', share: '20.00' },
      { charge: 2, share: '-1.00', toStock: '-0.50', toVariance: '-0.50' },
      { charge: 2, share: '-2.00', toStock: '-2.00', toVariance: '0.00' },
      { charge: 3, share: '0.00' },
      { charge: 3, share: '0.01', toStock: '0.01' },
    ],
    results: [
      {},
      {},
      { lines: [{ account: '2100', debit: '1.00' }, {}, {}] },
      { lines: [{ account: '2100', debit: '2.00' }, {}] },
      { lines: [] },
      { lines: [{ account: '1310' }, { account: '5300', credit: '0.01' }] },
    ],
  });
  const equally = await send('landed-costs', { ...FREIGHT, key: 'M-2', basis: 'equally' });
  expect(equally.body).toMatchObject({ shares: [{ share: '30.00' }, { share: '30.00' }] });
  const byQuantity = await send('landed-costs', { ...FREIGHT, key: 'M-3', basis: 'quantity' });
  expect(byQuantity.body).toMatchObject({
    shares: [
      { basis: '10', share: '48.00' },
      { basis: '2.5', share: '12.00' },
    ],
  });
  const volumes = [
    { key: 'in-1', volume: '3' },
    { key: 'in-2', volume: '1' },
  ];
  const spread = { ...FREIGHT, key: 'M-4', basis: 'volume', of: undefined, receipts: volumes };
  expect((await send('landed-costs', spread)).body).toMatchObject({
    shares: [{ share: '45.00' }, { share: '15.00' }],
  });
  expect(await faultsOf(await inspected(books))).toEqual([]);
});

test('003.X16 receipts are found by document, by vendor and day; nothing found is said', async () => {
  const { send } = await company();
  const found = async (of: object) =>
    send('landed-costs?dryRun=true', { ...FREIGHT, key: 'D-1', of });
  expect((await found({ party: 'V1', on: '2026-03-02' })).body).toMatchObject({
    shares: [{ receipt: 'in-1' }],
  });
  expect(messagesOf(await found({ party: 'V1', on: '2026-03-03' }))).toEqual([
    'There is no receipt of V1, 2026-03-03.',
  ]);
  expect(messagesOf(await found({ document: 'PO 4711' }))).toEqual([
    'There is no receipt of PO 4711.',
  ]);
  expect(messagesOf(await found({ party: 'V1', on: 'yesterday' }))).toEqual([
    'on is not a day: yesterday.',
  ]);
  expect(messagesOf(await found({}))).toEqual(['of: give document, reference or party']);
});

test('003.X16 what cannot be shared is refused line by line, and nothing is posted', async () => {
  const { client, send, events } = await company();
  await client.post([
    {
      key: 'gift',
      type: 'receive-from-vendor',
      postedOn: '2026-03-02',
      item: 'A1',
      site: 'DC',
      quantity: '1',
      unitCost: '0',
    },
    {
      key: 'back',
      type: 'receive-from-vendor',
      postedOn: '2026-03-06',
      item: 'A1',
      site: 'DC',
      reverses: 'gift',
    },
  ]);
  const before = await events();
  const refused = async (fields: object) =>
    messagesOf(await send('landed-costs', { ...FREIGHT, of: undefined, ...fields }));
  const names = (...keys: readonly string[]) => ({ receipts: keys.map((key) => ({ key })) });
  expect(await refused({ ...names('in-1', 'in-2', 'gift'), basis: 'weight' })).toEqual([
    'Receipt in-2 of K1 has no weight to share by.',
    'Receipt gift of A1 has no weight to share by.',
  ]);
  expect(await refused(names('in-1', 'gift'))).toEqual([
    'Receipt gift of A1 has no value to share by.',
  ]);
  expect(await refused(names('in-1', 'nobody', 'out'))).toEqual([
    'No transaction has the key nobody.',
    'out is about another kind: it brought no goods in.',
  ]);
  expect(await refused(names('in-1', 'in-1'))).toEqual(['receipts: in-1 stands there twice']);
  expect(await refused({ ...names('in-1', 'gift'), basis: 'equally' })).toEqual([
    'gift was reversed already.',
  ]);
  expect(await refused({})).toEqual(['give `receipts`, or else `of`']);
  const charges = [{ amount: '0.00' }, { amount: '1.005' }, { amount: 'much' }];
  expect(await refused({ ...names('in-1'), charges })).toEqual([
    'charge 1: an amount of zero adds nothing',
    'charge 2 1.005 has more than 2 decimals.',
    'charge 3 is not a decimal number: much.',
  ]);
  expect(await events()).toEqual(before);
});

test('003.X16 a landed cost is reversed as a whole, exactly and once', async () => {
  const { books, client, send } = await company();
  await send('landed-costs', FREIGHT);
  const reversed = await send('landed-costs/FR-1/reversal', { postedOn: '2026-03-31' });
  expect(reversed.body).toMatchObject({
    results: [
      {
        key: 'FR-1:1.1:reversal',
        lines: [
          { account: '2160', debit: '50.00' },
          { account: '1300', credit: '25.00' },
          { account: '5200', credit: '25.00' },
        ],
      },
      { key: 'FR-1:1.2:reversal' },
    ],
  });
  const again = await send('landed-costs/FR-1/reversal', { postedOn: '2026-03-31' });
  expect(again.body).toMatchObject({ results: [{ status: 'duplicate' }, { status: 'duplicate' }] });
  expect(messagesOf(await send('landed-costs/FR-2/reversal', { postedOn: '2026-03-31' }))).toEqual([
    'There is no landed cost FR-2.',
  ]);
  // After it the receipt is as it was, and can itself be reversed.
  const undone = await client.post([
    {
      key: 'un',
      type: 'receive-from-vendor',
      postedOn: '2026-03-31',
      item: 'K1',
      site: 'L',
      reverses: 'in-2',
    },
  ]);
  expect(undone).toMatchObject([{ status: 'posted', cost: '100.00' }]);
  expect(await faultsOf(await inspected(books))).toEqual([]);
});

test('003.X10 Q-48 a corrected price: the books find the difference, and split it by the policy', async () => {
  const { books, client, send, events } = await company();
  const correction = {
    key: 'letter-1',
    postedOn: '2026-03-20',
    party: 'V1',
    lines: [
      { receipt: 'in-1', unitCost: '54' },
      { receipt: 'in-2', total: '98.50' },
    ],
  };
  const before = await events();
  const tried = await send('price-corrections?dryRun=true', correction);
  expect(await events()).toEqual(before);
  const posted = await send('price-corrections', correction);
  expect(posted.body).toEqual(tried.body);
  expect(posted.body).toMatchObject({
    corrected: [
      { receipt: 'in-1', quantity: '10', toStock: '20.00', toVariance: '20.00' },
      { receipt: 'in-2', quantity: '2.500', toStock: '-1.50', toVariance: '0.00' },
    ],
    results: [
      {
        lines: [
          { account: '1300', debit: '20.00' },
          { account: '5200', debit: '20.00' },
          { account: '2150', credit: '40.00' },
        ],
      },
      {},
    ],
  });
  const [bill] = await client.post([
    {
      key: 'bill',
      type: 'supplier-invoice-match',
      postedOn: '2026-03-25',
      item: 'F1',
      site: 'DC',
      quantity: '10',
      unitCost: '54',
      original: 'in-1',
    },
  ]);
  expect(bill).toMatchObject({
    lines: [
      { account: '2150', debit: '540.00' },
      { account: '2100', credit: '540.00' },
    ],
  });
  // Sent again it is answered again, though nothing is left to be corrected by now.
  const again = await send('price-corrections', correction);
  expect(again.body).toMatchObject({ results: [{ status: 'duplicate' }, { status: 'duplicate' }] });
  const other = { ...correction, key: 'letter-2', lines: [{ receipt: 'in-1', unitCost: '55' }] };
  expect(messagesOf(await send('price-corrections', other))).toEqual([
    'The cost of in-1 cannot be corrected: later transactions have used up all of it.',
  ]);
  const sold = { ...correction, key: 'letter-3', lines: [{ receipt: 'out', unitCost: '55' }] };
  expect(messagesOf(await send('price-corrections', sold))).toEqual([
    'out is about another kind: it brought no goods in.',
  ]);
  expect(await faultsOf(await inspected(books))).toEqual([]);
});

test('003.X03 Q-48 an invoice at another price is capitalised where the policy says so, and reversed with it', async () => {
  const { books, client } = await company([
    ...PROSPECTIVE,
    { policy: 'price-difference', value: 'capitalise' },
  ]);
  const bill = {
    key: 'bill',
    type: 'supplier-invoice-match',
    postedOn: '2026-03-25',
    item: 'F1',
    site: 'DC',
  };
  const [posted] = await client.post([
    { ...bill, quantity: '10', unitCost: '54', original: 'in-1', tax: '81' },
  ]);
  expect(posted).toMatchObject({
    cost: '20.00',
    lines: [
      { account: '2150', debit: '500.00' },
      { account: '1500', debit: '81.00' },
      { account: '1300', debit: '20.00' },
      { account: '5200', debit: '20.00' },
      { account: '2100', credit: '621.00' },
    ],
  });
  const [reversed] = await client.post([{ ...bill, key: 'no', reverses: 'bill' }]);
  expect(reversed).toMatchObject({ status: 'posted' });
  expect(await faultsOf(await inspected(books))).toEqual([]);
});

test('003.X16 restate: the share of what was sold before the bill follows it to cost of sales', async () => {
  const { books, send } = await company([]);
  const posted = await send('landed-costs', FREIGHT);
  expect(posted.body).toMatchObject({
    shares: [
      { receipt: 'in-1', share: '50.00', toStock: '50.00', toVariance: '0.00', policy: 'restate' },
      { receipt: 'in-2', share: '10.00', toStock: '10.00' },
    ],
  });
  const inspection = await inspected(books);
  const { rows } = await inspection.owner.query(
    `select account, sum(case side when 'debit' then amount else -amount end)::text as cents
       from journal_line where account in ('1300', '5000', '5200', '2160')
      group by account order by account`,
  );
  // Five of ten frames at 55.00 were sold, five are here.
  expect(rows).toEqual([
    { account: '1300', cents: '27500' },
    { account: '2160', cents: '-6000' },
    { account: '5000', cents: '27500' },
  ]);
  expect(await faultsOf(inspection)).toEqual([]);
});
