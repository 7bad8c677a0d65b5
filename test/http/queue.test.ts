import { beforeEach, expect, test } from 'vitest';
import { type ServedBooks, servedBooks } from '../support/served-books.ts';
import { type HttpClient, httpClient, messagesOf, problemIn } from './http-client.ts';

const happened = {
  key: 'wms:1',
  type: 'receive-from-vendor',
  postedOn: '2027-01-05',
  item: 'F1',
  site: 'DC',
  quantity: '10',
  unitCost: '12.00',
};

const QUEUE = '/companies/sample/queue';
const RECORD = { mode: 'record' } as const;

let books: ServedBooks;
let client: HttpClient;

beforeEach(async () => {
  books = await servedBooks();
  client = httpClient(books.address);
});

const read = async (path: string): Promise<unknown> => (await client.send(`GET ${path}`)).body;

/** Opens January 2027. */
const openPeriod = () =>
  client.send('PUT /companies/sample/setup', {
    body: {
      company: { code: 'sample', name: 'Sample', currency: 'EUR' },
      periods: { first: '2027-01', last: '2027-01' },
    },
  });

test('what happened and cannot be posted is to be seen with its reasons, its age and totals', async () => {
  expect(await read(QUEUE)).toMatchObject({ count: 0, lines: [], byCode: [] });
  const unknown = { ...happened, key: 'wms:2', item: 'F9' };
  expect(await client.post([happened, unknown], RECORD)).toMatchObject([
    { status: 'queued', code: 'period-unknown' },
    { status: 'queued', code: 'item-unknown' },
  ]);
  expect(await read(QUEUE)).toMatchObject({
    count: 2,
    byCode: [
      { code: 'item-unknown', count: 1 },
      { code: 'period-unknown', count: 1 },
    ],
    byType: [{ type: 'receive-from-vendor', count: 2 }],
    byAge: [{ days: '0-30', count: 2 }, { days: '31-60', count: 0 }, {}, {}],
    lines: [
      { key: 'wms:1', state: 'waiting', age: 0, steps: 0, transaction: happened },
      { key: 'wms:2', refusals: [{ code: 'item-unknown', remedy: expect.any(String) }] },
    ],
    next: null,
  });
  expect(await read(`${QUEUE}?code=item-unknown`)).toMatchObject({ count: 1 });
  expect(await read(`${QUEUE}?item=F1&from=2027-01-05&to=2027-01-05`)).toMatchObject({ count: 1 });
  expect(await read(`${QUEUE}?to=2027-01-04`)).toMatchObject({ count: 0 });
  const page = Object(await read(`${QUEUE}?limit=1`));
  expect(page).toMatchObject({ count: 2, lines: [{ key: 'wms:1' }] });
  const next = `${QUEUE}?limit=1&after=${encodeURIComponent(page.next)}`;
  expect(await read(next)).toMatchObject({ lines: [{ key: 'wms:2' }], next: null });
  expect(messagesOf(await client.send(`GET ${QUEUE}?state=lost`))).toEqual([
    'state is one of waiting, given-up, posted, all, not lost',
  ]);
});

test('a change of the configuration that lets it in posts it by itself, and says so', async () => {
  await client.post([happened], RECORD);
  await openPeriod();
  await books.retrying.settled();
  expect(await read(QUEUE)).toMatchObject({ count: 0 });
  expect(await client.post([happened], RECORD)).toMatchObject([
    { status: 'duplicate', cost: '120.00' },
  ]);
  expect(await read(`${QUEUE}/wms:1`)).toMatchObject({
    state: 'posted',
    event: 1,
    first: [{ code: 'period-unknown' }],
    history: [
      {
        action: 'tried',
        takenBy: 'perpetua',
        reason: 'the configuration changed (version 2)',
        refusals: [],
      },
    ],
  });
});

test('a change that does not let it in is tried once and leaves no step behind', async () => {
  await client.post([{ ...happened, item: 'F9' }], RECORD);
  await openPeriod();
  await books.retrying.settled();
  expect(await read(QUEUE)).toMatchObject({
    count: 1,
    lines: [{ steps: 0, refusals: [{ code: 'item-unknown' }] }],
  });
});

test('repaired, it is posted as it is by then; what was sent stays and may be sent again', async () => {
  await client.post([happened], RECORD);
  const repair = { change: { postedOn: '2026-05-05', quantity: '9' }, reason: 'scanned twice' };
  const trial = await client.send(`POST ${QUEUE}/wms:1/repair?dryRun=true`, { body: repair });
  expect(trial.body).toMatchObject({ results: [{ status: 'posted', cost: '108.00' }] });
  expect(await read(QUEUE)).toMatchObject({ count: 1, lines: [{ transaction: happened }] });

  const done = await client.send(`POST ${QUEUE}/wms:1/repair`, { body: repair });
  expect(done.body).toMatchObject({
    transaction: { ...happened, postedOn: '2026-05-05', quantity: '9' },
    results: [{ status: 'posted', cost: '108.00' }],
  });
  expect(await read(`${QUEUE}/wms:1`)).toMatchObject({
    state: 'posted',
    original: happened,
    transaction: { postedOn: '2026-05-05' },
    history: [
      { step: 1, action: 'repaired', takenBy: 'test', reason: 'scanned twice' },
      { step: 2, action: 'tried', refusals: [] },
    ],
  });
  // Its sender knows nothing of the repair.
  expect(await client.post([happened], RECORD)).toMatchObject([
    { status: 'duplicate', cost: '108.00' },
  ]);
  expect(await client.post([happened])).toMatchObject([{ code: 'key-reused' }]);
  const again = await client.send(`POST ${QUEUE}/wms:1/repair`, { body: repair });
  expect(problemIn(again)).toMatchObject({ status: 409, code: 'exception-posted' });
});

