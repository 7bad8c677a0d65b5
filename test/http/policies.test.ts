import { beforeAll, expect, test } from 'vitest';
import type { PolicySetup } from '../../packages/server/src/application/configuration/company-setup.ts';
import type { PoliciesInForce } from '../../packages/server/src/application/reading/policies.ts';
import { verifyBooks } from '../../packages/server/src/application/verify-books.ts';
import { booksInspection } from '../../packages/server/src/storage/postgres/books-inspection.ts';
import { readingPool } from '../../packages/server/src/storage/postgres/connections.ts';
import { putPeriod } from '../support/close-period.ts';
import { sampleSetup } from '../support/sample-setup.ts';
import { type ServedBooks, servedBooks } from '../support/served-books.ts';
import { httpClient, messagesOf, problemIn } from './http-client.ts';

let books: ServedBooks;

beforeAll(async () => {
  books = await servedBooks();
});

let made = 0;

/** A company of a test's own, its policies as they are declared and as they hold. */
async function newCompany(policies: readonly PolicySetup[] = []) {
  made += 1;
  const setup = { ...sampleSetup({ code: `policies-${made}` }), policies };
  const { company } = setup;
  const path = `/companies/${company.code}`;
  const client = httpClient(books.address, company.code);
  expect(await client.send('POST /companies', { body: setup })).toMatchObject({ status: 201 });
  return {
    ...client,
    path,
    name: company.code,
    declare: (declared: readonly object[], further: object = {}, query = '') =>
      client.send(`PUT ${path}/setup${query}`, {
        body: { company, policies: declared, ...further },
      }),
    declared: async () => Object((await client.send(`GET ${path}/setup`)).body).policies,
    holding: async (query: string): Promise<PoliciesInForce> => {
      const { status, body } = await client.send(`GET ${path}/policies${query}`);
      expect(status).toBe(200);
      return Object(body);
    },
  };
}

/** What verification finds wrong with the books of a company, its replay included. */
async function faultsOf(code: string): Promise<readonly string[]> {
  const [company] = (await books.storage.companies()).filter((one) => one.code === code);
  const pool = readingPool(books.connection, 1);
  const { findings } = await verifyBooks(booksInspection(pool), company?.id ?? 0);
  await pool.end();
  return findings.filter(({ kept }) => !kept).map(({ title }) => title);
}

/** Value and day of a policy, and the groups that differ. */
const heldOf = ({ policies }: PoliciesInForce, name: string) => {
  const found = policies.find(({ policy }) => policy === name);
  return {
    value: found?.value,
    since: found?.since,
    declared: found?.declared,
    groups: found?.groups.map(({ group, value, since }) => `${group} ${value} ${since}`),
  };
};

test('beyond 11 a company that declared nothing has what is usual, with the consequence of each policy', async () => {
  const company = await newCompany();
  expect(await company.declared()).toEqual([]);
  const { on, policies, settings } = await company.holding('');
  // The clock of the books stands on this day.
  expect(on).toBe('2026-06-01');
  expect(policies.map(({ policy, value, declared }) => [policy, value, declared])).toEqual([
    ['late-facts', 'restate', 'usual'],
    ['price-difference', 'expense', 'usual'],
    ['customer-return-cost', 'original', 'usual'],
    ['vendor-return-cost', 'current', 'usual'],
    ['shortage-cost', 'last-then-standard', 'usual'],
    ['kept-streams', 'none', 'usual'],
    ['sales-cost', 'valuation', 'usual'],
    ['review-approval', 'one-person', 'usual'],
  ]);
  expect(policies.every(({ consequence }) => consequence.endsWith('.'))).toBe(true);
  expect(
    settings.map(({ setting, value, since, sites }) => [setting, value, since, sites]),
  ).toEqual([
    ['costing-method', 'moving-average', null, []],
    ['negative-stock', 'allow', null, []],
  ]);
});

