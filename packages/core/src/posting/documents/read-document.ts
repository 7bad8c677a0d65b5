import type { Configuration } from '../../determination/configuration.ts';
import type { Item } from '../../items/item.ts';
import { NO_LOCATION } from '../../items/place.ts';
import type { Customer, Vendor } from '../../parties/party.ts';
import {
  extend,
  LARGEST_MONEY,
  LARGEST_QUANTITY,
  LARGEST_UNIT_COST,
  type Money,
  money,
  NO_MONEY,
  NO_QUANTITY,
  type Quantity,
  quantity,
  UNIT_COST_DECIMALS,
  unitCost,
} from '../../primitives/money.ts';
import { TAX_ENTRIES, type TaxEntry, taxedAmount } from '../../taxes/tax-amount.ts';
import type { TaxType } from '../../taxes/tax-type.ts';
import type { DocumentShape } from '../../transactions/event-shape.ts';
import { DOCUMENT_LINES, type LineKind } from '../../transactions/posting-rules.ts';
import { type Refusal, type RefusalCode, refusal } from '../../transactions/refusals.ts';
import {
  type CommercialDocument,
  type DocumentLine,
  LINE_FIELDS,
  type TransactionInput,
  type TransactionLine,
} from '../../transactions/transaction.ts';
import { purchaseKindOf } from './purchase-lines.ts';
import { saleKindOf } from './sale-lines.ts';

/** What reads the texts of a line, and says of which line it speaks. */
type LineReader = {
  readonly refusals: readonly Refusal[];
  readonly location: (site: string, location: string) => void;
  readonly knownSite: (field: string, site: string) => void;
  readonly knownAccount: (account: string) => void;
  readonly number: (
    field: string,
    text: string | undefined,
    decimals: number,
    largest: bigint,
  ) => bigint | undefined;
  readonly refuse: (code: RefusalCode, details: Readonly<Record<string, string>>) => void;
};

/** What a document is read with: what it says, what it can name, and who reads a line. */
type DocumentDesk = {
  readonly input: TransactionInput;
  readonly shape: DocumentShape;
  readonly readerOf: (line: number) => LineReader;
  readonly configuration: Configuration;
  readonly items: ReadonlyMap<string, Item>;
};

/** The same with what all lines have in common. */
type LineDesk = DocumentDesk & {
  readonly party: Vendor | Customer | undefined;
  readonly entry: TaxEntry;
};

type KindFinder = (
  told: TransactionLine,
  item: Item | undefined,
  party: Vendor | Customer | undefined,
  sign: DocumentShape['sign'],
) => LineKind;

/** What a line is about that does not say it, by the family of its document. */
const KINDS_FOUND: Readonly<Record<DocumentShape['family'], KindFinder>> = {
  purchase: purchaseKindOf,
  sale: (_told, item, _party, sign) => saleKindOf(item, sign),
};

/**
 * Reads a commercial document: whose it is, and its lines, each with its amount without tax and the
 * tax on it. A line whose texts are wrong is left out and its faults are kept, so that the others can
 * still be looked at and everything is told at once.
 */
export function readDocument(desk: DocumentDesk): {
  readonly commercial: CommercialDocument;
  readonly refusals: readonly Refusal[];
} {
  const { input, shape } = desk;
  const refusals: Refusal[] = [];
  const party = partyOf(desk, refusals);
  const entry = taxEntryOf(input, refusals);
  const told = input.lines ?? [];
  if (told.length === 0) refusals.push(refusal('document-empty', { type: shape.type }));
  const faults: Refusal[] = [];
  const lines = told.flatMap((one, index) => {
    const reader = desk.readerOf(index + 1);
    const line = readLine({ ...desk, party, entry }, reader, one, index + 1);
    faults.push(...reader.refusals);
    return line === undefined || reader.refusals.length > 0 ? [] : [line];
  });
  return { commercial: { shape, party, lines, faults }, refusals };
}

function partyOf(
  { input, shape, configuration }: DocumentDesk,
  refusals: Refusal[],
): Vendor | Customer | undefined {
  const { party: kind } = shape;
  if (kind === 'nobody') return undefined;
  const { party: code } = input;
  if (!code) {
    refusals.push(refusal('field-missing', { type: shape.type, field: 'party' }));
    return undefined;
  }
  const party = (kind === 'vendor' ? configuration.vendors : configuration.customers).get(code);
  if (party === undefined) refusals.push(refusal('party-unknown', { kind, party: code }));
  else if (!party.active) refusals.push(refusal('party-inactive', { kind, party: code }));
  return party;
}

