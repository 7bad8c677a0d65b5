import type { ClientBase } from 'pg';
import { FIGURES, type MeasuredFigure } from '../../interfaces/cli/measured-figure.ts';
import { ownerConnection } from '../../storage/postgres/connections.ts';
import type { Bench } from './bench-books.ts';
import { postAll, stockedCompany } from './bench-company.ts';
import { copyBatches, createLogCopies, lastBatch, readBatches } from './log-copies.ts';
import { measureOf, ratioOf } from './rounds.ts';
import { simpleMovements } from './simple-movements.ts';

const TRANSACTIONS = 20_000;
const SCHEMA = 'wal_copies';

/** How much the server writes ahead for one transaction; less is less to flush and to replicate. */
export async function measureWal({
  books,
  connection,
  rounds,
  sized,
}: Bench): Promise<MeasuredFigure> {
  const { company, desk } = await stockedCompany(books, 'wal');
  const count = sized(TRANSACTIONS);
  const client = await ownerConnection(connection);
  const reached = { posted: [] as number[], copied: [] as number[] };
  try {
    await createLogCopies(client, SCHEMA);
    // Pages written whole after a checkpoint would count for one round and not for the next.
    await client.query('checkpoint');
    await postAll(desk, simpleMovements('wal', count));
    for (let round = 1; round <= rounds; round += 1) {
      const before = await lastBatch(client, company.id);
      const transactions = simpleMovements('wal', count, { first: round * count });
      reached.posted.push((await bytesOf(client, () => postAll(desk, transactions))) / count);
      const batches = await readBatches(client, company.id, before);
      const copying = () => copyBatches(client, SCHEMA, batches);
      reached.copied.push((await bytesOf(client, copying)) / count);
    }
  } finally {
    await client.end();
  }
  return {
    name: 'wal',
    title: FIGURES.wal,
    measures: [
      measureOf('posted through the desk', 'bytes/transaction', reached.posted),
      measureOf('COPY of the rows of the log', 'bytes/transaction', reached.copied),
    ],
    ratios: [ratioOf('posting ÷ COPY', reached.posted, reached.copied)],
    notes: [
      'Everything the server wrote ahead meanwhile, pages written whole after a checkpoint included. The difference is the state that follows from the log: pools, stock and balances.',
    ],
  };
}

/** What the server wrote ahead during some work, in bytes. */
export async function bytesOf(client: ClientBase, work: () => Promise<unknown>): Promise<number> {
  const position = async (): Promise<bigint> => {
    const { rows } = await client.query<{ at: bigint }>(
      `select pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')::bigint as at`,
    );
    return rows[0]?.at ?? 0n;
  };
  const before = await position();
  await work();
  return Number((await position()) - before);
}
