import pg from 'pg';
import { RandomSource } from '../../application/demonstration/random-source.ts';
import { FIGURES, type MeasuredFigure } from '../../interfaces/cli/measured-figure.ts';
import { type ConnectionOptions, ownerConnection } from '../../storage/postgres/connections.ts';
import type { Bench } from './bench-books.ts';
import { postAll, stockedCompany } from './bench-company.ts';
import { alternating, measureOf, ratioOf } from './rounds.ts';
import { simpleMovements } from './simple-movements.ts';

const WANTED = 10;
const TRANSACTIONS = 50_000;
const SCALE = 10;
const CLIENTS = 32;
const MILLISECONDS = 6_000;

/** Posting in batches against the classic: one small transaction after another, 32 at once. */
export async function measureTpcb(bench: Bench): Promise<MeasuredFigure> {
  const { desk } = await stockedCompany(bench.books, 'tpcb');
  const count = bench.sized(TRANSACTIONS);
  await createTables(bench.connection);
  const tellers = await Promise.all(
    Array.from({ length: CLIENTS }, (_, index) => connectTeller(bench.connection, index)),
  );
  try {
    const reached = await alternating(
      bench.rounds,
      async (round) =>
        count / (await postAll(desk, simpleMovements('tpcb', count, { first: round * count }))),
      () => transactionsPerSecond(tellers, bench.sized(MILLISECONDS)),
    );
    return {
      name: 'tpcb',
      title: FIGURES.tpcb,
      measures: [
        measureOf('posted through the desk', 'transactions/s', reached.ours),
        measureOf(`TPC-B, ${CLIENTS} connections`, 'transactions/s', reached.theirs),
      ],
      ratios: [ratioOf('posting ÷ TPC-B', reached.ours, reached.theirs, WANTED)],
      notes: [
        `TPC-B as pgbench runs it: scale ${SCALE}, three updates, one query and one insert in a transaction of their own, prepared statements, each awaited before the next; written in this program, on the same server.`,
      ],
    };
  } finally {
    await Promise.all(tellers.map(({ client }) => client.end()));
  }
}

async function createTables(connection: ConnectionOptions): Promise<void> {
  const client = await ownerConnection(connection);
  try {
    await client.query(`
      create schema tpcb;
      create table tpcb.branch (id integer primary key, balance integer not null, filler char(88)) with (fillfactor = 100);
      create table tpcb.teller (id integer primary key, branch integer not null, balance integer not null, filler char(84));
      create table tpcb.account (id integer primary key, branch integer not null, balance integer not null, filler char(84));
      create table tpcb.history (teller integer, branch integer, account integer, delta integer, at timestamptz, filler char(22));
      insert into tpcb.branch select i, 0, '' from generate_series(1, ${SCALE}) i;
      insert into tpcb.teller select i, (i - 1) / 10 + 1, 0, '' from generate_series(1, ${SCALE * 10}) i;
      insert into tpcb.account select i, (i - 1) / 100000 + 1, 0, '' from generate_series(1, ${SCALE * 100_000}) i`);
    await client.query('vacuum analyze tpcb.branch, tpcb.teller, tpcb.account');
  } finally {
    await client.end();
  }
}

type Teller = { readonly client: pg.Client; readonly random: RandomSource };

async function connectTeller(connection: ConnectionOptions, index: number): Promise<Teller> {
  const client = new pg.Client(connection);
  await client.connect();
  return { client, random: new RandomSource(index) };
}

async function transactionsPerSecond(
  tellers: readonly Teller[],
  milliseconds: number,
): Promise<number> {
  const begun = performance.now();
  const end = begun + milliseconds;
  let done = 0;
  await Promise.all(
    tellers.map(async (teller) => {
      while (performance.now() < end) {
        await transact(teller);
        done += 1;
      }
    }),
  );
  return (done * 1000) / (performance.now() - begun);
}

async function transact({ client, random }: Teller): Promise<void> {
  const account = random.between(1, SCALE * 100_000);
  const teller = random.between(1, SCALE * 10);
  const branch = random.between(1, SCALE);
  const delta = random.between(-5_000, 5_000);
  const statement = (name: string, text: string, values: readonly number[]) =>
    client.query({ name, text, values: [...values] });
  await client.query('begin');
  await statement('account', 'update tpcb.account set balance = balance + $1 where id = $2', [
    delta,
    account,
  ]);
  await statement('balance', 'select balance from tpcb.account where id = $1', [account]);
  await statement('teller', 'update tpcb.teller set balance = balance + $1 where id = $2', [
    delta,
    teller,
  ]);
  await statement('branch', 'update tpcb.branch set balance = balance + $1 where id = $2', [
    delta,
    branch,
  ]);
  await statement('history', 'insert into tpcb.history values ($1, $2, $3, $4, now())', [
    teller,
    branch,
    account,
    delta,
  ]);
  await client.query('commit');
}
