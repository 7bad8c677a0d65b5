import type { TransactionInput } from 'perpetua-core';
import { expect, test } from 'vitest';
import { PostingDesk } from '../../packages/server/src/application/posting-desk.ts';
import { inventoryValue } from '../../packages/server/src/application/reading/inventory-value.ts';
import { SnapshotKeeper } from '../../packages/server/src/application/snapshots/snapshot-keeper.ts';
import { writeNextMark } from '../../packages/server/src/application/snapshots/write-snapshots.ts';
import {
  findOffending,
  listConsistencyChecks,
} from '../../packages/server/src/storage/postgres/consistency-checks.ts';
import { answerOf, readingOf } from '../reading/read-books.ts';
import { type TestBooks, testBooks } from '../support/books.ts';
import { type InspectedBooks, inspected, mixedHistoryBooks } from '../support/inspected-books.ts';
import { snapshotsOf, writeMarks } from '../support/marks.ts';

const TABLES = ['snapshot_mark', 'pool_snapshot', 'place_snapshot', 'account_snapshot'] as const;

/** All rows of the snapshots, in an order of their own. */
async function rowsOf({ owner }: InspectedBooks): Promise<Readonly<Record<string, unknown>>> {
  const found: Record<string, unknown> = {};
  for (const table of TABLES) {
    const { rows } = await owner.query<{ row: string }>(
      `select (to_jsonb(t) - 'written_at')::text as row from ${table} t order by 1`,
    );
    found[table] = rows.map(({ row }) => row);
  }
  return found;
}

/** Receipts and sales, several a day over some months, in the order of their days. */
const trade = (name: string, count: number, from: string): readonly TransactionInput[] =>
  Array.from({ length: count }, (_, index) => {
    const at = Date.parse(from) + Math.trunc(index / 2) * 86_400_000;
    const postedOn = new Date(at).toISOString().slice(0, 10);
    const line = { key: `${name}-${index}`, postedOn, item: ['F1', 'A1'][index % 2] ?? '' };
    return index % 4 < 2
      ? { ...line, site: 'DC', type: 'receive-from-vendor', quantity: '9', unitCost: '7.13' }
      : { ...line, site: 'DC', type: 'otc-sale', quantity: '2' };
  });

async function tradedBooks(count = 240): Promise<InspectedBooks> {
  const books = await inspected(await testBooks());
  await post(books, trade('t', count, '2026-01-02'));
  return books;
}

/** Posts in batches of their own, so that marks can lie between them. */
async function post(
  { desk }: Pick<TestBooks, 'desk'>,
  inputs: readonly TransactionInput[],
): Promise<void> {
  for (let start = 0; start < inputs.length; start += 5) {
    const outcomes = await desk.post(inputs.slice(start, start + 5));
    const refused = outcomes.find(({ status }) => status === 'refused');
    if (refused !== undefined) throw new Error(JSON.stringify(refused));
  }
  // Late ones leave costs to be run again, and that is done beside.
  await desk.settled();
}

test('thrown away and written anew, in one go or as the log grew, snapshots are the same to the row', async () => {
  const books = await inspected(await testBooks());
  const snapshots = snapshotsOf(books);
  for (const part of ['a', 'b', 'c']) {
    await post(books, trade(part, 60, part === 'b' ? '2026-01-20' : '2026-02-10'));
    await writeMarks(snapshots, books, 20);
  }
  const grown = await rowsOf(books);
  expect((await snapshots.told(books.company.id)).marks.length).toBeGreaterThan(5);
  await snapshots.discard(books.company.id);
  expect(await rowsOf(books)).toEqual(Object.fromEntries(TABLES.map((table) => [table, []])));
  await writeMarks(snapshots, books, 20);
  expect(await rowsOf(books)).toEqual(grown);
});

