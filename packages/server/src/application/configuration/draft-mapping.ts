import {
  type BusinessDate,
  type Configuration,
  type MappingMode,
  postingRule,
  type Refusal,
  transactionTypes,
} from 'perpetua-core';
import type { CompanySetup, ModeSetup } from './company-setup.ts';
import { invalid } from './invalid-setup.ts';
import {
  itemTypeFact,
  type MappingFact,
  modeFact,
  reasonAccountFact,
  typeFact,
} from './mapping-facts.ts';

/** Reasons by code, those of the company and those of the setup. */
type ReasonCodes = ReadonlySet<string>;

/** The mapping of a setup: types with their centers, modes, item types, exceptions and reasons. */
export function mappingFacts(
  before: Configuration | undefined,
  setup: CompanySetup,
  validFrom: BusinessDate,
  refusals: Refusal[],
): readonly MappingFact[] {
  const { types = [], modes = [], itemTypeAccounts = [] } = setup;
  const installed =
    types === 'default'
      ? transactionTypes().map((type) => ({ type, center: 'office' as const }))
      : types;
  return [
    ...installed.map(({ type, center }) => typeFact(type, center, validFrom)),
    ...modes.flatMap((mode) => modeFacts(mode, validFrom, refusals)),
    ...allItemTypes(before, setup, validFrom),
    ...itemTypeAccounts.map((row) => itemTypeFact(row, row.account, validFrom)),
    ...reasonFacts(before, setup, validFrom),
  ];
}

function modeFacts(
  { type, role, mode, account }: ModeSetup,
  validFrom: BusinessDate,
  refusals: Refusal[],
): readonly MappingFact[] {
  const content = modeContent(mode, account);
  if (content === undefined) {
    refusals.push(invalid(`mapping of ${role} in ${type}`, 'mode account names no account'));
    return [];
  }
  const types = type === 'all' ? transactionTypes().filter((one) => uses(one, role)) : [type];
  if (types.length === 0) refusals.push(invalid(`mapping of ${role}`, 'no type uses the role'));
  return types.map((one) => modeFact(one, role, content, validFrom));
}

function uses(type: Parameters<typeof postingRule>[0], role: ModeSetup['role']): boolean {
  const { debit, credit } = postingRule(type);
  return debit === role || credit === role;
}

function modeContent(
  mode: ModeSetup['mode'],
  account: string | undefined,
): MappingMode | undefined {
  if (mode !== 'account') return { mode };
  return account === undefined ? undefined : { mode, account };
}

/** One account for every item type there is, exceptions left alone (`003.30`). */
function allItemTypes(
  before: Configuration | undefined,
  { allItemTypes: rows = [], itemTypes = [] }: CompanySetup,
  validFrom: BusinessDate,
): readonly MappingFact[] {
  const codes = new Set([
    ...(before?.itemTypes.keys() ?? []),
    ...itemTypes.map(({ code }) => code),
  ]);
  return rows.flatMap(({ role, account }) =>
    [...codes].map((itemType) => itemTypeFact({ role, itemType }, account, validFrom)),
  );
}

/** One account for every reason where the setup gives one (`003.36`), then those of single reasons. */
function reasonFacts(
  before: Configuration | undefined,
  { allReasons, reasons = [] }: CompanySetup,
  validFrom: BusinessDate,
): readonly MappingFact[] {
  const codes: ReasonCodes = new Set([
    ...(before?.reasons.keys() ?? []),
    ...reasons.map(({ code }) => code),
  ]);
  const all = allReasons === undefined ? [] : [...codes];
  return [
    ...all.map((code) => reasonAccountFact(code, allReasons?.account ?? null, validFrom)),
    ...reasons.flatMap(({ code, account }) =>
      account === undefined ? [] : [reasonAccountFact(code, account, validFrom)],
    ),
  ];
}
