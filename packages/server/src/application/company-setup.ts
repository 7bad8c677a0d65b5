import type {
  AccountClass,
  AccountRole,
  CenterMapping,
  CostingMethod,
  ItemClass,
  SegmentStyle,
  SiteKind,
  TransactionType,
} from 'perpetua-core';

/** An account per role; a role that is left out falls through to the next step of the ladder. */
export type RoleAccounts = Partial<Record<AccountRole, string>>;

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
};

export type SiteSetup = {
  readonly code: string;
  readonly name: string;
  readonly kind: SiteKind;
  readonly center?: string;
  /** The site's control table: accounts for all groups at this site (ladder, step 7). */
  readonly accounts?: RoleAccounts;
};

export type LocationSetup = {
  readonly site: string;
  readonly code: string;
  readonly warehouse?: string;
};

/** An assignment more precise than a group's: for a group at a site, or at one location of it. */
export type PlaceAssignment = {
  readonly group: number;
  readonly site: string;
  readonly location?: string;
  readonly accounts: RoleAccounts;
};

/** How a role of a transaction type is mapped when not by group (`003.26`–`003.34`). */
export type ModeSetup = {
  readonly type: TransactionType;
  readonly role: AccountRole;
  readonly mode: 'account' | 'item-type' | 'reason' | 'group';
  readonly account?: string;
};

export type ItemTypeAccount = {
  readonly role: AccountRole;
  readonly itemType: string;
  readonly financialGroup?: string;
  readonly account: string;
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
    readonly negativeStock?: 'allow' | 'forbid';
    readonly center?: string;
    readonly segmentStyle?: SegmentStyle;
  };
  readonly accounts?: readonly {
    readonly code: string;
    readonly name: string;
    readonly accountClass: AccountClass;
    readonly active?: boolean;
  }[];
  /** The company's control table (ladder, step 8). */
  readonly controls?: RoleAccounts;
  readonly groups?: readonly {
    readonly number: number;
    readonly description: string;
    readonly accounts?: RoleAccounts;
  }[];
  readonly sites?: readonly SiteSetup[];
  readonly locations?: readonly LocationSetup[];
  readonly places?: readonly PlaceAssignment[];
  readonly reasons?: readonly {
    readonly code: string;
    readonly name: string;
    readonly account?: string;
  }[];
  readonly items?: readonly ItemSetup[];
  /** The transaction types with their center mapping; `default` installs all of them. */
  readonly types?:
    | 'default'
    | readonly { readonly type: TransactionType; readonly center: CenterMapping }[];
  readonly modes?: readonly ModeSetup[];
  readonly itemTypeAccounts?: readonly ItemTypeAccount[];
  /**
   * The day from which a new costing method and new standard costs hold, `YYYY-MM-DD`; stock is
   * revalued on it. Without it today.
   */
  readonly costsFrom?: string;
  /** Periods to open, `YYYY-MM`, both included. */
  readonly periods?: { readonly first: string; readonly last: string };
};
