import type { CliBooks } from './cli-books.ts';

/** The line that matters, for each company: do the books agree? */
export async function booksLine(_books: CliBooks): Promise<readonly string[]> {
  return [];
}
