import {
  type Bucket,
  type BusinessDate,
  formatDecimal,
  isTransactionType,
  ok,
  parseBusinessDate,
  type Refusal,
  type Result,
  refused,
  stillThere,
  type TransactionType,
} from 'perpetua-core';
import { AskedHistories } from './asked-histories.ts';
import { companyNames } from './company-names.ts';
import type { EffectEvents, Repriced, RepricedMark } from './cost-ports.ts';
import { type NamedEvent, nameOf } from './explain-cost.ts';
import { type Asked, malformed, readLimit } from './filters.ts';
import { type AskedTransaction, namedTransaction } from './named-transaction.ts';
import type { BooksReading, EventLine, ReadingSession } from './ports.ts';

/** Which transaction is asked for, and which page of what it re-priced. */
export type EffectQuery = AskedTransaction & Asked<'after' | 'limit'>;

/** What a transaction put into a pool, what the corrections due to it took on, and both together. */
type EffectOnStock = {
  readonly item: string;
  readonly site: string;
  readonly bucket: Bucket;
  readonly account: string;
  readonly document: string;
  readonly own: string;
  readonly corrected: string;
  readonly left: string;
};

/** Debits less credits on an account, a site and a day. */
type AccountEffect = {
  readonly account: string;
  readonly name: string;
  readonly site: string;
  readonly postedOn: BusinessDate;
  readonly own: string;
  readonly corrected: string;
  readonly amount: string;
};

/** A movement that was re-priced, or what followed of it. */
type RepricedText = {
  readonly transaction: NamedEvent | null;
  readonly movement: number;
  readonly costedOn: BusinessDate;
  readonly item: string;
  readonly site: string;
  readonly bucket: Bucket;
  readonly account: string;
  /** The type of what follows of the transaction; null for its own value. */
  readonly asType: TransactionType | null;
  readonly change: string;
  readonly correction: NamedEvent | null;
};

/**
 * Where the amount of a transaction went. The accounts sum to nothing; the pools to what came to stock
 * in the end; the re-priced movements to what the corrections changed in the pools.
 */
export type EffectExplanation = NamedEvent & {
  /**
   * What it put into pools itself, what corrections due to it changed there, and both together: what
   * came to stock in the end. Goods that left later took their share of it along.
   */
  readonly own: string;
  readonly corrected: string;
  readonly left: string;
  /**
   * What of its own amount is still there, every issue after it in the order of costs having taken its
   * share; null where it lies further back than 20,000 movements of its pool.
   */
  readonly stillThere: string | null;
  /** Whether costs still have to be run again because of it: then there is more to come. */
  readonly isOpen: boolean;
  readonly stock: readonly EffectOnStock[];
  readonly accounts: readonly AccountEffect[];
  /** How many corrections are due to it, and other late facts that some of them are due to as well. */
  readonly corrections: number;
  readonly togetherWith: readonly NamedEvent[];
  readonly repriced: readonly RepricedText[];
  readonly next: string | null;
};

const PAGE = { usual: 100, most: 1000 };

/**
 * Where what a transaction changed in costs went: by account and day, by pool, and movement by
 * movement. Of a correction it says what that one did. Refuses `not-found` and `request-malformed`.
 */
export function explainEffect(
  books: BooksReading,
  company: number,
  { after, limit: most, ...asked }: EffectQuery,
): Promise<Result<EffectExplanation, Refusal>> {
  return books.reading(company, async (session) => {
    const refusals: Refusal[] = [];
    const mark = readRepricedMark(after, refusals);
    const limit = readLimit(most, PAGE, refusals);
    const found = await namedTransaction(session, asked);
    if (!found.ok) return refused([...refusals, ...found.reasons]);
    if (refusals.length > 0) return refused(refusals);
    const { accounts: names, company: settings } = await companyNames(
      session,
      session.lane.configurationVersion,
    );
    const event = found.value;
    const linked = await session.effectEvents(event.number);
    const isCorrection = (await session.lateFactsOf([event.number])).length > 0;
    const events = isCorrection ? { ...linked, own: [], corrections: [event.number] } : linked;
    const amount = (value: bigint) => formatDecimal(value, settings.currencyDecimals);
    const pools = await session.effectOnPools(events);
    const accounts = await session.effectOnAccounts(events);
    const own = pools.reduce((sum, pool) => sum + pool.own, 0n);
    const corrected = pools.reduce((sum, pool) => sum + pool.corrected, 0n);
    const left = isCorrection ? undefined : await leftOf(session, event);
    return ok({
      ...nameOf(event),
      own: amount(own),
      corrected: amount(corrected),
      left: amount(own + corrected),
      stillThere: left === undefined ? null : amount(left),
      isOpen: events.isOpen,
      stock: pools.map((pool) => ({
        ...pool,
        own: amount(pool.own),
        corrected: amount(pool.corrected),
        left: amount(pool.own + pool.corrected),
      })),
      accounts: accounts.map((line) => ({
        ...line,
        name: names.get(line.account) ?? line.account,
        own: amount(line.own),
        corrected: amount(line.corrected),
        amount: amount(line.own + line.corrected),
      })),
      corrections: events.corrections.length,
      togetherWith: await othersIn(session, events, event.number),
      ...(await repricedPage(session, events, { after: mark, limit }, amount)),
    });
  });
}