function taxEntryOf({ taxEntry = 'exclusive' }: TransactionInput, refusals: Refusal[]): TaxEntry {
  const entry = TAX_ENTRIES.find((one) => one === taxEntry);
  if (entry !== undefined) return entry;
  const words = TAX_ENTRIES.join(', ');
  refusals.push(refusal('word-unknown', { field: 'taxEntry', value: taxEntry, words }));
  return 'exclusive';
}

function readLine(
  desk: LineDesk,
  reader: LineReader,
  told: TransactionLine,
  line: number,
): DocumentLine | undefined {
  const item = itemOf(desk, reader, told);
  const kind = kindOf(desk, reader, told, item);
  const site = told.site ?? desk.input.site;
  if (told.site !== undefined) reader.knownSite('site', told.site);
  if (told.location) reader.location(site, told.location);
  if (told.account !== undefined) reader.knownAccount(told.account);
  const taxType = taxTypeOf(desk, reader, told, item);
  if (kind === undefined) return undefined;
  const [, , items, needs, takes] = kindRow(desk.shape, kind);
  refuseFields(desk, reader, { told, kind, needs, takes });
  refuseItem(reader, item, { kind, items });
  const isOfGoods = items === 'stock';
  const units = quantityOf(reader, told, item, items);
  const entered = enteredOf(desk, reader, { told, item, units, isOfGoods });
  const { currencyDecimals } = desk.configuration.company;
  const tax = reader.number('tax', told.tax, currencyDecimals, LARGEST_MONEY);
  const { account, original, location = NO_LOCATION } = told;
  return {
    line,
    kind,
    item,
    site,
    location,
    taxType,
    account,
    original,
    quantity: units ?? NO_QUANTITY,
    cost: costOf(desk, reader, { told, item, units, isOfGoods }),
    ...taxedAmount(entered ?? NO_MONEY, desk.entry, {
      rate: taxType?.rate,
      told: tax === undefined ? undefined : money(tax),
    }),
  };
}

type Row = readonly [
  invoiced: string | null,
  credited: string | null,
  items: 'stock' | 'no stock' | 'any',
  needs: string,
  takes: string,
  means: string,
];

const kindRow = ({ family }: DocumentShape, kind: LineKind): Row => {
  const rows: Readonly<Record<string, Row>> = DOCUMENT_LINES[family];
  return rows[kind] ?? [null, null, 'any', '', '', ''];
};

/** The kinds of lines that a document may have. */
function kindsOf({ family, sign }: DocumentShape): readonly string[] {
  const rows: Readonly<Record<string, Row>> = DOCUMENT_LINES[family];
  return Object.entries(rows).flatMap(([kind, [invoiced, credited]]) =>
    (sign > 0n ? invoiced : credited) === null ? [] : [kind],
  );
}

function kindOf(
  { shape, party }: LineDesk,
  reader: LineReader,
  told: TransactionLine,
  item: Item | undefined,
): LineKind | undefined {
  if (told.kind === undefined) return KINDS_FOUND[shape.family](told, item, party, shape.sign);
  const words = kindsOf(shape);
  if (isKindOf(shape, told.kind, words)) return told.kind;
  reader.refuse('word-unknown', { field: 'kind', value: told.kind, words: words.join(', ') });
  return undefined;
}

const isKindOf = (_: DocumentShape, kind: string, kinds: readonly string[]): kind is LineKind =>
  kinds.includes(kind);

function itemOf(
  { items }: LineDesk,
  reader: LineReader,
  { item: code }: TransactionLine,
): Item | undefined {
  if (code === undefined || code === '') return undefined;
  const item = items.get(code);
  if (item === undefined) reader.refuse('item-unknown', { item: code });
  return item;
}

/** The tax type of a line: what it names, else what its item begins with (`000.39`, `000.40`). */
function taxTypeOf(
  { shape, configuration }: LineDesk,
  reader: LineReader,
  told: TransactionLine,
  item: Item | undefined,
): TaxType | undefined {
  const usual = shape.party === 'customer' ? item?.salesTaxType : item?.purchaseTaxType;
  const code = told.taxType ?? usual ?? '';
  if (code === '' || shape.party === 'nobody') return undefined;
  const taxType = configuration.taxTypes.get(code);
  if (taxType === undefined) reader.refuse('tax-type-unknown', { taxType: code });
  else if (!taxType.active) reader.refuse('tax-type-inactive', { taxType: code });
  return taxType;
}

