import { beforeEach, expect, test } from 'vitest';
import { sampleSetup } from '../support/sample-setup.ts';
import { type ServedBooks, servedBooks } from '../support/served-books.ts';
import { type HttpClient, httpClient, messagesOf, problemIn } from './http-client.ts';

const RECEIPT = {
  type: 'receive-from-vendor',
  postedOn: '2026-01-05',
  item: 'F1',
  site: 'DC',
  quantity: '10',
  unitCost: '50.00',
};
const SALE = { type: 'sale', postedOn: '2026-01-06', item: 'F1', site: 'DC', quantity: '12' };

const COMPANY = '/companies/sample';
const reason = 'month end';

let books: ServedBooks;
let client: HttpClient;

beforeEach(async () => {
  books = await servedBooks();
  client = httpClient(books.address);
});

const close = (period: string, body: object = {}, query = '') =>
  client.send(`POST ${COMPANY}/periods/${period}/close${query}`, { body: { reason, ...body } });
const change = (period: string, verb: string) =>
  client.send(`POST ${COMPANY}/periods/${period}/${verb}`, { body: { reason: 'a reason' } });
const checklist = async (period: string) =>
  Object((await client.send(`GET ${COMPANY}/periods/${period}/checklist`)).body);
const periodNamed = async (name: string) => {
  const { periods } = Object((await client.send(`GET ${COMPANY}/periods`)).body);
  return periods.find(({ period }: { period: string }) => period === name);
};

test('a period whose checklist is in order is closed with a reason; nothing is posted in it from then on', async () => {
  await client.post([{ ...RECEIPT, key: 'in' }]);
  expect(await checklist('2026-01')).toMatchObject({
    period: '2026-01',
    year: '2026',
    first: '2026-01-01',
    last: '2026-01-31',
    state: 'open',
    ready: true,
  });
  const points = (await checklist('2026-01')).points;
  expect(
    points.map(({ check, inOrder }: { check: string; inOrder: boolean }) => [check, inOrder]),
  ).toEqual([
    ['earlier-periods-open', true],
    ['exceptions-waiting', true],
    ['costs-to-run-again', true],
    ['books-disagree', true],
    ['non-inventory-open', true],
    ['negative-stock', true],
    ['manual-receipts-open', true],
    ['counts-open', true],
  ]);
  expect((await close('2026-01', {}, '?dryRun=true')).body).toMatchObject({ state: 'closed' });
  expect((await close('2026-01')).body).toEqual({
    period: '2026-01',
    year: '2026',
    first: '2026-01-01',
    last: '2026-01-31',
    state: 'closed',
    acknowledged: [],
  });
  expect(await client.post([{ ...RECEIPT, key: 'late' }])).toMatchObject([
    { status: 'refused', code: 'period-closed', message: 'The period of 2026-01-05 is closed.' },
  ]);
  expect(await periodNamed('2026-01')).toMatchObject({
    state: 'closed',
    changed: { by: 'test', reason, acknowledged: [] },
  });
  expect(await periodNamed('2026-02')).toMatchObject({ state: 'open', changed: null });
  expect((await close('2026-01')).status).toBe(200);
});

test('what blocks is told all at once, with the warnings that are not acknowledged', async () => {
  await client.post([{ ...RECEIPT, key: 'in', postedOn: '2026-02-01' }]);
  await client.post([{ ...SALE, key: 'out', postedOn: '2026-02-02' }]);
  await client.post([{ ...RECEIPT, key: 'unknown', postedOn: '2026-02-28', item: 'F9' }], {
    mode: 'record',
  });
  const hand = { ...SALE, type: 'manual-stock-receipt', quantity: '1', postedOn: '2026-02-03' };
  await client.post([{ ...hand, key: 'hand', site: 'O1', fromSite: 'DC' }]);
  const problem = problemIn(await close('2026-02'));
  expect(problem).toMatchObject({ status: 409, code: 'period-not-ready' });
  expect(problem.refusals.map(({ code, message }) => `${code}: ${message}`)).toEqual([
    'period-not-ready: Period 2026-02 cannot be closed: Open before it: 2026-01.',
    'period-not-ready: Period 2026-02 cannot be closed: Dated in it, happened and not posted: 1.',
    'warning-not-acknowledged: Closing 2026-02 leaves open: Below zero on its last day: F1 at DC.',
    'warning-not-acknowledged: Closing 2026-02 leaves open: Manual stock receipts open on its last day: 1.',
  ]);
  expect(await checklist('2026-02')).toMatchObject({ ready: false });
  // What waits elsewhere does not stand in the way of January.
  expect(await checklist('2026-01')).toMatchObject({ ready: true });
  expect((await close('2026-01')).status).toBe(200);

  const given = { reason: 'no such item' };
  await client.send(`POST ${COMPANY}/queue/unknown/give-up`, { body: given });
  const acknowledge = ['negative-stock', 'manual-receipts-open'];
  expect((await close('2026-02', { acknowledge })).body).toMatchObject({
    state: 'closed',
    acknowledged: [
      'negative-stock: Below zero on its last day: F1 at DC.',
      'manual-receipts-open: Manual stock receipts open on its last day: 1.',
    ],
  });
  expect(await periodNamed('2026-02')).toMatchObject({
    changed: { acknowledged: [expect.stringMatching(/^negative-stock/), expect.any(String)] },
  });
});

