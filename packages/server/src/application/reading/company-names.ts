import {
  type AccountClass,
  assert,
  type BusinessDate,
  type FiscalPeriodState,
  type IntegrationStatus,
  periodsInOrder,
} from 'perpetua-core';
import {
  type CompanyFact,
  type DatedFact,
  fiscalPeriods,
} from '../configuration/configuration-facts.ts';
import type { ReadingSession } from './ports.ts';

/** What reports must know of a company's configuration: its settings and the names of things. */
export type CompanyNames = {
  readonly company: CompanyFact;
  readonly accounts: ReadonlyMap<string, string>;
  /** Classes by account: where it stands in the statements. */
  readonly classes: ReadonlyMap<string, AccountClass>;
  /** Descriptions by group number. */
  readonly groups: ReadonlyMap<number, string>;
  readonly sites: ReadonlyMap<string, string>;
  /** Since when inventory is or is not integrated, newest first. */
  readonly integration: readonly IntegrationStatus[];
  /** Periods with their days and states, oldest first. */
  readonly periods: readonly FiscalPeriodState[];
};

const KINDS = ['company', 'integration', 'account', 'group', 'site', 'period'] as const;

/** Reads the names in force at a configuration version. */
export async function companyNames(
  session: ReadingSession,
  version: number,
): Promise<CompanyNames> {
  const facts = await session.facts(version, KINDS);
  return namesOf(facts);
}

function namesOf(facts: readonly DatedFact[]): CompanyNames {
  let company: CompanyFact | undefined;
  const accounts = new Map<string, string>();
  const classes = new Map<string, AccountClass>();
  const groups = new Map<number, string>();
  const sites = new Map<string, string>();
  const integration: IntegrationStatus[] = [];
  const periods: (DatedFact & { readonly kind: 'period' })[] = [];
  for (const fact of facts) {
    if (fact.kind === 'company') company = fact.content;
    else if (fact.kind === 'integration') integration.push(fact.content);
    else if (fact.kind === 'account' && fact.content !== null) {
      accounts.set(fact.key, fact.content.name);
      classes.set(fact.key, fact.content.accountClass);
    } else if (fact.kind === 'site' && fact.content !== null)
      sites.set(fact.key, fact.content.name);
    else if (fact.kind === 'group' && fact.content !== null)
      groups.set(fact.content.number, fact.content.description);
    else if (fact.kind === 'period') periods.push(fact);
  }
  assert(company !== undefined, 'a company has settings from its first version on');
  integration.sort((a, b) => (a.from < b.from ? 1 : -1));
  const inOrder = periodsInOrder(fiscalPeriods(periods));
  return { company, accounts, classes, groups, sites, integration, periods: inOrder };
}

/** Whether inventory is integrated on a day. A company that never said is integrated (`000.24`). */
export const isIntegratedOn = ({ integration }: CompanyNames, day: BusinessDate): boolean =>
  integration.find(({ from }) => from <= day)?.integrated ?? true;
