import {
  type BusinessDate,
  DEFAULT_SOURCE,
  formatDecimal,
  LARGEST_QUANTITY,
  parseDecimal,
  type Refusal,
  type Result,
  receiptTypeOf,
  refusal,
  refused,
  type TransactionInput,
} from 'perpetua-core';
import type { Clock } from './ports.ts';
import type { PostingAnswer } from './post-transactions.ts';
import { postWhole, type WholePlace } from './post-whole.ts';
import { ageOn, todayOf } from './reading/ageing.ts';
import type { BooksReading, ExpectedGoods, ReadingSession } from './reading/ports.ts';
import { sentContent } from './sent-content.ts';

/** An item a site expects of a document, with what it carries. */
export type StockReceiptLine = {
  readonly item: string;
  readonly name: string;
  readonly quantity: string;
  readonly cost: string;
  /** The type it will be received as, decided by the transfer that sent it. */
  readonly type: string;
};

/** What is on its way to a site under a document: a stock receipt, prepared by the sending. */
export type StockReceipt = {
  readonly document: string;
  readonly site: string;
  readonly fromSite: string;
  readonly sentOn: string;
  /** Days since then. */
  readonly age: number;
  readonly lines: readonly StockReceiptLine[];
};

export type StockReceiptList = {
  readonly count: number;
  readonly receipts: readonly StockReceipt[];
};

type ReadPlace = {
  readonly reading: BooksReading;
  readonly clock: Clock;
  readonly company: { readonly id: number; readonly currencyDecimals: number };
};

/**
 * The stock receipts that wait to be posted (`003.55`). Nothing is stored for them: what is in
 * transit to a site under a document is its receipt, and it is gone when the goods are.
 */
export function listStockReceipts(
  { reading, clock, company }: ReadPlace,
  site: string | undefined,
): Promise<StockReceiptList> {
  return reading.reading(company.id, async (session) => {
    const goods = await session.expectedGoods({ site, withReceived: false });
    const today = todayOf(clock);
    const receipts = [...Map.groupBy(goods, nameOf).values()].flatMap((some) =>
      receiptOf(some, today, company.currencyDecimals),
    );
    return { count: receipts.length, receipts };
  });
}

const nameOf = ({ site, document }: ExpectedGoods): string => `${site}\n${document}`;

function receiptOf(
  goods: readonly ExpectedGoods[],
  today: BusinessDate,
  currencyDecimals: number,
): readonly StockReceipt[] {
  const [first] = goods;
  if (first === undefined) return [];
  const { document, site, fromSite, sentOn } = first;
  const lines = goods.map(({ item, name, quantity, quantityDecimals, value, sentAs }) => ({
    item,
    name,
    quantity: formatDecimal(quantity, quantityDecimals),
    cost: formatDecimal(value, currencyDecimals),
    type: receiptTypeOf(sentAs) ?? '',
  }));
  return [{ document, site, fromSite, sentOn, age: ageOn(today, sentOn), lines }];
}

/** What came of a document to a site. */
export type StockReceiptRequest = {
  readonly document: string;
  readonly site: string;
  readonly postedOn: string;
  /** Only what came otherwise than expected; zero leaves the item out. */
  readonly lines?: readonly { readonly item: string; readonly quantity: string }[] | undefined;
  /** Names the receipt for ever; without it one is made of document and site. */
  readonly key?: string | undefined;
};

type Place = WholePlace & { readonly reading: BooksReading };

/**
 * Posts the receipt of a document at a site: all that is expected, or as many of an item as a line
 * says. What a line leaves out stays on its way until it is received or lost. More than is
 * expected is refused, with every other fault, and then nothing is posted. Sent again with the
 * same key it is answered again.
 */
export async function receiveStock(
  place: Place,
  request: StockReceiptRequest,
): Promise<Result<readonly PostingAnswer[], Refusal>> {
  const { site, document, lines = [] } = request;
  const twice = lines.filter(
    ({ item }, index) => lines.findIndex((line) => line.item === item) < index,
  );
  if (twice.length > 0) {
    const fault = `lines: ${twice.map(({ item }) => item).join(', ')} stands there twice`;
    return refused([refusal('request-malformed', { fault })]);
  }
  const inputs = await place.reading.reading(place.company.id, async (session) => {
    const goods = await session.expectedGoods({ site, document, withReceived: true });
    return goods.length === 0 ? undefined : inputsFor(session, goods, request);
  });
  if (inputs === undefined) {
    return refused([refusal('not-found', { what: `stock receipt ${document} at ${site}` })]);
  }
  return postWhole(place, inputs);
}

/** One receipt an item: of those that are expected, and of those a line names. */
async function inputsFor(
  session: ReadingSession,
  goods: readonly ExpectedGoods[],
  request: StockReceiptRequest,
): Promise<readonly TransactionInput[]> {
  const { lines = [] } = request;
  // An item may have had several accounts; what is on its way of it lies on one, which comes first.
  const byItem = new Map(goods.toReversed().map((one) => [one.item, one]));
  for (const one of goods) if (one.quantity > 0n) byItem.set(one.item, one);
  const named = lines.map(({ item }) => item);
  const items = [...new Set([...byItem.keys(), ...named])];
  const inputs = await Promise.all(
    items.map((item) => {
      const asked = lines.find((line) => line.item === item)?.quantity;
      const known = byItem.get(item) ?? goods[0];
      return known === undefined
        ? undefined
        : inputFor(session, { item, asked, known, isExpected: byItem.has(item) }, request);
    }),
  );
  return inputs.flatMap((input) => (input === undefined ? [] : [input]));
}

type Line = {
  readonly item: string;
  readonly asked: string | undefined;
  readonly known: ExpectedGoods;
  readonly isExpected: boolean;
};

/** The receipt of one item; undefined for one that is left out, or received before this receipt. */
async function inputFor(
  session: ReadingSession,
  { item, asked, known, isExpected }: Line,
  { site, document, postedOn, key }: StockReceiptRequest,
): Promise<TransactionInput | undefined> {
  const pending = isExpected ? known.quantity : 0n;
  const ownKey = `${key ?? `receipt:${document}:${site}`}:${item}`;
  const [posted] = await session.eventsWithKey(ownKey, DEFAULT_SOURCE);
  if (asked !== undefined && parseDecimal(asked, MOST_DECIMALS, LARGEST_QUANTITY) === 0n)
    return undefined;
  const before = posted === undefined ? undefined : sentContent(posted).quantity;
  if (asked === undefined && pending === 0n && before === undefined) return undefined;
  const expected = pending > 0n ? formatDecimal(pending, known.quantityDecimals) : before;
  const quantity = asked ?? expected ?? '';
  // The rest of a document, received without a key of its own, is another receipt than the first.
  const isRest = key === undefined && asked === undefined && pending > 0n && posted !== undefined;
  return {
    key: isRest ? `${ownKey}:${known.lastMovement}` : ownKey,
    type: receiptTypeOf(known.sentAs) ?? '',
    postedOn,
    item,
    site,
    document,
    quantity,
  };
}

const MOST_DECIMALS = 6;
