import {
  type BookedEvent,
  type BusinessDate,
  type Consequences,
  type EarlierEvent,
  type EventLink,
  eventName,
  isDocumentType,
  type Money,
  type Movement,
  money,
  type PoolAddress,
  quantity,
  type TransactionType,
} from 'perpetua-core';
import type { ClientBase } from 'pg';
import { numbersLiteral } from './array-literals.ts';
import { loadLinks, usesOf } from './earlier-uses.ts';
import { loadItems, loadPools, loadPositions, loadStreams } from './load-stock.ts';
import { loadRestatedUses, NO_USE_RESTATED } from './restated-uses.ts';
import { shownCosts } from './shown-costs.ts';
import { COSTING_COLUMNS, type CostingRow, costingOf } from './stored-costing.ts';
import {
  EVENT_COLUMNS,
  type EventRow,
  eventOf,
  POSTING_COLUMNS,
  type PostingRow,
  postingOf,
} from './stored-events.ts';
import {
  addressOf,
  POOL_COLUMNS,
  type PoolRow,
  type PositionRow,
  poolOf,
  positionOf,
} from './stored-pools.ts';

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

/** Earlier events by name, and what else has to be known where they are turned round. */
type LoadedEarlier = {
  readonly events: Map<string, EarlierEvent>;
  readonly items: Awaited<ReturnType<typeof loadItems>>;
  readonly streams: Awaited<ReturnType<typeof loadStreams>>;
  readonly pools: Awaited<ReturnType<typeof loadPools>>;
  readonly positions: Awaited<ReturnType<typeof loadPositions>>;
};

/**
 * Movements, postings and links of earlier events, with the pools they touched. What they caused for
 * other items, as a document does, comes with all that those items have on hand.
 */
export async function loadEarlier(
  client: ClientBase,
  company: number,
  events: readonly BookedEvent[],
): Promise<LoadedEarlier> {
  const numbers = numbersLiteral(events.map(({ number }) => number));
  const [moved, posted, linked, took, consequences, placed, restated, shown, uses] =
    await Promise.all([
      loadMovements(client, company, numbers),
      loadPostings(client, company, numbers),
      loadLinks(client, company, numbers),
      loadTook(client, company, numbers),
      loadConsequences(client, company, numbers),
      loadTouched(client, company, numbers),
      loadRestated(client, company, numbers),
      shownCosts(client, company, numbers),
      loadRestatedUses(client, company, numbers),
    ]);
  const movements = Map.groupBy(moved.rows.map(movedOf), ({ event }) => event);
  const postings = Map.groupBy(posted.rows.map(postingOf), ({ entry }) => entry);
  const links = Map.groupBy(linked.rows, ({ to_event }) => Number(to_event));
  const parts = await loadParts(client, company, events, consequences);
  const result = new Map<string, EarlierEvent>();
  for (const event of events) {
    const changed = uses.get(event.number) ?? NO_USE_RESTATED;
    const shownCost = shown.get(event.number);
    result.set(eventName(event.source, event.key), {
      event,
      movements: movements.get(event.number) ?? [],
      postings: postings.get(event.entry) ?? [],
      consequences: consequences.get(event.number) ?? NO_CONSEQUENCES,
      ...usesOf(links.get(event.number) ?? [], changed),
      restated: restated.get(event.number) ?? restatedWith(event, parts, consequences),
      restatedClaim: money(changed.own),
      took: took.get(event.number) ?? [],
      ...(shownCost === undefined ? {} : { shown: shownCost }),
    });
  }
  for (const [name, part] of parts) result.set(name, part);
  const others = await loadOtherItems(client, company, events, consequences);
  return {
    events: result,
    items: others.items,
    streams: others.streams,
    pools: [...placed.pools, ...others.pools],
    positions: [...placed.positions, ...others.positions],
  };
}

/** The parts of documents as earlier events: whatever comes after refers to them, not to the document. */
async function loadParts(
  client: ClientBase,
  company: number,
  events: readonly BookedEvent[],
  consequences: ReadonlyMap<number, Consequences>,
): Promise<ReadonlyMap<string, EarlierEvent>> {
  const parts = events.flatMap(({ type, number }) =>
    isDocumentType(type) ? (consequences.get(number)?.events ?? []) : [],
  );
  if (parts.length === 0) return new Map();
  return (await loadEarlier(client, company, parts)).events;
}

