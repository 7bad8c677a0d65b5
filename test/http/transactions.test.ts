import { beforeAll, expect, test } from 'vitest';
import { putPeriod } from '../support/close-period.ts';
import { type InspectedBooks, inspected } from '../support/inspected-books.ts';
import { sampleSetup } from '../support/sample-setup.ts';
import { type ServedBooks, servedBooks } from '../support/served-books.ts';
import { type HttpClient, httpClient } from './http-client.ts';

const RECEIPT = {
  type: 'receive-from-vendor',
  postedOn: '2026-01-05',
  item: 'F1',
  site: 'DC',
  quantity: '10',
  unitCost: '50.00',
};
const SALE = { type: 'otc-sale', postedOn: '2026-01-06', item: 'F1', site: 'DC', quantity: '1' };

/** A company of its own behind the server, with a client and its owner's connection. */
async function company(
  setup = sampleSetup(),
): Promise<ServedBooks & InspectedBooks & { readonly client: HttpClient }> {
  const books = await servedBooks(setup);
  return { ...books, ...(await inspected(books)), client: httpClient(books.address) };
}

async function count({ owner }: InspectedBooks, table: string): Promise<number> {
  const { rows } = await owner.query<{ count: bigint }>(`select count(*) from ${table}`);
  return Number(rows[0]?.count);
}

let shared: Awaited<ReturnType<typeof company>>;

beforeAll(async () => {
  shared = await company();
});

test('000.01 a movement is answered with its cost and its journal lines, and both are in the books', async () => {
  const { groups: [frames, cases] = [], ...setup } = sampleSetup();
  const { cogs: _, ...withoutCogs } = cases?.accounts ?? {};
  const groups = [frames, { number: 2, description: 'Accessories', accounts: withoutCogs }];
  const books = await company({ ...setup, groups: groups.flatMap((group) => group ?? []) });
  await books.client.post([{ ...RECEIPT, key: 'cases', item: 'A1', site: 'O1', unitCost: '2' }]);
  const answers = await books.client.post([
    { ...RECEIPT, key: 'wms:884213', location: 'A-01', reference: 'PO 4711' },
    { ...SALE, key: 'pos:O1:99', item: 'A1', site: 'O1', quantity: '2' },
  ]);
  const told = {
    code: 'account-not-determined',
    message: expect.stringMatching(/^No account for cogs of A1 at O1 \(otc-sale\): /),
    remedy: 'Assign an account to the role; `perpetua explain` shows every step.',
  };
  expect(answers).toEqual([
    {
      key: 'wms:884213',
      status: 'posted',
      event: 2,
      entry: 2,
      cost: '500.00',
      lines: [
        {
          type: 'receive-from-vendor',
          account: '1300',
          center: '010',
          site: 'DC',
          debit: '500.00',
        },
        {
          type: 'receive-from-vendor',
          account: '2150',
          center: '010',
          site: 'DC',
          credit: '500.00',
        },
      ],
    },
    { key: 'pos:O1:99', status: 'refused', ...told, refusals: [told] },
  ]);
  const { rows } = await books.owner.query(
    `select m.value, p.amount, p.debit_account, p.credit_account, b.debit
       from event e join movement m on m.event = e.number join posting p on p.event = e.number
       join account_balance b on b.account = p.debit_account and b.site = 'DC'
      where e.key = 'wms:884213'`,
  );
  expect(rows).toEqual([
    {
      value: 50000n,
      amount: 50000n,
      debit_account: '1300',
      credit_account: '2150',
      debit: '50000',
    },
  ]);
  expect(await count(books, 'event')).toBe(2);
});

test('a pair is sent as its one event: both transactions stand in the answer, each at its site', async () => {
  await shared.client.post([{ ...RECEIPT, key: 'pair-in' }]);
  const [answer] = await shared.client.post([
    { ...SALE, key: 'pair', type: 'stock-transfer', toSite: 'O2', quantity: '2' },
  ]);
  expect(answer).toMatchObject({
    status: 'posted',
    cost: '100.00',
    lines: [
      {
        type: 'stock-transfer-in-transit',
        account: '1320',
        center: '000',
        site: 'O2',
        debit: '100.00',
      },
      { type: 'stock-transfer', account: '1300', center: '010', site: 'DC', credit: '100.00' },
    ],
  });
});

test('what a transaction causes and what it warns of stand in its answer', async () => {
  const at = { item: 'F2', site: 'O1' };
  const [short, cover] = await shared.client.post([
    { ...SALE, ...at, key: 'short', quantity: '3' },
    { ...RECEIPT, ...at, key: 'cover', quantity: '5', unitCost: '41.37' },
  ]);
  expect(short).toMatchObject({
    status: 'posted',
    cost: '120.00',
    warnings: ['F2 at O1 is 3 below zero on 2026-01-06'],
  });
  expect(cover).toMatchObject({
    status: 'posted',
    cost: '206.85',
    caused: [
      {
        type: 'negative-balance-cost-adjustment',
        entry: expect.any(Number),
        lines: [
          { account: '5000', debit: '4.11', site: 'O1', center: '020' },
          { account: '1300', credit: '4.11', site: 'O1', center: '020' },
        ],
      },
    ],
  });
});

