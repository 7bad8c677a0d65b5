import { closeChecks, type Outcome, parsePeriod, type TransactionInput } from 'perpetua-core';
import { type ClosePlace, closePeriod } from './closing/close-period.ts';
import { setUpCompany } from './configuration/set-up-company.ts';
import { demonstrationSetup } from './demonstration/demonstration-setup.ts';
import { demonstrationTransactions } from './demonstration/demonstration-transactions.ts';
import { configurationNow } from './find-company.ts';
import type { BooksStorage } from './ports.ts';
import { LARGEST_BATCH } from './posting-desk.ts';
import type { PostingDesks } from './posting-desks.ts';

/** What filling did. */
export type DemonstrationFilled = {
  readonly transactions: number;
  readonly postings: number;
  readonly refused: number;
  /** Posted by an earlier run that was interrupted. */
  readonly duplicates: number;
  readonly milliseconds: number;
};

/** The months the demonstration closes at its end; the last of them closed means it is complete. */
const CLOSED_MONTHS = [
  '2025-12',
  '2026-01',
  '2026-02',
  '2026-03',
  '2026-04',
  '2026-05',
  '2026-06',
  '2026-07',
  '2026-08',
  '2026-09',
];

/** Batches under way at once: one is written while the next is decided. */
const IN_FLIGHT = 3;

/** Whether the demonstration company is there and complete. */
export async function demonstrationIsComplete(storage: BooksStorage): Promise<boolean> {
  const { code } = demonstrationSetup().company;
  const company = (await storage.companies()).find((one) => one.code === code);
  if (company === undefined) return false;
  const { periods } = await configurationNow(storage, company.id);
  const last = parsePeriod(CLOSED_MONTHS.at(-1) ?? '');
  return last !== undefined && periods.get(last) === 'closed';
}

/**
 * Creates the demonstration company and posts its year through the desk, like anybody's
 * transactions. Interrupted, it can be run again: what is there already is answered as duplicate.
 *
 * @param progress is told the number of transactions answered so far
 */
export async function fillDemonstration(
  books: Omit<ClosePlace, 'company'> & {
    readonly desks: PostingDesks;
    readonly actor: string;
    /** Once it is aborted nothing more is sent; what was sent is answered first. */
    readonly signal?: AbortSignal;
  },
  count: number,
  progress: (done: number) => void,
): Promise<DemonstrationFilled> {
  const { storage, desks, clock, actor, signal } = books;
  const begun = performance.now();
  const why = { changedBy: actor, reason: 'demonstration' };
  const done = await setUpCompany({ storage, clock }, demonstrationSetup(), why);
  if (!done.ok)
    throw new Error(`the demonstration's setup was refused: ${JSON.stringify(done.reasons)}`);
  const { id } = done.value.company;
  const { currencyDecimals } = (await configurationNow(storage, id)).company;
  const tally = { transactions: 0, postings: 0, refused: 0, duplicates: 0 };
  const tell = (outcomes: readonly Outcome[]) => {
    for (const outcome of outcomes) {
      tally.transactions += 1;
      if (outcome.status === 'refused') tally.refused += 1;
      else tally.postings += outcome.postings.length;
      if (outcome.status === 'duplicate') tally.duplicates += 1;
    }
    progress(tally.transactions);
  };
  const desk = desks.of(id);
  const waiting: Promise<readonly Outcome[]>[] = [];
  for (const portion of portions(demonstrationTransactions(count))) {
    signal?.throwIfAborted();
    const posting = desk.post(portion);
    // When one fails, those behind it fail with it; only the first one is waited for and told.
    posting.catch(() => undefined);
    waiting.push(posting);
    if (waiting.length >= IN_FLIGHT) tell((await waiting.shift()) ?? []);
  }
  for (const outcomes of await Promise.all(waiting)) tell(outcomes);
  for (const period of CLOSED_MONTHS) {
    const month = { ...why, reason: 'month end', acknowledge: closeChecks() };
    const closed = await closePeriod(
      { ...books, company: { id, currencyDecimals } },
      period,
      month,
    );
    if (!closed.ok)
      throw new Error(`${period} could not be closed: ${JSON.stringify(closed.reasons)}`);
  }
  return { ...tally, milliseconds: performance.now() - begun };
}

function* portions(
  transactions: Iterable<TransactionInput>,
): Generator<readonly TransactionInput[]> {
  let portion: TransactionInput[] = [];
  for (const transaction of transactions) {
    portion.push(transaction);
    if (portion.length < LARGEST_BATCH) continue;
    yield portion;
    portion = [];
  }
  if (portion.length > 0) yield portion;
}
