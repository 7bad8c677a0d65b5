import { expect, test } from 'vitest';
import type { CompanySetup } from '../../packages/server/src/application/configuration/company-setup.ts';
import { faultsOf } from '../posting/verified-books.ts';
import { inspected } from '../support/inspected-books.ts';
import { sampleSetup } from '../support/sample-setup.ts';
import { servedBooks } from '../support/served-books.ts';
import { httpClient, problemIn } from './http-client.ts';
import { inShort, reviewCompany } from './review-company.ts';

const CUSTOMERS = [
  { code: 'CLINIC', name: 'Clinic' },
  { code: 'SCHOOL', name: 'School', control: '1610' },
];

const TAX_TYPES = [
  { code: 'STD', name: 'Standard', rate: '15' },
  { code: 'HALF', name: 'Half', rate: '7.5' },
];

/** A company that has ten frames at 50.00, and customers to sell them to. */
async function selling(additions: Partial<CompanySetup> = {}) {
  const setup = sampleSetup();
  const books = await servedBooks({
    ...setup,
    accounts: [...(setup.accounts ?? []), { code: '1610', name: 'Schools', accountClass: 'asset' }],
    customers: CUSTOMERS,
    taxTypes: TAX_TYPES,
    ...additions,
  });
  const client = httpClient(books.address);
  const receipt = { type: 'receive-from-vendor', site: 'DC', postedOn: '2026-01-05' };
  await client.post([{ ...receipt, key: 'grn-1', item: 'F1', quantity: '10', unitCost: '50' }]);
  const reportOf = async (name: string) =>
    Object((await client.send(`GET /companies/sample/reports/${name}`)).body);
  const balanceOf = async (account: string): Promise<string> => {
    const rows: readonly { readonly account: string; readonly closing: string }[] = (
      await reportOf('trial-balance')
    ).rows;
    return rows.find((row) => row.account === account)?.closing ?? '0.00';
  };
  return {
    books,
    client,
    reportOf,
    balancesOf: (...accounts: readonly string[]) => Promise.all(accounts.map(balanceOf)),
    send: (body: object, query = '') =>
      client.send(`POST /companies/sample/documents${query}`, { body }),
    show: async (key: string) =>
      Object(
        (await client.send(`GET /companies/sample/documents/${encodeURIComponent(key)}`)).body,
      ),
  };
}

const INVOICE = {
  key: 'INV-1',
  type: 'sales-invoice',
  postedOn: '2026-03-02',
  site: 'DC',
  party: 'CLINIC',
  reference: 'SO 12',
  lines: [
    { item: 'F1', quantity: '2', unitPrice: '120', taxType: 'STD', text: 'Frames' },
    { item: 'S1', quantity: '1', unitPrice: '30', text: 'Fitting' },
  ],
};

const CREDIT = {
  ...INVOICE,
  key: 'CN-1',
  type: 'sales-credit-note',
  postedOn: '2026-03-09',
  lines: [{ item: 'F1', quantity: '1', unitPrice: '120', taxType: 'STD', original: 'INV-1#1' }],
};

test('000.26 000.29 000.43 an invoice debits the customer gross, credits sales net and tax, and carries the cost out of stock', async () => {
  const { send, show } = await selling();
  expect(await send(INVOICE)).toMatchObject({
    status: 200,
    body: {
      status: 'posted',
      cost: '306.00',
      caused: [
        {
          line: 1,
          type: 'sale',
          lines: [
            { account: '5000', debit: '100.00' },
            { account: '1300', credit: '100.00' },
          ],
        },
        {
          line: 1,
          type: 'sales-revenue',
          lines: [
            { account: '1600', debit: '276.00' },
            { account: '4000', credit: '240.00' },
            { account: '2200', credit: '36.00' },
          ],
        },
        { line: 2, type: 'sales-revenue', cost: '30.00' },
      ],
    },
  });
  expect(await show('INV-1')).toMatchObject({
    type: 'sales-invoice',
    party: 'CLINIC',
    total: '306.00',
    notice: null,
    lines: [
      { line: 1, kind: 'goods', quantity: '2', amount: '240.00', tax: '36.00', text: 'Frames' },
      { line: 2, kind: 'without-stock', item: 'S1', amount: '30.00', tax: '0.00' },
    ],
  });
});

test('a dry run answers the same and keeps nothing; a document posted again is answered again', async () => {
  const { send, balancesOf } = await selling();
  const tried = await send(INVOICE, '?dryRun=true');
  expect(await balancesOf('1600', '5000')).toEqual(['0.00', '0.00']);
  const posted = await send(INVOICE);
  expect(posted.body).toEqual(tried.body);
  expect((await send(INVOICE)).body).toEqual({ ...Object(posted.body), status: 'duplicate' });
  expect(await balancesOf('1600', '5000')).toEqual(['306.00', '100.00']);
});

