import {
  type BookedEvent,
  type BookedPool,
  type Bucket,
  type BusinessDate,
  type CostLayer,
  type EarlierEvent,
  eventName,
  type Item,
  type ItemClass,
  money,
  type Movement,
  type PoolAddress,
  type Posting,
  type Position,
  type PositionAddress,
  quantity,
  type TransactionType,
  unitCost,
} from 'perpetua-core';
import type { ClientBase } from 'pg';
import type { Loaded, Wanted } from '../../application/ports.ts';
import { numbersLiteral, textsLiteral } from './array-literals.ts';

/**
 * Every look-up below is a lateral one by the whole key, fenced by `offset 0`: whatever the planner
 * believes of the size of a table, it reads the rows that were asked for and no others.
 */
const EARLIER_EVENTS = `unnest($2::bigint[]) w(number)
              cross join lateral (
                    select * from event e where e.company_id = $1 and e.number = w.number offset 0) e
              cross join lateral (
                    select * from batch b where b.company_id = $1 and b.number = e.batch offset 0) b`;

const EARLIER_MOVEMENTS = `${EARLIER_EVENTS}
              cross join lateral (
                    select * from movement m where m.company_id = $1 and m.recorded_month = b.recorded_month
                       and m.number >= e.first_movement and m.number < e.first_movement + e.movements offset 0) m`;

/** Loads all that a batch may touch: a constant number of queries, whatever its size. */
export async function loadBooks(
  client: ClientBase,
  company: number,
  wanted: Wanted,
): Promise<Loaded> {
  const [items, pools, positions, events] = await Promise.all([
    loadItems(client, company, wanted.items),
    loadPools(client, company, wanted.places),
    loadPositions(client, company, wanted.places),
    loadEvents(client, company, wanted.events),
  ]);
  if (events.length === 0) return { items, pools, positions, earlier: new Map() };
  const earlier = await loadEarlier(client, company, events);
  return {
    items,
    pools: [...pools, ...earlier.pools],
    positions: [...positions, ...earlier.positions],
    earlier: earlier.events,
  };
}

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
};

async function loadItems(
  client: ClientBase,
  company: number,
  codes: readonly string[],
): Promise<readonly Item[]> {
  if (codes.length === 0) return [];
  const { rows } = await client.query<ItemRow>({
    name: 'load-items',
    text: `select code, name, group_number, item_class, item_type, financial_group, category,
                  quantity_decimals, standard_cost
             from item where company_id = $1 and code = any($2::text[])`,
    values: [company, textsLiteral(codes)],
  });
  return rows.map(itemOf);
}

/** A row of `item` as the core knows it; absent texts are absent fields. */
export function itemOf(row: ItemRow): Item {
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
  };
}

type Places = Wanted['places'];

export type PoolRow = {
  number: bigint;
  item: string;
  site: string;
  bucket: Bucket;
  account: string;
  document: string;
  quantity: bigint;
  value: bigint;
  known_quantity: bigint;
  known_value: bigint;
  layers: readonly LayerRow[] | null;
  last_movement: bigint;
};
type LayerRow = { receipt: number; receivedOn: BusinessDate; quantity: string; value: string };

export const POOL_COLUMNS = `p.number, p.item, p.site, p.bucket, p.account, p.document, p.quantity, p.value,
  p.known_quantity, p.known_value, p.layers, p.last_movement`;

