import type { AccountRole, TransactionType } from 'perpetua-core';
import type { CompanySetup, RoleAccounts } from './company-setup.ts';
import type { DatedFact, FactKind } from './configuration-facts.ts';

/**
 * The facts in force as a setup: what `setUpCompany` would take to make the same company again,
 * items left out. Texts are as they were given.
 */
export function setupOf(facts: readonly DatedFact[]): CompanySetup | undefined {
  const of = <Kind extends FactKind>(kind: Kind) =>
    facts.filter(
      (fact): fact is DatedFact & { kind: Kind } => fact.kind === kind && fact.content !== null,
    );
  const company = of('company')[0]?.content;
  if (company === undefined) return undefined;
  const { code, name, currency, costingMethod, negativeStock, center, segmentStyle } = company;
  const assigned = of('assignment').map(({ content }) => content);
  const accountsAt = (group: number | null, site: string, location: string): RoleAccounts =>
    Object.fromEntries(
      assigned
        .filter(
          (row) =>
            row.group === group &&
            row.site === site &&
            row.location === location &&
            row.account !== null,
        )
        .toSorted((a, b) => (a.validFrom < b.validFrom ? -1 : 1))
        .map(({ role, account }) => [role, account]),
    );
  const places = new Map(
    assigned
      .filter(({ group, site }) => group !== null && site !== '')
      .map((row) => [`${row.group}\n${row.site}\n${row.location}`, row]),
  );
  const periods = of('period')
    .map(({ key }) => key)
    .toSorted();
  const [first, last] = [periods[0], periods.at(-1)];
  return {
    company: { code, name, currency, costingMethod, negativeStock, center, segmentStyle },
    accounts: of('account').map(({ content }) => content),
    controls: accountsAt(null, '', ''),
    groups: of('group').flatMap(({ content }) =>
      content === null ? [] : [{ ...content, accounts: accountsAt(content.number, '', '') }],
    ),
    sites: of('site').map(({ content }) => ({
      ...content,
      accounts: accountsAt(null, content.code, ''),
    })),
    locations: of('location').flatMap(({ content }) => (content === null ? [] : [content])),
    places: [...places.values()].flatMap(({ group, site, location }) =>
      group === null
        ? []
        : [
            {
              group,
              site,
              ...(location === '' ? {} : { location }),
              accounts: accountsAt(group, site, location),
            },
          ],
    ),
    reasons: of('reason').flatMap(({ content }) =>
      content === null
        ? []
        : [
            {
              code: content.code,
              name: content.name,
              ...(content.account === null ? {} : { account: content.account }),
            },
          ],
    ),
    types: of('type').map(({ key, content }) => ({
      type: key as TransactionType,
      center: content.center,
    })),
    modes: of('mode').map(({ key, content }) => {
      const [type, role] = key.split('\n');
      return { type: type as TransactionType, role: role as AccountRole, ...content };
    }),
    itemTypeAccounts: of('item-type-account').flatMap(({ key, content }) => {
      const [role, itemType = '', financialGroup = ''] = key.split('\n');
      if (content === null) return [];
      const exception = financialGroup === '' ? {} : { financialGroup };
      return [{ role: role as AccountRole, itemType, ...exception, account: content.account }];
    }),
    ...(first === undefined || last === undefined ? {} : { periods: { first, last } }),
  };
}
