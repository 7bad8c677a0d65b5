import type { Bucket, BusinessDate, CostSource, TransactionType } from 'perpetua-core';
import type { ClientBase } from 'pg';
import type {
  EventLine,
  Moved,
  MovementFilter,
  MovementLine,
  MovementSum,
  Page,
} from '../../../application/reading/ports.ts';
import { numbersLiteral, wordsLiteral } from '../array-literals.ts';
import { findBatch } from './batches.ts';

export type MovementRow = {
  number: bigint;
  event: bigint;
  type: TransactionType;
  posted_on: BusinessDate;
  source: string;
  key: string;
  item: string;
  site: string;
  bucket: Bucket;
  account: string;
  document: string;
  place: string;
  quantity: bigint;
  value: bigint;
  quantity_after: bigint;
  value_after: bigint;
  costed: CostSource;
};

/** Needs movement `m`, its pool `p` and its event `e`. */
export const MOVEMENT_COLUMNS = `m.number, m.event, m.type, m.posted_on, e.source, e.key, p.item, p.site, p.bucket,
  p.account, p.document, m.place, m.quantity, m.value, m.quantity_after, m.value_after, m.costed`;

export function movementLine(row: MovementRow): MovementLine {
  const { type, source, key, item, site, bucket, account, document, place } = row;
  return {
    number: Number(row.number),
    event: Number(row.event),
    type,
    postedOn: row.posted_on,
    source,
    key,
    item,
    site,
    bucket,
    account,
    document,
    place,
    quantity: row.quantity,
    value: row.value,
    quantityAfter: row.quantity_after,
    valueAfter: row.value_after,
    costed: row.costed,
  };
}

/** `$2` item, `$3` site, `$4` buckets, `$5` last event, `$6` and `$7` days, `$8` types. */
const POOL_IS_WANTED = `p.company_id = $1 and ($2::text is null or p.item = $2) and ($3::text is null or p.site = $3)
      and p.bucket = any($4::bucket[])`;
const MOVEMENT_IS_WANTED = `m.company_id = $1 and m.event <= $5 and ($6::date is null or m.posted_on >= $6)
      and ($7::date is null or m.posted_on <= $7)
      and ($8::transaction_type[] is null or m.type = any($8::transaction_type[]))`;

function filterValues(company: number, filter: MovementFilter): unknown[] {
  const { item, site, buckets, event, from, to, types } = filter;
  return [
    company,
    item ?? null,
    site ?? null,
    wordsLiteral(buckets),
    event,
    from ?? null,
    to ?? null,
    types.length === 0 ? null : wordsLiteral(types),
  ];
}

/** Of each pool the first movements after the mark, by the pool's own index; of those the first. */
const OF_POOLS = `
  select ${MOVEMENT_COLUMNS}
    from cost_pool p
   cross join lateral (
         select * from movement m
          where m.pool = p.number and m.number > $9 and ${MOVEMENT_IS_WANTED}
          order by m.number limit $10) m
    join event e on e.company_id = $1 and e.number = m.event
   where ${POOL_IS_WANTED}
   order by m.number limit $10`;

/** The movements of one run of batches, by the order of the partition's own key. */
const OF_RUN = `
  select ${MOVEMENT_COLUMNS}
    from movement m
    join cost_pool p on p.number = m.pool and ${POOL_IS_WANTED}
    join event e on e.company_id = $1 and e.number = m.event
   where m.recorded_month = $11 and m.number > $9 and m.number <= $12 and ${MOVEMENT_IS_WANTED}
   order by m.number limit $10`;

/** Stretches of batches recorded in one month each, from the batch that holds the mark. */
const RUNS = `
  select b.recorded_month as month, max(b.last_movement) as last
    from (select b.*, count(*) filter (where b.changes) over (order by b.number) as run
            from (select b.number, b.recorded_month, b.last_movement,
                         b.recorded_month is distinct from lag(b.recorded_month) over (order by b.number) as changes
                    from batch b where b.company_id = $1 and b.number >= $2) b) b
   group by b.run, b.recorded_month
   order by b.run`;

