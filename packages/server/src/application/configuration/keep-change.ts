import { ok, type Refusal, type Result, refusal, refused } from 'perpetua-core';
import { CompanyBooks } from '../company-books.ts';
import type { CompanyName, WritingSession } from '../ports.ts';
import { restateAll, SLICE_OF_MOVEMENTS } from '../restate-costs.ts';
import type { Books, ChangeOptions, ChangeReason } from './change-options.ts';
import { heldValueRefusals } from './held-stock.ts';
import type { PlannedChange } from './plan-change.ts';
import { batchWriter, type ReclassifiedValue, reclassify } from './reclassify-stock.ts';
import { type RevaluedPool, RevaluedPools } from './revalued-pools.ts';
import type { Synchronization } from './synchronization.ts';

/** What a setup leads to: the company, its new configuration version and what moved with it. */
export type SetUp = {
  readonly company: CompanyName;
  readonly version: number;
  readonly warnings: readonly string[];
  /** How many sets of locations followed their warehouse, by warehouse and group. */
  readonly synchronization: Synchronization['counts'];
  /** The journal that moved value with the change; empty where no stock was concerned. */
  readonly reclassified: readonly ReclassifiedValue[];
  /** What new costs or a new method made of the pools on hand; empty where there were none. */
  readonly revalued: readonly RevaluedPool[];
};

/** A refusal found after something was written: nothing of the transaction is kept. */
class ChangeRefused extends Error {
  override readonly name = 'ChangeRefused';
  readonly reasons: readonly Refusal[];

  constructor(reasons: readonly Refusal[]) {
    super('the change is refused');
    this.reasons = reasons;
  }
}

/** Works under the lock of the company; a change that is refused halfway leaves nothing behind. */
export async function holdingLane<Value>(
  { storage }: Books,
  company: CompanyName,
  work: (session: WritingSession) => Promise<Result<Value, Refusal>>,
): Promise<Result<Value, Refusal>> {
  try {
    return await storage.writing(company.id, work);
  } catch (error) {
    if (error instanceof ChangeRefused) return refused(error.reasons);
    throw error;
  }
}

/** A change that was planned, on its way into the books. */
export type ChangeToKeep = Pick<ChangeOptions, 'reclassification' | 'mappingDraft'> & {
  readonly company: CompanyName;
  readonly plan: PlannedChange;
  readonly now: Date;
  readonly why: ChangeReason;
};

/**
 * Writes a planned change and what it posts, in the transaction of the session. Throws
 * `ChangeRefused` where something was written before it had to be refused.
 */
export async function keepChange(
  session: WritingSession,
  { company, plan, now, why, reclassification, mappingDraft }: ChangeToKeep,
  progress?: (written: number, inAll: number) => void,
): Promise<Result<SetUp, Refusal>> {
  const { version, drafted, misplaced, held, inputs } = plan;
  if (misplaced.length > 0 && reclassification === undefined)
    return refused(heldValueRefusals(misplaced));
  await session.writeConfiguration({ version, changedAt: now, ...why }, drafted.facts, progress);
  // Somebody staged more edits while this change was put together: they must not be lost.
  if (mappingDraft !== undefined && !(await session.dropMappingDraft(mappingDraft)))
    throw new ChangeRefused([
      refusal('not-found', { what: 'draft of the mapping as it was read' }),
    ]);
  if (drafted.items.length > 0) await session.writeItems(drafted.items);
  const { warnings, synchronization } = drafted;
  const done = { company, version, warnings, synchronization: synchronization.counts };
  if (inputs.length === 0) return ok({ ...done, reclassified: [], revalued: [] });
  const lane = { ...session.lane, configurationVersion: version };
  const keep = batchWriter(session, lane, { recordedAt: now, recordedBy: why.changedBy });
  const books = CompanyBooks.under(lane, drafted);
  const pools = new RevaluedPools(held, drafted.next.company.currencyDecimals);
  const reclassified = await reclassify(books, session, inputs, async (decision) => {
    pools.add(decision);
    await keep.write(decision);
  });
  if (!reclassified.ok) throw new ChangeRefused(reclassified.reasons);
  await restateAll(session, keep.lane(), {
    desk: books.desk,
    recordedAt: now,
    recordedBy: why.changedBy,
    movements: SLICE_OF_MOVEMENTS,
  });
  return ok({ ...done, reclassified: reclassified.value, revalued: pools.all() });
}
