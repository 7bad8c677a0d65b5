import {
  type BusinessDate,
  type Claim,
  quantity,
  type SaidOfSides,
  type TransactionType,
  takesClaim,
  transactionTypes,
} from 'perpetua-core';
import type { ClientBase } from 'pg';
import { numbersLiteral, textsLiteral } from './array-literals.ts';

type Row = { event: bigint; type: TransactionType; on: BusinessDate; of: bigint; units: bigint };

/** What took of events what is owed for their goods, and what gave it back, oldest first. */
export async function readClaims(
  client: ClientBase,
  company: number,
  events: readonly number[],
): Promise<readonly Claim[]> {
  if (events.length === 0) return [];
  const { rows } = await client.query<Row>(
    `select l.event, e.type, e.posted_on as on, l.to_event as of, l.quantity as units
       from unnest($2::bigint[]) w(number)
       join event_link l on l.company_id = $1 and l.to_event = w.number
        and l.kind = 'refers-to' and l.quantity <> 0
       join event e on e.company_id = $1 and e.number = l.event and e.type::text = any($3::text[])
      order by l.event`,
    [company, numbersLiteral(events), textsLiteral(transactionTypes().filter(takesClaim))],
  );
  return rows.map(({ event, type, on, of, units }) => {
    return { event: Number(event), type, on, of: Number(of), units: quantity(units) };
  });
}

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
