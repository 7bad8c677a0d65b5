import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { verifyBooks } from '../../packages/server/src/application/verify-books.ts';
import { type InspectedBooks, mixedHistoryBooks } from '../support/inspected-books.ts';

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
