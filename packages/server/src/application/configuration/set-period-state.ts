import {
  daysOf,
  ok,
  type PeriodState,
  parsePeriod,
  type Refusal,
  type Result,
  refusal,
  refused,
} from 'perpetua-core';
import type { Books, ChangeReason } from './change-options.ts';
import { configurationOf } from './configuration-facts.ts';

/** A period and the state it is in. */
export type PeriodStatus = { readonly period: string; readonly state: PeriodState };

/**
 * Closes a period or opens it again. The change takes the lane like a posting does, so that no
 * posting can slip into a period after it was closed (`I7`). Who, when and why are kept.
 */
export function setPeriodState(
  { storage, clock, company }: Books & { readonly company: number },
  { period: text, state }: PeriodStatus,
  why: ChangeReason,
): Promise<Result<PeriodStatus, Refusal>> {
  const period = parsePeriod(text);
  if (period === undefined)
    return Promise.resolve(refused([refusal('date-invalid', { field: 'period', value: text })]));
  return storage.writing(company, async (session) => {
    const { configurationVersion } = session.lane;
    const { periods } = configurationOf(
      await session.facts(configurationVersion),
      configurationVersion,
    );
    const before = periods.get(period);
    if (before === undefined)
      return refused([refusal('period-unknown', { postedOn: daysOf(period).first })]);
    if (before === state) return ok({ period, state });
    await session.writeConfiguration(
      { version: configurationVersion + 1, changedAt: clock(), ...why },
      [{ kind: 'period', key: period, content: { state } }],
    );
    return ok({ period, state });
  });
}
