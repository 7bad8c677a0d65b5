import {
  type AccountAssignment,
  assignmentKey,
  type Configuration,
  type Item,
  isAccountRole,
  LARGEST_GROUP_NUMBER,
  locationKey,
  type Refusal,
  roleDefinition,
} from 'perpetua-core';
import { accountFaults, lengthWarnings } from './check-accounts.ts';
import { checkGoodsReceivedNotes } from './check-goods-received-notes.ts';
import { checkItemTypes } from './check-item-types.ts';
import { checkMappings } from './check-mappings.ts';
import { checkParties } from './check-parties.ts';
import { checkPolicies, checkSalesStreams } from './check-policies.ts';
import { checkStockAccounts } from './check-stock-accounts.ts';
import { invalid } from './invalid-setup.ts';

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
    ...checkReasons(configuration),
    ...checkPlaces(configuration),
    ...checkAssignments(configuration),
    ...checkBaseAccounts(configuration, items),
    ...checkMappings(configuration),
    ...checkItemTypes(configuration, items),
    ...checkItems(configuration, items),
    ...checkStockAccounts(configuration),
    ...checkParties(configuration, items),
    ...checkGoodsReceivedNotes(configuration),
    ...checkPolicies(configuration),
    ...checkSalesStreams(configuration),
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

function checkReasons({ reasons }: Configuration): readonly Refusal[] {
  return [...reasons.values()]
    .filter(({ name }) => name.trim() === '')
    .map(({ code }) => invalid(`reason ${code}`, 'it has no name; a new reason needs one'));
}

function checkPlaces({ sites, locations, warehouses }: Configuration): readonly Refusal[] {
  const codes = [...sites.keys()].filter((code) => code === '' || /[\n\r\0]/.test(code));
  const placed = [
    ...[...locations.values()].map((one) => ({ ...one, what: `location ${one.code}` })),
    ...[...warehouses.values()].map((one) => ({ ...one, what: `warehouse ${one.code}` })),
  ];
  const homeless = [...locations.values()].filter(
    ({ site, warehouse }) =>
      warehouse !== undefined && !warehouses.has(locationKey(site, warehouse)),
  );
  return [
    ...codes.map((code) =>
      invalid(`site ${JSON.stringify(code)}`, 'a code is one line and not empty'),
    ),
    ...placed
      .filter(({ site }) => !sites.has(site))
      .map(({ what, site }) => invalid(what, `there is no site ${site}`)),
    ...homeless.map(({ site, code, warehouse = '' }) =>
      invalid(`location ${code}`, `there is no warehouse ${warehouse} in site ${site}`),
    ),
  ];
}

function checkAssignments(configuration: Configuration): readonly Refusal[] {
  const { assignments, groups, sites, locations, warehouses } = configuration;
  return [...assignments.values()].flat().flatMap((assigned) => {
    if (saysWhatItsWarehouseSays(configuration, assigned) || hasEnded(assigned)) return [];
    const { role, group, site, location, account } = assigned;
    const place = [group === null ? '' : `group ${group}`, site, location]
      .filter((part) => part !== '')
      .join(' · ');
    const what = `${role} of ${place === '' ? 'the company' : place}`;
    if (!isAccountRole(role)) return [invalid(what, 'there is no such role')];
    const faults: Refusal[] =
      account === null ? [] : accountFaults(configuration, role, account, { what, group });
    if (group !== null && !groups.has(group)) faults.push(invalid(what, 'there is no such group'));
    if (site !== '' && !sites.has(site)) faults.push(invalid(what, 'there is no such site'));
    const allowed = roleDefinition(role).place;
    if (group !== null && site !== '' && allowed === '')
      faults.push(invalid(what, 'this role is not assigned by place'));
    if (location !== '' && allowed !== 'place')
      faults.push(invalid(what, 'this role is not assigned by location'));
    const key = locationKey(site, location);
    if (location !== '' && account !== null && !locations.has(key) && !warehouses.has(key))
      faults.push(invalid(what, `site ${site} has no location or warehouse ${location}`));
    return faults;
  });
}

/** Of a row that names nothing any more nothing is wrong, whatever became of its group. */
const hasEnded = ({ account, center }: AccountAssignment): boolean =>
  account === null && center === undefined;

/** Of a copy as its warehouse has it nothing is wrong that is not said of the warehouse, once. */
function saysWhatItsWarehouseSays(
  { assignments, locations }: Configuration,
  { role, group, site, location, account, provenance }: AccountAssignment,
): boolean {
  if (provenance === undefined) return false;
  const warehouse = locations.get(locationKey(site, location))?.warehouse;
  if (warehouse === undefined) return false;
  const originals = assignments.get(assignmentKey(role, group, site, warehouse));
  return originals?.some((original) => original.account === account) === true;
}

/**
 * Every group of stock items has an inventory account: the step of the ladder that never fails
 * (`002.01`, `002.12`). A group of services alone holds no stock and needs none.
 */
function checkBaseAccounts(
  { assignments, groups: known, company }: Configuration,
  items: readonly Item[],
): readonly Refusal[] {
  const has = (group: number | null) =>
    assignments
      .get(assignmentKey('inventory', group, '', ''))
      ?.some(({ account }) => account !== null) === true;
  // Without integration stock needs no account (`000.55`).
  if (has(null) || company.integration[0]?.integrated === false) return [];
  const groups = items.filter(({ itemClass }) => itemClass === 'stock').map(({ group }) => group);
  return [...new Set(groups)]
    .filter((group) => known.has(group) && !has(group))
    .map((group) => invalid(`group ${group}`, 'it has stock items and no inventory account'));
}

function checkItems({ groups }: Configuration, items: readonly Item[]): readonly Refusal[] {
  return items
    .filter(({ group }) => !groups.has(group))
    .map(({ code, group }) => invalid(`item ${code}`, `there is no group ${group}`))
    .concat(stockAmongServices(groups, items));
}

/** The account of a group of services shows cost and no stock (`000.54`). */
const stockAmongServices = (
  groups: Configuration['groups'],
  items: readonly Item[],
): readonly Refusal[] =>
  items
    .filter(({ group, itemClass }) => itemClass === 'stock' && groups.get(group)?.services === true)
    .map(({ code, group }) => invalid(`item ${code}`, `group ${group} is of services alone`));

/** What is allowed in a configuration and still worth a second look. */
export function configurationWarnings(configuration: Configuration): readonly string[] {
  return [...lengthWarnings(configuration), ...gatewayWarnings(configuration)];
}

/** Goods pass through a gateway; what is there is expected to be unavailable (`002.43`). */
function gatewayWarnings({ warehouses, locations }: Configuration): readonly string[] {
  return [...warehouses].flatMap(([key, { site, code }]) => {
    const gateway = locations.get(key);
    if (gateway === undefined) return [];
    const where = `gateway location ${code} of site ${site}`;
    const { status = 'available', mixed = true } = gateway;
    return [
      ...(status === 'available' ? [`${where} is available; goods only pass through it`] : []),
      ...(mixed ? [] : [`${where} takes no mixed goods; a gateway takes whatever comes`]),
    ];
  });
}