/** What late facts changed of a document: it moved nothing itself, and its parts are one family. */
function restatedWith(
  { number, type }: BookedEvent,
  parts: ReadonlyMap<string, EarlierEvent>,
  consequences: ReadonlyMap<number, Consequences>,
): EarlierEvent['restated'] {
  if (!isDocumentType(type)) return NOTHING_RESTATED;
  for (const { source, key } of consequences.get(number)?.events ?? []) {
    const part = parts.get(eventName(source, key));
    if (part !== undefined && part.restated.size > 0) return part.restated;
  }
  return NOTHING_RESTATED;
}

const NOTHING_MORE = { items: [], pools: [], positions: [], streams: [] };

/** What it takes to reverse the parts of a document: their items are named by nothing in the batch. */
async function loadOtherItems(
  client: ClientBase,
  company: number,
  events: readonly BookedEvent[],
  consequences: ReadonlyMap<number, Consequences>,
) {
  const parts = events.flatMap(({ number, item }) =>
    (consequences.get(number)?.events ?? []).filter((part) => part.item !== item),
  );
  if (parts.length === 0) return NOTHING_MORE;
  const codes = [...new Set(parts.map(({ item }) => item))];
  const places = codes.map((item) => ({ item, place: '' }));
  const numbers = numbersLiteral(parts.map(({ number }) => number));
  const [items, pools, positions, streams, touched] = await Promise.all([
    loadItems(client, company, codes),
    loadPools(client, company, places),
    loadPositions(client, company, places),
    loadStreams(client, company, places),
    loadTouched(client, company, numbers),
  ]);
  return {
    items,
    streams,
    pools: [...pools, ...touched.pools],
    positions: [...positions, ...touched.positions],
  };
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
} & CostingRow &
  PoolRow;

/** What earlier events moved, with the addresses of the pools. */
function loadMovements(client: ClientBase, company: number, events: string) {
  return client.query<MovementRow>({
    name: 'load-earlier-movements',
    text: `select m.number, m.event, m.type, m.posted_on, m.pool, m.place, m.quantity as moved_quantity,
                  m.value as moved_value, m.quantity_after, m.value_after, ${COSTING_COLUMNS}, p.item, p.site,
                  p.bucket, p.account, p.document
             from ${EARLIER_MOVEMENTS}
            cross join lateral (
                  select * from cost_pool p where p.company_id = $1 and p.number = m.pool offset 0) p
            order by m.number`,
    values: [company, events],
  });
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
    ...costingOf(row),
    address: addressOf(row),
  };
}

/** What earlier events posted. */
function loadPostings(client: ClientBase, company: number, events: string) {
  return client.query<PostingRow>({
    name: 'load-earlier-postings',
    text: `select ${POSTING_COLUMNS}
             from ${EARLIER_EVENTS}
            cross join lateral (
                  select * from posting p where p.company_id = $1 and p.recorded_month = b.recorded_month
                     and p.entry = e.entry and e.entry > 0 offset 0) p
            cross join lateral (
                  select type, role from determination d
                   where d.company_id = $1 and d.number = p.debit_determination offset 0) dd
            cross join lateral (
                  select type, role from determination d
                   where d.company_id = $1 and d.number = p.credit_determination offset 0) cd
            order by p.entry, p.line`,
    values: [company, events],
  });
}

const NOTHING_RESTATED: ReadonlyMap<number, Money> = new Map();

/**
 * By how much the movements of families differ from what they were posted at, by the events that were
 * asked for; events of one family are one question. A consequence that no movement stands for is noted at the first movement, as a change of none.
 */
