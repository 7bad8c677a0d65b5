import type pg from 'pg';
import { afterAll } from 'vitest';
import { setUpCompany } from '../../packages/server/src/application/configuration/set-up-company.ts';
import type { BooksInspection } from '../../packages/server/src/application/inspection.ts';
import { PostingDesk } from '../../packages/server/src/application/posting-desk.ts';
import type { BooksReading } from '../../packages/server/src/application/reading/ports.ts';
import { booksInspection } from '../../packages/server/src/storage/postgres/books-inspection.ts';
import { booksStorage } from '../../packages/server/src/storage/postgres/books-storage.ts';
import {
  ownerConnection,
  postingPool,
  readingPool,
} from '../../packages/server/src/storage/postgres/connections.ts';
import { migrate } from '../../packages/server/src/storage/postgres/migrations.ts';
import { booksReading } from '../../packages/server/src/storage/postgres/reading/books-reading.ts';
import { booksSnapshots } from '../../packages/server/src/storage/postgres/snapshots/books-snapshots.ts';
import { type TestBooks, testClock } from './books.ts';
import { type DatabaseTemplate, testDatabase } from './database.ts';
import { writeMarks } from './marks.ts';
import { postMixedHistory } from './mixed-history.ts';
import { sampleSetup } from './sample-setup.ts';

/** The one transaction of the mixed history that comes before what it reverses. */
const TOO_EARLY = ['undo-2: No transaction has the key sale-3.'];

/** Of a hundred and more movements: several marks, and late rows among them. */
const MOVEMENTS_A_MARK = 25;

/** A database with the mixed history in it, and its snapshots, made once a run and copied for every test. */
const MIXED_HISTORY: DatabaseTemplate = {
  name: 'mixed_history',
  prepare: async (connection) => {
    const owner = await ownerConnection(connection);
    await migrate(owner);
    await owner.end();
    const pool = postingPool(connection, 2);
    try {
      const books = await booksOn(connection, pool);
      const refused = await postMixedHistory(books);
      if (String(refused) !== String(TOO_EARLY)) throw new Error(`refused: ${refused.join('\n')}`);
      await writeMarks(booksSnapshots(pool), books, MOVEMENTS_A_MARK);
    } finally {
      await pool.end();
    }
  },
};

/** Books that can be looked into, and broken by their owner. */
export type InspectedBooks = TestBooks & {
  readonly inspection: BooksInspection;
  readonly reading: BooksReading;
  /** A connection of the tables' owner, who is also superuser: nothing holds him back. */
  readonly owner: pg.Client;
};

const opened: { end: () => Promise<void> }[] = [];

// Vitest runs these in reverse order, so that connections end before their databases are dropped.
afterAll(async () => {
  for (const connection of opened.splice(0)) await connection.end();
});

/** A copy of the company with the mixed history, for a test of its own. */
export async function mixedHistoryBooks(): Promise<InspectedBooks> {
  const { connection } = await testDatabase(MIXED_HISTORY);
  const pool = postingPool(connection, 2);
  opened.push(pool);
  return inspected(await booksOn(connection, pool));
}

/** Adds to test books what it takes to inspect and to break them. */
export async function inspected(books: TestBooks): Promise<InspectedBooks> {
  const reading = readingPool(books.connection, 2);
  const owner = await ownerConnection(books.connection);
  opened.push(reading, owner);
  return { ...books, inspection: booksInspection(reading), reading: booksReading(reading), owner };
}

/** The sample company in a migrated database; made when it is not there yet. */
async function booksOn(connection: TestBooks['connection'], pool: pg.Pool): Promise<TestBooks> {
  const storage = booksStorage(pool);
  const clock = testClock();
  const [known] = await storage.companies();
  const company = known ?? (await newCompany(storage, clock));
  const desk = new PostingDesk(storage, company.id, clock, 'test');
  return { storage, pool, company, clock, connection, desk };
}

async function newCompany(storage: TestBooks['storage'], clock: TestBooks['clock']) {
  const why = { changedBy: 'test', reason: 'test' };
  const done = await setUpCompany({ storage, clock }, sampleSetup(), why);
  if (!done.ok) throw new Error(`the setup was refused: ${JSON.stringify(done.reasons)}`);
  return done.value.company;
}