test('stock that is made good within the period is no warning of it, and one that is not stays one', async () => {
  await client.post([
    { ...RECEIPT, key: 'first', quantity: '1' },
    { ...SALE, key: 'out', quantity: '2' },
    { ...RECEIPT, key: 'in', postedOn: '2026-02-03', quantity: '5' },
  ]);
  const negative = async (period: string) =>
    (await checklist(period)).points.find(
      ({ check }: { check: string }) => check === 'negative-stock',
    );
  expect(await negative('2026-01')).toMatchObject({ inOrder: false, count: 1 });
  expect(await negative('2026-02')).toMatchObject({ inOrder: true });
});

test('004.39 Non-Inventory that is not zero on the last day is a point of the checklist, with its amount', async () => {
  await client.post([
    {
      key: 'moved',
      type: 'non-inventory-reallocation',
      postedOn: '2026-01-20',
      item: 'F1',
      site: 'DC',
      amount: '-12.50',
      account: '4900',
      reference: 'rebate',
    },
  ]);
  const problem = await close('2026-01');
  expect(messagesOf(problem)).toEqual([
    'Closing 2026-01 leaves open: On its last day Non-Inventory holds 12.50 and the review is not signed off.',
  ]);
  // Carried forward with an owner, and signed off, it is in order.
  const review = `${COMPANY}/review`;
  const { lines } = Object((await client.send(`GET ${review}?period=2026-01`)).body);
  const carry = { action: 'carry-forward', lines: [lines[0].event], owner: 'Ada', reason };
  const act = { key: 'act', postedOn: '2026-01-31', ...carry };
  expect((await client.send(`POST ${review}/actions`, { body: act })).status).toBe(200);
  expect((await close('2026-01')).status).toBe(409);
  expect((await client.send(`POST ${review}/2026-01/sign-off`, { body: {} })).body).toMatchObject({
    isDone: true,
  });
  expect((await close('2026-01')).body).toMatchObject({ state: 'closed', acknowledged: [] });
});

test('004.39 lines under review that cancel out and nobody has looked at are a point of the checklist as well', async () => {
  const moved = {
    type: 'non-inventory-reallocation',
    postedOn: '2026-01-20',
    item: 'F1',
    site: 'DC',
    account: '4900',
    reference: 'rebate',
  };
  await client.post([
    { ...moved, key: 'one', amount: '-12.50' },
    { ...moved, key: 'other', amount: '12.50' },
  ]);
  const point = (await checklist('2026-01')).points.find(
    ({ check }: { check: string }) => check === 'non-inventory-open',
  );
  expect(point).toMatchObject({ inOrder: false, count: 2 });
});

test('only the newest closed period is opened again, with a reason; both are kept', async () => {
  await close('2026-01');
  await close('2026-02');
  const older = problemIn(await change('2026-01', 'reopen'));
  expect(older).toMatchObject({ code: 'period-not-newest', remedy: 'Reopen 2026-02 first.' });
  expect((await change('2026-02', 'reopen')).body).toMatchObject({ state: 'open' });
  expect((await change('2026-01', 'reopen')).body).toMatchObject({ state: 'open' });
  expect(await client.post([{ ...RECEIPT, key: 'late' }])).toMatchObject([{ status: 'posted' }]);
  expect(await periodNamed('2026-01')).toMatchObject({
    state: 'open',
    changed: { reason: 'a reason' },
  });
  const changes = await client.send(`GET ${COMPANY}/configuration-changes?kinds=period`);
  expect(JSON.stringify(changes.body)).toContain(reason);
  for (const name of ['2031-01', '2026-13', 'x'])
    expect(problemIn(await close(name))).toMatchObject({ status: 404, code: 'not-found' });
  for (const body of [{}, { reason: '' }, { reason, acknowledge: ['nothing'] }])
    expect(
      problemIn(await client.send(`POST ${COMPANY}/periods/2026-01/close`, { body })).status,
    ).toBe(400);
});

