import type { Account } from '../accounts/account.ts';
import type { AssignmentIndex } from '../accounts/account-assignment.ts';
import type { CostingMethod } from '../costing/cost-pool.ts';
import type { FinancialGroup, InventoryGroup, ItemType } from '../items/item.ts';
import type { AccountSync, Location, NegativeStock, Site, Warehouse } from '../items/place.ts';
import type { ConvertedOrder, Customer, Vendor } from '../parties/party.ts';
import type { BusinessDate } from '../primitives/business-date.ts';
import type { TaxType } from '../taxes/tax-type.ts';
import type { PeriodsInForce } from './fiscal-calendar.ts';
import type { DatedMapping, Mapping } from './mapping.ts';
import type { PolicyIndex } from './policies-in-force.ts';

/** Segment that tells sites apart in the general ledger; one mechanism per company. */
export type SegmentStyle = 'center' | 'suffix' | 'none';

/**
 * An adjustment reason (`003.35`); its account is part of the mapping. One that is not active takes
 * no new transactions; absent: active.
 */
export type Reason = { readonly code: string; readonly name: string; readonly active?: boolean };

/** Since a day, inventory is or is not integrated into the general ledger (`000.20`). */
export type IntegrationStatus = {
  readonly from: BusinessDate;
  readonly integrated: boolean;
  /** Under which entry type the journals of inventory are filed from then on; absent: as before (`000.31`). */
  readonly entryType?: string;
};

/** Since a day, stock is valued by another method (`003.50`). */
export type CostingStatus = { readonly from: BusinessDate; readonly method: CostingMethod };

/**
 * Everything the core must know of a company to decide. A value: one version, never changed.
 *
 * The mapping in the configuration itself is the one it began with; `laterMappings` are those that
 * came into force on a day of their own. `mappingOn` finds the one of a day.
 */
export type Configuration = Mapping &
  PeriodsInForce & {
    readonly version: number;
    readonly company: {
      readonly code: string;
      readonly currencyDecimals: number;
      /** The method the company began with. */
      readonly costingMethod: CostingMethod;
      /** The changes of the method, newest first. */
      readonly costingChanges: readonly CostingStatus[];
      /** For sites that say nothing of their own. */
      readonly negativeStock: NegativeStock;
      readonly center: string;
      readonly segmentStyle: SegmentStyle;
      /** Where in an account number the branch suffix stands, counted from 0; absent: at its end (`004.42`). */
      readonly suffixAt?: number;
      /** Digits every account number has; absent: any, with a warning where they differ (`003.47`). */
      readonly accountLength?: number;
      /** A site without a center is refused instead of warned of (`Q-41`). */
      readonly strictCenters?: boolean;
      /** Work in process in transit may be mapped by item type like work in process (`Q-12`). */
      readonly wipInTransitByItemType?: boolean;
      /** What a new warehouse takes for itself, the warehouse control (`002.21`). */
      readonly accountSync?: AccountSync;
      /** Every journal entry balances at each of its sites, not only in the company (`002.05`). */
      readonly selfBalancingSites: boolean;
      /** Goods are received by notes, for which every group has a purchase variance account (`000.49`). */
      readonly goodsReceivedNotes?: boolean;
      /** Newest first. */
      readonly integration: readonly IntegrationStatus[];
    };
    readonly accounts: ReadonlyMap<string, Account>;
    readonly groups: ReadonlyMap<number, InventoryGroup>;
    readonly itemTypes: ReadonlyMap<string, ItemType>;
    readonly financialGroups: ReadonlyMap<string, FinancialGroup>;
    readonly sites: ReadonlyMap<string, Site>;
    /** By `locationKey`. */
    readonly locations: ReadonlyMap<string, Location>;
    /** By `locationKey` of the site and the warehouse's code. */
    readonly warehouses: ReadonlyMap<string, Warehouse>;
    readonly reasons: ReadonlyMap<string, Reason>;
    readonly vendors: ReadonlyMap<string, Vendor>;
    readonly customers: ReadonlyMap<string, Customer>;
    readonly taxTypes: ReadonlyMap<string, TaxType>;
    /** By the order, as invoices name it. */
    readonly convertedOrders: ReadonlyMap<string, ConvertedOrder>;
    /** What was declared of the policies; `policyOn` finds what holds (beyond.md 11). */
    readonly policies: PolicyIndex;
    readonly assignments: AssignmentIndex;
    /** Mappings that came into force later on, newest first. */
    readonly laterMappings: readonly DatedMapping[];
    /** The days on which an assignment or a mapping begins, oldest first: between two of them nothing changes. */
    readonly changeDays: readonly BusinessDate[];
  };

export const locationKey = (site: string, location: string): string => `${site}\n${location}`;

/** Whether stock on hand may go below zero at a site (`Q-05`). */
export const negativeStockAt = ({ sites, company }: Configuration, site: string): NegativeStock =>
  sites.get(site)?.negativeStock ?? company.negativeStock;

/** The mapping in force on a day. */
export const mappingOn = (configuration: Configuration, date: BusinessDate): Mapping =>
  configuration.laterMappings.find(({ from }) => from <= date) ?? configuration;

/** Whether inventory is integrated on a day. A company without a row is integrated (`000.24`). */
export function isIntegrated(configuration: Configuration, date: BusinessDate): boolean {
  const row = configuration.company.integration.find(({ from }) => from <= date);
  return row?.integrated ?? true;
}

/** Whether a day lies before the last change of the method: costs of then are no more run (`003.50`). */
export function isBeforeMethod({ company }: Configuration, date: BusinessDate): boolean {
  const [last] = company.costingChanges;
  return last !== undefined && date < last.from;
}

/** The method by which stock is valued on a day (`003.49`, `003.50`). */
export function costingMethodOn({ company }: Configuration, date: BusinessDate): CostingMethod {
  const change = company.costingChanges.find(({ from }) => from <= date);
  return change?.method ?? company.costingMethod;
}
