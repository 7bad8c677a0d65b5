import type { Decision, TransactionInput } from 'perpetua-core';
import type { ClientBase } from 'pg';
import { CompanyBooks } from '../../application/company-books.ts';
import type { BatchRecord, Lane } from '../../application/ports.ts';
import { LARGEST_BATCH } from '../../application/posting-desk.ts';
import { readLane } from '../../storage/postgres/books-storage.ts';
import { postingPool } from '../../storage/postgres/connections.ts';
import { inTransaction } from '../../storage/postgres/in-transaction.ts';
import { writeBatch } from '../../storage/postgres/write-batch.ts';
import type { Bench } from './bench-books.ts';
import { companyOf, simpleSetup } from './bench-company.ts';
import { type Rounds, secondsOf } from './rounds.ts';
import { openingReceipts, simpleMovements } from './simple-movements.ts';

/** One way to write a decided batch within its transaction. */
export type WayToWrite = (
  client: ClientBase,
  company: number,
  record: BatchRecord,
) => Promise<Lane>;

type Ways = { readonly ours: WayToWrite; readonly theirs: WayToWrite };

/** The way of the product: the lane is locked, and everything is written. */
export const writeAsAlways: WayToWrite = async (client, company, record) => {
  await readLane(client, company, 'for update');
  return writeBatch(client, company, record);
};

const BATCHES = 30;

/**
 * Writes the same decided batches for two companies that are set up alike, in either way, turn by
 * turn; what differs is the way alone. Answers transactions a second of the writing.
 */
export async function compareWriting(
  { books, connection, rounds, sized }: Bench,
  name: string,
  ways: Ways,
): Promise<Rounds> {
  const first = await companyOf(books, simpleSetup(`${name}-first`));
  const second = await companyOf(books, simpleSetup(`${name}-second`));
  const { storage } = books;
  const companyBooks = await storage.reading(first.company.id, (session) =>
    CompanyBooks.open(session),
  );
  const decisionsOf = (transactions: readonly TransactionInput[]): Promise<readonly Decision[]> =>
    storage.reading(first.company.id, async (session) => {
      const decisions: Decision[] = [];
      for (let start = 0; start < transactions.length; start += LARGEST_BATCH) {
        const batch = transactions.slice(start, start + LARGEST_BATCH);
        decisions.push(await companyBooks.decide(batch, session));
      }
      return decisions;
    });
  const pool = postingPool(connection, 1);
  const twin = (company: number): Twin => {
    let { lane } = companyBooks;
    return (decision, way) =>
      secondsOf(async () => {
        const record = { decision, lane, recordedAt: new Date(), recordedBy: 'bench' };
        lane = await inTransaction(pool, 'begin', company, (client) =>
          way(client, company, record),
        );
      });
  };
  try {
    const twins = [twin(first.company.id), twin(second.company.id)] as const;
    await inTurn(twins, ways, await decisionsOf(openingReceipts()));
    const count = Math.max(4, sized(BATCHES)) * LARGEST_BATCH;
    const reached = { ours: [] as number[], theirs: [] as number[] };
    for (let round = 1; round <= rounds; round += 1) {
      const transactions = simpleMovements(name, count, { first: round * count });
      const { ours, theirs } = await inTurn(twins, ways, await decisionsOf(transactions));
      reached.ours.push(count / ours);
      reached.theirs.push(count / theirs);
    }
    return reached;
  } finally {
    await pool.end();
  }
}

/** Writes a decided batch for one of the companies; answers the seconds it took. */
type Twin = (decision: Decision, way: WayToWrite) => Promise<number>;

/**
 * Each batch for both companies. The ways change companies with every batch, for the later company
 * lies at the end of every index and has it easier; which way goes first changes with every other.
 */
async function inTurn(
  [first, second]: readonly [Twin, Twin],
  { ours, theirs }: Ways,
  decisions: readonly Decision[],
): Promise<{ readonly ours: number; readonly theirs: number }> {
  const seconds = { ours: 0, theirs: 0 };
  for (const [index, decision] of decisions.entries()) {
    const [oursFor, theirsFor] = index % 2 === 0 ? [first, second] : [second, first];
    if (index % 4 < 2) seconds.ours += await oursFor(decision, ours);
    seconds.theirs += await theirsFor(decision, theirs);
    if (index % 4 >= 2) seconds.ours += await oursFor(decision, ours);
  }
  return seconds;
}
