import {
  type AccountRole,
  assignmentKey,
  assignmentOn,
  type BusinessDate,
  type Configuration,
  type InventoryGroup,
  keysOf,
  type Refusal,
  refusal,
  type TransactionType,
} from 'perpetua-core';

type Row = readonly [integrated: boolean, notIntegrated: boolean, why: string];

/**
 * The accounts every inventory group must find, by whether inventory is integrated (`000.04`,
 * `000.55`). What is not listed is asked for when something is posted that needs it.
 */
// biome-ignore format: a table reads as a table
export const GROUP_REQUIREMENTS = {
  // role                  integrated  not    what it is needed for
  'inventory':            [true,       false, 'stock at cost on the balance sheet'],
  'cogs':                 [true,       false, 'the cost of what is sold'],
  'count-variance':       [true,       false, 'differences of counts'],
  'inventory-adjustment': [true,       false, 'inventory journals'],
  'sales':                [true,       true,  'what customers are invoiced'],
  'purchases':            [false,      true,  'what suppliers invoice'],
  'purchase-variance':    [true,       true,  'invoices that differ from their goods received note'],
} as const satisfies Partial<Record<AccountRole, Row>>;

export type RequiredRole = keyof typeof GROUP_REQUIREMENTS;

/** The roles a group must have accounts for, in the order of the table. */
export const requiredRoles = (integrated: boolean): readonly RequiredRole[] =>
  keysOf(GROUP_REQUIREMENTS).filter((role) => GROUP_REQUIREMENTS[role][integrated ? 0 : 1]);

/** An account of a group, and whether it is its own or that of the company for all groups. */
export type GroupAccount = { readonly account: string; readonly from: 'group' | 'company' };

/** The account of a role that a group finds without regard to place; undefined where there is none. */
export function accountOfGroup(
  { assignments }: Configuration,
  group: number,
  role: AccountRole,
  day: BusinessDate,
): GroupAccount | undefined {
  const at = (of: number | null) =>
    assignmentOn(assignments, assignmentKey(role, of, '', ''), day)?.account ?? undefined;
  const own = at(group);
  if (own !== undefined) return { account: own, from: 'group' };
  const shared = at(null);
  return shared === undefined ? undefined : { account: shared, from: 'company' };
}

/** The roles for which a group finds no account although it must. */
export const missingRoles = (
  configuration: Configuration,
  group: number,
  integrated: boolean,
  day: BusinessDate,
): readonly RequiredRole[] =>
  requiredRoles(integrated).filter(
    (role) => accountOfGroup(configuration, group, role, day) === undefined,
  );

/** What stands against integration, or against going without: no group at all, or incomplete ones. */
export function incompleteGroups(
  configuration: Configuration,
  integrated: boolean,
  day: BusinessDate,
): readonly Refusal[] {
  const groups = [...configuration.groups.values()];
  if (groups.length === 0) return [refusal('group-missing')];
  const purpose = integrated ? 'integrated inventory' : 'inventory that is not integrated';
  return groups.flatMap((group) =>
    incomplete(group, missingRoles(configuration, group.number, integrated, day), purpose),
  );
}

/** What goods are received with, at their price and before the invoice. */
const RECEIVED_NOTE = 'receive-from-vendor' satisfies TransactionType;

/**
 * What stands against beginning with goods received notes: groups without an account for what an
 * invoice differs from them (`000.49`).
 */
export function groupsWithoutVariance(
  before: Configuration,
  configuration: Configuration,
  day: BusinessDate,
): readonly Refusal[] {
  if (before.types.has(RECEIVED_NOTE) || !configuration.types.has(RECEIVED_NOTE)) return [];
  return [...configuration.groups.values()].flatMap((group) => {
    const found = accountOfGroup(configuration, group.number, 'purchase-variance', day);
    return incomplete(
      group,
      found === undefined ? ['purchase-variance'] : [],
      'goods received notes',
    );
  });
}

function incomplete(
  { number, description }: InventoryGroup,
  missing: readonly AccountRole[],
  purpose: string,
): readonly Refusal[] {
  if (missing.length === 0) return [];
  const group = `${number} (${description})`;
  return [refusal('group-incomplete', { group, roles: missing.join(', '), purpose })];
}
