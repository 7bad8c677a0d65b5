import type { AllocationBasis, AllocationLine } from './allocation-basis.ts';

/** One charge of a document: freight, duty, insurance. */
export type LandedCharge = {
  /** In currency; below zero for what is given back. */
  readonly amount: string;
  /** Whom it is owed to, or where it was expensed; without it the account of what is to be invoiced. */
  readonly account?: string | undefined;
  readonly party?: string | undefined;
  readonly reference?: string | undefined;
};

/** Receipts by what their papers say: of an order, of what carried them, of a vendor on a day. */
export type PapersOfReceipts = {
  readonly document?: string | undefined;
  readonly reference?: string | undefined;
  readonly party?: string | undefined;
  readonly on?: string | undefined;
};

/** Charges, and the receipts whose goods they make dearer. */
export type LandedCostDocument = {
  /** Names the document for ever; sent again it is answered again. */
  readonly key: string;
  readonly postedOn: string;
  readonly basis: AllocationBasis;
  readonly charges: readonly LandedCharge[];
  /** The receipts, or else `of`. */
  readonly receipts?: readonly AllocationLine[] | undefined;
  readonly of?: PapersOfReceipts | undefined;
};
