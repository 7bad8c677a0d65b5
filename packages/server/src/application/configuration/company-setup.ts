import type {
  AccountClass,
  AccountRole,
  AccountSync,
  CalendarPattern,
  CenterMapping,
  ConvertedOrder,
  CostingMethod,
  EntryType,
  ItemClass,
  LocationStatus,
  NegativeStock,
  Ownership,
  SegmentStyle,
  SetStream,
  SiteKind,
  TransactionType,
} from 'perpetua-core';

/** A fiscal year to draw up: its four digits, the day it begins on, how it is divided. */
export type FiscalYearSetup = {
  readonly year: string;
  readonly first: string;
  readonly pattern: CalendarPattern;
  /** A year of whole weeks whose last period has one more. */
  readonly longYear?: boolean;
};

/** An account per role; a role that is left out falls through to the next step of the ladder. */
export type RoleAccounts = Partial<Record<AccountRole, string>>;

/** The same at a place, where null takes back what was assigned. */
export type PlaceAccounts = Partial<Record<AccountRole, string | null>>;

/** An item type (`003.29`); without a word it is not sold over the counter, and active. */
type ItemTypeSetup = {
  readonly code: string;
  readonly name: string;
  readonly otcSale?: boolean;
  readonly active?: boolean;
};

/** A financial group, bound to its item type for ever (`003.46`). */
type FinancialGroupSetup = {
  readonly code: string;
  readonly name: string;
  readonly itemType: string;
  readonly active?: boolean;
};

/** An item as it is set up: texts and plain words, as they come from a file or a request. */
export type ItemSetup = {
  readonly code: string;
  readonly name: string;
  readonly group: number;
  readonly itemClass?: ItemClass;
  readonly itemType?: string;
  readonly financialGroup?: string;
  readonly category?: string;
  /** Decimals of the item's quantities, 0 to 6; without it whole units. */
  readonly quantityDecimals?: number;
  /** Decimal text, at most 8 decimals. */
  readonly standardCost?: string;
  /** The same by stream, of an item of which no stock is kept (`004.15`). */
  readonly setCosts?: { readonly [stream in SetStream]?: string };
  /** Of one stocking unit, in the company's own units; decimal text, at most 6 decimals (`Q-50`). */
  readonly weight?: string;
  readonly volume?: string;
  /** Tax types its lines begin with; absent on a new item those of its group, null none (`000.39`). */
  readonly salesTaxType?: string | null;
  readonly purchaseTaxType?: string | null;
};

/** A vendor; what is left out of a known one stays as it is, and null takes it back. */
export type VendorSetup = {
  readonly code: string;
  readonly name?: string;
  /** Absent on a new vendor: whether his account is the inventory account of the control table (`004.28`). */
  readonly merchandise?: boolean;
  readonly active?: boolean;
  readonly account?: string | null;
  readonly control?: string | null;
  readonly site?: string | null;
};

/** A customer, likewise. */
export type CustomerSetup = {
  readonly code: string;
  readonly name?: string;
  readonly active?: boolean;
  readonly control?: string | null;
  readonly site?: string | null;
};

/** A tax type, likewise. */
export type TaxTypeSetup = {
  readonly code: string;
  readonly name?: string;
  /** In per cent, at most 4 decimals; a new tax type needs one. */
  readonly rate?: string;
  readonly active?: boolean;
  readonly accountOut?: string | null;
  readonly accountIn?: string | null;
};

/** An inventory group (`000.07`). */
export type GroupSetup = {
  readonly number: number;
  readonly description: string;
  readonly accounts?: RoleAccounts;
  /**
   * Of services alone: its inventory account takes the other side of their cost and stands in the
   * income statement, as cost of sales or as cost recovered (`000.54`). Absent: as it was, else no.
   */
  readonly services?: boolean;
  /** Tax types its new items begin with; null takes one back (`000.39`, `000.41`). */
  readonly salesTaxType?: string | null;
  readonly purchaseTaxType?: string | null;
  /** The group is there no more; refused while anything uses it (`000.66`). */
  readonly removed?: boolean;
};

