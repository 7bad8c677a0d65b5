import type { Command } from 'commander';
import { fillDemonstration } from '../../application/fill-demonstration.ts';
import { booksLine } from './books-line.ts';
import type { BooksOptions, CliBooks, CliServices } from './cli-books.ts';
import { command, withBooks } from './command.ts';
import { EXIT, type Terminal } from './terminal.ts';

/** A year of the demonstration company. */
export const DEFAULT_TRANSACTIONS = 100_000;

type Options = BooksOptions & { readonly transactions: string };

/** Creates and fills the demonstration company. */
export function demoCommand(services: CliServices): Command {
  return command('demo', 'create and fill the demonstration company')
    .option(
      '--transactions <number>',
      'about how many transactions its year has',
      String(DEFAULT_TRANSACTIONS),
    )
    .action((options: Options) => {
      const count = /^\d{1,8}$/.test(options.transactions)
        ? Number.parseInt(options.transactions, 10)
        : 0;
      if (count < 1_000) {
        services.terminal.note(
          `--transactions takes a number from 1000, not ${options.transactions}.`,
        );
        process.exitCode = EXIT.usage;
        return undefined;
      }
      return withBooks(services, options, async (books) => {
        const refused = await fill(books, services.terminal, count);
        for (const line of await booksLine(books)) services.terminal.print(line);
        return refused === 0 ? EXIT.done : EXIT.refused;
      });
    });
}

/** Fills the demonstration with progress and says what came of it; returns how many were refused. */
export async function fill(
  books: CliBooks,
  terminal: Terminal,
  count: number,
  signal: AbortSignal = new AbortController().signal,
): Promise<number> {
  const bar = terminal.progress('Demonstration company');
  const filled = await fillDemonstration({ ...books, signal }, count, (done) =>
    bar.at(done, count),
  );
  const { transactions, postings, refused, duplicates, milliseconds } = filled;
  const rate = Math.trunc((transactions * 1000) / Math.max(1, milliseconds));
  const seconds = (milliseconds / 1000).toFixed(1);
  const n = (number: number) => number.toLocaleString('en');
  const there = duplicates === 0 ? '' : `, ${n(duplicates)} of them there already`;
  const no = refused === 0 ? '' : `, ${n(refused)} refused`;
  bar.end(
    `${n(transactions)} transactions${there}${no}, ${n(postings)} postings in ${seconds} s (${n(rate)} a second)`,
  );
  return refused;
}
