import { type BusinessDate, money, STOCK_JOURNAL_TYPES } from 'perpetua-core';
import type { ClientBase } from 'pg';
import type { GroupItems, StockAgainstLedger } from '../../application/ports.ts';
import { wordsLiteral } from './array-literals.ts';

type Row = Omit<StockAgainstLedger, 'stock' | 'ledger'> & Record<'stock' | 'ledger', string>;

/**
 * By item, site and account: what stock was worth at the end of a day, and what of it the ledger held,
 * by movements that were posted and by stock journals. What is nothing in both is left out.
 */
export async function readStockAgainstLedger(
  client: ClientBase,
  company: number,
  through: BusinessDate,
): Promise<readonly StockAgainstLedger[]> {
  const { rows } = await client.query<Row>(STOCK_AGAINST_LEDGER, [
    company,
    through,
    wordsLiteral(Object.values(STOCK_JOURNAL_TYPES)),
  ]);
  return rows.map(({ stock, ledger, ...place }) => ({
    ...place,
    stock: money(BigInt(stock)),
    ledger: money(BigInt(ledger)),
  }));
}

const STOCK_AGAINST_LEDGER = `
  with moved as (
    select p.item, p.site, p.account, sum(m.value) as stock,
           coalesce(sum(m.value) filter (where e.entry > 0), 0) as posted
      from movement m
      join cost_pool p on p.company_id = $1 and p.number = m.pool and p.bucket <> 'consigned'
      join event e on e.company_id = $1 and e.number = m.event
     where m.company_id = $1 and m.posted_on <= $2 and m.value <> 0
     group by p.item, p.site, p.account
  ), taken_up as (
    select e.item, e.site, l.account,
           sum(case l.side when 'debit' then l.amount else -l.amount end) as value
      from event e
      join journal_line l on l.company_id = $1 and l.entry = e.entry and l.account = e.content ->> 'account'
     where e.company_id = $1 and e.type = any($3::transaction_type[]) and e.posted_on <= $2
     group by e.item, e.site, l.account
  ), held as (
    select item, site, account, coalesce(stock, 0) as stock, coalesce(posted, 0) + coalesce(value, 0) as ledger
      from moved full join taken_up using (item, site, account)
  )
  select h.item, i.group_number as "group", h.site, h.account, h.stock::text, h.ledger::text
    from held h join item i on i.company_id = $1 and i.code = h.item
   where h.stock <> 0 or h.ledger <> 0
   order by i.group_number, h.site, h.account, h.item`;

/** How many items of each class the groups have. */
export async function readGroupItems(
  client: ClientBase,
  company: number,
): Promise<readonly GroupItems[]> {
  const { rows } = await client.query<Omit<GroupItems, 'count'> & { count: bigint }>(
    `select group_number as "group", item_class as "itemClass", count(*) as count
       from item where company_id = $1 group by 1, 2 order by 1, 2`,
    [company],
  );
  return rows.map(({ count, ...row }) => ({ ...row, count: Number(count) }));
}
