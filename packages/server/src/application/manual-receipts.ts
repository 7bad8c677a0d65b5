import {
  type BookedEvent,
  type BusinessDate,
  DEFAULT_SOURCE,
  formatDecimal,
  REVIEW_TYPES,
  type Refusal,
  type Result,
  refusal,
  refused,
  type TransactionInput,
} from 'perpetua-core';
import type { Clock } from './ports.ts';
import type { PostingAnswer } from './post-transactions.ts';
import { postWhole, type WholePlace } from './post-whole.ts';
import { ageOn, todayOf } from './reading/ageing.ts';
import type { BooksReading, OpenManualReceipt } from './reading/ports.ts';
import { sentContent } from './sent-content.ts';

/** A manual stock receipt that is still open; quantity and value are what is left of it. */
type ManualReceiptLine = {
  readonly source: string;
  readonly key: string;
  readonly event: number;
  readonly postedOn: string;
  /** Days since then. */
  readonly age: number;
  readonly item: string;
  readonly name: string;
  readonly site: string;
  readonly fromSite?: string;
  readonly reference?: string;
  readonly quantity: string;
  readonly value: string;
};

export type ManualReceiptList = {
  readonly count: number;
  readonly lines: readonly ManualReceiptLine[];
};

/** So many lines are shown, the oldest; `count` says how many there are. */
const MOST_LINES = 1_000;

/**
 * The review of manual stock receipts: what was received without having been sent, until it is
 * matched with a transfer or written off (`003.10`, `Q-11`).
 */
export function listManualReceipts(
  { reading, clock }: { readonly reading: BooksReading; readonly clock: Clock },
  company: { readonly id: number; readonly currencyDecimals: number },
): Promise<ManualReceiptList> {
  return reading.reading(company.id, async (session) => {
    const { count, receipts } = await session.openManualReceipts(MOST_LINES);
    const today = todayOf(clock);
    const lines = receipts.map((receipt) => lineOf(receipt, today, company.currencyDecimals));
    return { count, lines };
  });
}

function lineOf(
  { event, name, quantityDecimals, quantity, value }: OpenManualReceipt,
  today: BusinessDate,
  currencyDecimals: number,
): ManualReceiptLine {
  const { source, key, number, postedOn, item, site } = event;
  const { fromSite, reference } = sentContent(event);
  return {
    source,
    key,
    event: number,
    postedOn,
    age: ageOn(today, postedOn),
    item,
    name,
    site,
    ...(fromSite === undefined ? {} : { fromSite }),
    ...(reference === undefined ? {} : { reference }),
    quantity: formatDecimal(quantity, quantityDecimals),
    value: formatDecimal(value, currencyDecimals),
  };
}

/** Which receipt is meant. */
export type ManualReceiptName = { readonly source?: string | undefined; readonly key: string };

type Clearing = {
  readonly postedOn: string;
  /** How many units of it; without it all that are open. */
  readonly quantity?: string | undefined;
  /** Key of what is posted; without it one is made of the receipt's. */
  readonly key?: string | undefined;
};

export type ManualReceiptMatch = Clearing & {
  /** The site that really sent the goods; without it the one the receipt named. */
  readonly fromSite?: string | undefined;
  /** The transfer, when it is on its way already. */
  readonly document?: string | undefined;
};

export type ManualReceiptWriteOff = Clearing & { readonly reason: string };

type Place = WholePlace & { readonly reading: BooksReading };

/**
 * Matches a manual stock receipt with the transfer it was (`003.X11`): with the one that is on its
 * way under a document, or else with a transfer that the sending site posts now, together with the
 * match or not at all. Sent again with the same fields it is answered again.
 */
export async function matchManualReceipt(
  place: Place,
  name: ManualReceiptName,
  { postedOn, quantity, key, fromSite, document }: ManualReceiptMatch,
): Promise<Result<readonly PostingAnswer[], Refusal>> {
  const matchKey = key ?? `${name.key}#match`;
  const found = await findReceipt(place, name, matchKey);
  if (!found.ok) return found;
  const { event, open } = found.value;
  const common = { source: event.source, postedOn, item: event.item, quantity: quantity ?? open };
  const sentKey = `${matchKey}-transfer`;
  const match: TransactionInput = {
    ...common,
    key: matchKey,
    type: REVIEW_TYPES.match,
    site: event.site,
    document: document ?? sentKey,
    original: event.key,
  };
  if (document !== undefined) return postWhole(place, [match]);
  const site = fromSite ?? sentContent(event).fromSite;
  if (site === undefined)
    return refused([refusal('field-missing', { type: REVIEW_TYPES.match, field: 'fromSite' })]);
  const type = REVIEW_TYPES.sent;
  const transfer = { ...common, key: sentKey, type, site, toSite: event.site, document: sentKey };
  return postWhole(place, [transfer, match]);
}

/** Writes a manual stock receipt off to a reason, as nothing will ever come for it (`003.X12`). */
export async function writeOffManualReceipt(
  place: Place,
  name: ManualReceiptName,
  { postedOn, quantity, key, reason }: ManualReceiptWriteOff,
): Promise<Result<readonly PostingAnswer[], Refusal>> {
  const writeOffKey = key ?? `${name.key}#write-off`;
  const found = await findReceipt(place, name, writeOffKey);
  if (!found.ok) return found;
  const { event, open } = found.value;
  const { source, item, site } = event;
  return postWhole(place, [
    {
      key: writeOffKey,
      source,
      type: REVIEW_TYPES.writeOff,
      postedOn,
      item,
      site,
      quantity: quantity ?? open,
      original: event.key,
      reason,
    },
  ]);
}

type FoundReceipt = {
  readonly event: BookedEvent;
  /** As many units as are open; of one that was cleared by this very key, as many as that took. */
  readonly open: string;
};

function findReceipt(
  { reading, company }: Place,
  { source = DEFAULT_SOURCE, key }: ManualReceiptName,
  clearingKey: string,
): Promise<Result<FoundReceipt, Refusal>> {
  return reading.reading(company.id, async (session) => {
    const [event] = await session.eventsWithKey(key, source);
    if (event?.type !== REVIEW_TYPES.received)
      return refused([refusal('not-found', { what: `manual stock receipt ${key} of ${source}` })]);
    const [cleared] = await session.eventsWithKey(clearingKey, source);
    if (cleared !== undefined) {
      return { ok: true, value: { event, open: sentContent(cleared).quantity ?? '' } };
    }
    const { links, movements } = await session.record(event);
    const [first] = movements;
    const taken = links
      .filter(({ direction, kind }) => direction === 'from' && kind === 'refers-to')
      .reduce((sum, link) => sum + link.quantity, 0n);
    const items = await session.items([event.item], 'now');
    const size =
      first === undefined || first.quantity > 0n ? (first?.quantity ?? 0n) : -first.quantity;
    const decimals = items.get(event.item)?.quantityDecimals ?? 0;
    // Nothing left: the whole is asked for, and the core says what is left of it.
    const left = size === taken ? size : size - taken;
    return { ok: true, value: { event, open: formatDecimal(left, decimals) } };
  });
}
