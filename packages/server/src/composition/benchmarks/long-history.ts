import type { ClientBase } from 'pg';
import type { CompanyName } from '../../application/ports.ts';
import { ownerConnection } from '../../storage/postgres/connections.ts';
import type { Bench } from './bench-books.ts';
import { companyOf, simpleSetup } from './bench-company.ts';

/** How long a history is, over how many places. */
export type HistorySize = { readonly movements: number; readonly positions: number };

const FIRST_MONTH = '2024-01';
const LAST_MONTH = '2025-12';
const MONTHS = 24;
const DAYS = 731;
const SITES = 4;
const BATCH = 1_000;

/**
 * A company with a history of two years, as posting would have written it: receipts and immediate
 * sales of one movement and one posting each, in the order of recording, a batch for every thousand,
 * each pool at a cost of its own. One in forty is dated up to six weeks before it was recorded, one
 * in a thousand up to a year. It is written in a few statements by the owner of the tables, with the
 * rows of the log, the state that follows and no seal, so it can be reported on and reconciled and
 * not replayed.
 */
export async function companyWithHistory(
  { books, connection }: Bench,
  code: string,
  { movements, positions }: HistorySize,
): Promise<CompanyName> {
  const items = Math.ceil(positions / SITES);
  const setup = simpleSetup(code, { items, sites: SITES });
  const periods = { first: FIRST_MONTH, last: LAST_MONTH };
  const { company } = await companyOf(books, { ...setup, periods });
  const client = await ownerConnection(connection);
  try {
    await makePartitions(client);
    await client.query(FACTS(movements, items * SITES));
    for (const statement of STATEMENTS) await client.query(statement(company.id));
    await client.query('drop table fact');
    await client.query('vacuum (analyze)');
  } finally {
    await client.end();
  }
  return company;
}

/** The partitions a server that ran at that time would have. */
async function makePartitions(client: ClientBase): Promise<void> {
  for (let month = 0; month < MONTHS; month += 1) {
    const [first, next] = [month, month + 1].map((index) =>
      new Date(Date.UTC(Number(FIRST_MONTH.slice(0, 4)), index, 1)).toISOString().slice(0, 10),
    );
    const suffix = first?.slice(0, 7).replace('-', '_');
    for (const table of ['movement', 'posting']) {
      await client.query(
        `create table if not exists ${table}_${suffix} partition of ${table}
            for values from ('${first}') to ('${next}')`,
      );
    }
  }
}

/** Every fact once, with the day it was recorded on; first a receipt at every place. */
const FACTS = (movements: number, positions: number): string => `
  create temp table fact as
  select n, pool, quantity, quantity * (1000 + pool % 900) as value, recorded_on,
         greatest(date '${FIRST_MONTH}-01', recorded_on - case
           when n % 1000 = 0 then (n * 7919 % 365)::integer
           when n % 40 = 0 then (n * 7919 % 45)::integer else 0 end) as posted_on
    from (select n, case when n <= ${positions} then n else 1 + n * 48271 % 2147483647 % ${positions} end as pool,
                 case when n <= ${positions} then 10000 when n % 2 = 1 then -(1 + n % 12) else 1 + n % 12 end as quantity,
                 date '${FIRST_MONTH}-01' + ((n - 1) / ${BATCH} * ${BATCH} * ${DAYS} / ${movements})::integer as recorded_on
            from generate_series(1::bigint, ${movements}) n) f`;

const TYPE = `case when quantity > 0 then 'receive-from-vendor' else 'sale' end::transaction_type`;
const ITEM = `'ITEM-' || lpad(((pool - 1) / ${SITES})::text, 5, '0')`;
const SITE = `'S' || (pool - 1) % ${SITES}`;
const CENTER = `'10' || (pool - 1) % ${SITES}`;
const DETERMINED = `(pool - 1) % ${SITES} * 4`;
const MONTH = `date_trunc('month', recorded_on)::date`;

