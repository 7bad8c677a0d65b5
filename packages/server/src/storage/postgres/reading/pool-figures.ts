import { type BusinessDate, STOCK_JOURNAL_TYPES } from 'perpetua-core';
import type { ClientBase } from 'pg';
import type {
  NegativePool,
  OpenTransit,
  PoolTotal,
  UnpostedTotal,
} from '../../../application/reading/ports.ts';
import { wordsLiteral } from '../array-literals.ts';

type PoolTotalRow = Omit<PoolTotal, 'value'> & { value: string };

/** What the pools of each account are worth, by site and bucket; accounts that ever held any. */
export async function poolTotals(
  client: ClientBase,
  company: number,
): Promise<readonly PoolTotal[]> {
  const { rows } = await client.query<PoolTotalRow>(
    `select account, site, bucket, sum(value)::text as value
       from cost_pool where company_id = $1 and bucket <> 'consigned'
      group by account, site, bucket`,
    [company],
  );
  return rows.map(({ value, ...total }) => ({ ...total, value: BigInt(value) }));
}

/**
 * Value that events without a journal entry moved, by account and site, less what stock journals have
 * brought into the ledger of it.
 */
export async function unpostedTotals(
  client: ClientBase,
  company: number,
): Promise<readonly UnpostedTotal[]> {
  const { rows } = await client.query<{ account: string; site: string; value: string }>(
    `select account, site, sum(value)::text as value
       from (select p.account, p.site, m.value
               from movement m
               join event e on e.company_id = $1 and e.number = m.event and e.entry = 0
               join cost_pool p on p.company_id = $1 and p.number = m.pool
              where m.company_id = $1 and m.value <> 0
              union all
             select l.account, l.site, case side when 'debit' then -l.amount else l.amount end
               from event e
               join journal_line l on l.company_id = $1 and l.entry = e.entry
                    and l.account = e.content ->> 'account'
              where e.company_id = $1 and e.type = any($2::transaction_type[])) part
      group by account, site
     having sum(value) <> 0`,
    [company, wordsLiteral(Object.values(STOCK_JOURNAL_TYPES))],
  );
  return rows.map(({ value, ...total }) => ({ ...total, value: BigInt(value) }));
}

/** Goods on their way between sites, each with the day of its pool's first movement. */
export async function openTransits(
  client: ClientBase,
  company: number,
): Promise<readonly OpenTransit[]> {
  const { rows } = await client.query<{ value: bigint; since: BusinessDate }>(
    `select p.value, f.posted_on as since
       from cost_pool p
      cross join lateral (
            select m.posted_on from movement m
             where m.company_id = $1 and m.pool = p.number
             order by m.number limit 1) f
      where p.company_id = $1 and p.bucket in ('in-transit', 'wip-in-transit') and p.value <> 0`,
    [company],
  );
  return rows;
}

type NegativeRow = {
  item: string;
  name: string;
  quantity_decimals: number;
  site: string;
  quantity: bigint;
  value: bigint;
};

/** Stock on hand below zero: how many pools, and those of the largest value. */
export async function negativePools(
  client: ClientBase,
  company: number,
  limit: number,
): Promise<{ readonly count: number; readonly pools: readonly NegativePool[] }> {
  const { rows } = await client.query<NegativeRow & { pools: bigint }>(
    `select p.item, i.name, i.quantity_decimals, p.site, p.quantity, p.value, count(*) over () as pools
       from cost_pool p join item i on i.company_id = $1 and i.code = p.item
      where p.company_id = $1 and p.bucket = 'on-hand' and p.quantity < 0
      order by p.value, p.item, p.site, p.account
      limit $2`,
    [company, limit],
  );
  return {
    count: Number(rows[0]?.pools ?? 0n),
    pools: rows.map(({ item, name, quantity_decimals, site, quantity, value }) => ({
      item,
      name,
      quantityDecimals: quantity_decimals,
      site,
      quantity,
      value,
    })),
  };
}
