import {
  type AccountRole,
  accountRoles,
  type BusinessDate,
  type Configuration,
  chosenEntryTypeOf,
  ENTRY_TYPES,
  type EntryType,
  type ItemClass,
  isIntegrated,
  ok,
  otherUsesOf,
  parseBusinessDate,
  type Refusal,
  type Result,
  refusal,
  refused,
} from 'perpetua-core';
import type { Books } from '../configuration/change-options.ts';
import { configurationOf } from '../configuration/configuration-facts.ts';
import { classesOf, mixedGroupWarning } from '../configuration/group-classes.ts';
import type { CompanyName, GroupItems } from '../ports.ts';
import { entryTypeNow } from './change-integration.ts';
import { CONSIDERATIONS, type Consideration, INTEGRATION_ADVICE } from './considerations.ts';
import {
  accountOfGroup,
  GROUP_REQUIREMENTS,
  type GroupAccount,
  missingRoles,
  type RequiredRole,
  requiredRoles,
} from './group-requirements.ts';
import { integrationByPeriod, type PeriodIntegration } from './integration-periods.ts';

/** A role whose account cannot be changed now, and why. */
type LockedRole = { readonly role: AccountRole; readonly because: string };

/** A group with its accounts, role by role (`000.07`). */
export type GroupSettings = {
  readonly number: number;
  readonly description: string;
  readonly services: boolean;
  /** The tax types its new items begin with; null where there is none (`000.41`). */
  readonly salesTaxType: string | null;
  readonly purchaseTaxType: string | null;
  /** Every role for which the group finds an account, its own or the company's. */
  readonly accounts: { readonly [role in AccountRole]?: GroupAccount };
  readonly required: readonly RequiredRole[];
  /** Required roles without an account. */
  readonly missing: readonly RequiredRole[];
  readonly locked: readonly LockedRole[];
  readonly items: { readonly [itemClass in ItemClass]?: number };
  readonly warnings: readonly string[];
};

/** The switch, the entry type and the groups together (`000.19`). */
export type IntegrationSettings = {
  readonly configurationVersion: number;
  readonly day: BusinessDate;
  readonly integration: {
    readonly integrated: boolean;
    /** Null where inventory is integrated since the beginning without a word. */
    readonly since: BusinessDate | null;
    /** The oldest first; empty where nothing was ever said. */
    readonly history: readonly {
      readonly from: BusinessDate;
      readonly integrated: boolean;
      readonly entryType: EntryType | null;
    }[];
    readonly advice: string;
    readonly considerations: readonly Consideration[];
  };
  readonly entryType: {
    /** Null where none was chosen yet; then inventory cannot be integrated. */
    readonly code: EntryType | null;
    readonly name: string | null;
    readonly warnings: readonly string[];
  };
  /** What the groups need, by the switch as it is. */
  readonly requirements: readonly { readonly role: RequiredRole; readonly because: string }[];
  readonly groups: readonly GroupSettings[];
  readonly periods: readonly PeriodIntegration[];
};

/** The settings of a company on a day; refuses a day that is none. */
export function integrationSettings(
  { storage, clock }: Books,
  company: CompanyName,
  asked?: string,
): Promise<Result<IntegrationSettings, Refusal>> {
  const text = asked ?? clock().toISOString().slice(0, 10);
  const day = parseBusinessDate(text);
  if (day === undefined)
    return Promise.resolve(refused([refusal('date-invalid', { field: 'day', value: text })]));
  return storage.reading(company.id, async (session) => {
    const version = session.lane.configurationVersion;
    const configuration = configurationOf(await session.facts(version), version);
    const items = await session.groupItems();
    const used = new Set<number>();
    for (const number of configuration.groups.keys())
      if (await session.groupInUse(number)) used.add(number);
    return ok(settingsOf({ configuration, day, items, used }));
  });
}

type Known = {
  readonly configuration: Configuration;
  readonly day: BusinessDate;
  readonly items: readonly GroupItems[];
  readonly used: ReadonlySet<number>;
};

function settingsOf(known: Known): IntegrationSettings {
  const { configuration, day } = known;
  const { integration } = configuration.company;
  const integrated = isIntegrated(configuration, day);
  const groups = [...configuration.groups.values()].toSorted((a, b) => a.number - b.number);
  return {
    configurationVersion: configuration.version,
    day,
    integration: {
      integrated,
      since: integration.find(({ from }) => from <= day)?.from ?? null,
      history: integration
        .toReversed()
        .map((row) => ({ ...row, entryType: chosenEntryTypeOf(row) ?? null })),
      advice: INTEGRATION_ADVICE,
      considerations: CONSIDERATIONS,
    },
    entryType: entryTypeSettings(configuration),
    requirements: requiredRoles(integrated).map((role) => ({
      role,
      because: GROUP_REQUIREMENTS[role][2],
    })),
    groups: groups.map((group) => groupSettings(known, group.number)),
    periods: integrationByPeriod(configuration),
  };
}

function entryTypeSettings(configuration: Configuration): IntegrationSettings['entryType'] {
  const code = entryTypeNow(configuration);
  if (code === undefined) return { code: null, name: null, warnings: [] };
  const uses = otherUsesOf(code);
  const warnings = uses === undefined ? [] : [`it is used for ${uses} too`];
  return { code, name: ENTRY_TYPES[code][0], warnings };
}

function groupSettings({ configuration, day, items, used }: Known, number: number): GroupSettings {
  const group = configuration.groups.get(number);
  const { description = '', services = false } = group ?? {};
  const integrated = isIntegrated(configuration, day);
  const accounts: { [role in AccountRole]?: GroupAccount } = {};
  for (const role of accountRoles()) {
    const found = accountOfGroup(configuration, number, role, day);
    if (found !== undefined) accounts[role] = found;
  }
  const own = items.filter((row) => row.group === number);
  const isLocked = integrated && used.has(number) && accounts.inventory?.from === 'group';
  return {
    number,
    description,
    services,
    salesTaxType: group?.salesTaxType ?? null,
    purchaseTaxType: group?.purchaseTaxType ?? null,
    accounts,
    required: requiredRoles(integrated),
    missing: missingRoles(configuration, number, integrated, day),
    locked: isLocked ? [{ role: 'inventory', because: LOCKED }] : [],
    items: Object.fromEntries(own.map(({ itemClass, count }) => [itemClass, count])),
    warnings: mixedGroupWarning(configuration, number, classesOf(own).get(number)),
  };
}

const LOCKED = 'the group has been used and inventory is integrated';

/** One group of the settings; refuses one that is not there. */
export async function groupSettingsOf(
  books: Books,
  company: CompanyName,
  number: number,
): Promise<Result<GroupSettings, Refusal>> {
  const settings = await integrationSettings(books, company);
  if (!settings.ok) return settings;
  const group = settings.value.groups.find((one) => one.number === number);
  return group === undefined
    ? refused([refusal('not-found', { what: `group ${number}` })])
    : ok(group);
}
