import type { ClientBase } from 'pg';
import type { BatchHead } from '../../../application/reading/ports.ts';

/** Numbers a batch is the last to give out. They grow from batch to batch. */
type BatchNumber = 'last_event' | 'last_movement' | 'last_entry';

/**
 * Finds the batch that gave out a number. Batches are dense and their numbers grow, so it is found
 * by halving: some twenty steps in a million batches, without an index of its own. The events of
 * the batch come after `previous_event`.
 */
const searchText = (column: BatchNumber): string => `
  with recursive halved(low, high) as (
    select 1::bigint, l.last_batch from lane l where l.company_id = $1
     union all
    select case when b.${column} < $2 then b.number + 1 else h.low end,
           case when b.${column} < $2 then h.high else b.number end
      from halved h
      join batch b on b.company_id = $1 and b.number = (h.low + h.high) / 2
     where h.low < h.high
  )
  select b.number, b.recorded_at, b.recorded_by, b.configuration_version, b.hash, b.last_event,
         b.last_movement, b.last_entry, coalesce(o.last_event, 0) as previous_event
    from halved h
    join batch b on b.company_id = $1 and b.number = h.low and b.${column} >= $2
    left join batch o on o.company_id = $1 and o.number = h.low - 1
   where h.low = h.high`;

type BatchRow = {
  number: bigint;
  recorded_at: Date;
  recorded_by: string;
  configuration_version: number;
  hash: Buffer;
  last_event: bigint;
  last_movement: bigint;
  last_entry: bigint;
  previous_event: bigint;
};

/** The batch that gave out a number; undefined for numbers not given out. */
export async function findBatch(
  client: ClientBase,
  company: number,
  column: BatchNumber,
  number: number,
): Promise<BatchRow | undefined> {
  if (number < 1) return undefined;
  const { rows } = await client.query<BatchRow>(searchText(column), [company, number]);
  return rows[0];
}

/** The batch that recorded an event. */
export async function batchOf(
  client: ClientBase,
  company: number,
  event: number,
): Promise<BatchHead | undefined> {
  const row = await findBatch(client, company, 'last_event', event);
  if (row === undefined) return undefined;
  return {
    number: Number(row.number),
    recordedAt: row.recorded_at,
    recordedBy: row.recorded_by,
    configurationVersion: row.configuration_version,
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