/** Fields of every line beside those of its kind. */
const COMMON_FIELDS = ['kind', 'site', 'amount', 'taxType', 'tax', 'text'];

function refuseFields(
  { shape: { type } }: LineDesk,
  reader: LineReader,
  {
    told,
    kind,
    needs,
    takes,
  }: {
    readonly told: TransactionLine;
    readonly kind: LineKind;
    readonly needs: string;
    readonly takes: string;
  },
): void {
  const needed = needs.split(' ');
  const taken = new Set([...needed, ...takes.split(' '), ...COMMON_FIELDS]);
  for (const field of LINE_FIELDS) {
    if (told[field] && !taken.has(field))
      reader.refuse('field-not-allowed', { type, field, because: `the line is of kind ${kind}` });
    if (!told[field] && needed.includes(field)) reader.refuse('field-missing', { type, field });
  }
}

function quantityOf(
  reader: LineReader,
  told: TransactionLine,
  item: Item | undefined,
  items: Row[2],
): Quantity | undefined {
  const decimals = item?.quantityDecimals ?? 6;
  const units = reader.number('quantity', told.quantity, decimals, LARGEST_QUANTITY);
  const isOfGoods = items === 'stock';
  if (items !== 'any' && units === 0n) reader.refuse('quantity-zero', {});
  if (isOfGoods && units !== undefined && units < 0n)
    reader.refuse('quantity-negative', { type: told.kind ?? 'a line of goods' });
  return units === undefined ? undefined : quantity(units);
}

/** Goods move by lines of goods, and nothing else does: neither kind may name items of the other. */
function refuseItem(
  reader: LineReader,
  item: Item | undefined,
  { kind, items }: { readonly kind: LineKind; readonly items: Row[2] },
): void {
  if (item === undefined) return;
  const { code, itemClass } = item;
  if (items === 'stock' && itemClass !== 'stock')
    reader.refuse('item-not-stocked', { item: code, class: itemClass });
  if (items === 'no stock' && itemClass === 'stock')
    reader.refuse('item-stocked', { item: code, kind });
}

/** What a line says its units cost, where it says so; it is no price. */
function costOf(
  { configuration: { company } }: LineDesk,
  reader: LineReader,
  { told, item, units }: Priced,
): Money | undefined {
  const cost = reader.number('unitCost', told.unitCost, UNIT_COST_DECIMALS, LARGEST_UNIT_COST);
  if (cost === undefined) return undefined;
  if (cost < 0n) reader.refuse('cost-negative', { value: told.unitCost ?? '' });
  const decimals = { quantity: item?.quantityDecimals ?? 6, currency: company.currencyDecimals };
  return units === undefined ? undefined : extend(units, unitCost(cost), decimals);
}

type Priced = {
  readonly told: TransactionLine;
  readonly item: Item | undefined;
  readonly units: Quantity | undefined;
  readonly isOfGoods: boolean;
};

/** What a line comes to as it was entered: its amount, or a price times its units. */
function enteredOf(
  { configuration, shape: { type } }: LineDesk,
  reader: LineReader,
  { told, item, units, isOfGoods }: Priced,
): Money | undefined {
  const { currencyDecimals: currency } = configuration.company;
  const amount = reader.number('amount', told.amount, currency, LARGEST_MONEY);
  const price = reader.number('unitPrice', told.unitPrice, UNIT_COST_DECIMALS, LARGEST_UNIT_COST);
  if (told.amount !== undefined && told.unitPrice !== undefined)
    reader.refuse('price-given-twice', {});
  const hasPrice = told.unitPrice !== undefined && told.quantity !== undefined;
  if (told.amount === undefined && !hasPrice) reader.refuse('price-missing', { type });
  const given = amount ?? price;
  if (isOfGoods && given !== undefined && given < 0n)
    reader.refuse('cost-negative', { value: told.amount ?? told.unitPrice ?? '' });
  if (amount !== undefined) return money(amount);
  if (price === undefined || units === undefined) return undefined;
  const decimals = { quantity: item?.quantityDecimals ?? 6, currency };
  return extend(units, unitCost(price), decimals);
}
