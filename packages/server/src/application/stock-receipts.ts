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
  type TransactionType,
} from 'perpetua-core';
import type { Clock } from './ports.ts';
import type { PostingAnswer } from './post-transactions.ts';
import { postWhole, type WholePlace } from './post-whole.ts';
import { ageOn, todayOf } from './reading/ageing.ts';
import type { BooksReading, ExpectedGoods, ReadingSession } from './reading/ports.ts';
import { sentContent } from './sent-content.ts';

/** An item a site expects of a document, with what it carries. */
type StockReceiptLine = {
  readonly item: string;
  readonly name: string;
  readonly quantity: string;
  readonly cost: string;
  /** The type it will be received as, decided by the transfer that sent it. */
  readonly type: string;
};

/** What is on its way to a site under a document: a stock receipt, prepared by the sending. */
type StockReceipt = {
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
  const asked = new Map((request.lines ?? []).map(({ item, quantity }) => [item, quantity]));
  const byItem = new Map<string, ExpectedGoods>();
  // An item may have had several accounts; what is on its way of it lies on one of them.
  for (const one of goods)
    if (one.quantity > 0n || !byItem.has(one.item)) byItem.set(one.item, one);
  const items = [...new Set([...byItem.keys(), ...asked.keys()])];
  const lines = await Promise.all(
    items.map(async (item): Promise<Line> => {
      const known = byItem.get(item);
      const keys = await keysOf(session, `${nameOfReceipt(request)}:${item}`, request);
      return { item, asked: asked.get(item), known, pending: known?.quantity ?? 0n, ...keys };
    }),
  );
  const type = goods[0]?.sentAs;
  const wanted = lines.filter((line) => isWanted(line, lines, request));
  return wanted.map((line) => inputOf(line, line.known?.sentAs ?? type, request));
}

const nameOfReceipt = ({ key, document, site }: StockReceiptRequest): string =>
  key ?? `receipt:${document}:${site}`;

type Keys = {
  readonly key: string;
  /** The key after it, for the rest of what was received in part. */
  readonly next: string;
  /** What was posted under the key. */
  readonly posted: Partial<TransactionInput> | undefined;
};

type Line = Keys & {
  readonly item: string;
  readonly asked: string | undefined;
  readonly known: ExpectedGoods | undefined;
  readonly pending: bigint;
};

/**
 * The key of an item's receipt, and what it stands for already. A document may be received several
 * times without naming a key: then its receipts are numbered, and the key is that of the last one.
 */
async function keysOf(
  session: ReadingSession,
  base: string,
  { key: named, lines }: StockReceiptRequest,
): Promise<Keys> {
  let key = base;
  let posted: Partial<TransactionInput> | undefined;
  for (let number = 1; ; number += 1) {
    const next = number === 1 ? base : `${base}:${number}`;
    const [event] = await session.eventsWithKey(next, DEFAULT_SOURCE);
    if (event === undefined) return { key, next, posted };
    key = next;
    posted = sentContent(event);
    if (named !== undefined || lines !== undefined) return { key, next: key, posted };
  }
}

/** Whether an item is received: as asked for, or as expected, or once more to be answered again. */
function isWanted(
  { asked, pending, posted }: Line,
  all: readonly Line[],
  { postedOn }: StockReceiptRequest,
): boolean {
  if (asked !== undefined) return parseDecimal(asked, MOST_DECIMALS, LARGEST_QUANTITY) !== 0n;
  if (pending > 0n) return true;
  if (posted === undefined) return false;
  const isSame = (line: Line) => line.posted?.postedOn === postedOn;
  const isRepeated = all.every((line) => line.pending === 0n || line.asked !== undefined);
  return isRepeated && (posted.postedOn === postedOn || !all.some(isSame));
}

function inputOf(
  { item, asked, known, pending, key, next, posted }: Line,
  sentAs: TransactionType | undefined,
  { site, document, postedOn }: StockReceiptRequest,
): TransactionInput {
  const isExpected = pending > 0n && known !== undefined;
  const expected = isExpected
    ? formatDecimal(pending, known.quantityDecimals)
    : (posted?.quantity ?? '');
  return {
    key: isExpected && asked === undefined ? next : key,
    type: (sentAs && receiptTypeOf(sentAs)) ?? '',
    postedOn,
    item,
    site,
    document,
    quantity: asked ?? expected,
  };
}

/** Decimals of the finest quantities; a text that is no number is refused with its line. */
const MOST_DECIMALS = 6;
