import type { AccountRole, BusinessDate, PeriodState } from 'perpetua-core';
import { formatDecimal } from 'perpetua-core';
import { type Aged, agedOn } from './ageing.ts';
import { type BookTotal, BUCKET_ROLES, booksAgree, bookTotals } from './book-totals.ts';
import { type CompanyNames, companyNames, isIntegratedOn } from './company-names.ts';
import { LogFiguresDesk } from './log-figures.ts';
import type { BatchHead, BooksReading, NegativePool, ReadingSession } from './ports.ts';
import { sumOf } from './report.ts';
import { type StockValueHistory, stockValueHistory } from './stock-value-history.ts';

/** The first screen of a company: do the books agree, and what wants to be looked after. */
export type Overview = {
  readonly company: {
    readonly code: string;
    readonly name: string;
    readonly currency: string;
    readonly currencyDecimals: number;
  };
  readonly asKnown: { readonly event: number; readonly recordedAt: string | null };
  readonly counts: {
    readonly transactions: number;
    readonly postings: number;
    readonly items: number;
    readonly sites: number;
  };
  readonly booksAgree: BooksAgree;
  readonly stockValue: StockValueHistory;
  readonly goodsReceivedNotInvoiced: Aged;
  /** Sent to another site or lab and not received there. */
  readonly inTransit: Aged;
  readonly nonInventory: { readonly balance: string };
  readonly negativeStock: NegativeStock;
  readonly queued: number;
  readonly periods: readonly { readonly period: string; readonly state: PeriodState }[];
  /** Null in books without events. */
  readonly seal: {
    readonly batch: number;
    readonly hash: string;
    readonly recordedAt: string;
  } | null;
};

type Agreement = {
  readonly subledger: string;
  readonly ledger: string;
  readonly difference: string;
};

type BooksAgree = Agreement & {
  /**
   * True when no account differs at any site by a single minor unit. While inventory is not
   * integrated, what moved without an entry is no disagreement.
   */
  readonly agree: boolean;
  readonly roles: readonly (Agreement & { readonly role: AccountRole })[];
};

type NegativeStock = {
  readonly count: number;
  /** Those of the largest value; `count` says how many there are. */
  readonly lines: readonly {
    readonly item: string;
    readonly name: string;
    readonly site: string;
    readonly quantity: string;
    readonly value: string;
  }[];
};

const MOST_NEGATIVE_LINES = 20;

/** Reads overviews and remembers, per company, what was added up over the whole log. */
export class OverviewDesk {
  readonly #books: BooksReading;
  readonly #figures = new LogFiguresDesk();

  constructor(books: BooksReading) {
    this.#books = books;
  }

  /**
   * The overview of a company.
   *
   * @param today the day ages are counted to; without one, the last business date of the books
   */
  overview(company: number, today?: BusinessDate): Promise<Overview> {
    return this.#books.reading(company, (session) => this.#read(session, company, today));
  }

  async #read(
    session: ReadingSession,
    company: number,
    today: BusinessDate | undefined,
  ): Promise<Overview> {
    const { counters, configurationVersion } = session.lane;
    const names = await companyNames(session, configurationVersion);
    const figures = await this.#figures.figures(session, company);
    const batch = await session.batchOf(counters.event);
    const negative = await session.negativePools(MOST_NEGATIVE_LINES);
    const { code, name, currency, currencyDecimals } = names.company;
    const day = today ?? figures.lastDay;
    const receipts = figures.openReceipts.map(({ postedOn, amount }) => ({
      since: postedOn,
      amount,
    }));
    const transits = (await session.openTransits()).map(({ since, value }) => ({
      since,
      amount: value,
    }));
    return {
      company: { code, name, currency, currencyDecimals },
      asKnown: { event: counters.event, recordedAt: batch?.recordedAt.toISOString() ?? null },
      counts: {
        transactions: counters.event,
        postings: figures.postings,
        items: await session.itemCount(),
        sites: names.sites.size,
      },
      booksAgree: await agreement(session, names, day),
      stockValue: stockValueHistory(figures.monthChanges, names),
      goodsReceivedNotInvoiced: agedOn(day, receipts, currencyDecimals),
      inTransit: agedOn(day, transits, currencyDecimals),
      nonInventory: { balance: await nonInventoryBalance(session, names) },
      negativeStock: {
        count: negative.count,
        lines: negative.pools.map((pool) => negativeLine(pool, currencyDecimals)),
      },
      queued: await session.queuedCount(),
      periods: names.periods.map(({ period, state }) => ({ period, state })),
      seal: batch === undefined ? null : sealOf(batch),
    };
  }
}

async function agreement(
  session: ReadingSession,
  names: CompanyNames,
  day: BusinessDate | null,
): Promise<BooksAgree> {
  const decimals = names.company.currencyDecimals;
  const totals = await bookTotals(session);
  const isOff = day !== null && !isIntegratedOn(names, day);
  const unposted = isOff ? await session.unpostedTotals() : [];
  const sums = (some: readonly BookTotal[]): Agreement => {
    const subledger = sumOf(some.map((total) => total.subledger));
    const ledger = sumOf(some.map((total) => total.ledger));
    return {
      subledger: formatDecimal(subledger, decimals),
      ledger: formatDecimal(ledger, decimals),
      difference: formatDecimal(subledger - ledger, decimals),
    };
  };
  return {
    agree: booksAgree(totals, unposted),
    ...sums(totals),
    roles: BUCKET_ROLES.map((role) => ({
      role,
      ...sums(totals.filter((total) => total.role === role)),
    })),
  };
}

async function nonInventoryBalance(
  session: ReadingSession,
  { company }: CompanyNames,
): Promise<string> {
  const found = await session.accountsOfRoles(['non-inventory']);
  const totals = await session.ledgerTotals(found.map(({ account }) => account));
  return formatDecimal(sumOf(totals.map(({ balance }) => balance)), company.currencyDecimals);
}

const negativeLine = (pool: NegativePool, currencyDecimals: number) => ({
  item: pool.item,
  name: pool.name,
  site: pool.site,
  quantity: formatDecimal(pool.quantity, pool.quantityDecimals),
  value: formatDecimal(pool.value, currencyDecimals),
});

const sealOf = ({ number, hash, recordedAt }: BatchHead) => ({
  batch: number,
  hash: Buffer.from(hash).toString('hex'),
  recordedAt: recordedAt.toISOString(),
});
