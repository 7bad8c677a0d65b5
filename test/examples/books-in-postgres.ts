import type pg from 'pg';
import {
  type IntegrationStatus,
  type RefusalText,
  refusalText,
  type TransactionInput,
} from '../../packages/core/src/index.ts';
import type { CompanySetup } from '../../packages/server/src/application/configuration/company-setup.ts';
import { setUpCompany } from '../../packages/server/src/application/configuration/set-up-company.ts';
import {
  type AcceptingPlace,
  acceptCount,
} from '../../packages/server/src/application/counting/accept-count.ts';
import { enterCount } from '../../packages/server/src/application/counting/enter-count.ts';
import { startCount } from '../../packages/server/src/application/counting/start-count.ts';
import { changeIntegration } from '../../packages/server/src/application/integration/change-integration.ts';
import { postStockJournal } from '../../packages/server/src/application/integration/stock-journal.ts';
import { faultsOf } from '../posting/verified-books.ts';
import { testBooks } from '../support/books.ts';
import { putPeriod } from '../support/close-period.ts';
import { inspected } from '../support/inspected-books.ts';
import { DueChanges } from './due-changes.ts';
import type { Example } from './example.ts';
import { type CountStep, momentOf } from './example-steps.ts';
import { STOCK_JOURNAL_STEP, type StockJournalStep } from './example-stock-journal.ts';
import {
  type AccountBalance,
  type HeldStock,
  type Holdings,
  lineIn,
  type PostedBooks,
  type PostedEvent,
  type PostedLine,
} from './posted-books.ts';
import { isSent } from './sent-events.ts';

/** Books as they were posted, and every invariant that does not hold in them. */
export type VerifiedBooks = PostedBooks & { readonly faults: readonly string[] };

/**
 * Posts an example at the posting desk of a real database, one transaction after the other, reads
 * what the books hold from the tables and views an auditor would read, and verifies them: decided
 * again from the log, everything must come out the same (`I8`).
 */
export async function postInPostgres({
  setup,
  setups: [, ...laterSetups],
  statuses,
  changes,
  steps,
  moments,
  days,
  currencyDecimals,
}: Example): Promise<VerifiedBooks> {
  const { storage, clock, desk, pool, company, inspection } = await inspected(
    await testBooks(setup),
  );
  const change = async (to: CompanySetup) => {
    const why = { changedBy: 'test', reason: 'what holds from a later day on' };
    const changed = await setUpCompany({ storage, clock }, to, why);
    if (!changed.ok) throw new Error(`the setup was refused: ${JSON.stringify(changed.reasons)}`);
  };
  for (const later of laterSetups) await change(later);
  for (const status of statuses) await turnSwitch({ storage, clock, company }, status);
  const due = new DueChanges(changes);
  const after = new Map<string, Holdings>();
  const refused = new Map<string, readonly RefusalText[]>();
  const place = {
    storage,
    clock,
    actor: 'test',
    desks: { of: () => desk },
    company: { ...company, currencyDecimals },
  };
  for (const step of steps) {
    const { key, postedOn } = 'transaction' in step ? step.transaction : step;
    for (const one of due.until(postedOn)) await change(one);
    if ('transaction' in step) {
      const [outcome] = await desk.post([step.transaction]);
      if (outcome?.status === 'refused') refused.set(key, outcome.refusals.map(refusalText));
    } else if ('period' in step)
      await putPeriod({ storage, clock }, company, step.period, step.state);
    else if (step.step === STOCK_JOURNAL_STEP) await confirmStockJournal(place, step);
    else await carryOutCount(place, step);
    await desk.settled();
    if (moments.includes(key)) after.set(key, await readingCompany(pool, company.id, holdingsIn));
  }
  for (const one of due.rest()) await change(one);
  const faults = await faultsOf({ inspection, company });
  return readingCompany(pool, company.id, async (query) => {
    const [events, lines] = [await query<EventRow>(EVENTS), await query<LineRow>(LINES)];
    const asOf = new Map<string, Holdings>();
    for (const day of days) asOf.set(day, await holdingsOn(query, day));
    return {
      events: events.map((row) => eventOf(row, lines)),
      refused,
      faults,
      after,
      asOf,
      ...(await holdingsIn(query)),
    };
  });
}

/** Carries a step of a count out as people do; it must be possible. */
async function carryOutCount(place: AcceptingPlace, step: CountStep): Promise<void> {
  const { count: name, site, postedOn, location, item, quantity } = step;
  const scope = location === undefined ? {} : { locations: [location] };
  const moment = momentOf(step);
  const done = await {
    'start-count': () => startCount(place, { name, site, postedOn, ...scope }),
    'enter-count': () => enterCount(place, name, { lines: [{ item, location, quantity, moment }] }),
    'accept-count': () => acceptCount(place, name, {}),
  }[step.step]();
  if (!done.ok) throw new Error(`${step.key}: ${done.reasons.map(refusalText)[0]?.message}`);
}

