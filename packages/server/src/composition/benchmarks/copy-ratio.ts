import type { TransactionInput } from 'perpetua-core';
import { demonstrationSetup } from '../../application/demonstration/demonstration-setup.ts';
import { demonstrationTransactions } from '../../application/demonstration/demonstration-transactions.ts';
import type { FigureName, MeasuredFigure } from '../../interfaces/cli/measured-figure.ts';
import { FIGURES } from '../../interfaces/cli/measured-figure.ts';
import { ownerConnection } from '../../storage/postgres/connections.ts';
import type { Bench } from './bench-books.ts';
import { type BenchCompany, companyOf, postAll, stockedCompany } from './bench-company.ts';
import { copyBatches, createLogCopies, joinBatches, lastBatch, readBatches } from './log-copies.ts';
import { measureOf, ratioOf, secondsOf } from './rounds.ts';
import { simpleMovements } from './simple-movements.ts';

/** The least share of COPY's rate that posting is to reach. */
const WANTED = 0.5;
const TRANSACTIONS = 50_000;
/** The demonstration has no shorter year. */
const LEAST = 1_000;

/** Durable posting against COPY of the very rows it has written, for simple movements. */
export async function measureCopyRatio(bench: Bench): Promise<MeasuredFigure> {
  const made = await stockedCompany(bench.books, 'copy');
  const count = bench.sized(TRANSACTIONS);
  const next = (round: number) => simpleMovements('copy', count, { first: round * count });
  return compare(bench, { name: 'copy', count, next, ...made });
}

/** The same for the mix of the demonstration: orders, transfers, returns, invoices. */
export async function measureDemonstrationCopyRatio(bench: Bench): Promise<MeasuredFigure> {
  const made = await companyOf(bench.books, demonstrationSetup());
  const count = Math.max(LEAST, bench.sized(TRANSACTIONS));
  const year = demonstrationTransactions(count * (bench.rounds + 1));
  const next = () =>
    Array.from({ length: count }, () => year.next()).flatMap((step) =>
      step.done === true ? [] : [step.value],
    );
  await postAll(made.desk, next());
  return compare(bench, { name: 'copy-demo', count, next, ...made });
}

/** What is posted and copied: so many transactions a round. */
type Subject = BenchCompany & {
  readonly name: FigureName;
  readonly count: number;
  readonly next: (round: number) => readonly TransactionInput[];
};

async function compare(
  { connection, rounds }: Bench,
  { name, company, desk, count, next }: Subject,
): Promise<MeasuredFigure> {
  const client = await ownerConnection(connection);
  const schema = name.replace('-', '_');
  const reached = { posted: [] as number[], copied: [] as number[], whole: [] as number[] };
  try {
    await createLogCopies(client, `${schema}_by_batch`);
    await createLogCopies(client, `${schema}_whole`);
    for (let round = 1; round <= rounds; round += 1) {
      const transactions = next(round);
      const before = await lastBatch(client, company.id);
      reached.posted.push(count / (await postAll(desk, transactions)));
      const batches = await readBatches(client, company.id, before);
      const whole = [joinBatches(batches)];
      reached.copied.push(
        count / (await secondsOf(() => copyBatches(client, `${schema}_by_batch`, batches))),
      );
      reached.whole.push(
        count / (await secondsOf(() => copyBatches(client, `${schema}_whole`, whole))),
      );
    }
  } finally {
    await client.end();
  }
  return {
    name,
    title: FIGURES[name],
    measures: [
      measureOf('posted through the desk', 'transactions/s', reached.posted),
      measureOf('COPY, a commit for every 1,000', 'transactions/s', reached.copied),
      measureOf('COPY, one commit for all', 'transactions/s', reached.whole),
    ],
    ratios: [
      ratioOf('posting ÷ COPY, a commit for every 1,000', reached.posted, reached.copied, WANTED),
      ratioOf('posting ÷ COPY, one commit for all', reached.posted, reached.whole),
    ],
    notes: [
      `${count.toLocaleString('en')} transactions a round, in batches of 1,000, posted by one process to one company.`,
      'COPY gets the rows of event, movement, posting and the links between them, read back from what was posted, into tables with the same columns, constraints, indexes and partitions. It keeps no pools, stock and balances, checks nothing and seals nothing.',
    ],
  };
}