test('a repair that does not help leaves it in the queue as it was repaired, and takes fields out', async () => {
  await client.post([{ ...happened, item: 'F9', location: 'A-01' }], RECORD);
  const repair = { change: { item: 'F8', location: null }, reason: 'wrong label' };
  const done = await client.send(`POST ${QUEUE}/wms:1/repair`, { body: repair });
  expect(done.body).toMatchObject({ results: [{ status: 'queued', code: 'item-unknown' }] });
  expect(Object(done.body).transaction).not.toHaveProperty('location');
  expect(await read(QUEUE)).toMatchObject({
    lines: [{ state: 'waiting', transaction: { item: 'F8' }, original: { item: 'F9' }, steps: 2 }],
  });
  const nothing = await client.send(`POST ${QUEUE}/wms:1/repair`, { body: repair });
  expect(messagesOf(nothing)).toEqual(['The repair changes nothing.']);
  const stranger = await client.send(`POST ${QUEUE}/wms:9/repair`, { body: repair });
  expect(problemIn(stranger)).toMatchObject({ status: 404, code: 'not-found' });
  const renamed = { change: { key: 'wms:3' }, reason: 'r' };
  expect((await client.send(`POST ${QUEUE}/wms:1/repair`, { body: renamed })).status).toBe(400);
});

test('given up, it waits no more and stays to be seen; a retry takes it up again', async () => {
  await client.post([happened], RECORD);
  const body = { reason: 'a test of the scanner' };
  expect((await client.send(`POST ${QUEUE}/wms:1/give-up`, { body })).status).toBe(200);
  expect(await read(QUEUE)).toMatchObject({ count: 0 });
  expect(await read(`${QUEUE}?state=given-up`)).toMatchObject({ count: 1 });
  expect(await read('/companies/sample/overview')).toMatchObject({ queued: 0 });
  expect(problemIn(await client.send(`POST ${QUEUE}/wms:1/give-up`, { body })).code).toBe(
    'exception-given-up',
  );
  expect(await client.post([happened], RECORD)).toMatchObject([
    { status: 'refused', code: 'exception-given-up' },
  ]);
  // Nobody takes it up but people: it waits for no configuration.
  await openPeriod();
  await books.retrying.settled();
  expect(await read(`${QUEUE}?state=given-up`)).toMatchObject({ count: 1 });
  const retried = await client.send(`POST ${QUEUE}/wms:1/retry`, {
    body: { reason: 'it was real' },
  });
  expect(retried.body).toMatchObject({ tried: 1, posted: 1, results: [{ status: 'posted' }] });
  expect(await read(`${QUEUE}/wms:1`)).toMatchObject({
    history: [
      { action: 'given-up', reason: 'a test of the scanner' },
      { action: 'taken-up', reason: 'it was real' },
      { action: 'tried' },
    ],
  });
});

test('all are tried again in the order they came, or those of a reason; a dry run keeps nothing', async () => {
  const receipt = {
    ...happened,
    key: 'wms:1',
    postedOn: '2026-05-05',
    item: 'F1',
    location: 'Z-1',
  };
  const undo = { ...receipt, key: 'wms:2', reverses: 'wms:1' };
  const { unitCost: _, ...undone } = undo;
  await client.post([receipt, { ...undone }, { ...happened, key: 'wms:3', item: 'F9' }], RECORD);
  expect(await read(QUEUE)).toMatchObject({ count: 3 });
  await books.storage.writing(books.company.id, (session) =>
    // A change of another process, of which this one is not told.
    session.writeConfiguration(
      { version: 2, changedAt: new Date(), changedBy: 'test', reason: 'test' },
      [{ kind: 'location', key: 'DC\nZ-1', content: { site: 'DC', code: 'Z-1' } }],
    ),
  );
  const body = {};
  const trial = await client.send(`POST ${QUEUE}/retry?dryRun=true`, { body });
  expect(trial.body).toMatchObject({ tried: 3, posted: 2 });
  expect(await read(QUEUE)).toMatchObject({ count: 3 });
  const some = await client.send(`POST ${QUEUE}/retry`, { body: { code: 'item-unknown' } });
  expect(some.body).toMatchObject({ tried: 1, posted: 0, results: [{ status: 'queued' }] });
  const all = await client.send(`POST ${QUEUE}/retry`, { body });
  expect(all.body).toMatchObject({
    tried: 3,
    posted: 2,
    results: [
      { key: 'wms:1', status: 'posted' },
      { key: 'wms:2', status: 'posted' },
      { key: 'wms:3', status: 'queued' },
    ],
  });
});
