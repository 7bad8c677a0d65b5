import type { ClientBase } from 'pg';

/** How many transactions happened, could not be posted, still are not and were not given up. */
export async function queuedCount(client: ClientBase, company: number): Promise<number> {
  const { rows } = await client.query<{ queued: bigint }>(
    `select count(*) as queued from queued_transaction q
      where q.company_id = $1 and not q.given_up
        and not exists (select from event e
                         where e.company_id = $1 and e.source = q.source and e.key = q.key)`,
    [company],
  );
  return Number(rows[0]?.queued ?? 0n);
}
