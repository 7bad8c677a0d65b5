import type { Bucket, BusinessDate, TransactionType } from 'perpetua-core';
import type { ClientBase } from 'pg';
import type {
  EffectEvents,
  EffectOnAccount,
  EffectOnPool,
  Repriced,
  RepricedMark,
} from '../../../application/reading/cost-ports.ts';
import { numbersLiteral } from '../array-literals.ts';

/** The events that a fact caused, and the corrections that are due to it. */
export async function effectEvents(
  client: ClientBase,
  company: number,
  event: number,
): Promise<EffectEvents> {
  const { rows } = await client.query<{ event: bigint; kind: 'caused-by' | 'due-to' }>(
    `select l.event, l.kind from event_link l
      where l.company_id = $1 and l.to_event = $2 and l.kind in ('caused-by', 'due-to')
      order by l.event`,
    [company, event],
  );
  const open = await client.query<{ open: boolean }>(
    `select exists (select from restatement where company_id = $1 and cause = $2) as open`,
    [company, event],
  );
  const of = (wanted: string) =>
    rows.filter(({ kind }) => kind === wanted).map((row) => Number(row.event));
  return {
    own: [event, ...of('caused-by')],
    corrections: of('due-to'),
    isOpen: open.rows[0]?.open === true,
  };
}

type PoolRow = Omit<EffectOnPool, 'own' | 'corrected'> & { own: string; corrected: string };

/** What events, and corrections, changed in the value of every pool. */
export async function effectOnPools(
  client: ClientBase,
  company: number,
  { own, corrections }: EffectEvents,
): Promise<readonly EffectOnPool[]> {
  const { rows } = await client.query<PoolRow>(
    `select p.item, p.site, p.bucket, p.account, p.document,
            coalesce(sum(m.value) filter (where e.number = any($2::bigint[])), 0)::text as own,
            coalesce(sum(m.value) filter (where e.number = any($3::bigint[])), 0)::text as corrected
       from event e
       join batch b on b.company_id = $1 and b.number = e.batch
       join movement m on m.company_id = $1 and m.recorded_month = b.recorded_month
        and m.number >= e.first_movement and m.number < e.first_movement + e.movements
       join cost_pool p on p.company_id = $1 and p.number = m.pool
      where e.company_id = $1 and e.number = any($2::bigint[] || $3::bigint[])
      group by p.number, p.item, p.site, p.bucket, p.account, p.document
     having sum(abs(m.value)) <> 0
      order by p.number`,
    [company, numbersLiteral(own), numbersLiteral(corrections)],
  );
  return rows.map((row) => ({
    ...row,
    own: BigInt(row.own),
    corrected: BigInt(row.corrected),
  }));
}

type AccountRow = Omit<EffectOnAccount, 'own' | 'corrected'> & { own: string; corrected: string };

/** Debits less credits of events and corrections, by account, site and day. */
export async function effectOnAccounts(
  client: ClientBase,
  company: number,
  { own, corrections }: EffectEvents,
): Promise<readonly EffectOnAccount[]> {
  const { rows } = await client.query<AccountRow>(
    `select account, site, posted_on as "postedOn",
            sum(amount) filter (where is_own)::text as own,
            sum(amount) filter (where not is_own)::text as corrected
       from (select s.account, s.site, p.posted_on, e.number = any($2::bigint[]) as is_own, s.amount
               from event e
               join batch b on b.company_id = $1 and b.number = e.batch
               join posting p on p.company_id = $1 and p.recorded_month = b.recorded_month
                and p.entry = e.entry
              cross join lateral (values (p.debit_account, p.debit_site, p.amount),
                                         (p.credit_account, p.credit_site, -p.amount))
                      s(account, site, amount)
              where e.company_id = $1 and e.entry > 0
                and e.number = any($2::bigint[] || $3::bigint[])) s
      group by account, site, posted_on
     having coalesce(sum(amount) filter (where is_own), 0) <> 0
         or coalesce(sum(amount) filter (where not is_own), 0) <> 0
      order by posted_on, account, site`,
    [company, numbersLiteral(own), numbersLiteral(corrections)],
  );
  return rows.map(({ own: posted, corrected, ...row }) => {
    return { ...row, own: BigInt(posted ?? '0'), corrected: BigInt(corrected ?? '0') };
  });
}

type RepricedRow = {
  correction: bigint;
  pool: bigint;
  movement: bigint;
  change: bigint;
  costed_on: BusinessDate;
  as_type: TransactionType | '';
  event: bigint | null;
  item: string;
  site: string;
  bucket: Bucket;
  account: string;
};

/**
 * What corrections changed in the value of movements, in the order of costs: what each says less what
 * the one before it said of the same pool, day and type.
 */
export async function repriced(
  client: ClientBase,
  company: number,
  corrections: readonly number[],
  { after, limit }: { readonly after: RepricedMark | undefined; readonly limit: number },
): Promise<readonly Repriced[]> {
  if (corrections.length === 0) return [];
  const { rows } = await client.query<RepricedRow>(
    `select c.*, p.item, p.site, p.bucket, p.account, m.event
       from (select r.event as correction, r.pool, r.costed_on, r.as_type, d.movement, d.change
               from restated_cost r
               left join lateral (
                    select o.movements, o.corrections from restated_cost o
                     where o.company_id = $1 and o.pool = r.pool and o.costed_on = r.costed_on
                       and o.as_type = r.as_type and o.event < r.event
                     order by o.event desc limit 1) o on true
              cross join lateral (
                    select coalesce(a.movement, b.movement) as movement,
                           coalesce(a.correction, 0) - coalesce(b.correction, 0) as change
                      from unnest(r.movements, r.corrections) a(movement, correction)
                      full join unnest(o.movements, o.corrections) b(movement, correction)
                        on a.movement = b.movement) d
              where r.company_id = $1 and r.event = any($2::bigint[]) and d.change <> 0
                and ($3::date is null
                     or (r.costed_on, d.movement, r.pool, r.as_type, r.event)
                        > ($3::date, $4::bigint, $5::bigint, $6::text, $7::bigint))
              order by r.costed_on, d.movement, r.pool, r.as_type, r.event
              limit $8) c
       join cost_pool p on p.company_id = $1 and p.number = c.pool
       left join lateral (
            select m.event from movement m
             where m.company_id = $1 and m.costed_on = c.costed_on and m.number = c.movement
               and m.pool in (select q.number from cost_pool q where q.company_id = $1 and q.item = p.item)
             limit 1) m on true
      order by c.costed_on, c.movement, c.pool, c.as_type, c.correction`,
    [
      company,
      numbersLiteral(corrections),
      after?.on ?? null,
      after?.movement ?? 0,
      after?.pool ?? 0,
      after?.asType ?? '',
      after?.correction ?? 0,
      limit,
    ],
  );
  return rows.map(({ costed_on, as_type, ...row }) => ({
    ...row,
    on: costed_on,
    asType: as_type,
    correction: Number(row.correction),
    pool: Number(row.pool),
    movement: Number(row.movement),
    event: Number(row.event ?? 0n),
  }));
}
