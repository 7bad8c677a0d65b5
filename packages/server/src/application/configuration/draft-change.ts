import {
  type BusinessDate,
  type Configuration,
  FIRST_DAY,
  type Item,
  parseBusinessDate,
  type Refusal,
} from 'perpetua-core';
import { groupsWithoutVariance, incompleteGroups } from '../integration/group-requirements.ts';
import { checkConfiguration, configurationWarnings } from './check-configuration.ts';
import { movedFinancialGroups } from './check-item-types.ts';
import { inactiveExceptions } from './check-mappings.ts';
import { policiesOfClosedPeriods } from './check-policies.ts';
import type { CompanySetup } from './company-setup.ts';
import {
  type ConfigurationFact,
  companyFactOf,
  configurationOf,
  type DatedFact,
  newestFacts,
  withAssignments,
} from './configuration-facts.ts';
import { type DraftedFrom, draftSetup } from './draft-setup.ts';
import { draftSynchronization, splitEdits } from './draft-synchronization.ts';
import { invalid } from './invalid-setup.ts';
import type { Synchronization } from './synchronization.ts';

/** A change of the configuration, put together and judged, before anything of it is kept. */
export type DraftedChange = {
  /** Undefined for a new company. */
  readonly before: Configuration | undefined;
  readonly next: Configuration;
  /** All that is written, what follows from a synchronization included. */
  readonly facts: readonly ConfigurationFact[];
  /** What becomes of locations because of their warehouse, for people. */
  readonly synchronization: Synchronization;
  /** The facts of it, which are told by it and not one by one. */
  readonly synchronized: readonly ConfigurationFact[];
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
 */
export function draftChange(
  known: readonly DatedFact[],
  setup: CompanySetup,
  version: number,
  from: DraftedFrom = {},
): DraftedChange {
  const before = known.length === 0 ? undefined : configurationOf(known, version - 1);
  const { facts: asked, items, refusals } = draftSetup(before, setup, from);
  const split = splitEdits(before, asked);
  const dated = split.facts.map((fact): DatedFact => ({ ...fact, version }));
  const drafted = configurationOf(newestFacts(known, dated), version);
  const since = parseBusinessDate(setup.validFrom ?? FIRST_DAY) ?? FIRST_DAY;
  const synchronized = draftSynchronization(before, drafted, split, { setup, since });
  const { counts, rows, rowsLeftOut, standing } = synchronized;
  const next = withAssignments(drafted, [...synchronized.facts, ...standing]);
  return {
    before,
    next,
    facts: withLater(split.facts, [...synchronized.facts, ...standing]),
    synchronization: { counts, rows, rowsLeftOut },
    synchronized: synchronized.facts,
    items,
    refusals: [
      ...currencyFaults(known, setup),
      ...refusals,
      ...synchronized.refusals,
      ...checkConfiguration(next, items),
      ...(before === undefined ? incompleteFromTheStart(next, setup, since) : []),
      ...(before === undefined ? [] : groupsWithoutVariance(before, next, since)),
      ...inactiveExceptions(before, next),
      ...(before === undefined ? [] : movedFinancialGroups(before, next)),
      ...(before === undefined ? [] : policiesOfClosedPeriods(before, next)),
    ],
    warnings: [...synchronized.warnings, ...configurationWarnings(next)],
  };
}

/** Facts of which those that come later replace earlier ones of the same key. */
function withLater(
  facts: readonly ConfigurationFact[],
  later: readonly ConfigurationFact[],
): readonly ConfigurationFact[] {
  if (later.length === 0) return facts;
  const named = [...facts, ...later].map((fact) => [`${fact.kind}\n${fact.key}`, fact] as const);
  return [...new Map(named).values()];
}

/** A new company of which integration is said begins with groups that are complete (`000.04`, `000.10`). */
function incompleteFromTheStart(
  next: Configuration,
  { integration }: CompanySetup,
  since: BusinessDate,
): readonly Refusal[] {
  return integration === undefined ? [] : incompleteGroups(next, integration.integrated, since);
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
