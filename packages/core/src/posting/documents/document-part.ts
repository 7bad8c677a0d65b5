import { NO_ITEM } from '../../items/item.ts';
import { NO_LOCATION } from '../../items/place.ts';
import { assert } from '../../primitives/assert.ts';
import { formatDecimal } from '../../primitives/decimal.ts';
import { type Money, money } from '../../primitives/money.ts';
import { eventShape } from '../../transactions/event-shape.ts';
import type { TransactionType } from '../../transactions/posting-rules.ts';
import {
  CAUSED_SOURCE,
  type CommercialDocument,
  type DocumentLine,
  lineKey,
  type NamedAccounts,
  type Transaction,
} from '../../transactions/transaction.ts';
import { headOf } from '../caused-events.ts';
import type { EventDraft, EventHead } from '../event-draft.ts';

/** A line of a document that is being posted: the document, what it says, and the event it is. */
export type LineInHand = {
  readonly document: Transaction;
  readonly commercial: CommercialDocument;
  readonly line: DocumentLine;
  /** Number of the event of the document, which causes whatever its lines post. */
  readonly cause: number;
};

/** What a part says besides what its line says. */
type Told = Partial<Pick<Transaction, 'amount' | 'original' | 'account' | 'document' | 'site'>>;

/** A line as the transaction that one of its parts is. */
export function partOfLine(
  { document, commercial, line }: LineInHand,
  type: TransactionType,
  told: Told = {},
): Transaction {
  const shape = eventShape(type);
  assert(shape !== undefined, `${type} has two sides`);
  const { item = NO_ITEM, site, location, quantity, net, tax, account } = line;
  return {
    ...document,
    type,
    shape,
    item,
    site,
    location,
    quantity,
    tax,
    account,
    toSite: site,
    fromSite: site,
    toLocation: NO_LOCATION,
    amount: net,
    original: undefined,
    lines: [],
    commercial: undefined,
    named: namedAccounts(commercial, line),
    ...told,
  };
}

/** The accounts that the party and the tax type of a line have of their own. */
function namedAccounts(
  { shape, party }: CommercialDocument,
  { taxType }: DocumentLine,
): NamedAccounts {
  const ofTax = shape.party === 'customer' ? taxType?.accountOut : taxType?.accountIn;
  return {
    ...(party?.control === undefined ? {} : { [shape.control]: party.control }),
    ...(ofTax === undefined ? {} : { [shape.tax]: ofTax }),
  };
}

type PartName = {
  /** It is not the first part of its line. */
  readonly isFurther?: boolean;
  readonly says?: Readonly<Record<string, string>> | undefined;
};

/**
 * What the part of a line says of itself. The first part of a line has the line's own name, by which
 * a later transaction means it (`INV-1#3`); a further one adds its type.
 */
export function partHead(
  draft: EventDraft,
  { document, line }: LineInHand,
  part: Transaction,
  { isFurther = false, says = {} }: PartName = {},
): EventHead {
  const own = lineKey(document.source, document.key, line.line);
  return {
    ...headOf(part),
    source: CAUSED_SOURCE,
    key: isFurther ? `${own}-${part.type}` : own,
    content: partContent(draft, part, { document, line, says }),
  };
}

/** A part in words: enough for whoever asks later what was said of its cost and its accounts. */
function partContent(
  draft: EventDraft,
  part: Transaction,
  { document, line, says }: Pick<LineInHand, 'document' | 'line'> & Pick<PartName, 'says'>,
): string {
  const { type, item, quantity, amount, tax, account, location, original, reference } = part;
  const { currencyDecimals } = draft.books.desk.configuration.company;
  const inCurrency = (value: Money) => formatDecimal(value, currencyDecimals);
  const texts: Record<string, string | undefined> = {
    type,
    causedBy: document.key,
    line: String(line.line),
    kind: line.kind,
    quantity: quantity === 0n ? undefined : formatDecimal(quantity, item.quantityDecimals),
    amount: amount === undefined ? undefined : inCurrency(amount),
    tax: tax === 0n ? undefined : inCurrency(tax),
    taxType: line.taxType?.code,
    account,
    location: location === NO_LOCATION ? undefined : location,
    original,
    reference,
    ...says,
  };
  return JSON.stringify(texts);
}

/** A line's amounts in the direction of the document: a credit note turns them round. */
export const signed = ({ commercial }: LineInHand, amount: Money): Money =>
  money(commercial.shape.sign * amount);
