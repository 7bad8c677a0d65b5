import {
  type Bucket,
  type BusinessDate,
  eventShape,
  formatDecimal,
  type Item,
  type LinkKind,
  ok,
  type Refusal,
  type Result,
  refusal,
  refused,
  type TransactionType,
} from 'perpetua-core';
import { sentContent } from '../sent-content.ts';
import { type CompanyNames, companyNames } from './company-names.ts';
import { type Asked, malformed, readLimit, readMark, refuseUnknown } from './filters.ts';
import { eventFilter } from './journal.ts';
import { entryLines, type JournalEntryLine } from './journal-entry.ts';
import type {
  BooksReading,
  EventLine,
  EventRecord,
  LinkLine,
  Moved,
  MovementLine,
  ReadingSession,
} from './ports.ts';
import { readAtMoment } from './read-at-moment.ts';

/** What a list of transactions is asked for; `order` is `newest` (as it stands) or `oldest`. */
export type TransactionsQuery = Asked<
  | 'asOf'
  | 'asKnown'
  | 'item'
  | 'site'
  | 'type'
  | 'document'
  | 'key'
  | 'from'
  | 'to'
  | 'order'
  | 'after'
  | 'limit'
>;

/** A transaction as a line of a list. */
type TransactionLine = {
  readonly event: number;
  /** Null where nothing was posted. */
  readonly entry: number | null;
  readonly source: string;
  readonly key: string;
  readonly type: TransactionType;
  readonly postedOn: BusinessDate;
  readonly documentDate: BusinessDate;
  readonly item: string;
  readonly name: string;
  readonly site: string;
  readonly document: string;
  /**
   * What its first movement moved, with its sign; null where no stock moves. A document of several
   * items says how many of its own; what they are worth its parts say.
   */
  readonly quantity: string | null;
  readonly value: string | null;
  readonly recordedAt: string;
  readonly recordedBy: string;
};

export type TransactionsPage = {
  readonly transactions: readonly TransactionLine[];
  readonly next: string | null;
};

/** A costed movement of a transaction, with its pool before and after. */
export type MovementText = {
  readonly number: number;
  readonly type: TransactionType;
  /** The item of its pool: under assembly that of the document, whichever goods go in or come out. */
  readonly item: string;
  readonly site: string;
  readonly bucket: Bucket;
  readonly place: string;
  readonly account: string;
  readonly quantity: string;
  readonly value: string;
  readonly quantityBefore: string;
  readonly valueBefore: string;
  readonly quantityAfter: string;
  readonly valueAfter: string;
};

/** A tie to another transaction. `to`: this one names the other; `from`: the other names this one. */
export type LinkText = {
  readonly direction: 'to' | 'from';
  readonly kind: LinkKind;
  readonly event: number;
  readonly source: string;
  readonly key: string;
  readonly type: TransactionType;
  readonly postedOn: BusinessDate;
  /** What the tie uses up of the transaction it points to. */
  readonly quantity: string;
  readonly value: string;
};

/** Which receipt fed a movement, where costs are kept in layers. */
export type CostUseText = {
  readonly movement: number;
  readonly receipt: number;
  readonly receiptKey: string;
  readonly quantity: string;
  readonly value: string;
};

/** A transaction with all that follows from it. */
export type TransactionText = TransactionLine & {
  /** The transaction as it was sent; of a caused one, what the books say about it. */
  readonly content: unknown;
  readonly movements: readonly MovementText[];
  readonly lines: readonly JournalEntryLine[];
  readonly links: readonly LinkText[];
  readonly costUses: readonly CostUseText[];
  /** What a sale showed as its cost; null where that is what it posted. */
  readonly shownCost: { readonly stream: string; readonly cost: string } | null;
};

const PAGE = { usual: 100, most: 1_000 };

/**
 * Transactions, a page at a time, the newest first unless asked otherwise.
 *
 * Refuses unknown items, sites and types, dates that are none, cursors of other lists.
 */
export function listTransactions(
  books: BooksReading,
  company: number,
  query: TransactionsQuery,
): Promise<Result<TransactionsPage, Refusal>> {
  return readAtMoment(books, company, query, async ({ session, moment, names }) => {
    const { asOf, asKnown } = moment;
    const refusals: Refusal[] = [];
    const filter = eventFilter(query, asKnown.event, refusals);
    const to = filter.to ?? asOf ?? undefined;
    const after = readMark(query.after, refusals);
    const limit = readLimit(query.limit, PAGE, refusals);
    await refuseUnknown(session, names, { item: query.item, site: query.site }, refusals);
    if (refusals.length > 0) return refused(refusals);
    const found = await session.events(
      { ...filter, ...(to && { to }), posted: false },
      { after, limit: limit + 1 },
    );
    const shown = found.slice(0, limit);
    return ok({
      transactions: await lineTexts(session, shown, names),
      next: found.length > limit ? String(shown.at(-1)?.number ?? '') : null,
    });
  });
}

async function lineTexts(
  session: ReadingSession,
  events: readonly EventLine[],
  names: CompanyNames,
): Promise<readonly TransactionLine[]> {
  const items = await session.items([...new Set(events.map(({ item }) => item))], 'now');
  const moved = await session.movedBy(events);
  return events.map((event) => {
    return lineText(event, items.get(event.item), moved.get(event.number), names);
  });
}

