import { quantity } from 'perpetua-core';
import type { ClientBase } from 'pg';
import type { PurchaseOrder, PurchaseOrders, ReceivedOfLine } from '../../application/ports.ts';
import { textsLiteral } from './array-literals.ts';
import { CLAIMS } from './restated-uses.ts';

/** What can be asked for purchase orders. */
export const purchaseOrders = (
  client: ClientBase,
  company: number,
): Omit<PurchaseOrders, 'add'> => ({
  find: (order) => findOrder(client, company, order),
  received: (names) => receivedOf(client, company, names),
});

async function findOrder(
  client: ClientBase,
  company: number,
  order: string,
): Promise<PurchaseOrder | undefined> {
  const { rows } = await client.query<{ content: PurchaseOrder }>(
    'select content from purchase_order where company_id = $1 and name = $2',
    [company, order],
  );
  return rows[0]?.content;
}

/** Keeps an order as it was sent. */
export async function addPurchaseOrder(
  client: ClientBase,
  company: number,
  ...[order, at, by]: Parameters<PurchaseOrders['add']>
): Promise<void> {
  await client.query(
    `insert into purchase_order (company_id, name, content, added_at, added_by)
     values ($1, $2, $3, $4, $5)`,
    [company, order.order, JSON.stringify(order), at, by],
  );
}

type ReceivedRow = { name: string; received: string; invoiced: string };

/** Receipts that name a line of an order in their reference, none that was reversed. */
async function receivedOf(
  client: ClientBase,
  company: number,
  names: readonly string[],
): Promise<ReadonlyMap<string, ReceivedOfLine>> {
  const { rows } = await client.query<ReceivedRow>(
    `select e.content ->> 'reference' as name, sum(m.quantity)::text as received,
            sum(c.claimed)::text as invoiced
       from event e
       join batch b on b.company_id = $1 and b.number = e.batch
       join movement m on m.company_id = $1 and m.recorded_month = b.recorded_month
                      and m.number = e.first_movement
      cross join lateral (
            select coalesce(sum(l.quantity), 0) as claimed
              from event_link l join event i on i.company_id = $1 and i.number = l.event
             where l.company_id = $1 and l.to_event = e.number and l.kind = 'refers-to'
               and i.type = any($3::transaction_type[])) c
      where e.company_id = $1 and e.content ->> 'reference' is not null
        and e.content ->> 'reference' = any($2::text[]) and e.type = 'receive-from-vendor'
        and e.content ->> 'reverses' is null
        and not exists (select from event_link r
                         where r.company_id = $1 and r.to_event = e.number and r.kind = 'reverses')
      group by 1`,
    [company, textsLiteral(names), CLAIMS],
  );
  return new Map(
    rows.map(({ name, received, invoiced }) => [
      name,
      { received: quantity(BigInt(received)), invoiced: quantity(BigInt(invoiced)) },
    ]),
  );
}
