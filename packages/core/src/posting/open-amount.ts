import type { Configuration } from '../determination/configuration.ts';
import { reviewedAccounts } from '../determination/stock-accounts.ts';
import type { Posting, PostingSide } from '../journal/posting.ts';
import { type Money, money } from '../primitives/money.ts';
import type { EarlierEvent, EventLink } from './books.ts';
import type { SidedAmount } from './post-amounts.ts';

/** What it takes to know what an event left open on accounts under review. */
export type OpenLine = Pick<EarlierEvent, 'postings' | 'cleared'> & {
  readonly took: readonly Pick<EventLink, 'kind' | 'value'>[];
};

/**
 * What of an event stands open on accounts under review, debits positive (`004.02`).
 *
 * What it posted there, whatever type it is of; but not what it posted to clear others, and less what
 * others cleared of it. Summed over all events this is the balance of those accounts.
 */
export function openAmount(configuration: Configuration, line: OpenLine): Money {
  const posted = sidesUnderReview(configuration, line.postings);
  let open = -line.cleared;
  for (const { amount } of posted) open += amount;
  for (const { kind, value } of line.took) if (kind === 'clears') open += value;
  return money(open);
}

/**
 * The sides on which so much of an open amount stands, in the order they were posted: what was cleared
 * before stood on the first of them.
 *
 * @param amount of the sign of what is open, and no more than that
 */
export function openSides(
  configuration: Configuration,
  line: OpenLine,
  amount: Money,
): readonly SidedAmount[] {
  const isDebit = amount > 0n;
  const sides: SidedAmount[] = [];
  let passed: bigint = isDebit ? line.cleared : -line.cleared;
  let left: bigint = isDebit ? amount : -amount;
  for (const posted of sidesUnderReview(configuration, line.postings)) {
    if (posted.amount > 0n !== isDebit) continue;
    const size = isDebit ? posted.amount : -posted.amount;
    const gone = passed < size ? passed : size;
    passed -= gone;
    const taken = size - gone < left ? size - gone : left;
    left -= taken;
    if (taken > 0n) sides.push({ side: posted.side, amount: isDebit ? taken : -taken });
  }
  return sides;
}

/** What postings left on every account under review at a site, debits positive. */
function sidesUnderReview(
  configuration: Configuration,
  postings: readonly Posting[],
): readonly SidedAmount[] {
  const accounts = reviewedAccounts(configuration);
  const sides = new Map<string, { side: PostingSide; amount: bigint }>();
  const add = (side: PostingSide, amount: bigint) => {
    if (!accounts.has(side.account)) return;
    const name = `${side.account}\n${side.center}\n${side.site}`;
    const known = sides.get(name);
    if (known === undefined) sides.set(name, { side, amount });
    else known.amount += amount;
  };
  for (const { debit, credit, amount } of postings) {
    add(debit, amount);
    add(credit, -amount);
  }
  return [...sides.values()].filter(({ amount }) => amount !== 0n);
}
