import type {
  Account,
  AccountAssignment,
  AccountRole,
  BusinessDate,
  CenterMapping,
  Configuration,
  CostingStatus,
  IntegrationStatus,
  InventoryGroup,
  Item,
  Location,
  MappingMode,
  PeriodState,
  Reason,
  Site,
} from 'perpetua-core';
import {
  assert,
  assignmentKey,
  indexAssignments,
  isTransactionType,
  locationKey,
  parsePeriod,
} from 'perpetua-core';

/** Who changed the configuration, when and why. Every change is a version of its own. */
export type ConfigurationChange = {
  readonly version: number;
  readonly changedAt: Date;
  readonly changedBy: string;
  readonly reason: string;
};

/** The settings of a company that are one fact. */
export type CompanyFact = Omit<Configuration['company'], 'integration' | 'costingChanges'> & {
  readonly name: string;
  readonly currency: string;
};

type AssignmentFact = Omit<AccountAssignment, 'version'>;

/** One thing that is true of a company's configuration, or that it has ended (`content` null). */
export type ConfigurationFact =
  | { readonly kind: 'company'; readonly key: ''; readonly content: CompanyFact }
  | { readonly kind: 'integration'; readonly key: string; readonly content: IntegrationStatus }
  | { readonly kind: 'costing-method'; readonly key: string; readonly content: CostingStatus }
  | { readonly kind: 'account'; readonly key: string; readonly content: Account }
  | { readonly kind: 'group'; readonly key: string; readonly content: InventoryGroup | null }
  | { readonly kind: 'site'; readonly key: string; readonly content: Site }
  | { readonly kind: 'location'; readonly key: string; readonly content: Location | null }
  | { readonly kind: 'reason'; readonly key: string; readonly content: Reason | null }
  | {
      readonly kind: 'period';
      readonly key: string;
      readonly content: { readonly state: PeriodState };
    }
  | {
      readonly kind: 'type';
      readonly key: string;
      readonly content: { readonly center: CenterMapping };
    }
  | { readonly kind: 'mode'; readonly key: string; readonly content: MappingMode }
  | {
      readonly kind: 'item-type-account';
      readonly key: string;
      readonly content: { readonly account: string } | null;
    }
  | { readonly kind: 'assignment'; readonly key: string; readonly content: AssignmentFact }
  | { readonly kind: 'item'; readonly key: string; readonly content: ItemFact };

/** An item as a fact: its standard cost as text, since a file of facts has no whole numbers. */
export type ItemFact = Omit<Item, 'standardCost'> & { readonly standardCost?: string };

export type FactKind = ConfigurationFact['kind'];

/** A fact with the version it was written in. */
export type DatedFact = ConfigurationFact & { readonly version: number };

/** The key of an assignment: its place and the day it begins. */
const assignmentFactKey = ({ role, group, site, location, validFrom }: AssignmentFact): string =>
  `${assignmentKey(role, group, site, location)}\n${validFrom}`;

/**
 * Puts the facts in force together as the configuration the core works with.
 *
 * @param facts the newest version of every fact, none of them of kind `item`
 */
export function configurationOf(facts: readonly DatedFact[], version: number): Configuration {
  const of = <Kind extends FactKind>(kind: Kind) =>
    facts.filter(
      (fact): fact is DatedFact & { kind: Kind } => fact.kind === kind && fact.content !== null,
    );
  const company = of('company')[0]?.content;
  assert(company !== undefined, 'a company has settings from its first version on');
  const assignments = of('assignment').map(({ content, version: written }) => ({
    ...content,
    version: written,
  }));
  return {
    version,
    company: {
      ...company,
      integration: of('integration')
        .map(({ content }) => content)
        .toSorted(newestFirst),
      costingChanges: of('costing-method')
        .map(({ content }) => content)
        .toSorted(newestFirst),
    },
    accounts: new Map(of('account').map(({ key, content }) => [key, content])),
    groups: new Map(
      of('group').flatMap(({ content }) => (content ? [[content.number, content]] : [])),
    ),
    sites: new Map(of('site').map(({ key, content }) => [key, content])),
    locations: new Map(
      of('location').flatMap(({ content }) =>
        content ? [[locationKey(content.site, content.code), content] as const] : [],
      ),
    ),
    reasons: new Map(
      of('reason').flatMap(({ key, content }) => (content ? [[key, content] as const] : [])),
    ),
    periods: new Map(
      of('period').flatMap(({ key, content }) => {
        const period = parsePeriod(key);
        return period === undefined ? [] : [[period, content.state] as const];
      }),
    ),
    assignments: indexAssignments(assignments),
    assignmentDays: [...new Set(assignments.map(({ validFrom }) => validFrom))].toSorted(),
    modes: new Map(of('mode').map(({ key, content }) => [key, content])),
    types: new Map(
      of('type').flatMap(({ key, content }) =>
        isTransactionType(key) ? [[key, content.center] as const] : [],
      ),
    ),
    itemTypeAccounts: new Map(
      of('item-type-account').flatMap(({ key, content }) =>
        content ? [[key, content.account] as const] : [],
      ),
    ),
  };
}

/** The settings of the company; undefined for one that was never set up. */
export function companyFactOf(facts: readonly DatedFact[]): CompanyFact | undefined {
  for (const fact of facts) if (fact.kind === 'company') return fact.content;
  return undefined;
}

const newestFirst = (
  a: { readonly from: BusinessDate },
  b: { readonly from: BusinessDate },
): number => (a.from < b.from ? 1 : -1);

/** An assignment of an account to a role at a place, as a fact. */
export function assignmentFact(
  role: AccountRole,
  place: { readonly group: number | null; readonly site: string; readonly location: string },
  account: string | null,
  validFrom: BusinessDate,
): ConfigurationFact {
  const content = { role, ...place, account, validFrom };
  return { kind: 'assignment', key: assignmentFactKey(content), content };
}

/** The newest of every fact: later lists replace earlier ones. */
export function newestFacts(...lists: readonly (readonly DatedFact[])[]): readonly DatedFact[] {
  return [...new Map(lists.flat().map((fact) => [`${fact.kind}\n${fact.key}`, fact])).values()];
}