test('I11 a report says the same before there are snapshots, with them and without them again', async () => {
  const books = await tradedBooks();
  const { books: reading, id } = readingOf(books);
  const snapshots = snapshotsOf(books);
  const reports = async () =>
    Promise.all(
      ['2026-01-31', '2026-03-15'].flatMap((asOf) =>
        ['100', '240'].map(async (asKnown) =>
          answerOf(await inventoryValue(reading, id, { asOf, asKnown, by: 'location' })),
        ),
      ),
    );
  const before = await reports();
  await writeMarks(snapshots, books, 30);
  expect(await reports()).toEqual(before);
  await snapshots.discard(id);
  expect(await reports()).toEqual(before);
});

test('a day far ahead makes no snapshot of days that are still to come', async () => {
  const books = await tradedBooks(60);
  await post(
    books,
    trade('x', 1, '2026-12-30').map((one) => ({ ...one, key: 'far' })),
  );
  const marks = await writeMarks(snapshotsOf(books), books, 30);
  expect(marks.at(-1)?.periodEnds.filter((end) => end > '2026-01-31')).toEqual([]);
});

test('history that is imported late writes fewer rows than it has movements', async () => {
  const books = await tradedBooks();
  const snapshots = snapshotsOf(books);
  await writeMarks(snapshots, books, 20);
  const before = (await snapshots.told(books.company.id)).rows;
  await post(books, trade('late', 100, '2026-01-02'));
  await writeMarks(snapshots, books, 20);
  const { rows } = await snapshots.told(books.company.id);
  expect(rows.pools).toBeGreaterThan(before.pools);
  expect(rows.pools - before.pools).toBeLessThan(100);
});

test('of two who would write a mark at the same time one writes it and the other leaves it', async () => {
  const books = await tradedBooks(60);
  const [one, other] = [snapshotsOf(books), snapshotsOf(books)];
  const written = await one.writing(books.company.id, async (session) => {
    expect(await writeNextMark(other, books.company.id, books.clock, 10)).toBeUndefined();
    return session.lastMovement;
  });
  expect(written).toBe(60);
  const both = [one, other].map((by) => writeNextMark(by, books.company.id, books.clock, 10));
  const movements = (await Promise.all(both)).flatMap((mark) => mark?.movement ?? []);
  expect(new Set(movements).size).toBe(movements.length);
  expect(movements.length).toBeGreaterThan(0);
});

test('posting does not wait for a snapshot that is being written, and is not part of it', async () => {
  const books = await tradedBooks(60);
  const snapshots = snapshotsOf(books);
  const mark = await snapshots.writing(books.company.id, async (session) => {
    const place = await session.placeOf(60);
    await post(books, trade('meanwhile', 10, '2026-01-03'));
    const rows = await session.writeMark(place, [], books.clock());
    await post(books, trade('after', 10, '2026-01-03'));
    return rows;
  });
  expect(mark).toMatchObject({ movement: 60, event: 60, entry: 60 });
  expect((await offending(books)).rows).toEqual([]);
});

test('snapshots are kept while a server runs, without being asked for, until it stops', async () => {
  const books = await tradedBooks();
  const snapshots = snapshotsOf(books);
  const told: string[] = [];
  const pace = { idle: 5, restForWork: 0, leastStep: 20 };
  const keeper = new SnapshotKeeper({ ...books, snapshots }, (text) => told.push(text), pace);
  keeper.start();
  const marks = async () => (await snapshots.told(books.company.id)).marks.length;
  await expect.poll(marks, { timeout: 30_000 }).toBe(12);
  await post(books, trade('more', 40, '2026-05-02'));
  await expect.poll(marks, { timeout: 30_000 }).toBe(14);
  await keeper.stop();
  await post(books, trade('later', 40, '2026-05-22'));
  expect(await marks()).toBe(14);
  expect(told).toEqual([]);
});

