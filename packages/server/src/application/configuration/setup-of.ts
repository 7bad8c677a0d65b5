import {
  calendarPatterns,
  chosenEntryTypeOf,
  type FiscalPeriod,
  formatDecimal,
  indexPolicies,
  isAccountRole,
  isTransactionType,
  type Mapping,
  periodsInOrder,
  periodsOfYear,
  policyRows,
  TAX_RATE_DECIMALS,
} from 'perpetua-core';
import type {
  CompanySetup,
  FiscalYearSetup,
  ItemTypeAccount,
  ModeSetup,
  PlaceAssignment,
  PolicySetup,
  RoleAccounts,
} from './company-setup.ts';
import {
  type AssignmentFact,
  type DatedFact,
  type FactKind,
  fiscalPeriods,
} from './configuration-facts.ts';
import { isMappingFact, mappingsOf } from './mapping-facts.ts';
import { policyRowOf } from './policy-facts.ts';

/** The facts of one kind that are in force. */
type FactsOf = <Kind extends FactKind>(kind: Kind) => readonly (DatedFact & { kind: Kind })[];

type AccountsAt = (group: number | null, site: string, location: string) => RoleAccounts;

/**
 * The facts in force as a setup: what `setUpCompany` would take to make the same company again,
 * items left out. Undefined for a company that was never set up.
 */
export function setupOf(facts: readonly DatedFact[]): CompanySetup | undefined {
  const of: FactsOf = (kind) =>
    facts.filter(
      (fact): fact is DatedFact & { kind: typeof kind } =>
        fact.kind === kind && fact.content !== null,
    );
  const company = of('company')[0]?.content;
  if (company === undefined) return undefined;
  const { currencyDecimals: _, ...settings } = company;
  const accountsAt = accountsByPlace(of);
  const { first, later } = mappingsOf(facts.filter(isMappingFact));
  const mapping = later[0] ?? first;
  return {
    company: { ...settings, costingMethod: methodNow(of) ?? settings.costingMethod },
    ...integrationOf(of),
    accounts: present(of('account')),
    controls: accountsAt(null, '', ''),
    groups: present(of('group')).map((group) => ({
      ...group,
      accounts: accountsAt(group.number, '', ''),
    })),
    itemTypes: of('item-type').map(({ content }) => content),
    financialGroups: of('financial-group').map(({ content }) => content),
    sites: present(of('site')).map((site) => ({
      ...site,
      accounts: accountsAt(null, site.code, ''),
    })),
    warehouses: present(of('warehouse')),
    locations: present(of('location')),
    places: placesOf(of, accountsAt),
    reasons: present(of('reason')).map((reason) => {
      const account = mapping.reasonAccounts.get(reason.code);
      return account === undefined ? reason : { ...reason, account };
    }),
    vendors: of('vendor').map(({ content }) => content),
    customers: of('customer').map(({ content }) => content),
    convertedOrders: of('converted-order').map(({ content }) => content),
    taxTypes: of('tax-type').map(({ content: { rate, ...type } }) => ({
      ...type,
      rate: formatDecimal(BigInt(rate), TAX_RATE_DECIMALS),
    })),
    types: [...mapping.types].map(([type, center]) => ({ type, center })),
    modes: modesOf(mapping),
    itemTypeAccounts: itemTypesOf(mapping),
    policies: policiesOf(of),
    ...periodsOf(of),
  };
}

/** The method the costing was changed to last, if it ever was. */
const methodNow = (of: FactsOf) =>
  of('costing-method')
    .map(({ content }) => content)
    .toSorted((a, b) => (a.from < b.from ? 1 : -1))[0]?.method;

/** As it is now, where anything was ever said of it: so would a copy of the company begin. */
function integrationOf(of: FactsOf): Pick<CompanySetup, 'integration'> {
  const latest = of('integration')
    .map(({ content }) => content)
    .toSorted((a, b) => (a.from < b.from ? 1 : -1));
  const [now] = latest;
  if (now === undefined) return {};
  const entryType = latest.map(chosenEntryTypeOf).find((chosen) => chosen !== undefined);
  const { integrated } = now;
  return { integration: entryType === undefined ? { integrated } : { integrated, entryType } };
}

/** The contents that have not ended. */
const present = <Content>(
  facts: readonly { readonly content: Content | null }[],
): readonly Content[] => facts.flatMap(({ content }) => (content === null ? [] : [content]));

