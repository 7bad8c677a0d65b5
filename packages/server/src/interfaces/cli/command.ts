import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { type Refusal, refusalText } from 'perpetua-core';
import { type FoundCompany, findCompany, listCompanies } from '../../application/find-company.ts';
import type { BooksOptions, CliBooks, CliServices } from './cli-books.ts';
import { EXIT, type Terminal } from './terminal.ts';

/** The page of a command: its help and its part of the manual are the same text. */
export const pageOf = (name: string): string =>
  readFileSync(join(import.meta.dirname, 'pages', `${name}.md`), 'utf8');

/** A command with its page as help and the options every command takes. */
export function command(name: string, summary: string): Command {
  return new Command(name)
    .description(summary)
    .option(
      '--data <folder>',
      'folder of the embedded database (default: .perpetua here, or PERPETUA_DATA)',
    )
    .addHelpText('after', () => `\n${pageOf(name)}`);
}

/** Opens the books, works with them and closes them, whatever happens. */
export async function withBooks(
  services: CliServices,
  options: BooksOptions,
  work: (books: CliBooks) => Promise<number>,
): Promise<void> {
  const books = await services.open(options);
  try {
    process.exitCode = await work(books);
  } finally {
    await books.close();
  }
}

/** The company named by an option; without one the only company there is. */
export async function companyOf(
  books: CliBooks,
  terminal: Terminal,
  code: string | undefined,
): Promise<FoundCompany | undefined> {
  if (code !== undefined) {
    const found = await findCompany(books.storage, code);
    if (found.ok) return found.value;
    tellRefusals(terminal, found.reasons);
    return undefined;
  }
  const companies = await listCompanies(books.storage);
  const [only, ...others] = companies;
  if (only !== undefined && others.length === 0) return only;
  terminal.note(
    only === undefined
      ? 'There is no company yet. Create one with `perpetua init` or `perpetua demo`.'
      : `Which company? --company ${companies.map((company) => company.code).join(' | ')}`,
  );
  return undefined;
}

/** Says every refusal with its remedy on standard error. */
export function tellRefusals(terminal: Terminal, refusals: readonly Refusal[]): number {
  for (const refusal of refusals) {
    const { code, message, remedy } = refusalText(refusal);
    terminal.note(`${code}: ${message}\n  ${remedy}`);
  }
  return EXIT.refused;
}
