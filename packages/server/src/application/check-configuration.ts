import {
  type Configuration,
  type Item,
  isAccountRole,
  isTransactionType,
  LARGEST_GROUP_NUMBER,
  postingRule,
  type Refusal,
  roleDefinition,
  statementOf,
} from 'perpetua-core';
import { invalid } from './draft-setup.ts';

/**
 * Everything wrong with a configuration as a whole, so that it is refused when it is saved and not
 * when somebody posts: unknown and inactive accounts, accounts of the wrong statement (`000.60`),
 * places and modes a role does not have, items without a group (`000.08`), clearing between sites on
 * an account of stock.
 */
export function checkConfiguration(
  configuration: Configuration,
  items: readonly Item[],
): readonly Refusal[] {
  return [
    ...checkGroups(configuration),
    ...checkPlaces(configuration),
    ...checkAssignments(configuration),
    ...checkModes(configuration),
    ...checkReasons(configuration),
    ...checkItems(configuration, items),
    ...checkClearing(configuration),
  ];
}

function checkGroups({ groups }: Configuration): readonly Refusal[] {
  return [...groups.values()].flatMap(({ number, description }) => {
    const faults: Refusal[] = [];
    if (!Number.isInteger(number) || number < 1 || number > LARGEST_GROUP_NUMBER) {
      faults.push(invalid(`group ${number}`, `numbers run from 1 to ${LARGEST_GROUP_NUMBER}`));
    }
    if (description.trim() === '')
      faults.push(invalid(`group ${number}`, 'the description is empty'));
    return faults;
  });
}

function checkPlaces({ sites, locations }: Configuration): readonly Refusal[] {
  const codes = [...sites.keys()].filter((code) => code === '' || /[\n\r\0]/.test(code));
  const orphans = [...locations.values()].filter(({ site }) => !sites.has(site));
  return [
    ...codes.map((code) =>
      invalid(`site ${JSON.stringify(code)}`, 'a code is one line and not empty'),
    ),
    ...orphans.map(({ site, code }) => invalid(`location ${code}`, `there is no site ${site}`)),
  ];
}

function checkAssignments(configuration: Configuration): readonly Refusal[] {
  const { assignments, groups, sites } = configuration;
  return [...assignments.values()].flat().flatMap(({ role, group, site, location, account }) => {
    const place = [group === null ? '' : `group ${group}`, site, location]
      .filter((part) => part !== '')
      .join(' · ');
    const what = `${role} of ${place === '' ? 'the company' : place}`;
    if (!isAccountRole(role)) return [invalid(what, 'there is no such role')];
    const faults: Refusal[] =
      account === null ? [] : accountFaults(configuration, role, account, what);
    if (group !== null && !groups.has(group)) faults.push(invalid(what, 'there is no such group'));
    if (site !== '' && !sites.has(site)) faults.push(invalid(what, 'there is no such site'));
    const allowed = roleDefinition(role).place;
    if (group !== null && site !== '' && allowed === '')
      faults.push(invalid(what, 'this role is not assigned by place'));
    if (location !== '' && allowed !== 'place')
      faults.push(invalid(what, 'this role is not assigned by location'));
    return faults;
  });
}

function accountFaults(
  { accounts }: Configuration,
  role: Parameters<typeof roleDefinition>[0],
  code: string,
  what: string,
): Refusal[] {
  const account = accounts.get(code);
  if (account === undefined) return [invalid(what, `there is no account ${code}`)];
  if (!account.active) return [invalid(what, `account ${code} is inactive`)];
  const { statement } = roleDefinition(role);
  if (statementOf(account) === statement) return [];
  return [invalid(what, `account ${code} is no ${statement} account`)];
}

function checkModes(configuration: Configuration): readonly Refusal[] {
  const modes = [...configuration.modes].flatMap(([key, mapping]) => {
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
  });
  const itemTypes = [...configuration.itemTypeAccounts].flatMap(([key, account]) => {
    const [role = '', itemType = '', financialGroup = ''] = key.split('\n');
    const what = `${role} of item type ${[itemType, financialGroup].filter((part) => part !== '').join(' · ')}`;
    if (!isAccountRole(role)) return [invalid(what, 'there is no such role')];
    return accountFaults(configuration, role, account, what);
  });
  return [...modes, ...itemTypes];
}

function checkReasons(configuration: Configuration): readonly Refusal[] {
  return [...configuration.reasons.values()].flatMap(({ code, account }) =>
    account === null
      ? []
      : accountFaults(configuration, 'inventory-adjustment', account, `reason ${code}`),
  );
}

function checkItems({ groups }: Configuration, items: readonly Item[]): readonly Refusal[] {
  return items
    .filter(({ group }) => !groups.has(group))
    .map(({ code, group }) => invalid(`item ${code}`, `there is no group ${group}`));
}

/** What one site owes another must not vanish into stock: an account is for one or for the other. */
function checkClearing(configuration: Configuration): readonly Refusal[] {
  if (!configuration.company.selfBalancingSites) return [];
  const assigned = assignedAccounts(configuration);
  const clearing = new Set(
    assigned.flatMap(([role, account]) => (role === 'intersite-clearing' ? [account] : [])),
  );
  return assigned.flatMap(([role, account]) =>
    isAccountRole(role) && roleDefinition(role).isBucket && clearing.has(account)
      ? [invalid('intersite-clearing', `account ${account} is also the ${role} of stock`)]
      : [],
  );
}

/** Every account with a role it is assigned to, in whatever way. */
function assignedAccounts(
  configuration: Configuration,
): readonly (readonly [role: string, account: string])[] {
  const { assignments, modes, itemTypeAccounts } = configuration;
  return [
    ...[...assignments.values()]
      .flat()
      .flatMap(({ role, account }) => (account === null ? [] : [[role, account] as const])),
    ...[...modes].flatMap(([key, mapping]) =>
      mapping.mode === 'account' ? [[key.split('\n')[1] ?? '', mapping.account] as const] : [],
    ),
    ...[...itemTypeAccounts].map(([key, account]) => [key.split('\n')[0] ?? '', account] as const),
  ];
}
