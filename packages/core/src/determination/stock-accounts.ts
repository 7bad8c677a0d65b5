import { isAccountRole, roleDefinition } from '../accounts/account-role.ts';
import { withSuffix } from './account-determination.ts';
import type { Configuration } from './configuration.ts';
import type { Mapping } from './mapping.ts';

/**
 * The accounts that hold stock value: all that any assignment, mapping or item type names for a
 * role with a bucket, with the sub-accounts that branches have of them. They move with the stock
 * and by no line of their own (`Q-26`).
 */
export function stockAccounts(configuration: Configuration): ReadonlySet<string> {
  const known = KNOWN.get(configuration);
  if (known !== undefined) return known;
  const mappings = [configuration, ...configuration.laterMappings];
  const named = [...assigned(configuration), ...mappings.flatMap(mapped)];
  const suffixes =
    configuration.company.segmentStyle === 'suffix'
      ? [...configuration.sites.values()].map(({ center = '' }) => center)
      : [];
  const ofBranches = named.flatMap((account) =>
    suffixes.map((suffix) => withSuffix(account, suffix, configuration) ?? account),
  );
  const accounts = new Set([...named, ...ofBranches]);
  KNOWN.set(configuration, accounts);
  return accounts;
}

/** A configuration is a value and never changes, so that what follows from it is found once. */
const KNOWN = new WeakMap<Configuration, ReadonlySet<string>>();

const holdsStock = (role: string): boolean => isAccountRole(role) && roleDefinition(role).isBucket;

const assigned = ({ assignments, groups }: Configuration): readonly string[] =>
  [...assignments.values()].flat().flatMap(({ role, group, account }) => {
    // A group of services has no stock: there the role stands in the income statement.
    const isOfServices = group !== null && groups.get(group)?.services === true;
    return account !== null && holdsStock(role) && !isOfServices ? [account] : [];
  });

function mapped({ modes, itemTypeAccounts }: Mapping): readonly string[] {
  const ofTypes = [...modes].flatMap(([key, mapping]) => {
    const [, role = ''] = key.split('\n');
    return mapping.mode === 'account' && holdsStock(role) ? [mapping.account] : [];
  });
  const ofItemTypes = [...itemTypeAccounts].flatMap(([key, account]) => {
    const [role = ''] = key.split('\n');
    return holdsStock(role) ? [account] : [];
  });
  return [...ofTypes, ...ofItemTypes];
}
