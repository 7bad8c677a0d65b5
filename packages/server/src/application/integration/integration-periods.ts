import {
  type BusinessDate,
  type Configuration,
  daysOf,
  isIntegrated,
  type Period,
  type PeriodState,
  periodOf,
} from 'perpetua-core';

/** Whether the stock of a period is in the ledger: of all its days, of none, or from one day to another. */
export type PeriodIntegration = {
  readonly period: Period;
  readonly state: PeriodState;
  readonly integrated: 'yes' | 'no' | 'partly';
  /** On which days within the period it changed, in words; empty where it did not. */
  readonly changes: readonly { readonly from: BusinessDate; readonly integrated: boolean }[];
};

/** Of every period whether its stock was integrated (`000.23`), the oldest first. */
export function integrationByPeriod(configuration: Configuration): readonly PeriodIntegration[] {
  const { periods, company } = configuration;
  return [...periods]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([period, state]) => {
      const { first, last } = daysOf(period);
      const begins = isIntegrated(configuration, first);
      const changes = company.integration
        .filter(({ from }) => from > first && from <= last)
        .toReversed()
        .map(({ from, integrated }) => ({ from, integrated }))
        .filter(
          ({ integrated }, index, all) => integrated !== (all[index - 1]?.integrated ?? begins),
        );
      const whole = begins ? 'yes' : 'no';
      return { period, state, integrated: changes.length === 0 ? whole : 'partly', changes };
    });
}

/** Whether a day is the first of its period, so that a change then splits none (`000.22`). */
export const isFirstOfPeriod = (day: BusinessDate): boolean => daysOf(periodOf(day)).first === day;
