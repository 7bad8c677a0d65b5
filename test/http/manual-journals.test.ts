import { beforeAll, beforeEach, expect, test } from 'vitest';
import { setUpCompany } from '../../packages/server/src/application/configuration/set-up-company.ts';
import { booksInspection } from '../../packages/server/src/storage/postgres/books-inspection.ts';
import { faultsOf } from '../posting/verified-books.ts';
import { putPeriod } from '../support/close-period.ts';
import { sampleSetup } from '../support/sample-setup.ts';
import { type ServedBooks, servedBooks } from '../support/served-books.ts';
import { type Answered, type HttpClient, httpClient, problemIn } from './http-client.ts';

type Fields = Readonly<Record<string, unknown>>;

let served: ServedBooks;
let code = '';
let client: HttpClient;
let companies = 0;

beforeAll(async () => {
  served = await servedBooks();
});

beforeEach(() => company());

/** Every test has a company of its own, in one database. */
async function company(settings: Parameters<typeof sampleSetup>[0] = {}): Promise<void> {
  companies += 1;
  code = `ledger-${companies}`;
  const made = await setUpCompany(served, sampleSetup({ code, ...settings }), {
    changedBy: 'test',
    reason: 'test',
  });
  if (!made.ok) throw new Error(JSON.stringify(made.reasons));
  client = httpClient(served.address, code);
}

const HEAD = { key: 'GJ-1', postedOn: '2026-03-31', site: 'DC' };
const PAID = [
  { account: '5800', debit: '900.00', text: 'March' },
  { account: '5850', debit: '100' },
  { account: '2100', credit: '1000' },
];

const send = (journal: Fields, query = '') =>
  client.send(`POST /companies/${code}/manual-journals${query}`, {
    body: { ...HEAD, lines: PAID, ...journal },
  });

const reverse = (journal: string, body: Fields) =>
  client.send(`POST /companies/${code}/manual-journals/${journal}/reverse`, { body });

const refusalsIn = (answered: Answered): readonly string[] =>
  problemIn(answered).refusals.map(({ code: reason, line }) =>
    line === undefined ? reason : `${line} ${reason}`,
  );

const report = async (name: string) =>
  Object((await client.send(`GET /companies/${code}/reports/${name}`)).body);

/** Debits less credits of an account at the end of a day. */
async function balanceOf(account: string, asOf = '2026-12-31'): Promise<string> {
  const { rows } = await report(`trial-balance?asOf=${asOf}`);
  const row = rows.find((one: Fields) => one['account'] === account);
  return row?.closing ?? '0.00';
}

async function expectSound(): Promise<void> {
  const named = (await served.storage.companies()).find((one) => one.code === code);
  if (named === undefined) throw new Error('the company is there');
  expect(await faultsOf({ inspection: booksInspection(served.pool), company: named })).toEqual([]);
}

test('a manual journal is posted whole, answered again, and shown with its source in the ledger', async () => {
  const trial = await send({}, '?dryRun=true');
  expect(trial.body).toMatchObject({ status: 'posted', cost: '1000.00' });
  expect(await balanceOf('2100')).toBe('0.00');
  const posted = await send({ reference: 'rent of March' });
  expect(posted.body).toMatchObject({
    status: 'posted',
    lines: [
      { account: '5800', site: 'DC', center: '010', debit: '900.00' },
      { account: '5850', debit: '100.00' },
      { account: '2100', credit: '1000.00' },
    ],
  });
  expect((await send({ reference: 'rent of March' })).body).toMatchObject({ status: 'duplicate' });
  expect(refusalsIn(await send({ reference: 'rent of April' }))).toEqual(['key-reused']);
  expect(await balanceOf('2100')).toBe('-1000.00');
  const general = await report('entry-type-details?entryType=general');
  expect(general.totals).toMatchObject({ entries: '1', debit: '1000.00', credit: '1000.00' });
  expect((await report('entry-type-details')).totals).toMatchObject({ entries: '0' });
  await expectSound();
});

test('004.40 a manual journal on an account that holds stock is refused, with every other fault of it', async () => {
  const lines = [
    { account: '1300', debit: '5' },
    { account: '1390', credit: '5' },
    { account: '1320', debit: '5' },
    { account: '9999', credit: '5' },
    { account: '5800', debit: '1', credit: '1' },
    { account: '5800' },
    { account: '5800', debit: '-1' },
    { account: '5800', debit: 'x' },
  ];
  expect([...refusalsIn(await send({ lines }))].toSorted()).toEqual([
    '1 line-account-holds-stock',
    '2 line-account-holds-stock',
    '3 line-account-holds-stock',
    '4 account-unknown',
    '5 line-sides',
    '6 line-sides',
    '7 line-sides',
    '8 number-invalid',
  ]);
  const stock = await send({ lines: [{ account: '1310', debit: '5' }, PAID[2]] });
  expect(problemIn(stock).refusals[0]?.message).toContain(
    'Account 1310 holds stock and takes no line of its own.',
  );
  expect(refusalsIn(await send({ lines: PAID.slice(1) }))).toEqual(['journal-unbalanced']);
  const { rows } = await report('trial-balance');
  expect(rows).toEqual([]);
});

