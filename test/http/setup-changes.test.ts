import { expect, test } from 'vitest';
import { sampleSetup } from '../support/sample-setup.ts';
import { servedBooks } from '../support/served-books.ts';
import { type HttpClient, httpClient, messagesOf, problemIn } from './http-client.ts';

const SETUP = '/companies/sample/setup';
const { company: COMPANY, groups: GROUPS = [] } = sampleSetup();

const RECEIPT = {
  type: 'receive-from-vendor',
  postedOn: '2026-01-05',
  item: 'F1',
  site: 'DC',
  quantity: '10',
  unitCost: '50.00',
};
const SALE = { type: 'otc-sale', postedOn: '2026-01-06', item: 'F1', site: 'DC', quantity: '1' };

async function served(): Promise<HttpClient> {
  return httpClient((await servedBooks()).address);
}

/** Adds to the sample company's setup. */
const put = (client: HttpClient, additions: object, headers: Record<string, string> = {}) =>
  client.send(`PUT ${SETUP}`, { body: { company: COMPANY, ...additions }, headers });

test('a setup read back and put again means the same, here and for another company', async () => {
  const client = await served();
  await put(client, {
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
  await client.send('PUT /companies/sample/periods/2026-02', { body: { state: 'closed', reason: 'x' } });
  const first = await client.send(`GET ${SETUP}`);
  expect(first.body).toMatchObject({ periods: { first: '2026-01', last: '2027-03' } });

  const again = await client.send(`PUT ${SETUP}`, { body: first.body });
  expect(again).toMatchObject({ status: 200, body: { company: 'sample', configurationVersion: 4 } });
  expect(again.headers.get('etag')).toBe('"4"');
  expect((await client.send(`GET ${SETUP}`)).body).toEqual(first.body);
  const [closed] = await client.post([{ ...SALE, key: 'closed', postedOn: '2026-02-01' }]);
  expect(closed).toMatchObject({ status: 'refused', code: 'period-closed' });

  const other = { ...Object(first.body), company: { ...COMPANY, code: 'other' } };
  expect(await client.send('POST /companies', { body: other })).toMatchObject({ status: 201 });
  const copy = await client.send('GET /companies/other/setup');
  expect(copy.body).toEqual({ ...Object(first.body), company: expect.objectContaining({ code: 'other' }) });
});

test('a change made on an older version is refused, and of two made at once one is', async () => {
  const client = await served();
  const renamed = (name: string) => ({ company: { ...COMPANY, name } });
  const stale = await put(client, renamed('Stale'), { 'if-match': '"7"' });
  expect(problemIn(stale)).toMatchObject({ status: 409, code: 'configuration-stale' });
  expect(messagesOf(stale)).toEqual(['The configuration changed meanwhile: it is at version 1.']);
  for (const header of ['1', 'W/"1"', '"one"', '""']) {
    expect(problemIn(await put(client, renamed('Odd'), { 'if-match': header })).status).toBe(409);
  }
  const names = ['left', 'right', 'middle'];
  const rivals = await Promise.all(
    names.map((name) => put(client, renamed(name), { 'if-match': '"1"' })),
  );
  expect(rivals.map(({ status }) => status).toSorted()).toEqual([200, 409, 409]);
  const winner = names[rivals.findIndex(({ status }) => status === 200)];
  const now = await client.send(`GET ${SETUP}`);
  expect(now.headers.get('etag')).toBe('"2"');
  expect(now.body).toMatchObject({ company: { name: winner } });
  expect(await put(client, {}, { 'if-match': '"2"' })).toMatchObject({ status: 200 });
  expect(await put(client, {}, { 'if-match': '*' })).toMatchObject({ status: 200 });
});

test('what a company is cannot be changed: its code, its currency, its costing method', async () => {
  const client = await served();
  const faults = [
    [{ code: 'other' }, 'company: the code cannot change'],
    [{ currency: 'USD' }, 'company: its currency is EUR and cannot change'],
    [{ currency: 'JPY' }, 'company: its currency is EUR and cannot change'],
    [{ costingMethod: 'fifo' }, 'company: the costing method of a company with books cannot change here'],
  ] as const;
  for (const [change, fault] of faults) {
    const refused = await put(client, { company: { ...COMPANY, ...change } });
    expect(problemIn(refused)).toMatchObject({ status: 422, code: 'setup-invalid' });
    expect(messagesOf(refused)).toEqual([fault]);
  }
  expect((await client.send(`GET ${SETUP}`)).headers.get('etag')).toBe('"1"');
});

test('months follow one another: a stretch that leaves a gap is refused', async () => {
  const client = await served();
  const gaps = [
    ['2027-02', '2027-03', '2027-01'],
    ['2025-01', '2025-11', '2025-12'],
  ];
  for (const [first, last, missing] of gaps) {
    expect(messagesOf(await put(client, { periods: { first, last } }))).toEqual([
      `periods: ${missing} would be missing between them and those there are`,
    ]);
  }
  expect(await put(client, { periods: { first: '2025-01', last: '2027-12' } })).toMatchObject({ status: 200 });
  const { body } = await client.send(`GET ${SETUP}`);
  expect(body).toMatchObject({ periods: { first: '2025-01', last: '2027-12' } });
});

test('000.51 000.53 once a group is used its inventory account is fixed; the others may change', async () => {
  const client = await served();
  const group = (accounts: object) => ({ groups: [{ ...GROUPS[0], accounts }] });
  const [before] = await client.post([{ ...RECEIPT, key: 'in' }]);
  const sold = await client.post([{ ...SALE, key: 'sale-1' }]);
  const locked = await put(client, group({ inventory: '1310' }));
  expect(problemIn(locked)).toMatchObject({ status: 409, code: 'control-account-locked' });
  expect(messagesOf(locked)).toEqual([
    'The inventory account of group 1 is locked: the group has been used.',
  ]);
  expect(await put(client, group({ cogs: '5100' }))).toMatchObject({ status: 200 });
  const [later] = await client.post([{ ...SALE, key: 'sale-2' }]);
  expect(later).toMatchObject({ status: 'posted', lines: [{ account: '5100' }, { account: '1300' }] });
  // What was posted before stays as it was: it is answered again, account by account.
  expect(await client.post([{ ...RECEIPT, key: 'in' }])).toEqual([{ ...before, status: 'duplicate' }]);
  expect(await client.post([{ ...SALE, key: 'sale-1' }])).toEqual([{ ...sold[0], status: 'duplicate' }]);
});

test('before a group is used its inventory account is free to change', async () => {
  const client = await served();
  await client.post([{ ...RECEIPT, key: 'in' }]);
  const accounts = { inventory: '1300' };
  expect(await put(client, { groups: [{ ...GROUPS[1], accounts }] })).toMatchObject({ status: 200 });
  const [posted] = await client.post([{ ...RECEIPT, key: 'case', item: 'A1' }]);
  expect(posted).toMatchObject({ status: 'posted', lines: [{ account: '1300' }, { account: '2150' }] });
});

test('000.38 a group must be described, and may be renamed even after use', async () => {
  const client = await served();
  const [before] = await client.post([{ ...RECEIPT, key: 'in' }]);
  const described = (description: string) => put(client, { groups: [{ number: 1, description }] });
  expect(messagesOf(await described(''))).toEqual([
    '/groups/0/description must NOT have fewer than 1 characters',
  ]);
  expect(messagesOf(await described(' '))).toEqual(['group 1: the description is empty']);
  expect(await described('Spectacle frames')).toMatchObject({ status: 200 });
  const { body } = await client.send(`GET ${SETUP}`);
  expect(body).toMatchObject({ groups: [{ number: 1, description: 'Spectacle frames' }, { number: 2 }] });
  expect(await client.post([{ ...RECEIPT, key: 'in' }])).toEqual([{ ...before, status: 'duplicate' }]);
});

test('003.25 a company without types cannot post, is offered the defaults, and then can', async () => {
  const client = httpClient((await servedBooks({ ...sampleSetup(), types: [] })).address);
  const [refused] = await client.post([{ ...RECEIPT, key: 'in' }]);
  expect(refused).toMatchObject({
    status: 'refused',
    code: 'types-not-installed',
    message: 'No transaction types are set up for this company.',
    remedy: 'Install the default mappings: `perpetua init`.',
  });
  expect(await put(client, { types: 'default' })).toMatchObject({ status: 200 });
  const [posted] = await client.post([{ ...RECEIPT, key: 'in' }]);
  expect(posted).toMatchObject({ status: 'posted', cost: '500.00' });
});

test('a period is closed and opened again with a reason; unknown ones and other words are refused', async () => {
  const client = await served();
  const period = (name: string, body: object) =>
    client.send(`PUT /companies/sample/periods/${name}`, { body });
  const reason = 'month end';
  expect((await period('2026-01', { state: 'closed', reason })).body).toEqual({ period: '2026-01', state: 'closed' });
  expect(await client.post([{ ...RECEIPT, key: 'late' }])).toMatchObject([
    { status: 'refused', code: 'period-closed', message: 'The period of 2026-01-05 is closed.' },
  ]);
  expect((await period('2026-01', { state: 'open', reason })).status).toBe(200);
  expect(await client.post([{ ...RECEIPT, key: 'late' }])).toMatchObject([{ status: 'posted' }]);

  expect(problemIn(await period('2031-01', { state: 'closed', reason })).code).toBe('period-unknown');
  expect(problemIn(await period('2026-13', { state: 'closed', reason })).code).toBe('date-invalid');
  const wrong = [{ state: 'shut', reason }, { state: 'open' }, { state: 'open', reason: '' }, { state: 'open', reason: 'a\0' }];
  for (const body of wrong) {
    expect(problemIn(await period('2026-01', body))).toMatchObject({ status: 400, code: 'request-malformed' });
  }
});
