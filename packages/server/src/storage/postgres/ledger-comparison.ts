import {
  type AccountRole,
  accountRoles,
  type Bucket,
  money,
  roleDefinition,
  STOCK_JOURNAL_TYPES,
} from 'perpetua-core';
import type { ClientBase } from 'pg';
import type { DifferenceClass, DifferencePart, StockAccount } from '../../application/ports.ts';
import type { Cut } from '../../application/reading/ports.ts';
import { textsLiteral, wordsLiteral } from './array-literals.ts';
import { type Base, baseOf } from './snapshots/base.ts';
import { ACCOUNT_STATE, POOL_STATE, stateRowsText, stateValues } from './snapshots/states.ts';

const STOCK_ROLES = accountRoles().filter((role) => roleDefinition(role).isBucket);

type StockAccountRow = {
  readonly account: string;
  readonly site: string;
  readonly roles: readonly AccountRole[];
  readonly buckets: readonly { readonly bucket: Bucket; readonly value: string }[];
  readonly ledger: string;
};

/**
 * What the subledger and the ledger say, account by account and site by site, out of the sums that
 * are kept. An account counts as one of stock when a pool lies on it or when it was ever found for
 * a role of stock.
 */
export async function readStockAccounts(
  client: ClientBase,
  company: number,
): Promise<readonly StockAccount[]> {
  const { rows } = await client.query<StockAccountRow>(STOCK_ACCOUNTS, [
    company,
    wordsLiteral(STOCK_ROLES),
  ]);
  return rows.map(({ account, site, roles: found, buckets, ledger }) => ({
    account,
    site,
    roles: found,
    buckets: buckets.map(({ bucket, value }) => ({ bucket, value: money(BigInt(value)) })),
    ledger: money(BigInt(ledger)),
  }));
}

const STOCK_ACCOUNTS = `
  with by_bucket as (
    select account, site, bucket, sum(value) as value
      from cost_pool where company_id = $1 and bucket <> 'consigned' group by account, site, bucket
  ), subledger as (
    select account, site, json_agg(json_build_object('bucket', bucket, 'value', value::text) order by bucket) as buckets
      from by_bucket group by account, site
  ), found as (
    select account, json_agg(distinct role) as roles
      from determination where company_id = $1 and role = any($2::text[]) and account <> '' group by account
  ), ledger as (
    select account, site, sum(debit - credit) as balance
      from account_balance
     where company_id = $1
       and (account in (select account from found) or account in (select account from subledger))
     group by account, site
  )
  select account, site, coalesce(found.roles, '[]') as roles, coalesce(subledger.buckets, '[]') as buckets,
         coalesce(ledger.balance, 0)::text as ledger
    from subledger
    full join ledger using (account, site)
    left join found using (account)
   order by account, site`;

/**
 * The same within a cut, out of the last snapshots and what came after them. An account shows when
 * by then anything was posted on it or a pool on it held value.
 */
export async function readStockAccountsWithin(
  client: ClientBase,
  company: number,
  cut: Cut,
): Promise<readonly StockAccount[]> {
  const base = await baseOf(client, company, cut);
  const roles = await rolesFoundBy(client, company, base);
  const held = await valuesHeld(client, company, base);
  const places = new Map<string, StockAccount>();
  const placeOf = (account: string, site: string): StockAccount =>
    places.get(`${account}\n${site}`) ?? {
      account,
      site,
      roles: roles.get(account) ?? [],
      buckets: [],
      ledger: money(0n),
    };
  const put = (place: StockAccount) => places.set(`${place.account}\n${place.site}`, place);
  for (const { account, site, bucket, value } of held) {
    const place = placeOf(account, site);
    put({ ...place, buckets: [...place.buckets, { bucket, value: money(BigInt(value)) }] });
  }
  const ofStock = new Set([...roles.keys(), ...held.map(({ account }) => account)]);
  for (const { account, site, balance } of await ledgerOf(client, company, base, ofStock)) {
    put({ ...placeOf(account, site), ledger: money(BigInt(balance)) });
  }
  return [...places.values()].toSorted(
    (a, b) => compareCodes(a.account, b.account) || compareCodes(a.site, b.site),
  );
}

const compareCodes = (a: string, b: string): number => Number(a > b) - Number(a < b);

/** Accounts by the roles of stock they had been found for. */
async function rolesFoundBy(
  client: ClientBase,
  company: number,
  { upTo }: Base,
): Promise<ReadonlyMap<string, readonly AccountRole[]>> {
  const { rows } = await client.query<Pick<StockAccountRow, 'account' | 'roles'>>(
    `select account, json_agg(distinct role) as roles
       from determination
      where company_id = $1 and role = any($2::text[]) and account <> '' and batch <= $3
      group by account`,
    [company, wordsLiteral(STOCK_ROLES), upTo.batch],
  );
  return new Map(rows.map(({ account, roles }) => [account, roles]));
}

type HeldRow = {
  readonly account: string;
  readonly site: string;
  readonly bucket: Bucket;
  readonly value: string;
};

/** What the pools of each account held, by site and bucket; what came to nothing is left out. */
async function valuesHeld(
  client: ClientBase,
  company: number,
  base: Base,
): Promise<readonly HeldRow[]> {
  const { rows } = await client.query<HeldRow>(
    `select p.account, p.site, p.bucket, sum(s.value)::text as value
       from (${stateRowsText(POOL_STATE)}) s
       join cost_pool p on p.company_id = $1 and p.number = s.pool and p.bucket <> 'consigned'
      group by p.account, p.site, p.bucket
     having sum(s.value) <> 0
      order by p.bucket`,
    stateValues(company, base, POOL_STATE),
  );
  return rows;
}

