import {
  formatDecimal,
  keysOf,
  money,
  parseBusinessDate,
  STOCK_JOURNAL_TYPES,
  type TransactionInput,
} from '../../packages/core/src/index.ts';
import {
  type StockContra,
  stockJournalInputs,
  stockJournalOf,
} from '../../packages/server/src/application/integration/stock-journal-lines.ts';
import type { StockAgainstLedger } from '../../packages/server/src/application/ports.ts';
import type { CompanyInMemory } from './company-in-memory.ts';
import { ExampleFault } from './example-fault.ts';

/** What stands under `transaction type` where the ledger is brought to the stock. */
export const STOCK_JOURNAL_STEP = 'stock-journal';

/** A stock journal, with the amount that was confirmed; `reference` names the role of its other side. */
export type StockJournalStep = {
  readonly step: typeof STOCK_JOURNAL_STEP;
  readonly key: string;
  readonly postedOn: string;
  readonly confirmed: string;
  readonly against: StockContra;
};

/** The role a row names, usually purchases. */
export function contraNamed(text = 'purchases', line: number): StockContra {
  const found = keysOf(STOCK_JOURNAL_TYPES).find((role) => role === text);
  if (found !== undefined) return found;
  throw new ExampleFault(
    line,
    `a stock journal is against purchases or opening-equity, not ${text}`,
  );
}

/** The transactions of a stock journal, by what the core has moved and posted so far. */
export function stockJournal(
  { key, postedOn: day, confirmed, against }: StockJournalStep,
  company: CompanyInMemory,
): readonly TransactionInput[] {
  const postedOn = parseBusinessDate(day);
  if (postedOn === undefined) throw new ExampleFault(0, `${day} is no day`);
  const { configuration } = company.books.desk;
  const way = { postedOn, against, target: 'stock' } as const;
  const journal = stockJournalOf(stockAgainstLedger(company, day), way, configuration);
  const amount = formatDecimal(journal.amount, configuration.company.currencyDecimals);
  if (amount !== confirmed)
    throw new ExampleFault(0, `row ${key} confirms ${confirmed}; the journal comes to ${amount}`);
  const name = `stock journal ${company.books.counters.event + 1}`;
  return stockJournalInputs(journal, name, configuration);
}

const TYPES: readonly string[] = Object.values(STOCK_JOURNAL_TYPES);

type Place = Pick<StockAgainstLedger, 'item' | 'site' | 'account'>;

/** By item, site and account what stock is worth at the end of a day, and what the ledger holds of it. */
function stockAgainstLedger(
  { books, decisions }: CompanyInMemory,
  day: string,
): readonly StockAgainstLedger[] {
  const pools = new Map([...books.pools.values()].map((pool) => [pool.number, pool.address]));
  const until = decisions.flatMap(({ events }) => events).filter(({ postedOn }) => postedOn <= day);
  const events = new Map(until.map((event) => [event.number, event]));
  const sums = new Map<string, StockAgainstLedger>();
  const add = ({ item, site, account }: Place, stock: bigint, ledger: bigint) => {
    const group = books.items.get(item)?.group ?? 0;
    const name = [String(group).padStart(3, '0'), site, account, item].join('\n');
    const known = sums.get(name) ?? {
      item,
      group,
      site,
      account,
      stock: money(0n),
      ledger: money(0n),
    };
    sums.set(name, {
      ...known,
      stock: money(known.stock + stock),
      ledger: money(known.ledger + ledger),
    });
  };
  for (const { event: number, pool, value } of decisions.flatMap(({ movements }) => movements)) {
    const [event, address] = [events.get(number), pools.get(pool)];
    if (event === undefined || address === undefined || address.bucket === 'consigned') continue;
    add(address, value, event.entry > 0 ? value : 0n);
  }
  const postings = decisions.flatMap((decision) => decision.postings);
  for (const { type, entry, item, content } of until) {
    if (!TYPES.includes(type)) continue;
    const { account } = JSON.parse(content);
    for (const { debit, credit, amount } of postings.filter((one) => one.entry === entry)) {
      const isDebit = debit.account === account;
      add(
        { item, site: isDebit ? debit.site : credit.site, account },
        0n,
        isDebit ? amount : -amount,
      );
    }
  }
  return [...sums]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([, row]) => row)
    .filter(({ stock, ledger }) => stock !== 0n || ledger !== 0n);
}