test('in a soft-closed period only what gives a reason is posted, and the reason stays with it', async () => {
  await client.post([{ ...RECEIPT, key: 'in' }]);
  expect((await change('2026-01', 'soft-close')).body).toMatchObject({ state: 'soft-closed' });
  const late = { ...RECEIPT, key: 'late' };
  expect(await client.post([late])).toMatchObject([
    { status: 'refused', code: 'period-soft-closed' },
  ]);
  const closingReason = 'invoice found on the last day';
  expect(await client.post([{ ...late, closingReason }])).toMatchObject([{ status: 'posted' }]);
  const { event } = Object((await client.post([{ ...late, closingReason }]))[0]);
  const told = await client.send(`GET ${COMPANY}/transactions/${event}`);
  expect(JSON.stringify(told.body)).toContain(closingReason);
  // It is closed like an open one, and what is closed is soft-closed no more.
  expect((await close('2026-01')).body).toMatchObject({ state: 'closed' });
  expect(problemIn(await change('2026-01', 'soft-close')).code).toBe('period-not-open');
  expect(await client.post([{ ...late, key: 'later', closingReason }])).toMatchObject([
    { code: 'period-closed' },
  ]);
});

test('a fiscal year of 4-4-5 weeks has periods of its own, by which days are open or closed', async () => {
  const { periods: _, ...setup } = sampleSetup({ code: 'weeks' });
  const year = { year: '2026', first: '2025-12-29', pattern: '4-4-5' };
  const made = await client.send('POST /companies', {
    body: { ...setup, fiscalYears: [{ ...year, longYear: true }] },
  });
  expect(made.status).toBe(201);
  const { periods } = Object((await client.send('GET /companies/weeks/periods')).body);
  expect(periods).toHaveLength(12);
  expect(periods[0]).toMatchObject({
    period: '2026-P01',
    year: '2026',
    first: '2025-12-29',
    last: '2026-01-25',
    state: 'open',
  });
  expect(periods[2]).toMatchObject({ first: '2026-02-23', last: '2026-03-29' });
  expect(periods[11]).toMatchObject({ period: '2026-P12', last: '2027-01-03' });

  const weeks = httpClient(books.address, 'weeks');
  const first = await weeks.post([
    { ...RECEIPT, key: 'a', postedOn: '2025-12-29' },
    { ...RECEIPT, key: 'b', postedOn: '2026-01-26' },
    { ...RECEIPT, key: 'c', postedOn: '2025-12-28' },
  ]);
  expect(first.map((one) => ('code' in one ? one.code : one.status))).toEqual([
    'posted',
    'posted',
    'period-unknown',
  ]);
  const done = await client.send('POST /companies/weeks/periods/2026-P01/close', {
    body: { reason },
  });
  expect(done.body).toMatchObject({ state: 'closed', last: '2026-01-25' });
  expect(
    await weeks.post([
      { ...RECEIPT, key: 'd', postedOn: '2026-01-25' },
      { ...RECEIPT, key: 'e', postedOn: '2026-01-26' },
    ]),
  ).toMatchObject([{ code: 'period-closed' }, { status: 'posted' }]);

  const read = await client.send('GET /companies/weeks/setup');
  expect(Object(read.body).fiscalYears).toEqual([{ ...year, longYear: true }]);
  const company = { code: 'weeks', name: 'Sample', currency: 'EUR' };
  const put = async (first: string) =>
    client.send('PUT /companies/weeks/setup', {
      body: { company, fiscalYears: [{ year: '2027', first, pattern: '13x4' }] },
    });
  expect(messagesOf(await put('2027-01-03'))).toEqual([
    'fiscalYears: 2027-P01 begins before 2026-P12 ends on 2027-01-03',
  ]);
  expect(messagesOf(await put('2027-01-06'))).toEqual([
    'fiscalYears: 2027-01-04 to 2027-01-05 would be in no period',
  ]);
  expect((await put('2027-01-04')).status).toBe(200);
});

test('a fiscal year of months may begin in any of them', async () => {
  const { periods: _, ...setup } = sampleSetup({ code: 'april' });
  const fiscalYears = [{ year: '2026', first: '2026-04-01', pattern: 'months' }];
  expect((await client.send('POST /companies', { body: { ...setup, fiscalYears } })).status).toBe(
    201,
  );
  const { periods } = Object((await client.send('GET /companies/april/periods')).body);
  expect(periods).toHaveLength(12);
  expect(periods[0]).toMatchObject({ period: '2026-04', year: '2026', last: '2026-04-30' });
  expect(periods[11]).toMatchObject({ period: '2027-03', year: '2026', last: '2027-03-31' });
  const wrong = [{ year: '2027', first: '2027-04-02', pattern: 'months' }];
  const company = { code: 'april', name: 'Sample', currency: 'EUR' };
  const answer = await client.send('PUT /companies/april/setup', {
    body: { company, fiscalYears: wrong },
  });
  expect(messagesOf(answer)).toEqual([
    'fiscal year 2027: a year of months begins on the first of one, not on 2027-04-02',
  ]);
});
