import {
  type AccountRole,
  type BusinessDate,
  type Money,
  money,
  type PostingSide,
  type SharedSides,
  type TransactionType,
} from 'perpetua-core';
import type { ClientBase } from 'pg';
import { numbersLiteral } from './array-literals.ts';

type CorrectionRow = {
  pool: bigint;
  costed_on: BusinessDate;
  as_type: TransactionType | '';
  movements: readonly bigint[];
  corrections: readonly bigint[];
};

type Virtual = { readonly pool: number; readonly asType: TransactionType; readonly value: Money };

/** What stands of corrections, by pool, day and type. */
export class Corrections {
  readonly #rows = new Map<string, ReadonlyMap<number, bigint>>();
  readonly #virtual = new Map<string, Virtual[]>();

  constructor(rows: readonly CorrectionRow[]) {
    for (const { pool, costed_on: on, as_type: asType, movements, corrections } of rows) {
      const pairs = movements.map((number, index) => {
        return [Number(number), corrections[index] ?? 0n] as const;
      });
      this.#rows.set(`${pool} ${on} ${asType}`, new Map(pairs));
      if (asType === '') continue;
      for (const [first, value] of pairs) {
        const key = `${on} ${first}`;
        const found = { pool: Number(pool), asType, value: money(value) };
        this.#virtual.set(key, [...(this.#virtual.get(key) ?? []), found]);
      }
    }
  }

  of(pool: number, on: string, asType: string, movement: number): bigint {
    return this.#rows.get(`${pool} ${on} ${asType}`)?.get(movement) ?? 0n;
  }

  /** Consequences of a family that no movement stands for. */
  virtualAt(on: string, first: number): readonly Virtual[] {
    return this.#virtual.get(`${on} ${first}`) ?? [];
  }
}

/** The corrections that stand for pools between two days. */
export async function latestCorrections(
  client: ClientBase,
  company: number,
  {
    pools,
    from,
    to,
  }: { readonly pools: readonly bigint[]; readonly from: string; readonly to: string },
): Promise<Corrections> {
  const { rows } = await client.query<CorrectionRow>({
    name: 'latest-corrections',
    text: `select distinct on (pool, costed_on, as_type) pool, costed_on, as_type, movements, corrections
       from restated_cost
      where company_id = $1 and pool = any($2::bigint[]) and costed_on >= $3 and costed_on <= $4
      order by pool, costed_on, as_type, event desc`,
    values: [company, numbersLiteral(pools), from, to],
  });
  return new Corrections(rows);
}

type SideRow = {
  debit_type: TransactionType;
  debit_role: AccountRole;
  debit_account: string;
  debit_center: string;
  debit_site: string;
  debit_determination: bigint;
  credit_type: TransactionType;
  credit_role: AccountRole;
  credit_account: string;
  credit_center: string;
  credit_site: string;
  credit_determination: bigint;
  line: number;
  events: readonly bigint[];
};

const CLEARING: AccountRole = 'intersite-clearing';

/** Beyond this many events their postings are joined as a whole instead of looked up one by one. */
const MOST_PROBED = 2_000;

/** Each event by its whole key, whatever the planner believes of the size of a table. */
const PROBED = `unnest($2::bigint[]) w(number)
         cross join lateral (
               select * from event e where e.company_id = $1 and e.number = w.number and e.entry > 0 offset 0) e
         cross join lateral (
               select * from batch b where b.company_id = $1 and b.number = e.batch offset 0) b
         cross join lateral (
               select * from posting p where p.company_id = $1 and p.recorded_month = b.recorded_month
                  and p.entry = e.entry offset 0) p`;

/** The events first: all batches of a month with all its postings would be very many rows. */
const JOINED = `(select e.number, e.entry, b.recorded_month
            from unnest($2::bigint[]) w(number)
            join event e on e.company_id = $1 and e.number = w.number and e.entry > 0
            join batch b on b.company_id = $1 and b.number = e.batch offset 0) e
          join posting p on p.company_id = $1 and p.recorded_month = e.recorded_month and p.entry = e.entry`;

