import type { AccountRole } from '../accounts/account-role.ts';
import type { Item } from '../items/item.ts';
import type { Customer, Vendor } from '../parties/party.ts';
import type { BusinessDate } from '../primitives/business-date.ts';
import type { Money, Quantity, UnitCost } from '../primitives/money.ts';
import type { TaxType } from '../taxes/tax-type.ts';
import type { DocumentShape, EventShape } from './event-shape.ts';
import type { LineKind, TransactionType } from './posting-rules.ts';
import type { Refusal } from './refusals.ts';

/**
 * One inventory transaction as it is sent: texts only, exactly as they came.
 *
 * `key` names it for ever within its `source`: the same key with the same content is answered
 * again, with other content it is refused (`Q-36`). Quantities, costs and amounts are decimals.
 */
export type TransactionInput = {
  readonly key: string;
  readonly source?: string;
  readonly type: string;
  /** The business date; it decides the period and the order of costs. */
  readonly postedOn: string;
  readonly documentDate?: string;
  readonly item: string;
  readonly site: string;
  readonly location?: string;
  readonly toSite?: string;
  readonly toLocation?: string;
  readonly fromSite?: string;
  readonly quantity?: string;
  readonly unitCost?: string;
  /** Value instead of a unit cost, or the signed amount of a value-only type. */
  readonly amount?: string;
  readonly reason?: string;
  /** An account chosen on the line, for roles that allow it (`000.48`). */
  readonly account?: string;
  /** Order, transfer or receipt the goods belong to; they carry their cost under this name. */
  readonly document?: string;
  readonly reference?: string;
  readonly party?: string;
  /** Key of the transaction this one refers to: the sale of a return, the receipt of an invoice. */
  readonly original?: string;
  /** Key of the transaction this one reverses exactly. */
  readonly reverses?: string;
  /** Tax on a supplier invoice, in currency. */
  readonly tax?: string;
  /** Whether the lines of a document are entered `exclusive` or `inclusive` of tax; usually exclusive. */
  readonly taxEntry?: string;
  /** Key of the transaction whose open amount on an account under review this one clears (`004.02`). */
  readonly clears?: string;
  /** The source of that transaction, where it is another than that of this one. */
  readonly clearsSource?: string;
  /** Key of what it is cleared against: another open transaction, or a receipt. */
  readonly against?: string;
  readonly againstSource?: string;
  /** The day on which a manual journal takes itself back, as an accrual does in the next period. */
  readonly reverseOn?: string;
  /** Why it still belongs into a period that is soft-closed; it stays with the transaction. */
  readonly closingReason?: string;
  /** What goes into an assembly or comes out of it, and what it adds (`003.X17`); the lines of a document. */
  readonly lines?: readonly TransactionLine[];
};

/**
 * A line of a document of several items, texts only as well. One that names an `item` is goods, one
 * with an `amount` is a cost that is added, any other a share that is scrapped.
 */
export type TransactionLine = {
  readonly item?: string;
  readonly quantity?: string;
  /** The site of the document; goods at another one are transferred first. */
  readonly site?: string;
  readonly location?: string;
  /** Its part of the sum of all shares. */
  readonly share?: string;
  readonly amount?: string;
  /** An account chosen for this line, for roles that allow it (`000.48`). */
  readonly account?: string;
  readonly reason?: string;
  /** Of a document: what the line is about, where its other fields do not say it (decision 0036). */
  readonly kind?: string;
  /** Key of what the line is linked to: a receipt, or a line of a document such as `INV-1#3`. */
  readonly original?: string;
  /** Price of one unit, as it is entered: without tax or with it. */
  readonly unitPrice?: string;
  /** Cost of one unit of what is sold without being stocked, typed over what it usually costs (`004.18`). */
  readonly unitCost?: string;
  /** Another tax type than the item's; empty for none (`000.40`). */
  readonly taxType?: string;
  /** The tax the paper says, in place of the computed one. */
  readonly tax?: string;
  readonly text?: string;
};

/** The fields of one text in the order in which a transaction's content is written down and compared. */
export const TRANSACTION_FIELDS = [
  'key', 'source', 'type', 'postedOn', 'documentDate', 'item', 'site', 'location', 'toSite', 'toLocation',
  'fromSite', 'quantity', 'unitCost', 'amount', 'reason', 'account', 'document', 'reference', 'party',
  'original', 'reverses', 'tax', 'taxEntry', 'clears', 'clearsSource', 'against', 'againstSource', 'reverseOn',
  'closingReason',
] as const satisfies readonly (keyof Omit<TransactionInput, 'lines'>)[]; // biome-ignore format: a list of names

/** The same of a line. */
export const LINE_FIELDS = [
  'item', 'quantity', 'site', 'location', 'share', 'amount', 'account', 'reason', 'kind', 'original',
  'unitPrice', 'taxType', 'tax', 'text', 'unitCost',
] as const satisfies readonly (keyof TransactionLine)[]; // biome-ignore format: a list of names

/** The source of a transaction that names none. */
export const DEFAULT_SOURCE = 'api';

/** The reason code that turns an adjustment into a count (`account-determination.md` 1d). */
export const COUNT_REASON = 'COUNT';

/** The source of what the books post by themselves; nobody else may use it. */
export const CAUSED_SOURCE = 'perpetua';

/** The source of what a change of the configuration posts; nobody else may use it. */
export const CONFIGURATION_SOURCE = 'configuration';

