import { ok, type Refusal, type Result, refusal, refused } from 'perpetua-core';
import type { CompanySession } from '../ports.ts';
import type { StoredCount } from './stored-count.ts';

/** The count of a name, or the refusal that there is none. */
export async function findCount(
  { counts }: Pick<CompanySession, 'counts'>,
  name: string,
): Promise<Result<StoredCount, Refusal>> {
  const count = await counts.find(name);
  return count === undefined
    ? refused([refusal('not-found', { what: `count ${name}` })])
    : ok(count);
}

/** What is wrong with working on a count that has ended. */
export const refuseEnded = ({ name, state }: StoredCount): readonly Refusal[] =>
  state === 'open' ? [] : [refusal('count-ended', { count: name, state })];
