import type { ClientBase } from 'pg';
import type { BatchRecord, Lane } from '../../application/ports.ts';
import { numbersLiteral } from './array-literals.ts';
import {
  balanceColumns,
  type Columns,
  logColumns,
  poolColumns,
  positionColumns,
  sealOf,
  shownColumns,
  streamColumns,
  touchedColumns,
} from './batch-columns.ts';

type Insert = { readonly name: string; readonly text: string };

/**
 * One array-bound statement per table; `$1` is the company, the columns follow. The arrays are
 * opened side by side in the select list, where PostgreSQL walks them in step; in the `from` clause
 * it would first store every array as a table of its own.
 */
const INSERT_EVENTS: Insert = {
  name: 'insert-events',
  text: `insert into event (company_id, batch, number, entry, first_movement, movements, posted_on, document_date,
                type, entry_type, source, key, item, site, document, content, happened)
         select $1, $2, unnest($3::bigint[]), unnest($4::bigint[]), unnest($5::bigint[]), unnest($6::integer[]),
                unnest($7::date[]), unnest($8::date[]), unnest($9::transaction_type[]), unnest($10::entry_type[]),
                unnest($11::text[]), unnest($12::text[]), unnest($13::text[]), unnest($14::text[]),
                unnest($15::text[]), unnest($16::json[]), unnest($17::boolean[])`,
};

const INSERT_MOVEMENTS: Insert = {
  name: 'insert-movements',
  text: `insert into movement (company_id, recorded_month, number, event, pool, quantity, value, quantity_after,
                value_after, posted_on, type, place, costed, costed_on, priced_by, about, family_at, family_size)
         select $1, $2, unnest($3::bigint[]), unnest($4::bigint[]), unnest($5::bigint[]), unnest($6::bigint[]),
                unnest($7::bigint[]), unnest($8::bigint[]), unnest($9::bigint[]), unnest($10::date[]),
                unnest($11::transaction_type[]), unnest($12::text[]), unnest($13::cost_source[]), unnest($14::date[]),
                nullif(unnest($15::bigint[]), 0), nullif(unnest($16::bigint[]), 0), unnest($17::smallint[]),
                unnest($18::smallint[])`,
};

const INSERT_POSTINGS: Insert = {
  name: 'insert-postings',
  text: `insert into posting (company_id, recorded_month, entry, event, amount, debit_determination,
                credit_determination, posted_on, line, debit_account, debit_center, debit_site,
                credit_account, credit_center, credit_site)
         select $1, $2, unnest($3::bigint[]), unnest($4::bigint[]), unnest($5::bigint[]), unnest($6::bigint[]),
                unnest($7::bigint[]), unnest($8::date[]), unnest($9::smallint[]), unnest($10::text[]),
                unnest($11::text[]), unnest($12::text[]), unnest($13::text[]), unnest($14::text[]),
                unnest($15::text[])`,
};

const INSERT_LINKS: Insert = {
  name: 'insert-links',
  text: `insert into event_link (company_id, event, to_event, kind, quantity, value)
         select $1, unnest($2::bigint[]), unnest($3::bigint[]), unnest($4::link_kind[]), unnest($5::bigint[]),
                unnest($6::bigint[])`,
};

const INSERT_COST_USES: Insert = {
  name: 'insert-cost-uses',
  text: `insert into cost_use (company_id, movement, receipt, quantity, value)
         select $1, unnest($2::bigint[]), unnest($3::bigint[]), unnest($4::bigint[]), unnest($5::bigint[])`,
};

const INSERT_DETERMINATIONS: Insert = {
  name: 'insert-determinations',
  text: `insert into determination (company_id, batch, number, configuration_version, name, type, role, account, content)
         select $1, $2, unnest($3::bigint[]), unnest($4::integer[]), unnest($5::text[]),
                unnest($6::transaction_type[]), unnest($7::text[]), unnest($8::text[]), unnest($9::json[])`,
};

const INSERT_RESTATED: Insert = {
  name: 'insert-restated',
  text: `insert into restated_cost (company_id, event, pool, costed_on, as_type, movements, corrections, pool_after)
         select $1, unnest($2::bigint[]), unnest($3::bigint[]), unnest($4::date[]), unnest($5::text[]),
                unnest($6::text[])::bigint[], unnest($7::text[])::bigint[], nullif(unnest($8::text[]), '')::json`,
};

