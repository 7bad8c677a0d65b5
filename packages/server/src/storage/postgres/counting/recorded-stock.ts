import { type Bucket, quantity } from 'perpetua-core';
import type { ClientBase } from 'pg';
import type {
  CountPlace,
  CountReading,
  MovedSince,
  RecordedStock,
  StoredCount,
} from '../../../application/ports.ts';
import { numbersLiteral, textsLiteral } from '../array-literals.ts';

// Every look-up is by a whole key, fenced by `offset 0`, as everywhere under the lane (decision 0013).

/** What lies at a place: our own goods, and those of others, which are counted with them. */
const THERE = `('on-hand', 'consigned')`;

type StockRow = { item: string; location: string; quantity: bigint; of_others: boolean };

const stockOf = (row: StockRow): RecordedStock => ({
  item: row.item,
  location: row.location,
  quantity: quantity(row.quantity),
  ofOthers: row.of_others,
});

type Asked = Parameters<CountReading['recorded']>[0];

/**
 * Stock at the end of a day: what is recorded now, without the movements of later days. The two are
 * read apart, each by its keys, and put together here.
 */
export async function recorded(
  client: ClientBase,
  company: number,
  asked: Asked,
): Promise<readonly RecordedStock[]> {
  const later = await movedAfter(client, company, asked);
  const there = new Map<string, RecordedStock>();
  for (const { item, location, bucket, quantity: now } of await stockNow(client, company, asked)) {
    const units = now - (later.get(`${bucket}\n${item}\n${location}`) ?? 0n);
    if (units === 0n) continue;
    const known = there.get(`${item}\n${location}`);
    there.set(`${item}\n${location}`, {
      item,
      location,
      quantity: quantity((known?.quantity ?? 0n) + units),
      ofOthers: known?.ofOthers === true || bucket === 'consigned',
    });
  }
  return [...there.values()];
}

type HeldRow = { item: string; location: string; bucket: Bucket; quantity: bigint };

async function stockNow(
  client: ClientBase,
  company: number,
  { site, locations, scope: { groups, categories, items } }: Asked,
): Promise<readonly HeldRow[]> {
  const { rows } = await client.query<HeldRow>(
    `select s.item, s.place as location, s.bucket, s.quantity
       from stock s
      cross join lateral (
            select i.group_number, i.category from item i
             where i.company_id = $1 and i.code = s.item offset 0) i
      where s.company_id = $1 and s.site = $2 and s.bucket in ${THERE}
        and ($3::text[] is null or s.place = any($3::text[]))
        and ($4::smallint[] is null or i.group_number = any($4::smallint[]))
        and ($5::text[] is null or i.category = any($5::text[]))
        and ($6::text[] is null or s.item = any($6::text[]))`,
    [
      company,
      site,
      locations === undefined ? null : textsLiteral(locations),
      groups === undefined ? null : numbersLiteral(groups),
      categories === undefined ? null : textsLiteral(categories),
      items === undefined ? null : textsLiteral(items),
    ],
  );
  return rows;
}

/** What moved on days after one, by bucket, item and location. Only pools that did are looked into. */
async function movedAfter(
  client: ClientBase,
  company: number,
  { site, day }: Asked,
): Promise<ReadonlyMap<string, bigint>> {
  const { rows } = await client.query<HeldRow>(
    `select p.item, m.place as location, p.bucket, sum(m.quantity)::bigint as quantity
       from cost_pool p
      cross join lateral (
            select m.place, m.quantity from movement m
             where m.company_id = $1 and m.pool = p.number and m.posted_on > $3::date offset 0) m
      where p.company_id = $1 and p.site = $2 and p.bucket in ${THERE} and p.last_posted_on > $3::date
      group by p.item, m.place, p.bucket`,
    [company, site, day],
  );
  return new Map(rows.map((row) => [`${row.bucket}\n${row.item}\n${row.location}`, row.quantity]));
}

const placeLiterals = (places: readonly CountPlace[]): [string, string] => [
  textsLiteral(places.map(({ item }) => item)),
  textsLiteral(places.map(({ location }) => location)),
];

