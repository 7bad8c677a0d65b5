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
};

/** Whether what one site sends to another is received there at once, by the books themselves (`003.56`). */
export const isReceivedAsSent = (from: Site | undefined, to: Site | undefined): boolean =>
  from?.kind === 'distribution-center' && to?.receivesTransfersAutomatically === true;

/** A shelf, room or warehouse inside a site. Stock is counted here; accounts may differ (`002.07`). */
export type Location = {
  readonly site: string;
  readonly code: string;
  readonly warehouse?: string;
};

/** Stock whose place inside the site is not kept. */
export const NO_LOCATION = '';