export type SiteSetup = {
  readonly code: string;
  readonly name: string;
  readonly kind: SiteKind;
  readonly center?: string;
  /** What a distribution center sends here is received as it is sent (`003.56`). */
  readonly receivesTransfersAutomatically?: boolean;
  /** Whether stock here may go below zero; without it as the company says (`Q-05`). */
  readonly negativeStock?: NegativeStock;
  /** The site's control table: accounts for all groups at this site (ladder, step 7). */
  readonly accounts?: RoleAccounts;
  /** The site is there no more; refused once anything happened or stands there. */
  readonly removed?: boolean;
};

export type LocationSetup = {
  readonly site: string;
  readonly code: string;
  readonly warehouse?: string;
  readonly status?: LocationStatus;
  readonly mixed?: boolean;
  /** Whose goods lie here; absent: our own (`002.45`). */
  readonly ownership?: Ownership;
  /** The location is there no more; refused while stock lies in it. */
  readonly removed?: boolean;
  /** Confirms that accounts copied from the warehouse it leaves are taken away (`Q-10`). */
  readonly removeCopiedAccounts?: boolean;
};

/** A warehouse of a site; its accounts are entered as those of a location of its code (`002.15`). */
export type WarehouseSetup = {
  readonly site: string;
  readonly code: string;
  readonly name?: string;
  /** Absent on a new warehouse: what the company's control says at that time (`002.21`). */
  readonly accountSync?: AccountSync;
};

/**
 * An assignment more precise than a group's: for a group at a site, at one location of it, or for a
 * warehouse, whose code stands in the location's field.
 */
export type PlaceAssignment = {
  readonly group: number;
  readonly site: string;
  readonly location?: string;
  readonly accounts?: PlaceAccounts;
  /** Centers in place of the site's, with or without an account (`002.41`); null takes one back. */
  readonly centers?: PlaceAccounts;
};

/** How a role of a transaction type is mapped when not by group (`003.26`–`003.34`). */
export type ModeSetup = {
  /** A transaction type, or all of them that use the role. */
  readonly type: TransactionType | 'all';
  readonly role: AccountRole;
  readonly mode: 'account' | 'item-type' | 'reason' | 'group';
  readonly account?: string;
};

export type ItemTypeAccount = {
  readonly role: AccountRole;
  readonly itemType: string;
  readonly financialGroup?: string;
  /** Null takes the item type or the exception out of the mapping. */
  readonly account: string | null;
};

/** An adjustment reason (`003.35`); what is left out of a known one stays as it is. */
export type ReasonSetup = {
  readonly code: string;
  /** A new reason needs one. */
  readonly name?: string;
  /** Not active: no new transaction may name it. */
  readonly active?: boolean;
  /** Null takes the account back; the reason then goes by the group's. */
  readonly account?: string | null;
  /** The reason is there no more; refused once a transaction gave it. */
  readonly removed?: boolean;
};

/** A policy from a day on: for the company, or for one inventory group (`beyond.md` 11). */
export type PolicySetup = {
  readonly policy: string;
  /** Absent: for the company. */
  readonly group?: number;
  /** `YYYY-MM-DD`; absent: the day from which the setup holds, and that absent: from ever. */
  readonly from?: string;
  /** Null takes a declaration back: a group then goes by the company, the company by what is usual. */
  readonly value: string | null;
};

/**
 * Everything a company is set up with. The same form serves `init`, the API, the demonstration and
 * the tests. On an existing company every list adds to or replaces what has the same code; what
 * is not named stays as it is.
 */
