import type { WritingSession } from '../ports.ts';
import type { ChangeReason } from './change-options.ts';
import type { PeriodFact } from './configuration-facts.ts';

/** A period, the state it comes into, and what was acknowledged with that. */
type PeriodChange = Pick<PeriodFact, 'state' | 'acknowledged'> & { readonly period: string };

/**
 * Writes that a period is in another state. The change takes the lane like a posting does, so that no
 * posting can slip into a period after it was closed (`I7`). Who, when and why are kept.
 */
export async function keepPeriodState(
  session: WritingSession,
  { period, ...state }: PeriodChange,
  change: ChangeReason & { readonly changedAt: Date },
): Promise<void> {
  const { configurationVersion } = session.lane;
  const facts = await session.facts(configurationVersion);
  const known = facts.find((fact) => fact.kind === 'period' && fact.key === period);
  const { acknowledged: _, ...days } = known?.kind === 'period' ? known.content : state;
  await session.writeConfiguration({ version: configurationVersion + 1, ...change }, [
    { kind: 'period', key: period, content: { ...days, ...state } },
  ]);
}
