import { REVIEW_TYPES } from 'perpetua-core';
import type { ClientBase } from 'pg';
import type { OpenManualReceipt } from '../../../application/reading/ports.ts';
import { EVENT_COLUMNS, type EventRow, eventOf } from '../stored-events.ts';

type Row = EventRow & {
  name: string;
  quantity_decimals: number;
  moved_quantity: bigint;
  moved_value: bigint;
  used_quantity: string;
  used_value: string;
  receipts: bigint;
};

/**
 * Manual stock receipts of which something is left to be matched or written off, the oldest first.
 *
 * Neither what was reversed or taken back is open, nor the reversal or the taking back itself; nor
 * what posted nothing while inventory was not integrated.
 */
export async function openManualReceipts(
  client: ClientBase,
  company: number,
  most: number,
): Promise<{ readonly count: number; readonly receipts: readonly OpenManualReceipt[] }> {
  const { rows } = await client.query<Row>(
    `select ${EVENT_COLUMNS}, i.name, i.quantity_decimals, m.quantity as moved_quantity,
            m.value as moved_value, u.quantity as used_quantity, u.value as used_value,
            count(*) over () as receipts
       from event e
      cross join lateral (
            select * from batch b where b.company_id = $1 and b.number = e.batch offset 0) b
      cross join lateral (
            select * from movement m
             where m.company_id = $1 and m.recorded_month = b.recorded_month
               and m.number = e.first_movement offset 0) m
      cross join lateral (
            select coalesce(sum(l.quantity) filter (where l.kind = 'refers-to'), 0)::text as quantity,
                   coalesce(sum(l.value) filter (where l.kind = 'refers-to'), 0)::text as value,
                   coalesce(bool_or(l.kind = 'reverses'), false) as reversed
              from event_link l where l.company_id = $1 and l.to_event = e.number) u
      cross join lateral (
            select * from item i where i.company_id = $1 and i.code = e.item offset 0) i
      where e.company_id = $1 and e.type = $2::transaction_type
        and not u.reversed and u.quantity::numeric < abs(m.quantity)
        and (e.entry > 0 or m.value = 0)
        and not exists (
            select from event_link o
             where o.company_id = $1 and o.event = e.number and o.kind in ('refers-to', 'reverses'))
      order by e.number limit $3`,
    [company, REVIEW_TYPES.received, most],
  );
  return { count: Number(rows[0]?.receipts ?? 0n), receipts: rows.map(receiptOf) };
}

function receiptOf(row: Row): OpenManualReceipt {
  const [used, usedValue] = [BigInt(row.used_quantity), BigInt(row.used_value)];
  const sign = row.moved_quantity < 0n ? -1n : 1n;
  return {
    event: eventOf(row),
    name: row.name,
    quantityDecimals: row.quantity_decimals,
    quantity: row.moved_quantity - sign * used,
    value: row.moved_value - sign * usedValue,
  };
}