test('000.59 a credit note names the line it takes back and shows it; reversed, both are gone', async () => {
  const { send, show, balancesOf, books } = await selling();
  await send(INVOICE);
  expect(await send(CREDIT)).toMatchObject({ status: 200, body: { cost: '138.00' } });
  expect(await show('CN-1')).toMatchObject({
    total: '138.00',
    lines: [{ kind: 'returned', linkedTo: [{ type: 'sale', quantity: '1', value: '50.00' }] }],
  });
  expect(await balancesOf('5000', '4000', '2200', '1600', '1300')).toEqual([
    '50.00',
    '-150.00',
    '-18.00',
    '168.00',
    '450.00',
  ]);
  const undo = { postedOn: '2026-03-09', site: 'DC' };
  await send({ ...undo, key: 'u1', type: 'sales-credit-note', reverses: 'CN-1' });
  await send({ ...undo, key: 'u2', type: 'sales-invoice', reverses: 'INV-1' });
  expect(await balancesOf('5000', '4000', '2200', '1600', '1300')).toEqual([
    '0.00',
    '0.00',
    '0.00',
    '0.00',
    '500.00',
  ]);
  expect(await faultsOf(await inspected(books))).toEqual([]);
});

test('a refusal tells every fault of every line, and keeps nothing', async () => {
  const { send, show, balancesOf } = await selling();
  const lines = [
    { item: 'F1', quantity: '1', unitPrice: '120', unitCost: '3' },
    { item: 'S1', quantity: '1', unitPrice: '30', unitCost: '3' },
    { kind: 'without-stock', item: 'A1', quantity: '1', amount: '1' },
    { amount: 'much' },
  ];
  const { refusals } = problemIn(await send({ ...INVOICE, lines }));
  expect(refusals.map(({ code, line }) => `${line} ${code}`).toSorted()).toEqual([
    '1 field-not-allowed',
    '2 cost-not-posted',
    '3 item-stocked',
    '4 number-invalid',
  ]);
  expect(await show('INV-1')).toMatchObject({ code: 'not-found' });
  expect(await balancesOf('1600')).toEqual(['0.00']);
});

test('000.39 000.40 000.41 000.42 a new item sells by the sales tax type of its group, a line may name another, and old items keep theirs', async () => {
  const setup = sampleSetup();
  const groupsWith = (salesTaxType: string) =>
    (setup.groups ?? []).map((group) => ({ ...group, salesTaxType, purchaseTaxType: 'STD' }));
  const { client, send, balancesOf } = await selling({ groups: groupsWith('HALF') });
  const put = (changes: Partial<CompanySetup>) =>
    client.send('PUT /companies/sample/setup', { body: { company: setup.company, ...changes } });
  await put({ groups: groupsWith('STD') });
  await put({ items: [{ code: 'N1', name: 'New', group: 1, itemClass: 'service' }] });
  const sale = (key: string, line: object) =>
    send({ ...INVOICE, key, lines: [{ quantity: '1', unitPrice: '100', ...line }] });
  const taxAfter = async (key: string, line: object) => {
    expect(await sale(key, line)).toMatchObject({ status: 200 });
    return (await balancesOf('2200'))[0];
  };
  expect(await taxAfter('of its group then', { item: 'S1' })).toBe('-7.50');
  expect(await taxAfter('of the group now', { item: 'N1' })).toBe('-22.50');
  expect(await taxAfter('named', { item: 'N1', taxType: 'HALF' })).toBe('-30.00');
  expect(await taxAfter('none', { item: 'N1', taxType: '' })).toBe('-30.00');
});

test('000.26 balances of customers are those of their control accounts, customer by customer', async () => {
  const { send, reportOf, balancesOf } = await selling();
  await send(INVOICE);
  await send(CREDIT);
  await send({ ...INVOICE, key: 'INV-2', party: 'SCHOOL' });
  const report = await reportOf('customer-balances');
  expect(report.rows).toEqual([
    {
      party: 'CLINIC',
      name: 'Clinic',
      account: '1600',
      documents: '2',
      invoiced: '306.00',
      credited: '138.00',
      balance: '168.00',
    },
    {
      party: 'SCHOOL',
      name: 'School',
      account: '1610',
      documents: '1',
      invoiced: '306.00',
      credited: '0.00',
      balance: '306.00',
    },
  ]);
  expect(report.totals.balance).toBe('474.00');
  expect(await balancesOf('1600', '1610')).toEqual(['168.00', '306.00']);
  expect((await reportOf('customer-balances?asOf=2026-03-05')).totals.balance).toBe('612.00');
});

