import {
  type BusinessDate,
  CONFIGURATION_SOURCE,
  type Configuration,
  formatDecimal,
  keysOf,
  type Money,
  money,
  type Refusal,
  refusal,
  STOCK_JOURNAL_TYPES,
  type TransactionInput,
} from 'perpetua-core';
import type { StockAgainstLedger } from '../ports.ts';

/** The role on which a stock journal has its other side. */
export type StockContra = keyof typeof STOCK_JOURNAL_TYPES;

/** All of them. */
export const STOCK_CONTRAS: readonly StockContra[] = keysOf(STOCK_JOURNAL_TYPES);

/** To what the ledger is brought: to what the stock is worth, or to nothing. */
export type StockTarget = 'stock' | 'nothing';

/** A line of the proposal: the stock of a group on an account at a site, in texts of the currency. */
export type StockJournalLine = {
  readonly group: number;
  readonly description: string;
  readonly site: string;
  readonly account: string;
  readonly items: number;
  /** What the stock is worth by the valuation of the day. */
  readonly stock: string;
  /** What the ledger holds of it. */
  readonly ledger: string;
  /** What is posted: debited to the account where it is positive. */
  readonly amount: string;
};

/** By how much the ledger of one item changes. */
type ItemAmount = StockAgainstLedger & { readonly amount: Money };

/** What brings the ledger to its target: by item as it is posted, by group as it is shown. */
export type StockJournal = {
  readonly postedOn: BusinessDate;
  readonly against: StockContra;
  readonly amounts: readonly ItemAmount[];
  readonly lines: readonly StockJournalLine[];
  readonly stock: Money;
  readonly ledger: Money;
  readonly amount: Money;
};

/** Where the ledger is to go, and how it is posted. */
type Way = Pick<StockJournal, 'postedOn' | 'against'> & { readonly target: StockTarget };

/** The journal: valuation less ledger, of every item on every account at every site (`000.03`). */
export function stockJournalOf(
  rows: readonly StockAgainstLedger[],
  { postedOn, against, target }: Way,
  configuration: Configuration,
): StockJournal {
  const all = rows.map((row) => ({
    ...row,
    amount: money((target === 'stock' ? row.stock : 0n) - row.ledger),
  }));
  const sum = (amountOf: (row: ItemAmount) => bigint) =>
    money(all.reduce((total, row) => total + amountOf(row), 0n));
  return {
    postedOn,
    against,
    amounts: all.filter(({ amount }) => amount !== 0n),
    lines: linesOf(all, configuration),
    stock: sum((row) => row.stock),
    ledger: sum((row) => row.ledger),
    amount: sum((row) => row.amount),
  };
}

/** Stock that is kept without an account cannot be brought into the ledger. */
export function withoutAccount({ amounts }: StockJournal): readonly Refusal[] {
  const items = [...new Set(amounts.filter(({ account }) => account === '').map(nameOf))];
  if (items.length === 0) return [];
  const named = items.slice(0, MOST_NAMED).join(', ');
  const more = items.length - MOST_NAMED;
  return [
    refusal('stock-without-account', { items: more > 0 ? `${named} and ${more} more` : named }),
  ];
}

const MOST_NAMED = 5;
const nameOf = ({ item, site }: StockAgainstLedger): string => `${item} at ${site}`;

/** The transactions of the journal, one for each item on an account at a site. */
export const stockJournalInputs = (
  { amounts, postedOn, against }: StockJournal,
  name: string,
  { company }: Configuration,
): readonly TransactionInput[] =>
  amounts.map(({ item, site, account, amount }, index) => ({
    key: `${name}:${index + 1}`,
    source: CONFIGURATION_SOURCE,
    type: STOCK_JOURNAL_TYPES[against],
    postedOn,
    item,
    site,
    account,
    amount: formatDecimal(amount, company.currencyDecimals),
  }));

function linesOf(
  rows: readonly ItemAmount[],
  { groups, company }: Configuration,
): readonly StockJournalLine[] {
  const places = Map.groupBy(
    rows,
    ({ group, site, account }) => `${String(group).padStart(3, '0')}\n${site}\n${account}`,
  );
  return [...places]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([, some]) => {
      const [first] = some;
      if (first === undefined) return [];
      const { group, site, account } = first;
      const text = (amountOf: (row: ItemAmount) => bigint) =>
        formatDecimal(
          some.reduce((sum, row) => sum + amountOf(row), 0n),
          company.currencyDecimals,
        );
      return [
        {
          group,
          description: groups.get(group)?.description ?? '',
          site,
          account,
          items: some.length,
          stock: text((row) => row.stock),
          ledger: text((row) => row.ledger),
          amount: text((row) => row.amount),
        },
      ];
    });
}