/** So many movements of a pool are looked at for what is still there. */
const MOVEMENTS_AFTER = 20_000;

/** What of the amounts that an event brought into pools is still there; undefined where it is too far back. */
async function leftOf(session: ReadingSession, event: EventLine): Promise<bigint | undefined> {
  const asked = await AskedHistories.of(session);
  let sum = 0n;
  for (const place of await session.costPlaces(event)) {
    const explaining = stillThere(asked.desk, asked.itemOf, place);
    const left = await asked.answer(explaining, MOVEMENTS_AFTER);
    if (left === undefined) return undefined;
    sum += left;
  }
  return sum;
}

const MOST_OTHERS = 50;

/** Further late facts that the same corrections are due to. */
async function othersIn(
  session: ReadingSession,
  { corrections }: EffectEvents,
  event: number,
): Promise<readonly NamedEvent[]> {
  const links = await session.lateFactsOf(corrections);
  const others = new Set(links.map(({ fact }) => fact).filter((fact) => fact !== event));
  const named = await session.eventsNumbered([...others].slice(0, MOST_OTHERS));
  return named.map(nameOf).toSorted((a, b) => a.event - b.event);
}

async function repricedPage(
  session: ReadingSession,
  { corrections }: EffectEvents,
  page: { readonly after: RepricedMark | undefined; readonly limit: number },
  amount: (value: bigint) => string,
): Promise<Pick<EffectExplanation, 'repriced' | 'next'>> {
  const found = await session.repriced(corrections, { ...page, limit: page.limit + 1 });
  const rows = found.slice(0, page.limit);
  const numbers = rows.flatMap(({ event, correction }) => [event, correction]);
  const events = await session.eventsNumbered([...new Set(numbers)].filter((one) => one !== 0));
  const named = new Map(events.map((event) => [event.number, nameOf(event)]));
  const last = rows.at(-1);
  return {
    repriced: rows.map((row) => repricedText(row, named, amount)),
    next: found.length > rows.length && last !== undefined ? markOf(last) : null,
  };
}

const repricedText = (
  { event, correction, movement, on, item, site, bucket, account, asType, change }: Repriced,
  named: ReadonlyMap<number, NamedEvent>,
  amount: (value: bigint) => string,
): RepricedText => ({
  transaction: named.get(event) ?? null,
  movement,
  costedOn: on,
  item,
  site,
  bucket,
  account,
  asType: asType === '' ? null : asType,
  change: amount(change),
  correction: named.get(correction) ?? null,
});

const markOf = ({ on, movement, pool, asType, correction }: RepricedMark): string =>
  [on, movement, pool, asType, correction].join('.');

const MARK = /^(\d{4}-\d\d-\d\d)\.(\d{1,15})\.(\d{1,15})\.([a-z-]*)\.(\d{1,15})$/;

function readRepricedMark(text: string | undefined, refusals: Refusal[]): RepricedMark | undefined {
  if (text === undefined) return undefined;
  const [, day = '', movement, pool, asType = '', correction] = MARK.exec(text) ?? [];
  const on = parseBusinessDate(day);
  const isKnown = asType === '' || isTransactionType(asType);
  if (on !== undefined && isKnown)
    return {
      on,
      asType,
      movement: Number(movement),
      pool: Number(pool),
      correction: Number(correction),
    };
  refusals.push(malformed(`after is no cursor of this list: ${text}`));
  return undefined;
}
