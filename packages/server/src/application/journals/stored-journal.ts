import type { TransactionInput, UnitsAtPlace } from 'perpetua-core';

/** What a line of a journal is posted as. */
export type JournalTransactions = {
  readonly line: number;
  readonly item: string;
  readonly location: string;
  readonly inputs: readonly TransactionInput[];
};

/** An inventory journal as it was posted. Nothing of it is ever changed. */
export type StoredJournal = {
  readonly name: string;
  /** As it was sent, in one fixed form, to tell another content. */
  readonly content: string;
  /** What it was posted as, line by line. */
  readonly lines: readonly JournalTransactions[];
  /** The first event of it. */
  readonly firstEvent: number;
  readonly postedAt: Date;
  readonly postedBy: string;
};

/** What is on hand of an item at a site, by `itemAtSite`. */
type StockAtSites = ReadonlyMap<string, readonly UnitsAtPlace[]>;

export const itemAtSite = (item: string, site: string): string => `${item}\n${site}`;

/** The inventory journals of a company. */
export type InventoryJournals = {
  readonly find: (name: string) => Promise<StoredJournal | undefined>;
  /** The places where items are on hand at sites, by location. */
  readonly onHand: (
    asked: readonly { readonly item: string; readonly site: string }[],
  ) => Promise<StockAtSites>;
  readonly add: (journal: StoredJournal) => Promise<void>;
};