type LedgerRow = { readonly account: string; readonly site: string; readonly balance: string };

async function ledgerOf(
  client: ClientBase,
  company: number,
  base: Base,
  accounts: ReadonlySet<string>,
): Promise<readonly LedgerRow[]> {
  const { rows } = await client.query<LedgerRow>(
    `select account, site, sum(debit - credit)::text as balance
       from (${stateRowsText(ACCOUNT_STATE, 'account = any($9::text[])')}) s
      group by account, site`,
    [...stateValues(company, base, ACCOUNT_STATE), textsLiteral([...accounts])],
  );
  return rows;
}

type PartRow = {
  readonly account: string;
  readonly site: string;
  readonly class: DifferenceClass;
  readonly amount: string;
  readonly counted: bigint;
  readonly events: readonly number[];
};

/**
 * Takes the difference on accounts at their sites apart by cause. The parts of a place add up to
 * its difference: what the pools hold beyond their movements, what each event moved beyond what it
 * posted, what stock journals took up of it, and what the postings are beyond the balances. Within a cut only events count: what is kept
 * is kept of the present.
 */
export async function readDifferenceParts(
  client: ClientBase,
  company: number,
  places: readonly { readonly account: string; readonly site: string }[],
  cut?: Cut,
): Promise<readonly DifferencePart[]> {
  const { rows } = await client.query<PartRow>(DIFFERENCE_PARTS, [
    company,
    textsLiteral(places.map(({ account }) => account)),
    textsLiteral(places.map(({ site }) => site)),
    cut?.event ?? null,
    cut?.asOf ?? null,
    wordsLiteral(Object.values(STOCK_JOURNAL_TYPES)),
  ]);
  return rows.map(({ amount, counted, ...row }) => ({
    ...row,
    amount: money(BigInt(amount)),
    counted: Number(counted),
  }));
}

// Whether inventory was integrated is asked as in the consistency check of silent events.
const DIFFERENCE_PARTS = `
  with recursive wanted as (
    select account, site from unnest($2::text[], $3::text[]) w(account, site)
  ), pool as (
    select number, account, site, value from cost_pool join wanted using (account, site) where company_id = $1
  ), moved as (
    select m.event, p.account, p.site, sum(m.value) as value
      from movement m join pool p on p.number = m.pool
     where m.company_id = $1 and ($4::bigint is null or m.event <= $4)
       and ($5::date is null or m.posted_on <= $5)
     group by m.event, p.account, p.site
  ), posted as (
    select event, account, site, sum(case side when 'debit' then amount else -amount end) as value
      from journal_line join wanted using (account, site)
     where company_id = $1 and ($4::bigint is null or event <= $4)
       and ($5::date is null or posted_on <= $5)
     group by event, account, site
  ), differing as (
    select event, account, site, coalesce(moved.value, 0) - coalesce(posted.value, 0) as value,
           moved.value is null as without_stock
      from moved
      full join posted using (event, account, site)
     where coalesce(moved.value, 0) <> coalesce(posted.value, 0)
  ), parted as (
    select d.*, coalesce(e.entry = 0, false) as silent,
           coalesce(e.type = any($6::transaction_type[]), false) as takes_up
      from differing d
      left join event e on e.company_id = $1 and e.number = d.event
  ), traced as (
    select distinct event, event as origin from parted where silent
     union
    select t.event, l.to_event
      from traced t
      join event_link l on l.company_id = $1 and l.event = t.origin and l.kind = 'reverses'
  ), decided as (
    select t.event, e.posted_on, b.configuration_version as version
      from (select event, min(origin) as origin from traced group by event) t
      join event e on e.company_id = $1 and e.number = t.origin
      join batch b on b.company_id = $1 and b.number = e.batch
  ), excused as (
    select event
      from decided d
     where (
       select f.content ->> 'integrated'
         from configuration_fact f
        where f.company_id = $1 and f.kind = 'integration' and f.version <= d.version
          and (f.content ->> 'from')::date <= d.posted_on
          and not exists (
            select from configuration_fact newer
             where newer.company_id = $1 and newer.kind = 'integration' and newer.key = f.key
               and newer.version > f.version and newer.version <= d.version)
        order by (f.content ->> 'from')::date desc
        limit 1) = 'false'
  ), by_event as (
    select account, site, event, value,
           case when takes_up then 'not-integrated'
                when without_stock then 'posted-without-stock'
                when not silent then 'posted-otherwise'
                when event in (select event from excused) then 'not-integrated'
                else 'not-posted' end as class
      from parted
  ), part as (
    select account, site, class, sum(value) as amount, count(*) as counted,
           (array_agg(event order by event))[1:5] as events
      from by_event group by account, site, class
     union all
    select account, site, 'pool-out-of-step', held.value - coalesce(made.value, 0), 0, '{}'
      from (select account, site, sum(value) as value from pool group by account, site) held
      left join (select account, site, sum(value) as value from moved group by account, site) made
     using (account, site)
     where $4::bigint is null
     union all
    select account, site, 'balance-out-of-step', coalesce(made.value, 0) - coalesce(kept.value, 0), 0, '{}'
      from wanted
      left join (select account, site, sum(value) as value from posted group by account, site) made
     using (account, site)
      left join (select account, site, sum(debit - credit) as value
                   from account_balance where company_id = $1 group by account, site) kept
     using (account, site)
     where $4::bigint is null
  )
  select account, site, class, amount::text, counted, array_to_json(events) as events
    from part where amount <> 0 order by account, site, class`;
