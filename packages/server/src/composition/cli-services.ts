import { join, resolve } from 'node:path';
import { SnapshotKeeper } from '../application/snapshots/snapshot-keeper.ts';
import { importFiles } from '../files/import-files.ts';
import type {
  CliBooks,
  CliServices,
  RunningServer,
  ServeOptions,
} from '../interfaces/cli/cli-books.ts';
import type { Terminal } from '../interfaces/cli/terminal.ts';
import { httpServer } from '../interfaces/http/server.ts';
import { reachableDataFolder } from '../storage/embedded/data-folder.ts';
import { openBooks } from './open-books.ts';

const LOOPBACK = '127.0.0.1';

/** Built web app of this installation. */
const WEB_FOLDER = join(import.meta.dirname, '../../../web/dist');

/** What commands need, made of the real things. */
export function cliServices(terminal: Terminal): CliServices {
  return {
    terminal,
    files: importFiles,
    open: ({ data }) => {
      const databaseUrl = process.env['DATABASE_URL'];
      return openBooks({
        ...(databaseUrl === undefined || databaseUrl === '' ? {} : { databaseUrl }),
        dataFolder: dataFolder(data),
        log: terminal.note,
        actor: process.env['USER'] ?? 'system',
        onDatabaseExit: (message) => {
          terminal.note(`The database ended: ${message}`);
          process.exit(1);
        },
      });
    },
    serve: (books, options) => serve(books, options, terminal),
    // Loaded when it is asked for: no other command needs it.
    bench: async (options, tell) => {
      const { runBenchmarks } = await import('./benchmarks/run-benchmarks.ts');
      return runBenchmarks(options, tell);
    },
  };
}

/** The folder that was named, else the one of the environment, else `.perpetua` here. */
function dataFolder(named: string | undefined): string {
  const chosen = named ?? process.env['PERPETUA_DATA'];
  return chosen === undefined ? reachableDataFolder(resolve('.perpetua')) : resolve(chosen);
}

async function serve(
  books: CliBooks,
  { port, logRequests }: ServeOptions,
  terminal: Terminal,
): Promise<RunningServer> {
  const server = await httpServer({ books, webFolder: WEB_FOLDER, logRequests });
  const address = await server.listen({ host: LOOPBACK, port });
  const keeper = new SnapshotKeeper(books, terminal.note);
  keeper.start();
  const stop = async () => {
    await Promise.all([server.close(), keeper.stop()]);
  };
  return { address, stop };
}
