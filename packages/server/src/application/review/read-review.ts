import { type BusinessDate, type Configuration, daysOf, type Period } from 'perpetua-core';
import type { CompanySession, StoredAction } from '../ports.ts';
import {
  type AccountsUnderReview,
  accountsUnderReview,
  type Explanation,
  type ReviewLine,
  type ReviewReceipt,
  reviewLineOf,
  reviewReceiptOf,
} from './review-line.ts';

/** What is open of a month. */
export type Review = {
  readonly period: Period;
  readonly lastDay: BusinessDate;
  readonly accounts: AccountsUnderReview;
  /** All that was open at the end of the month, or is open of it now; the oldest first. */
  readonly lines: readonly ReviewLine[];
  /** Goods received, or gone back, that were not wholly invoiced on that day. */
  readonly receipts: readonly ReviewReceipt[];
};

/**
 * The review of a month, as the books know it now.
 *
 * @param withReceipts whether goods that are not invoiced are wanted too, which takes longer
 */
export async function readReview(
  session: Pick<CompanySession, 'review'>,
  configuration: Configuration,
  { period, withReceipts }: { readonly period: Period; readonly withReceipts: boolean },
): Promise<Review> {
  const { last } = daysOf(period);
  const accounts = accountsUnderReview(configuration);
  const question = { accounts: accounts.reviewed, to: last, openOnly: true };
  const posted = await session.review.lines(question);
  const uninvoiced = withReceipts
    ? await session.review.receipts({ accounts: accounts.grni, to: last })
    : [];
  const explained = explanations(await session.review.actions(), period);
  return {
    period,
    lastDay: last,
    accounts,
    lines: posted.map((line) => reviewLineOf(line, accounts, explained.get(line.event.number))),
    receipts: uninvoiced.map(reviewReceiptOf),
  };
}

/**
 * What was said of lines that holds for a month, the last word of each: what is carried forward in a
 * month is explained for it and those before it, what was found correct for ever.
 */
function explanations(
  actions: readonly StoredAction[],
  period: Period,
): ReadonlyMap<number, Explanation> {
  const undone = new Set(actions.flatMap(({ undoes }) => (undoes === undefined ? [] : [undoes])));
  const said = new Map<number, Explanation>();
  for (const action of actions) {
    const { kind, number, owner, reason, postedOn } = action;
    if (undone.has(number) || (kind !== 'carry-forward' && kind !== 'correct')) continue;
    const until = kind === 'correct' ? '' : postedOn.slice(0, 7);
    for (const { event } of action.lines) {
      if (until === '' || until >= period)
        said.set(event, { kind, action: number, owner, reason, until });
    }
  }
  return said;
}

/** How a line stands at the end of its month. */
export type LineState = 'open' | 'carried-forward' | 'correct' | 'cleared-later';

/** What is open and said nothing of keeps the month from being signed off. */
export function stateOf({ open, explanation }: ReviewLine): LineState {
  if (open === 0n) return 'cleared-later';
  if (explanation === undefined) return 'open';
  return explanation.kind === 'correct' ? 'correct' : 'carried-forward';
}
