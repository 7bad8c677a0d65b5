import type { Configuration } from '../determination/configuration.ts';
import { locationKey } from '../determination/configuration.ts';
import { stockAccounts } from '../determination/stock-accounts.ts';
import { type Item, NO_ITEM } from '../items/item.ts';
import { NO_LOCATION } from '../items/place.ts';
import { type BusinessDate, parseBusinessDate } from '../primitives/business-date.ts';
import { formatDecimal, parseDecimal } from '../primitives/decimal.ts';
import {
  LARGEST_MONEY,
  LARGEST_QUANTITY,
  LARGEST_UNIT_COST,
  money,
  NO_MONEY,
  NO_QUANTITY,
  quantity,
  UNIT_COST_DECIMALS,
  unitCost,
} from '../primitives/money.ts';
import { ok, type Result, refused } from '../primitives/result.ts';
import { type EventShape, eventShape } from '../transactions/event-shape.ts';
import {
  type CostBasis,
  isDocumentType,
  isTransactionType,
  PAIRS,
  type TransactionType,
} from '../transactions/posting-rules.ts';
import { inPrecedence, type Refusal, type RefusalCode, refusal } from '../transactions/refusals.ts';
import {
  type AssemblyLine,
  CAUSED_SOURCE,
  CONFIGURATION_SOURCE,
  type CommercialDocument,
  contentOf,
  DEFAULT_SOURCE,
  eventName,
  type LedgerJournal,
  type Transaction,
  type TransactionInput,
} from '../transactions/transaction.ts';
import { readDocument } from './documents/read-document.ts';
import { readLedgerLines } from './read-ledger-lines.ts';
import { readLines } from './read-lines.ts';
import { movesOf, ownCostOf, SENT_INSTEAD } from './untaken-fields.ts';

const LONGEST_KEY = 200;

/**
 * Reads the texts of a transaction against the configuration.
 *
 * Everything that can be said without looking at stock or periods is said at once, in order of
 * precedence; a transaction that comes back is complete and its type, item and places exist.
 */
export function readTransaction(
  input: TransactionInput,
  configuration: Configuration,
  items: ReadonlyMap<string, Item>,
): Result<Transaction, Refusal> {
  const reader = new TransactionReader(input, configuration);
  reader.name();
  const type = reader.type();
  const postedOn = reader.date('postedOn', input.postedOn);
  const documentDate =
    input.documentDate === undefined ? postedOn : reader.date('documentDate', input.documentDate);
  const shape = type === undefined ? undefined : eventShape(type);
  const isDocument = type !== undefined && isDocumentType(type);
  const isOfNoItem = isDocument || shape?.isLedger === true;
  const item = isOfNoItem ? reader.noItem() : reader.item(items, shape?.takesAnyItem === true);
  if (shape !== undefined) reader.fieldsOf(shape);
  const places = reader.places(shape);
  const numbers = reader.numbers(shape, item);
  reader.references(shape);
  if (shape?.needsOtcItem === true && item !== undefined) reader.otcItem(item);
  if (shape !== undefined && shape.ofOthers !== 'no') reader.ownedByOthers(shape);
  const lines = linesOf(reader, input, { shape, configuration, items });
  const ledger = ledgerOf(reader, input, { shape, configuration, postedOn });
  const commercial = documentOf(reader, input, { shape, configuration, items });
  const { refusals } = reader;
  if (refusals.length > 0 || !type || !shape || !item || !postedOn || !documentDate) {
    return refused(inPrecedence([...refusals, ...(commercial?.faults ?? [])]));
  }
  return ok({
    key: input.key,
    source: input.source ?? DEFAULT_SOURCE,
    content: contentOf(input),
    type,
    shape,
    postedOn,
    documentDate,
    item,
    ...places,
    ...numbers,
    reason: input.reason ?? shape.usualReason,
    account: input.account,
    document: input.document ?? (isNamedByKey(shape) ? input.key : ''),
    reference: input.reference,
    original: input.original,
    reverses: input.reverses,
    closingReason: input.closingReason,
    ledger,
    clears: nameOf(input, input.clears, input.clearsSource),
    against: nameOf(input, input.against, input.againstSource),
    lines,
    partOf: undefined,
    commercial,
    named: undefined,
  });
}

