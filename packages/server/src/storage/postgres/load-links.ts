import {
  type EventLink,
  type EventUse,
  eventName,
  money,
  quantity,
  type TransactionType,
  takesClaim,
  transactionTypes,
} from 'perpetua-core';
import type { ClientBase } from 'pg';
import { wordsLiteral } from './array-literals.ts';

type LinkRow = {
  to_event: bigint;
  kind: string;
  quantity: string;
  value: string;
  corrected: string;
  claimed_quantity: string;
  claimed_value: string;
  latest_type: TransactionType;
  latest_movement: bigint;
  latest_movements: number;
};

export const latestUseOf = (row: LinkRow): EventUse => ({
  type: row.latest_type,
  firstMovement: Number(row.latest_movement),
  lastMovement: Number(row.latest_movement) + row.latest_movements - 1,
});

/** The types that take what is owed for goods, and leave the goods. */
export const CLAIMS = wordsLiteral(transactionTypes().filter(takesClaim));

/**
 * What later events took of earlier ones, how, and which of them was the latest; value without units
 * corrects what they cost.
 */
export function loadLinks(client: ClientBase, company: number, events: string) {
  return client.query<LinkRow>({
    name: 'load-earlier-links',
    text: `select l.to_event, l.kind, l.quantity::text as quantity, l.value::text as value,
                  l.corrected::text as corrected, l.claimed_quantity::text as claimed_quantity,
                  l.claimed_value::text as claimed_value,
                  e.type as latest_type, e.first_movement as latest_movement,
                  e.movements as latest_movements
             from (select to_event, kind, sum(quantity) as quantity,
                          coalesce(sum(value) filter (where quantity <> 0), 0) as value,
                          coalesce(-sum(value) filter (where quantity = 0), 0) as corrected,
                          coalesce(sum(quantity) filter (where is_claim), 0) as claimed_quantity,
                          coalesce(sum(value) filter (where is_claim), 0) as claimed_value,
                          max(event) as latest
                     from event_link
                    cross join lateral (
                          select type = any($3::transaction_type[]) as is_claim from event e
                           where e.company_id = $1 and e.number = event_link.event offset 0) e
                    where company_id = $1 and to_event = any($2::bigint[])
                    group by to_event, kind) l
            cross join lateral (
                  select * from event e
                   where e.company_id = $1 and e.number = l.latest offset 0) e`,
    values: [company, events, CLAIMS],
  });
}

/** What earlier events took of still earlier ones, or added to them, which their own reversal gives back. */
export async function loadTook(
  client: ClientBase,
  company: number,
  events: string,
): Promise<ReadonlyMap<number, readonly EventLink[]>> {
  type Row = Record<'event' | 'to' | 'quantity' | 'value', bigint> &
    Record<'source' | 'key', string> & { kind: EventLink['kind'] };
  const { rows } = await client.query<Row>({
    name: 'load-earlier-took',
    text: `select l.event, l.to_event as to, l.kind, l.quantity, l.value, t.source, t.key
             from event_link l
            cross join lateral (
                  select source, key from event t
                   where t.company_id = $1 and t.number = l.to_event offset 0) t
            where l.company_id = $1 and l.event = any($2::bigint[])
              and l.kind in ('refers-to', 'adds-cost-to')
            order by l.event, l.to_event, l.kind`,
    values: [company, events],
  });
  const links = rows.map((row): EventLink => {
    const to = { to: Number(row.to), name: eventName(row.source, row.key) };
    const taken = { quantity: quantity(row.quantity), value: money(row.value) };
    return { event: Number(row.event), ...to, kind: row.kind, ...taken };
  });
  return Map.groupBy(links, ({ event }) => event);
}
