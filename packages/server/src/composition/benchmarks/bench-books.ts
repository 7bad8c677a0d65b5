import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BenchOptions } from '../../interfaces/cli/measured-figure.ts';
import { type ConnectionOptions, ownerConnection } from '../../storage/postgres/connections.ts';
import { type OpenBooks, openBooks } from '../open-books.ts';

/** What a figure is measured with. */
export type Bench = {
  readonly books: OpenBooks;
  /** How to reach the server as the owner of the tables. */
  readonly connection: ConnectionOptions;
  readonly rounds: number;
  /** The share of a full count that this run is to do; at least 1. */
  readonly sized: (count: number) => number;
};

/** Books to measure on; closing them removes what was made for them. */
export type OpenBench = { readonly bench: Bench; readonly close: () => Promise<void> };

/**
 * Opens books to measure on: on a temporary server with the settings of one that keeps books, or
 * in the database that was named. The server's folder is removed at the end.
 */
export async function openBench(
  { databaseUrl, rounds, portion }: BenchOptions,
  tell: (message: string) => void,
): Promise<OpenBench> {
  const folder = mkdtempSync(join(tmpdir(), 'perpetua-bench-'));
  // PostgreSQL may run as another user than we do and must be able to pass.
  chmodSync(folder, 0o711);
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  const named = databaseUrl === undefined ? {} : { databaseUrl };
  const opening = openBooks({ ...named, dataFolder: folder, log: tell, actor: 'bench' });
  const books = await opening.catch((error: unknown) => {
    remove();
    throw error;
  });
  const { connection } = books;
  const sized = (count: number): number => Math.max(1, Math.ceil(count * portion));
  const close = once(async () => {
    await books.close();
    remove();
  });
  return { bench: { books, connection, rounds, sized }, close };
}

function once(work: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | undefined;
  return () => {
    done ??= work();
    return done;
  };
}

/** Whether nothing is kept in a database yet: nobody's tables are mixed with a measurement. */
export async function isEmptyDatabase(connectionString: string): Promise<boolean> {
  const client = await ownerConnection({ connectionString });
  try {
    const { rowCount } = await client.query(
      `select from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where n.nspname !~ '^pg_' and n.nspname <> 'information_schema' limit 1`,
    );
    return rowCount === 0;
  } finally {
    await client.end();
  }
}
