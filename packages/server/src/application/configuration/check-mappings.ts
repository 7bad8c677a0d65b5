import {
  type AccountRole,
  type Configuration,
  isAccountRole,
  isTransactionType,
  type Mapping,
  type MappingMode,
  postingRule,
  type Refusal,
  refusal,
  roleDefinition,
  splitBuckets,
} from 'perpetua-core';
import { accountFaults } from './check-accounts.ts';
import { invalid } from './invalid-setup.ts';

/**
 * What is wrong with the mappings of a company, those of later days included: modes a role does not
 * have (`003.28`, `003.34`), accounts that cannot be in a role, item types and financial groups that
 * are not there (`003.43`), exceptions where nothing maps by item type (`003.42`), and buckets whose
 * account would depend on the type of the transaction (`SPLIT_BUCKET_MAPPING`, `Q-13`).
 */
export function checkMappings(configuration: Configuration): readonly Refusal[] {
  const mappings = [configuration, ...configuration.laterMappings];
  const faults = mappings.flatMap((mapping) => [
    ...rowFaults(configuration, mapping),
    ...strayExceptions(mapping),
  ]);
  if (faults.length > 0) return distinct(faults);
  const split = splitBuckets(configuration).map(({ role, types, at }) =>
    refusal('split-bucket-mapping', { role, types: types.join(', '), at }),
  );
  return distinct(split);
}

/** What is wrong with the rows of a mapping, each looked at alone. */
export function rowFaults(configuration: Configuration, mapping: Mapping): readonly Refusal[] {
  return [
    ...[...mapping.modes].flatMap(([key, mode]) => modeFaults(configuration, key, mode)),
    ...itemTypeFaults(configuration, mapping),
    ...reasonFaults(configuration, mapping),
  ];
}

/**
 * Exceptions that a change makes or gives another account although their financial group is not
 * active: only active ones can be chosen, and what was chosen before stays (`003.46`).
 */
export function inactiveExceptions(
  before: Configuration | undefined,
  next: Configuration,
): readonly Refusal[] {
  const known = new Set(
    before === undefined ? [] : [before, ...before.laterMappings].flatMap(exceptionTexts),
  );
  const made = [next, ...next.laterMappings].flatMap(exceptionTexts);
  return [...new Set(made)].flatMap((text) => {
    const [role = '', itemType = '', financialGroup = ''] = text.split('\n');
    if (known.has(text) || next.financialGroups.get(financialGroup)?.active !== false) return [];
    return [
      invalid(exceptionName(role, itemType, financialGroup), `${financialGroup} is inactive`),
    ];
  });
}

const exceptionTexts = ({ itemTypeAccounts }: Mapping): readonly string[] =>
  [...itemTypeAccounts].flatMap(([key, account]) =>
    key.endsWith('\n') ? [] : [`${key}\n${account}`],
  );

const exceptionName = (role: string, itemType: string, financialGroup: string): string =>
  `${role} of item type ${[itemType, financialGroup].filter((part) => part !== '').join(' · ')}`;

function modeFaults(
  configuration: Configuration,
  key: string,
  mapping: MappingMode,
): readonly Refusal[] {
  const [type = '', role = ''] = key.split('\n');
  const what = `mapping of ${role} in ${type}`;
  if (!isTransactionType(type) || !isAccountRole(role))
    return [invalid(what, 'there is no such type or role')];
  const { debit, credit } = postingRule(type);
  const faults: Refusal[] = [];
  if (debit !== role && credit !== role)
    faults.push(invalid(what, 'the type does not use the role'));
  const { allowsReason } = roleDefinition(role);
  if (mapping.mode === 'item-type' && !hasItemTypes(configuration, role))
    faults.push(invalid(what, 'this role is not mapped by item type'));
  if (mapping.mode === 'reason' && !allowsReason)
    faults.push(invalid(what, 'this role is not mapped by reason'));
  if (mapping.mode === 'account')
    faults.push(...accountFaults(configuration, role, mapping.account, { what }));
  return faults;
}

function itemTypeFaults(configuration: Configuration, mapping: Mapping): readonly Refusal[] {
  const { itemTypes, financialGroups } = configuration;
  return [...mapping.itemTypeAccounts].flatMap(([key, account]) => {
    const [role = '', itemType = '', financialGroup = ''] = key.split('\n');
    const what = exceptionName(role, itemType, financialGroup);
    if (!isAccountRole(role)) return [invalid(what, 'there is no such role')];
    const faults = accountFaults(configuration, role, account, { what });
    if (!hasItemTypes(configuration, role))
      faults.push(invalid(what, 'this role is not mapped by item type'));
    if (!itemTypes.has(itemType)) faults.push(invalid(what, `there is no item type ${itemType}`));
    if (financialGroup === '') return faults;
    const group = financialGroups.get(financialGroup);
    if (group === undefined)
      faults.push(invalid(what, `there is no financial group ${financialGroup}`));
    else if (group.itemType !== itemType)
      faults.push(invalid(what, `${financialGroup} belongs to item type ${group.itemType}`));
    return faults;
  });
}

/** Whether the role may be mapped by item type in this company (`003.28`, `Q-12`). */
export function hasItemTypes({ company }: Configuration, role: AccountRole): boolean {
  const { allowsItemType, itemTypeByOption } = roleDefinition(role);
  return allowsItemType || (itemTypeByOption && company.wipInTransitByItemType === true);
}

function strayExceptions(mapping: Mapping): readonly Refusal[] {
  return [...mapping.itemTypeAccounts.keys()].flatMap((key) => {
    const [role = '', itemType = '', financialGroup = ''] = key.split('\n');
    if (financialGroup === '' || !isAccountRole(role) || mapsByItemType(mapping, role)) return [];
    const fault = 'no type maps this role by item type, so it has no exceptions';
    return [invalid(exceptionName(role, itemType, financialGroup), fault)];
  });
}

/** Whether any type maps the role by item type; without that there are no exceptions (`003.42`). */
export const mapsByItemType = ({ modes }: Mapping, role: AccountRole): boolean =>
  [...modes].some(([key, { mode }]) => mode === 'item-type' && key.endsWith(`\n${role}`));

function reasonFaults(configuration: Configuration, mapping: Mapping): readonly Refusal[] {
  return [...mapping.reasonAccounts].flatMap(([code, account]) => [
    ...(configuration.reasons.has(code)
      ? []
      : [invalid(`reason ${code}`, 'there is no such reason')]),
    ...accountFaults(configuration, 'inventory-adjustment', account, { what: `reason ${code}` }),
  ]);
}

/** A fault that several mappings in a row have is told once. */
function distinct(refusals: readonly Refusal[]): readonly Refusal[] {
  return [...new Map(refusals.map((one) => [JSON.stringify(one), one])).values()];
}
