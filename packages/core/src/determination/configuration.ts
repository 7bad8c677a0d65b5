import type { Account } from '../accounts/account.ts';
import type { AssignmentIndex } from '../accounts/account-assignment.ts';
import type { AccountRole } from '../accounts/account-role.ts';
import type { CostingMethod } from '../costing/cost-pool.ts';
import type { InventoryGroup } from '../items/item.ts';
import type { Location, Site } from '../items/place.ts';
import type { BusinessDate, Period } from '../primitives/business-date.ts';
import type { TransactionType } from '../transactions/posting-rules.ts';

/** How the account of a role is found for one transaction type (`003.26`–`003.34`). */
export type MappingMode =
  | { readonly mode: 'account'; readonly account: string }
  | { readonly mode: 'item-type' }
  | { readonly mode: 'reason' }
  | { readonly mode: 'group' };

/** Which center a type's lines take: that of the leg's own site, or the company's (`003.37`). */
export type CenterMapping = 'office' | 'company';

/** Segment that tells sites apart in the general ledger; one mechanism per company. */
export type SegmentStyle = 'center' | 'suffix' | 'none';

/** An adjustment reason with its account (`003.35`). */
export type Reason = {
  readonly code: string;
  readonly name: string;
  readonly account: string | null;
};

/** Since a day, inventory is or is not integrated into the general ledger (`000.20`). */
export type IntegrationStatus = { readonly from: BusinessDate; readonly integrated: boolean };

/** Since a day, stock is valued by another method (`003.50`). */
export type CostingStatus = { readonly from: BusinessDate; readonly method: CostingMethod };

export type PeriodState = 'open' | 'closed';

/** Everything the core must know of a company to decide. A value: one version, never changed. */
export type Configuration = {
  readonly version: number;
  readonly company: {
    readonly code: string;
    readonly currencyDecimals: number;
    /** The method the company began with. */
    readonly costingMethod: CostingMethod;
    /** The changes of the method, newest first. */
    readonly costingChanges: readonly CostingStatus[];
    readonly negativeStock: 'allow' | 'forbid';
    readonly center: string;
    readonly segmentStyle: SegmentStyle;
    /** Newest first. */
    readonly integration: readonly IntegrationStatus[];
  };
  readonly accounts: ReadonlyMap<string, Account>;
  readonly groups: ReadonlyMap<number, InventoryGroup>;
  readonly sites: ReadonlyMap<string, Site>;
  /** By `locationKey`. */
  readonly locations: ReadonlyMap<string, Location>;
  readonly reasons: ReadonlyMap<string, Reason>;
  readonly periods: ReadonlyMap<Period, PeriodState>;
  readonly assignments: AssignmentIndex;
  /** The days on which an assignment begins, oldest first: between two of them nothing changes. */
  readonly assignmentDays: readonly BusinessDate[];
  /** By `modeKey`; a type that is installed and has no row for a role uses Group. */
  readonly modes: ReadonlyMap<string, MappingMode>;
  /** Transaction types that are set up; empty until default mappings are installed (`003.25`). */
  readonly types: ReadonlyMap<TransactionType, CenterMapping>;
  /** By `itemTypeKey`; shared by all types that map the role by item type (`003.32`). */
  readonly itemTypeAccounts: ReadonlyMap<string, string>;
};

export const locationKey = (site: string, location: string): string => `${site}\n${location}`;

export const modeKey = (type: TransactionType, role: AccountRole): string => `${type}\n${role}`;

export const itemTypeKey = (role: AccountRole, itemType: string, financialGroup: string): string =>
  `${role}\n${itemType}\n${financialGroup}`;

/** Whether inventory is integrated on a day. A company without a row is integrated (`000.24`). */
export function isIntegrated(configuration: Configuration, date: BusinessDate): boolean {
  const row = configuration.company.integration.find(({ from }) => from <= date);
  return row?.integrated ?? true;
}

/** The method by which stock is valued on a day (`003.49`, `003.50`). */
export function costingMethodOn({ company }: Configuration, date: BusinessDate): CostingMethod {
  const change = company.costingChanges.find(({ from }) => from <= date);
  return change?.method ?? company.costingMethod;
}
