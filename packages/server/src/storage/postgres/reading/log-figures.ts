import type { BusinessDate } from 'perpetua-core';
import type { ClientBase } from 'pg';
import type {
  LogFigures,
  LogMark,
  MonthChange,
  OpenReceipt,
} from '../../../application/reading/ports.ts';
import { wordsLiteral } from '../array-literals.ts';
import { later, monthsAfter } from './last-day.ts';

/** `$2` the months the stretch was recorded in, absent for the whole log; `$3` its beginning. */
const IN_STRETCH = (table: string, number: string): string =>
  `${table}.company_id = $1 and ($2::date[] is null or (${table}.recorded_month = any($2::date[])
                                                    and ${table}.${number} > $3))`;

/** Changes of stock on hand by month, group and site. */
const MONTH_CHANGES = `
  with pool as (
    select p.number, p.site, i.group_number
      from cost_pool p join item i on i.company_id = $1 and i.code = p.item
     where p.company_id = $1 and p.bucket = 'on-hand')
  select to_char(m.posted_on, 'YYYY-MM') as month, pool.group_number as "group", pool.site,
         sum(m.value)::text as value
    from movement m join pool on pool.number = m.pool
   where ${IN_STRETCH('m', 'number')} and m.value <> 0
   group by 1, 2, 3`;

/**
 * Goods received and not invoiced, by the event that received them: what its postings, and those
 * of the invoices, credit notes and reversals tied to it, left on the role. Summed up this is the
 * role's balance, whatever refers to what.
 */
const OPEN_RECEIPTS = `
  with recursive grni as (
    select number from determination where company_id = $1 and role = 'grni'),
  posted as (
    select p.event, sum(p.amount * ((p.credit_determination in (select number from grni))::integer
                                  - (p.debit_determination in (select number from grni))::integer)) as amount
      from posting p
     where ${IN_STRETCH('p', 'entry')}
       and (p.credit_determination in (select number from grni)
            or p.debit_determination in (select number from grni))
     group by p.event),
  followed(event, root, depth) as (
    select event, event, 0 from posted
     union all
    select f.event, l.to_event, f.depth + 1
      from followed f
      join event_link l on l.company_id = $1 and l.event = f.root and l.kind in ('refers-to', 'reverses')),
  rooted as (
    select distinct on (event) event, root from followed order by event, depth desc, root),
  opened as (
    select r.root, sum(p.amount) as amount
      from posted p join rooted r on r.event = p.event
     group by r.root
    having sum(p.amount) <> 0)
  select e.number as event, e.posted_on, o.amount::text as amount
    from opened o join event e on e.company_id = $1 and e.number = o.root`;

const POSTINGS = `select count(*) as postings, max(p.posted_on) as day from posting p where ${IN_STRETCH('p', 'entry')}`;
const LAST_DAY = `select max(m.posted_on) as day from movement m where ${IN_STRETCH('m', 'number')}`;

/** What the log adds to the figures of the overview after a mark; without one, all of it. */
export async function logFigures(
  client: ClientBase,
  company: number,
  after: LogMark | undefined,
): Promise<LogFigures> {
  const months = after === undefined ? null : await monthsAfter(client, company, after.batch);
  if (months?.length === 0) {
    return { monthChanges: [], openReceipts: [], postings: 0, lastDay: null };
  }
  const literal = months === null ? null : wordsLiteral(months);
  const byMovement = [company, literal, after?.movement ?? 0];
  const byEntry = [company, literal, after?.entry ?? 0];
  type ChangeRow = Omit<MonthChange, 'value'> & { value: string };
  type ReceiptRow = { event: bigint; posted_on: BusinessDate; amount: string };
  type DayRow = { day: BusinessDate | null };
  const [changes, receipts, posted, moved] = await Promise.all([
    client.query<ChangeRow>(MONTH_CHANGES, byMovement),
    client.query<ReceiptRow>(OPEN_RECEIPTS, byEntry),
    client.query<DayRow & { postings: bigint }>(POSTINGS, byEntry),
    client.query<DayRow>(LAST_DAY, byMovement),
  ]);
  return {
    monthChanges: changes.rows.map(({ value, ...change }) => ({ ...change, value: BigInt(value) })),
    openReceipts: receipts.rows.map(receiptOf),
    postings: Number(posted.rows[0]?.postings ?? 0n),
    lastDay: later(posted.rows[0]?.day ?? null, moved.rows[0]?.day ?? null),
  };
}

const receiptOf = (row: {
  event: bigint;
  posted_on: BusinessDate;
  amount: string;
}): OpenReceipt => ({
  event: Number(row.event),
  postedOn: row.posted_on,
  amount: BigInt(row.amount),
});
