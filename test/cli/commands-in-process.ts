import { afterEach } from 'vitest';
import { openBooks } from '../../packages/server/src/composition/open-books.ts';
import { importFiles } from '../../packages/server/src/files/import-files.ts';
import type { CliServices } from '../../packages/server/src/interfaces/cli/cli-books.ts';
import type { countCommand } from '../../packages/server/src/interfaces/cli/count.ts';
import { EXIT } from '../../packages/server/src/interfaces/cli/terminal.ts';
import { connectionStringOf } from '../../packages/server/src/storage/embedded/server-door.ts';
import { MIGRATED } from '../support/books.ts';
import { testDatabase } from '../support/database.ts';

type Opened = Awaited<ReturnType<typeof openBooks>>;

/** What a command said and how it would have ended. */
type Said = {
  readonly code: typeof process.exitCode;
  readonly printed: string;
  readonly noted: string;
};

/** Books of a test's own, and commands that work on them without a process of their own. */
export type CommandsInProcess = {
  readonly books: Opened;
  readonly run: (
    make: (services: CliServices) => ReturnType<typeof countCommand>,
    words: readonly string[],
  ) => Promise<Said>;
  readonly close: () => Promise<void>;
};

const before = process.exitCode;
afterEach(() => {
  process.exitCode = before;
});

/** Opens an empty database for commands; many of them take no longer than their work. */
export async function commandsInProcess(): Promise<CommandsInProcess> {
  const { connection } = await testDatabase(MIGRATED);
  const books = await openBooks({
    databaseUrl: connectionStringOf(connection),
    dataFolder: '',
    log: () => undefined,
    actor: 'test',
  });
  return {
    books,
    close: books.close,
    run: async (make, words) => {
      const said = { printed: '', noted: '' };
      const services: CliServices = {
        terminal: {
          print: (text) => {
            said.printed += `${text}\n`;
          },
          note: (text) => {
            said.noted += `${text}\n`;
          },
          progress: () => ({ at: () => undefined, end: () => undefined }),
        },
        files: importFiles,
        // They stay open for the next command.
        open: () => Promise.resolve({ ...books, close: () => Promise.resolve() }),
        serve: () => Promise.reject(new Error('nothing is served here')),
        bench: () => Promise.reject(new Error('nothing is measured here')),
      };
      process.exitCode = EXIT.done;
      await make(services).parseAsync([...words], { from: 'user' });
      const { exitCode: code } = process;
      return { code, ...said };
    },
  };
}
