import type { DeterminationDesk } from '../../determination/determination-desk.ts';
import type { Item } from '../../items/item.ts';
import type { RefusalCode } from '../../transactions/refusals.ts';
import type { BookedPool } from '../books.ts';

/** What a method of valuation sees of the books: one item, and its pools as they stand at the moment. */
export type ValuedBooks = {
  readonly item: Item;
  readonly books: { readonly desk: DeterminationDesk };
  /** The pools on hand of the item, at all sites and on all accounts, oldest first. */
  readonly onHand: () => readonly BookedPool[];
  readonly refuse: (code: RefusalCode, details?: Readonly<Record<string, string>>) => void;
};
