import type { BusinessDate, Touched } from 'perpetua-core';
import type { ClientBase } from 'pg';
import type { Restatement } from '../../application/ports.ts';
import { numbersLiteral, wordsLiteral } from './array-literals.ts';

/** Of as many pools as there are. */
export const ALL_POOLS = 2 ** 31 - 1;

/** No more late facts than this are named by the corrections of a pool: a file out of order has thousands. */
const MOST_CAUSES = 100;

/**
 * Costs that have to be run again, the pools with the oldest causes first: each from the earliest day on,
 * with the oldest of its causes.
 */
export async function readRestatements(
  client: ClientBase,
  company: number,
  mostPools: number,
): Promise<readonly Restatement[]> {
  type Row = { pool: bigint; from_on: BusinessDate; cause: bigint; source: string; key: string };
  const { rows } = await client.query<Row>({
    name: 'read-restatements',
    text: `select p.pool, p.from_on, r.cause, e.source, e.key
             from (select pool, min(from_on) as from_on, min(cause) as first from restatement
                    where company_id = $1 group by pool order by first, pool limit $2) p
            cross join lateral (
                  select cause from restatement r where r.company_id = $1 and r.pool = p.pool
                   order by cause limit ${MOST_CAUSES}) r
             join event e on e.company_id = $1 and e.number = r.cause
            order by p.first, p.pool, r.cause`,
    values: [company, mostPools],
  });
  return rows.map(({ pool, from_on: from, cause, source, key }) => ({
    pool: Number(pool),
    from,
    cause: { number: Number(cause), source, key },
  }));
}

/** Puts work down; what is there already for a pool and a cause goes on from the new day. */
export async function noteRestatements(
  client: ClientBase,
  company: number,
  rows: readonly Restatement[],
): Promise<void> {
  if (rows.length === 0) return;
  await client.query(
    `insert into restatement (company_id, pool, from_on, cause)
     select $1, unnest($2::bigint[]), unnest($3::date[]), unnest($4::bigint[])
         on conflict (company_id, pool, cause) do update set from_on = excluded.from_on`,
    [company, ...columnsOf(rows)],
  );
}

/** Takes work off that is done: of the pools what began by a day, or all of it. */
export async function dropRestatements(
  client: ClientBase,
  company: number,
  pools: readonly number[],
  until: BusinessDate | undefined,
): Promise<void> {
  if (pools.length === 0) return;
  await client.query(
    `delete from restatement
      where company_id = $1 and pool = any($2::bigint[]) and from_on <= coalesce($3::date, 'infinity')`,
    [company, numbersLiteral(pools), until ?? null],
  );
}

const columnsOf = (rows: readonly Restatement[]): readonly [string, string, string] => [
  numbersLiteral(rows.map(({ pool }) => pool)),
  wordsLiteral(rows.map(({ from }) => from)),
  numbersLiteral(rows.map(({ cause }) => cause.number)),
];

/** The first day by which one of the pools moved so many times from its day on; undefined where none did. */
export async function dayAfterMovements(
  client: ClientBase,
  company: number,
  touched: readonly Touched[],
  movements: number,
): Promise<BusinessDate | undefined> {
  const { rows } = await client.query<{ day: BusinessDate | null }>(
    `select min(d.costed_on) as day
       from unnest($2::bigint[], $3::date[]) w(pool, from_on)
      cross join lateral (
            select m.costed_on from movement m
             where m.company_id = $1 and m.pool = w.pool and m.costed_on >= w.from_on
             order by m.costed_on, m.number offset $4 limit 1) d`,
    [
      company,
      numbersLiteral(touched.map(({ pool }) => pool)),
      wordsLiteral(touched.map(({ from }) => from)),
      movements,
    ],
  );
  return rows[0]?.day ?? undefined;
}
