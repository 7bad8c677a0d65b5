import { ok, type Refusal, type Result, refused } from 'perpetua-core';
import type { WholePlace } from '../post-whole.ts';
import { findCount, refuseEnded } from './find-count.ts';
import { type CountProgress, type ToldCount, toldCount } from './told-count.ts';

/**
 * Ends a count without accepting what is open of it; the places may be counted anew. What was
 * accepted stays posted, and all that was entered stays to be read. Cancelled again it is answered
 * again; a count that is closed is refused.
 */
export function cancelCount(
  { storage, clock, actor, company }: WholePlace,
  name: string,
  because: string,
): Promise<Result<{ readonly count: ToldCount; readonly progress: CountProgress }, Refusal>> {
  return storage.writing(company.id, async (session) => {
    const found = await findCount(session, name);
    if (!found.ok) return found;
    if (found.value.state !== 'cancelled') {
      const ended = refuseEnded(found.value);
      if (ended.length > 0) return refused(ended);
      await session.keepCounts.end(name, 'cancelled', { at: clock(), by: actor, because });
    }
    const cancelled = await findCount(session, name);
    if (!cancelled.ok) return cancelled;
    return ok(toldCount(cancelled.value, await session.counts.lines(name)));
  });
}
