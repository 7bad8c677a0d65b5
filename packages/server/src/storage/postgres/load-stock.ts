import {
  type BookedPool,
  type BookedStream,
  type Item,
  type ItemClass,
  mapSetCosts,
  measure,
  type Position,
  type PositionAddress,
  type SetStream,
  unitCost,
} from 'perpetua-core';
import type { ClientBase } from 'pg';
import type { Wanted } from '../../application/ports.ts';
import { textsLiteral } from './array-literals.ts';
import {
  POOL_COLUMNS,
  type PoolRow,
  type PositionRow,
  poolOf,
  positionOf,
} from './stored-pools.ts';
import { STREAM_COLUMNS, type StreamRow, streamOf } from './stored-streams.ts';

type ItemRow = {
  code: string;
  name: string;
  group_number: number;
  item_class: ItemClass;
  item_type: string | null;
  financial_group: string | null;
  category: string | null;
  quantity_decimals: number;
  standard_cost: string | null;
  weight: string | null;
  volume: string | null;
  sales_tax_type: string | null;
  purchase_tax_type: string | null;
  set_costs: { readonly [stream in SetStream]?: string } | null;
};

/** The columns of an item, as `itemOf` reads them. */
export const ITEM_COLUMNS = `code, name, group_number, item_class, item_type, financial_group, category,
  quantity_decimals, standard_cost, weight, volume, sales_tax_type,
  purchase_tax_type, set_costs`;

/** Items by their codes. */
export async function loadItems(
  client: ClientBase,
  company: number,
  codes: readonly string[],
): Promise<readonly Item[]> {
  if (codes.length === 0) return [];
  const { rows } = await client.query<ItemRow>({
    name: 'load-items',
    text: `select ${ITEM_COLUMNS}
             from item where company_id = $1 and code = any($2::text[])`,
    values: [company, textsLiteral(codes)],
  });
  return rows.map(itemOf);
}

/** A row of `item` as the core knows it; absent texts are absent fields. */
export function itemOf(row: ItemRow): Item {
  const setCosts = mapSetCosts(row.set_costs ?? undefined, (cost) => unitCost(BigInt(cost)));
  return {
    code: row.code,
    name: row.name,
    group: row.group_number,
    itemClass: row.item_class,
    quantityDecimals: row.quantity_decimals,
    ...(row.item_type === null ? {} : { itemType: row.item_type }),
    ...(row.financial_group === null ? {} : { financialGroup: row.financial_group }),
    ...(row.category === null ? {} : { category: row.category }),
    ...(row.standard_cost === null ? {} : { standardCost: unitCost(BigInt(row.standard_cost)) }),
    ...(row.weight === null ? {} : { weight: measure(BigInt(row.weight)) }),
    ...(row.volume === null ? {} : { volume: measure(BigInt(row.volume)) }),
    ...(row.sales_tax_type === null ? {} : { salesTaxType: row.sales_tax_type }),
    ...(row.purchase_tax_type === null ? {} : { purchaseTaxType: row.purchase_tax_type }),
    ...(setCosts === undefined ? {} : { setCosts }),
  };
}

type Places = Wanted['places'];

/** The pools of items at places: of a document, or all that are on hand. */
export async function loadPools(
  client: ClientBase,
  company: number,
  places: Places,
): Promise<readonly BookedPool[]> {
  if (places.length === 0) return [];
  const { rows } = await client.query<PoolRow>({
    name: 'load-pools',
    text: `select ${POOL_COLUMNS}
             from unnest($2::text[], $3::text[]) w(item, document)
            cross join lateral (
                  select * from cost_pool p
                   where p.company_id = $1 and p.item = w.item and p.document = w.document offset 0) p`,
    values: [company, ...placeLiterals(places)],
  });
  return rows.map(poolOf);
}

const placeLiterals = (places: Places): [string, string] => [
  textsLiteral(places.map(({ item }) => item)),
  textsLiteral(places.map(({ place }) => place)),
];

/** Where units of items lie at places. */
export async function loadPositions(
  client: ClientBase,
  company: number,
  places: Places,
): Promise<readonly (readonly [PositionAddress, Position])[]> {
  if (places.length === 0) return [];
  const { rows } = await client.query<PositionRow>({
    name: 'load-positions',
    text: `select s.item, s.site, s.bucket, s.place, s.account, s.quantity
             from unnest($2::text[], $3::text[]) w(item, place)
            cross join lateral (
                  select * from stock s
                   where s.company_id = $1 and s.item = w.item and s.place = w.place offset 0) s`,
    values: [company, ...placeLiterals(places)],
  });
  return rows.map(positionOf);
}

/** The cost streams of items at places, as the pools are asked for. */
export async function loadStreams(
  client: ClientBase,
  company: number,
  places: Places,
): Promise<readonly BookedStream[]> {
  if (places.length === 0) return [];
  const { rows } = await client.query<StreamRow>({
    name: 'load-streams',
    text: `select ${STREAM_COLUMNS}
             from unnest($2::text[], $3::text[]) w(item, document)
            cross join lateral (
                  select * from cost_stream s
                   where s.company_id = $1 and s.item = w.item and s.document = w.document offset 0) s`,
    values: [company, ...placeLiterals(places)],
  });
  return rows.map(streamOf);
}
