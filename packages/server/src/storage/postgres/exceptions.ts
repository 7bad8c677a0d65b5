import { type BusinessDate, contentOf, type Refusal, type TransactionInput } from 'perpetua-core';
import type { ClientBase } from 'pg';
import type {
  ExceptionCount,
  ExceptionFilter,
  ExceptionMark,
  ExceptionName,
  ExceptionReading,
  ExceptionState,
  ExceptionStep,
  QueuedTransaction,
  StoredException,
  TakenStep,
} from '../../application/ports.ts';
import {
  numbersLiteral,
  optionalTextsLiteral,
  textsLiteral,
  wordsLiteral,
} from './array-literals.ts';

/** What can be asked of the queue of a company. */
export function exceptionReading(client: ClientBase, company: number): ExceptionReading {
  return {
    list: (filter, page) => listExceptions(client, company, filter, page),
    find: (names) => findExceptions(client, company, names),
    counts: (filter) => countExceptions(client, company, filter),
    stepsOf: (name) => stepsOf(client, company, name),
  };
}

/** Queued transactions of a company with the event of their key, where it is posted by now. */
const QUEUED = `from queued_transaction q
     cross join lateral (
           select (select e.number from event e
                    where e.company_id = q.company_id and e.source = q.source and e.key = q.key) as event
           offset 0) posted
     cross join lateral (
           select case when posted.event is not null then 'posted'
                       when q.given_up then 'given-up' else 'waiting' end as state,
                  coalesce(q.repaired, q.content) as current,
                  coalesce(q.reasons, q.refusals) as reasons
           offset 0) s
    where q.company_id = $1`;

const COLUMNS = `q.source, q.key, q.queued_at, q.content, q.refusals, s.current, s.reasons,
      coalesce(q.tried_at, q.queued_at) as tried_at, q.tried_version, q.steps, s.state, posted.event`;

/** Needs `QUEUED`; `$2` to `$11`. */
const OF_FILTER = `and ($2::text is null or s.state = $2)
      and ($3::text is null or exists (
            select from json_array_elements(s.reasons) r where r ->> 'code' = $3))
      and ($4::text is null or s.current ->> 'type' = $4)
      and ($5::text is null or s.current ->> 'item' = $5)
      and ($6::text is null or s.current ->> 'site' = $6)
      and ($7::text is null or q.source = $7)
      and ($8::text is null or q.key = $8)
      and ($9::text is null or s.current ->> 'postedOn' >= $9)
      and ($10::text is null or s.current ->> 'postedOn' <= $10)
      and ($11::integer is null or q.tried_version < $11)`;

const filterValues = (filter: ExceptionFilter): unknown[] =>
  [
    filter.state,
    filter.code,
    filter.type,
    filter.item,
    filter.site,
    filter.source,
    filter.key,
    filter.from,
    filter.to,
    filter.triedBefore,
  ].map((value) => value ?? null);

type Row = {
  source: string;
  key: string;
  queued_at: Date;
  content: TransactionInput;
  refusals: readonly Refusal[];
  current: TransactionInput;
  reasons: readonly Refusal[];
  tried_at: Date;
  tried_version: number;
  steps: number;
  state: ExceptionState;
  event: bigint | null;
};

const exceptionOf = (row: Row): StoredException => ({
  source: row.source,
  key: row.key,
  input: row.content,
  refusals: row.refusals,
  queuedAt: row.queued_at,
  triedVersion: row.tried_version,
  state: row.state,
  current: row.current,
  reasons: row.reasons,
  triedAt: row.tried_at,
  steps: row.steps,
  ...(row.event === null ? {} : { event: Number(row.event) }),
});

async function listExceptions(
  client: ClientBase,
  company: number,
  filter: ExceptionFilter,
  { after, limit }: { readonly after: ExceptionMark | undefined; readonly limit: number },
): Promise<readonly StoredException[]> {
  const { rows } = await client.query<Row>(
    `select ${COLUMNS} ${QUEUED} ${OF_FILTER}
        and ($12::timestamptz is null or (q.queued_at, q.source, q.key) > ($12, $13, $14))
      order by q.queued_at, q.source, q.key limit $15`,
    [
      company,
      ...filterValues(filter),
      after?.queuedAt ?? null,
      after?.source ?? null,
      after?.key ?? null,
      limit,
    ],
  );
  return rows.map(exceptionOf);
}

async function findExceptions(
  client: ClientBase,
  company: number,
  names: readonly ExceptionName[],
): Promise<readonly StoredException[]> {
  if (names.length === 0) return [];
  const { rows } = await client.query<Row>(
    `select ${COLUMNS} ${QUEUED}
        and (q.source, q.key) in (select * from unnest($2::text[], $3::text[]))
      order by q.queued_at, q.source, q.key`,
    [company, ...namesLiteral(names)],
  );
  return rows.map(exceptionOf);
}

const namesLiteral = (names: readonly ExceptionName[]): readonly [string, string] => [
  textsLiteral(names.map(({ source }) => source)),
  textsLiteral(names.map(({ key }) => key)),
];

