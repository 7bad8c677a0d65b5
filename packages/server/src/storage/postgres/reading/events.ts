import type { BusinessDate, LinkKind, Posting } from 'perpetua-core';
import type { ClientBase } from 'pg';
import type {
  CostUseLine,
  EventFilter,
  EventLine,
  EventRecord,
  LinkLine,
  Page,
} from '../../../application/reading/ports.ts';
import { numbersLiteral, wordsLiteral } from '../array-literals.ts';
import { shownCosts } from '../shown-costs.ts';
import {
  EVENT_COLUMNS,
  type EventRow,
  eventOf,
  POSTING_COLUMNS,
  type PostingRow,
  postingOf,
} from '../stored-events.ts';
import { findBatch } from './batches.ts';
import { MOVEMENT_COLUMNS, type MovementRow, movementLine } from './movements.ts';

export type EventLineRow = EventRow & {
  batch: bigint;
  recorded_at: Date;
  recorded_by: string;
  recorded_month: BusinessDate;
  first_movement: bigint;
  movements: number;
};

/** Needs event `e` and its batch `b`. */
export const LINE_COLUMNS = `${EVENT_COLUMNS}, e.batch, e.first_movement, e.movements,
  b.recorded_at, b.recorded_by, b.recorded_month`;

export function lineOf(row: EventLineRow): EventLine {
  return {
    ...eventOf(row),
    batch: Number(row.batch),
    recordedAt: row.recorded_at,
    recordedBy: row.recorded_by,
    recordedMonth: row.recorded_month,
    firstMovement: Number(row.first_movement),
    movementCount: row.movements,
  };
}

/** `$2` … `$11`, in the order of `filterValues`. */
const EVENT_IS_WANTED = `e.company_id = $1 and e.number <= $2 and (not $3::boolean or e.entry > 0)
      and ($4::text is null or e.item = $4) and ($5::text is null or e.site = $5)
      and ($6::transaction_type is null or e.type = $6) and ($7::text is null or e.document = $7)
      and ($8::text is null or e.key = $8) and ($9::entry_type[] is null or e.entry_type = any($9::entry_type[]))
      and ($10::date is null or e.posted_on >= $10) and ($11::date is null or e.posted_on <= $11)`;
const TOUCHES_ACCOUNT = `e.number in (select p.event from posting p
            where p.company_id = $1 and (p.debit_account = $12 or p.credit_account = $12))`;

function filterValues(company: number, filter: EventFilter): unknown[] {
  const { event, posted, item, site, type, document, key, from, to, account } = filter;
  const entryTypes = filter.entryTypes === undefined ? null : wordsLiteral(filter.entryTypes);
  const values = [company, event, posted, item, site, type, document, key, entryTypes, from, to];
  return (account === undefined ? values : [...values, account]).map((value) => value ?? null);
}

const wantedText = ({ account }: EventFilter): string =>
  account === undefined ? EVENT_IS_WANTED : `${EVENT_IS_WANTED} and ${TOUCHES_ACCOUNT}`;

/** A page of events by number, oldest or newest first. */
export async function events(
  client: ClientBase,
  company: number,
  filter: EventFilter,
  { after, limit }: Page,
): Promise<readonly EventLine[]> {
  const { newestFirst } = filter;
  const values = filterValues(company, filter);
  const mark = after ?? (newestFirst ? filter.event + 1 : 0);
  const { rows } = await client.query<EventLineRow>(
    `select ${LINE_COLUMNS}
       from event e join batch b on b.company_id = $1 and b.number = e.batch
      where ${wantedText(filter)}
        and e.number ${newestFirst ? '<' : '>'} $${values.length + 1}
      order by e.number ${newestFirst ? 'desc' : 'asc'} limit $${values.length + 2}`,
    [...values, mark, limit],
  );
  return rows.map(lineOf);
}

/** How many entries a filter takes, and the sum of their debits. */
export async function entryTotals(client: ClientBase, company: number, filter: EventFilter) {
  const { rows } = await client.query<{ entries: bigint; amount: string }>(
    // Every entry has a first line, so that counting those counts entries.
    `select count(*) filter (where p.line = 1) as entries, coalesce(sum(p.amount), 0)::text as amount
       from posting p
      where p.company_id = $1 and p.event <= $2 and ($10::date is null or p.posted_on >= $10)
        and ($11::date is null or p.posted_on <= $11)
        and p.event in (select e.number from event e where ${wantedText(filter)})`,
    filterValues(company, filter),
  );
  return { entries: Number(rows[0]?.entries ?? 0n), amount: BigInt(rows[0]?.amount ?? 0) };
}

/** The event with a number. */
export async function eventNumbered(
  client: ClientBase,
  company: number,
  number: number,
): Promise<EventLine | undefined> {
  const { rows } = await client.query<EventLineRow>(
    `select ${LINE_COLUMNS}
       from event e join batch b on b.company_id = $1 and b.number = e.batch
      where e.company_id = $1 and e.number = $2`,
    [company, number],
  );
  return rows.map(lineOf)[0];
}

