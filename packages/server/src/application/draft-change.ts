import type { BusinessDate, Configuration, Item, Refusal } from 'perpetua-core';
import { checkConfiguration, configurationWarnings } from './check-configuration.ts';
import { movedFinancialGroups } from './check-item-types.ts';
import { inactiveExceptions } from './check-mappings.ts';
import type { CompanySetup } from './company-setup.ts';
import {
  type ConfigurationFact,
  companyFactOf,
  configurationOf,
  type DatedFact,
  newestFacts,
} from './configuration-facts.ts';
import { draftSetup } from './draft-setup.ts';
import { invalid } from './invalid-setup.ts';

/** A change of the configuration, put together and judged, before anything of it is kept. */
export type DraftedChange = {
  /** Undefined for a new company. */
  readonly before: Configuration | undefined;
  readonly next: Configuration;
  readonly facts: readonly ConfigurationFact[];
  readonly items: readonly Item[];
  /** Everything that is wrong with the setup and with the configuration it would lead to. */
  readonly refusals: readonly Refusal[];
  readonly warnings: readonly string[];
};

/**
 * Drafts what a setup makes of a company: the facts it writes and the configuration they lead to,
 * with every fault of both at once (`setup-invalid`, `split-bucket-mapping`, `date-invalid`).
 *
 * @param known the newest facts of the company; none for a new one
 * @param costsFrom from when a new costing method holds; without it from the beginning
 */
export function draftChange(
  known: readonly DatedFact[],
  setup: CompanySetup,
  version: number,
  costsFrom?: BusinessDate,
): DraftedChange {
  const before = known.length === 0 ? undefined : configurationOf(known, version - 1);
  const { facts, items, refusals } = draftSetup(before, setup, costsFrom);
  const dated = facts.map((fact): DatedFact => ({ ...fact, version }));
  const next = configurationOf(newestFacts(known, dated), version);
  return {
    before,
    next,
    facts,
    items,
    refusals: [
      ...currencyFaults(known, setup),
      ...refusals,
      ...checkConfiguration(next, items),
      ...inactiveExceptions(before, next),
      ...(before === undefined ? [] : movedFinancialGroups(before, next)),
    ],
    warnings: configurationWarnings(next),
  };
}

/** Amounts in the books are whole numbers of the currency they were kept in. */
function currencyFaults(
  facts: readonly DatedFact[],
  { company }: CompanySetup,
): readonly Refusal[] {
  const currency = companyFactOf(facts)?.currency;
  if (currency === undefined || currency === company.currency) return [];
  return [invalid('company', `its currency is ${currency} and cannot change`)];
}
