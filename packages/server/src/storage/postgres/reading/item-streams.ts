import type { BookedPool, BookedStream, Item } from 'perpetua-core';
import type { ClientBase } from 'pg';
import type { CostedItems, Page } from '../../../application/reading/ports.ts';
import { textsLiteral } from '../array-literals.ts';
import { itemOf } from '../load-stock.ts';
import { POOL_COLUMNS, type PoolRow, poolOf } from '../stored-pools.ts';
import { STREAM_COLUMNS, type StreamRow, streamOf } from '../stored-streams.ts';

type ItemRow = Parameters<typeof itemOf>[0];

/** A page of items with their pools on hand and their cost streams, in the order of their codes. */
export async function costedItems(
  client: ClientBase,
  company: number,
  { item }: { readonly item?: string | undefined },
  { after, limit }: Page<string>,
): Promise<CostedItems> {
  const items = await client.query<ItemRow>(
    `select code, name, group_number, item_class, item_type, financial_group, category, quantity_decimals,
            standard_cost, set_costs
       from item
      where company_id = $1 and ($2::text is null or code = $2) and ($3::text is null or code > $3)
      order by code
      limit $4`,
    [company, item ?? null, after ?? null, limit],
  );
  const codes = textsLiteral(items.rows.map(({ code }) => code));
  const [pools, streams] = await Promise.all([
    client.query<PoolRow>(
      `select ${POOL_COLUMNS} from cost_pool p
        where p.company_id = $1 and p.item = any($2::text[]) and p.document = '' and p.bucket = 'on-hand'
        order by p.number`,
      [company, codes],
    ),
    client.query<StreamRow>(
      `select ${STREAM_COLUMNS} from cost_stream s
        where s.company_id = $1 and s.item = any($2::text[]) and s.document = '' and s.bucket = 'on-hand'`,
      [company, codes],
    ),
  ]);
  const poolsOf = Map.groupBy(pools.rows.map(poolOf), ({ address }) => address.item);
  const streamsOf = Map.groupBy(streams.rows.map(streamOf), ({ address }) => address.item);
  return items.rows.map((row) => costed(itemOf(row), poolsOf, streamsOf));
}

const costed = (
  item: Item,
  pools: ReadonlyMap<string, readonly BookedPool[]>,
  streams: ReadonlyMap<string, readonly BookedStream[]>,
): CostedItems[number] => ({
  item,
  pools: pools.get(item.code) ?? [],
  streams: streams.get(item.code) ?? [],
});
