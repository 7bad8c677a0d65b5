import type { BookedEvent, BusinessDate } from 'perpetua-core';
import type { ClientBase } from 'pg';
import type {
  MonthOfLines,
  ReviewReading,
  ReviewWriting,
  SignOffState,
  StoredAction,
  StoredSignOff,
} from '../../../application/ports.ts';
import { numbersLiteral, textsLiteral } from '../array-literals.ts';
import { EVENT_COLUMNS, type EventRow, eventOf } from '../stored-events.ts';
import { postedLines, uninvoicedReceipts } from './read-lines.ts';

/** What can be asked about the monthly review of a company. */
export const reviewReading = (client: ClientBase, company: number): ReviewReading => ({
  lines: (question) => postedLines(client, company, question),
  receipts: (question) => uninvoicedReceipts(client, company, question),
  months: (accounts) => monthsOfLines(client, company, accounts),
  actions: () => readActions(client, company),
  actionWithKey: async (key) => (await readActions(client, company, key))[0],
  signOffs: (period) => readSignOffs(client, company, period),
  eventsNumbered: (numbers) => eventsNumbered(client, company, numbers),
});

/** What is kept of it; needs the lane, which gives the numbers one after the other. */
export const reviewWriting = (client: ClientBase, company: number): ReviewWriting => ({
  addAction: (action) => addAction(client, company, action),
  addSignOff: (signOff) => addSignOff(client, company, signOff),
});

/** What was entered on accounts by month, and what clearings and reversals took off again. */
async function monthsOfLines(
  client: ClientBase,
  company: number,
  accounts: readonly string[],
): Promise<readonly MonthOfLines[]> {
  type Row = { period: string; added: string; cleared: string };
  const { rows } = await client.query<Row>(
    `with side as (
       select p.event, p.posted_on, p.amount from posting p
        where p.company_id = $1 and p.debit_account = any($2::text[])
        union all
       select p.event, p.posted_on, -p.amount from posting p
        where p.company_id = $1 and p.credit_account = any($2::text[]))
     select to_char(s.posted_on, 'YYYY-MM') as period,
            coalesce(sum(s.amount) filter (where not c.clears), 0)::text as added,
            coalesce(sum(s.amount) filter (where c.clears), 0)::text as cleared
       from (select event, posted_on, sum(amount) as amount from side group by event, posted_on) s
      cross join lateral (
            select exists (select from event_link l
                            where l.company_id = $1 and l.event = s.event and l.kind = 'clears') as clears) c
      group by 1 order by 1`,
    [company, textsLiteral(accounts)],
  );
  return rows.map(({ period, added, cleared }) => ({
    period,
    added: BigInt(added),
    cleared: BigInt(cleared),
  }));
}

type ActionRow = {
  number: number;
  key: string;
  kind: string;
  posted_on: BusinessDate;
  content: string;
  lines: readonly string[];
  amounts: readonly string[];
  events: readonly string[];
  owner: string;
  reason: string;
  undoes: number | null;
  done_at: Date;
  done_by: string;
};

async function readActions(
  client: ClientBase,
  company: number,
  key?: string,
): Promise<readonly StoredAction[]> {
  const { rows } = await client.query<ActionRow>(
    `select number, key, kind, posted_on, content, lines::text[] as lines, amounts::text[] as amounts,
            events::text[] as events, owner, reason, undoes, done_at, done_by
       from review_action
      where company_id = $1 and ($2::text is null or key = $2)
      order by number`,
    [company, key ?? null],
  );
  return rows.map((row) => ({
    number: row.number,
    key: row.key,
    kind: row.kind,
    postedOn: row.posted_on,
    content: row.content,
    lines: row.lines.map((event, index) => ({
      event: Number(event),
      amount: BigInt(row.amounts[index] ?? '0'),
    })),
    events: row.events.map(Number),
    owner: row.owner,
    reason: row.reason,
    undoes: row.undoes ?? undefined,
    doneAt: row.done_at,
    doneBy: row.done_by,
  }));
}

async function addAction(
  client: ClientBase,
  company: number,
  action: Omit<StoredAction, 'number'>,
): Promise<number> {
  const { rows } = await client.query<{ number: number }>(
    `insert into review_action (company_id, number, key, kind, posted_on, content, lines, amounts, events,
                                owner, reason, undoes, done_at, done_by)
     select $1, coalesce(max(number), 0) + 1, $2, $3, $4, $5, $6::bigint[], $7::numeric[], $8::bigint[],
            $9, $10, $11, $12, $13
       from review_action where company_id = $1
     returning number`,
    [
      company,
      action.key,
      action.kind,
      action.postedOn,
      action.content,
      numbersLiteral(action.lines.map(({ event }) => event)),
      textsLiteral(action.lines.map(({ amount }) => amount.toString())),
      numbersLiteral(action.events),
      action.owner,
      action.reason,
      action.undoes ?? null,
      action.doneAt,
      action.doneBy,
    ],
  );
  return rows[0]?.number ?? 0;
}

type SignOffRow = {
  period: string;
  number: number;
  state: SignOffState;
  event: bigint;
  carried: readonly string[];
  amount: string;
  reason: string;
  signed_at: Date;
  signed_by: string;
};

async function readSignOffs(
  client: ClientBase,
  company: number,
  period?: string,
): Promise<readonly StoredSignOff[]> {
  const { rows } = await client.query<SignOffRow>(
    `select period, number, state, event, carried::text[] as carried, amount::text as amount, reason,
            signed_at, signed_by
       from review_sign_off
      where company_id = $1 and ($2::text is null or period = $2)
      order by period, number`,
    [company, period ?? null],
  );
  return rows.map((row) => ({
    period: row.period,
    number: row.number,
    state: row.state,
    event: Number(row.event),
    carried: row.carried.map(Number),
    amount: BigInt(row.amount),
    reason: row.reason,
    signedAt: row.signed_at,
    signedBy: row.signed_by,
  }));
}

async function addSignOff(
  client: ClientBase,
  company: number,
  signOff: Omit<StoredSignOff, 'number'>,
): Promise<void> {
  await client.query(
    `insert into review_sign_off (company_id, period, number, state, event, carried, amount, reason,
                                  signed_at, signed_by)
     select $1, $2, coalesce(max(number), 0) + 1, $3, $4, $5::bigint[], $6::numeric, $7, $8, $9
       from review_sign_off where company_id = $1 and period = $2`,
    [
      company,
      signOff.period,
      signOff.state,
      signOff.event,
      numbersLiteral(signOff.carried),
      signOff.amount.toString(),
      signOff.reason,
      signOff.signedAt,
      signOff.signedBy,
    ],
  );
}

async function eventsNumbered(
  client: ClientBase,
  company: number,
  numbers: readonly number[],
): Promise<readonly BookedEvent[]> {
  const { rows } = await client.query<EventRow>(
    `select ${EVENT_COLUMNS} from event e
      where e.company_id = $1 and e.number = any($2::bigint[]) order by e.number`,
    [company, numbersLiteral(numbers)],
  );
  return rows.map(eventOf);
}
