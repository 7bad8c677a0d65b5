import { isAccountRole, isTransactionType } from 'perpetua-core';
import type {
  CompanySetup,
  ItemTypeAccount,
  ModeSetup,
  PlaceAssignment,
  RoleAccounts,
} from './company-setup.ts';
import type { DatedFact, FactKind } from './configuration-facts.ts';

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
  return {
    company: { ...settings, costingMethod: methodNow(of) ?? settings.costingMethod },
    accounts: of('account').map(({ content }) => content),
    controls: accountsAt(null, '', ''),
    groups: present(of('group')).map((group) => ({
      ...group,
      accounts: accountsAt(group.number, '', ''),
    })),
    sites: of('site').map(({ content }) => ({
      ...content,
      accounts: accountsAt(null, content.code, ''),
    })),
    locations: present(of('location')),
    places: placesOf(of, accountsAt),
    reasons: present(of('reason')).map(({ account, ...reason }) =>
      account === null ? reason : { ...reason, account },
    ),
    types: of('type').flatMap(({ key, content }) =>
      isTransactionType(key) ? [{ type: key, center: content.center }] : [],
    ),
    modes: modesOf(of),
    itemTypeAccounts: itemTypesOf(of),
    ...periodsOf(of),
  };
}

/** The method the costing was changed to last, if it ever was. */
const methodNow = (of: FactsOf) =>
  of('costing-method')
    .map(({ content }) => content)
    .toSorted((a, b) => (a.from < b.from ? 1 : -1))[0]?.method;

/** The contents that have not ended. */
const present = <Content>(
  facts: readonly { readonly content: Content | null }[],
): readonly Content[] => facts.flatMap(({ content }) => (content === null ? [] : [content]));

/** Accounts by place; where an assignment begins anew on a later day, the latest one. */
function accountsByPlace(of: FactsOf): AccountsAt {
  const assigned = of('assignment')
    .map(({ content }) => content)
    .toSorted((a, b) => (a.validFrom < b.validFrom ? -1 : 1));
  return (group, site, location) =>
    Object.fromEntries(
      assigned
        .filter((row) => row.group === group && row.site === site && row.location === location)
        .flatMap(({ role, account }) => (account === null ? [] : [[role, account]])),
    );
}

function placesOf(of: FactsOf, accountsAt: AccountsAt): readonly PlaceAssignment[] {
  const places = new Map(
    of('assignment').flatMap(({ content: { group, site, location } }) =>
      group === null || site === ''
        ? []
        : [[`${group}\n${site}\n${location}`, { group, site, location }] as const],
    ),
  );
  return [...places.values()].map(({ group, site, location }) => {
    const accounts = accountsAt(group, site, location);
    return location === '' ? { group, site, accounts } : { group, site, location, accounts };
  });
}

function modesOf(of: FactsOf): readonly ModeSetup[] {
  return of('mode').flatMap(({ key, content }) => {
    const [type = '', role = ''] = key.split('\n');
    return isTransactionType(type) && isAccountRole(role) ? [{ type, role, ...content }] : [];
  });
}

function itemTypesOf(of: FactsOf): readonly ItemTypeAccount[] {
  return of('item-type-account').flatMap(({ key, content }) => {
    const [role = '', itemType = '', financialGroup = ''] = key.split('\n');
    if (content === null || !isAccountRole(role)) return [];
    const row = { role, itemType, account: content.account };
    return [financialGroup === '' ? row : { ...row, financialGroup }];
  });
}

function periodsOf(of: FactsOf): Pick<CompanySetup, 'periods'> {
  const periods = of('period')
    .map(({ key }) => key)
    .toSorted();
  const [first, last] = [periods[0], periods.at(-1)];
  return first === undefined || last === undefined ? {} : { periods: { first, last } };
}
