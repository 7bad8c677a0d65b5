import { type AccountClass, ok, type Refusal, type Result, refused } from 'perpetua-core';
import { earlierDay, readBalances } from './balances.ts';
import { type Asked, readEdge, readWord, refuseBackwards } from './filters.ts';
import type { BalanceLine, BooksReading } from './ports.ts';
import { readAtMoment } from './read-at-moment.ts';
import type { Report } from './report.ts';
import {
  type AccountBalances,
  accountBalances,
  bySite,
  STATEMENT_SPLITS,
  type StatementLine,
  statement,
} from './statement.ts';

/** What an income statement is asked for. `from` and `to` are days or months, both included. */
export type IncomeStatementQuery = Asked<'asOf' | 'asKnown' | 'by' | 'from' | 'to'>;

const SECTIONS = ['income', 'expenses'];

/** Where the accounts of a class stand; those of the balance sheet do not. */
const SECTION_OF: Readonly<Record<AccountClass, string | null>> = {
  asset: null,
  liability: null,
  equity: null,
  income: 'income',
  expense: 'expenses',
};

/**
 * The income statement over a stretch of days: income above zero, expenses below, for the company
 * or with a column for every site (`002.05`). The total is the result.
 *
 * Refuses dates that are none, stretches that run backwards, unknown splits, and a configuration
 * older than an account.
 */
export function incomeStatement(
  books: BooksReading,
  company: number,
  query: IncomeStatementQuery,
): Promise<Result<Report, Refusal>> {
  return readAtMoment(books, company, query, async (open) => {
    const { session, names, moment } = open;
    const { asOf, asKnown } = moment;
    const refusals: Refusal[] = [];
    const by = readWord('by', query.by, STATEMENT_SPLITS, refusals);
    const from = readEdge('from', query.from, refusals);
    const to = earlierDay(readEdge('to', query.to, refusals), asOf);
    refuseBackwards(from, to, refusals);
    if (refusals.length > 0) return refused(refusals);
    const lastDay = await session.lastDay(asKnown.event);
    const lines = await readBalances(open, { from, to, lastDay }, by ?? 'none');
    const accounts = accountBalances(lines, names, asKnown);
    if (!accounts.ok) return accounts;
    const shape = { by, decimals: names.company.currencyDecimals };
    return ok({
      name: 'income-statement',
      title: 'Income statement',
      ...statement(resultLines(accounts.value), SECTIONS, shape),
      asOf: to ?? lastDay,
      asKnown,
    });
  });
}

/** Credits less debits within the stretch. */
const earned = ({ debit, credit }: BalanceLine): bigint => credit - debit;

const resultLines = (accounts: readonly AccountBalances[]): readonly StatementLine[] =>
  accounts.flatMap(({ account, name, accountClass, lines }) => {
    const section = SECTION_OF[accountClass];
    return section === null ? [] : [{ section, account, name, amounts: bySite(lines, earned) }];
  });