test('answers come in the order of the request, over several batches and whatever becomes of each', async () => {
  const books = await company();
  const transactions = Array.from({ length: 2_500 }, (_, index) => ({
    ...RECEIPT,
    key: `n${index}`,
    // Every seventh is refused, and every eleventh is the one before it once more.
    ...(index % 7 === 0 ? { item: 'NONE' } : {}),
    ...(index % 11 === 10
      ? { key: `n${index - 1}`, ...(index % 7 === 1 ? { item: 'NONE' } : {}) }
      : {}),
  }));
  const answers = await books.client.post(transactions);
  expect(answers.map(({ key }) => key)).toEqual(transactions.map(({ key }) => key));
  const expected = transactions.map(({ item }, index) => {
    if (item === 'NONE') return 'refused';
    return index % 11 === 10 ? 'duplicate' : 'posted';
  });
  expect(answers.map(({ status }) => status)).toEqual(expected);
});

test('the same key and content is answered again; another content is refused and says what differs', async () => {
  // Nobody else posts this item here, so that nothing about it is late.
  const receipt = { ...RECEIPT, site: 'O1' };
  const first = await shared.client.post([{ ...receipt, key: 'twice' }]);
  expect(await shared.client.post([{ ...receipt, key: 'twice' }])).toEqual([
    { ...first[0], status: 'duplicate' },
  ]);
  const [other, fromElsewhere] = await shared.client.post([
    { ...receipt, key: 'twice', quantity: '11' },
    { ...receipt, key: 'twice', quantity: '11', source: 'shop' },
  ]);
  expect(other).toMatchObject({
    status: 'refused',
    code: 'key-reused',
    message: 'Key twice of api already stands for another content: quantity was 10, now 11.',
  });
  expect(fromElsewhere).toMatchObject({ status: 'posted', cost: '550.00' });
});

test('a dry run answers what posting then answers, and keeps nothing', async () => {
  const books = await company();
  await books.client.post([{ ...RECEIPT, key: 'before' }]);
  const before = await books.owner.query('select * from lane');
  const transactions = [
    { ...RECEIPT, key: 'in', quantity: '3', unitCost: '51' },
    { ...SALE, key: 'out', quantity: '4' },
    { ...SALE, key: 'out', quantity: '4' },
    { ...SALE, key: 'wrong', item: 'NONE' },
    { ...RECEIPT, key: 'before', quantity: '1' },
    { ...SALE, key: 'back', type: 'return', original: 'out', quantity: '2' },
    { ...SALE, key: 'service', item: 'S1' },
  ];
  const tried = await books.client.post(transactions, { dryRun: true });
  expect(await books.client.post(transactions, { dryRun: true })).toEqual(tried);
  expect((await books.owner.query('select * from lane')).rows).toEqual(before.rows);
  expect(await count(books, 'event')).toBe(1);
  expect(await count(books, 'determination')).toBe(2);
  expect(tried.map(({ status }) => status)).toEqual([
    'posted', 'posted', 'duplicate', 'refused', 'refused', 'posted', 'refused',
  ]); // biome-ignore format: a list of words
  expect(await books.client.post(transactions)).toEqual(tried);
  expect(await count(books, 'event')).toBe(4);
});

test('what happened and cannot be posted waits in the queue, and is posted once it is mended', async () => {
  const books = await company();
  const happened = [
    { ...RECEIPT, key: 'new-item', item: 'N1' },
    { ...SALE, key: 'closed', postedOn: '2026-02-01', item: 'F2' },
    { ...SALE, key: 'wrong-itself', quantity: '0' },
    { ...SALE, key: 'both', item: 'N1', quantity: '0' },
    { ...RECEIPT, key: 'fine' },
  ];
  await putPeriod(books, books.company, '2026-02');

  const record = { mode: 'record' } as const;
  const tried = await books.client.post(happened, { ...record, dryRun: true });
  expect(await count(books, 'queued_transaction')).toBe(0);
  const answers = await books.client.post(happened, record);
  expect(answers).toEqual(tried);
  expect(answers).toMatchObject([
    { key: 'new-item', status: 'queued', code: 'item-unknown' },
    { key: 'closed', status: 'queued', code: 'period-closed' },
    { key: 'wrong-itself', status: 'refused', code: 'quantity-zero' },
    {
      key: 'both',
      status: 'refused',
      refusals: [{ code: 'item-unknown' }, { code: 'quantity-zero' }],
    },
    { key: 'fine', status: 'posted' },
  ]);
  expect(await books.client.post(happened.slice(0, 2), record)).toEqual(answers.slice(0, 2));
  const { rows } = await books.owner.query(
    `select key, content ->> 'item' as item, refusals -> 0 ->> 'code' as code
       from queued_transaction order by key`,
  );
  expect(rows).toEqual([
    { key: 'closed', item: 'F2', code: 'period-closed' },
    { key: 'new-item', item: 'N1', code: 'item-unknown' },
  ]);

  const items = [{ code: 'N1', name: 'New', group: 1 }];
  const body = { company: sampleSetup().company, items };
  expect((await books.client.send('PUT /companies/sample/setup', { body })).status).toBe(200);
  await putPeriod(books, books.company, '2026-02', 'open');
  // A change of the setup posts by itself what it mended.
  await expect
    .poll(async () =>
      (await books.client.post(happened.slice(0, 2), record)).map(({ status }) => status),
    )
    .toEqual(['duplicate', 'duplicate']);
});

