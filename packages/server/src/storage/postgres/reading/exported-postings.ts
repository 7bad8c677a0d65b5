import { type BusinessDate, daysOf } from 'perpetua-core';
import type { ClientBase } from 'pg';
import type { DaySum, ExportedDay, ExportWindow } from '../../../application/ports.ts';
import { wordsLiteral } from '../array-literals.ts';

/** The journal entries of a batch: `$2` … `$6`, in the order of `windowValues`. */
const EVENT_IS_IN_WINDOW = `e.company_id = $1 and e.number > $2 and e.number <= $3 and e.entry > 0
      and e.posted_on >= $4 and e.posted_on <= $5 and e.entry_type = any($6::entry_type[])`;

function windowValues(
  company: number,
  { afterEvent, lastEvent, entryTypes }: ExportWindow,
  { first, last }: { readonly first: BusinessDate; readonly last: BusinessDate },
): readonly unknown[] {
  return [company, afterEvent, lastEvent, first, last, wordsLiteral(entryTypes)];
}

/** How many journal entries a batch holds. */
export async function exportedEntries(
  client: ClientBase,
  company: number,
  window: ExportWindow,
): Promise<number> {
  const { rows } = await client.query<{ entries: bigint }>(
    `select count(*) as entries from event e where ${EVENT_IS_IN_WINDOW}`,
    [...windowValues(company, window, daysOf(window.period))],
  );
  return Number(rows[0]?.entries ?? 0n);
}

type DayRow = { day: BusinessDate; first: bigint; last: bigint };

/** The days on which a batch has journal entries, with the stretch of the log they lie in. */
export async function exportedDays(
  client: ClientBase,
  company: number,
  window: ExportWindow,
): Promise<readonly ExportedDay[]> {
  const { rows } = await client.query<DayRow>(
    `select e.posted_on as day, min(e.number) as first, max(e.number) as last
       from event e where ${EVENT_IS_IN_WINDOW} group by 1 order by 1`,
    [...windowValues(company, window, daysOf(window.period))],
  );
  return rows.map(({ day, first, last }) => ({
    day,
    afterEvent: Number(first) - 1,
    lastEvent: Number(last),
  }));
}

type SumRow = Omit<DaySum, 'amount'> & { amount: string };

/**
 * The postings of one day of a batch, added up by side, type, account, center and site. Postings
 * are reached by their key, so that it does not matter what the planner knows of their number.
 */
export async function daySums(
  client: ClientBase,
  company: number,
  window: ExportWindow,
  { day, ...stretch }: ExportedDay,
): Promise<readonly DaySum[]> {
  const { rows } = await client.query<SumRow>(
    `select e.type as transaction, d.type, l.side, l.account, l.center, l.site, sum(p.amount)::text as amount
       from event e
       join batch b on b.company_id = $1 and b.number = e.batch
       join posting p on p.company_id = $1 and p.recorded_month = b.recorded_month and p.entry = e.entry
      cross join lateral (values
        ('debit', p.debit_account, p.debit_center, p.debit_site, p.debit_determination),
        ('credit', p.credit_account, p.credit_center, p.credit_site, p.credit_determination)
      ) l(side, account, center, site, determination)
       join determination d on d.company_id = $1 and d.number = l.determination
      where ${EVENT_IS_IN_WINDOW}
      group by 1, 2, 3, 4, 5, 6`,
    [...windowValues(company, { ...window, ...stretch }, { first: day, last: day })],
  );
  return rows.map(({ amount, ...sum }) => ({ ...sum, amount: BigInt(amount) }));
}