/** What a count would have frozen at places: dated on its day or before, and known when it began. */
export async function recordedThen(
  client: ClientBase,
  company: number,
  { site, postedOn, knownMovement }: StoredCount,
  places: readonly CountPlace[],
): Promise<readonly RecordedStock[]> {
  if (places.length === 0) return [];
  const { rows } = await client.query<StockRow>(
    `select w.item, w.location, coalesce(sum(m.quantity), 0)::bigint as quantity,
            coalesce(sum(m.quantity) filter (where p.bucket = 'consigned'), 0) <> 0 as of_others
       from unnest($3::text[], $4::text[]) w(item, location)
       left join lateral (
            select p.number, p.bucket from cost_pool p
             where p.company_id = $1 and p.item = w.item and p.document = '' and p.site = $2
               and p.bucket in ${THERE} offset 0) p on true
       left join lateral (
            select m.quantity from movement m
             where m.company_id = $1 and m.pool = p.number and m.place = w.location and m.number <= $6
               and m.posted_on <= $5::date offset 0) m on true
      group by w.item, w.location`,
    [company, site, ...placeLiterals(places), postedOn, knownMovement],
  );
  return rows.map(stockOf);
}

/** What is recorded at places now. */
export async function recordedNow(
  client: ClientBase,
  company: number,
  site: string,
  places: readonly CountPlace[],
): Promise<readonly RecordedStock[]> {
  if (places.length === 0) return [];
  const { rows } = await client.query<StockRow>(
    `select w.item, w.location, coalesce(sum(s.quantity), 0)::bigint as quantity,
            coalesce(bool_or(s.bucket = 'consigned' and s.quantity <> 0), false) as of_others
       from unnest($3::text[], $4::text[]) w(item, location)
       left join lateral (
            select s.bucket, s.quantity from stock s
             where s.company_id = $1 and s.item = w.item and s.place = w.location and s.site = $2
               and s.bucket in ${THERE} offset 0) s on true
      group by w.item, w.location`,
    [company, site, ...placeLiterals(places)],
  );
  return rows.map(stockOf);
}

/** Movements at the site of a count since it began, by place; those without units are left out. */
export async function movedSince(
  client: ClientBase,
  company: number,
  { site, postedOn, knownMovement, startedAt }: StoredCount,
): Promise<readonly MovedSince[]> {
  type Row = CountPlace & { quantity: bigint; before: bigint };
  const { rows } = await client.query<Row>(
    `select p.item, m.place as location, sum(m.quantity)::bigint as quantity,
            coalesce(sum(m.quantity) filter (where m.posted_on < $3::date), 0)::bigint as before
       from movement m
      cross join lateral (
            select p.item, p.site, p.bucket from cost_pool p
             where p.company_id = $1 and p.number = m.pool offset 0) p
      where p.site = $2 and p.bucket in ${THERE} and m.company_id = $1 and m.recorded_month >= $5::date and m.number > $4 and m.quantity <> 0
      group by p.item, m.place`,
    [company, site, postedOn, knownMovement, `${startedAt.toISOString().slice(0, 7)}-01`],
  );
  return rows.map(({ quantity: units, before, ...place }) => ({
    ...place,
    quantity: quantity(units),
    before: quantity(before),
  }));
}

/** Places that are on an open line of any count of the site. */
export async function openElsewhere(
  client: ClientBase,
  company: number,
  site: string,
  places: readonly CountPlace[],
): Promise<readonly (CountPlace & { readonly count: string })[]> {
  if (places.length === 0) return [];
  const { rows } = await client.query<CountPlace & { count: string }>(
    `select w.item, w.location, l.count
       from unnest($3::text[], $4::text[]) w(item, location)
      cross join lateral (
            select l.count from count_line l
             where l.company_id = $1 and l.site = $2 and l.item = w.item and l.location = w.location
               and l.open offset 0) l`,
    [company, site, ...placeLiterals(places)],
  );
  return rows;
}