test('004.38 000.33 revenue is filed under sales and what leaves stock under inventory: each is found by its source', async () => {
  const { send, reportOf } = await selling();
  await send(INVOICE);
  const typesOf = async (glSource: string): Promise<readonly string[]> => {
    const { rows } = await reportOf(`entry-type-details?glSource=${glSource}`);
    return [...new Set((rows as { type: string }[]).map(({ type }) => type))].toSorted();
  };
  expect(await typesOf('sales')).toEqual(['sales-revenue']);
  expect(await typesOf('inventory')).toEqual(['receive-from-vendor', 'sale']);
  expect(await typesOf('purchasing')).toEqual([]);
});

test('000.02 000.28 not integrated: what is sold is revenue, and no account of stock or cost is touched', async () => {
  const { books, send, balancesOf, reportOf } = await selling({
    integration: { integrated: false },
  });
  expect(await send(INVOICE)).toMatchObject({ status: 200 });
  expect(await send(CREDIT)).toMatchObject({ status: 200 });
  const { rows } = await reportOf('trial-balance');
  const touched = (rows as { account: string; closing: string }[])
    .filter(({ closing }) => closing !== '0.00')
    .map(({ account, closing }) => `${account} ${closing}`);
  expect(touched.toSorted()).toEqual(['1600 168.00', '2200 -18.00', '4000 -150.00']);
  expect(await balancesOf('1300', '5000', '2150')).toEqual(['0.00', '0.00', '0.00']);
  const { owner } = await inspected(books);
  const held = await owner.query(
    `select quantity::text, value::text from cost_pool where item = 'F1'`,
  );
  expect(held.rows).toEqual([{ quantity: '9', value: '45000' }]);
});

const OF_MONTH = { postedOn: '2026-05-10', site: 'DC', party: 'CLINIC' };

/** What of the month of non-inventory.md comes from selling: 4.2, 4.4, 4.6 and 4.8. */
const SOLD = [
  {
    ...OF_MONTH,
    key: 'INV-1',
    type: 'sales-invoice',
    reference: 'SO 12',
    lines: [{ item: 'C1', quantity: '1', unitPrice: '150', unitCost: '90' }],
  },
  {
    ...OF_MONTH,
    key: 'INV-2',
    type: 'sales-invoice',
    reference: 'SO 13, instant rebate',
    lines: [{ item: 'C1', quantity: '-1', unitPrice: '25', unitCost: '20' }],
  },
  {
    ...OF_MONTH,
    key: 'CN-1',
    type: 'sales-credit-note',
    reference: 'RMA 4',
    lines: [{ kind: 'for-vendor', item: 'F1', quantity: '2', unitPrice: '80' }],
  },
  {
    ...OF_MONTH,
    key: 'INV-3',
    type: 'sales-invoice',
    reference: 'SO 14',
    lines: [{ item: 'SP1', quantity: '1', unitPrice: '8', unitCost: '6' }],
  },
];

test('004.01 004.02 004.31 004.34 004.36 what sales leave on Non-Inventory is found in the review with its reason, and cleared', async () => {
  const { books, client, review, act, balance } = await reviewCompany({
    customers: CUSTOMERS.slice(0, 1),
  });
  await client.post([
    { key: 'in', type: 'receive-from-vendor', postedOn: '2026-05-04', item: 'F1', site: 'DC', quantity: '10', unitCost: '30' }, // biome-ignore format: one line
  ]);
  for (const body of SOLD)
    expect(await client.send('POST /companies/sample/documents', { body })).toMatchObject({
      status: 200,
    });
  expect(await balance('1495')).toBe('-1600');
  const listed = await review();
  expect(inShort(listed)).toEqual([
    'consumable-cost -90.00 reallocate',
    'customer-rebate 20.00 reallocate',
    'customer-return 60.00 late-receipt',
    'sp-cost -6.00 reallocate',
  ]);
  expect(listed.lines).toMatchObject([
    { source: 'SJ', reason: 'consumable-cost', party: 'CLINIC', reference: 'SO 12', item: 'C1' },
    { source: 'SJ', reason: 'consumable-cost', reference: 'SO 13, instant rebate' },
    { source: 'SJ', reason: 'vendor-return-account-missing', item: 'F1' },
    { source: 'SJ', reason: 'special-cost', item: 'SP1' },
  ]);
  for (const label of ['consumable-cost', 'customer-rebate', 'sp-cost'])
    expect(await act({ action: 'accept', label })).toMatchObject({ status: 200 });
  // Cost of sales of what has no stock was turned, and the rebate of the vendor bears that of the customer.
  expect([await balance('1495'), await balance('5000'), await balance('4900')]).toEqual([
    '6000',
    '-8000',
    '2000',
  ]);
  expect((await review('period=2026-05&source=SJ')).lines).toHaveLength(1);
  expect(await faultsOf(await inspected(books))).toEqual([]);
});
