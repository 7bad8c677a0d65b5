import { assignmentKey, assignmentOn } from '../accounts/account-assignment.ts';
import type { AccountRole } from '../accounts/account-role.ts';
import type { BusinessDate } from '../primitives/business-date.ts';
import type { Configuration } from './configuration.ts';

/** Whether a role has an account for a group at a site: of the group, of the site or of the company. */
export function hasAccount(
  { assignments }: Configuration,
  role: AccountRole,
  { group, site }: { readonly group: number; readonly site: string },
  date: BusinessDate,
): boolean {
  const keys = [
    assignmentKey(role, group, '', ''),
    assignmentKey(role, null, site, ''),
    assignmentKey(role, null, '', ''),
  ];
  return keys.some((key) => Boolean(assignmentOn(assignments, key, date)?.account));
}