/** The name of another transaction, of the same source where none is given. */
const nameOf = (
  { source = DEFAULT_SOURCE }: TransactionInput,
  key: string | undefined,
  ofSource = source,
): string | undefined => (key === undefined ? undefined : eventName(ofSource, key));

/** What is sent, or put together, without a document of its own is carried under its key. */
const isNamedByKey = ({ needsToSite, assembly, document }: EventShape): boolean =>
  needsToSite || assembly !== undefined || document !== undefined;

const NO_LINES: readonly AssemblyLine[] = [];

type ReadWith = {
  readonly shape: EventShape | undefined;
  readonly configuration: Configuration;
  readonly items: ReadonlyMap<string, Item>;
};

/** What a commercial document says; a reversal says nothing but what it reverses. */
function documentOf(
  reader: TransactionReader,
  input: TransactionInput,
  { shape, configuration, items }: ReadWith,
): CommercialDocument | undefined {
  if (shape?.document === undefined || input.reverses !== undefined) return undefined;
  const readerOf = (line: number) => new TransactionReader(input, configuration, line);
  const desk = { input, shape: shape.document, readerOf, configuration, items };
  const { commercial, refusals } = readDocument(desk);
  reader.refusals.push(...refusals);
  return commercial;
}

/** The lines of a document of several items; a reversal repeats those of its original. */
function linesOf(
  reader: TransactionReader,
  input: TransactionInput,
  { shape, configuration, items }: ReadWith,
): readonly AssemblyLine[] {
  if (shape?.assembly === undefined || input.reverses !== undefined) return NO_LINES;
  const readerOf = (part: TransactionInput, line: number) =>
    new TransactionReader(part, configuration, line);
  const { assembly } = shape;
  const { lines, refusals } = readLines({ input, shape, assembly, readerOf, configuration, items });
  reader.refusals.push(...refusals);
  return lines;
}

/** What a manual journal says; a reversal says nothing but what it reverses. */
function ledgerOf(
  reader: TransactionReader,
  input: TransactionInput,
  {
    shape,
    configuration,
    postedOn,
  }: {
    readonly shape: EventShape | undefined;
    readonly configuration: Configuration;
    readonly postedOn: BusinessDate | undefined;
  },
): LedgerJournal | undefined {
  if (shape?.isLedger !== true || input.reverses !== undefined) return undefined;
  const readerOf = (line: number) => new TransactionReader(input, configuration, line);
  const { lines, refusals } = readLedgerLines({ input, readerOf, configuration });
  reader.refusals.push(...refusals);
  const { reverseOn: text } = input;
  const reverseOn = text === undefined ? undefined : reader.date('reverseOn', text);
  if (reverseOn !== undefined && postedOn !== undefined && reverseOn <= postedOn)
    reader.refuse('reversal-not-later', { reverseOn, postedOn });
  return { lines, reverseOn };
}

class TransactionReader {
  readonly refusals: Refusal[] = [];
  readonly #input: TransactionInput;
  readonly #configuration: Configuration;
  readonly #line: number | undefined;

  /** @param line which line of a document is read as a transaction of its own */
  constructor(input: TransactionInput, configuration: Configuration, line?: number) {
    this.#input = input;
    this.#configuration = configuration;
    this.#line = line;
  }

  name(): void {
    const { key, source } = this.#input;
    if (key === '' || key.length > LONGEST_KEY) this.refuse('key-missing');
    if (source === CAUSED_SOURCE) this.refuse('source-reserved', { source: CAUSED_SOURCE });
  }

