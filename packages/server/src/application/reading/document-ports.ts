import type { BusinessDate, TransactionType } from 'perpetua-core';
import type { EventLine } from './event-line.ts';

/** A part of a document, and what it took of earlier events that are no parts of it. */
export type DocumentPart = {
  readonly event: EventLine;
  readonly links: readonly {
    readonly source: string;
    readonly key: string;
    readonly type: TransactionType;
    readonly postedOn: BusinessDate;
    readonly quantity: bigint;
    readonly value: bigint;
  }[];
};

/** Up to which event and, where one is named, up to which day something is asked for. */
export type OwedCut = { readonly event: number; readonly to: BusinessDate | null };

/** What of goods that came in is not invoiced, or of goods that went back not credited. */
export type GoodsOwed = {
  readonly event: number;
  readonly key: string;
  readonly type: TransactionType;
  readonly postedOn: BusinessDate;
  readonly item: string;
  readonly site: string;
  readonly document: string;
  readonly party: string;
  /** Above zero what is owed to the vendor, below zero what he owes. */
  readonly amount: bigint;
  /** The units behind it, with the sign of the amount; null where no units moved. */
  readonly quantity: bigint | null;
};

/** With whom a document is. */
export type PartyKind = 'vendor' | 'customer';

export type PartyBalance = {
  readonly party: string;
  readonly account: string;
  /** On the side of an invoice: credits of a vendor, debits of a customer. */
  readonly invoiced: bigint;
  readonly credited: bigint;
  readonly documents: number;
};

/** What is read of commercial documents, and of what is owed by them. */
export type DocumentReading = {
  /** The events a document caused, in their order, each with what it is linked to outside of it. */
  readonly documentParts: (document: EventLine) => Promise<readonly DocumentPart[]>;
  /** What is owed for goods that came in or went back, by the event they came with; nothing where it is settled. */
  readonly goodsOwed: (cut: OwedCut) => Promise<readonly GoodsOwed[]>;
  /** What is owed to vendors, or by customers; the party is empty where the transactions name none. */
  readonly partyBalances: (kind: PartyKind, cut: OwedCut) => Promise<readonly PartyBalance[]>;
};
