import { beforeAll, expect, test } from 'vitest';
import type { CompanySetup } from '../../packages/server/src/application/configuration/company-setup.ts';
import { putPeriod } from '../support/close-period.ts';
import { sampleSetup } from '../support/sample-setup.ts';
import { type ServedBooks, servedBooks } from '../support/served-books.ts';
import { tally } from '../support/tally.ts';
import { httpClient, messagesOf, problemIn } from './http-client.ts';

const { groups: GROUPS = [] } = sampleSetup();

const RECEIPT = {
  type: 'receive-from-vendor',
  postedOn: '2026-01-05',
  item: 'F1',
  site: 'DC',
  quantity: '10',
  unitCost: '50.00',
};
const SALE = { type: 'otc-sale', postedOn: '2026-01-06', item: 'F1', site: 'DC', quantity: '1' };

let books: ServedBooks;

beforeAll(async () => {
  books = await servedBooks();
});

let made = 0;

/** A company of a test's own behind the one server, and how to ask about it. */
async function newCompany(without: Partial<CompanySetup> = {}) {
  made += 1;
  const setup = { ...sampleSetup({ code: `company-${made}` }), ...without };
  const { company } = setup;
  const client = httpClient(books.address, company.code);
  expect(await client.send('POST /companies', { body: setup })).toMatchObject({ status: 201 });
  return {
    ...client,
    company,
    setup: () => client.send(`GET /companies/${company.code}/setup`),
    /** Adds to the setup, or changes it. */
    put: (additions: object, headers: Record<string, string> = {}) =>
      client.send(`PUT /companies/${company.code}/setup`, {
        body: { company, ...additions },
        headers,
      }),
  };
}

test('a setup read back and put again means the same, here and for another company', async () => {
  const company = await newCompany();
  await company.put({
    itemTypeAccounts: [
      { role: 'cogs', itemType: 'Frame', account: '5100' },
      { role: 'cogs', itemType: 'Frame', financialGroup: 'Sun', account: '5200' },
    ],
    modes: [
      { type: 'otc-sale', role: 'cogs', mode: 'item-type' },
      { type: 'count-variance', role: 'count-variance', mode: 'account', account: '5800' },
    ],
    sites: [{ code: 'O3', name: 'Office three', kind: 'office', accounts: { wip: '1320' } }],
    periods: { first: '2027-01', last: '2027-03' },
    types: [{ type: 'sale', center: 'company' }],
  });
  await putPeriod(books, company.company.code, '2026-02');
  const first = await company.setup();
  expect(first.body).toMatchObject({ periods: { first: '2026-01', last: '2027-03' } });

  const again = await company.put(Object(first.body));
  expect(again).toMatchObject({
    status: 200,
    body: { company: company.company.code, configurationVersion: 4 },
  });
  expect(again.headers.get('etag')).toBe('"4"');
  expect((await company.setup()).body).toEqual(first.body);
  const [closed] = await company.post([{ ...SALE, key: 'closed', postedOn: '2026-02-01' }]);
  expect(closed).toMatchObject({ status: 'refused', code: 'period-closed' });

  const other = { ...Object(first.body), company: { ...company.company, code: 'other' } };
  expect(await company.send('POST /companies', { body: other })).toMatchObject({ status: 201 });
  const copy = await company.send('GET /companies/other/setup');
  expect(copy.body).toEqual({
    ...Object(first.body),
    company: expect.objectContaining({ code: 'other' }),
  });
});

test('a change made on an older version is refused, and of two made at once one is', async () => {
  const company = await newCompany();
  const renamed = (name: string) => ({ company: { ...company.company, name } });
  const stale = await company.put(renamed('Stale'), { 'if-match': '"7"' });
  expect(problemIn(stale)).toMatchObject({ status: 409, code: 'configuration-stale' });
  expect(messagesOf(stale)).toEqual(['The configuration changed meanwhile: it is at version 1.']);
  for (const header of ['1', 'W/"1"', '"one"', '""']) {
    expect(problemIn(await company.put(renamed('Odd'), { 'if-match': header })).status).toBe(409);
  }
  const names = ['left', 'right', 'middle'];
  const rivals = await Promise.all(
    names.map((name) => company.put(renamed(name), { 'if-match': '"1"' })),
  );
  expect(tally(rivals.map(({ status }) => status))).toEqual({ 200: 1, 409: 2 });
  const winner = names[rivals.findIndex(({ status }) => status === 200)];
  const now = await company.setup();
  expect(now.headers.get('etag')).toBe('"2"');
  expect(now.body).toMatchObject({ company: { name: winner } });
  expect(await company.put({}, { 'if-match': '"2"' })).toMatchObject({ status: 200 });
  expect(await company.put({}, { 'if-match': '*' })).toMatchObject({ status: 200 });
});

test('what a company is cannot be changed: its code, its currency', async () => {
  const company = await newCompany();
  const faults = [
    [{ code: 'other' }, 'company: the code cannot change'],
    [{ currency: 'USD' }, 'company: its currency is EUR and cannot change'],
    [{ currency: 'JPY' }, 'company: its currency is EUR and cannot change'],
  ] as const;
  for (const [change, fault] of faults) {
    const refused = await company.put({ company: { ...company.company, ...change } });
    expect(problemIn(refused)).toMatchObject({ status: 422, code: 'setup-invalid' });
    expect(messagesOf(refused)).toEqual([fault]);
  }
  expect((await company.setup()).headers.get('etag')).toBe('"1"');
});

