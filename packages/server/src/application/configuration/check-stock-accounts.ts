import {
  type AccountRole,
  type Configuration,
  isAccountRole,
  type Mapping,
  type Refusal,
  roleDefinition,
  statementOf,
} from 'perpetua-core';
import { invalid } from './invalid-setup.ts';

/**
 * An account that holds stock is for stock alone: were it also the other side of a movement, value
 * would move without a posting and the two books would part (`I3`).
 */
export function checkStockAccounts(configuration: Configuration): readonly Refusal[] {
  const assigned = assignedAccounts(configuration);
  const stock = new Map(
    assigned.flatMap(([role, account]) => (roleDefinition(role).isBucket ? [[account, role]] : [])),
  );
  const faults = assigned.flatMap(([role, account]) => {
    const held = roleDefinition(role).isBucket ? undefined : stock.get(account);
    if (held === undefined) return [];
    const fault = invalid(role, `account ${account} is also the ${held} of stock`);
    return [[`${role}\n${account}`, fault] as const];
  });
  return [...new Map(faults).values()];
}

/** Every account with a role it is assigned to, in whatever way. */
function assignedAccounts(
  configuration: Configuration,
): readonly (readonly [role: AccountRole, account: string])[] {
  const rows = [...configuration.assignments.values()].flat();
  const mappings = [configuration, ...configuration.laterMappings];
  return [
    ...rows.flatMap(({ role, account }) => (account === null ? [] : [[role, account] as const])),
    ...mappings.flatMap(mappedAccounts),
  ].flatMap(([role, code]) => {
    const account = configuration.accounts.get(code);
    if (account === undefined || !isAccountRole(role)) return [];
    // An account of the other statement is refused for that, and once is enough.
    return statementOf(account) === roleDefinition(role).statement ? [[role, code] as const] : [];
  });
}

function mappedAccounts({
  modes,
  itemTypeAccounts,
  reasonAccounts,
}: Mapping): readonly (readonly [role: string, account: string])[] {
  return [
    ...[...modes].flatMap(([key, mapping]) =>
      mapping.mode === 'account' ? [[key.split('\n')[1] ?? '', mapping.account] as const] : [],
    ),
    ...[...itemTypeAccounts].map(([key, account]) => [key.split('\n')[0] ?? '', account] as const),
    ...[...reasonAccounts.values()].map((account) => ['inventory-adjustment', account] as const),
  ];
}
