import type { BusinessDate, Period } from 'perpetua-core';
import type pg from 'pg';
import type { ClientBase } from 'pg';
import type {
  BooksSnapshots,
  LogPlace,
  SnapshotMark,
  SnapshotRows,
  SnapshotSession,
  WrittenMark,
} from '../../../application/ports.ts';
import { wordsLiteral } from '../array-literals.ts';
import { readLane } from '../books-storage.ts';
import { inTransaction } from '../in-transaction.ts';
import { findBatch } from '../reading/batches.ts';
import { BEGINNING, lastMark, MARK_COLUMNS, markOf, monthsBetween, placeOf } from './base.ts';
import { STATE_KINDS } from './states.ts';
import { lateRowsOf, type MarkAhead, writeMark } from './write-mark.ts';

/**
 * Snapshots in PostgreSQL. Whoever writes some reads whole stretches of the log, so the connections
 * are those for reports. The lane is not touched: a mark is a batch that was committed before.
 */
export function booksSnapshots(pool: pg.Pool): BooksSnapshots {
  return {
    writing: (company, work) =>
      inTransaction(pool, 'begin', company, async (client) => {
        if (!(await isFree(client, company))) return undefined;
        await client.query(`set local work_mem = '64MB'`);
        return work(await snapshotSession(client, company));
      }),
    discard: (company) =>
      inTransaction(pool, 'begin', company, async (client) => {
        await client.query(`select pg_advisory_xact_lock(${LOCK})`, [company]);
        for (const table of TABLES)
          await client.query(`delete from ${table} where company_id = $1`, [company]);
      }),
    told: (company) =>
      inTransaction(
        pool,
        'begin isolation level repeatable read read only',
        company,
        async (client) => ({
          marks: await writtenMarks(client, company),
          rows: await countRows(client, company),
        }),
      ),
  };
}

const TABLES = ['snapshot_mark', ...STATE_KINDS.map(({ table }) => table)];

/**
 * Who writes snapshots of a company, or throws them away. Marks build on one another, so there is
 * one writer at a time; no row could be locked for that when there is no mark yet.
 */
const LOCK = `hashtext('perpetua: snapshots'), $1`;

async function isFree(client: ClientBase, company: number): Promise<boolean> {
  const { rows } = await client.query<{ free: boolean }>(
    `select pg_try_advisory_xact_lock(${LOCK}) as free`,
    [company],
  );
  return rows[0]?.free === true;
}

async function snapshotSession(client: ClientBase, company: number): Promise<SnapshotSession> {
  const last = await lastMark(client, company);
  const { counters } = await readLane(client, company, '');
  const ahead = async (place: LogPlace): Promise<MarkAhead> => ({
    last,
    place,
    laterMonths: await monthsBetween(client, company, last ?? BEGINNING, place),
  });
  return {
    lastMark: last,
    lastMovement: counters.movement,
    poolsHeld: () => poolsHeld(client, company, last),
    placeOf: async (movement) => {
      const batch = await findBatch(client, company, 'last_movement', movement);
      if (batch === undefined) throw new Error(`no batch gave out movement ${movement}`);
      return placeOf(batch);
    },
    lateRows: async (place) => lateRowsOf(client, company, await ahead(place)),
    dayOfShare: async (place, share) => dayOfShare(client, company, await ahead(place), share),
    movementsByPeriod: (place, after, before) =>
      movementsByPeriod(client, company, place, { after, before }),
    writeMark: async (place, newEnds, writtenAt) =>
      writeMark(client, company, await ahead(place), { newEnds, writtenAt }),
  };
}

async function poolsHeld(
  client: ClientBase,
  company: number,
  last: SnapshotMark | undefined,
): Promise<number> {
  const { rows } = await client.query<{ pools: bigint }>(
    'select count(distinct pool) as pools from pool_snapshot where company_id = $1 and period_end = $2',
    [company, last?.periodEnds.at(-1) ?? null],
  );
  return Number(rows[0]?.pools ?? 0n);
}

async function dayOfShare(
  client: ClientBase,
  company: number,
  { last, place, laterMonths }: MarkAhead,
  share: number,
): Promise<BusinessDate> {
  const { rows } = await client.query<{ day: BusinessDate | null }>(
    `select percentile_disc($5::double precision) within group (order by posted_on) as day
       from movement
      where company_id = $1 and recorded_month = any($2::date[]) and number > $3 and number <= $4`,
    [company, wordsLiteral(laterMonths), last?.movement ?? 0, place.movement, share],
  );
  const day = rows[0]?.day;
  if (day === undefined || day === null) throw new Error('there are movements after the last mark');
  return day;
}

async function movementsByPeriod(
  client: ClientBase,
  company: number,
  place: LogPlace,
  { after, before }: { readonly after: BusinessDate | undefined; readonly before: BusinessDate },
) {
  const { rows } = await client.query<{ period: Period; movements: bigint }>(
    `select to_char(posted_on, 'YYYY-MM') as period, count(*) as movements
       from movement
      where company_id = $1 and posted_on > $2 and posted_on < $3 and number <= $4
      group by 1 order by 1`,
    [company, after ?? '-infinity', before, place.movement],
  );
  return rows.map(({ period, movements }) => ({ period, movements: Number(movements) }));
}

type WrittenRow = Parameters<typeof markOf>[0] & { recorded_at: Date; written_at: Date };

async function writtenMarks(client: ClientBase, company: number): Promise<readonly WrittenMark[]> {
  const { rows } = await client.query<WrittenRow>(
    `select ${MARK_COLUMNS}, m.written_at, b.recorded_at
       from snapshot_mark m join batch b on b.company_id = $1 and b.number = m.batch
      where m.company_id = $1
      order by m.batch`,
    [company],
  );
  return rows.map((row) => ({
    ...markOf(row),
    recordedAt: row.recorded_at,
    writtenAt: row.written_at,
  }));
}

async function countRows(client: ClientBase, company: number): Promise<SnapshotRows> {
  const { rows } = await client.query<Record<keyof SnapshotRows, bigint>>(
    `select (select count(*) from pool_snapshot where company_id = $1) as pools,
            (select count(*) from place_snapshot where company_id = $1) as places,
            (select count(*) from account_snapshot where company_id = $1) as accounts`,
    [company],
  );
  const { pools = 0n, places = 0n, accounts = 0n } = rows[0] ?? {};
  return { pools: Number(pools), places: Number(places), accounts: Number(accounts) };
}
