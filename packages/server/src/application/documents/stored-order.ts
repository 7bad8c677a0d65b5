import type { Quantity } from 'perpetua-core';

/** A line of an order as it was sent. */
export type OrderLine = {
  readonly item: string;
  readonly quantity: string;
  readonly unitPrice: string;
};

/** A purchase order as it was sent. Nothing of it is ever changed. */
export type PurchaseOrder = {
  readonly order: string;
  readonly orderedOn: string;
  readonly site: string;
  readonly party: string;
  readonly lines: readonly OrderLine[];
};

/** What came of a line of an order, and what of that was invoiced. */
export type ReceivedOfLine = { readonly received: Quantity; readonly invoiced: Quantity };

/** The name of a line of an order, by which its receipts refer to it. */
export const orderLineName = (order: string, line: number): string => `${order}#${line}`;

/** The purchase orders of a company. */
export type PurchaseOrders = {
  readonly find: (order: string) => Promise<PurchaseOrder | undefined>;
  /** By `orderLineName`, of the lines of which anything came. */
  readonly received: (names: readonly string[]) => Promise<ReadonlyMap<string, ReceivedOfLine>>;
  readonly add: (order: PurchaseOrder, at: Date, by: string) => Promise<void>;
};
