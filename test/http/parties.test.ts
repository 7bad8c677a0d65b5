import { beforeAll, expect, test } from 'vitest';
import type { CompanySetup } from '../../packages/server/src/application/configuration/company-setup.ts';
import { sampleSetup } from '../support/sample-setup.ts';
import { type ServedBooks, servedBooks } from '../support/served-books.ts';
import { httpClient, messagesOf } from './http-client.ts';

let books: ServedBooks;
let made = 0;

beforeAll(async () => {
  books = await servedBooks();
});

/** A company of its own; what is put to it and what its setup says. */
async function company(additions: Partial<CompanySetup> = {}) {
  made += 1;
  const code = `parties-${made}`;
  const client = httpClient(books.address, code);
  const setup = { ...sampleSetup({ code }), ...additions };
  const created = await client.send('POST /companies', { body: setup });
  expect(created.body).toMatchObject({ company: code });
  const put = (changes: Partial<CompanySetup>) =>
    client.send(`PUT /companies/${code}/setup`, { body: { company: setup.company, ...changes } });
  const setupNow = async (): Promise<CompanySetup> =>
    Object((await client.send(`GET /companies/${code}/setup`)).body);
  const itemsOf = async (...codes: string[]) => {
    const found = (await books.storage.companies()).find((one) => one.code === code);
    const items = await books.storage.reading(found?.id ?? 0, (session) =>
      session.itemsByCode(codes),
    );
    return new Map(items.map((item) => [item.code, item]));
  };
  return { client, put, setupNow, itemsOf };
}

test('004.28 a vendor coded to the inventory account of the control table is a merchandise vendor', async () => {
  const { put, setupNow } = await company();
  await put({
    controls: { inventory: '1310' },
    vendors: [
      { code: 'GOODS', name: 'Goods Ltd', account: '1310', site: 'DC' },
      { code: 'LAW', name: 'Lawyers', account: '5300' },
      { code: 'SAID', name: 'Said to be one', merchandise: true },
    ],
  });
  const { vendors = [] } = await setupNow();
  expect(vendors.map(({ code, merchandise }) => `${code} ${merchandise}`).toSorted()).toEqual([
    'GOODS true',
    'LAW false',
    'SAID true',
  ]);
  // What is left out stays; a control account that changes later changes no vendor (`Q-25`).
  await put({ controls: { inventory: '1300' }, vendors: [{ code: 'GOODS', name: 'Goods plc' }] });
  expect((await setupNow()).vendors).toContainEqual({
    code: 'GOODS',
    name: 'Goods plc',
    account: '1310',
    site: 'DC',
    merchandise: true,
    active: true,
  });
});

const STD = { code: 'STD', name: 'Standard', rate: '15' };
const LOW = { code: 'LOW', name: 'Reduced', rate: '7.7' };

test('000.39 000.41 a new item takes the tax types of its group, one for sales and one for purchases', async () => {
  const { put, itemsOf } = await company();
  await put({
    taxTypes: [STD, LOW],
    groups: [
      { number: 1, description: 'Frames', salesTaxType: 'STD', purchaseTaxType: 'LOW' },
      { number: 2, description: 'Accessories' },
    ],
    items: [
      { code: 'N1', name: 'New', group: 1 },
      { code: 'N2', name: 'New, with one of its own', group: 1, salesTaxType: 'LOW' },
      { code: 'N3', name: 'New, without', group: 1, purchaseTaxType: null },
      { code: 'N4', name: 'Of a group without', group: 2 },
    ],
  });
  const items = await itemsOf('N1', 'N2', 'N3', 'N4', 'F1');
  const taxesOf = (code: string) => [
    items.get(code)?.salesTaxType ?? 'none',
    items.get(code)?.purchaseTaxType ?? 'none',
  ];
  expect(taxesOf('N1')).toEqual(['STD', 'LOW']);
  expect(taxesOf('N2')).toEqual(['LOW', 'LOW']);
  expect(taxesOf('N3')).toEqual(['STD', 'none']);
  expect(taxesOf('N4')).toEqual(['none', 'none']);
  // The item was there before its group had tax types.
  expect(taxesOf('F1')).toEqual(['none', 'none']);
});

test('000.42 a later change of the group alters no item that is there', async () => {
  const { put, setupNow, itemsOf } = await company();
  const group = { number: 1, description: 'Frames' };
  await put({ taxTypes: [STD, LOW], groups: [{ ...group, salesTaxType: 'STD' }] });
  await put({ items: [{ code: 'OLD', name: 'Old', group: 1 }] });
  await put({ groups: [{ ...group, salesTaxType: 'LOW' }] });
  // Sent again without a word about tax, the old item keeps its own; a new one takes the new one.
  await put({
    items: [
      { code: 'OLD', name: 'Old, renamed', group: 1 },
      { code: 'NEW', name: 'New', group: 1 },
    ],
  });
  const items = await itemsOf('OLD', 'NEW');
  expect(items.get('OLD')).toMatchObject({ name: 'Old, renamed', salesTaxType: 'STD' });
  expect(items.get('NEW')).toMatchObject({ salesTaxType: 'LOW' });
  const { groups = [], taxTypes } = await setupNow();
  expect(groups.find(({ number }) => number === 1)).toMatchObject({ salesTaxType: 'LOW' });
  expect(taxTypes).toContainEqual({ ...LOW, rate: '7.7000', active: true });
});

test('what is wrong with parties and tax types is said all at once, and nothing of it is kept', async () => {
  const { put, setupNow } = await company();
  const answer = await put({
    vendors: [
      { code: 'V', name: 'V', account: '9999', control: '5000', site: 'XX' },
      { code: 'W' },
    ],
    customers: [{ code: 'C', name: 'C', control: '4000' }],
    taxTypes: [
      { code: 'T1', name: 'Minus', rate: '-1' },
      { code: 'T2', name: 'Without' },
      { code: 'T3', name: 'On sales', rate: '5', accountOut: '4000' },
    ],
    groups: [{ number: 1, description: 'Frames', salesTaxType: 'NONE' }],
  });
  expect(messagesOf(answer)).toEqual([
    'tax type T1: rate -1 is no per cent from 0 with at most 4 decimals',
    'tax type T2: it has no rate; a new one needs one',
    'vendor V: there is no site XX',
    'vendor V: there is no account 9999',
    'vendor V: account 5000 is no balance-sheet account',
    'vendor W: it has no name',
    'customer C: account 4000 is no balance-sheet account',
    'tax type T3: account 4000 is no balance-sheet account',
    'group 1: there is no tax type NONE',
  ]);
  expect((await setupNow()).vendors).toEqual([]);
});
