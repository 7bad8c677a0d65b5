import type pg from 'pg';
import type { ClientBase } from 'pg';
import type { Lane } from '../../../application/ports.ts';

/**
 * Runs the work in a read-only transaction of one company: all its queries see one state, only
 * rows of this company, and hold up nobody.
 */
export async function inSnapshot<Value>(
  pool: pg.Pool,
  company: number,
  work: (client: ClientBase) => Promise<Value>,
): Promise<Value> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await Promise.all([
      client.query('begin isolation level repeatable read read only'),
      client.query({
        name: 'open-snapshot',
        // Reports add up a lot; sums that fit into memory need no files.
        text: `select set_config('perpetua.company', $1, true), set_config('work_mem', '64MB', true)`,
        values: [String(company)],
      }),
    ]);
    const value = await work(client);
    await client.query('commit');
    return value;
  } catch (error) {
    broken = await rolledBack(client);
    throw error;
  } finally {
    client.release(broken);
  }
}

/** Rolls back; a connection that cannot even do that is thrown away. */
async function rolledBack(client: ClientBase): Promise<Error | undefined> {
  try {
    await client.query('rollback');
    return undefined;
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

type LaneRow = {
  last_event: bigint;
  last_movement: bigint;
  last_entry: bigint;
  last_pool: bigint;
  last_determination: bigint;
  last_batch: bigint;
  last_hash: Buffer;
  configuration_version: number;
};

/** The lane as the snapshot sees it, without locking it. */
export async function laneInSnapshot(client: ClientBase, company: number): Promise<Lane> {
  const { rows } = await client.query<LaneRow>(
    `select last_event, last_movement, last_entry, last_pool, last_determination, last_batch, last_hash,
            configuration_version
       from lane where company_id = $1`,
    [company],
  );
  const row = rows[0];
  if (row === undefined) throw new Error(`company ${company} has no lane`);
  return {
    counters: {
      event: Number(row.last_event),
      movement: Number(row.last_movement),
      entry: Number(row.last_entry),
      pool: Number(row.last_pool),
      determination: Number(row.last_determination),
    },
    batch: Number(row.last_batch),
    hash: row.last_hash,
    configurationVersion: row.configuration_version,
  };
}