/** A page of movements in the order in which they were recorded. */
export async function movements(
  client: ClientBase,
  company: number,
  filter: MovementFilter,
  { after = 0, limit }: Page,
): Promise<readonly MovementLine[]> {
  const values = filterValues(company, filter);
  if (filter.item !== undefined) {
    const { rows } = await client.query<MovementRow>(OF_POOLS, [...values, after, limit]);
    return rows.map(movementLine);
  }
  const found: MovementLine[] = [];
  const first = await findBatch(client, company, 'last_movement', after + 1);
  if (first === undefined) return found;
  const runs = await client.query<{ month: BusinessDate; last: bigint }>(RUNS, [
    company,
    first.number,
  ]);
  for (const { month, last } of runs.rows) {
    if (found.length >= limit) break;
    const mark = found.at(-1)?.number ?? after;
    const { rows } = await client.query<MovementRow>(OF_RUN, [
      ...values,
      mark,
      limit - found.length,
      month,
      last,
    ]);
    found.push(...rows.map(movementLine));
  }
  return found;
}

/** How many movements a filter takes, and what they come to. */
export async function movementTotals(client: ClientBase, company: number, filter: MovementFilter) {
  type Row = { movements: bigint; quantity: string; value: string };
  const { rows } = await client.query<Row>(
    `select count(*) as movements, coalesce(sum(m.quantity), 0)::text as quantity,
            coalesce(sum(m.value), 0)::text as value
       from movement m join cost_pool p on p.number = m.pool
      where ${MOVEMENT_IS_WANTED} and ${POOL_IS_WANTED}`,
    filterValues(company, filter),
  );
  const row = rows[0];
  return {
    movements: Number(row?.movements ?? 0n),
    quantity: BigInt(row?.quantity ?? 0),
    value: BigInt(row?.value ?? 0),
  };
}

type SumRow = Pick<MovementRow, 'item' | 'site' | 'bucket' | 'account' | 'type'> & {
  movements: string;
  quantity: string;
  value: string;
};

/** Movements added up by item, site, bucket, account and type. */
export async function movementSums(
  client: ClientBase,
  company: number,
  filter: MovementFilter,
): Promise<readonly MovementSum[]> {
  const { rows } = await client.query<SumRow>(
    `select p.item, p.site, p.bucket, p.account, m.type, count(*)::text as movements,
            sum(m.quantity)::text as quantity, sum(m.value)::text as value
       from movement m join cost_pool p on p.number = m.pool
      where ${MOVEMENT_IS_WANTED} and ${POOL_IS_WANTED}
      group by p.item, p.site, p.bucket, p.account, m.type`,
    filterValues(company, filter),
  );
  return rows.map(({ movements: count, quantity, value, ...line }) => ({
    ...line,
    movements: Number(count),
    quantity: BigInt(quantity),
    value: BigInt(value),
  }));
}

/** What the first movement of each event moved. */
export async function movedBy(
  client: ClientBase,
  company: number,
  events: readonly EventLine[],
): Promise<ReadonlyMap<number, Moved>> {
  const moving = events.filter(({ movementCount }) => movementCount > 0);
  if (moving.length === 0) return new Map();
  const { rows } = await client.query<{ event: bigint } & Moved>(
    `select m.event, m.quantity, m.value
       from unnest($2::date[], $3::bigint[]) w(month, number)
       join movement m on m.company_id = $1 and m.recorded_month = w.month and m.number = w.number`,
    [
      company,
      wordsLiteral(moving.map(({ recordedMonth }) => recordedMonth)),
      numbersLiteral(moving.map(({ firstMovement }) => firstMovement)),
    ],
  );
  return new Map(rows.map(({ event, quantity, value }) => [Number(event), { quantity, value }]));
}

/** What each pool of an item on hand at a site held just before a movement. */
export async function poolsBefore(
  client: ClientBase,
  company: number,
  { item, site }: { readonly item: string; readonly site: string },
  movement: number,
): Promise<readonly Moved[]> {
  const { rows } = await client.query<Moved>(
    `select m.quantity_after as quantity, m.value_after as value
       from cost_pool p
      cross join lateral (
            select m.quantity_after, m.value_after from movement m
             where m.company_id = $1 and m.pool = p.number and m.number < $4
             order by m.number desc limit 1) m
      where p.company_id = $1 and p.item = $2 and p.document = '' and p.site = $3 and p.bucket = 'on-hand'`,
    [company, item, site, movement],
  );
  return rows;
}
