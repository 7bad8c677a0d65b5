import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import type { TransactionInput } from '../../packages/core/src/index.ts';
import { setUpCompany } from '../../packages/server/src/application/configuration/set-up-company.ts';
import type { BooksStorage } from '../../packages/server/src/application/ports.ts';
import { StreamRefresh } from '../../packages/server/src/application/streams/stream-refresh.ts';
import { verifyBooks } from '../../packages/server/src/application/verify-books.ts';
import { testBooks } from '../support/books.ts';
import { type InspectedBooks, inspected, mixedHistoryBooks } from '../support/inspected-books.ts';
import { postMixedHistory } from '../support/mixed-history.ts';
import { sampleSetup } from '../support/sample-setup.ts';

const MIGRATION = join(
  import.meta.dirname,
  '../../packages/server/src/storage/postgres/migrations/0009-cost-streams.sql',
);

type Row = Readonly<Record<string, unknown>>;

async function rowsOf({ owner }: InspectedBooks): Promise<readonly Row[]> {
  const { rows } = await owner.query<Row>(
    `select item, site, stream, quantity, value, layers, last_costed_on from cost_stream
      where quantity <> 0 order by item, site, stream`,
  );
  return rows;
}

async function broken({ inspection, company }: InspectedBooks) {
  const { findings } = await verifyBooks(inspection, company.id);
  return findings.filter(({ kept }) => !kept);
}

test('004.07 the last purchases of every item at every site are kept with the books', async () => {
  const rows = await rowsOf(await mixedHistoryBooks());
  expect(rows.map(({ item, site, stream }) => [item, site, stream])).toContainEqual([
    'F1',
    'DC',
    'last',
  ]);
});

test('I8 a stream that does not follow from the log is found, one that is missing or too many as well', async () => {
  const books = await mixedHistoryBooks();
  await books.owner.query(`
    update cost_stream set value = value + 1 where item = 'F1' and site = 'DC';
    insert into cost_stream select company_id, item, document, 'L', bucket, stream, quantity, value, 0, 0, layers, 1, null
      from cost_stream where item = 'F1' and site = 'DC';
    delete from cost_stream where item = 'K1'`);
  const [finding, ...others] = await broken(books);
  expect(others).toEqual([]);
  expect(finding).toMatchObject({
    invariant: 'I8',
    title: 'The log leads to the same cost streams',
  });
  expect(finding?.rows.map(({ where }) => where)).toEqual([
    'last of F1 · DC · on-hand',
    'last of F1 · L · on-hand',
    'last of K1 · L · on-hand',
  ]);
});

test('Q-51 books that are older than the streams get them from what was posted before', async () => {
  const books = await mixedHistoryBooks();
  const before = await rowsOf(books);
  const migration = await readFile(MIGRATION, 'utf8');
  const filling = migration.slice(migration.indexOf('with decimals as'));
  await books.owner.query('truncate cost_stream');
  await books.owner.query(filling);
  expect(await rowsOf(books)).toEqual(before);
  expect(await broken(books)).toEqual([]);
});

/** The mixed history in a company that keeps an average and layers beside its method from the first day. */
async function keepingBooks(): Promise<InspectedBooks> {
  const setup = sampleSetup();
  const policies = [{ policy: 'kept-streams', value: 'average-and-fifo' }];
  const books = await inspected(await testBooks({ ...setup, policies }));
  await postMixedHistory(books);
  return books;
}

const refreshed = ({ storage, company, clock }: InspectedBooks): Promise<number> =>
  new StreamRefresh({ storage, company: company.id, clock }).refresh();

/** What is on hand in a stream that is kept in pools, and the last movement of the site's pools. */
async function pools({ owner }: InspectedBooks, stream: string): Promise<readonly string[]> {
  const { rows } = await owner.query<Record<'text', string>>(
    `select concat(s.item, ' ', s.site, ': ', s.quantity, ' = ', s.value,
                   case when s.last_movement < p.last_movement then ' behind' end) as text
       from cost_stream s
       join (select item, site, max(last_movement) as last_movement from cost_pool where bucket = 'on-hand'
              group by item, site) p using (item, site)
      where s.stream = $1 and s.bucket = 'on-hand' order by s.item, s.site`,
    [stream],
  );
  return rows.map(({ text }) => text);
}

