import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type OpenBooks, openBooks } from '../../packages/server/src/composition/open-books.ts';
import { httpServer } from '../../packages/server/src/interfaces/http/server.ts';
import {
  connectionStringOf,
  type PostgresConnection,
} from '../../packages/server/src/storage/embedded/server-door.ts';
import { type HttpClient, httpClient, problemIn } from '../http/http-client.ts';
import { rivalOf } from '../posting/rivals.ts';
import { faultsOf } from '../posting/verified-books.ts';
import { testBooks } from '../support/books.ts';
import { type InspectedBooks, inspected } from '../support/inspected-books.ts';
import { tally } from '../support/tally.ts';
import { type CuttingProxy, cuttingProxy } from './cutting-proxy.ts';
import { batchOf, load } from './load.ts';

let books: InspectedBooks;
let proxy: CuttingProxy;
let beyond: OpenBooks;
let server: Awaited<ReturnType<typeof httpServer>>;
let client: HttpClient;

beforeAll(async () => {
  books = await inspected(await testBooks());
  // The cluster of the tests is reached over a socket, whose folder stands where a host would.
  const direct: PostgresConnection = Object(books.connection);
  proxy = await cuttingProxy(direct);
  beyond = await openBooks({
    databaseUrl: connectionStringOf(proxy.connection),
    dataFolder: '',
    log: () => undefined,
    actor: 'beyond',
  });
  server = await httpServer({ books: beyond, log: { write: () => undefined } });
  client = httpClient(await server.listen({ host: '127.0.0.1', port: 0 }));
});

afterAll(async () => {
  await server.close();
  await beyond.close();
});

let name = '';
let round = 0;

beforeEach(() => {
  round += 1;
  name = `lost${round}`;
  proxy.cutNext('before the commit', 0);
});

/** How many events these keys have: each one, or none at all. */
async function kept(keys: readonly string[]): Promise<number> {
  const { rows } = await books.owner.query<{ events: bigint }>(
    'select count(*) as events from event where key = any($1)',
    [keys],
  );
  return Number(rows[0]?.events);
}

test.each([
  ['before the commit', 'posted'],
  ['after the commit', 'duplicate'],
] as const)(
  'F4 a connection cut %s: the desk asks the books and answers what is true: %s',
  async (moment, status) => {
    const batch = batchOf(name, 0, 20);
    const before = proxy.cuts();
    proxy.cutNext(moment, 1);
    const answers = await client.post(batch);
    expect(proxy.cuts()).toBe(before + 1);
    expect(tally(answers.map((answer) => answer.status))).toEqual({ [status]: 20 });
    expect(await kept(batch.map(({ key }) => key))).toBe(20);
    expect(await rivalOf(books.desk).post(batch)).toEqual(
      answers.map((answer) => ({
        key: answer.key,
        status: 'duplicate',
        event: 'event' in answer && answer.event,
      })),
    );
    expect(await faultsOf(books)).toEqual([]);
  },
);

test('F4 a line cut before every commit: an error that says so, nothing kept, and later all of it', async () => {
  const transactions = batchOf(name, 0, 20);
  const keys = transactions.map(({ key }) => key);
  proxy.cutNext('before the commit', 1_000);
  const failed = await client.send('POST /companies/sample/transactions', {
    body: { transactions },
  });
  expect(problemIn(failed)).toMatchObject({
    status: 503,
    code: 'failure',
    detail: 'The connection to the database was lost.',
    remedy: expect.stringContaining('Send it again with the same keys'),
  });
  expect(await kept(keys)).toBe(0);
  proxy.cutNext('before the commit', 0);
  const answers = await client.post(transactions);
  expect(tally(answers.map(({ status }) => status))).toEqual({ posted: 20 });
  expect(await kept(keys)).toBe(20);
  expect(await faultsOf(books)).toEqual([]);
});

test('connections taken away all through a load: every answer is true, the rest converges', async () => {
  let taken = 0;
  let taking: Promise<unknown> = Promise.resolve();
  const takeTwo = () => {
    taken += 1;
    taking = taking.then(() =>
      books.owner.query(
        `select pg_terminate_backend(pid) from pg_stat_activity
          where datname = current_database() and pid <> pg_backend_pid()
            and backend_type = 'client backend'
          order by random() limit 2`,
      ),
    );
  };
  const plan = { name, turns: 150, size: 10, isStubborn: true };
  const { acknowledged, unknown, failures } = await load(client.post, plan, takeTwo);
  await taking;
  expect(taken).toBeGreaterThan(50);
  const honest =
    /^50[03]: (The connection to the database was lost|The database is being stopped)\.$/;
  expect(failures.filter((failure) => !honest.test(failure))).toEqual([]);
  const { rows } = await books.owner.query<{ key: string; number: bigint }>(
    'select key, number from event where key = any($1)',
    [[...acknowledged.keys()]],
  );
  expect(new Map(rows.map(({ key, number }) => [key, Number(number)]))).toEqual(acknowledged);
  const there = await kept(unknown.map(({ key }) => key));
  // One more that was certainly not sent, so that there is always something to send.
  const [extra] = batchOf(`${name}-extra`, 0, 1);
  const answers = await client.post([...unknown, ...(extra === undefined ? [] : [extra])]);
  const counts = { duplicate: 0, ...tally(answers.map(({ status }) => status)) };
  expect(counts).toEqual({ duplicate: there, posted: unknown.length + 1 - there });
  expect(await faultsOf(books)).toEqual([]);
});
