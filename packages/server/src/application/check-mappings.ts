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
    ...[...mapping.modes].flatMap(([key, mode]) => modeFaults(configuration, key, mode)),
    ...itemTypeFaults(configuration, mapping),
    ...reasonFaults(configuration, mapping),
  ]);
  if (faults.length > 0) return distinct(faults);
  const split = splitBuckets(configuration).map(({ role, types, at }) =>
    refusal('split-bucket-mapping', { role, types: types.join(', '), at }),
  );
  return distinct(split);
}

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
  const { allowsItemType, allowsReason } = roleDefinition(role);
  if (mapping.mode === 'item-type' && !allowsItemType)
    faults.push(invalid(what, 'this role is not mapped by item type'));
  if (mapping.mode === 'reason' && !allowsReason)
    faults.push(invalid(what, 'this role is not mapped by reason'));
  if (mapping.mode === 'account')
    faults.push(...accountFaults(configuration, role, mapping.account, what));
  return faults;
}

function itemTypeFaults(configuration: Configuration, mapping: Mapping): readonly Refusal[] {
  const { itemTypes, financialGroups } = configuration;
  return [...mapping.itemTypeAccounts].flatMap(([key, account]) => {
    const [role = '', itemType = '', financialGroup = ''] = key.split('\n');
    const what = `${role} of item type ${[itemType, financialGroup].filter((part) => part !== '').join(' · ')}`;
    if (!isAccountRole(role)) return [invalid(what, 'there is no such role')];
    const faults = accountFaults(configuration, role, account, what);
    if (!roleDefinition(role).allowsItemType)
      faults.push(invalid(what, 'this role is not mapped by item type'));
    if (!itemTypes.has(itemType)) faults.push(invalid(what, `there is no item type ${itemType}`));
    if (financialGroup === '') return faults;
    const group = financialGroups.get(financialGroup);
    if (group === undefined)
      faults.push(invalid(what, `there is no financial group ${financialGroup}`));
    else if (group.itemType !== itemType)
      faults.push(invalid(what, `${financialGroup} belongs to item type ${group.itemType}`));
    else if (!group.active) faults.push(invalid(what, `${financialGroup} is inactive`));
    if (!mapsByItemType(mapping, role))
      faults.push(invalid(what, 'no type maps this role by item type, so it has no exceptions'));
    return faults;
  });
}

/** Whether any type maps the role by item type; without that there are no exceptions (`003.42`). */
const mapsByItemType = ({ modes }: Mapping, role: AccountRole): boolean =>
  [...modes].some(([key, { mode }]) => mode === 'item-type' && key.endsWith(`\n${role}`));

function reasonFaults(configuration: Configuration, mapping: Mapping): readonly Refusal[] {
  return [...mapping.reasonAccounts].flatMap(([code, account]) =>
    accountFaults(configuration, 'inventory-adjustment', account, `reason ${code}`),
  );
}

/** A fault that several mappings in a row have is told once. */
function distinct(refusals: readonly Refusal[]): readonly Refusal[] {
  return [...new Map(refusals.map((one) => [JSON.stringify(one), one])).values()];
}
