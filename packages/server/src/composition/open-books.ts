import { join } from 'node:path';
import type { BooksInspection } from '../application/inspection.ts';
import type { BooksReading } from '../application/reading/ports.ts';
import { PostingDesks } from '../application/posting-desks.ts';
import type { BooksStorage, Clock } from '../application/ports.ts';
import { startEmbeddedPostgres } from '../storage/embedded/embedded-postgres.ts';
import { joinRunningServer } from '../storage/embedded/join-server.ts';
import { booksInspection } from '../storage/postgres/books-inspection.ts';
import { booksReading } from '../storage/postgres/reading/books-reading.ts';
import { booksStorage } from '../storage/postgres/books-storage.ts';
import {
  type ConnectionOptions,
  ownerConnection,
  postingPool,
  readingPool,
} from '../storage/postgres/connections.ts';
import { migrate } from '../storage/postgres/migrations.ts';

/** Where the books are, and whom to tell what is being done. */
export type OpenOptions = {
  /** A PostgreSQL of the user's own; without one the embedded server is started. */
  readonly databaseUrl?: string;
  /** Folder of the embedded server's data. */
  readonly dataFolder: string;
  readonly log: (message: string) => void;
  readonly clock?: Clock;
  /** Who is recorded with each batch and change until people sign in. */
  readonly actor: string;
  /** Called when the embedded server ends by itself. */
  readonly onDatabaseExit?: (message: string) => void;
};

/** The books, opened. Everything an interface needs; nothing of PostgreSQL shows through. */
export type OpenBooks = {
  readonly storage: BooksStorage;
  readonly desks: PostingDesks;
  readonly inspection: BooksInspection;
  readonly reading: BooksReading;
  readonly clock: Clock;
  readonly actor: string;
  /** How to connect as the owner, for benchmarks and backups. */
  readonly connection: ConnectionOptions;
  readonly close: () => Promise<void>;
};

const POSTING_CONNECTIONS = 6;
const READING_CONNECTIONS = 6;

/**
 * Starts or reaches the database, brings its schema up to date and opens the books on it.
 *
 * Fails with a sentence that says what to do when the database cannot be reached or is too old.
 */
export async function openBooks(options: OpenOptions): Promise<OpenBooks> {
  const { connection, stop } = await reachDatabase(options);
  const clock = options.clock ?? (() => new Date());
  const owner = await ownerConnection(connection);
  try {
    const applied = await migrate(owner);
    if (applied.length > 0) options.log(`Schema brought up to date: ${applied.join(', ')}.`);
  } finally {
    await owner.end();
  }
  const posting = postingPool(connection, POSTING_CONNECTIONS);
  const reading = readingPool(connection, READING_CONNECTIONS);
  const storage = booksStorage(posting);
  return {
    storage,
    inspection: booksInspection(reading),
    reading: booksReading(reading),
    desks: new PostingDesks(storage, clock, options.actor),
    clock,
    actor: options.actor,
    connection,
    close: async () => {
      await Promise.all([posting.end(), reading.end()]);
      await stop();
    },
  };
}

async function reachDatabase(options: OpenOptions): Promise<{
  readonly connection: ConnectionOptions;
  readonly stop: () => Promise<void>;
}> {
  const { databaseUrl, dataFolder, log, onDatabaseExit } = options;
  if (databaseUrl !== undefined) {
    return { connection: { connectionString: databaseUrl }, stop: () => Promise.resolve() };
  }
  const folder = join(dataFolder, 'postgres');
  const running = joinRunningServer(folder);
  if (running !== undefined) return { connection: running, stop: () => Promise.resolve() };
  const server = await startEmbeddedPostgres({
    dataFolder: folder,
    log,
    onExit: ({ lastLines }) => onDatabaseExit?.(lastLines.at(-1) ?? 'PostgreSQL ended'),
  });
  if (server.recovered)
    log(
      'The database had been stopped hard and recovered by itself; nothing acknowledged was lost.',
    );
  return { connection: server.connection, stop: server.stop };
}