function lineText(
  event: EventLine,
  item: Item | undefined,
  moved: Moved | undefined,
  { company }: CompanyNames,
): TransactionLine {
  const { number, entry, source, key, type, postedOn, documentDate, site, document } = event;
  return {
    event: number,
    entry: entry === 0 ? null : entry,
    source,
    key,
    type,
    postedOn,
    documentDate,
    item: event.item,
    name: item?.name ?? '',
    site,
    document,
    quantity:
      moved === undefined ? null : formatDecimal(moved.quantity, item?.quantityDecimals ?? 0),
    value: moved === undefined ? null : formatDecimal(moved.value, company.currencyDecimals),
    recordedAt: event.recordedAt.toISOString(),
    recordedBy: event.recordedBy,
    ...(eventShape(type)?.assembly === undefined ? {} : documentFigures(event)),
  };
}

/** Of a document its first movement counts parts, which are no units of anything. */
const documentFigures = (event: EventLine): Pick<TransactionLine, 'quantity' | 'value'> => ({
  quantity: sentContent(event).quantity ?? null,
  value: null,
});

/** How a transaction is named: by its number, or by its key and, where several share it, source. */
export type TransactionName =
  | { readonly event: number }
  | { readonly key: string; readonly source?: string | undefined };

/**
 * One transaction with its movements, journal lines, ties in both directions and the receipts that
 * fed it. Refuses with `not-found`, or `request-malformed` when a key stands for several.
 */
export function findTransaction(
  books: BooksReading,
  company: number,
  name: TransactionName,
): Promise<Result<TransactionText, Refusal>> {
  return books.reading(company, async (session) => {
    const found = await findEvent(session, name);
    if (!found.ok) return found;
    const record = await session.record(found.value);
    const names = await companyNames(session, session.lane.configurationVersion);
    return ok(recordText(record, await itemsOf(session, record), names));
  });
}

/** The event a name stands for. */
async function findEvent(
  session: ReadingSession,
  name: TransactionName,
): Promise<Result<EventLine, Refusal>> {
  const events =
    'event' in name
      ? [await session.eventNumbered(name.event)].filter((event) => event !== undefined)
      : await session.eventsWithKey(name.key, name.source);
  const [only, ...others] = events;
  if (only === undefined) {
    const what = 'event' in name ? `event ${name.event}` : `transaction ${name.key}`;
    return refused([refusal('not-found', { what })]);
  }
  if (others.length === 0) return ok(only);
  const sources = events.map(({ source }) => source).join(', ');
  return refused([
    malformed(`key ${only.key} stands for transactions of ${sources}: name the source`),
  ]);
}

/** The item of an event and those of the pools it moved, as they are now. */
export function itemsOf(
  session: ReadingSession,
  { event, movements }: EventRecord,
): Promise<ReadonlyMap<string, Item>> {
  return session.items([...new Set([event.item, ...movements.map(({ item }) => item)])], 'now');
}

function recordText(
  { event, movements, postings, links, costUses, shown }: EventRecord,
  items: ReadonlyMap<string, Item>,
  names: CompanyNames,
): TransactionText {
  const item = items.get(event.item);
  const scale = { quantity: item?.quantityDecimals ?? 0, currency: names.company.currencyDecimals };
  const content: unknown = JSON.parse(event.content);
  return {
    ...lineText(event, item, movements[0], names),
    content,
    movements: movements.map((movement) => movementText(movement, items, scale)),
    lines: entryLines(postings, names),
    links: links.map((link) => linkText(link, scale)),
    costUses: costUses.map(({ quantity, value, ...use }) => ({
      ...use,
      quantity: formatDecimal(quantity, scale.quantity),
      value: formatDecimal(value, scale.currency),
    })),
    shownCost:
      shown === undefined
        ? null
        : { stream: shown.stream, cost: formatDecimal(shown.value, scale.currency) },
  };
}

/** Decimals of quantities and amounts of one item. */
export type Scale = { readonly quantity: number; readonly currency: number };

/** A movement in texts, its quantities at the scale of its own item. */
export function movementText(
  movement: MovementLine,
  items: ReadonlyMap<string, Item>,
  scale: Scale,
): MovementText {
  const { number, type, item, site, bucket, place, account } = movement;
  const decimals = items.get(item)?.quantityDecimals ?? scale.quantity;
  const units = (quantity: bigint) => formatDecimal(quantity, decimals);
  const amount = (value: bigint) => formatDecimal(value, scale.currency);
  return {
    number,
    type,
    item,
    site,
    bucket,
    place,
    account,
    quantity: units(movement.quantity),
    value: amount(movement.value),
    quantityBefore: units(movement.quantityAfter - movement.quantity),
    valueBefore: amount(movement.valueAfter - movement.value),
    quantityAfter: units(movement.quantityAfter),
    valueAfter: amount(movement.valueAfter),
  };
}

/** A tie in texts. */
export function linkText({ direction, kind, other, ...part }: LinkLine, scale: Scale): LinkText {
  const { number, source, key, type, postedOn } = other;
  return {
    direction,
    kind,
    event: number,
    source,
    key,
    type,
    postedOn,
    quantity: formatDecimal(part.quantity, scale.quantity),
    value: formatDecimal(part.value, scale.currency),
  };
}