async function loadPools(
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

function addressOf(
  row: Pick<PoolRow, 'item' | 'site' | 'bucket' | 'account' | 'document'>,
): PoolAddress {
  const { item, site, bucket, account, document } = row;
  return { item, site, bucket, account, document };
}

export function poolOf(row: PoolRow): BookedPool {
  return {
    number: Number(row.number),
    address: addressOf(row),
    pool: {
      quantity: quantity(row.quantity),
      value: money(row.value),
      known: { quantity: quantity(row.known_quantity), value: money(row.known_value) },
      layers: (row.layers ?? []).map(layerOf),
    },
    lastMovement: Number(row.last_movement),
  };
}

const layerOf = ({ receipt, receivedOn, quantity: held, value }: LayerRow): CostLayer => ({
  receipt,
  receivedOn,
  quantity: quantity(BigInt(held)),
  value: money(BigInt(value)),
});

export type PositionRow = {
  item: string;
  site: string;
  bucket: Bucket;
  place: string;
  account: string;
  quantity: bigint;
};

async function loadPositions(
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

export function positionOf(row: PositionRow): readonly [PositionAddress, Position] {
  const { item, site, bucket, place, account } = row;
  return [
    { item, site, bucket, place },
    { account, quantity: quantity(row.quantity) },
  ];
}

export type EventRow = {
  number: bigint;
  entry: bigint;
  posted_on: BusinessDate;
  document_date: BusinessDate;
  type: TransactionType;
  source: string;
  key: string;
  item: string;
  site: string;
  document: string;
  content: string;
};

export const EVENT_COLUMNS = `e.number, e.entry, e.posted_on, e.document_date, e.type, e.source, e.key, e.item,
  e.site, e.document, e.content::text`;

export function eventOf(row: EventRow): BookedEvent {
  const { type, source, key, item, site, document, content } = row;
  return {
    number: Number(row.number),
    entry: Number(row.entry),
    postedOn: row.posted_on,
    documentDate: row.document_date,
    type,
    source,
    key,
    item,
    site,
    document,
    content,
  };
}

async function loadEvents(
  client: ClientBase,
  company: number,
  names: Wanted['events'],
): Promise<readonly BookedEvent[]> {
  const { rows } = await client.query<EventRow>({
    name: 'load-events',
    text: `select ${EVENT_COLUMNS}
             from unnest($2::text[], $3::text[]) w(source, key)
            cross join lateral (
                  select * from event e
                   where e.company_id = $1 and e.source = w.source and e.key = w.key offset 0) e`,
    values: [
      company,
      textsLiteral(names.map(({ source }) => source)),
      textsLiteral(names.map(({ key }) => key)),
    ],
  });
  return rows.map(eventOf);
}

type MovementRow = {
  number: bigint;
  event: bigint;
  type: TransactionType;
  posted_on: BusinessDate;
  pool: bigint;
  place: string;
  moved_quantity: bigint;
  moved_value: bigint;
  quantity_after: bigint;
  value_after: bigint;
} & PoolRow;

/** Movements, postings and links of earlier events, with the pools they touched. */
async function loadEarlier(client: ClientBase, company: number, events: readonly BookedEvent[]) {
  const numbers = numbersLiteral(events.map(({ number }) => number));
  const values = [company, numbers];
  const [moved, posted, linked, took, placed] = await Promise.all([
    client.query<MovementRow>({
      name: 'load-earlier-movements',
      text: `select m.number, m.event, m.type, m.posted_on, m.pool, m.place, m.quantity as moved_quantity,
                    m.value as moved_value, m.quantity_after, m.value_after, p.item, p.site, p.bucket,
                    p.account, p.document
               from ${EARLIER_MOVEMENTS}
              cross join lateral (
                    select * from cost_pool p where p.company_id = $1 and p.number = m.pool offset 0) p
              order by m.number`,
      values,
    }),
    client.query<PostingRow>({
      name: 'load-earlier-postings',
      text: `select ${POSTING_COLUMNS}
               from ${EARLIER_EVENTS}
              cross join lateral (
                    select * from posting p where p.company_id = $1 and p.recorded_month = b.recorded_month
                       and p.entry = e.entry and e.entry > 0 offset 0) p
              cross join lateral (
                    select type from determination d
                     where d.company_id = $1 and d.number = p.debit_determination offset 0) dd
              cross join lateral (
                    select type from determination d
                     where d.company_id = $1 and d.number = p.credit_determination offset 0) cd
              order by p.entry, p.line`,
      values,
    }),
    client.query<{
      to_event: bigint;
      kind: string;
      quantity: string;
      value: string;
      links: bigint;
    }>({
      name: 'load-earlier-links',
      text: `select to_event, kind, sum(quantity)::text as quantity, sum(value)::text as value, count(*) as links
               from event_link where company_id = $1 and to_event = any($2::bigint[])
              group by to_event, kind`,
      values,
    }),
    loadTook(client, company, numbers),
    loadTouched(client, company, numbers),
  ]);
  const result = new Map<string, EarlierEvent>();
  for (const event of events) {
    const links = linked.rows.filter(({ to_event }) => Number(to_event) === event.number);
    const referring = links.find(({ kind }) => kind === 'refers-to');
    result.set(eventName(event.source, event.key), {
      event,
      movements: moved.rows.filter((row) => Number(row.event) === event.number).map(movedOf),
      postings: posted.rows
        .filter((row) => event.entry > 0 && Number(row.entry) === event.entry)
        .map(postingOf),
      usedQuantity: quantity(BigInt(referring?.quantity ?? 0)),
      usedValue: money(BigInt(referring?.value ?? 0)),
      reversed: links.some(({ kind }) => kind === 'reverses'),
      caused: Number(links.find(({ kind }) => kind === 'caused-by')?.links ?? 0n),
      ...took.get(event.number),
    });
  }
  return { events: result, ...placed };
}

function movedOf(row: MovementRow): Movement & { address: PoolAddress } {
  return {
    number: Number(row.number),
    event: Number(row.event),
    type: row.type,
    postedOn: row.posted_on,
    pool: Number(row.pool),
    place: row.place,
    quantity: quantity(row.moved_quantity),
    value: money(row.moved_value),
    quantityAfter: quantity(row.quantity_after),
    valueAfter: money(row.value_after),
    address: addressOf(row),
  };
}

export type PostingRow = {
  entry: bigint;
  line: number;
  posted_on: BusinessDate;
  amount: bigint;
  debit_type: TransactionType;
  debit_account: string;
  debit_center: string;
  debit_site: string;
  debit_determination: bigint;
  credit_type: TransactionType;
  credit_account: string;
  credit_center: string;
  credit_site: string;
  credit_determination: bigint;
};

/** Needs `posting p` and its determinations `dd` and `cd` in the query. */
export const POSTING_COLUMNS = `p.entry, p.line, p.posted_on, p.amount, dd.type as debit_type,
  p.debit_account, p.debit_center, p.debit_site, p.debit_determination, cd.type as credit_type,
  p.credit_account, p.credit_center, p.credit_site, p.credit_determination`;

export function postingOf(row: PostingRow): Posting {
  return {
    entry: Number(row.entry),
    line: row.line,
    postedOn: row.posted_on,
    amount: money(row.amount),
    debit: {
      type: row.debit_type,
      account: row.debit_account,
      center: row.debit_center,
      site: row.debit_site,
      determination: Number(row.debit_determination),
    },
    credit: {
      type: row.credit_type,
      account: row.credit_account,
      center: row.credit_center,
      site: row.credit_site,
      determination: Number(row.credit_determination),
    },
  };
}

/** What earlier events took of still earlier ones, which their own reversal gives back. */
async function loadTook(
  client: ClientBase,
  company: number,
  events: string,
): Promise<ReadonlyMap<number, Pick<EarlierEvent, 'took'>>> {
  type Row = Record<'event' | 'to' | 'quantity' | 'value', bigint> & Record<'source' | 'key', string>;
  const { rows } = await client.query<Row>({
    name: 'load-earlier-took',
    text: `select l.event, l.to_event as to, l.quantity, l.value, t.source, t.key
             from event_link l
            cross join lateral (
                  select source, key from event t
                   where t.company_id = $1 and t.number = l.to_event offset 0) t
            where l.company_id = $1 and l.event = any($2::bigint[]) and l.kind = 'refers-to'`,
    values: [company, events],
  });
  return new Map(
    rows.map((row) => {
      const to = { to: Number(row.to), name: eventName(row.source, row.key) };
      const taken = { quantity: quantity(row.quantity), value: money(row.value) };
      const event = Number(row.event);
      return [event, { took: { event, ...to, kind: 'refers-to' as const, ...taken } }];
    }),
  );
}

/** The pools and positions earlier events moved, for their exact reversal. */
async function loadTouched(client: ClientBase, company: number, events: string) {
  const touched = `select distinct m.pool, m.place from ${EARLIER_MOVEMENTS}`;
  const [pools, positions] = await Promise.all([
    client.query<PoolRow>({
      name: 'load-touched-pools',
      text: `select ${POOL_COLUMNS}
               from (select distinct pool from (${touched}) t) t
              cross join lateral (
                    select * from cost_pool p where p.company_id = $1 and p.number = t.pool offset 0) p`,
      values: [company, events],
    }),
    client.query<PositionRow>({
      name: 'load-touched-positions',
      text: `select s.item, s.site, s.bucket, s.place, s.account, s.quantity
               from (${touched}) t
              cross join lateral (
                    select * from cost_pool p where p.company_id = $1 and p.number = t.pool offset 0) p
              cross join lateral (
                    select * from stock s where s.company_id = $1 and s.item = p.item and s.place = t.place
                       and s.site = p.site and s.bucket = p.bucket offset 0) s`,
      values: [company, events],
    }),
  ]);
  return { pools: pools.rows.map(poolOf), positions: positions.rows.map(positionOf) };
}
