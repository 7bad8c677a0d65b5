import { expect, test } from 'vitest';
import type { DatedFact } from '../../packages/server/src/application/ports.ts';
import { booksStorage } from '../../packages/server/src/storage/postgres/books-storage.ts';
import { postingPool } from '../../packages/server/src/storage/postgres/connections.ts';
import { type TestBooks, testBooks } from '../support/books.ts';

const reason = (name: string) =>
  ({ kind: 'reason', key: 'Found', content: { code: 'Found', name } }) as const;

const change = (version: number) => ({
  version,
  changedAt: new Date(0),
  changedBy: 'test',
  reason: 'test',
});

const factsNow = ({ storage, company }: Pick<TestBooks, 'storage' | 'company'>) =>
  storage.reading(company.id, ({ facts, lane }) => facts(lane.configurationVersion));

const nameOfFound = (facts: readonly DatedFact[]) =>
  facts.flatMap((fact) =>
    fact.kind === 'reason' && fact.key === 'Found' ? [fact.content?.name] : [],
  );

const rename = ({ storage, company }: Pick<TestBooks, 'storage' | 'company'>, name: string) =>
  storage.writing(company.id, ({ lane, writeConfiguration }) =>
    writeConfiguration(change(lane.configurationVersion + 1), [reason(name)]),
  );

test('002.46 of an unchanged version the same list comes again, of a later one only what is new is replaced', async () => {
  const books = await testBooks();
  const first = await factsNow(books);
  expect(await factsNow(books)).toBe(first);
  await rename(books, 'Found again');
  const second = await factsNow(books);
  expect(nameOfFound(second)).toEqual(['Found again']);
  expect(second.length).toBe(first.length);
  const others = ({ kind, key }: DatedFact) => kind !== 'reason' || key !== 'Found';
  expect(second.filter(others)).toEqual(first.filter(others));
  // An earlier version is still what it was, and asking for it forgets nothing.
  const earlier = await books.storage.reading(books.company.id, ({ facts }) => facts(1));
  expect(earlier).toEqual(first);
  expect(await factsNow(books)).toBe(second);
});

test('what another process changed is seen at once, in the same order as by one that starts anew', async () => {
  const books = await testBooks();
  await factsNow(books);
  const pool = postingPool(books.connection, 2);
  try {
    const other = { storage: booksStorage(pool), company: books.company };
    await rename(other, 'Found by another');
    expect(nameOfFound(await factsNow(books))).toEqual(['Found by another']);
    expect(await factsNow(books)).toEqual(await factsNow(other));
  } finally {
    await pool.end();
  }
});

test('a version that was rolled back is never taken for the one that follows', async () => {
  const books = await testBooks();
  const { storage, company } = books;
  await factsNow(books);
  const failed = storage.writing(company.id, async ({ lane, facts, writeConfiguration }) => {
    const version = lane.configurationVersion + 1;
    await writeConfiguration(change(version), [reason('Never')]);
    expect(nameOfFound(await facts(version))).toEqual(['Never']);
    throw new Error('rolled back');
  });
  await expect(failed).rejects.toThrow('rolled back');
  expect(nameOfFound(await factsNow(books))).toEqual(['Found']);
  await rename(books, 'Found in the end');
  expect(nameOfFound(await factsNow(books))).toEqual(['Found in the end']);
});
