import { type Configuration, locationKey } from 'perpetua-core';
import type { CompanySetup, ReasonSetup } from './company-setup.ts';
import type { ConfigurationFact } from './configuration-facts.ts';
import { taxDefaultsOf } from './draft-parties.ts';

/** System reasons: a count (`Q-29`) and a loss on the way (`Q-30`). */
const SYSTEM_REASONS = [
  { code: 'COUNT', name: 'Count' },
  { code: 'LOST', name: 'Lost in transit' },
] as const;

/** Accounts, groups, item types, places and reasons of a setup: what has a code and a name. */
export function masterFacts(
  before: Configuration | undefined,
  setup: CompanySetup,
): readonly ConfigurationFact[] {
  return [
    ...chartFacts(before, setup),
    ...itemTypeFacts(setup),
    ...placeFacts(before, setup),
    ...reasonFacts(before, setup),
  ];
}

function chartFacts(
  before: Configuration | undefined,
  { accounts = [], groups = [] }: CompanySetup,
): readonly ConfigurationFact[] {
  return [
    ...accounts.map(({ active = true, removed = false, ...account }): ConfigurationFact => {
      const content = removed ? null : { ...account, active };
      return { kind: 'account', key: account.code, content };
    }),
    ...groups.map(
      ({ number, description, services, removed = false, ...told }): ConfigurationFact => {
        const known = before?.groups.get(number);
        const taxes = taxDefaultsOf(known, told);
        const ofServices = services ?? known?.services ?? false;
        const kept = { number, description, ...taxes, ...(ofServices ? { services: true } : {}) };
        return { kind: 'group', key: String(number), content: removed ? null : kept };
      },
    ),
  ];
}

function itemTypeFacts({
  itemTypes = [],
  financialGroups = [],
}: CompanySetup): readonly ConfigurationFact[] {
  return [
    ...itemTypes.map(({ otcSale = false, active = true, ...type }): ConfigurationFact => {
      return { kind: 'item-type', key: type.code, content: { ...type, otcSale, active } };
    }),
    ...financialGroups.map(({ active = true, ...group }): ConfigurationFact => {
      return { kind: 'financial-group', key: group.code, content: { ...group, active } };
    }),
  ];
}

function placeFacts(
  before: Configuration | undefined,
  setup: CompanySetup,
): readonly ConfigurationFact[] {
  const { company, sites = [], locations = [], warehouses = [] } = setup;
  const control = company.accountSync ?? before?.company.accountSync ?? 'blank';
  return [
    ...sites.map(({ accounts: _, removed = false, ...site }): ConfigurationFact => {
      return { kind: 'site', key: site.code, content: removed ? null : site };
    }),
    ...locations.map(
      ({ removed = false, removeCopiedAccounts: _, ...location }): ConfigurationFact => {
        const key = locationKey(location.site, location.code);
        return { kind: 'location', key, content: removed ? null : location };
      },
    ),
    ...warehouses.map(({ site, code, name, accountSync }): ConfigurationFact => {
      const key = locationKey(site, code);
      const known = before?.warehouses.get(key);
      const content = {
        site,
        code,
        name: name ?? known?.name ?? code,
        accountSync: accountSync ?? known?.accountSync ?? control,
      };
      return { kind: 'warehouse', key, content };
    }),
  ];
}

function reasonFacts(
  before: Configuration | undefined,
  { reasons = [] }: CompanySetup,
): readonly ConfigurationFact[] {
  const system: readonly ReasonSetup[] = before === undefined ? SYSTEM_REASONS : [];
  return [...system, ...reasons].map(({ code, removed = false, ...named }): ConfigurationFact => {
    if (removed) return { kind: 'reason', key: code, content: null };
    const known = before?.reasons.get(code);
    const { name = known?.name ?? '', active = known?.active ?? true } = named;
    // Facts that are older than the word say nothing of it.
    const content = active ? { code, name } : { code, name, active };
    return { kind: 'reason', key: code, content };
  });
}
