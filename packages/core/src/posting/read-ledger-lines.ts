import type { Configuration } from '../determination/configuration.ts';
import { stockAccounts } from '../determination/stock-accounts.ts';
import { formatDecimal } from '../primitives/decimal.ts';
import { LARGEST_MONEY, money } from '../primitives/money.ts';
import { type Refusal, type RefusalCode, refusal } from '../transactions/refusals.ts';
import {
  type LedgerLine,
  LINE_FIELDS,
  type TransactionInput,
  type TransactionLine,
} from '../transactions/transaction.ts';

/** Lines a manual journal may have. */
const MOST_LINES = 10_000;

/** What reads the texts of a line, and says of which line it speaks. */
type LineReader = {
  readonly refusals: readonly Refusal[];
  readonly knownSite: (field: string, site: string) => void;
  readonly knownAccount: (account: string) => void;
  readonly number: (
    field: string,
    text: string | undefined,
    decimals: number,
    largest: bigint,
  ) => bigint | undefined;
  readonly refuse: (code: RefusalCode, details: Readonly<Record<string, string>>) => void;
};

type Desk = {
  readonly input: TransactionInput;
  readonly readerOf: (line: number) => LineReader;
  readonly configuration: Configuration;
};

/**
 * Reads the lines of a manual journal: each names an account and an amount, debit where it is
 * positive. Whatever is wrong with any of them is said of its line, all of it at once; so is that
 * they do not sum to zero (`journal-unbalanced`), and that an account holds stock, which only stock
 * transactions may move (`line-account-holds-stock`, `004.40`).
 */
export function readLedgerLines({ input, readerOf, configuration }: Desk): {
  readonly lines: readonly LedgerLine[];
  readonly refusals: readonly Refusal[];
} {
  const told = input.lines ?? [];
  const refusals: Refusal[] = [];
  if (told.length === 0) refusals.push(refusal('journal-empty', {}));
  if (told.length > MOST_LINES) {
    const sizes = { count: String(told.length), limit: String(MOST_LINES) };
    return { lines: [], refusals: [refusal('document-too-large', sizes)] };
  }
  const stock = stockAccounts(configuration);
  const { currencyDecimals } = configuration.company;
  const lines = told.map((one, index): LedgerLine => {
    const reader = readerOf(index + 1);
    const { account = '', site = input.site } = one;
    refuseFields(reader, input, one);
    if (one.site !== undefined) reader.knownSite('site', one.site);
    if (account !== '') reader.knownAccount(account);
    if (stock.has(account)) reader.refuse('line-account-holds-stock', { account });
    const amount = reader.number('amount', one.amount, currencyDecimals, LARGEST_MONEY);
    if (amount === 0n) reader.refuse('line-of-nothing', {});
    refusals.push(...reader.refusals);
    return { line: index + 1, account, site, amount: money(amount ?? 0n) };
  });
  if (refusals.length === 0) refusals.push(...unbalanced(lines, currencyDecimals));
  return { lines, refusals };
}

const FIELDS = ['account', 'amount', 'site', 'text'];

function refuseFields(reader: LineReader, { type }: TransactionInput, told: TransactionLine): void {
  for (const field of ['account', 'amount'] as const)
    if (!told[field]) reader.refuse('field-missing', { type, field });
  const because = 'a line of a manual journal is an account and an amount';
  for (const field of LINE_FIELDS)
    if (told[field] && !FIELDS.includes(field))
      reader.refuse('field-not-allowed', { type, field, because });
}

function unbalanced(lines: readonly LedgerLine[], decimals: number): readonly Refusal[] {
  let [debit, credit] = [0n, 0n];
  for (const { amount } of lines) {
    if (amount > 0n) debit += amount;
    else credit -= amount;
  }
  if (debit === credit) return [];
  const text = (amount: bigint) => formatDecimal(amount, decimals);
  const difference = text(debit - credit);
  return [refusal('journal-unbalanced', { debit: text(debit), credit: text(credit), difference })];
}
