import { join } from 'node:path';
import type { Workbooks } from '../application/configuration/mapping-workbook/workbook-sheets.ts';
import { booksThatRetry, type QueueRetry } from '../application/exceptions/retry-on-change.ts';
import type { BooksInspection } from '../application/inspection.ts';
import type { BooksStorage, Clock } from '../application/ports.ts';
import type { PostingDesks } from '../application/posting-desks.ts';
import type { BooksReading } from '../application/reading/ports.ts';
import type { BooksSnapshots } from '../application/snapshots/snapshot.ts';
import { streamSheet } from '../files/sheet.ts';
import { readWorkbook, writeWorkbook } from '../files/workbook.ts';
import type { SheetWriter } from '../interfaces/gl-export/sheet-export.ts';
import { startEmbeddedPostgres } from '../storage/embedded/embedded-postgres.ts';
import { joinRunningServer } from '../storage/embedded/join-server.ts';
import { booksInspection } from '../storage/postgres/books-inspection.ts';
import { booksStorage } from '../storage/postgres/books-storage.ts';
import {
  type ConnectionOptions,
  ownerConnection,
  postingPool,
  readingPool,
  WRITER_ROLE,
} from '../storage/postgres/connections.ts';
import { migrate } from '../storage/postgres/migrations.ts';
import { booksReading } from '../storage/postgres/reading/books-reading.ts';
import { booksSnapshots } from '../storage/postgres/snapshots/books-snapshots.ts';

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
  /** Tries queues again when configurations change. */
  readonly retrying: QueueRetry;
  readonly inspection: BooksInspection;
  readonly reading: BooksReading;
  readonly snapshots: BooksSnapshots;
  readonly sheets: SheetWriter;
  readonly clock: Clock;
  readonly workbooks: Workbooks;
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
  const { connection, ownServer, stop } = await reachDatabase(options);
  const clock = options.clock ?? (() => new Date());
  await prepareDatabase(connection, ownServer, options.log).catch(async (error: unknown) => {
    await stop();
    throw error;
  });
  // On a server of our own the writer signs in as itself and has no role to go back to.
  const writer = ownServer ? { ...connection, user: WRITER_ROLE } : connection;
  const posting = postingPool(writer, POSTING_CONNECTIONS);
  const reading = readingPool(writer, READING_CONNECTIONS);
  const { storage, desks, retrying } = booksThatRetry(booksStorage(posting), clock, options.actor);
  return {
    storage,
    inspection: booksInspection(reading),
    reading: booksReading(reading),
    snapshots: booksSnapshots(reading),
    sheets: streamSheet,
    desks,
    retrying,
    clock,
    workbooks: { read: readWorkbook, write: writeWorkbook },
    actor: options.actor,
    connection,
    close: async () => {
      await retrying.settled();
      await desks.settled();
      await Promise.all([posting.end(), reading.end()]);
      await stop();
    },
  };
}

/** Brings the schema up to date as the owner of the tables. */
async function prepareDatabase(
  connection: ConnectionOptions,
  ownServer: boolean,
  log: OpenOptions['log'],
): Promise<void> {
  const owner = await ownerConnection(connection);
  try {
    const applied = await migrate(owner);
    if (applied.length > 0) log(`Schema brought up to date: ${applied.join(', ')}.`);
    if (ownServer) await owner.query(`alter role ${WRITER_ROLE} login`);
  } finally {
    await owner.end();
  }
}

async function reachDatabase(options: OpenOptions): Promise<{
  readonly connection: ConnectionOptions;
  /** Whether people are let in by the socket alone, so that the writer may sign in by name. */
  readonly ownServer: boolean;
  readonly stop: () => Promise<void>;
}> {
  const { databaseUrl, dataFolder, log, onDatabaseExit } = options;
  if (databaseUrl !== undefined) {
    const stop = () => Promise.resolve();
    return { connection: { connectionString: databaseUrl }, ownServer: false, stop };
  }
  const folder = join(dataFolder, 'postgres');
  const running = joinRunningServer(folder);
  const ownServer = process.platform !== 'win32';
  if (running !== undefined) {
    return { connection: running, ownServer, stop: () => Promise.resolve() };
  }
  const server = await startEmbeddedPostgres({
    dataFolder: folder,
    log,
    onExit: ({ lastLines }) => onDatabaseExit?.(causeIn(lastLines)),
  });
  if (server.recovered)
    log(
      'The database had been stopped hard and recovered by itself; nothing acknowledged was lost.',
    );
  return { connection: server.connection, ownServer, stop: server.stop };
}

/** The line in which PostgreSQL says why it gave up, if it did; else the last thing it said. */
const causeIn = (lines: readonly string[]): string =>
  lines.findLast((line) => /\b(PANIC|FATAL): /.test(line) && !TURNED_AWAY.test(line)) ??
  lines.at(-1) ??
  'PostgreSQL ended';

/** What is said to clients meanwhile, and is no cause of anything. */
const TURNED_AWAY = /the database system is |terminating connection|connection to client lost/;