test('Q-05 what a site says of stock below zero is told beside what the company says', async () => {
  const company = await newCompany();
  const office = { code: 'O1', name: 'Office one', kind: 'office', negativeStock: 'forbid' };
  expect(await company.declare([], { sites: [office] })).toMatchObject({ status: 200 });
  const { settings } = await company.holding('');
  expect(settings.map(({ setting, value, sites }) => [setting, value, sites])).toEqual([
    ['costing-method', 'moving-average', []],
    [
      'negative-stock',
      'allow',
      [
        {
          site: 'O1',
          name: 'Office one',
          value: 'forbid',
          consequence: expect.stringMatching(/^It is refused/),
        },
      ],
    ],
  ]);
});

test('beyond 11 a policy is declared from a day on, for the company and for a group, and read back', async () => {
  const company = await newCompany([{ policy: 'price-difference', value: 'capitalise' }]);
  const declared = [
    { policy: 'late-facts', value: 'prospective', from: '2026-03-01' },
    { policy: 'late-facts', value: 'forbid', from: '2026-05-01' },
    { policy: 'late-facts', group: 2, value: 'restate', from: '2026-04-01' },
    { policy: 'late-facts', group: 2, value: null, from: '2026-06-01' },
    { policy: 'vendor-return-cost', value: 'original' },
  ];
  expect(await company.declare(declared, { validFrom: '2026-02-01' })).toMatchObject({
    status: 200,
    body: { configurationVersion: 2 },
  });
  const all = await company.declared();
  expect(all).toEqual([
    ...declared.slice(0, 4),
    { policy: 'price-difference', value: 'capitalise', from: '1900-01-01' },
    { ...declared[4], from: '2026-02-01' },
  ]);
  const on = async (day: string) => heldOf(await company.holding(`?on=${day}`), 'late-facts');
  expect(await on('2026-02-28')).toEqual({
    value: 'restate',
    since: null,
    declared: 'usual',
    groups: [],
  });
  expect(await on('2026-04-01')).toMatchObject({
    value: 'prospective',
    since: '2026-03-01',
    groups: ['2 restate 2026-04-01'],
  });
  expect(await on('2026-05-31')).toMatchObject({
    value: 'forbid',
    since: '2026-05-01',
    groups: ['2 restate 2026-04-01'],
  });
  expect(await on('2026-06-01')).toMatchObject({ value: 'forbid', groups: [] });
  expect(heldOf(await company.holding('?on=2026-05-31&group=2'), 'late-facts')).toEqual({
    value: 'restate',
    since: '2026-04-01',
    declared: 'group',
    groups: [],
  });

  const again = await company.declare(all);
  expect(again.body).toEqual({ company: expect.any(String), configurationVersion: 3 });
  expect(await company.declared()).toEqual(all);
  const { body } = await company.send(`GET ${company.path}/configuration-changes?kinds=policy`);
  expect(Object(body).changes.map(({ version }: { version: number }) => version)).toEqual([2, 1]);
});

test('beyond 11 a report names every declaration with what follows, on a day only what holds then', async () => {
  const company = await newCompany();
  await company.declare([
    { policy: 'late-facts', value: 'forbid', from: '2026-05-01' },
    { policy: 'late-facts', group: 1, value: 'prospective', from: '2026-04-01' },
  ]);
  const rowsOf = async (query: string) => {
    const { body } = await company.send(`GET ${company.path}/reports/policies${query}`);
    return Object(body)
      .rows.filter(({ policy }: { policy: string }) => policy === 'late-facts')
      .map(({ group, value, since }: Record<string, string>) => [group, value, since]);
  };
  expect(await rowsOf('')).toEqual([
    ['', 'restate', null],
    ['', 'forbid', '2026-05-01'],
    ['1', 'prospective', '2026-04-01'],
  ]);
  expect(await rowsOf('?asOf=2026-04-30')).toEqual([
    ['', 'restate', null],
    ['1', 'prospective', '2026-04-01'],
  ]);
  // As it was known before anything was declared.
  expect(await rowsOf('?asKnown=0@1')).toEqual([['', 'restate', null]]);
});

