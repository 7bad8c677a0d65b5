import type { Bucket } from 'perpetua-core';
import type pg from 'pg';
import { ownerConnection } from '../../packages/server/src/storage/postgres/connections.ts';
import type { TestBooks } from '../support/books.ts';

/** A row of the log with its days and its event. */
type Dated = { readonly event: number; readonly day: string };

type Moved = Dated & {
  readonly pool: number;
  readonly bucket: Bucket;
  readonly place: string;
  readonly quantity: bigint;
  readonly value: bigint;
};

type Posted = Dated & {
  readonly account: string;
  readonly site: string;
  readonly debit: bigint;
  readonly credit: bigint;
};

/** How far to read: up to the end of a day, and up to an event. */
export type Reach = { readonly asOf: string | null; readonly event: number };

/** The whole log in memory, read by the owner of the tables past everything that makes it fast. */
export type NaiveBooks = { readonly moved: readonly Moved[]; readonly posted: readonly Posted[] };

export async function naiveBooks({
  connection,
  company,
}: Pick<TestBooks, 'connection' | 'company'>): Promise<NaiveBooks> {
  const owner = await ownerConnection(connection);
  try {
    return { moved: await movedIn(owner, company.id), posted: await postedIn(owner, company.id) };
  } finally {
    await owner.end();
  }
}

async function movedIn(owner: pg.Client, company: number): Promise<readonly Moved[]> {
  type Row = Omit<Moved, 'event' | 'pool'> & { event: bigint; pool: bigint };
  const { rows } = await owner.query<Row>(
    `select m.event, m.posted_on as day, m.pool, p.bucket, m.place, m.quantity, m.value
       from movement m join cost_pool p on p.company_id = m.company_id and p.number = m.pool
      where m.company_id = $1`,
    [company],
  );
  return rows.map((row) => ({ ...row, event: Number(row.event), pool: Number(row.pool) }));
}

async function postedIn(owner: pg.Client, company: number): Promise<readonly Posted[]> {
  type Row = {
    event: bigint;
    day: string;
    account: string;
    site: string;
    side: string;
    amount: bigint;
  };
  const { rows } = await owner.query<Row>(
    `select event, posted_on as day, account, site, side, amount from journal_line where company_id = $1`,
    [company],
  );
  return rows.map(({ event, side, amount, ...row }) => ({
    ...row,
    event: Number(event),
    debit: side === 'debit' ? amount : 0n,
    credit: side === 'credit' ? amount : 0n,
  }));
}

const isWithin =
  ({ asOf, event }: Reach) =>
  (row: Dated): boolean =>
    row.event <= event && (asOf === null || row.day <= asOf);

/** What every pool held that held something: `pool quantity value`, sorted. */
export function poolsWithin({ moved }: NaiveBooks, reach: Reach): readonly string[] {
  const sums = new Map<number, { quantity: bigint; value: bigint }>();
  for (const { pool, quantity, value } of moved.filter(isWithin(reach))) {
    const sum = sums.get(pool) ?? { quantity: 0n, value: 0n };
    sums.set(pool, { quantity: sum.quantity + quantity, value: sum.value + value });
  }
  return [...sums]
    .filter(([, { quantity, value }]) => quantity !== 0n || value !== 0n)
    .map(([pool, { quantity, value }]) => `${pool} ${quantity} ${value}`)
    .toSorted();
}

/** Where the units of pools on hand lay: `pool place quantity`, sorted. */
export function placesWithin({ moved }: NaiveBooks, reach: Reach): readonly string[] {
  const sums = new Map<string, bigint>();
  for (const { pool, place, bucket, quantity } of moved.filter(isWithin(reach))) {
    if (bucket !== 'on-hand') continue;
    const key = `${pool} ${place}`;
    sums.set(key, (sums.get(key) ?? 0n) + quantity);
  }
  return [...sums]
    .filter(([, quantity]) => quantity !== 0n)
    .map(([key, quantity]) => `${key} ${quantity}`)
    .toSorted();
}

/** Debits and credits of accounts at sites: `account site debit credit`, sorted. */
export function accountsWithin({ posted }: NaiveBooks, reach: Reach): readonly string[] {
  const sums = new Map<string, { debit: bigint; credit: bigint }>();
  for (const { account, site, debit, credit } of posted.filter(isWithin(reach))) {
    const key = `${account} ${site}`;
    const sum = sums.get(key) ?? { debit: 0n, credit: 0n };
    sums.set(key, { debit: sum.debit + debit, credit: sum.credit + credit });
  }
  return [...sums].map(([key, { debit, credit }]) => `${key} ${debit} ${credit}`).toSorted();
}

/** The last day of anything up to an event; null where there is nothing. */
export function lastDayWithin({ moved, posted }: NaiveBooks, event: number): string | null {
  const days = [...moved, ...posted].filter((row) => row.event <= event).map(({ day }) => day);
  return days.toSorted().at(-1) ?? null;
}
