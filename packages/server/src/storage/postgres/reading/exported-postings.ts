import { type BusinessDate, daysOf } from 'perpetua-core';
import type { ClientBase } from 'pg';
import type { DaySum, ExportWindow } from '../../../application/ports.ts';
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

/** The days on which a batch has journal entries. */
export async function exportedDays(
  client: ClientBase,
  company: number,
  window: ExportWindow,
): Promise<readonly BusinessDate[]> {
  const { rows } = await client.query<{ day: BusinessDate }>(
    `select distinct e.posted_on as day from event e where ${EVENT_IS_IN_WINDOW} order by 1`,
    [...windowValues(company, window, daysOf(window.period))],
  );
  return rows.map(({ day }) => day);
}

type SumRow = Omit<DaySum, 'amount'> & { amount: string };

/** The postings of one day of a batch, added up by side, type, account, center and site. */
export async function daySums(
  client: ClientBase,
  company: number,
  window: ExportWindow,
  day: BusinessDate,
): Promise<readonly DaySum[]> {
  const { rows } = await client.query<SumRow>(
    `select e.type as transaction, d.type, l.side, l.account, l.center, l.site, sum(l.amount)::text as amount
       from journal_line l
       join event e on e.company_id = $1 and e.number = l.event
       join determination d on d.company_id = $1 and d.number = l.determination
      where l.company_id = $1 and l.event > $2 and l.event <= $3 and l.posted_on >= $4 and l.posted_on <= $5
        and ${EVENT_IS_IN_WINDOW}
      group by 1, 2, 3, 4, 5, 6`,
    [...windowValues(company, window, { first: day, last: day })],
  );
  return rows.map(({ amount, ...sum }) => ({ ...sum, amount: BigInt(amount) }));
}