test('beyond 11 everything that is wrong with declarations is refused at once, and nothing is kept', async () => {
  const company = await newCompany();
  const refused = await company.declare([
    { policy: 'late-fees', value: 'restate' },
    { policy: 'late-facts', value: 'original' },
    { policy: 'late-facts', value: 'forbid', from: '2026-02-30' },
    { policy: 'late-facts', value: 'forbid', from: '2026-03-01' },
    { policy: 'late-facts', value: 'restate', from: '2026-03-01' },
    { policy: 'shortage-cost', group: 77, value: 'refuse', from: '2026-03-01' },
  ]);
  expect(problemIn(refused)).toMatchObject({ status: 422, code: 'setup-invalid' });
  expect(messagesOf(refused)).toEqual([
    'policy late-fees: there are only late-facts, price-difference, customer-return-cost, vendor-return-cost, shortage-cost, kept-streams, sales-cost, review-approval',
    'policy late-facts: original is none of restate, prospective, forbid',
    'policy late-facts: from 2026-02-30 is no day',
    'policy late-facts: it is given twice from 2026-03-01 on',
    'policy shortage-cost of group 77: there is no such group',
  ]);
  expect(await company.declared()).toEqual([]);
  const asked = [
    ['?on=2026-02-30', 'on is not a day: 2026-02-30.'],
    ['?group=77', 'there is no group 77'],
    ['?group=x', 'there is no group x'],
  ] as const;
  for (const [query, message] of asked) {
    const answer = await company.send(`GET ${company.path}/policies${query}`);
    expect(messagesOf(answer)).toEqual([message]);
  }
});

test('beyond 11 what held in a closed period is not changed, what comes after it may be', async () => {
  const company = await newCompany([{ policy: 'late-facts', value: 'forbid' }]);
  for (const month of ['2026-01', '2026-02'])
    await putPeriod(books, company.path.replace('/companies/', ''), month);
  const faultOf = async (declared: readonly object[]) =>
    messagesOf(await company.declare(declared));
  const fault = (what: string, month: string) =>
    `${what}: it would change what held in ${month}, which is closed; let it begin on 2026-03-01 or later`;
  expect(await faultOf([{ policy: 'late-facts', value: 'restate' }])).toEqual([
    fault('policy late-facts', '2026-01'),
  ]);
  expect(await faultOf([{ policy: 'late-facts', value: 'restate', from: '2026-02-28' }])).toEqual([
    fault('policy late-facts', '2026-02'),
  ]);
  expect(
    await faultOf([
      { policy: 'late-facts', group: 1, value: 'prospective', from: '2026-02-01' },
      { policy: 'vendor-return-cost', value: 'original', from: '2025-01-01' },
    ]),
  ).toEqual([
    fault('policy late-facts of group 1', '2026-02'),
    fault('policy vendor-return-cost', '2026-01'),
  ]);
  const allowed = [
    // What is only said again changes nothing.
    { policy: 'late-facts', value: 'forbid', from: '2026-01-15' },
    { policy: 'late-facts', group: 1, value: 'forbid', from: '2026-01-01' },
    { policy: 'late-facts', value: 'restate', from: '2026-03-01' },
  ];
  expect(await company.declare(allowed)).toMatchObject({ status: 200 });
});

