import type { Bucket } from 'perpetua-core';
import type { ClientBase } from 'pg';
import type {
  Cut,
  PlaceHolding,
  PoolFilter,
  PoolHolding,
} from '../../../application/reading/ports.ts';
import { wordsLiteral } from '../array-literals.ts';

type HoldingRow = {
  pool: bigint;
  item: string;
  site: string;
  bucket: Bucket;
  account: string;
  document: string;
  quantity: string;
  value: string;
};

/** Needs the pool as `p`; `$2` item, `$3` site, `$4` buckets. */
const OF_FILTER = `p.company_id = $1 and ($2::text is null or p.item = $2) and ($3::text is null or p.site = $3)
      and p.bucket = any($4::bucket[])`;

/** What the pools hold now. */
const PRESENT = `
  select p.number as pool, p.item, p.site, p.bucket, p.account, p.document,
         p.quantity::text as quantity, p.value::text as value
    from cost_pool p
   where ${OF_FILTER} and (p.quantity <> 0 or p.value <> 0)`;

/** What they held: the sum of the movements within both limits. */
const WITHIN_CUT = `
  select p.number as pool, p.item, p.site, p.bucket, p.account, p.document,
         s.quantity::text as quantity, s.value::text as value
    from (select m.pool, sum(m.quantity) as quantity, sum(m.value) as value
            from movement m
           where m.company_id = $1 and m.event <= $5 and ($6::date is null or m.posted_on <= $6)
             and m.pool in (select p.number from cost_pool p where ${OF_FILTER})
           group by m.pool
          having sum(m.quantity) <> 0 or sum(m.value) <> 0) s
    join cost_pool p on p.company_id = $1 and p.number = s.pool`;

/** The same where one item is asked for: its pools are few and the index leads to their movements. */
const OF_ITEM_WITHIN_CUT = `
  select p.number as pool, p.item, p.site, p.bucket, p.account, p.document,
         s.quantity::text as quantity, s.value::text as value
    from cost_pool p
   cross join lateral (
         select sum(m.quantity) as quantity, sum(m.value) as value
           from movement m
          where m.company_id = $1 and m.pool = p.number and m.event <= $5
            and ($6::date is null or m.posted_on <= $6)) s
   where ${OF_FILTER} and (s.quantity <> 0 or s.value <> 0)`;

/** Pools that hold something: now, or within a cut. */
export async function holdings(
  client: ClientBase,
  company: number,
  filter: PoolFilter,
  cut: Cut | undefined,
): Promise<readonly PoolHolding[]> {
  const values = filterValues(company, filter);
  const pastText = filter.item === undefined ? WITHIN_CUT : OF_ITEM_WITHIN_CUT;
  const { rows } =
    cut === undefined
      ? await client.query<HoldingRow>(PRESENT, values)
      : await client.query<HoldingRow>(pastText, [...values, cut.event, cut.asOf]);
  return rows.map(({ pool, quantity, value, ...address }) => ({
    ...address,
    pool: Number(pool),
    quantity: BigInt(quantity),
    value: BigInt(value),
  }));
}

function filterValues(company: number, { item, site, buckets }: PoolFilter): unknown[] {
  return [company, item ?? null, site ?? null, wordsLiteral(buckets)];
}

type PlaceRow = { pool: bigint; place: string; quantity: string };

/** Where units lie now: a place on hand is pinned to one account, and so belongs to one pool. */
const PLACES_PRESENT = `
  select p.number as pool, s.place, s.quantity::text as quantity
    from stock s
    join cost_pool p on p.company_id = $1 and p.item = s.item and p.site = s.site and p.bucket = s.bucket
                    and p.account = s.account and p.document = ''
   where s.company_id = $1 and s.bucket = 'on-hand' and s.quantity <> 0 and ${OF_FILTER}
   order by p.number, s.place`;

/** Where they lay: the sum of the movements within both limits. */
const PLACES_WITHIN_CUT = `
  select m.pool, m.place, sum(m.quantity)::text as quantity
    from movement m
   where m.company_id = $1 and m.event <= $5 and ($6::date is null or m.posted_on <= $6)
     and m.pool in (select p.number from cost_pool p where p.bucket = 'on-hand' and ${OF_FILTER})
   group by m.pool, m.place
  having sum(m.quantity) <> 0
   order by m.pool, m.place`;

/** How the units of each pool on hand lie at places, or lay within a cut. */
export async function placesOf(
  client: ClientBase,
  company: number,
  filter: PoolFilter,
  cut: Cut | undefined,
): Promise<readonly PlaceHolding[]> {
  const values = filterValues(company, filter);
  const { rows } =
    cut === undefined
      ? await client.query<PlaceRow>(PLACES_PRESENT, values)
      : await client.query<PlaceRow>(PLACES_WITHIN_CUT, [...values, cut.event, cut.asOf]);
  return rows.map(({ pool, place, quantity }) => ({
    pool: Number(pool),
    place,
    quantity: BigInt(quantity),
  }));
}
