import type { BusinessDate } from 'perpetua-core';
import type { ClientBase } from 'pg';
import type { BatchHead } from '../../../application/reading/ports.ts';

/** Numbers a batch is the last to give out. They grow from batch to batch. */
export type BatchNumber = 'last_event' | 'last_movement' | 'last_entry';

/**
 * The number of the batch that gave out a number. Batches are dense and their numbers grow, so it
 * is found by halving: some twenty steps in a million batches, without an index of its own.
 */
export function batchSearch(column: BatchNumber, company: string, wanted: string): string {
  return `with recursive halved(low, high) as (
            select 1::bigint, l.last_batch from lane l where l.company_id = ${company}
             union all
            select case when b.${column} < ${wanted} then b.number + 1 else h.low end,
                   case when b.${column} < ${wanted} then h.high else b.number end
              from halved h
              join batch b on b.company_id = ${company} and b.number = (h.low + h.high) / 2
             where h.low < h.high
          )
          select b.* from halved h
            join batch b on b.company_id = ${company} and b.number = h.low and h.low = h.high
                        and b.${column} >= ${wanted}`;
}

type BatchRow = { number: bigint; recorded_at: Date; recorded_by: string; hash: Buffer };

/** The batch that recorded an event. */
export async function batchOf(
  client: ClientBase,
  company: number,
  event: number,
): Promise<BatchHead | undefined> {
  if (event < 1) return undefined;
  const { rows } = await client.query<BatchRow>(
    `select f.number, f.recorded_at, f.recorded_by, f.hash
       from (${batchSearch('last_event', '$1', '$2')}) f`,
    [company, event],
  );
  const row = rows[0];
  if (row === undefined) return undefined;
  return {
    number: Number(row.number),
    recordedAt: row.recorded_at,
    recordedBy: row.recorded_by,
    hash: row.hash,
  };
}

/** The last event recorded by an instant. The clock may step back, so all batches are asked. */
export async function lastEventBy(
  client: ClientBase,
  company: number,
  instant: Date,
): Promise<number> {
  const { rows } = await client.query<{ event: bigint | null }>(
    'select max(last_event) as event from batch where company_id = $1 and recorded_at <= $2',
    [company, instant],
  );
  return Number(rows[0]?.event ?? 0n);
}

/** The last configuration version written by an instant. */
export async function versionAt(
  client: ClientBase,
  company: number,
  instant: Date,
): Promise<number> {
  const { rows } = await client.query<{ version: number | null }>(
    'select max(version) as version from configuration_change where company_id = $1 and changed_at <= $2',
    [company, instant],
  );
  return rows[0]?.version ?? 0;
}

/** The last business date among the movements and postings of the events up to one. */
export async function lastDay(
  client: ClientBase,
  company: number,
  event: number,
): Promise<BusinessDate | null> {
  const { rows } = await client.query<{ day: BusinessDate | null }>(
    `select greatest(
              (select max(posted_on) from movement where company_id = $1 and event <= $2),
              (select max(posted_on) from posting where company_id = $1 and event <= $2)) as day`,
    [company, event],
  );
  return rows[0]?.day ?? null;
}