test('Q-39 a declaration is previewed and logged with who, when, why, before and after', async () => {
  const company = await newCompany([{ policy: 'late-facts', value: 'forbid' }]);
  await company.post([
    {
      key: 'receipt',
      type: 'receive-from-vendor',
      postedOn: '2026-05-20',
      item: 'F1',
      site: 'DC',
      quantity: '10',
      unitCost: '50.00',
    },
  ]);
  const declared = [{ policy: 'late-facts', value: 'restate', from: '2026-05-01' }];
  const why = { reason: 'late freight bills' };
  const difference = {
    kind: 'policy',
    name: 'late-facts · 2026-05-01',
    before: { from: '1900-01-01', value: 'forbid' },
    after: { from: '2026-05-01', value: 'restate' },
  };
  const warnings = [
    'policy late-facts begins on 2026-05-01; what is posted since then, up to 2026-05-20, stays as it is',
  ];
  const preview = await company.declare(declared, why, '?dryRun=true');
  expect(preview.body).toMatchObject({ changes: [difference], warnings });
  expect(heldOf(await company.holding(''), 'late-facts').value).toBe('forbid');

  expect(await company.declare(declared, why)).toMatchObject({ status: 200, body: { warnings } });
  const { body } = await company.send(`GET ${company.path}/configuration-changes?kinds=policy`);
  expect(Object(body).changes[0]).toMatchObject({
    version: 2,
    changedBy: 'test',
    reason: 'late freight bills',
    differences: [difference],
  });
  // Said again, it is no change and warns of nothing.
  expect((await company.declare(declared)).body).not.toHaveProperty('warnings');
});

const MOVED = { item: 'F1', site: 'DC', quantity: '1' };

test('Q-15 a late fact that is forbidden is refused, and waits in the queue when it happened all the same', async () => {
  const company = await newCompany([{ policy: 'late-facts', value: 'forbid' }]);
  const receipt = { ...MOVED, type: 'receive-from-vendor', unitCost: '50.00', quantity: '10' };
  await company.post([{ ...receipt, key: 'in', postedOn: '2026-03-10' }]);
  const late = { ...MOVED, type: 'sale', key: 'late', postedOn: '2026-03-09' };
  const [refused] = await company.post([late]);
  expect(refused).toMatchObject({ status: 'refused', code: 'late-fact-forbidden' });
  expect(refused).toMatchObject({
    message:
      '2026-03-09 lies before 2026-03-10, when F1 at DC moved last, and late facts are forbidden.',
  });
  const [queued] = await company.post([late], { mode: 'record' });
  expect(queued).toMatchObject({ status: 'queued', code: 'late-fact-forbidden' });
  const restate = [{ policy: 'late-facts', value: 'restate', from: '2026-03-01' }];
  expect(await company.declare(restate)).toMatchObject({ status: 200 });
  const [posted] = await company.post([late], { mode: 'record' });
  expect(posted).toMatchObject({ status: 'posted' });
});

test('Q-49 goods that were invoiced go back at the cost of their receipt, also when both are read from the books', async () => {
  const company = await newCompany([{ policy: 'vendor-return-cost', value: 'original' }]);
  const on = (postedOn: string, type: string, fields: object) =>
    company.post([{ ...MOVED, key: `${type} ${postedOn}`, postedOn, type, ...fields }]);
  const price = { quantity: '10', unitCost: '12.00' };
  await on('2026-03-01', 'receive-from-vendor', price);
  await on('2026-03-02', 'receive-from-vendor', { ...price, unitCost: '20.00' });
  const original = 'receive-from-vendor 2026-03-01';
  await on('2026-03-03', 'supplier-invoice-match', { ...price, original, quantity: '8' });
  const [back] = await on('2026-03-04', 'return-to-vendor', { original, quantity: '3' });
  expect(back).toMatchObject({ status: 'posted', cost: '36.00' });
  const [again] = await on('2026-03-05', 'supplier-invoice-match', {
    ...price,
    original,
    quantity: '1',
  });
  expect(again).toMatchObject({ status: 'refused', code: 'original-used-up' });
  const [rest] = await on('2026-03-06', 'return-to-vendor', { original, quantity: '7' });
  expect(rest).toMatchObject({ status: 'posted', cost: '84.00' });
  const [more] = await on('2026-03-07', 'return-to-vendor', { original });
  expect(more).toMatchObject({ status: 'refused', code: 'original-used-up' });
  expect(await faultsOf(company.name)).toEqual([]);
});