async function countExceptions(
  client: ClientBase,
  company: number,
  filter: ExceptionFilter,
): Promise<readonly ExceptionCount[]> {
  const { rows } = await client.query<
    Omit<ExceptionCount, 'count' | 'queuedOn'> & { queued_on: BusinessDate; count: bigint }
  >(
    `select s.state, coalesce(s.reasons -> 0 ->> 'code', '') as code,
            coalesce(s.current ->> 'type', '') as type,
            (q.queued_at at time zone 'UTC')::date as queued_on, count(*) as count
       ${QUEUED} ${OF_FILTER}
      group by 1, 2, 3, 4
      order by 4, 2, 3, 1`,
    [company, ...filterValues(filter)],
  );
  return rows.map(({ queued_on: queuedOn, count, ...row }) => ({
    ...row,
    queuedOn,
    count: Number(count),
  }));
}

async function stepsOf(
  client: ClientBase,
  company: number,
  { source, key }: ExceptionName,
): Promise<readonly ExceptionStep[]> {
  type StepRow = Omit<ExceptionStep, 'content' | 'refusals'> & {
    content: TransactionInput | null;
    refusals: readonly Refusal[] | null;
  };
  const { rows } = await client.query<StepRow>(
    `select step, action, taken_at as "takenAt", taken_by as "takenBy", reason, content, refusals
       from queue_step
      where company_id = $1 and source = $2 and key = $3
      order by step`,
    [company, source, key],
  );
  return rows.map(({ content, refusals, ...step }) => ({
    ...step,
    ...(content === null ? {} : { content }),
    ...(refusals === null ? {} : { refusals }),
  }));
}

/** Puts transactions into the queue; of one that is there already the reasons are those of now. */
export async function queueTransactions(
  client: ClientBase,
  company: number,
  transactions: readonly QueuedTransaction[],
): Promise<void> {
  await client.query(
    `insert into queued_transaction (company_id, source, key, queued_at, content, refusals, tried_version)
     select $1, source, key, $2, content::json, refusals::json, version
       from unnest($3::text[], $4::text[], $5::text[], $6::text[], $7::integer[])
            r(source, key, content, refusals, version)
     on conflict (company_id, source, key) do update
        set reasons = excluded.refusals, tried_at = excluded.queued_at,
            tried_version = excluded.tried_version`,
    [
      company,
      transactions[0]?.queuedAt ?? null,
      textsLiteral(transactions.map(({ source }) => source)),
      textsLiteral(transactions.map(({ key }) => key)),
      textsLiteral(transactions.map(({ input }) => contentOf(input))),
      textsLiteral(transactions.map(({ refusals }) => JSON.stringify(refusals))),
      numbersLiteral(transactions.map(({ triedVersion }) => triedVersion)),
    ],
  );
}

/** Writes steps down and makes the transactions what they are after them, one step of each. */
export async function takeSteps(
  client: ClientBase,
  company: number,
  steps: readonly TakenStep[],
): Promise<void> {
  if (steps.length === 0) return;
  const told = steps.filter(({ isSilent }) => isSilent !== true);
  if (told.length > 0) await writeSteps(client, company, told);
  const textOf = (value: unknown) => (value === undefined ? null : JSON.stringify(value));
  await client.query(
    `update queued_transaction q
        set repaired = coalesce(r.content::json, q.repaired),
            reasons = coalesce(r.refusals::json, q.reasons),
            tried_at = case when r.version is null then q.tried_at else r.taken_at end,
            tried_version = coalesce(r.version, q.tried_version),
            given_up = case r.action when 'given-up' then true when 'taken-up' then false else q.given_up end,
            steps = q.steps + r.told
       from unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::integer[],
                   $8::timestamptz[], $9::integer[])
            r(source, key, action, content, refusals, version, taken_at, told)
      where q.company_id = $1 and q.source = r.source and q.key = r.key`,
    [
      company,
      ...namesLiteral(steps),
      wordsLiteral(steps.map(({ action }) => action)),
      optionalTextsLiteral(
        steps.map(({ content }) => (content === undefined ? null : contentOf(content))),
      ),
      optionalTextsLiteral(steps.map(({ refusals }) => textOf(refusals))),
      optionalTextsLiteral(
        steps.map(({ triedVersion }) => (triedVersion === undefined ? null : String(triedVersion))),
      ),
      textsLiteral(steps.map(({ takenAt }) => takenAt.toISOString())),
      numbersLiteral(steps.map(({ isSilent }) => (isSilent === true ? 0 : 1))),
    ],
  );
}

async function writeSteps(
  client: ClientBase,
  company: number,
  steps: readonly TakenStep[],
): Promise<void> {
  await client.query(
    `insert into queue_step (company_id, source, key, step, action, taken_at, taken_by, reason, content, refusals)
     select $1, r.source, r.key, q.steps + 1, r.action, r.taken_at, r.taken_by, r.reason,
            r.content::json, r.refusals::json
       from unnest($2::text[], $3::text[], $4::text[], $5::timestamptz[], $6::text[], $7::text[],
                   $8::text[], $9::text[])
            r(source, key, action, taken_at, taken_by, reason, content, refusals)
       join queued_transaction q on q.company_id = $1 and q.source = r.source and q.key = r.key`,
    [
      company,
      ...namesLiteral(steps),
      wordsLiteral(steps.map(({ action }) => action)),
      textsLiteral(steps.map(({ takenAt }) => takenAt.toISOString())),
      textsLiteral(steps.map(({ takenBy }) => takenBy)),
      textsLiteral(steps.map(({ reason }) => reason)),
      optionalTextsLiteral(
        steps.map(({ content }) => (content === undefined ? null : contentOf(content))),
      ),
      optionalTextsLiteral(
        steps.map(({ refusals }) => (refusals === undefined ? null : JSON.stringify(refusals))),
      ),
    ],
  );
}
