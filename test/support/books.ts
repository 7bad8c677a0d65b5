import type pg from 'pg';
import { afterAll } from 'vitest';
import type { CompanySetup } from '../../packages/server/src/application/configuration/company-setup.ts';
import { setUpCompany } from '../../packages/server/src/application/configuration/set-up-company.ts';
import type { BooksStorage, CompanyName } from '../../packages/server/src/application/ports.ts';
import { PostingDesk } from '../../packages/server/src/application/posting-desk.ts';
import { booksStorage } from '../../packages/server/src/storage/postgres/books-storage.ts';
import {
  ownerConnection,
  postingPool,
} from '../../packages/server/src/storage/postgres/connections.ts';
import { migrate } from '../../packages/server/src/storage/postgres/migrations.ts';
import { type DatabaseTemplate, testDatabase } from './database.ts';
import { sampleSetup } from './sample-setup.ts';

/** A migrated database without a company. */
export const MIGRATED: DatabaseTemplate = {
  name: 'migrated',
  prepare: async (connection) => {
    const client = await ownerConnection(connection);
    await migrate(client);
    await client.end();
  },
};

const opened: pg.Pool[] = [];

afterAll(async () => {
  for (const pool of opened.splice(0)) await pool.end();
});

/** A time for tests that want one; every question is a second later. */
export function testClock(): () => Date {
  let seconds = 0;
  return () => {
    seconds += 1;
    return new Date(Date.UTC(2026, 5, 1, 12, 0, seconds));
  };
}

/** A database with a company in it and a desk to post at. */
export type TestBooks = {
  readonly storage: BooksStorage;
  readonly pool: pg.Pool;
  readonly company: CompanyName;
  readonly desk: PostingDesk;
  readonly clock: () => Date;
  readonly connection: Awaited<ReturnType<typeof testDatabase>>['connection'];
};

/** Sets a company up in a database of its own; without a setup the sample company of the tests. */
export async function testBooks(setup: CompanySetup = sampleSetup()): Promise<TestBooks> {
  const { connection } = await testDatabase(MIGRATED);
  const pool = postingPool(connection, 6);
  opened.push(pool);
  const storage = booksStorage(pool);
  const clock = testClock();
  const done = await setUpCompany({ storage, clock }, setup, { changedBy: 'test', reason: 'test' });
  if (!done.ok) throw new Error(`the setup was refused: ${JSON.stringify(done.reasons)}`);
  const { company } = done.value;
  return {
    storage,
    pool,
    company,
    clock,
    connection,
    desk: new PostingDesk(storage, company.id, clock, 'test'),
  };
}