/** The event that made a journal entry: it is one of its batch. */
export async function eventOfEntry(
  client: ClientBase,
  company: number,
  entry: number,
): Promise<EventLine | undefined> {
  const batch = await findBatch(client, company, 'last_entry', entry);
  if (batch === undefined) return undefined;
  const { rows } = await client.query<EventLineRow>(
    `select ${LINE_COLUMNS}
       from event e join batch b on b.company_id = $1 and b.number = e.batch
      where e.company_id = $1 and e.number > $3 and e.number <= $4 and e.entry = $2`,
    [company, entry, batch.previous_event, batch.last_event],
  );
  return rows.map(lineOf)[0];
}

/** Events with a key, of one source or of all. */
export async function eventsWithKey(
  client: ClientBase,
  company: number,
  key: string,
  source: string | undefined,
): Promise<readonly EventLine[]> {
  const { rows } = await client.query<EventLineRow>(
    `select ${LINE_COLUMNS}
       from event e join batch b on b.company_id = $1 and b.number = e.batch
      where e.company_id = $1 and e.key = $2 and ($3::text is null or e.source = $3)
      order by e.number`,
    [company, key, source ?? null],
  );
  return rows.map(lineOf);
}

/** The postings of events, by entry and line. */
export async function postingsOf(
  client: ClientBase,
  company: number,
  lines: readonly EventLine[],
): Promise<readonly Posting[]> {
  const posted = lines.filter(({ entry }) => entry > 0);
  if (posted.length === 0) return [];
  const { rows } = await client.query<PostingRow>(
    `select ${POSTING_COLUMNS}
       from unnest($2::date[], $3::bigint[]) w(month, entry)
       join posting p on p.company_id = $1 and p.recorded_month = w.month and p.entry = w.entry
       join determination dd on dd.company_id = $1 and dd.number = p.debit_determination
       join determination cd on cd.company_id = $1 and cd.number = p.credit_determination
      order by p.entry, p.line`,
    [
      company,
      wordsLiteral(posted.map(({ recordedMonth }) => recordedMonth)),
      numbersLiteral(posted.map(({ entry }) => entry)),
    ],
  );
  return rows.map(postingOf);
}

/** All that the log says of one event. */
export async function recordOf(
  client: ClientBase,
  company: number,
  event: EventLine,
): Promise<EventRecord> {
  const { recordedMonth, firstMovement, movementCount } = event;
  const [moved, postings, links, costUses, told] = await Promise.all([
    client.query<MovementRow>(
      `select ${MOVEMENT_COLUMNS}
         from movement m
         join cost_pool p on p.company_id = $1 and p.number = m.pool
         join event e on e.company_id = $1 and e.number = m.event
        where m.company_id = $1 and m.recorded_month = $2 and m.number >= $3 and m.number < $4
        order by m.number`,
      [company, recordedMonth, firstMovement, firstMovement + movementCount],
    ),
    postingsOf(client, company, [event]),
    linksOf(client, company, event.number),
    costUsesOf(client, company, event),
    shownCosts(client, company, numbersLiteral([event.number])),
  ]);
  const shown = told.get(event.number);
  return {
    event,
    movements: moved.rows.map(movementLine),
    postings,
    links,
    costUses,
    ...(shown === undefined ? {} : { shown }),
  };
}

type LinkRow = EventRow & {
  direction: 'to' | 'from';
  kind: LinkKind;
  quantity: bigint;
  value: bigint;
};

/** The ties of an event, those it made and those others made to it. */
async function linksOf(
  client: ClientBase,
  company: number,
  event: number,
): Promise<readonly LinkLine[]> {
  const { rows } = await client.query<LinkRow>(
    `select ${EVENT_COLUMNS}, l.direction, l.kind, l.quantity, l.value
       from (select 'to' as direction, to_event as other, kind, quantity, value
               from event_link where company_id = $1 and event = $2
              union all
             select 'from', event, kind, quantity, value
               from event_link where company_id = $1 and to_event = $2) l
       join event e on e.company_id = $1 and e.number = l.other
      order by l.direction desc, e.number, l.kind`,
    [company, event],
  );
  return rows.map((row) => ({
    direction: row.direction,
    kind: row.kind,
    other: eventOf(row),
    quantity: row.quantity,
    value: row.value,
  }));
}

type CostUseRow = {
  movement: bigint;
  receipt: bigint;
  receipt_key: string;
  quantity: bigint;
  value: bigint;
};

async function costUsesOf(
  client: ClientBase,
  company: number,
  { firstMovement, movementCount }: EventLine,
): Promise<readonly CostUseLine[]> {
  const { rows } = await client.query<CostUseRow>(
    `select u.movement, u.receipt, r.key as receipt_key, u.quantity, u.value
       from cost_use u join event r on r.company_id = $1 and r.number = u.receipt
      where u.company_id = $1 and u.movement >= $2 and u.movement < $3
      order by u.movement, u.receipt`,
    [company, firstMovement, firstMovement + movementCount],
  );
  return rows.map((row) => ({
    movement: Number(row.movement),
    receipt: Number(row.receipt),
    receiptKey: row.receipt_key,
    quantity: row.quantity,
    value: row.value,
  }));
}