/** Turns the integration switch as people do. */
async function turnSwitch(
  place: Parameters<typeof changeIntegration>[0],
  status: IntegrationStatus,
): Promise<void> {
  const why = { changedBy: 'test', reason: 'as the example says' };
  const done = await changeIntegration(place, status, why);
  if (!done.ok) throw new Error(`${status.from}: ${done.reasons.map(refusalText)[0]?.message}`);
}

/** Posts a stock journal as it was proposed, by the amount that the row confirms. */
async function confirmStockJournal(
  place: AcceptingPlace,
  { key, postedOn, against, confirmed }: StockJournalStep,
): Promise<void> {
  const done = await postStockJournal(place, { postedOn, against }, confirmed);
  if (!done.ok) throw new Error(`${key}: ${done.reasons.map(refusalText)[0]?.message}`);
}

const holdingsIn = async (query: Query): Promise<Holdings> => ({
  stock: await query<HeldStock>(STOCK),
  balances: await query<AccountBalance>(BALANCES),
});

/** What was moved and posted up to the end of a day. */
const holdingsOn = async (query: Query, day: string): Promise<Holdings> => ({
  stock: await query<HeldStock>(STOCK_ON, day),
  balances: await query<AccountBalance>(BALANCES_ON, day),
});

type Query = <Row extends pg.QueryResultRow>(
  text: string,
  ...values: readonly string[]
) => Promise<readonly Row[]>;

/** Every question is asked of one company, as the application asks. */
async function readingCompany<Answer>(
  pool: pg.Pool,
  company: number,
  read: (query: Query) => Promise<Answer>,
): Promise<Answer> {
  const client = await pool.connect();
  try {
    await client.query('begin read only');
    await client.query(`select set_config('perpetua.company', $1, true)`, [String(company)]);
    return await read(async (text, ...values) => (await client.query(text, [...values])).rows);
  } finally {
    await client.query('rollback');
    client.release();
  }
}

type EventRow = {
  readonly number: bigint;
  readonly entry: bigint;
  readonly type: string;
  readonly item: string;
  readonly posted_on: string;
  readonly document_date: string;
  readonly source: string;
  readonly content: TransactionInput;
  readonly caused_by: bigint | null;
  readonly due_to: readonly string[];
};

const EVENTS = `
  select event.number, event.entry, event.type, event.item, event.posted_on, event.document_date,
         event.source, event.content, cause.to_event as caused_by,
         array(select due.to_event::text from event_link due
                where (due.company_id, due.event, due.kind) = (event.company_id, event.number, 'due-to')
                order by due.to_event) as due_to
    from event
    left join event_link cause
      on (cause.company_id, cause.event, cause.kind) = (event.company_id, event.number, 'caused-by')
   order by event.number`;

type LineRow = PostedLine & { readonly event: bigint };

/** Debits before credits; sides with the same type, account, center and site are one line. */
const LINES = `
  select line.event, line.side, line.account, line.site, why.type, sum(line.amount)::bigint as amount,
         (array_agg(why.content -> 'steps' -> -1 ->> 'code' order by line.line))[1] as why
    from journal_line line
    join determination why
      on (why.company_id, why.number) = (line.company_id, line.determination)
   group by line.event, line.side, line.account, line.center, line.site, why.type
   order by line.event, line.side desc, min(line.line)`;

const STOCK = `
  select item, site, bucket, account, sum(quantity)::bigint as quantity, sum(value)::bigint as value
    from cost_pool
   group by item, site, bucket, account`;

const BALANCES = `
  select account, site, sum(debit - credit)::bigint as balance
    from account_balance
   group by account, site`;

const STOCK_ON = `
  select pool.item, pool.site, pool.bucket, pool.account,
         sum(moved.quantity)::bigint as quantity, sum(moved.value)::bigint as value
    from movement moved
    join cost_pool pool on (pool.company_id, pool.number) = (moved.company_id, moved.pool)
   where moved.posted_on <= $1::date
   group by pool.item, pool.site, pool.bucket, pool.account`;

const BALANCES_ON = `
  select account, site, sum(case side when 'debit' then amount else -amount end)::bigint as balance
    from journal_line
   where posted_on <= $1::date
   group by account, site`;

function eventOf(row: EventRow, lines: readonly LineRow[]): PostedEvent {
  const { number, entry, type, item, source, content, caused_by: cause } = row;
  return {
    number: Number(number),
    entry: Number(entry),
    type,
    item,
    postedOn: row.posted_on,
    documentDate: row.document_date,
    ...(isSent(source, type) ? { sent: content } : lineIn(content)),
    ...(cause === null ? {} : { causedBy: Number(cause) }),
    dueTo: row.due_to.map(Number),
    lines: lines.filter(({ event }) => event === number),
  };
}
