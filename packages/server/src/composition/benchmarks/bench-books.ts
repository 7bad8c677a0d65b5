import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BenchOptions } from '../../interfaces/cli/measured-figure.ts';
import { startEmbeddedPostgres } from '../../storage/embedded/embedded-postgres.ts';
import { type ConnectionOptions, ownerConnection } from '../../storage/postgres/connections.ts';
import { type OpenBooks, openBooks } from '../open-books.ts';

/** What a figure is measured with. */
export type Bench = {
  readonly books: OpenBooks;
  /** How to reach the server as the owner of the tables. */
  readonly connection: ConnectionOptions;
  readonly rounds: number;
  /** A count, or a tenth of it when it has to be quick. */
  readonly sized: (count: number) => number;
  readonly tell: (message: string) => void;
};

/** Ends everything a measurement has started; may be called again. */
export type OpenBench = { readonly bench: Bench; readonly close: () => Promise<void> };

/** What stands in the way of measuring in a database of the user's own. */
export class DatabaseNotEmpty extends Error {
  override readonly name = 'DatabaseNotEmpty';
}

/**
 * Opens books to measure on: in a temporary folder with the settings of a server that keeps books,
 * or in the database that was named, which must be empty. The folder is removed at the end.
 */
export async function openBench(
  { databaseUrl, rounds, quick }: BenchOptions,
  tell: (message: string) => void,
): Promise<OpenBench> {
  const server = databaseUrl === undefined ? await temporaryServer(tell) : undefined;
  try {
    const url = databaseUrl ?? server?.connectionString ?? '';
    if (server === undefined) await refuseUnlessEmpty(url);
    const books = await openBooks({ databaseUrl: url, dataFolder: '', log: tell, actor: 'bench' });
    const sized = (count: number): number => (quick ? Math.ceil(count / 10) : count);
    return {
      bench: { books, connection: { connectionString: url }, rounds, sized, tell },
      close: once(async () => {
        await books.close();
        await server?.stop();
      }),
    };
  } catch (error) {
    await server?.stop();
    throw error;
  }
}

const once = (work: () => Promise<void>): (() => Promise<void>) => {
  let done: Promise<void> | undefined;
  return () => {
    done ??= work();
    return done;
  };
};

async function temporaryServer(tell: (message: string) => void) {
  const folder = mkdtempSync(join(tmpdir(), 'perpetua-bench-'));
  // PostgreSQL may run as another user than we do and must be able to pass.
  chmodSync(folder, 0o711);
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  try {
    const server = await startEmbeddedPostgres({ dataFolder: join(folder, 'postgres'), log: tell });
    return {
      connectionString: server.connectionString,
      stop: async () => {
        await server.stop();
        remove();
      },
    };
  } catch (error) {
    remove();
    throw error;
  }
}

/** Nobody's tables are mixed with a measurement. */
async function refuseUnlessEmpty(connectionString: string): Promise<void> {
  const client = await ownerConnection({ connectionString });
  try {
    const { rowCount } = await client.query(
      `select from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where n.nspname not like 'pg\\_%' and n.nspname <> 'information_schema' limit 1`,
    );
    if (rowCount !== 0) {
      throw new DatabaseNotEmpty(
        'The database is not empty. Benchmarks fill the database they are given: create an empty one for them.',
      );
    }
  } finally {
    await client.end();
  }
}
