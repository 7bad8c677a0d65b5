/** A transaction of a plain-text ledger: its head, its tags, and amounts by account. */
type PlainTransaction = {
  readonly head: string;
  /** Tags and metadata, those of postings included, as `name: value`. */
  readonly tags: readonly string[];
  readonly postings: readonly { readonly account: string; readonly amount: bigint }[];
};

/** What a file of hledger, ledger or beancount says. */
export type PlainFile = {
  readonly comments: readonly string[];
  readonly directives: readonly string[];
  /** Accounts that are declared or opened. */
  readonly declared: readonly string[];
  readonly transactions: readonly PlainTransaction[];
};

const POSTING = /^ +(?<account>[A-Z]\S*) {2,}(?<amount>-?\d+(?:\.\d+)?) (?<currency>[A-Z]{3})$/;
const TAG = /^ +(?:; )?(?<tag>[a-z]+: .+)$/;
const DECLARED = /^(?:account|\d{4}-\d{2}-\d{2} open) (?<account>\S+)/;

/**
 * A small reader of the three forms, which takes nothing that is not plainly one of: comment,
 * directive, head, tag, posting in this currency. It fails at any other line.
 */
export function readPlainText(text: string, currency: string): PlainFile {
  const file = { comments: [] as string[], directives: [] as string[], declared: [] as string[] };
  const transactions: {
    head: string;
    tags: string[];
    postings: PlainTransaction['postings'][number][];
  }[] = [];
  for (const line of text.split('\n')) {
    const open = transactions.at(-1);
    const declared = DECLARED.exec(line)?.groups?.['account'];
    if (line === '') continue;
    if (line.startsWith('; ')) file.comments.push(line);
    else if (declared !== undefined) file.declared.push(declared);
    else if (/^\d{4}-\d{2}-\d{2} \* /.test(line))
      transactions.push({ head: line, tags: [], postings: [] });
    else if (open === undefined) file.directives.push(line);
    else readInside(line, open, currency);
  }
  return { ...file, transactions };
}

function readInside(
  line: string,
  open: { tags: string[]; postings: { account: string; amount: bigint }[] },
  currency: string,
): void {
  const posting = POSTING.exec(line)?.groups;
  const tag = TAG.exec(line)?.groups?.['tag'];
  if (posting !== undefined) {
    if (posting['currency'] !== currency) throw new Error(`another currency: ${line}`);
    const amount = BigInt((posting['amount'] ?? '').replace('.', ''));
    open.postings.push({ account: posting['account'] ?? '', amount });
  } else if (tag === undefined) throw new Error(`this is no line of a transaction: ${line}`);
  else open.tags.push(tag);
}

/** Debits and credits by account name, in minor units. */
export function plainTotals(file: PlainFile): ReadonlyMap<string, readonly [bigint, bigint]> {
  const totals = new Map<string, readonly [bigint, bigint]>();
  for (const { account, amount } of file.transactions.flatMap(({ postings }) => postings)) {
    const [debit, credit] = totals.get(account) ?? [0n, 0n];
    totals.set(account, amount > 0n ? [debit + amount, credit] : [debit, credit - amount]);
  }
  return totals;
}
