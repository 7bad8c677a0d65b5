import {
  type AccountRole,
  type BookedEvent,
  type BusinessDate,
  type EntryType,
  money,
  type Posting,
  type TransactionType,
} from 'perpetua-core';

/** A row of `event`. */
export type EventRow = {
  number: bigint;
  entry: bigint;
  posted_on: BusinessDate;
  document_date: BusinessDate;
  type: TransactionType;
  source: string;
  key: string;
  item: string;
  site: string;
  document: string;
  content: string;
  happened: boolean;
  entry_type: EntryType;
};

/** Needs `event e` in the query. */
export const EVENT_COLUMNS = `e.number, e.entry, e.posted_on, e.document_date, e.type, e.source, e.key, e.item,
  e.site, e.document, e.content::text, e.happened, e.entry_type`;

/** A row of `event` as the core knows it. */
export function eventOf(row: EventRow): BookedEvent {
  const { type, source, key, item, site, document, content, happened } = row;
  return {
    number: Number(row.number),
    entry: Number(row.entry),
    postedOn: row.posted_on,
    documentDate: row.document_date,
    type,
    source,
    key,
    item,
    site,
    document,
    content,
    happened,
    entryType: row.entry_type,
  };
}

/** A row of `posting`, with types and roles of its determinations. */
export type PostingRow = {
  entry: bigint;
  line: number;
  posted_on: BusinessDate;
  amount: bigint;
  debit_type: TransactionType;
  debit_role: AccountRole;
  debit_account: string;
  debit_center: string;
  debit_site: string;
  debit_determination: bigint;
  credit_type: TransactionType;
  credit_role: AccountRole;
  credit_account: string;
  credit_center: string;
  credit_site: string;
  credit_determination: bigint;
};

/** Needs `posting p` and its determinations `dd` and `cd` in the query. */
export const POSTING_COLUMNS = `p.entry, p.line, p.posted_on, p.amount, dd.type as debit_type, dd.role as debit_role,
  p.debit_account, p.debit_center, p.debit_site, p.debit_determination, cd.type as credit_type,
  cd.role as credit_role,  p.credit_account, p.credit_center, p.credit_site, p.credit_determination`;

/** A row of `posting` as the core knows it. */
export function postingOf(row: PostingRow): Posting {
  return {
    entry: Number(row.entry),
    line: row.line,
    postedOn: row.posted_on,
    amount: money(row.amount),
    debit: {
      type: row.debit_type,
      role: row.debit_role,
      account: row.debit_account,
      center: row.debit_center,
      site: row.debit_site,
      determination: Number(row.debit_determination),
    },
    credit: {
      type: row.credit_type,
      role: row.credit_role,
      account: row.credit_account,
      center: row.credit_center,
      site: row.credit_site,
      determination: Number(row.credit_determination),
    },
  };
}
