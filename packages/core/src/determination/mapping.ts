import type { AccountRole } from '../accounts/account-role.ts';
import type { BusinessDate } from '../primitives/business-date.ts';
import type { TransactionType } from '../transactions/posting-rules.ts';

/** How the account of a role is found for one transaction type (`003.26`–`003.34`). */
export type MappingMode =
  | { readonly mode: 'account'; readonly account: string }
  | { readonly mode: 'item-type' }
  | { readonly mode: 'reason' }
  | { readonly mode: 'group' };

/** Which center a type's lines take: that of the leg's own site, or the company's (`003.37`). */
export type CenterMapping = 'office' | 'company';

/** What decides an account by class, and the center, for all types of a company. */
export type Mapping = {
  /** By `modeKey`; a type that is installed and has no row for a role uses Group. */
  readonly modes: ReadonlyMap<string, MappingMode>;
  /** Transaction types that are set up; empty until default mappings are installed (`003.25`). */
  readonly types: ReadonlyMap<TransactionType, CenterMapping>;
  /** By `itemTypeKey`; shared by all types that map the role by item type (`003.32`). */
  readonly itemTypeAccounts: ReadonlyMap<string, string>;
  /** By code of the reason; a reason that is not named here goes on to the group (`003.34`). */
  readonly reasonAccounts: ReadonlyMap<string, string>;
};

/** A mapping in force from a day on, whole: what did not change is in it as it was (`Q-39`). */
export type DatedMapping = Mapping & { readonly from: BusinessDate };

export const modeKey = (type: TransactionType, role: AccountRole): string => `${type}\n${role}`;

export const itemTypeKey = (role: AccountRole, itemType: string, financialGroup: string): string =>
  `${role}\n${itemType}\n${financialGroup}`;
