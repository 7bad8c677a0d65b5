import { ok, type Refusal, type Result, refusal, refused } from 'perpetua-core';
import { companyNames } from './company-names.ts';
import {
  type Asked,
  readDay,
  readEntryTypes,
  readLimit,
  readMark,
  readTypes,
  readWord,
  refuseBackwards,
  refuseUnknown,
} from './filters.ts';
import { type JournalEntry, journalEntryOf, postingsByEntry } from './journal-entry.ts';
import type { BooksReading, EventFilter } from './ports.ts';
import { readAtMoment } from './read-at-moment.ts';

/** What a list of entries is asked for; `order` is `newest` (as it stands) or `oldest` first. */
export type JournalQuery = Asked<
  | 'asOf'
  | 'asKnown'
  | 'account'
  | 'type'
  | 'entryType'
  | 'glSource'
  | 'item'
  | 'site'
  | 'from'
  | 'to'
  | 'order'
  | 'after'
  | 'limit'
>;

export type JournalPage = {
  readonly entries: readonly JournalEntry[];
  /** Cursor of the next page; null on the last one. */
  readonly next: string | null;
};

const PAGE = { usual: 50, most: 1_000 };
const ORDERS = ['newest', 'oldest'] as const;

/**
 * Journal entries with their lines, a page at a time, the newest first unless asked otherwise.
 *
 * Refuses unknown items, sites, accounts and types, dates that are none, cursors of other lists.
 */
export function listJournalEntries(
  books: BooksReading,
  company: number,
  query: JournalQuery,
): Promise<Result<JournalPage, Refusal>> {
  return readAtMoment(books, company, query, async ({ session, moment, names }) => {
    const refusals: Refusal[] = [];
    const filter = eventFilter(query, moment.asKnown.event, refusals);
    const to = filter.to ?? moment.asOf ?? undefined;
    const after = readMark(query.after, refusals);
    const limit = readLimit(query.limit, PAGE, refusals);
    await refuseUnknown(session, names, query, refusals);
    if (refusals.length > 0) return refused(refusals);
    const found = await session.events(
      { ...filter, ...(to && { to }), posted: true },
      { after, limit: limit + 1 },
    );
    const shown = found.slice(0, limit);
    const postings = postingsByEntry(await session.postingsOf(shown));
    return ok({
      entries: shown.map((event) => journalEntryOf(event, postings.get(event.entry) ?? [], names)),
      next: found.length > limit ? String(shown.at(-1)?.number ?? '') : null,
    });
  });
}

/** The filters that lists of events share. */
export function eventFilter(
  query: Asked<
    | 'item'
    | 'site'
    | 'type'
    | 'document'
    | 'key'
    | 'entryType'
    | 'glSource'
    | 'account'
    | 'from'
    | 'to'
    | 'order'
  >,
  event: number,
  refusals: Refusal[],
): Omit<EventFilter, 'posted'> {
  const { item, site, document, key, account } = query;
  const [type] = readTypes(query.type, refusals);
  const entryTypes = readEntryTypes(query, refusals);
  const from = readDay('from', query.from, refusals);
  const to = readDay('to', query.to, refusals);
  refuseBackwards(from, to, refusals);
  const newestFirst = readWord('order', query.order, ORDERS, refusals) !== 'oldest';
  return {
    item,
    site,
    document,
    key,
    account,
    type,
    entryTypes,
    event,
    newestFirst,
    ...(from && { from }),
    ...(to && { to }),
  };
}

/** One entry with its lines; `not-found` when its number was not given out. */
export function findJournalEntry(
  books: BooksReading,
  company: number,
  number: number,
): Promise<Result<JournalEntry, Refusal>> {
  return books.reading(company, async (session) => {
    const event = await session.eventOfEntry(number);
    if (event === undefined) return refused([refusal('not-found', { what: `entry ${number}` })]);
    const names = await companyNames(session, session.lane.configurationVersion);
    return ok(journalEntryOf(event, await session.postingsOf([event]), names));
  });
}
