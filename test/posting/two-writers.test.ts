import type { TransactionInput } from 'perpetua-core';
import { parseBusinessDate } from 'perpetua-core';
import { expect, test } from 'vitest';
import { reconcileBooks } from '../../packages/server/src/application/reconcile-books.ts';
import { testBooks } from '../support/books.ts';
import { type InspectedBooks, inspected } from '../support/inspected-books.ts';
import { tally } from '../support/tally.ts';
import { type Rival, rivalDesk, rivalOf, rivalProcess } from './rivals.ts';
import type { Told } from './start-poster.ts';
import { faultsOf } from './verified-books.ts';

/** Books, and four who post to them at once: two processes, and two desks of this one. */
async function contestedBooks(): Promise<{ books: InspectedBooks; rivals: readonly Rival[] }> {
  const books = await inspected(await testBooks());
  const processes = await Promise.all([rivalProcess(books), rivalProcess(books)]);
  return { books, rivals: [...processes, rivalDesk(books), rivalOf(books.desk)] };
}

async function difference({ inspection, company }: InspectedBooks): Promise<bigint> {
  const day = parseBusinessDate('2026-12-31');
  if (day === undefined) throw new Error('it is a day');
  const { subledger, ledger } = await reconcileBooks(inspection, company.id, day);
  return subledger - ledger;
}

/** The events by key, as they are in the books. */
async function eventsOf({ owner }: InspectedBooks): Promise<ReadonlyMap<string, number>> {
  const { rows } = await owner.query<{ key: string; number: bigint }>(
    `select key, number from event where source <> 'perpetua'`,
  );
  expect(new Set(rows.map(({ key }) => key)).size).toBe(rows.length);
  return new Map(rows.map(({ key, number }) => [key, Number(number)]));
}

const KINDS = [
  { type: 'receive-from-vendor', quantity: '7', unitCost: '3.33' },
  { type: 'otc-sale', quantity: '2' },
  { type: 'adjustment', quantity: '-1', reason: 'Damage' },
  { type: 'stock-transfer', quantity: '3', toSite: 'O1' },
  { type: 'count-variance', quantity: '1' },
] as const;

/** A transaction of a rival; items and sites are few, so that all of them meet in the same pools. */
function transaction(key: string, number: number): TransactionInput {
  const item = ['F2', 'F1', 'A1'][number % 3] ?? 'F2';
  const kind = KINDS[item === 'F2' ? number % KINDS.length : 0] ?? KINDS[0];
  return { key, postedOn: '2026-03-05', item, site: 'DC', ...kind };
}

test('000.27 four writers at once: all acknowledged is there once, every journal balances, nothing is torn', async () => {
  const { books, rivals } = await contestedBooks();
  const answered: Told[] = [];
  const work = async (rival: Rival, name: number) => {
    // Batches of one come first: equal counts are what could be mistaken for one's own.
    for (let round = 0; round < 60; round += 1) {
      const size = round < 40 ? 1 : (round % 7) * 5 + 1;
      const batch = Array.from({ length: size }, (_, index) =>
        transaction(`w${name}-${round}-${index}`, round + index),
      );
      answered.push(...(await rival.post(batch)));
    }
  };
  await Promise.all(rivals.map(work));
  expect(tally(answered.map(({ status }) => status))).toEqual({ posted: answered.length });
  const events = await eventsOf(books);
  expect(events.size).toBe(answered.length);
  expect(answered.filter(({ key, event }) => events.get(key) !== event)).toEqual([]);
  expect(await faultsOf(books)).toEqual([]);
  expect(await difference(books)).toBe(0n);
  const { rows } = await books.owner.query('select recorded_by, count(*) from batch group by 1');
  expect(rows).toHaveLength(3);
});

test('the same keys from everybody at once are posted once, and every answer names the same event', async () => {
  const { books, rivals } = await contestedBooks();
  for (let round = 0; round < 8; round += 1) {
    const batch = Array.from({ length: 12 }, (_, index) =>
      transaction(`r${round}-${index}`, index),
    );
    const answers = await Promise.all(
      rivals.map((rival, turn) => rival.post(turn % 2 === 0 ? batch : batch.toReversed())),
    );
    const events = await eventsOf(books);
    for (const { key } of batch) {
      const told = answers.flat().filter((one) => one.key === key);
      expect(tally(told.map(({ status }) => status))).toEqual({ posted: 1, duplicate: 3 });
      expect(new Set(told.map(({ event }) => event))).toEqual(new Set([events.get(key)]));
    }
  }
  expect((await eventsOf(books)).size).toBe(8 * 12);
  expect(await faultsOf(books)).toEqual([]);
});

test('one key for other contents at once stands for one of them; the others are told that it is taken', async () => {
  const { books, rivals } = await contestedBooks();
  for (let round = 0; round < 20; round += 1) {
    const answers = await Promise.all(
      rivals.map((rival, turn) =>
        rival.post([{ ...transaction(`k${round}`, 0), reference: `from ${turn}` }]),
      ),
    );
    const told = answers.flat();
    expect(tally(told.map(({ status, code }) => code ?? status))).toEqual({
      posted: 1,
      'key-reused': 3,
    });
    const { rows } = await books.owner.query<{ reference: string }>(
      `select content ->> 'reference' as reference from event where key = $1`,
      [`k${round}`],
    );
    const winner = told.findIndex(({ status }) => status === 'posted');
    expect(rows).toEqual([{ reference: `from ${winner}` }]);
  }
  expect(await faultsOf(books)).toEqual([]);
});

test('a key twice in one batch has one effect, and both are answered', async () => {
  const { desk, ...books } = await inspected(await testBooks());
  const first = transaction('twice', 0);
  const outcomes = await rivalOf(desk).post([
    first,
    transaction('between', 1),
    first,
    { ...first, quantity: '8' },
  ]);
  expect(outcomes).toEqual([
    { key: 'twice', status: 'posted', event: 1 },
    { key: 'between', status: 'posted', event: 2 },
    { key: 'twice', status: 'duplicate', event: 1 },
    { key: 'twice', status: 'refused', code: 'key-reused' },
  ]);
  const { rows } = await books.owner.query('select quantity from cost_pool order by number');
  expect(rows).toEqual([{ quantity: 7n }, { quantity: 7n }]);
});

test('the transactions of a request keep their order, however many requests come at once', async () => {
  const { books, rivals } = await contestedBooks();
  const requests = rivals.flatMap((rival, name) =>
    Array.from({ length: 10 }, (_, request) => {
      const batch = Array.from({ length: 1 + request * 3 }, (_, index) =>
        transaction(`o${name}-${request}-${index}`, index),
      );
      return { batch, answer: rival.post(batch) };
    }),
  );
  for (const { batch, answer } of requests) {
    const told = await answer;
    expect(told.map(({ key }) => key)).toEqual(batch.map(({ key }) => key));
    const events = told.map(({ event }) => event ?? 0);
    expect(events).toEqual(events.toSorted((a, b) => a - b));
  }
  expect(await faultsOf(books)).toEqual([]);
});
