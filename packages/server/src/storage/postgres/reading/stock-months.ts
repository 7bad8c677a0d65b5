import { STOCK_JOURNAL_TYPES } from 'perpetua-core';
import type { ClientBase } from 'pg';
import type { StockMonth } from '../../../application/reading/ports.ts';
import { wordsLiteral } from '../array-literals.ts';

/** By month of posting what stock gained and what of that reached the ledger, up to an event. */
export async function stockMonths(
  client: ClientBase,
  company: number,
  upTo: number,
): Promise<readonly StockMonth[]> {
  const { rows } = await client.query<{ month: string; stock: string; ledger: string }>(
    `select month, sum(stock)::text as stock, sum(ledger)::text as ledger
       from (select to_char(m.posted_on, 'YYYY-MM') as month, m.value as stock,
                    case when e.entry > 0 then m.value else 0 end as ledger
               from movement m join event e on e.company_id = $1 and e.number = m.event
              where m.company_id = $1 and m.event <= $2 and m.value <> 0
              union all
             select to_char(e.posted_on, 'YYYY-MM'), 0, case l.side when 'debit' then l.amount else -l.amount end
               from event e
               join journal_line l on l.company_id = $1 and l.entry = e.entry
                    and l.account = e.content ->> 'account'
              where e.company_id = $1 and e.number <= $2 and e.type = any($3::transaction_type[])) part
      group by month order by month`,
    [company, upTo, wordsLiteral(Object.values(STOCK_JOURNAL_TYPES))],
  );
  return rows.map(({ month, stock, ledger }) => ({
    month,
    stock: BigInt(stock),
    ledger: BigInt(ledger),
  }));
}
