import {
  type AccountRole,
  accountRoles,
  type BusinessDate,
  type CenterMapping,
  type Configuration,
  FIRST_DAY,
  itemTypeKey,
  type Mapping,
  type MappingMode,
  mappingOn,
  modeKey,
  ok,
  parseBusinessDate,
  postingRule,
  type Refusal,
  type Result,
  refusal,
  refused,
  type TransactionType,
  transactionTypes,
} from 'perpetua-core';
import { factsOf } from '../find-company.ts';
import type { BooksStorage, Clock } from '../ports.ts';
import { hasItemTypes, mapsByItemType } from './check-mappings.ts';
import { configurationOf } from './configuration-facts.ts';

/** An account with the name the chart gives it; null where none is mapped. */
export type MappedAccount = { readonly code: string; readonly name: string } | null;

/** One side of a transaction type: what its account is for, and how it is found. */
export type MappedSide = {
  readonly role: AccountRole;
  readonly mode: MappingMode['mode'];
  /** The one account of mode `account`. */
  readonly account: MappedAccount;
};

/** A transaction type; a side is null where the type has none, the center where it is not installed. */
export type MappedType = {
  readonly type: TransactionType;
  readonly debit: MappedSide | null;
  readonly credit: MappedSide | null;
  readonly center: CenterMapping | null;
};

type MappedException = {
  readonly financialGroup: string;
  readonly name: string;
  readonly active: boolean;
  readonly account: MappedAccount;
};

type MappedItemType = {
  readonly itemType: string;
  readonly name: string;
  readonly active: boolean;
  /** Null: the account of the inventory group. */
  readonly account: MappedAccount;
  readonly exceptions: readonly MappedException[];
};

/** The item types of a role; all transaction types that map the role by item type share them. */
type MappedRole = {
  readonly role: AccountRole;
  /** Whether any transaction type maps the role by item type, so that the table counts. */
  readonly inUse: boolean;
  readonly itemTypes: readonly MappedItemType[];
};

type MappedReason = {
  readonly code: string;
  readonly name: string;
  readonly active: boolean;
  /** Null: the account of the inventory group. */
  readonly account: MappedAccount;
};

/** The mapping in force on a day, in the order an accountant reads it (`003.26`–`003.46`). */
export type MappingTable = {
  readonly configurationVersion: number;
  readonly on: BusinessDate;
  /** The day on which it came into force; null: from ever. */
  readonly since: BusinessDate | null;
  /** Later and earlier days on which another one begins, oldest first. */
  readonly begins: readonly BusinessDate[];
  readonly types: readonly MappedType[];
  readonly itemTypes: readonly MappedRole[];
  readonly reasons: readonly MappedReason[];
};

/** The mapping of a company on a day, today unless one is given; refuses what is no day. */
export async function readMappingTable(
  { storage, clock }: { readonly storage: BooksStorage; readonly clock: Clock },
  company: number,
  on?: string,
): Promise<Result<MappingTable, Refusal>> {
  const day = parseBusinessDate(on ?? clock().toISOString().slice(0, 10));
  if (day === undefined)
    return refused([refusal('date-invalid', { field: 'on', value: on ?? '' })]);
  const { facts, version } = await factsOf(storage, company);
  return ok(mappingTable(configurationOf(facts, version), day));
}

/** The mapping of a configuration on a day. */
export function mappingTable(configuration: Configuration, on: BusinessDate): MappingTable {
  const mapping = mappingOn(configuration, on);
  const since = sinceWhen(configuration, on);
  return {
    configurationVersion: configuration.version,
    on,
    since: since === FIRST_DAY ? null : since,
    begins: configuration.laterMappings.map(({ from }) => from).toReversed(),
    types: transactionTypes().map((type) => typeRow(configuration, mapping, type)),
    itemTypes: accountRoles()
      .filter((role) => hasItemTypes(configuration, role))
      .map((role) => roleTable(configuration, mapping, role)),
    reasons: [...configuration.reasons.values()].map(({ code, name, active = true }) => ({
      code,
      name,
      active,
      account: named(configuration, mapping.reasonAccounts.get(code)),
    })),
  };
}

/** The day from which the mapping of a day holds; the first day of all where it always did. */
export const sinceWhen = ({ laterMappings }: Configuration, on: BusinessDate): BusinessDate =>
  laterMappings.find(({ from }) => from <= on)?.from ?? FIRST_DAY;

function named({ accounts }: Configuration, code: string | undefined): MappedAccount {
  return code === undefined ? null : { code, name: accounts.get(code)?.name ?? '' };
}

function typeRow(
  configuration: Configuration,
  mapping: Mapping,
  type: TransactionType,
): MappedType {
  const { debit, credit } = postingRule(type);
  const side = (role: AccountRole | null): MappedSide | null => {
    if (role === null) return null;
    const mode = mapping.modes.get(modeKey(type, role)) ?? { mode: 'group' };
    const account = mode.mode === 'account' ? mode.account : undefined;
    return { role, mode: mode.mode, account: named(configuration, account) };
  };
  return {
    type,
    debit: side(debit),
    credit: side(credit),
    center: mapping.types.get(type) ?? null,
  };
}

function roleTable(configuration: Configuration, mapping: Mapping, role: AccountRole): MappedRole {
  const { itemTypes, financialGroups } = configuration;
  const accountOf = (itemType: string, financialGroup: string) =>
    named(configuration, mapping.itemTypeAccounts.get(itemTypeKey(role, itemType, financialGroup)));
  const groups = [...financialGroups.values()];
  return {
    role,
    inUse: mapsByItemType(mapping, role),
    itemTypes: [...itemTypes.values()].map(({ code, name, active }) => ({
      itemType: code,
      name,
      active,
      account: accountOf(code, ''),
      exceptions: groups
        .filter((group) => group.itemType === code && accountOf(code, group.code) !== null)
        .map((group) => ({
          financialGroup: group.code,
          name: group.name,
          active: group.active,
          account: accountOf(code, group.code),
        })),
    })),
  };
}
