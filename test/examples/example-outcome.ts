import { afterwardsTable } from './afterwards-table.ts';
import type { Example } from './example.ts';
import { journalText } from './journal-text.ts';
import { disagreements, type PostedBooks } from './posted-books.ts';

/**
 * The page of an example with its outcome as the books have it: the journal and the tables under
 * Afterwards are printed anew, everything else stays as it was written. An example is right when
 * this is the page itself.
 */
export function pageWithOutcome(example: Example, books: PostedBooks): string {
  const { journal, afterwards, page } = example;
  const lines = page.text.split('\n');
  const parts = [
    { from: journal.first, to: journal.last - 1, text: journalText(example, books) },
    ...afterwards.map((table) => ({
      from: table.first - 1,
      to: table.last,
      text: afterwardsTable(table, example, books),
    })),
  ];
  // From the end, so that the numbers of the lines before stay true.
  for (const { from, to, text } of parts.toReversed()) {
    lines.splice(from, to - from, ...(text === '' ? [] : text.split('\n')));
  }
  return lines.join('\n');
}

/** Where subledger and ledger part in the books of an example; empty when they agree. */
export const faultsInBooks = ({ stockAccounts }: Example, books: PostedBooks): readonly string[] =>
  disagreements(books, stockAccounts);
