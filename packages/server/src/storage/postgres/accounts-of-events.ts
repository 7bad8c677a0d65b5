import type { SaidOfSides } from 'perpetua-core';
import type { ClientBase } from 'pg';
import { numbersLiteral } from './array-literals.ts';

type SaidRow = {
  event: bigint;
  reason: string | null;
  account: string | null;
  location: string | null;
};

/** What events said of their accounts that posted nothing, since they were worth nothing then. */
export async function readSaidOfSides(
  client: ClientBase,
  company: number,
  events: readonly number[],
): Promise<readonly SaidOfSides[]> {
  if (events.length === 0) return [];
  const { rows } = await client.query<SaidRow>(
    `select e.number as event, e.content ->> 'reason' as reason, e.content ->> 'account' as account,
            e.content ->> 'location' as location
       from unnest($2::bigint[]) w(number)
       join event e on e.company_id = $1 and e.number = w.number and e.entry = 0`,
    [company, numbersLiteral(events)],
  );
  return rows.map(({ event, reason, account, location }) => ({
    event: Number(event),
    reason: reason ?? undefined,
    account: account ?? undefined,
    location: location ?? undefined,
  }));
}
