import { ENTRY_TYPES, formatDecimal, ok, type Refusal, type Result, refused } from 'perpetua-core';
import { type Asked, readLimit, readMark } from './filters.ts';
import { eventFilter } from './journal.ts';
import { type JournalEntry, journalEntryOf, postingsByEntry } from './journal-entry.ts';
import type { BooksReading } from './ports.ts';
import { readAtMoment } from './read-at-moment.ts';
import type { Report, ReportColumn, ReportRow } from './report.ts';

/** What the report is asked for; without type and source it lists those of inventory integration. */
export type EntryTypeDetailsQuery = Asked<
  'asOf' | 'asKnown' | 'entryType' | 'glSource' | 'from' | 'to' | 'after' | 'limit'
>;

const PAGE = { usual: 500, most: 10_000 };
const DEFAULT_TYPE = 'inventory';

const COLUMNS: readonly ReportColumn[] = [
  { key: 'entry', label: 'Entry', kind: 'number' },
  { key: 'postedOn', label: 'Date', kind: 'date' },
  { key: 'source', label: 'Source', kind: 'text' },
  { key: 'type', label: 'Transaction type', kind: 'text' },
  { key: 'key', label: 'Key', kind: 'text' },
  { key: 'account', label: 'Account', kind: 'text' },
  { key: 'accountName', label: 'Account name', kind: 'text' },
  { key: 'center', label: 'Center', kind: 'text' },
  { key: 'site', label: 'Site', kind: 'text' },
  { key: 'debit', label: 'Debit', kind: 'money' },
  { key: 'credit', label: 'Credit', kind: 'money' },
];

/**
 * Entry Type Details: every journal of one entry type, or of one GL source, in a stretch of days,
 * line by line, oldest first; for inventory it is the audit trail of the integration (`000.33`).
 * Totals are those of all pages; a page holds whole entries.
 *
 * Refuses unknown entry types and sources, dates that are none, cursors of other lists.
 */
export function entryTypeDetails(
  books: BooksReading,
  company: number,
  query: EntryTypeDetailsQuery,
): Promise<Result<Report, Refusal>> {
  return readAtMoment(books, company, query, async ({ session, moment, names }) => {
    const { asOf, asKnown } = moment;
    const refusals: Refusal[] = [];
    const { entryType, glSource } = query;
    const types = { entryType: glSource === undefined ? (entryType ?? DEFAULT_TYPE) : entryType };
    const read = eventFilter({ ...query, ...types, order: 'oldest' }, asKnown.event, refusals);
    const after = readMark(query.after, refusals);
    const limit = readLimit(query.limit, PAGE, refusals);
    if (refusals.length > 0) return refused(refusals);
    const to = read.to ?? asOf ?? undefined;
    const filter = { ...read, ...(to && { to }), posted: true };
    const found = await session.events(filter, { after, limit: limit + 1 });
    const shown = found.slice(0, limit);
    const postings = postingsByEntry(await session.postingsOf(shown));
    const totals = await session.entryTotals(filter);
    const amount = formatDecimal(totals.amount, names.company.currencyDecimals);
    const typeNames = (read.entryTypes ?? []).map((type) => ENTRY_TYPES[type][0]);
    return ok({
      name: 'entry-type-details',
      title: `Entry type details: ${typeNames.join(', ')}`,
      asOf: to ?? (await session.lastDay(asKnown.event)),
      asKnown,
      columns: COLUMNS,
      rows: shown.flatMap((event) =>
        rowsOf(journalEntryOf(event, postings.get(event.entry) ?? [], names)),
      ),
      groups: [],
      totals: { entries: String(totals.entries), debit: amount, credit: amount },
      next: found.length > limit ? String(shown.at(-1)?.number ?? '') : null,
    });
  });
}

const rowsOf = ({ number, postedOn, sourceCode, key, lines }: JournalEntry): readonly ReportRow[] =>
  lines.map(({ type, account, accountName, center, site, debit, credit }) => ({
    entry: String(number),
    postedOn,
    source: sourceCode,
    type,
    key,
    account,
    accountName,
    center,
    site,
    debit,
    credit,
  }));