/** The tables one after the other, each from the facts; the company is the parameter. */
const STATEMENTS: readonly ((company: number) => string)[] = [
  (company) => `
    insert into determination (company_id, number, batch, configuration_version, name, type, role, account, content)
    select ${company}, 4 * site + d.number, 1, 1, d.role || ' of ' || d.type || ' at S' || site,
           d.type::transaction_type, d.role, d.account,
           json_build_object('center', '10' || site, 'question', json_build_object('site', 'S' || site))
      from generate_series(0, ${SITES - 1}) site
     cross join (values (1, 'receive-from-vendor', 'inventory', '1300'), (2, 'receive-from-vendor', 'grni', '2150'),
                        (3, 'sale', 'cogs', '5000'), (4, 'sale', 'inventory', '1300')) d(number, type, role, account)`,
  (company) => `
    insert into cost_pool (company_id, number, item, site, bucket, account, document, quantity, value,
           known_quantity, known_value, last_movement, last_posted_on)
    select ${company}, pool, ${ITEM}, ${SITE}, 'on-hand', '1300', '', sum(quantity), sum(value), sum(quantity),
           sum(value), max(n), max(posted_on)
      from fact group by pool`,
  (company) => `
    insert into stock (company_id, item, place, site, bucket, account, quantity)
    select company_id, item, '', site, bucket, account, quantity from cost_pool where company_id = ${company}`,
  (company) => `
    insert into movement (company_id, recorded_month, number, event, pool, quantity, value, quantity_after,
           value_after, posted_on, type, place, costed, costed_on)
    select ${company}, ${MONTH}, n, n, pool, quantity, value, sum(quantity) over so_far, sum(value) over so_far,
           posted_on, ${TYPE}, '', case when quantity > 0 then 'told' else 'pool' end::cost_source, posted_on
      from fact window so_far as (partition by pool order by n)
     order by fact.n`,
  (company) => `
    insert into posting (company_id, recorded_month, entry, event, amount, debit_determination,
           credit_determination, posted_on, line, debit_account, debit_center, debit_site, credit_account,
           credit_center, credit_site)
    select ${company}, ${MONTH}, n, n, abs(value), ${DETERMINED} + case when quantity > 0 then 1 else 3 end,
           ${DETERMINED} + case when quantity > 0 then 2 else 4 end, posted_on, 1,
           case when quantity > 0 then '1300' else '5000' end, ${CENTER}, ${SITE},
           case when quantity > 0 then '2150' else '1300' end, ${CENTER}, ${SITE}
      from fact order by fact.n`,
  (company) => `
    insert into event (company_id, number, batch, entry, first_movement, posted_on, document_date, movements,
           type, entry_type, source, key, item, site, document, content, happened)
    select ${company}, n, 1 + (n - 1) / ${BATCH}, n, n, posted_on, posted_on, 1, ${TYPE}, 'inventory', 'bench',
           n::text, ${ITEM}, ${SITE}, '', '{}', false
      from fact order by fact.n`,
  (company) => `
    insert into batch (company_id, number, recorded_at, recorded_month, recorded_by, configuration_version,
           last_event, last_movement, last_entry, previous_hash, hash)
    select ${company}, 1 + (n - 1) / ${BATCH}, max(recorded_on) + time '12:00', date_trunc('month', max(recorded_on)),
           'bench', 1, max(n), max(n), max(n), '', ''
      from fact group by 2`,
  (company) => `
    insert into account_balance (company_id, period, account, center, site, debit, credit)
    select company_id, to_char(posted_on, 'YYYY-MM'), account, center, site,
           coalesce(sum(amount) filter (where side = 'debit'), 0),
           coalesce(sum(amount) filter (where side = 'credit'), 0)
      from journal_line where company_id = ${company} group by 1, 2, 3, 4, 5`,
  (company) => `
    update lane set last_event = f.n, last_movement = f.n, last_entry = f.n, last_determination = ${4 * SITES},
           last_pool = f.pool, last_batch = 1 + (f.n - 1) / ${BATCH}
      from (select max(n) as n, max(pool) as pool from fact) f
     where company_id = ${company}`,
];
