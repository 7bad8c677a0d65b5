import type {
  Account,
  AccountAssignment,
  AccountRole,
  BusinessDate,
  Configuration,
  ConvertedOrder,
  CostingStatus,
  Customer,
  FinancialGroup,
  FiscalPeriod,
  IntegrationStatus,
  InventoryGroup,
  Item,
  ItemFact,
  ItemType,
  Location,
  Period,
  PeriodState,
  Reason,
  Site,
  TaxTypeFact,
  Vendor,
  Warehouse,
} from 'perpetua-core';
import {
  assert,
  assignmentKey,
  daysOf,
  factOfItem,
  indexAssignments,
  indexPolicies,
  locationKey,
  parseFiscalPeriod,
  taxTypeOfFact,
} from 'perpetua-core';
import { isMappingFact, type MappingFact, mappingsOf } from './mapping-facts.ts';
import { type PolicyFact, policyRowOf } from './policy-facts.ts';

/** Who changed the configuration, when and why. Every change is a version of its own. */
export type ConfigurationChange = {
  readonly version: number;
  readonly changedAt: Date;
  readonly changedBy: string;
  readonly reason: string;
};

/** The settings of a company that are one fact. */
export type CompanyFact = Omit<
  Configuration['company'],
  'integration' | 'selfBalancingSites' | 'costingChanges'
> & {
  readonly name: string;
  readonly currency: string;
  /** Absent from facts that are older than the setting; their sites did not balance. */
  readonly selfBalancingSites?: boolean;
};

export type AssignmentFact = Omit<AccountAssignment, 'version'>;

/**
 * The state of a period and, where a fiscal year was drawn up, to which year it belongs and from when
 * to when it goes. A month says nothing of its days.
 */
export type PeriodFact = {
  readonly state: PeriodState;
  readonly year?: string;
  readonly first?: BusinessDate;
  readonly last?: BusinessDate;
  /** What was left open when it was closed, as it was told and acknowledged. */
  readonly acknowledged?: readonly string[];
};

/** One thing that is true of a company's configuration, or that it has ended (`content` null). */
export type ConfigurationFact =
  | { readonly kind: 'company'; readonly key: ''; readonly content: CompanyFact }
  | { readonly kind: 'integration'; readonly key: string; readonly content: IntegrationStatus }
  | { readonly kind: 'costing-method'; readonly key: string; readonly content: CostingStatus }
  | { readonly kind: 'account'; readonly key: string; readonly content: Account | null }
  | { readonly kind: 'group'; readonly key: string; readonly content: InventoryGroup | null }
  | { readonly kind: 'item-type'; readonly key: string; readonly content: ItemType }
  | { readonly kind: 'financial-group'; readonly key: string; readonly content: FinancialGroup }
  | { readonly kind: 'site'; readonly key: string; readonly content: Site | null }
  | { readonly kind: 'warehouse'; readonly key: string; readonly content: Warehouse | null }
  | { readonly kind: 'location'; readonly key: string; readonly content: Location | null }
  | { readonly kind: 'reason'; readonly key: string; readonly content: Reason | null }
  | { readonly kind: 'vendor'; readonly key: string; readonly content: Vendor }
  | { readonly kind: 'customer'; readonly key: string; readonly content: Customer }
  | { readonly kind: 'converted-order'; readonly key: string; readonly content: ConvertedOrder }
  | { readonly kind: 'tax-type'; readonly key: string; readonly content: TaxTypeFact }
  | {
      readonly kind: 'period';
      readonly key: string;
      readonly content: PeriodFact;
    }
  | MappingFact
  | PolicyFact
  | { readonly kind: 'assignment'; readonly key: string; readonly content: AssignmentFact }
  | { readonly kind: 'item'; readonly key: string; readonly content: ItemFact };

export type FactKind = ConfigurationFact['kind'];

/** A fact with the version it was written in. */
export type DatedFact = ConfigurationFact & { readonly version: number };

/** The key of an assignment: its place and the day it begins. */
const assignmentFactKey = ({ role, group, site, location, validFrom }: AssignmentFact): string =>
  `${assignmentKey(role, group, site, location)}\n${validFrom}`;

/** Configurations by the list of facts they were put together from; lists are never changed. */
const PUT_TOGETHER = new WeakMap<readonly DatedFact[], Configuration>();

/**
 * Puts the facts in force together as the configuration the core works with; of the same list and
 * version it is the same configuration.
 *
 * @param facts the newest version of every fact, none of them of kind `item`
 */
export function configurationOf(facts: readonly DatedFact[], version: number): Configuration {
  const known = PUT_TOGETHER.get(facts);
  if (known?.version === version) return known;
  const made = putTogether(facts, version);
  PUT_TOGETHER.set(facts, made);
  return made;
}

