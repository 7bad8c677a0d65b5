import { type PolicyRow, policyRows } from 'perpetua-core';
import type { CompanySession } from '../ports.ts';
import type { DraftedChange } from './draft-change.ts';
import { policyInWords } from './policy-in-words.ts';

/**
 * Policies that begin on a day on which, or after which, something is posted already: that stays as
 * it was posted, and only what is sent from now on goes by the policy.
 */
export async function policyWarnings(
  session: Pick<CompanySession, 'lastPostedOn'>,
  { before, next }: DraftedChange,
): Promise<readonly string[]> {
  if (before === undefined) return [];
  const known = new Set(policyRows(before.policies).map(rowText));
  const changed = policyRows(next.policies).filter((row) => !known.has(rowText(row)));
  if (changed.length === 0) return [];
  const last = await session.lastPostedOn();
  if (last === undefined) return [];
  return changed
    .filter(({ from }) => from <= last)
    .map((row) => {
      const what = policyInWords(row);
      return `${what} begins on ${row.from}; what is posted since then, up to ${last}, stays as it is`;
    });
}

const rowText = ({ policy, group, from, value }: PolicyRow): string =>
  [policy, group, from, value].join(' ');
