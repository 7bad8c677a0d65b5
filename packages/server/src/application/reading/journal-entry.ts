import {
  type BusinessDate,
  ENTRY_TYPES,
  type EntryType,
  formatDecimal,
  type JournalLine,
  journalLines,
  type Posting,
  type SourceCode,
  type TransactionType,
} from 'perpetua-core';
import type { CompanyNames } from './company-names.ts';
import type { EventLine } from './ports.ts';
import { sumOf } from './report.ts';

/** A line of an entry as an accountant reads it; amounts are decimal texts. */
export type JournalEntryLine = {
  /** The posting it explains itself by: `explainLine` takes entry, line and side. */
  readonly line: number;
  readonly side: 'debit' | 'credit';
  readonly type: TransactionType;
  readonly account: string;
  readonly accountName: string;
  readonly center: string;
  readonly site: string;
  readonly debit: string | null;
  readonly credit: string | null;
  /** Number of the determination that says why this account. */
  readonly determination: number;
};

/** One balanced entry: the postings of one event. */
export type JournalEntry = {
  readonly number: number;
  readonly event: number;
  readonly postedOn: BusinessDate;
  readonly documentDate: BusinessDate;
  readonly recordedAt: string;
  readonly recordedBy: string;
  readonly entryType: EntryType;
  readonly entryTypeName: string;
  readonly sourceCode: SourceCode;
  readonly type: TransactionType;
  readonly source: string;
  readonly key: string;
  readonly item: string;
  readonly site: string;
  readonly document: string;
  /** Sum of the debits, which is that of the credits. */
  readonly amount: string;
  readonly lines: readonly JournalEntryLine[];
};

/** Puts an event and its postings together as an entry. */
export function journalEntryOf(
  event: EventLine,
  postings: readonly Posting[],
  names: CompanyNames,
): JournalEntry {
  const [entryTypeName, sourceCode] = ENTRY_TYPES[event.entryType];
  const decimals = names.company.currencyDecimals;
  return {
    number: event.entry,
    event: event.number,
    postedOn: event.postedOn,
    documentDate: event.documentDate,
    recordedAt: event.recordedAt.toISOString(),
    recordedBy: event.recordedBy,
    entryType: event.entryType,
    entryTypeName,
    sourceCode,
    type: event.type,
    source: event.source,
    key: event.key,
    item: event.item,
    site: event.site,
    document: event.document,
    amount: formatDecimal(sumOf(postings.map(({ amount }) => amount)), decimals),
    lines: entryLines(postings, names),
  };
}

/** The lines of an entry: debits first, equal sides added up. */
export function entryLines(
  postings: readonly Posting[],
  names: CompanyNames,
): readonly JournalEntryLine[] {
  return journalLines(postings).map((line) => lineOf(line, postings, names));
}

function lineOf(
  line: JournalLine,
  postings: readonly Posting[],
  { accounts, company }: CompanyNames,
): JournalEntryLine {
  const { type, account, center, site, debit, credit, determination } = line;
  const side = debit === null ? 'credit' : 'debit';
  const first = postings.find((posting) => {
    const own = posting[side];
    return (
      own.type === type && own.account === account && own.center === center && own.site === site
    );
  });
  const text = (amount: bigint | null) =>
    amount === null ? null : formatDecimal(amount, company.currencyDecimals);
  return {
    line: first?.line ?? 1,
    side,
    type,
    account,
    accountName: accounts.get(account) ?? account,
    center,
    site,
    debit: text(debit),
    credit: text(credit),
    determination,
  };
}

/** The postings of each entry of a page. */
export function postingsByEntry(
  postings: readonly Posting[],
): ReadonlyMap<number, readonly Posting[]> {
  const byEntry = new Map<number, Posting[]>();
  for (const posting of postings) {
    const own = byEntry.get(posting.entry);
    if (own === undefined) byEntry.set(posting.entry, [posting]);
    else own.push(posting);
  }
  return byEntry;
}
