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

/** Whether a group itself names an account for a role, whatever its site or its company name. */
export const hasOwnAccount = (
  { assignments }: Configuration,
  role: AccountRole,
  group: number,
  date: BusinessDate,
): boolean => Boolean(assignmentOn(assignments, assignmentKey(role, group, '', ''), date)?.account);
