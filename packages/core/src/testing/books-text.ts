import type { Books } from '../posting/books.ts';

/** Whole numbers of any size as texts, for comparison and for print. */
const withoutBigints = (_: string, value: unknown): unknown =>
  typeof value === 'bigint' ? value.toString() : value;

/** Everything a decision may change, as one text: two texts are equal when the books are. */
export function booksText(books: Books): string {
  const { pools, positions, streams, timelines, earlier, determinations, counters } = books;
  const state = [[...pools], [...positions], [...streams], [...(timelines ?? [])]];
  const parts = [...state, [...earlier], [...determinations], counters];
  return parts.map((part) => JSON.stringify(part, withoutBigints)).join('\n');
}

/** Books that can be changed without changing these; what they hold is never changed in place. */
export const copyOf = (books: Books): Books => ({
  ...books,
  pools: new Map(books.pools),
  positions: new Map(books.positions),
  streams: new Map(books.streams),
  timelines: books.timelines && new Map(books.timelines),
  earlier: new Map(books.earlier),
  determinations: new Map(books.determinations),
});