async function loadRestated(
  client: ClientBase,
  company: number,
  events: string,
): Promise<ReadonlyMap<number, ReadonlyMap<number, Money>>> {
  type Row = { events: bigint[]; movement: bigint; as_type: string; correction: bigint };
  const { rows } = await client.query<Row>({
    name: 'load-restated',
    text: `select h.events, c.movement, r.as_type, c.correction
             from (select array_agg(e.number) as events, m.recorded_month, m.number - m.family_at as first, m.family_size as size
                     from ${EARLIER_EVENTS}
                    cross join lateral (
                          select * from movement m where m.company_id = $1 and m.recorded_month = b.recorded_month
                             and m.number = e.first_movement offset 0) m
                    group by 2, 3, 4) h
            cross join lateral (
                  select distinct f.pool, f.costed_on from movement f
                   where f.company_id = $1 and f.recorded_month = h.recorded_month
                     and f.number >= h.first and f.number < h.first + h.size offset 0) f
            cross join lateral (
                  select distinct on (r.as_type) r.as_type, r.movements, r.corrections from restated_cost r
                   where r.company_id = $1 and r.pool = f.pool and r.costed_on = f.costed_on
                   order by r.as_type, r.event desc offset 0) r
            cross join lateral unnest(r.movements, r.corrections) c(movement, correction)
            where c.movement >= h.first and c.movement < h.first + h.size`,
    values: [company, events],
  });
  const restated = new Map<number, Map<number, Money>>();
  for (const { events: some, movement, as_type: asType, correction } of rows) {
    const own = restated.get(Number(some[0])) ?? new Map<number, Money>();
    for (const event of some) restated.set(Number(event), own);
    const known = own.get(Number(movement)) ?? money(0n);
    own.set(Number(movement), asType === '' ? money(correction) : known);
  }
  return restated;
}

/** What earlier events took of still earlier ones, or added to them, which their own reversal gives back. */
async function loadTook(
  client: ClientBase,
  company: number,
  events: string,
): Promise<ReadonlyMap<number, readonly EventLink[]>> {
  type Row = Record<'event' | 'to' | 'quantity' | 'value', bigint> &
    Record<'source' | 'key', string> & { kind: EventLink['kind'] };
  const { rows } = await client.query<Row>({
    name: 'load-earlier-took',
    text: `select l.event, l.to_event as to, l.kind, l.quantity, l.value, t.source, t.key
             from event_link l
            cross join lateral (
                  select source, key from event t
                   where t.company_id = $1 and t.number = l.to_event offset 0) t
            where l.company_id = $1 and l.event = any($2::bigint[])
              and l.kind in ('refers-to', 'adds-cost-to', 'clears')
            order by l.event, l.to_event, l.kind`,
    values: [company, events],
  });
  const links = rows.map((row): EventLink => {
    const to = { to: Number(row.to), name: eventName(row.source, row.key) };
    const taken = { quantity: quantity(row.quantity), value: money(row.value) };
    return { event: Number(row.event), ...to, kind: row.kind, ...taken };
  });
  return Map.groupBy(links, ({ event }) => event);
}

const NO_CONSEQUENCES: Consequences = {
  events: [],
  movements: [],
  postings: [],
};

/** What the books posted by themselves because of earlier events, and what that moved. */
async function loadConsequences(
  client: ClientBase,
  company: number,
  events: string,
): Promise<ReadonlyMap<number, Consequences>> {
  const { rows } = await client.query<EventRow & { cause: bigint }>({
    name: 'load-consequences',
    text: `select l.to_event as cause, ${EVENT_COLUMNS}
             from event_link l
            cross join lateral (
                  select * from event e
                   where e.company_id = $1 and e.number = l.event offset 0) e
            where l.company_id = $1 and l.to_event = any($2::bigint[]) and l.kind = 'caused-by'
            order by e.number`,
    values: [company, events],
  });
  if (rows.length === 0) return new Map();
  const caused = rows.map((row) => ({ cause: Number(row.cause), event: eventOf(row) }));
  const numbers = numbersLiteral(caused.map(({ event }) => event.number));
  const [posted, moved] = await Promise.all([
    loadPostings(client, company, numbers),
    loadMovements(client, company, numbers),
  ]);
  const postings = Map.groupBy(posted.rows.map(postingOf), ({ entry }) => entry);
  const movements = Map.groupBy(moved.rows.map(movedOf), ({ event }) => event);
  return new Map(
    [...Map.groupBy(caused, ({ cause }) => cause)].map(([cause, some]) => [
      cause,
      {
        events: some.map(({ event }) => event),
        movements: some.flatMap(({ event }) => movements.get(event.number) ?? []),
        postings: some.flatMap(({ event }) => postings.get(event.entry) ?? []),
      },
    ]),
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