export type CompanySetup = {
  readonly company: {
    readonly code: string;
    readonly name: string;
    /** ISO 4217 code; it fixes the decimals of all amounts. */
    readonly currency: string;
    readonly costingMethod?: CostingMethod;
    /** Whether stock may go below zero at sites that say nothing of their own; without it yes. */
    readonly negativeStock?: NegativeStock;
    readonly center?: string;
    readonly segmentStyle?: SegmentStyle;
    /** Where in an account number the branch suffix stands, counted from 0 (`004.42`). */
    readonly suffixAt?: number;
    /** Digits every account number has (`003.47`). */
    readonly accountLength?: number;
    /** A site without a center is refused instead of warned of (`Q-41`). */
    readonly strictCenters?: boolean;
    /** Work in process in transit may be mapped by item type too (`Q-12`). */
    readonly wipInTransitByItemType?: boolean;
    /** Warehouse control: what a new warehouse takes for itself (`002.21`). */
    readonly accountSync?: AccountSync;
    /** Every journal entry balances at each of its sites, from now on (`002.05`); without it no. */
    readonly selfBalancingSites?: boolean;
    /** Goods are received by notes, for which every group has a purchase variance account (`000.49`); without it no. */
    readonly goodsReceivedNotes?: boolean;
  };
  /**
   * Whether a new company is integrated with the general ledger from its beginning; without it yes
   * (`000.24`). An existing one is switched by a use case of its own, which asks what that needs.
   */
  readonly integration?: { readonly integrated: boolean; readonly entryType?: EntryType };
  /** The day from which assignments, mappings and policies of this setup hold; absent: from ever. */
  readonly validFrom?: string;
  /** Why the change is made; kept with its version. */
  readonly reason?: string;
  readonly accounts?: readonly {
    readonly code: string;
    readonly name: string;
    readonly accountClass: AccountClass;
    readonly active?: boolean;
    /** The account is there no more; refused once anything used it (`Q-34`). */
    readonly removed?: boolean;
  }[];
  /** The company's control table (ladder, step 8). */
  readonly controls?: RoleAccounts;
  readonly groups?: readonly GroupSetup[];
  readonly itemTypes?: readonly ItemTypeSetup[];
  readonly financialGroups?: readonly FinancialGroupSetup[];
  readonly sites?: readonly SiteSetup[];
  readonly warehouses?: readonly WarehouseSetup[];
  readonly locations?: readonly LocationSetup[];
  readonly places?: readonly PlaceAssignment[];
  readonly reasons?: readonly ReasonSetup[];
  readonly vendors?: readonly VendorSetup[];
  readonly customers?: readonly CustomerSetup[];
  readonly taxTypes?: readonly TaxTypeSetup[];
  /** Purchase orders that were received in a former system (`004.22`). */
  readonly convertedOrders?: readonly ConvertedOrder[];
  readonly items?: readonly ItemSetup[];
  /** The transaction types with their center mapping; `default` installs all of them. */
  readonly types?:
    | 'default'
    | readonly { readonly type: TransactionType; readonly center: CenterMapping }[];
  readonly modes?: readonly ModeSetup[];
  readonly itemTypeAccounts?: readonly ItemTypeAccount[];
  /** One account for all item types of a role, before single ones of this setup (`003.30`). */
  readonly allItemTypes?: readonly { readonly role: AccountRole; readonly account: string }[];
  /** One account for all adjustment reasons, before single ones of this setup (`003.36`). */
  readonly allReasons?: { readonly account: string };
  readonly policies?: readonly PolicySetup[];
  /**
   * The day from which a new costing method and new standard costs hold, `YYYY-MM-DD`; stock is
   * revalued on it. Without it today.
   */
  readonly costsFrom?: string;
  /**
   * What a new costing method opens with: what stock is worth by the old one, as usual, or by the
   * stream of the new one where it was kept beside it (`004.07`).
   */
  readonly costsOpenWith?: 'held-value' | 'kept-stream';
  /** Months to open, `YYYY-MM`, both included. */
  readonly periods?: { readonly first: string; readonly last: string };
  /** Fiscal years whose periods are opened, for years that are not those of the calendar. */
  readonly fiscalYears?: readonly FiscalYearSetup[];
};
