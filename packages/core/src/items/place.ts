/**
 * What a site is for. Types name the site of each leg; the kind decides only whose transfers a site
 * may receive as they are sent (`003.56`).
 */
export const SITE_KINDS = ['office', 'distribution-center', 'lab', 'store', 'warehouse'] as const;
export type SiteKind = (typeof SITE_KINDS)[number];

/** A place with its own balance of stock and its own average cost. */
export type Site = {
  readonly code: string;
  readonly name: string;
  readonly kind: SiteKind;
  /** General ledger center of the site; absent: the company's center, with a warning (`Q-41`). */
  readonly center?: string;
  /** What a distribution center sends here is received as it is sent (`003.56`). */
  readonly receivesTransfersAutomatically?: boolean;
  /** Whether stock here may go below zero; absent: as the company says (`Q-05`). */
  readonly negativeStock?: NegativeStock;
};

/** Whether stock on hand may go below zero: said aloud where it may, else refused (`Q-05`). */
export const NEGATIVE_STOCK = ['allow', 'forbid'] as const;
export type NegativeStock = (typeof NEGATIVE_STOCK)[number];

/** Whether what one site sends to another is received there at once, by the books themselves (`003.56`). */
export const isReceivedAsSent = (from: Site | undefined, to: Site | undefined): boolean =>
  from?.kind === 'distribution-center' && to?.receivesTransfersAutomatically === true;

/** Whether what lies at a location may be sold or used. */
export const LOCATION_STATUSES = ['available', 'unavailable'] as const;
export type LocationStatus = (typeof LOCATION_STATUSES)[number];

/** A shelf or a room inside a site. Stock is counted here; accounts may differ (`002.07`). */
export type Location = {
  readonly site: string;
  readonly code: string;
  /** The warehouse it belongs to; accounts of the warehouse may be copied to it (`002.16`). */
  readonly warehouse?: string;
  /** Absent: available. */
  readonly status?: LocationStatus;
  /** Whether several items or lots may lie here together; absent: yes. */
  readonly mixed?: boolean;
  /** Whose goods lie here; absent: our own (`002.45`). */
  readonly ownership?: Ownership;
};

/** Whether what lies at a location is ours, or counted for somebody else and not valued. */
export const OWNERSHIPS = ['own', 'third-party'] as const;
export type Ownership = (typeof OWNERSHIPS)[number];

/**
 * How the accounts of a warehouse reach its locations: `full` keeps all of them the same, `partial`
 * fills in those without accounts of their own, `blank` copies nothing by itself (`002.22`–`002.29`).
 */
export const ACCOUNT_SYNCS = ['full', 'partial', 'blank'] as const;
export type AccountSync = (typeof ACCOUNT_SYNCS)[number];

/**
 * A part of a site that holds locations. Its code stands where a location would stand when its
 * accounts are assigned (`002.15`), and names the gateway location goods pass through (`002.43`).
 */
export type Warehouse = {
  readonly site: string;
  readonly code: string;
  readonly name: string;
  readonly accountSync: AccountSync;
};

/** Stock whose place inside the site is not kept. */
export const NO_LOCATION = '';