const KEEP_POOLS: Insert = {
  name: 'keep-pools',
  text: `insert into cost_pool (company_id, number, item, site, bucket, account, document, quantity, value,
                known_quantity, known_value, layers, last_movement, last_posted_on)
         select $1, unnest($2::bigint[]), unnest($3::text[]), unnest($4::text[]), unnest($5::bucket[]),
                unnest($6::text[]), unnest($7::text[]), unnest($8::bigint[]), unnest($9::bigint[]),
                unnest($10::bigint[]), unnest($11::bigint[]), unnest($12::json[]), unnest($13::bigint[]),
                unnest($14::date[])
         on conflict (company_id, number) do update
            set quantity = excluded.quantity, value = excluded.value, known_quantity = excluded.known_quantity,
                known_value = excluded.known_value, layers = excluded.layers, last_movement = excluded.last_movement,
                last_posted_on = excluded.last_posted_on`,
};

const KEEP_POSITIONS: Insert = {
  name: 'keep-positions',
  text: `insert into stock (company_id, item, place, site, bucket, account, quantity)
         select $1, unnest($2::text[]), unnest($3::text[]), unnest($4::text[]), unnest($5::bucket[]),
                unnest($6::text[]), unnest($7::bigint[])
         on conflict (company_id, item, place, site, bucket) do update
            set account = excluded.account, quantity = excluded.quantity`,
};

const INSERT_SHOWN: Insert = {
  name: 'insert-shown-costs',
  text: `insert into shown_cost (company_id, event, stream, value)
         select $1, unnest($2::bigint[]), unnest($3::text[]), unnest($4::bigint[])`,
};

/** Keeps streams as they are; the columns are those of `streamColumns`. */
export const KEEP_STREAMS: Insert = {
  name: 'keep-streams',
  text: `insert into cost_stream (company_id, item, document, site, bucket, stream, quantity, value, known_quantity,
                known_value, layers, last_movement, last_costed_on)
         select $1, unnest($2::text[]), unnest($3::text[]), unnest($4::text[]), unnest($5::bucket[]),
                unnest($6::text[]), unnest($7::bigint[]), unnest($8::bigint[]), unnest($9::bigint[]),
                unnest($10::bigint[]), unnest($11::json[]), unnest($12::bigint[]), unnest($13::date[])
         on conflict (company_id, item, document, site, bucket, stream) do update
            set quantity = excluded.quantity, value = excluded.value, known_quantity = excluded.known_quantity,
                known_value = excluded.known_value, layers = excluded.layers, last_movement = excluded.last_movement,
                last_costed_on = excluded.last_costed_on`,
};

const ADD_BALANCES: Insert = {
  name: 'add-balances',
  text: `insert into account_balance as b (company_id, period, account, center, site, debit, credit)
         select $1, unnest($2::text[]), unnest($3::text[]), unnest($4::text[]), unnest($5::text[]),
                unnest($6::numeric[]), unnest($7::numeric[])
         on conflict (company_id, period, account, center, site) do update
            set debit = b.debit + excluded.debit, credit = b.credit + excluded.credit`,
};

