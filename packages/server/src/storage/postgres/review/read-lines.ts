import {
  type BookedEvent,
  type EntryType,
  type ItemClass,
  takesClaim,
  transactionTypes,
} from 'perpetua-core';
import type { ClientBase } from 'pg';
import type { PostedLine, ReviewReading, UninvoicedReceipt } from '../../../application/ports.ts';
import { numbersLiteral, textsLiteral, wordsLiteral } from '../array-literals.ts';
import { EVENT_COLUMNS, type EventRow, eventOf } from '../stored-events.ts';

/** Both sides of the postings on accounts up to a day, debits positive. */
const SIDES = `
  select p.event, p.amount, p.debit_account as account, p.debit_center as center,
         p.debit_site as site, p.debit_determination as determination, p.credit_account as contra
    from posting p
   where p.company_id = $1 and p.debit_account = any($2::text[]) and p.posted_on <= $3
   union all
  select p.event, -p.amount, p.credit_account, p.credit_center, p.credit_site, p.credit_determination,
         p.debit_account
    from posting p
   where p.company_id = $1 and p.credit_account = any($2::text[]) and p.posted_on <= $3`;

/**
 * What is told of the event of a line: it, the document it is a part of, its item, who recorded it. A line
 * of a document may be about no item, which is then a service of no group.
 */
const TOLD = `
  e.entry_type, b.recorded_by, coalesce(i.name, '') as item_name,
  coalesce(i.item_class, 'service') as item_class, coalesce(i.group_number, 0) as group_number,
  i.item_type, i.financial_group, coalesce(i.quantity_decimals, 6) as quantity_decimals,
  case when c.number is null then null else
    json_build_object('number', c.number, 'entry', c.entry, 'posted_on', c.posted_on, 'document_date',
      c.document_date, 'type', c.type, 'source', c.source, 'key', c.key, 'item', c.item, 'site', c.site,
      'document', c.document, 'content', c.content::text, 'happened', c.happened) end as cause`;

const ABOUT = (number: string) => `
  cross join lateral (
        select * from event e where e.company_id = $1 and e.number = ${number} offset 0) e
  cross join lateral (
        select * from batch b where b.company_id = $1 and b.number = e.batch offset 0) b
   left join lateral (
        select * from item i where i.company_id = $1 and i.code = e.item offset 0) i on true
   left join lateral (
        select t.*
          from (select min(to_event) as to_event from event_link
                 where company_id = $1 and event = e.number and kind = 'caused-by' offset 0) l
         cross join lateral (
               select * from event where company_id = $1 and number = l.to_event offset 0) t) c on true`;

type CauseRow = Omit<EventRow, 'number' | 'entry'> & { number: number; entry: number };
type ToldRow = EventRow & {
  entry_type: EntryType;
  recorded_by: string;
  item_name: string;
  item_class: ItemClass;
  group_number: number;
  item_type: string | null;
  financial_group: string | null;
  quantity_decimals: number;
  cause: CauseRow | null;
};

const causeOf = (cause: CauseRow | null): BookedEvent | undefined =>
  cause === null
    ? undefined
    : eventOf({ ...cause, number: BigInt(cause.number), entry: BigInt(cause.entry) });

const toldOf = (row: ToldRow) => ({
  event: eventOf(row),
  cause: causeOf(row.cause),
  entryType: row.entry_type,
  recordedBy: row.recorded_by,
  itemName: row.item_name,
  itemClass: row.item_class,
  group: row.group_number,
  itemType: row.item_type ?? '',
  financialGroup: row.financial_group ?? '',
  quantityDecimals: row.quantity_decimals,
});

type LineRow = ToldRow & {
  account: string;
  contra: string;
  center: string;
  line_site: string;
  amount: string;
  open: string;
  open_at_end: string;
  reason: PostedLine['reason'] | null;
  why: string;
  determination: bigint;
};

