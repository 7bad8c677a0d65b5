import { formatDecimal, LATE_COST_VARIANCE, type PostingSide, roleDefinition } from 'perpetua-core';
import type { PostedOutcome } from '../post-whole.ts';

/** What became of a late cost: what stock bears of it, and what is a variance; decimals with a sign. */
export type LateCostShare = { readonly toStock: string; readonly toVariance: string };

/**
 * What an outcome posted to stock and to the variance. Both are zero where nothing is posted because
 * inventory is not integrated.
 */
export function shareOfOutcome(
  { event, postings }: PostedOutcome,
  decimals: number,
): LateCostShare {
  const own = postings.filter(({ entry }) => entry === event.entry);
  const sum = (isMeant: (side: PostingSide) => boolean) => {
    let total = 0n;
    for (const { debit, credit, amount } of own) {
      if (isMeant(debit)) total += amount;
      if (isMeant(credit)) total -= amount;
    }
    return formatDecimal(total, decimals);
  };
  return {
    toStock: sum(({ role }) => roleDefinition(role).isBucket),
    toVariance: sum(({ role }) => role === LATE_COST_VARIANCE),
  };
}