  type(): TransactionType | undefined {
    const { type } = this.#input;
    if (this.#configuration.types.size === 0) this.refuse('types-not-installed');
    if (!isTransactionType(type)) {
      this.refuse('transaction-type-unknown', { type });
      return undefined;
    }
    const origin = eventShape(type)?.rule.origin ?? 'caused';
    const isConfirmed = this.#input.source === CONFIGURATION_SOURCE;
    if (origin === 'caused' || (origin === 'proposed' && !isConfirmed)) {
      const pair = PAIRS.find((row) => row.some((member) => member === type));
      this.refuse('type-not-sent', {
        type,
        partner: pair?.[2] ?? SENT_INSTEAD[origin],
      });
      return undefined;
    }
    return type;
  }

  /** A document is about the items of its lines. */
  noItem(): Item {
    const { item, type } = this.#input;
    if (item !== NO_ITEM.code)
      this.refuse('field-not-allowed', {
        type,
        field: 'item',
        because: 'its lines name the items',
      });
    return NO_ITEM;
  }

  /** @param ofAnyClass whether one without stock will do, and of what clears a line without an item none */
  item(items: ReadonlyMap<string, Item>, ofAnyClass = false): Item | undefined {
    const { item: code, clears, reverses } = this.#input;
    const isOfOther = clears !== undefined || reverses !== undefined;
    if (ofAnyClass && isOfOther && code === NO_ITEM.code) return NO_ITEM;
    const item = items.get(code);
    if (item === undefined) this.refuse('item-unknown', { item: code });
    else if (item.itemClass !== 'stock' && !ofAnyClass) {
      this.refuse('item-not-stocked', { item: code, class: item.itemClass });
    }
    return item;
  }

  date(field: string, text: string): BusinessDate | undefined {
    const date = parseBusinessDate(text);
    if (date === undefined) this.refuse('date-invalid', { field, value: text });
    return date;
  }

  /** Fields the type asks for, and fields that make no sense with it. */
  fieldsOf(shape: EventShape): void {
    const input = this.#input;
    const { type } = shape.rule;
    const reversal = input.reverses !== undefined;
    const needs = (needed: boolean, field: keyof TransactionInput) => {
      if (needed && !reversal && !input[field]) this.refuse('field-missing', { type, field });
    };
    needs(shape.needsToSite, 'toSite');
    needs(shape.needsToLocation, 'toLocation');
    needs(shape.needsDocument, 'document');
    needs(shape.needsReason, 'reason');
    const isBack = shape.takesBack === 'always' && input.quantity?.startsWith('-') === true;
    needs(shape.needsOriginal || isBack, 'original');
    needs(shape.needsAccount, 'account');
    needs(shape.needsReference && !input.original && !input.clears, 'reference');
    needs(shape.clears === 'always', 'clears');
    needs(shape.needsAgainst, 'against');
    const takesNo = (taken: boolean, field: keyof TransactionInput, because: string) => {
      if (!taken && input[field]) this.refuse('field-not-allowed', { type, field, because });
    };
    takesNo(shape.clears !== 'never', 'clears', 'it is no transaction of the review');
    takesNo(input.clears !== undefined, 'clearsSource', 'it clears nothing');
    takesNo(shape.needsAgainst, 'against', 'it is cleared against an account');
    takesNo(input.against !== undefined, 'againstSource', 'it is cleared against nothing');
    takesNo(!shape.needsAgainst, 'account', 'both sides stand on accounts already');
    takesNo(shape.needsToSite, 'toSite', 'it stays at one site');
    takesNo(shape.needsToLocation, 'toLocation', 'it moves nothing inside a site');
    takesNo(shape.mayHaveFromSite, 'fromSite', 'no other site sends');
    takesNo(shape.costBasis === 'invoiced cost', 'tax', 'only an invoice carries tax');
    const ownCost = ownCostOf(shape, input);
    takesNo(ownCost === undefined, 'unitCost', ownCost ?? '');
    takesNo(ownCost === undefined || shape.needsAmount, 'amount', ownCost ?? '');
    const moves = movesOf(shape);
    takesNo(shape.needsQuantity || shape.needsAmount, 'quantity', moves);
    const isOfOneItem =
      shape.assembly === undefined && shape.document === undefined && !shape.isLedger;
    takesNo(!isOfOneItem && !reversal, 'lines', isOfOneItem ? 'it is about one item' : ownLines);
    takesNo(shape.document !== undefined && !reversal, 'taxEntry', 'only a document is taxed');
    takesNo(shape.isLedger && !reversal, 'reverseOn', 'only a manual journal takes itself back');
    takesNo(isOfOneItem, 'account', 'each line has an account of its own');
    takesNo(isOfOneItem, 'original', 'it is about no earlier one');
    if (shape.needsToSite && !shape.mayStayAtSite && input.toSite === input.site) {
      this.refuse('transfer-to-same-site', { type, site: input.site });
    }
  }

  places(shape: EventShape | undefined) {
    const { site, location, toSite, toLocation, fromSite } = this.#input;
    this.knownSite('site', site);
    if (toSite) this.knownSite('toSite', toSite);
    if (fromSite) this.knownSite('fromSite', fromSite);
    if (location) this.location(site, location);
    if (toLocation && shape?.needsToLocation) this.location(site, toLocation);
    return {
      site,
      location: location ?? NO_LOCATION,
      toSite: toSite ?? site,
      toLocation: toLocation ?? NO_LOCATION,
      fromSite: fromSite ?? site,
    };
  }

  numbers(shape: EventShape | undefined, item: Item | undefined) {
    const { currencyDecimals } = this.#configuration.company;
    const input = this.#input;
    const units = this.number(
      'quantity',
      input.quantity,
      item?.quantityDecimals ?? 6,
      LARGEST_QUANTITY,
    );
    const cost = this.number('unitCost', input.unitCost, UNIT_COST_DECIMALS, LARGEST_UNIT_COST);
    const amount = this.number('amount', input.amount, currencyDecimals, LARGEST_MONEY);
    const tax = this.number('tax', input.tax, currencyDecimals, LARGEST_MONEY);
    const isOfUnits = shape?.mayHaveUnits === true && input.quantity !== undefined;
    const valueOnly = shape !== undefined && !shape.needsQuantity && !isOfUnits;
    const sign = valueOnly ? amount : units;
    if (shape !== undefined && input.reverses === undefined)
      this.#amounts(shape, { units, cost, amount });
    const swapped = sign !== undefined && sign < 0n;
    return {
      quantity: units === undefined ? NO_QUANTITY : quantity(units < 0n ? -units : units),
      swapped,
      unitCost: cost === undefined ? undefined : unitCost(cost),
      amount: amount === undefined ? undefined : money(valueOnly && amount < 0n ? -amount : amount),
      tax: tax === undefined ? NO_MONEY : money(tax),
    };
  }

  #amounts(
    shape: EventShape,
    { units, cost, amount }: Record<'units' | 'cost' | 'amount', bigint | undefined>,
  ): void {
    const { type } = shape.rule;
    const isOfUnits = shape.mayHaveUnits && this.#input.quantity !== undefined;
    if (shape.needsQuantity && this.#input.quantity === undefined) {
      this.refuse('field-missing', { type, field: 'quantity' });
    }
    if (units === 0n && (shape.needsQuantity || isOfUnits)) this.refuse('quantity-zero');
    if (units !== undefined && units < 0n && (!shape.rule.eitherSign || isOfUnits))
      this.refuse('quantity-negative', { type });
    if (shape.needsAmount && !isOfUnits && this.#input.amount === undefined)
      this.refuse('field-missing', { type, field: 'amount' });
    if (!shape.needsQuantity && !isOfUnits) return;
    if (cost !== undefined && amount !== undefined) this.refuse('cost-given-twice');
    const given = cost ?? amount;
    if (given !== undefined && given < 0n) {
      this.refuse('cost-negative', { value: this.#input.unitCost ?? this.#input.amount ?? '' });
    }
    const asks = isOfUnits || PRICED.has(shape.costBasis);
    const texts = this.#input.unitCost ?? this.#input.amount;
    if (asks && texts === undefined && ownCostOf(shape, this.#input) === undefined)
      this.refuse('cost-missing', { type });
  }

  /** Things the transaction names beside its places. */
  references(shape: EventShape | undefined): void {
    const { reason, account, type } = this.#input;
    if (account && shape?.mayHaveAccount === false)
      this.refuse('line-account-not-allowed', { type });
    if (reason !== undefined) this.#knownReason(reason);
    if (account === undefined) return;
    this.knownAccount(account);
    // Where the role decides what may be typed, the ladder refuses it (002.42).
    const mayBeAny = shape?.debit.line === 'any account' || shape?.credit.line === 'any account';
    if (mayBeAny && stockAccounts(this.#configuration).has(account))
      this.refuse('line-account-holds-stock', { account });
  }

  knownAccount(account: string): void {
    if (!this.#configuration.accounts.has(account)) this.refuse('account-unknown', { account });
  }

  #knownReason(reason: string): void {
    const known = this.#configuration.reasons.get(reason);
    if (known === undefined) this.refuse('reason-unknown', { reason });
    else if (known.active === false) this.refuse('reason-inactive', { reason });
  }

  /** Goods of others lie at a location that says so (`002.45`). */
  ownedByOthers({ rule: { type } }: EventShape): void {
    const { site, location, reverses } = this.#input;
    if (location === undefined || location === '') {
      if (reverses === undefined) this.refuse('field-missing', { type, field: 'location' });
      return;
    }
    const known = this.#configuration.locations.get(locationKey(site, location));
    if (known !== undefined && known.ownership !== 'third-party')
      this.refuse('location-own', { location, type });
  }

  /** Over the counter only what its item type allows is sold (`003.16`). */
  otcItem({ code, itemType = '' }: Item): void {
    if (this.#configuration.itemTypes.get(itemType)?.otcSale === true) return;
    const named = itemType === '' ? 'no item type' : `item type ${itemType}`;
    this.refuse('item-type-not-otc', { item: code, itemType: named });
  }

  knownSite(field: string, site: string): void {
    if (!this.#configuration.sites.has(site)) this.refuse('site-unknown', { site, field });
  }

  /** A location, or a warehouse, of a site. */
  location(site: string, location: string): void {
    const key = locationKey(site, location);
    // A warehouse is a location of its own name, its gateway (`002.15`).
    if (this.#configuration.locations.has(key) || this.#configuration.warehouses.has(key)) return;
    this.refuse('location-unknown', { site, location });
  }

  /** A decimal at a scale; undefined where there is none, or it was refused. */
  number(
    field: string,
    text: string | undefined,
    decimals: number,
    largest: bigint,
  ): bigint | undefined {
    if (text === undefined) return undefined;
    const number = parseDecimal(text, decimals, largest);
    if (typeof number === 'bigint') return number;
    const value = text.length > 40 ? `${text.slice(0, 40)}…` : text;
    if (number === 'not-a-number') this.refuse('number-invalid', { field, value });
    else if (number === 'too-precise') {
      this.refuse('number-too-precise', { field, value, decimals: String(decimals) });
    } else
      this.refuse('number-too-large', { field, value, limit: formatDecimal(largest, decimals) });
    return undefined;
  }

  refuse(code: RefusalCode, details: Readonly<Record<string, string>> = {}): void {
    const reason = refusal(code, details);
    this.refusals.push(this.#line === undefined ? reason : { ...reason, line: this.#line });
  }
}

/** The cost bases that say what goods cost. */
const PRICED: ReadonlySet<CostBasis> = new Set(['receipt cost', 'invoiced cost', 'linked cost']);

const ownLines = 'it takes those of its original';
