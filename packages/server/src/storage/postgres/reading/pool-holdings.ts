import type { Bucket } from 'perpetua-core';
import type { ClientBase } from 'pg';
import type {
  Cut,
  PlaceHolding,
  PoolFilter,
  PoolHolding,
} from '../../../application/reading/ports.ts';
import { numbersLiteral, wordsLiteral } from '../array-literals.ts';
import { baseOf } from '../snapshots/base.ts';
import {
  PLACE_STATE,
  POOL_STATE,
  type StateKind,
  stateRowsText,
  stateValues,
} from '../snapshots/states.ts';

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

/** Which pools of a state are wanted; `$9` item, `$10` site, `$11` buckets. */
const IS_WANTED = `($9::text is null or p.item = $9) and ($10::text is null or p.site = $10)
      and p.bucket = any($11::bucket[])`;

/** What they held within a cut: the last snapshot and what came after it. */
const withinCut = (narrowing?: string): string => `
  select p.number as pool, p.item, p.site, p.bucket, p.account, p.document,
         sum(s.quantity)::text as quantity, sum(s.value)::text as value
    from (${stateRowsText(POOL_STATE, narrowing)}) s
    join cost_pool p on p.company_id = $1 and p.number = s.pool and ${IS_WANTED}
   group by p.company_id, p.number
  having sum(s.quantity) <> 0 or sum(s.value) <> 0`;

/** Pools by their numbers, `$12`: few of them, whose own index may be shorter than the days. */
const BY_NUMBER = 'pool = any($12::bigint[])';

/** Pools that hold something: now, or within a cut. */
export async function holdings(
  client: ClientBase,
  company: number,
  filter: PoolFilter,
  cut: Cut | undefined,
): Promise<readonly PoolHolding[]> {
  const rows = await (cut === undefined
    ? holdingsNow(client, company, filter)
    : holdingsWithin(client, company, filter, cut));
  return rows.map(({ pool, quantity, value, ...address }) => ({
    ...address,
    pool: Number(pool),
    quantity: BigInt(quantity),
    value: BigInt(value),
  }));
}

async function holdingsNow(
  client: ClientBase,
  company: number,
  filter: PoolFilter,
): Promise<readonly HoldingRow[]> {
  const { rows } = await client.query<HoldingRow>(PRESENT, [company, ...filterValues(filter)]);
  return rows;
}

async function holdingsWithin(
  client: ClientBase,
  company: number,
  filter: PoolFilter,
  cut: Cut,
): Promise<readonly HoldingRow[]> {
  const values = await valuesWithin(client, company, filter, { cut, kind: POOL_STATE });
  const ofItem = await poolsOfItem(client, company, filter);
  const { rows } =
    ofItem === undefined
      ? await client.query<HoldingRow>(withinCut(), values)
      : await client.query<HoldingRow>(withinCut(BY_NUMBER), [...values, numbersLiteral(ofItem)]);
  return rows;
}

/** Values of the parameters `$1` to `$11`. */
async function valuesWithin(
  client: ClientBase,
  company: number,
  filter: PoolFilter,
  { cut, kind }: { readonly cut: Cut; readonly kind: StateKind },
): Promise<unknown[]> {
  const base = await baseOf(client, company, cut);
  return [...stateValues(company, base, kind), ...filterValues(filter)];
}

/** The numbers of an item's pools, by which the planner knows whether they are busy ones. */
async function poolsOfItem(
  client: ClientBase,
  company: number,
  filter: PoolFilter,
): Promise<readonly bigint[] | undefined> {
  if (filter.item === undefined) return undefined;
  const { rows } = await client.query<{ number: bigint }>(
    `select p.number from cost_pool p where ${OF_FILTER}`,
    [company, ...filterValues(filter)],
  );
  return rows.map(({ number }) => number);
}

const filterValues = ({ item, site, buckets }: PoolFilter): unknown[] => [
  item ?? null,
  site ?? null,
  wordsLiteral(buckets),
];

type PlaceRow = { pool: bigint; place: string; quantity: string };

/** Where units lie now: a place on hand is pinned to one account, and so belongs to one pool. */
const PLACES_PRESENT = `
  select p.number as pool, s.place, s.quantity::text as quantity
    from stock s
    join cost_pool p on p.company_id = $1 and p.item = s.item and p.site = s.site and p.bucket = s.bucket
                    and p.account = s.account and p.document = ''
   where s.company_id = $1 and s.bucket = 'on-hand' and s.quantity <> 0 and ${OF_FILTER}
   order by p.number, s.place`;

/** Where they lay within a cut. */
const placesWithinCut = (narrowing?: string): string => `
  select s.pool, s.place, sum(s.quantity)::text as quantity
    from (${stateRowsText(PLACE_STATE, narrowing)}) s
    join cost_pool p on p.company_id = $1 and p.number = s.pool and p.bucket = 'on-hand' and ${IS_WANTED}
   group by s.pool, s.place
  having sum(s.quantity) <> 0
   order by s.pool, s.place`;

/** How the units of each pool on hand lie at places, or lay within a cut. */
export async function placesOf(
  client: ClientBase,
  company: number,
  filter: PoolFilter,
  cut: Cut | undefined,
): Promise<readonly PlaceHolding[]> {
  const rows = await (cut === undefined
    ? placesNow(client, company, filter)
    : placesWithin(client, company, filter, cut));
  return rows.map(({ pool, place, quantity }) => ({
    pool: Number(pool),
    place,
    quantity: BigInt(quantity),
  }));
}

async function placesNow(
  client: ClientBase,
  company: number,
  filter: PoolFilter,
): Promise<readonly PlaceRow[]> {
  const values = [company, ...filterValues(filter)];
  const { rows } = await client.query<PlaceRow>(PLACES_PRESENT, values);
  return rows;
}

async function placesWithin(
  client: ClientBase,
  company: number,
  filter: PoolFilter,
  cut: Cut,
): Promise<readonly PlaceRow[]> {
  const values = await valuesWithin(client, company, filter, { cut, kind: PLACE_STATE });
  const ofItem = await poolsOfItem(client, company, filter);
  const { rows } =
    ofItem === undefined
      ? await client.query<PlaceRow>(placesWithinCut(), values)
      : await client.query<PlaceRow>(placesWithinCut(BY_NUMBER), [
          ...values,
          numbersLiteral(ofItem),
        ]);
  return rows;
}