test('004.07 streams that late facts, returns and reversals left behind come up to date by themselves', async () => {
  const books = await keepingBooks();
  await vi.waitUntil(async () => (await refreshed(books)) === 0);
  const kept = await pools(books, 'fifo');
  expect(kept.length).toBeGreaterThan(5);
  expect(kept.filter((text) => text.endsWith('behind'))).toEqual([]);
  expect(await broken(books)).toEqual([]);
});

test('I8 a kept stream that is not what the movements make of it is found', async () => {
  const books = await keepingBooks();
  await vi.waitUntil(async () => (await refreshed(books)) === 0);
  await books.owner.query(
    `update cost_stream set value = value + 1 where item = 'F1' and site = 'DC' and stream = 'fifo' and bucket = 'on-hand'`,
  );
  const [finding, ...others] = await broken(books);
  expect(others).toEqual([]);
  expect(finding?.rows.map(({ where }) => where)).toEqual(['fifo of F1 · DC · on-hand']);
});

test('004.07 a company that asks for a stream later has it of all that was posted before', async () => {
  const books = await mixedHistoryBooks();
  const { storage, clock } = books;
  const changed = await setUpCompany(
    { storage, clock },
    {
      company: sampleSetup().company,
      policies: [{ policy: 'kept-streams', from: '2026-06-01', value: 'fifo' }],
    },
    { changedBy: 'test', reason: 'test' },
  );
  expect(changed.ok).toBe(true);
  expect(await pools(books, 'fifo')).toEqual([]);
  await refreshed(books);
  const early = await keepingBooks();
  await vi.waitUntil(async () => (await refreshed(early)) === 0);
  expect(await pools(books, 'fifo')).toEqual(await pools(early, 'fifo'));
  expect(await pools(books, 'average')).toEqual([]);
  expect(await broken(books)).toEqual([]);
});

/** A company at standard that keeps an average beside, with one receipt. */
async function booksAtStandard(): Promise<InspectedBooks> {
  const setup = sampleSetup({ costingMethod: 'standard' });
  const items = setup.items?.map((item) => ({ ...item, standardCost: '30' })) ?? [];
  const policies = [{ policy: 'kept-streams', value: 'average' }];
  const books = await inspected(await testBooks({ ...setup, items, policies }));
  await posting(books, { key: 'in', type: 'receive-from-vendor', quantity: '10', unitCost: '32' });
  return books;
}

async function posting({ desk }: InspectedBooks, fields: Partial<TransactionInput>): Promise<void> {
  const of = { key: '', type: '', item: 'F1', site: 'DC', postedOn: '2026-03-02' };
  const [outcome] = await desk.post([{ ...of, ...fields }]);
  expect(outcome?.status).toBe('posted');
}

test('003.X16 I8 freight that no stock bears in the books is borne by a stream beside them', async () => {
  const books = await booksAtStandard();
  expect(await pools(books, 'average')).toEqual(['F1 DC: 10 = 32000']);
  await posting(books, { key: 'freight', type: 'landed-cost', original: 'in', amount: '10' });
  await refreshed(books);
  expect(await pools(books, 'average')).toEqual(['F1 DC: 10 = 33000']);
  await posting(books, { key: 'back', type: 'landed-cost', reverses: 'freight' });
  await refreshed(books);
  expect(await pools(books, 'average')).toEqual(['F1 DC: 10 = 32000']);
  expect(await broken(books)).toEqual([]);
});

test('003.X16 freight that is posted while a stream is made anew is not lost', async () => {
  const books = await booksAtStandard();
  const { storage, company, clock } = books;
  const freight = { type: 'landed-cost', original: 'in', amount: '10' };
  await posting(books, { ...freight, key: 'f1' });
  let [number, again] = [1, 0];
  const meanwhile: Pick<BooksStorage, 'writing'> = {
    writing: async (of, write) => {
      number += 1;
      if (number < 4) await posting(books, { ...freight, key: `f${number}` });
      return storage.writing(of, write);
    },
  };
  const refresh = new StreamRefresh({
    storage: { ...storage, ...meanwhile },
    company: company.id,
    clock,
  });
  // The desk makes streams anew by itself as well: where it was first, it is left behind once more.
  for (;;) {
    const before = number;
    await refresh.refresh();
    if (number >= 3) break;
    if (number === before) await posting(books, { ...freight, key: `again${++again}` });
  }
  await refreshed(books);
  expect(await pools(books, 'average')).toEqual([`F1 DC: 10 = ${35_000 + 1_000 * again}`]);
  expect(await broken(books)).toEqual([]);
});
