import type pg from 'pg';
import type { ClientBase } from 'pg';

/** A transaction that was not kept although nothing in it said so; the client reports no error. */
class CommitFailed extends Error {
  override readonly name = 'CommitFailed';
}

/** Runs the work in a transaction of one company: all of it is kept, or nothing. */
export async function inTransaction<Value>(
  pool: pg.Pool,
  begin: string,
  company: number,
  work: (client: ClientBase) => Promise<Value>,
): Promise<Value> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await Promise.all([
      client.query(begin),
      client.query({
        name: 'set-company',
        text: `select set_config('perpetua.company', $1, true)`,
        values: [String(company)],
      }),
    ]);
    const value = await work(client);
    const { command } = await client.query('commit');
    // PostgreSQL answers the commit of a failed transaction with ROLLBACK and without an error.
    if (command !== 'COMMIT') throw new CommitFailed(`the transaction ended with ${command}`);
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
