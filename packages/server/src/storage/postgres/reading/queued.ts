import type { Refusal, TransactionInput } from 'perpetua-core';
import type { ClientBase } from 'pg';
import type { QueuedTransaction } from '../../../application/ports.ts';

/** Whatever was queued and has no event of its key yet; posting the key takes it off the queue. */
const WAITING = `from queued_transaction q
      where q.company_id = $1
        and not exists (select from event e
                         where e.company_id = $1 and e.source = q.source and e.key = q.key)`;

/** How many transactions happened, could not be posted, and still are not. */
export async function queuedCount(client: ClientBase, company: number): Promise<number> {
  const { rows } = await client.query<{ queued: bigint }>(`select count(*) as queued ${WAITING}`, [
    company,
  ]);
  return Number(rows[0]?.queued ?? 0n);
}

type Row = {
  source: string;
  key: string;
  queued_at: Date;
  content: TransactionInput;
  refusals: readonly Refusal[];
};

/** Those transactions, the oldest first. */
export async function queuedTransactions(
  client: ClientBase,
  company: number,
  most: number,
): Promise<readonly QueuedTransaction[]> {
  const { rows } = await client.query<Row>(
    `select q.source, q.key, q.queued_at, q.content, q.refusals ${WAITING}
      order by q.queued_at, q.source, q.key limit $2`,
    [company, most],
  );
  return rows.map(({ queued_at: queuedAt, content: input, ...row }) => ({
    ...row,
    queuedAt,
    input,
  }));
}