test('where stock below zero is forbidden it refuses what is asked, and never what has happened', async () => {
  const books = await company(sampleSetup({ negativeStock: 'forbid' }));
  const sale = { ...SALE, item: 'F2', quantity: '2' };
  const [asked] = await books.client.post([{ ...sale, key: 'asked' }]);
  expect(asked).toMatchObject({
    status: 'refused',
    code: 'stock-below-zero',
    message: 'F2 at DC would be 2 below zero on 2026-01-06.',
    remedy: 'Receive first, or allow stock below zero for the company or the site.',
  });
  const [happened] = await books.client.post([{ ...sale, key: 'happened' }], { mode: 'record' });
  expect(happened).toMatchObject({
    status: 'posted',
    cost: '80.00',
    warnings: ['F2 at DC is 2 below zero on 2026-01-06'],
  });
  expect(await count(books, 'queued_transaction')).toBe(0);
});

test('figures beyond 2^53 are exact to the last unit, and what is beyond the bounds is refused', async () => {
  const large = { ...RECEIPT, item: 'F2', site: 'L' };
  const answers = await shared.client.post([
    { ...large, key: 'large', quantity: '900719925474099', unitCost: '10.01' },
    { ...large, key: 'more', quantity: '99280074525901', unitCost: '0.00000001' },
    { ...large, key: 'too-much', quantity: '900719925474099', unitCost: '10.01' },
    { ...large, key: 'beyond', quantity: '1000000000000001' },
    { ...large, key: 'endless', quantity: '9'.repeat(199) },
    { ...large, key: 'dear', quantity: '1', unitCost: '1000000000000.00000001' },
    { ...large, key: 'amount', quantity: '1', unitCost: undefined, amount: '10000000000000.01' },
    { ...large, key: 'precise', quantity: '1', unitCost: '0.000000001' },
    { ...large, key: 'half', quantity: '0.5' },
    { ...SALE, item: 'F2', site: 'L', key: 'out', quantity: '900719925474098' },
  ]);
  expect(answers).toMatchObject([
    { key: 'large', status: 'posted', cost: '9016206453995730.99' },
    { key: 'more', status: 'posted', cost: '992800.75' },
    { key: 'too-much', status: 'refused', code: 'holding-too-large' },
    { key: 'beyond', message: 'quantity 1000000000000001 is larger than 1000000000000000.' },
    { key: 'endless', status: 'refused', code: 'number-too-large' },
    { key: 'dear', status: 'refused', code: 'number-too-large' },
    { key: 'amount', message: 'amount 10000000000000.01 is larger than 10000000000000.00.' },
    { key: 'precise', message: 'unitCost 0.000000001 has more than 8 decimals.' },
    { key: 'half', message: 'quantity 0.5 has more than 0 decimals.' },
    // 901620645498853174 × 900719925474098 / 10^15, rounded once, half up.
    { key: 'out', status: 'posted', cost: '8121076806196351.63' },
  ]);
  const { rows } = await shared.owner.query(
    `select sum(p.amount) as posted from posting p join event e on e.number = p.event
      where e.key in ('large', 'more')`,
  );
  expect(rows).toEqual([{ posted: '901620645498853174' }]);
});

test('003.58 000.63 signs are checked, zero moves nothing, and a service has no quantity', async () => {
  const answers = await shared.client.post([
    { ...RECEIPT, key: 's1', quantity: '0' },
    { ...SALE, key: 's2', quantity: '-1' },
    { ...RECEIPT, key: 's3', quantity: '1,5' },
    { ...RECEIPT, key: 's4', quantity: '1e3' },
    { ...RECEIPT, key: 's5', unitCost: '-1' },
    { ...SALE, key: 's6', type: 'adjustment', reason: 'Found', quantity: '0' },
    { ...SALE, key: 's7', type: 'adjustment', reason: 'Damage', quantity: '-1' },
    { ...SALE, key: 's8', type: 'cost-revaluation', quantity: undefined, amount: '-0.01' },
    { ...SALE, key: 's9', item: 'S1' },
  ]);
  expect(answers).toMatchObject([
    { code: 'quantity-zero' },
    { code: 'quantity-negative' },
    { code: 'number-invalid', message: 'quantity is not a decimal number: 1,5.' },
    { code: 'number-invalid' },
    { code: 'cost-negative' },
    { code: 'quantity-zero' },
    { status: 'posted' },
    { status: 'posted', cost: '0.01' },
    { code: 'item-not-stocked', message: 'S1 is a service item and has no quantity on hand.' },
  ]);
});
