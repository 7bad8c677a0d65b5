import { type AccountClass, ok, type Refusal, type Result, refused } from 'perpetua-core';
import { readBalances } from './balances.ts';
import { type Asked, readWord } from './filters.ts';
import type { BalanceLine, BooksReading } from './ports.ts';
import { readAtMoment } from './read-at-moment.ts';
import type { Report } from './report.ts';
import {
  type AccountBalances,
  accountBalances,
  bySite,
  type SiteAmounts,
  STATEMENT_SPLITS,
  type StatementLine,
  statement,
} from './statement.ts';

/** What a balance sheet is asked for. */
export type BalanceSheetQuery = Asked<'asOf' | 'asKnown' | 'by'>;

const EQUITY = 'equity';
const BETWEEN_SITES = 'between sites';
const SECTIONS = ['assets', 'liabilities', EQUITY, BETWEEN_SITES];

/** Where the accounts of a class stand; those of the income statement come as one figure. */
const SECTION_OF: Readonly<Record<AccountClass, string | null>> = {
  asset: 'assets',
  liability: 'liabilities',
  equity: EQUITY,
  income: null,
  expense: null,
};

/**
 * The balance sheet at the end of a day: assets, liabilities and equity, debits above zero, and
 * within equity the result of all income statement accounts so far, since no year is closed in
 * these books. The total is zero, because nothing else can be written down (`000.27`).
 *
 * Split by site every site has its own (`002.05`). Its total is zero as well: by itself where sites
 * balance by themselves, else by a line `between sites` that says by how much it does not.
 *
 * Refuses a date that is none, unknown splits, and a configuration older than an account.
 */
export function balanceSheet(
  books: BooksReading,
  company: number,
  query: BalanceSheetQuery,
): Promise<Result<Report, Refusal>> {
  return readAtMoment(books, company, query, async (open) => {
    const refusals: Refusal[] = [];
    const by = readWord('by', query.by, STATEMENT_SPLITS, refusals);
    if (refusals.length > 0) return refused(refusals);
    const { session, names, moment } = open;
    const { asKnown } = moment;
    const lastDay = await session.lastDay(asKnown.event);
    const to = moment.asOf ?? undefined;
    const lines = await readBalances(open, { from: undefined, to, lastDay }, by ?? 'none');
    const accounts = accountBalances(lines, names, asKnown);
    if (!accounts.ok) return accounts;
    const shape = { by, decimals: names.company.currencyDecimals };
    return ok({
      name: 'balance-sheet',
      title: 'Balance sheet',
      ...statement(sheetLines(accounts.value), SECTIONS, shape),
      asOf: to ?? lastDay,
      asKnown,
    });
  });
}

/** Debits less credits up to the end of the day. */
const closing = (line: BalanceLine): bigint =>
  line.openingDebit - line.openingCredit + line.debit - line.credit;

function sheetLines(accounts: readonly AccountBalances[]): readonly StatementLine[] {
  const ofResult = accounts.filter(({ accountClass }) => SECTION_OF[accountClass] === null);
  return [
    ...accounts.flatMap(({ account, name, accountClass, lines }) => {
      const section = SECTION_OF[accountClass];
      return section === null ? [] : [{ section, account, name, amounts: bySite(lines, closing) }];
    }),
    { section: EQUITY, account: null, name: 'Result so far', amounts: sumOfAll(ofResult) },
    {
      section: BETWEEN_SITES,
      account: null,
      name: 'What the site lacks to balance',
      amounts: turned(sumOfAll(accounts)),
    },
  ];
}

const sumOfAll = (accounts: readonly AccountBalances[]): SiteAmounts =>
  bySite(
    accounts.flatMap(({ lines }) => lines),
    closing,
  );

const turned = (amounts: SiteAmounts): SiteAmounts =>
  new Map([...amounts].map(([site, amount]) => [site, -amount]));