/** Accounts by place; where an assignment begins anew on a later day, the latest one. */
function accountsByPlace(of: FactsOf): AccountsAt {
  const byPlace = new Map<string, RoleAccounts>();
  for (const { group, site, location, role, account } of latestRows(of)) {
    if (account === null) continue;
    const key = placeKey(group, site, location);
    byPlace.set(key, { ...byPlace.get(key), [role]: account });
  }
  return (group, site, location) => byPlace.get(placeKey(group, site, location)) ?? {};
}

const placeKey = (group: number | null, site: string, location: string): string =>
  `${group ?? ''}\n${site}\n${location}`;

/** The rows of assignments, of every place and role the one that begins last. */
function latestRows(of: FactsOf): readonly AssignmentFact[] {
  const rows = of('assignment')
    .map(({ content }) => content)
    .toSorted((a, b) => (a.validFrom < b.validFrom ? -1 : 1));
  const latest = new Map(
    rows.map((row) => [`${row.role}\n${placeKey(row.group, row.site, row.location)}`, row]),
  );
  return [...latest.values()];
}

function placesOf(of: FactsOf, accountsAt: AccountsAt): readonly PlaceAssignment[] {
  const places = new Map<string, { centers?: RoleAccounts } & PlaceAssignment>();
  for (const { group, site, location, role, account, center } of latestRows(of)) {
    if (group === null || site === '' || (account === null && center === undefined)) continue;
    const key = placeKey(group, site, location);
    const accounts = accountsAt(group, site, location);
    const place = location === '' ? { group, site, accounts } : { group, site, location, accounts };
    const { centers } = places.get(key) ?? {};
    const named = center === undefined ? centers : { ...centers, [role]: center };
    places.set(key, named === undefined ? place : { ...place, centers: named });
  }
  return [...places.values()];
}

function modesOf({ modes }: Mapping): readonly ModeSetup[] {
  return [...modes].flatMap(([key, content]) => {
    const [type = '', role = ''] = key.split('\n');
    return isTransactionType(type) && isAccountRole(role) ? [{ type, role, ...content }] : [];
  });
}

function itemTypesOf({ itemTypeAccounts }: Mapping): readonly ItemTypeAccount[] {
  return [...itemTypeAccounts].flatMap(([key, account]) => {
    const [role = '', itemType = '', financialGroup = ''] = key.split('\n');
    if (!isAccountRole(role)) return [];
    const row = { role, itemType, account };
    return [financialGroup === '' ? row : { ...row, financialGroup }];
  });
}

/** Every policy as it was declared, those that began earlier or begin later included. */
const policiesOf = (of: FactsOf): readonly PolicySetup[] =>
  policyRows(indexPolicies(of('policy').flatMap(policyRowOf))).map(
    ({ policy, group, from, value }) => ({
      policy,
      ...(group === null ? {} : { group }),
      from,
      value,
    }),
  );

/**
 * Months as a stretch; fiscal years that were drawn up, as they would be drawn up again. Years of
 * weeks are told by the weeks of their periods.
 */
function periodsOf(of: FactsOf): Pick<CompanySetup, 'periods' | 'fiscalYears'> {
  const configured = fiscalPeriods(of('period'));
  const drawn = new Set(configured.calendar?.map(({ period }) => period));
  const inOrder = periodsInOrder(configured);
  const months = inOrder.filter(({ period }) => !drawn.has(period));
  const [first, last] = [months[0], months.at(-1)];
  const years = Map.groupBy(
    inOrder.filter(({ period }) => drawn.has(period)),
    ({ year }) => year,
  );
  return {
    ...(first === undefined || last === undefined
      ? {}
      : { periods: { first: first.period, last: last.period } }),
    ...(years.size === 0
      ? {}
      : { fiscalYears: [...years.values()].flatMap((periods) => yearSetupOf(periods)) }),
  };
}

function yearSetupOf(periods: readonly FiscalPeriod[]): readonly FiscalYearSetup[] {
  const [begin] = periods;
  if (begin === undefined) return [];
  const { year, first } = begin;
  const daysOfAll = (some: readonly FiscalPeriod[]) =>
    some.map((one) => `${one.period} ${one.first} ${one.last}`).join();
  const candidates = calendarPatterns().flatMap((pattern) => [
    { year, first, pattern },
    { year, first, pattern, longYear: true },
  ]);
  const same = candidates.find((plan) => daysOfAll(periodsOfYear(plan)) === daysOfAll(periods));
  return same === undefined ? [] : [same];
}
