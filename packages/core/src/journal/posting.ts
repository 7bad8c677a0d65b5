import type { AccountRole } from '../accounts/account-role.ts';
import type { BusinessDate } from '../primitives/business-date.ts';
import { type Money, money } from '../primitives/money.ts';
import type { TransactionType } from '../transactions/posting-rules.ts';

/** One side of a posting: the account, its center and the site whose balance it belongs to. */
export type PostingSide = {
  readonly type: TransactionType;
  /** What the account was looked up for. */
  readonly role: AccountRole;
  readonly account: string;
  readonly center: string;
  readonly site: string;
  /** Number of the stored determination that says why this account. */
  readonly determination: number;
};

/**
 * One debit, one credit, one positive amount. Whatever is written down this way balances; a
 * journal entry is the postings of one event, and the lines people read are a view of them.
 */
export type Posting = {
  readonly entry: number;
  readonly line: number;
  readonly postedOn: BusinessDate;
  readonly amount: Money;
  readonly debit: PostingSide;
  readonly credit: PostingSide;
};

/** A line of a journal entry as an accountant reads it. */
export type JournalLine = PostingSide & {
  readonly debit: Money | null;
  readonly credit: Money | null;
};

/**
 * The lines of an entry: debits first, sides with the same type, account, center and site added up.
 */
export function journalLines(postings: readonly Posting[]): readonly JournalLine[] {
  const debits = collect(postings, 'debit').map(([side, amount]) => ({
    ...side,
    debit: amount,
    credit: null,
  }));
  const credits = collect(postings, 'credit').map(([side, amount]) => ({
    ...side,
    debit: null,
    credit: amount,
  }));
  return [...debits, ...credits];
}

function collect(
  postings: readonly Posting[],
  side: 'debit' | 'credit',
): readonly (readonly [PostingSide, Money])[] {
  const sums = new Map<string, [PostingSide, Money]>();
  for (const posting of postings) {
    const { type, account, center, site } = posting[side];
    const name = `${type}\n${account}\n${center}\n${site}`;
    const sum = sums.get(name);
    if (sum === undefined) sums.set(name, [posting[side], posting.amount]);
    else sum[1] = money(sum[1] + posting.amount);
  }
  return [...sums.values()];
}
