import { openBooks } from '../../packages/server/src/composition/open-books.ts';
import { connectionStringOf } from '../../packages/server/src/storage/embedded/server-door.ts';
import { ownerConnection } from '../../packages/server/src/storage/postgres/connections.ts';
import { MIGRATED } from '../support/books.ts';
import { testDatabase } from '../support/database.ts';
import { type Ended, perpetua } from './perpetua-program.ts';

/** An empty database of a test's own, and commands that work on it. */
export type CommandBooks = {
  readonly address: string;
  /** Runs a command on it to its end. */
  readonly run: (words: readonly string[], input?: string | Uint8Array) => Promise<Ended>;
  /** The figures of a query, as the owner of the tables sees them. */
  readonly rows: (query: string) => Promise<readonly Readonly<Record<string, unknown>>[]>;
  /** Looks at the books as the commands do. */
  readonly look: <Value>(work: (books: Opened) => Promise<Value>) => Promise<Value>;
};

type Opened = Awaited<ReturnType<typeof openBooks>>;

/** Makes a database of its own on the PostgreSQL of the tests; commands find it by `DATABASE_URL`. */
export async function commandBooks(): Promise<CommandBooks> {
  const database = await testDatabase(MIGRATED);
  const address = connectionStringOf(database.connection);
  const environment = { DATABASE_URL: address };
  const look: CommandBooks['look'] = async (work) => {
    const books = await openBooks({
      databaseUrl: address,
      dataFolder: '',
      log: () => undefined,
      actor: 'test',
    });
    try {
      return await work(books);
    } finally {
      await books.close();
    }
  };
  return {
    address,
    run: (words, input) =>
      perpetua(words, { environment, ...(input === undefined ? {} : { input }) }),
    rows: (query) => rowsOf(address, query),
    look,
  };
}

async function rowsOf(
  address: string,
  query: string,
): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const owner = await ownerConnection({ connectionString: address });
  try {
    const { rows } = await owner.query<Record<string, unknown>>(query);
    return rows;
  } finally {
    await owner.end();
  }
}
