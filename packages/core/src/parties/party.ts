/**
 * Whom goods are bought from. One that is not active takes no new documents; it is never deleted.
 *
 * A merchandise vendor sells what lies in stock: what he invoices without a receipt is no purchase yet
 * and waits in Non-Inventory for somebody to look at it (`004.26`, `004.28`).
 */
export type Vendor = {
  readonly code: string;
  readonly name: string;
  readonly merchandise: boolean;
  readonly active: boolean;
  /** The account of his lines that name neither an item nor an account. */
  readonly account?: string;
  /** What is owed to him stands here, else on the company's supplier control. */
  readonly control?: string;
  /** The site, or branch, his documents are for when they name none (`004.24`). */
  readonly site?: string;
};

/**
 * A purchase order that was received in a former system: its invoices have no receipt here to be linked
 * to, so they wait in Non-Inventory of the branch (`004.22`).
 */
export type ConvertedOrder = {
  /** As invoices name it in PO/Reference. */
  readonly order: string;
  readonly vendor?: string;
};

/** Whom goods are sold to. One that is not active takes no new documents; it is never deleted. */
export type Customer = {
  readonly code: string;
  readonly name: string;
  readonly active: boolean;
  /** What he owes stands here, else on the company's customer control. */
  readonly control?: string;
  /** The site his documents are for when they name none. */
  readonly site?: string;
};
