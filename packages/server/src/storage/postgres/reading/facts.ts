import { type Item, type ItemFact, itemOfFact } from 'perpetua-core';
import type { ClientBase } from 'pg';
import type { DatedFact, FactKind } from '../../../application/ports.ts';
import { textsLiteral, wordsLiteral } from '../array-literals.ts';
import { ITEM_COLUMNS, itemOf } from '../load-stock.ts';

/** The newest facts of some kinds as of a version. */
export async function factsOf(
  client: ClientBase,
  company: number,
  version: number,
  kinds: readonly FactKind[],
): Promise<readonly DatedFact[]> {
  const { rows } = await client.query<DatedFact>(
    `select distinct on (kind, key) kind, key, version, content
       from configuration_fact
      where company_id = $1 and version <= $2 and kind = any($3::text[])
      order by kind, key, version desc`,
    [company, version, wordsLiteral(kinds)],
  );
  return rows;
}

type ItemRow = Parameters<typeof itemOf>[0];

/** Items by code: as they are, or as they were described at a configuration version. */
export async function itemsOf(
  client: ClientBase,
  company: number,
  codes: readonly string[] | 'all',
  version: number | 'now',
): Promise<ReadonlyMap<string, Item>> {
  if (codes !== 'all' && codes.length === 0) return new Map();
  const wanted = codes === 'all' ? null : textsLiteral(codes);
  const { rows } = await client.query<ItemRow>(
    `select ${ITEM_COLUMNS}
       from item
      where company_id = $1 and ($2::text[] is null or code = any($2::text[]))`,
    [company, wanted],
  );
  const items = new Map(rows.map((row) => [row.code, itemOf(row)]));
  if (version === 'now') return items;
  for (const item of await itemsAt(client, company, wanted, version)) items.set(item.code, item);
  return items;
}

async function itemsAt(
  client: ClientBase,
  company: number,
  wanted: string | null,
  version: number,
): Promise<readonly Item[]> {
  const { rows } = await client.query<{ content: ItemFact | null }>(
    `select distinct on (key) content
       from configuration_fact
      where company_id = $1 and version <= $2 and kind = 'item'
        and ($3::text[] is null or key = any($3::text[]))
      order by key, version desc`,
    [company, version, wanted],
  );
  return rows.flatMap(({ content }) => (content === null ? [] : [itemOfFact(content)]));
}

/** How many items a company has. */
export async function itemCount(client: ClientBase, company: number): Promise<number> {
  const { rows } = await client.query<{ items: bigint }>(
    'select count(*) as items from item where company_id = $1',
    [company],
  );
  return Number(rows[0]?.items ?? 0n);
}