/** A transaction whose texts were read and whose item, sites and type exist. */
export type Transaction = {
  readonly key: string;
  readonly source: string;
  readonly content: string;
  readonly type: TransactionType;
  readonly shape: EventShape;
  readonly postedOn: BusinessDate;
  readonly documentDate: BusinessDate;
  readonly item: Item;
  readonly site: string;
  readonly location: string;
  readonly toSite: string;
  readonly toLocation: string;
  readonly fromSite: string;
  /** Always positive; `swapped` says that the two sides change places. */
  readonly quantity: Quantity;
  readonly swapped: boolean;
  readonly unitCost: UnitCost | undefined;
  readonly amount: Money | undefined;
  readonly reason: string | undefined;
  readonly account: string | undefined;
  readonly document: string;
  readonly reference: string | undefined;
  readonly original: string | undefined;
  readonly reverses: string | undefined;
  readonly tax: Money;
  readonly closingReason: string | undefined;
  /** Undefined but for a manual journal. */
  readonly ledger: LedgerJournal | undefined;
  /** `eventName` of the transaction whose open amount it clears, and of what it is cleared against. */
  readonly clears: string | undefined;
  readonly against: string | undefined;
  /** In the order they were sent; none but for a document of several items. */
  readonly lines: readonly AssemblyLine[];
  /** The document whose part this is. */
  readonly partOf: AssemblyPart | undefined;
  /** What a commercial document says; undefined for what is none, and for its reversal. */
  readonly commercial: CommercialDocument | undefined;
  /** Accounts of the party and the tax types of the document, which stand before those of the roles. */
  readonly named: NamedAccounts | undefined;
};

export type NamedAccounts = { readonly [role in AccountRole]?: string };

/** A document of trade as it was read: whose it is, and its lines. */
export type CommercialDocument = {
  readonly shape: DocumentShape;
  /** Undefined for a document that is with nobody. */
  readonly party: Vendor | Customer | undefined;
  /** The lines that could be read. */
  readonly lines: readonly DocumentLine[];
  /** What is wrong in the texts of the others: told together with what the books have against the rest. */
  readonly faults: readonly Refusal[];
};

/** A line of a document as it was read; `line` counts from 1, and amounts have the sign they were sent with. */
export type DocumentLine = {
  readonly line: number;
  readonly kind: LineKind;
  readonly item: Item | undefined;
  readonly site: string;
  readonly location: string;
  readonly quantity: Quantity;
  /** Without tax, whichever way it was entered. */
  readonly net: Money;
  readonly tax: Money;
  readonly taxType: TaxType | undefined;
  readonly account: string | undefined;
  readonly original: string | undefined;
  /** Cost of all its units that was typed over the usual one, with the sign of the units. */
  readonly cost: Money | undefined;
};

/** A manual journal as it was read. */
export type LedgerJournal = {
  readonly lines: readonly LedgerLine[];
  readonly reverseOn: BusinessDate | undefined;
};

/** A line of a manual journal: `line` counts from 1, and a positive amount debits its account. */
export type LedgerLine = {
  readonly line: number;
  readonly account: string;
  readonly site: string;
  readonly amount: Money;
};

/** A line of an assembly as it was read; `line` counts from 1. */
export type AssemblyLine = {
  readonly line: number;
} & (
  | {
      readonly kind: 'goods';
      readonly item: Item;
      readonly quantity: Quantity;
      readonly location: string;
      /** How many parts of what is under assembly come out with it; none where it goes in. */
      readonly parts: Quantity;
    }
  | { readonly kind: 'cost'; readonly amount: Money; readonly account: string | undefined }
  | {
      readonly kind: 'scrap';
      readonly parts: Quantity;
      readonly reason: string;
      readonly account: string | undefined;
    }
);

/**
 * Which item an assembly is about, and how many parts of it an event puts in or takes out. What is
 * under assembly is divided into as many parts as its goods have shares together, so that each
 * takes its share of what is left and the last one all of it.
 */
export type AssemblyPart = { readonly item: Item; readonly parts: Quantity };

/**
 * The content of a transaction as one text: the fields that were given, in a fixed order. Two
 * transactions are the same when these texts are.
 */
export function contentOf(input: TransactionInput): string {
  let fields = '';
  // JSON.stringify with a list of fields says the same and takes four times as long.
  for (const field of TRANSACTION_FIELDS) {
    const value = input[field];
    if (value === undefined) continue;
    fields += `${fields === '' ? '' : ','}"${field}":${JSON.stringify(value)}`;
  }
  if (input.lines === undefined) return `{${fields}}`;
  return `{${fields},"lines":${JSON.stringify(input.lines, [...LINE_FIELDS])}}`;
}

/** The name of a transaction within a company. */
export const eventName = (source: string, key: string): string => `${source}\n${key}`;

/** The key of the part that posts a line of a document; people name it `INV-1#3`. */
export const lineKey = (source: string, key: string, line: number): string =>
  `${source}:${key}#${line}`;

/**
 * The names by which a transaction may mean an earlier event: a transaction of its own source, or a
 * line of a document of it.
 */
export const namesMeant = (source: string, key: string): readonly string[] =>
  key.includes('#')
    ? [eventName(source, key), eventName(CAUSED_SOURCE, `${source}:${key}`)]
    : [eventName(source, key)];

/** The names of a transaction, and of all that it or its lines may mean. */
export function namesIn({
  source = DEFAULT_SOURCE,
  lines = [],
  ...input
}: TransactionInput): readonly string[] {
  const named = [
    [source, input.key],
    [source, input.original],
    [source, input.reverses],
    [input.clearsSource ?? source, input.clears],
    [input.againstSource ?? source, input.against],
    ...lines.map(({ original }) => [source, original] as const),
  ] as const;
  return named.flatMap(([of, key]) => (key === undefined ? [] : namesMeant(of, key)));
}
