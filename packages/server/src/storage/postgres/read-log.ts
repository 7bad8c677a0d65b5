import type { ClientBase } from 'pg';
import type { LoggedBatch } from '../../application/ports.ts';
import { sealOf } from './batch-columns.ts';
import { determinationOf, eventsOf } from './logged-events.ts';
import { type LogRows, type LogTable, readStretch, sealedColumns } from './stored-rows.ts';

/** How many rows of the log are held at a time, unless a single batch is larger. */
const MOST_MOVEMENTS = 20_000n;
const MOST_EVENTS = 5_000n;
const BATCHES_AT_A_TIME = 2_000;

type BatchRow = {
  readonly number: bigint;
  readonly recorded_at: string;
  readonly recorded_month: string;
  readonly recorded_by: string;
  readonly configuration_version: number;
  readonly last_event: bigint;
  readonly last_movement: bigint;
  readonly last_entry: bigint;
  readonly previous_hash: Buffer;
  readonly hash: Buffer;
  readonly sealed_as: number;
};

/** How far the log has been read. */
type Reached = {
  readonly event: bigint;
  readonly movement: bigint;
  readonly entry: bigint;
  readonly determination: bigint;
};

/**
 * Reads the log of a company from its beginning, batch by batch, with the hash that the rows of
 * each batch lead to. Whatever the length of the log, only a stretch of it is held at a time.
 */
export async function* readLog(client: ClientBase, company: number): AsyncGenerator<LoggedBatch> {
  let reached: Reached = { event: 0n, movement: 0n, entry: 0n, determination: 0n };
  let batches = await readBatches(client, company, 0n);
  while (batches.length > 0) {
    for (const stretch of stretchesOf(batches, reached)) {
      const rows = await readRows(client, company, stretch, reached);
      const cut = new RowsByBatch(rows);
      for (const batch of stretch) yield loggedBatch(company, batch, cut.upTo(batch));
      reached = reachedAfter(stretch, rows, reached);
    }
    batches = await readBatches(client, company, batches.at(-1)?.number ?? 0n);
  }
}

async function readBatches(
  client: ClientBase,
  company: number,
  after: bigint,
): Promise<readonly BatchRow[]> {
  const { rows } = await client.query<BatchRow>(
    `select number, to_char(recorded_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US') as recorded_at,
            recorded_month, recorded_by, configuration_version, last_event, last_movement, last_entry,
            previous_hash, hash, sealed_as
       from batch
      where company_id = $1 and number > $2
      order by number
      limit ${BATCHES_AT_A_TIME}`,
    [company, after],
  );
  return rows;
}

/** Consecutive batches of one month that are read together: many small ones, or one large one. */
function stretchesOf(
  batches: readonly BatchRow[],
  { event, movement }: Reached,
): readonly (readonly BatchRow[])[] {
  const stretches: BatchRow[][] = [];
  let start = { event, movement };
  let before = start;
  for (const batch of batches) {
    const open = stretches.at(-1);
    const fits =
      batch.last_event - start.event <= MOST_EVENTS &&
      batch.last_movement - start.movement <= MOST_MOVEMENTS;
    if (open !== undefined && fits && open[0]?.recorded_month === batch.recorded_month) {
      open.push(batch);
    } else {
      stretches.push([batch]);
      start = before;
    }
    before = { event: batch.last_event, movement: batch.last_movement };
  }
  return stretches;
}

async function readRows(
  client: ClientBase,
  company: number,
  stretch: readonly BatchRow[],
  reached: Reached,
): Promise<LogRows> {
  const last = stretch.at(-1);
  if (last === undefined) throw new Error('a stretch of the log has at least one batch');
  const { last_event, last_movement, last_entry, recorded_month: month } = last;
  const read = <Name extends LogTable>(table: Name, ...bounds: readonly (bigint | string)[]) =>
    readStretch(client, company, table, bounds);
  return {
    event: await read('event', reached.event, last_event),
    movement: await read('movement', reached.movement, last_movement, month),
    posting: await read('posting', reached.entry, last_entry, month),
    eventLink: await read('eventLink', reached.event, last_event),
    costUse: await read('costUse', reached.movement, last_movement),
    determination: await read('determination', reached.determination, last.number),
    restated: await read('restated', reached.event, last_event),
  };
}

function reachedAfter(stretch: readonly BatchRow[], rows: LogRows, before: Reached): Reached {
  const last = stretch.at(-1);
  const determination = rows.determination.at(-1)?.[0];
  return {
    event: last?.last_event ?? before.event,
    movement: last?.last_movement ?? before.movement,
    entry: last?.last_entry ?? before.entry,
    determination: determination ?? before.determination,
  };
}

/** Cuts the rows of a stretch where its batches end. */
class RowsByBatch {
  readonly #rows: LogRows;
  readonly #taken: Record<LogTable, number> = {
    event: 0,
    movement: 0,
    posting: 0,
    eventLink: 0,
    costUse: 0,
    determination: 0,
    restated: 0,
  };

  constructor(rows: LogRows) {
    this.#rows = rows;
  }

  /** The rows up to the end of a batch that were not taken before. */
  upTo({ number, last_event, last_movement, last_entry }: BatchRow): LogRows {
    const { event, movement, posting, eventLink, costUse, determination, restated } = this.#rows;
    return {
      event: this.#take('event', event, ([own]) => own <= last_event),
      movement: this.#take('movement', movement, ([own]) => own <= last_movement),
      posting: this.#take('posting', posting, ([entry]) => entry <= last_entry),
      eventLink: this.#take('eventLink', eventLink, ([own]) => own <= last_event),
      costUse: this.#take('costUse', costUse, ([own]) => own <= last_movement),
      determination: this.#take('determination', determination, (row) => row[7] <= number),
      restated: this.#take('restated', restated, ([own]) => own <= last_event),
    };
  }

  #take<Row>(
    table: LogTable,
    rows: readonly Row[],
    belongs: (row: Row) => boolean,
  ): readonly Row[] {
    const from = this.#taken[table];
    let to = from;
    for (let row = rows[to]; row !== undefined && belongs(row); row = rows[to]) to += 1;
    this.#taken[table] = to;
    return rows.slice(from, to);
  }
}

function loggedBatch(company: number, batch: BatchRow, rows: LogRows): LoggedBatch {
  const header = {
    company,
    batch: Number(batch.number),
    recordedAt: instantOf(batch.recorded_at),
    recordedBy: batch.recorded_by,
    configurationVersion: batch.configuration_version,
  };
  return {
    number: header.batch,
    recordedAt: header.recordedAt,
    recordedBy: header.recordedBy,
    configurationVersion: header.configurationVersion,
    previousHash: batch.previous_hash.toString('hex'),
    hash: batch.hash.toString('hex'),
    hashOfRows: sealOf(batch.previous_hash, header, sealedColumns(rows, batch.sealed_as)).toString(
      'hex',
    ),
    events: eventsOf(rows),
    determinations: rows.determination.map(determinationOf),
  };
}

/** The instant as it was sealed, to the millisecond; anything finer was not written by us. */
const instantOf = (microseconds: string): string => `${microseconds.replace(/000$/, '')}Z`;