const INSERT_BATCH: Insert = {
  name: 'insert-batch',
  text: `insert into batch (company_id, number, recorded_at, recorded_month, recorded_by, configuration_version,
                last_event, last_movement, last_entry, previous_hash, hash)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
};

/** Costs that late facts of the batch leave to be run again. */
const NOTE_TOUCHED: Insert = {
  name: 'note-touched',
  text: `insert into restatement (company_id, pool, from_on, cause)
         select $1, unnest($2::bigint[]), unnest($3::date[]), unnest($4::bigint[])
         on conflict (company_id, pool, cause) do update
            set from_on = least(restatement.from_on, excluded.from_on)`,
};

const MOVE_LANE: Insert = {
  name: 'move-lane',
  text: `update lane set last_event = $2, last_movement = $3, last_entry = $4, last_pool = $5,
                last_determination = $6, last_batch = $7, last_hash = $8
          where company_id = $1`,
};

/** The month of recording, which chooses the partition: `2026-11-01`. */
const monthOf = (at: Date): string => `${at.toISOString().slice(0, 7)}-01`;

/**
 * Writes a decided batch: the log rows, the state that follows, the seal and the lane. A table is
 * laid out while the database is busy with the one before; no answer is awaited until all of it is
 * sent, and the caller's transaction keeps it together. Returns the lane as it is afterwards, when
 * every statement has succeeded.
 *
 * @param seal replaced only to measure what sealing costs
 */
export async function writeBatch(
  client: ClientBase,
  company: number,
  record: BatchRecord,
  seal: typeof sealOf = sealOf,
): Promise<Lane> {
  const { decision, lane, recordedAt, recordedBy } = record;
  const number = lane.batch + 1;
  const month = monthOf(recordedAt);
  const statements = new SentStatements(client, company);
  const insert = statements.insert.bind(statements);
  const movement = insert(INSERT_MOVEMENTS, [month], logColumns.movement(decision));
  const posting = insert(INSERT_POSTINGS, [month], logColumns.posting(decision));
  insert(KEEP_POOLS, [], poolColumns(decision.pools.values()));
  insert(KEEP_POSITIONS, [], positionColumns(decision.positions));
  insert(KEEP_STREAMS, [], streamColumns(decision.streams.values()));
  insert(INSERT_SHOWN, [], shownColumns(decision));
  insert(ADD_BALANCES, [], balanceColumns(decision.postings));
  insert(NOTE_TOUCHED, [], touchedColumns(decision));
  const eventLink = insert(INSERT_LINKS, [], logColumns.eventLink(decision));
  const costUse = insert(INSERT_COST_USES, [], logColumns.costUse(decision));
  const determination = insert(INSERT_DETERMINATIONS, [number], logColumns.determination(decision));
  // Events are the longest to send, so they come when the database has plenty to do already.
  const event = insert(INSERT_EVENTS, [number], logColumns.event(decision));
  const restated = insert(INSERT_RESTATED, [], logColumns.restated(decision));
  const log = { event, movement, posting, eventLink, costUse, determination, restated };
  const { configurationVersion } = lane;
  const said = { recordedAt: recordedAt.toISOString(), recordedBy, configurationVersion };
  const hash = seal(lane.hash, { company, batch: number, ...said }, log);
  const { after } = decision;
  statements.send(INSERT_BATCH, [
    number,
    recordedAt,
    month,
    recordedBy,
    configurationVersion,
    after.event,
    after.movement,
    after.entry,
    Buffer.from(lane.hash),
    hash,
  ]);
  statements.send(MOVE_LANE, [
    after.event,
    after.movement,
    after.entry,
    after.pool,
    after.determination,
    number,
    hash,
  ]);
  await statements.succeeded();
  return { ...lane, counters: after, batch: number, hash };
}

/** Statements that are on their way; their answers are looked at together. */
class SentStatements {
  readonly #client: ClientBase;
  readonly #company: number;
  readonly #answers: Promise<unknown>[] = [];

  constructor(client: ClientBase, company: number) {
    this.#client = client;
    this.#company = company;
  }

  /** Sends rows, if there are any; their columns come back. */
  insert(statement: Insert, first: readonly unknown[], columns: Columns): Columns {
    if (columns[0] !== NO_ROWS) this.send(statement, [...first, ...columns]);
    return columns;
  }

  send(statement: Insert, values: readonly unknown[]): void {
    const answer = this.#client.query({ ...statement, values: [this.#company, ...values] });
    // It is awaited with the others; until then a failure must not count as unheard of.
    answer.catch(() => undefined);
    this.#answers.push(answer);
  }

  /** Waits for all, then fails with the first that failed: none is left behind. */
  async succeeded(): Promise<void> {
    const settled = await Promise.allSettled(this.#answers);
    const failed = settled.find(({ status }) => status === 'rejected');
    if (failed?.status === 'rejected') throw failed.reason;
  }
}

/** A column of a table to which the batch adds nothing. */
const NO_ROWS = numbersLiteral([]);
