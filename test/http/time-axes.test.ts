import { beforeAll, expect, test } from 'vitest';
import { snapshotsOf, writeMarks } from '../support/marks.ts';
import { type ServedBooks, servedBooks } from '../support/served-books.ts';
import { type HttpClient, httpClient } from './http-client.ts';

let books: ServedBooks;
let client: HttpClient;

beforeAll(async () => {
  books = await servedBooks();
  client = httpClient(books.address);
});

const line = (key: string, postedOn: string, rest: Readonly<Record<string, string>>) => ({
  key,
  postedOn,
  item: 'F1',
  site: 'DC',
  ...rest,
});

const receive = (key: string, postedOn: string, quantity: string, unitCost: string) =>
  line(key, postedOn, { type: 'receive-from-vendor', quantity, unitCost });

/** Each in a batch of its own, so that a mark can lie after any of them. */
async function postEach(...transactions: readonly unknown[]): Promise<void> {
  for (const transaction of transactions) {
    const [answer] = await client.post([transaction]);
    expect(answer?.status).toBe('posted');
  }
}

async function answerTo(path: string): Promise<unknown> {
  const { status, body } = await client.send(`GET /companies/sample/${path}`);
  expect(status, `of ${path}`).toBe(200);
  return body;
}

/** The questions of a closing: the same ones again, later on. */
const QUESTIONS = [
  'reports/inventory-value?asOf=2026-02-28&asKnown=8',
  'reports/inventory-value?asOf=2026-02-28&asKnown=8&by=location',
  'reports/inventory-value?asKnown=8&by=account&include=all',
  'reports/trial-balance?asOf=2026-02-28&asKnown=8',
  'reports/balance-sheet?asOf=2026-02-15&asKnown=8&by=site',
  'reconciliation?asOf=2026-02-28&asKnown=8',
];

const answers = async () => {
  const found: unknown[] = [];
  for (const question of QUESTIONS) found.push(withoutEnd(await answerTo(question)));
  return found;
};

/** Where the log ended when it was asked is no part of the answer. */
const withoutEnd = (body: unknown): unknown => ({ ...Object(body), end: undefined });

test('I11 over the API a late receipt changes what is known of a day now, and never what was known of it then', async () => {
  await postEach(
    receive('r1', '2026-01-05', '10', '12'),
    receive('r2', '2026-01-20', '5', '15'),
    line('s1', '2026-01-25', { type: 'otc-sale', quantity: '4' }),
    line('m1', '2026-01-26', { type: 'location-move', quantity: '3', toLocation: 'A-01' }),
    receive('r3', '2026-02-10', '4', '14.50'),
    line('s2', '2026-02-20', { type: 'otc-sale', quantity: '2' }),
    receive('r4', '2026-03-03', '1', '20'),
    line('s3', '2026-03-05', { type: 'otc-sale', quantity: '1' }),
  );
  const then = await answers();
  expect(then[0]).toMatchObject({ totals: { quantity: '13', value: '174.20' } });
  expect(then[5]).toMatchObject({ agree: true, subledger: '174.20', ledger: '174.20' });

  await writeMarks(snapshotsOf(books), books, 3);
  expect(await answers()).toEqual(then);

  await postEach(
    receive('late', '2026-01-15', '2', '9.99'),
    line('s4', '2026-03-08', { type: 'otc-sale', quantity: '3' }),
    line('s5', '2026-03-09', { type: 'otc-sale', quantity: '1' }),
  );
  expect(await answers()).toEqual(then);
  const now = 'reports/inventory-value?asOf=2026-02-28';
  const known = { totals: { quantity: '15', value: '196.24' } };
  // What was issued after the late receipt is costed again beside.
  await expect.poll(() => answerTo(now)).toMatchObject(known);

  const marks = await writeMarks(snapshotsOf(books), books, 3);
  expect(marks.at(-1)?.periodEnds).toContain('2026-01-31');
  expect(await answers()).toEqual(then);
  expect(await answerTo(now)).toMatchObject(known);
  expect(await answerTo('reconciliation?asOf=2026-02-28')).toMatchObject({
    asOf: '2026-02-28',
    agree: true,
    subledger: '196.24',
    ledger: '196.24',
  });
});

test('a reconciliation of a day that is none, or of what is not recorded yet, is refused', async () => {
  const { status, body } = await client.send(
    'GET /companies/sample/reconciliation?asOf=2026-02-30&asKnown=99999',
  );
  expect(status).toBe(422);
  expect(body).toMatchObject({
    refusals: [{ code: 'date-invalid' }, { code: 'request-malformed' }],
  });
});