const sidesOf = (from: string): string =>
  `select dd.type as debit_type, dd.role as debit_role, p.debit_account, p.debit_center, p.debit_site,
          p.debit_determination, cd.type as credit_type, cd.role as credit_role, p.credit_account,
          p.credit_center, p.credit_site, p.credit_determination, p.line, p.events
     from (select p.debit_account, p.debit_center, p.debit_site, p.debit_determination, p.credit_account,
                  p.credit_center, p.credit_site, p.credit_determination, p.line, array_agg(e.number) as events
             from ${from}
            group by 1, 2, 3, 4, 5, 6, 7, 8, 9) p
     join determination dd on dd.company_id = $1 and dd.number = p.debit_determination
     join determination cd on cd.company_id = $1 and cd.number = p.credit_determination
    order by p.line`;

/**
 * The connections of the desk look everything up by key (decision 0013). What is joined as a whole
 * wants the opposite, for this one query.
 */
async function joined(client: ClientBase, values: readonly unknown[]) {
  await client.query(settingsOf({ hashjoin: 'on', seqscan: 'on', nestloop: 'off' }));
  const found = await client.query<SideRow>(sidesOf(JOINED), [...values]);
  await client.query(settingsOf({ hashjoin: 'off', seqscan: 'off', nestloop: 'on' }));
  return found;
}

const settingsOf = (settings: Readonly<Record<string, 'on' | 'off'>>): string =>
  `select ${Object.entries(settings)
    .map(([name, value]) => `set_config('enable_${name}', '${value}', true)`)
    .join(', ')}`;

/** The two sides on which events were posted, the clearing between sites apart; equal ones once. */
export async function readPostedSides(
  client: ClientBase,
  company: number,
  events: readonly number[],
): Promise<readonly SharedSides[]> {
  if (events.length === 0) return [];
  const { rows } =
    events.length <= MOST_PROBED
      ? await client.query<SideRow>(sidesOf(PROBED), [company, numbersLiteral(events)])
      : await joined(client, [company, numbersLiteral(events)]);
  return sharedSides(rows);
}

/** Of each event the first debit and the first credit that are no clearing. */
function sharedSides(rows: readonly SideRow[]): readonly SharedSides[] {
  const debits = new Map<number, PostingSide>();
  const credits = new Map<number, PostingSide>();
  for (const row of rows) {
    const debit = debitOf(row);
    const credit = creditOf(row);
    for (const number of row.events) {
      const event = Number(number);
      if (debit.role !== CLEARING && !debits.has(event)) debits.set(event, debit);
      if (credit.role !== CLEARING && !credits.has(event)) credits.set(event, credit);
    }
  }
  const shared = new Map<PostingSide, Map<PostingSide, number[]>>();
  for (const [event, debit] of debits) {
    const credit = credits.get(event);
    if (credit === undefined) continue;
    const byCredit = shared.get(debit) ?? new Map<PostingSide, number[]>();
    shared.set(debit, byCredit);
    const known = byCredit.get(credit);
    if (known === undefined) byCredit.set(credit, [event]);
    else known.push(event);
  }
  return [...shared].flatMap(([debit, byCredit]) =>
    [...byCredit].map(([credit, events]) => ({ debit, credit, events })),
  );
}

const debitOf = (row: SideRow): PostingSide => ({
  type: row.debit_type,
  role: row.debit_role,
  account: row.debit_account,
  center: row.debit_center,
  site: row.debit_site,
  determination: Number(row.debit_determination),
});

const creditOf = (row: SideRow): PostingSide => ({
  type: row.credit_type,
  role: row.credit_role,
  account: row.credit_account,
  center: row.credit_center,
  site: row.credit_site,
  determination: Number(row.credit_determination),
});