test('what keeps snapshots from being written is told, and the next company gets its own', async () => {
  const books = await tradedBooks(60);
  const snapshots = snapshotsOf(books);
  const told: string[] = [];
  const storage = { companies: async () => [{ id: 99, code: 'none' }, books.company] };
  const pace = { idle: 5, restForWork: 0, leastStep: 20 };
  const keeper = new SnapshotKeeper({ ...books, storage, snapshots }, (t) => told.push(t), pace);
  keeper.start();
  await expect
    .poll(async () => (await snapshots.told(books.company.id)).marks.length, { timeout: 30_000 })
    .toBe(3);
  await keeper.stop();
  expect(told[0]).toBe(
    'Snapshots were not written: company 99 has no lane. Reports are right without them, and slower.',
  );
});

/** What verifying says about the snapshots. */
async function offending({ owner, company }: InspectedBooks) {
  const [check] = (await listConsistencyChecks()).filter(({ name }) => name.startsWith('0027'));
  if (check === undefined) throw new Error('the check is there');
  return findOffending(owner, company.id, check, 20);
}

test.each([
  [
    'a place of a pool',
    `update place_snapshot set quantity = quantity + 1 where pool = 1 and place = 'A-01' and period_end = '2026-02-28'`,
    { period_end: '2026-02-28', what: 'place A-01 of pool 1', quantity_too_much: '1' },
  ],
  [
    'an account',
    `update account_snapshot set debit = debit + 1
      where (account, center, site, period_end) = ('1300', '010', 'DC', '2026-02-28')
        and entry = (select min(entry) from account_snapshot where period_end = '2026-02-28')`,
    { period_end: '2026-02-28', what: 'account 1300 010 DC', value_too_much: '1' },
  ],
  [
    'a row that is missing',
    `delete from pool_snapshot where pool = 1 and period_end = '2026-02-28'`,
    { period_end: '2026-02-28', what: 'pool 1' },
  ],
  [
    'rows of a mark that is none',
    `update pool_snapshot set movement = movement + 1 where pool = 1 and period_end = '2026-02-28'`,
    { what: 'pool 1, of no mark' },
  ],
  [
    'a mark that is not what its batch says',
    `update snapshot_mark set event = event - 1 where batch = (select max(batch) from snapshot_mark)`,
    { what: 'mark: its numbers are not those of its batch' },
  ],
  [
    'a mark that forgot a month of recording',
    `update snapshot_mark set months = '{}' where batch = (select max(batch) from snapshot_mark)`,
    { what: 'mark: a month is missing' },
  ],
  [
    'a last day that is not that of the log',
    `update snapshot_mark set last_day = last_day + 1 where batch = (select max(batch) from snapshot_mark)`,
    { what: 'mark: its last day is not that of the log' },
  ],
])('verifying finds in the snapshots %s', async (_, statement, row) => {
  const books = await mixedHistoryBooks();
  expect((await offending(books)).rows).toEqual([]);
  const { rowCount } = await books.owner.query(statement);
  expect(rowCount).toBeGreaterThan(0);
  const { rows } = await offending(books);
  expect(rows).toContainEqual(expect.objectContaining(row));
});

test('a desk that posts while months of recording go by and the clock steps back leaves marks that know them all', async () => {
  const books = await inspected(await testBooks());
  const times = [
    '2026-03-05',
    '2026-04-05',
    '2026-03-28',
    '2026-05-05',
    '2026-04-30',
    '2026-06-05',
  ];
  for (const [index, time] of times.entries()) {
    const clock = () => new Date(`${time}T12:00:00Z`);
    const desk = new PostingDesk(books.storage, books.company.id, clock, 'test');
    await post({ desk }, trade(`m${index}`, 30, '2026-01-02'));
  }
  const marks = await writeMarks(snapshotsOf(books), books, 40);
  expect(marks.at(-1)?.months).toEqual(['2026-03-01', '2026-04-01', '2026-05-01', '2026-06-01']);
  expect((await offending(books)).rows).toEqual([]);
});