/** What each event left on the accounts, what it took of others there, and what is left of it. */
const LINES = `with side as materialized (${SIDES}),
          posted as (select event, sum(amount) as amount from side group by event),
          tie as (
            select l.event, l.value as took, 0::bigint as cleared, 0::bigint as cleared_by_end
              from event_link l where l.company_id = $1 and l.kind = 'clears'
             union all
            select l.to_event, 0, l.value, case when c.posted_on <= $3 then l.value else 0 end
              from event_link l
              join event c on c.company_id = $1 and c.number = l.event
             where l.company_id = $1 and l.kind = 'clears'),
          tied as (
            select event, sum(took) as took, sum(cleared) as cleared,
                   sum(cleared_by_end) as cleared_by_end
              from tie group by event),
          line as (
            select p.event, p.amount + coalesce(t.took, 0) as amount,
                   p.amount + coalesce(t.took, 0) - coalesce(t.cleared, 0) as open,
                   p.amount + coalesce(t.took, 0) - coalesce(t.cleared_by_end, 0) as open_at_end
              from posted p left join tied t using (event)
             where p.amount + coalesce(t.took, 0) <> 0
               and ($6::bigint[] is null or p.event = any($6::bigint[]))),
          chosen as (
            select distinct on (event) event, account, contra, center, side.site, determination,
                   line.amount, line.open, line.open_at_end
              from line join side using (event)
             where sign(side.amount) = sign(line.amount) and (not $4 or line.open <> 0 or line.open_at_end <> 0)
             order by event, abs(side.amount) desc)
     select ${EVENT_COLUMNS}, ${TOLD}, n.account, n.contra, n.center, n.site as line_site,
            n.amount::text as amount, n.open::text as open, n.open_at_end::text as open_at_end,
            d.content ->> 'roleReason' as reason, d.content ->> 'text' as why, n.determination
       from chosen n
       ${ABOUT('n.event')}
      cross join lateral (
            select content from determination d
             where d.company_id = $1 and d.number = n.determination offset 0) d
      where $5::date is null or e.posted_on >= $5
      order by e.posted_on, e.number`;

/**
 * Lines on accounts under review, the oldest first: what each event left there that did not go to clear
 * another, with what is left of it. Where one event left something on several sides, it is told with
 * the largest.
 */
export async function postedLines(
  client: ClientBase,
  company: number,
  { accounts, to, from, openOnly, events }: Parameters<ReviewReading['lines']>[0],
): Promise<readonly PostedLine[]> {
  const { rows } = await client.query<LineRow>(LINES, [
    company,
    textsLiteral(accounts),
    to,
    openOnly,
    from ?? null,
    events === undefined ? null : numbersLiteral(events),
  ]);
  return rows.map((row) => ({
    ...toldOf(row),
    account: row.account,
    contra: row.contra,
    center: row.center,
    site: row.line_site,
    amount: BigInt(row.amount),
    open: BigInt(row.open),
    openAtEnd: BigInt(row.open_at_end),
    reason: row.reason ?? undefined,
    why: row.why,
    determination: Number(row.determination),
  }));
}

/** The types that take what is owed for goods, and leave the goods. */
const CLAIMS = wordsLiteral(transactionTypes().filter(takesClaim));

/**
 * Goods received or gone back that are not wholly invoiced, the oldest first: what their event, and all
 * that refers to it or turns it round, left on the accounts. Summed up this is their balance.
 */
export async function uninvoicedReceipts(
  client: ClientBase,
  company: number,
  { accounts, to }: Parameters<ReviewReading['receipts']>[0],
): Promise<readonly UninvoicedReceipt[]> {
  type Row = ToldRow & { account: string; open: string; units: string };
  const { rows } = await client.query<Row>(
    `with recursive side as materialized (${SIDES}),
          posted as materialized (
            select event, -sum(amount) as amount, min(account) as account from side group by event),
          followed(event, root, depth, amount, account) as (
            select event, event, 0, amount, account from posted
             union all
            select f.event, l.to_event, f.depth + 1, f.amount, f.account
              from followed f
             cross join lateral (
                   select to_event from event_link
                    where company_id = $1 and event = f.root and kind in ('refers-to', 'reverses')
                   offset 0) l),
          rooted as (
            select distinct on (event) event, root, amount, account
              from followed order by event, depth desc, root),
          opened as (
            select root, sum(amount) as open, min(account) filter (where event = root) as account
              from rooted group by root having sum(amount) <> 0)
     select ${EVENT_COLUMNS}, ${TOLD}, o.open::text as open, coalesce(o.account, '') as account,
            (coalesce(abs(m.quantity), 0) - coalesce(u.used, 0))::text as units
       from opened o
       ${ABOUT('o.root')}
       left join lateral (
            select m.quantity from movement m
             where m.company_id = $1 and m.recorded_month = b.recorded_month
               and m.number = e.first_movement and m.event = e.number offset 0) m on true
      cross join lateral (
            select sum(l.quantity) as used
              from (select event, quantity from event_link
                     where company_id = $1 and to_event = e.number and kind = 'refers-to' offset 0) l
             cross join lateral (
                   select type from event where company_id = $1 and number = l.event offset 0) t
             where t.type = any($4::transaction_type[])) u
      order by e.posted_on, e.number`,
    [company, textsLiteral(accounts), to, CLAIMS],
  );
  return rows.map((row) => ({
    ...toldOf(row),
    account: row.account,
    open: BigInt(row.open),
    units: BigInt(row.units),
  }));
}