test('months follow one another: a stretch that leaves a gap is refused', async () => {
  const company = await newCompany();
  const gaps = [
    ['2027-02', '2027-03', '2027-01'],
    ['2025-01', '2025-11', '2025-12'],
  ];
  for (const [first, last, missing] of gaps) {
    expect(messagesOf(await company.put({ periods: { first, last } }))).toEqual([
      `periods: ${missing} would be missing between them and those there are`,
    ]);
  }
  expect(await company.put({ periods: { first: '2025-01', last: '2027-12' } })).toMatchObject({
    status: 200,
  });
  const { body } = await company.setup();
  expect(body).toMatchObject({ periods: { first: '2025-01', last: '2027-12' } });
});

test('000.51 000.53 once a group is used its inventory account is fixed; the others may change', async () => {
  const company = await newCompany();
  const group = (accounts: object) => ({ groups: [{ ...GROUPS[0], accounts }] });
  const [before] = await company.post([{ ...RECEIPT, key: 'in' }]);
  const sold = await company.post([{ ...SALE, key: 'sale-1' }]);
  const locked = await company.put(group({ inventory: '1310' }));
  expect(problemIn(locked)).toMatchObject({ status: 409, code: 'control-account-locked' });
  expect(messagesOf(locked)).toEqual([
    'The inventory account of group 1 is locked: the group has been used.',
  ]);
  expect(await company.put(group({ cogs: '5100' }))).toMatchObject({ status: 200 });
  const [later] = await company.post([{ ...SALE, key: 'sale-2' }]);
  expect(later).toMatchObject({
    status: 'posted',
    lines: [{ account: '5100' }, { account: '1300' }],
  });
  // What was posted before stays as it was: it is answered again, account by account.
  expect(await company.post([{ ...RECEIPT, key: 'in' }])).toEqual([
    { ...before, status: 'duplicate' },
  ]);
  expect(await company.post([{ ...SALE, key: 'sale-1' }])).toEqual([
    { ...sold[0], status: 'duplicate' },
  ]);
});

test('before a group is used its inventory account is free to change', async () => {
  const company = await newCompany();
  await company.post([{ ...RECEIPT, key: 'in' }]);
  const accounts = { inventory: '1300' };
  expect(await company.put({ groups: [{ ...GROUPS[1], accounts }] })).toMatchObject({
    status: 200,
  });
  const [posted] = await company.post([{ ...RECEIPT, key: 'case', item: 'A1' }]);
  expect(posted).toMatchObject({
    status: 'posted',
    lines: [{ account: '1300' }, { account: '2150' }],
  });
});

test('000.38 a group must be described, and may be renamed even after use', async () => {
  const company = await newCompany();
  const [before] = await company.post([{ ...RECEIPT, key: 'in' }]);
  const described = (description: string) => company.put({ groups: [{ number: 1, description }] });
  expect(messagesOf(await described(''))).toEqual([
    '/groups/0/description must NOT have fewer than 1 characters',
  ]);
  expect(messagesOf(await described(' '))).toEqual(['group 1: the description is empty']);
  expect(await described('Spectacle frames')).toMatchObject({ status: 200 });
  const { body } = await company.setup();
  expect(body).toMatchObject({
    groups: [{ number: 1, description: 'Spectacle frames' }, { number: 2 }],
  });
  expect(await company.post([{ ...RECEIPT, key: 'in' }])).toEqual([
    { ...before, status: 'duplicate' },
  ]);
});

test('003.25 a company without types cannot post, is offered the defaults, and then can', async () => {
  const company = await newCompany({ types: [] });
  const [refused] = await company.post([{ ...RECEIPT, key: 'in' }]);
  expect(refused).toMatchObject({
    status: 'refused',
    code: 'types-not-installed',
    message: 'No transaction types are set up for this company.',
    remedy: 'Install the default mappings: `perpetua init`.',
  });
  expect(await company.put({ types: 'default' })).toMatchObject({ status: 200 });
  const [posted] = await company.post([{ ...RECEIPT, key: 'in' }]);
  expect(posted).toMatchObject({ status: 'posted', cost: '500.00' });
});

test('Q-05 a site may say for itself whether its stock goes below zero, from the next transaction on', async () => {
  const company = await newCompany();
  const shop = { code: 'O1', name: 'Office one', kind: 'office', center: '020' };
  const sale = { ...SALE, site: 'O1', item: 'F2' };
  const sold = async (key: string, site: string) =>
    (await company.post([{ ...sale, key, site }]))[0];
  expect(await sold('allowed', 'O1')).toMatchObject({ status: 'posted' });
  const forbids = { sites: [{ ...shop, negativeStock: 'forbid' }] };
  expect(await company.put(forbids)).toMatchObject({ status: 200 });
  const { body } = await company.setup();
  expect(Object(body)['sites']).toContainEqual(expect.objectContaining(forbids.sites[0]));
  expect(await sold('forbidden', 'O1')).toMatchObject({
    code: 'stock-below-zero',
    message: 'F2 at O1 would be 2 below zero on 2026-01-06.',
    remedy: 'Receive first, or allow stock below zero for the company or the site.',
  });
  expect(await sold('elsewhere', 'DC')).toMatchObject({ status: 'posted' });
  // Named again without the word, it is as the company says.
  expect(await company.put({ sites: [shop] })).toMatchObject({ status: 200 });
  expect(await sold('again', 'O1')).toMatchObject({ status: 'posted' });
  const odd = { sites: [{ ...shop, negativeStock: 'sometimes' }] };
  expect(problemIn(await company.put(odd))).toMatchObject({ code: 'request-malformed' });
});
