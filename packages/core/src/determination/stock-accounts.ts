import { type AccountRole, isAccountRole, roleDefinition } from '../accounts/account-role.ts';
import { withSuffix } from './account-determination.ts';
import type { Configuration } from './configuration.ts';
import type { Mapping } from './mapping.ts';

/**
 * The accounts that hold stock value: all that any assignment, mapping or item type names for a
 * role with a bucket, with the sub-accounts that branches have of them. They move with the stock
 * and by no line of their own (`Q-26`).
 */
export const stockAccounts = (configuration: Configuration): ReadonlySet<string> =>
  rememberedAccounts(KNOWN, configuration, holdsStock);

/**
 * The accounts that are reviewed every month: all that any assignment or mapping names for buying and
 * selling that moved no stock, and for returns that wait to go back to the vendor (`004.02`).
 */
export const reviewedAccounts = (configuration: Configuration): ReadonlySet<string> =>
  rememberedAccounts(REVIEWED, configuration, (role) => REVIEWED_ROLES.has(role));

/** The roles whose accounts are reviewed. */
export const REVIEWED_ROLES: ReadonlySet<string> = new Set<AccountRole>([
  'non-inventory',
  'vendor-return-inventory',
]);

type Wanted = (role: string) => boolean;
type Remembered = WeakMap<Configuration, ReadonlySet<string>>;

/** A configuration is a value and never changes, so that what follows from it is found once. */
function rememberedAccounts(
  known: Remembered,
  configuration: Configuration,
  isWanted: Wanted,
): ReadonlySet<string> {
  const found = known.get(configuration) ?? accountsOf(configuration, isWanted);
  known.set(configuration, found);
  return found;
}

const KNOWN: Remembered = new WeakMap();
const REVIEWED: Remembered = new WeakMap();

/**
 * All accounts that any assignment, mapping or item type ever names for a role, with the sub-accounts
 * that branches have of them.
 */
export function accountsOf(configuration: Configuration, isWanted: Wanted): ReadonlySet<string> {
  const mappings = [configuration, ...configuration.laterMappings];
  const named = [
    ...assigned(configuration, isWanted),
    ...mappings.flatMap((mapping) => mapped(mapping, isWanted)),
  ];
  const suffixes =
    configuration.company.segmentStyle === 'suffix'
      ? [...configuration.sites.values()].map(({ center = '' }) => center)
      : [];
  const ofBranches = named.flatMap((account) =>
    suffixes.map((suffix) => withSuffix(account, suffix, configuration) ?? account),
  );
  return new Set([...named, ...ofBranches]);
}

const holdsStock = (role: string): boolean => isAccountRole(role) && roleDefinition(role).isBucket;

const assigned = ({ assignments, groups }: Configuration, isWanted: Wanted): readonly string[] =>
  [...assignments.values()].flat().flatMap(({ role, group, account }) => {
    // A group of services has no stock: there the role inventory stands in the income statement.
    const isOfServices = holdsStock(role) && group !== null && groups.get(group)?.services === true;
    return account !== null && isWanted(role) && !isOfServices ? [account] : [];
  });

function mapped({ modes, itemTypeAccounts }: Mapping, isWanted: Wanted): readonly string[] {
  const ofTypes = [...modes].flatMap(([key, mapping]) => {
    const [, role = ''] = key.split('\n');
    return mapping.mode === 'account' && isWanted(role) ? [mapping.account] : [];
  });
  const ofItemTypes = [...itemTypeAccounts].flatMap(([key, account]) => {
    const [role = ''] = key.split('\n');
    return isWanted(role) ? [account] : [];
  });
  return [...ofTypes, ...ofItemTypes];
}
