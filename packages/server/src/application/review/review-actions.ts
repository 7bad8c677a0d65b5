import { formatDecimal } from 'perpetua-core';
import type { StoredAction } from '../ports.ts';
import type { WholePlace } from '../post-whole.ts';

/** What somebody did in the review, as it is listed. */
export type ReviewActionTold = {
  readonly action: number;
  readonly key: string;
  readonly kind: string;
  readonly postedOn: string;
  readonly lines: readonly { readonly event: number; readonly amount: string }[];
  /** What it was posted as; none where it only says something. */
  readonly events: readonly number[];
  readonly owner?: string;
  readonly reason?: string;
  /** The action it takes back, and the one that took it back. */
  readonly undoes?: number;
  readonly undoneBy?: number;
  readonly by: string;
  readonly at: string;
};

/** All that was done in the review, of one month or ever, in the order it was done. */
export function listReviewActions(
  { storage, company }: Pick<WholePlace, 'storage' | 'company'>,
  { period }: { readonly period?: string | undefined },
): Promise<readonly ReviewActionTold[]> {
  return storage.reading(company.id, async (session) => {
    const actions = await session.review.actions();
    const undoneBy = new Map(actions.map(({ number, undoes }) => [undoes, number]));
    return actions
      .filter(({ postedOn }) => period === undefined || postedOn.startsWith(period))
      .map((action) => told(action, undoneBy.get(action.number), company.currencyDecimals));
  });
}

function told(
  action: StoredAction,
  undoneBy: number | undefined,
  currencyDecimals: number,
): ReviewActionTold {
  const { number, key, kind, postedOn, lines, events, owner, reason, undoes } = action;
  return {
    action: number,
    key,
    kind,
    postedOn,
    lines: lines.map(({ event, amount }) => ({
      event,
      amount: formatDecimal(amount, currencyDecimals),
    })),
    events,
    ...(owner === '' ? {} : { owner }),
    ...(reason === '' ? {} : { reason }),
    ...(undoes === undefined ? {} : { undoes }),
    ...(undoneBy === undefined ? {} : { undoneBy }),
    by: action.doneBy,
    at: action.doneAt.toISOString(),
  };
}
