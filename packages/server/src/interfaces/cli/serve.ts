import type { Command } from 'commander';
import { demonstrationIsComplete } from '../../application/fill-demonstration.ts';
import { booksLine } from './books-line.ts';
import type { BooksOptions, CliServices } from './cli-books.ts';
import { command } from './command.ts';
import { DEFAULT_TRANSACTIONS, fill } from './demo.ts';
import { EXIT } from './terminal.ts';

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
    if (options.demo === true && !(await demonstrationIsComplete(books.storage))) {
      await fill(books, terminal, DEFAULT_TRANSACTIONS);
    }
    const server = await services.serve(books, { port, logRequests: options.logRequests === true });
    for (const line of await booksLine(books)) terminal.print(line);
    terminal.print(`\n  Perpetua is at ${server.address}  (API: ${server.address}/api/docs)`);
    terminal.print('  Nobody signs in yet, so it listens on this machine only. Ctrl-C stops it.\n');
    await stopped;
    terminal.note('Stopping.');
    await server.stop();
  } finally {
    await books.close();
  }
}

/** Ends with the first Ctrl-C or SIGTERM; a second one ends the process at once. */
function untilStopped(): Promise<void> {
  return new Promise((resolve) => {
    const stop = () => resolve();
    process.once('SIGINT', stop);
    process.once('SIGTERM', stop);
  });
}
