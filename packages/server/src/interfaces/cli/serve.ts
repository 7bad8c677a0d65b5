import type { Command } from 'commander';
import { demonstrationIsComplete } from '../../application/fill-demonstration.ts';
import { booksLine } from './books-line.ts';
import type { BooksOptions, CliBooks, CliServices, RunningServer } from './cli-books.ts';
import { command } from './command.ts';
import { DEFAULT_TRANSACTIONS, fill } from './demo.ts';
import { EXIT, type Terminal } from './terminal.ts';

type Options = BooksOptions & {
  readonly port: string;
  readonly demo?: boolean;
  readonly logRequests?: boolean;
};

/** Serves the API and the web app; with `--demo` fills the demonstration company first. */
export function serveCommand(services: CliServices): Command {
  return command('serve', 'serve the API and the web app')
    .option(
      '--port <number>',
      'port on the loopback address',
      process.env['PERPETUA_PORT'] ?? '8787',
    )
    .option('--demo', 'create and fill the demonstration company when it is not there')
    .option('--log-requests', 'one line a request on standard error')
    .action((options: Options) => serve(services, options));
}

async function serve(services: CliServices, options: Options): Promise<void> {
  const { terminal } = services;
  const port = /^\d{1,5}$/.test(options.port) ? Number.parseInt(options.port, 10) : -1;
  if (port < 0 || port > 65_535) {
    terminal.note(`--port takes a number from 0 to 65535, not ${options.port}.`);
    process.exitCode = EXIT.usage;
    return;
  }
  const books = await services.open(options);
  const stopped = untilStopped();
  try {
    if (options.demo === true && !(await fillUnless(stopped, books, terminal))) return;
    const server = await listen(services, books, port, options.logRequests === true);
    if (server === undefined) return;
    for (const line of await booksLine(books)) terminal.print(line);
    terminal.print(`\n  Perpetua is at ${server.address}  (API: ${server.address}/api/docs)`);
    terminal.print('  Nobody signs in yet, so it listens on this machine only. Ctrl-C stops it.\n');
    // What late facts left to be run again when the books were closed is taken up beside everything.
    const resumed = Promise.all([books.desks.resume(), books.retrying.resume()]).catch(
      (error: unknown) => terminal.note(String(error)),
    );
    await stopped;
    terminal.note('Stopping.');
    books.desks.halt();
    await server.stop();
    await resumed;
  } finally {
    await books.close();
  }
}

/** Fills the demonstration when it is not complete; false when it was told to stop meanwhile. */
async function fillUnless(
  stopped: Promise<void>,
  books: CliBooks,
  terminal: Terminal,
): Promise<boolean> {
  if (await demonstrationIsComplete(books.storage)) return true;
  const stopping = new AbortController();
  const filled = fill(books, terminal, DEFAULT_TRANSACTIONS, stopping.signal).then(() => true);
  if (await Promise.race([filled, stopped.then(() => false)])) return true;
  stopping.abort();
  books.desks.halt();
  // It ends with an error that nobody needs.
  filled.catch(() => undefined);
  terminal.note('Stopping. The next start goes on with the demonstration where this one ended.');
  return false;
}

/** Takes the port; undefined, after saying why, when it cannot be had. */
async function listen(
  services: CliServices,
  books: CliBooks,
  port: number,
  logRequests: boolean,
): Promise<RunningServer | undefined> {
  try {
    return await services.serve(books, { port, logRequests });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    const fault = PORT_FAULTS.get(code);
    if (fault === undefined) throw error;
    services.terminal.note(
      `Port ${port} ${fault}. Name another one with --port; 0 takes a free one.`,
    );
    process.exitCode = EXIT.refused;
    return undefined;
  }
}

const PORT_FAULTS: ReadonlyMap<string, string> = new Map([
  ['EADDRINUSE', 'is taken by another program'],
  ['EACCES', 'may not be used by this user'],
]);

/** Ends with the first Ctrl-C or SIGTERM; a second one ends the process at once. */
function untilStopped(): Promise<void> {
  return new Promise((resolve) => {
    const stop = () => resolve();
    process.once('SIGINT', stop);
    process.once('SIGTERM', stop);
  });
}