test('a journal is taken back on a day of its own, once', async () => {
  await send({});
  expect(refusalsIn(await reverse('GJ-2', { key: 'x', postedOn: '2026-04-02' }))).toEqual([
    'not-found',
  ]);
  const back = await reverse('GJ-1', { key: 'GJ-1-back', postedOn: '2026-04-02' });
  expect(back.body).toMatchObject({
    status: 'posted',
    lines: [
      { account: '2100', debit: '1000.00' },
      { account: '5800', credit: '900.00' },
      { account: '5850', credit: '100.00' },
    ],
  });
  expect(await balanceOf('5800', '2026-04-01')).toBe('900.00');
  expect(await balanceOf('5800')).toBe('0.00');
  expect(refusalsIn(await reverse('GJ-1', { key: 'again', postedOn: '2026-04-02' }))).toEqual([
    'already-reversed',
  ]);
  await expectSound();
});

test('004.46 an accrual stands at the end of its period and is gone at the start of the next', async () => {
  const accrual = { reverseOn: '2026-04-01' };
  await putPeriod(served, code, '2026-04');
  expect(refusalsIn(await send(accrual))).toEqual(['period-closed']);
  expect(await balanceOf('2100')).toBe('0.00');
  await putPeriod(served, code, '2026-04', 'open');
  expect((await send(accrual)).body).toMatchObject({
    status: 'posted',
    caused: [{ type: 'journal-reversal' }],
  });
  expect(await balanceOf('2100', '2026-03-31')).toBe('-1000.00');
  expect(await balanceOf('2100', '2026-04-01')).toBe('0.00');
  await reverse('GJ-1', { key: 'never-was', postedOn: '2026-04-05' });
  expect(await balanceOf('5800')).toBe('0.00');
  await expectSound();
});

test('in a soft-closed period a journal and its reversal say why they belong there', async () => {
  await putPeriod(served, code, '2026-03', 'soft-closed');
  expect(refusalsIn(await send({}))).toEqual(['period-soft-closed']);
  const closingReason = 'bill of the landlord';
  expect((await send({ closingReason })).body).toMatchObject({ status: 'posted' });
  expect(refusalsIn(await reverse('GJ-1', { key: 'back', postedOn: '2026-03-31' }))).toEqual([
    'period-soft-closed',
  ]);
  const back = { key: 'back', postedOn: '2026-03-31', closingReason };
  expect((await reverse('GJ-1', back)).body).toMatchObject({ status: 'posted' });
  await expectSound();
});

test('002.05 sites that balance by themselves clear between them what a journal moves', async () => {
  await company({ selfBalancingSites: true });
  const lines = [
    { account: '5800', debit: '10', site: 'O1' },
    { account: '2100', credit: '10' },
  ];
  await send({ lines });
  const { rows, totals } = await report('balance-sheet?by=site');
  expect(rows.length).toBeGreaterThan(0);
  expect(totals).toEqual({ 'site:DC': '0.00', 'site:O1': '0.00', company: '0.00' });
  const clearing = rows.find((one: Fields) => one['account'] === '2900');
  expect(clearing).toMatchObject({ 'site:DC': '10.00', 'site:O1': '-10.00', company: '0.00' });
  await expectSound();
});

test('Q-26 an account on which a manual journal stands does not become one of stock', async () => {
  const asset = { code: '1360', name: 'Deposits', accountClass: 'asset' };
  const settings = { code, name: 'Sample', currency: 'EUR' };
  const put = (setup: Fields) =>
    client.send(`PUT /companies/${code}/setup`, { body: { company: settings, ...setup } });
  expect((await put({ accounts: [asset] })).status).toBe(200);
  await send({
    lines: [
      { account: '1360', debit: '5' },
      { account: '2100', credit: '5' },
    ],
  });
  const places = (account: string) => [{ group: 1, site: 'O2', accounts: { inventory: account } }];
  const refused = problemIn(await put({ places: places('1360') }));
  expect(refused).toMatchObject({ status: 409, code: 'account-posted-otherwise' });
  expect(refused.refusals[0]?.message).toContain('Account 1360 cannot hold stock');
  // Taken back, it is still in what was reported of the days between.
  await reverse('GJ-1', { key: 'back', postedOn: '2026-04-02' });
  expect(problemIn(await put({ places: places('1360') })).code).toBe('account-posted-otherwise');
  const free = { ...asset, code: '1361', name: 'Stock of the office' };
  expect((await put({ accounts: [free], places: places('1361') })).status).toBe(200);
  expect(
    refusalsIn(await send({ key: 'x', lines: [{ account: '1361', debit: '5' }, PAID[2]] })),
  ).toContain('1 line-account-holds-stock');
  await expectSound();
});

test('a journal of 5,400 lines is posted in seconds, and all its faults are told at once', async () => {
  const side = (index: number) => (index % 2 === 0 ? 'debit' : 'credit');
  const lines = Array.from({ length: 5_400 }, (_, index) => ({
    account: index % 2 === 0 ? '5800' : '2100',
    [side(index)]: `${1 + ((index - (index % 2)) % 97)}.50`,
    site: index % 3 === 0 ? 'O1' : 'DC',
    text: `line ${index + 1}`,
  }));
  const wrong = lines.map((line, index) =>
    index % 100 === 0 ? { ...line, account: '1300' } : line,
  );
  expect(refusalsIn(await send({ lines: wrong }))).toHaveLength(54);
  const began = performance.now();
  const posted = await send({ lines });
  expect(posted.body).toMatchObject({ status: 'posted' });
  expect(performance.now() - began).toBeLessThan(10_000);
  await expectSound();
});
