import {
  type BusinessDate,
  daysOf,
  entryTypes,
  entryTypesOf,
  journalLines,
  type Posting,
  type TransactionType,
  transactionTypes,
} from 'perpetua-core';
import { postingsByEntry } from '../reading/journal-entry.ts';
import type { BooksReading, EventLine } from '../reading/ports.ts';
import { compareTexts } from '../reading/report.ts';
import type {
  DaySum,
  ExportedJournal,
  ExportLine,
  ExportMode,
  ExportSource,
  ExportWindow,
  GlExport,
} from './gl-export.ts';

/** Journals that are read and held at a time. */
const AT_A_TIME = 2_000;

/** What decides which journals a batch holds, and how they are told. */
export type ExportContent = Pick<
  GlExport,
  'reverses' | 'period' | 'source' | 'mode' | 'afterEvent' | 'lastEvent'
>;

/** The journals of a batch as the log has them. */
export const windowOf = ({ source, ...content }: ExportContent): ExportWindow => ({
  ...content,
  entryTypes: typesOf(source),
});

const typesOf = (source: ExportSource) => (source === 'all' ? entryTypes() : entryTypesOf(source));

type JournalReader = (
  books: BooksReading,
  company: number,
  window: ExportWindow,
) => AsyncGenerator<readonly ExportedJournal[]>;

const READERS: Readonly<Record<ExportMode, JournalReader>> = {
  detailed: detailedJournals,
  summarized: summarizedJournals,
};

/**
 * The journals of a batch, some at a time, always the same ones in the same order: what was posted
 * never changes, and a stretch of it is read from a snapshot of its own, so nobody waits for a slow
 * taker. A reversal has the sides of every line swapped.
 */
export async function* exportedJournals(
  books: BooksReading,
  company: number,
  content: ExportContent,
): AsyncGenerator<readonly ExportedJournal[]> {
  const isReversal = content.reverses !== null;
  for await (const journals of READERS[content.mode](books, company, windowOf(content)))
    yield isReversal ? journals.map(swapped) : journals;
}

const swapped = (journal: ExportedJournal): ExportedJournal => ({
  ...journal,
  lines: journal.lines.map((line) => ({ ...line, debit: line.credit, credit: line.debit })),
});

/** Every entry with every line, in the order they were recorded. */
async function* detailedJournals(
  books: BooksReading,
  company: number,
  { period, entryTypes: types, afterEvent, lastEvent }: ExportWindow,
): AsyncGenerator<readonly ExportedJournal[]> {
  const { first: from, last: to } = daysOf(period);
  const filter = { from, to, entryTypes: types, event: lastEvent, posted: true } as const;
  let after: number | undefined = afterEvent;
  while (after !== undefined) {
    const page = { after, limit: AT_A_TIME };
    const { events, postings } = await books.reading(company, async (session) => {
      const found = await session.events({ ...filter, newestFirst: false }, page);
      return { events: found, postings: postingsByEntry(await session.postingsOf(found)) };
    });
    if (events.length > 0)
      yield events.map((event) => journalOf(event, postings.get(event.entry) ?? []));
    after = events.length < AT_A_TIME ? undefined : events.at(-1)?.number;
  }
}

function journalOf(event: EventLine, postings: readonly Posting[]): ExportedJournal {
  const { entry, postedOn, type, key, document, content } = event;
  return {
    journal: String(entry),
    postedOn,
    type,
    key,
    document,
    reference: referenceIn(content),
    lines: journalLines(postings).map(({ type: own, account, center, site, debit, credit }) => ({
      type: own,
      account,
      center,
      site,
      debit,
      credit,
    })),
  };
}

/** The reference a transaction was sent with; blank when it has none. */
function referenceIn(content: string): string {
  const sent: unknown = JSON.parse(content);
  const { reference } = Object(sent);
  return typeof reference === 'string' ? reference : '';
}

/**
 * One journal a day and transaction type: its debits and its credits added up by account, center
 * and site, and never set off against each other.
 */
async function* summarizedJournals(
  books: BooksReading,
  company: number,
  window: ExportWindow,
): AsyncGenerator<readonly ExportedJournal[]> {
  const days = await books.reading(company, (session) => session.exportedDays(window));
  for (const day of days) {
    const sums = await books.reading(company, (session) => session.daySums(window, day));
    yield journalsOfDay(day.day, sums);
  }
}

const RANK = new Map(transactionTypes().map((type, rank) => [type, rank]));
const rankOf = (type: TransactionType): number => RANK.get(type) ?? RANK.size;

/** Sorted by ourselves: a database that was upgraded may sort texts in another way. */
function journalsOfDay(day: BusinessDate, sums: readonly DaySum[]): readonly ExportedJournal[] {
  const byType = Map.groupBy(sums, ({ transaction }) => transaction);
  return [...byType]
    .toSorted(([a], [b]) => rankOf(a) - rankOf(b))
    .map(([type, own]) => ({
      journal: `${day}-${type}`,
      postedOn: day,
      type,
      key: '',
      document: '',
      reference: '',
      lines: own.toSorted(debitsFirst).map(lineOf),
    }));
}

const SIDES = { debit: 0, credit: 1 } as const;

const debitsFirst = (a: DaySum, b: DaySum): number =>
  SIDES[a.side] - SIDES[b.side] ||
  compareTexts(a.account, b.account) ||
  compareTexts(a.center, b.center) ||
  compareTexts(a.site, b.site) ||
  rankOf(a.type) - rankOf(b.type);

const lineOf = ({ type, account, center, site, side, amount }: DaySum): ExportLine => ({
  type,
  account,
  center,
  site,
  debit: side === 'debit' ? amount : null,
  credit: side === 'credit' ? amount : null,
});
