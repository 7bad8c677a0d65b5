import type { Bucket, RefusalText, TransactionInput } from '../../packages/core/src/index.ts';

/** A line of a journal entry: an amount on one side of an account, in minor units. */
export type PostedLine = {
  /** The transaction type of the side; of a pair each side has its own. */
  readonly type: string;
  readonly side: 'debit' | 'credit';
  readonly account: string;
  readonly site: string;
  readonly amount: bigint;
  /** The step of the ladder that decided its account. */
  readonly why: string;
};

/** One event of the books with its journal entry. */
export type PostedEvent = {
  readonly number: number;
  /** 0 when there was no value to post. */
  readonly entry: number;
  readonly type: string;
  readonly item: string;
  readonly postedOn: string;
  /** Of a correction of costs the day whose costs it corrects. */
  readonly documentDate: string;
  /** The transaction that was sent; absent where the books posted by themselves. */
  readonly sent?: TransactionInput;
  /** The line of the document that it posts. */
  readonly line?: string;
  /** The event that caused it. */
  readonly causedBy?: number;
  /** The late facts it corrects costs for; none of everything else. */
  readonly dueTo: readonly number[];
  readonly lines: readonly PostedLine[];
};

/** What the subledger holds: units of one item at a site, in a bucket, pinned to an account. */
export type HeldStock = {
  readonly item: string;
  readonly site: string;
  readonly bucket: Bucket;
  readonly account: string;
  readonly quantity: bigint;
  readonly value: bigint;
};

/** What the ledger says of an account at a site; debit is positive. */
export type AccountBalance = {
  readonly account: string;
  readonly site: string;
  readonly balance: bigint;
};

/** What subledger and ledger hold at one moment. */
export type Holdings = {
  readonly stock: readonly HeldStock[];
  readonly balances: readonly AccountBalance[];
};

/** What became of the transactions of an example, wherever they were posted; its holdings at the end. */
export type PostedBooks = Holdings & {
  readonly events: readonly PostedEvent[];
  /** By the key of the transaction that was refused. */
  readonly refused: ReadonlyMap<string, readonly RefusalText[]>;
  /** What they held right after a transaction, by its key; those the page asks about. */
  readonly after: ReadonlyMap<string, Holdings>;
  /** What they hold by the end of a business day, as it is known in the end; those the page asks about. */
  readonly asOf: ReadonlyMap<string, Holdings>;
};

/** The line of a document that an event posts, as its content says. */
export function lineIn(content: object): Pick<PostedEvent, 'line'> {
  return 'line' in content && typeof content.line === 'string' ? { line: content.line } : {};
}

/** The sum of what passes a test. */
export function sumOf<Row>(
  rows: readonly Row[],
  amount: (row: Row) => bigint,
  counts: (row: Row) => boolean = () => true,
): bigint {
  return rows.reduce((sum, row) => (counts(row) ? sum + amount(row) : sum), 0n);
}

/**
 * Where subledger and ledger part, one sentence each; empty when they agree to the cent. Every
 * account for stock must be worth at each site what the subledger holds on it there, every entry
 * must balance, and so must the ledger as a whole.
 */
export function disagreements(
  { events, after, asOf, ...end }: PostedBooks,
  stockAccounts: readonly string[],
): readonly string[] {
  const entries = events.flatMap(({ entry, lines }) => {
    const debit = sumOf(
      lines,
      ({ amount }) => amount,
      ({ side }) => side === 'debit',
    );
    const credit = sumOf(
      lines,
      ({ amount }) => amount,
      ({ side }) => side === 'credit',
    );
    return debit === credit ? [] : [`entry ${entry}: debit ${debit}, credit ${credit}`];
  });
  const moments = [...after].flatMap(([key, held]) =>
    disagreementsIn(held, stockAccounts).map((fault) => `after ${key}: ${fault}`),
  );
  const days = [...asOf].flatMap(([day, held]) =>
    disagreementsIn(held, stockAccounts).map((fault) => `on ${day}: ${fault}`),
  );
  return [...entries, ...moments, ...days, ...disagreementsIn(end, stockAccounts)];
}

function disagreementsIn(
  { stock, balances }: Holdings,
  stockAccounts: readonly string[],
): readonly string[] {
  const sites = new Set([...stock, ...balances].map(({ site }) => site));
  const accounts = stockAccounts.flatMap((account) =>
    [...sites].flatMap((site) => {
      const here = (row: { account: string; site: string }) =>
        row.account === account && row.site === site;
      const held = sumOf(stock, ({ value }) => value, here);
      const booked = sumOf(balances, ({ balance }) => balance, here);
      return held === booked ? [] : [`account ${account} at ${site}: ${booked}, stock ${held}`];
    }),
  );
  const elsewhere = stock.filter(({ account }) => !stockAccounts.includes(account));
  const total = sumOf(balances, ({ balance }) => balance);
  return [
    ...accounts,
    ...elsewhere.map(({ item, account }) => `${item} lies on ${account}, which is for no stock`),
    ...(total === 0n ? [] : [`the ledger is out of balance by ${total}`]),
  ];
}