function putTogether(facts: readonly DatedFact[], version: number): Configuration {
  const byKind = Map.groupBy(
    facts.filter(({ content }) => content !== null),
    ({ kind }) => kind,
  );
  const of: FactsOf = (kind) =>
    (byKind.get(kind) ?? []).filter(
      (fact): fact is DatedFact & { kind: typeof kind } => fact.kind === kind,
    );
  const company = of('company')[0]?.content;
  assert(company !== undefined, 'a company has settings from its first version on');
  const assignments = of('assignment').map(({ content, version: written }) => ({
    ...content,
    version: written,
  }));
  const { first, later } = mappingsOf(facts.filter(isMappingFact));
  const days = [...assignments.map(({ validFrom }) => validFrom), ...later.map(({ from }) => from)];
  return {
    version,
    company: {
      ...company,
      selfBalancingSites: company.selfBalancingSites ?? false,
      integration: of('integration')
        .map(({ content }) => content)
        .toSorted(newestFirst),
      costingChanges: of('costing-method')
        .map(({ content }) => content)
        .toSorted(newestFirst),
    },
    accounts: new Map(
      of('account').flatMap(({ key, content }) => (content ? [[key, content] as const] : [])),
    ),
    groups: new Map(
      of('group').flatMap(({ content }) => (content ? [[content.number, content]] : [])),
    ),
    itemTypes: new Map(of('item-type').map(({ key, content }) => [key, content])),
    financialGroups: new Map(of('financial-group').map(({ key, content }) => [key, content])),
    ...placesOf(of),
    reasons: new Map(
      of('reason').flatMap(({ key, content }) => (content ? [[key, content] as const] : [])),
    ),
    ...partiesOf(of),
    ...fiscalPeriods(of('period')),
    policies: indexPolicies(of('policy').flatMap(policyRowOf)),
    assignments: indexAssignments(assignments),
    ...first,
    laterMappings: later,
    changeDays: [...new Set(days)].toSorted(),
  };
}

/** The facts of one kind that are in force. */
type FactsOf = <Kind extends FactKind>(kind: Kind) => readonly (DatedFact & { kind: Kind })[];

const placesOf = (of: FactsOf): Pick<Configuration, 'sites' | 'warehouses' | 'locations'> => ({
  sites: new Map(
    of('site').flatMap(({ key, content }) => (content ? [[key, content] as const] : [])),
  ),
  warehouses: new Map(
    of('warehouse').flatMap(({ key, content }) => (content ? [[key, content] as const] : [])),
  ),
  locations: new Map(
    of('location').flatMap(({ content }) =>
      content ? [[locationKey(content.site, content.code), content] as const] : [],
    ),
  ),
});

const partiesOf = (
  of: FactsOf,
): Pick<Configuration, 'vendors' | 'customers' | 'taxTypes' | 'convertedOrders'> => ({
  convertedOrders: new Map(of('converted-order').map(({ key, content }) => [key, content])),
  vendors: new Map(of('vendor').map(({ key, content }) => [key, content])),
  customers: new Map(of('customer').map(({ key, content }) => [key, content])),
  taxTypes: new Map(of('tax-type').map(({ key, content }) => [key, taxTypeOfFact(content)])),
});

/** States by period, and the calendar as far as one was drawn up. */
export function fiscalPeriods(
  facts: readonly { readonly key: string; readonly content: PeriodFact }[],
): Pick<Configuration, 'periods' | 'calendar'> {
  const periods = new Map<Period, PeriodState>();
  const calendar: FiscalPeriod[] = [];
  for (const { key, content } of facts) {
    const period = parseFiscalPeriod(key);
    if (period === undefined) continue;
    periods.set(period, content.state);
    const { year, first, last } = content;
    if (year === undefined) continue;
    const days = first === undefined || last === undefined ? daysOf(period) : { first, last };
    calendar.push({ period, year, ...days });
  }
  return calendar.length === 0 ? { periods } : { periods, calendar };
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

/** An assignment to a role at a place, as a fact; null ends it, or stands beside a center. */
export function assignmentFact(
  role: AccountRole,
  place: { readonly group: number | null; readonly site: string; readonly location: string },
  assigned: {
    readonly account: string | null;
    readonly center?: string | undefined;
    readonly provenance?: string;
  },
  validFrom: BusinessDate,
): ConfigurationFact & { readonly kind: 'assignment' } {
  const { account, center, provenance } = assigned;
  const content = {
    role,
    ...place,
    account,
    ...(center === undefined ? {} : { center }),
    validFrom,
    ...(provenance === undefined ? {} : { provenance }),
  };
  return { kind: 'assignment', key: assignmentFactKey(content), content };
}

/** An item as a fact. */
export const itemFact = (item: Item): ConfigurationFact => ({
  kind: 'item',
  key: item.code,
  content: factOfItem(item),
});

/** The newest of every fact: later lists replace earlier ones. */
export function newestFacts(...lists: readonly (readonly DatedFact[])[]): readonly DatedFact[] {
  const newest = new Map<string, DatedFact>();
  for (const list of lists) for (const fact of list) newest.set(`${fact.kind}\n${fact.key}`, fact);
  return [...newest.values()];
}

/** A configuration in which further assignments of its own version hold. */
export function withAssignments(
  configuration: Configuration,
  facts: readonly (ConfigurationFact & { readonly kind: 'assignment' })[],
): Configuration {
  if (facts.length === 0) return configuration;
  const { version } = configuration;
  const rows = facts.map(({ content }) => ({ ...content, version }));
  const changed = new Map<string, AccountAssignment[]>();
  for (const row of rows) {
    const key = assignmentKey(row.role, row.group, row.site, row.location);
    const list = changed.get(key);
    if (list === undefined) changed.set(key, [row]);
    else list.push(row);
  }
  const assignments = new Map(configuration.assignments);
  const touched = [...changed].flatMap(([key, list]) => {
    const days = new Set(list.map(({ validFrom }) => validFrom));
    const kept = configuration.assignments.get(key) ?? [];
    return [...kept.filter(({ validFrom }) => !days.has(validFrom)), ...list];
  });
  for (const [key, list] of indexAssignments(touched)) assignments.set(key, list);
  return {
    ...configuration,
    assignments,
    changeDays: [
      ...new Set([...configuration.changeDays, ...rows.map(({ validFrom }) => validFrom)]),
    ].toSorted(),
  };
}
