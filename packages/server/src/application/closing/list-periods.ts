import type { FiscalPeriodState } from 'perpetua-core';
import type { PeriodFact } from '../configuration/configuration-facts.ts';
import { companyNames } from '../reading/company-names.ts';
import type { BooksReading, ChangedFact } from '../reading/ports.ts';

/** A period with who brought it into its state, when and why; null where nobody has since it was opened. */
export type PeriodLine = FiscalPeriodState & {
  readonly changed: {
    readonly at: string;
    readonly by: string;
    readonly reason: string;
    /** What was left open knowingly when it was closed. */
    readonly acknowledged: readonly string[];
  } | null;
};

/** Changes of periods that are looked through for the last one of each. */
const MOST_CHANGES = 10_000;

/** All periods of a company in the order of their days, with their states. */
export function listPeriods(books: BooksReading, company: number): Promise<readonly PeriodLine[]> {
  return books.reading(company, async (session) => {
    const version = session.lane.configurationVersion;
    const { periods } = await companyNames(session, version);
    const changes = await session.configurationChanges(
      { kinds: ['period'], dated: [], version },
      { after: undefined, limit: MOST_CHANGES },
    );
    return periods.map((period) => ({ ...period, changed: lastChange(period, changes) }));
  });
}

/** Opening a period for the first time is no change of its state. */
function lastChange(
  { period }: FiscalPeriodState,
  changes: readonly ChangedFact[],
): PeriodLine['changed'] {
  const last = changes.find(({ key, before }) => key === period && before !== null);
  if (last === undefined) return null;
  const { acknowledged = [] }: Partial<PeriodFact> = Object(last.after);
  const { changedAt, changedBy: by, reason } = last;
  return { at: changedAt.toISOString(), by, reason, acknowledged };
}
