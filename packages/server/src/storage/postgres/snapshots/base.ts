import type { BusinessDate } from 'perpetua-core';
import type { ClientBase } from 'pg';
import type { LogPlace, SnapshotMark } from '../../../application/ports.ts';
import type { Cut } from '../../../application/reading/ports.ts';
import { findBatch } from '../reading/batches.ts';

/** What a state is put together from: a snapshot, and the stretches of the log to add to it. */
export type Base = {
  /** The snapshot's day; `NO_DAY` when there is none and all of the log is added. */
  readonly periodEnd: string;
  /** Up to where the snapshot knows the log. */
  readonly mark: LogPlace;
  /** Months in which what came after the mark was recorded. */
  readonly laterMonths: readonly BusinessDate[];
  /** Months in which anything that counts was recorded; null when that is not known. */
  readonly allMonths: readonly BusinessDate[] | null;
  /** The end of the batch of the last event to count. */
  readonly upTo: LogPlace;
  readonly event: number;
  /** The last day to count; `infinity` for all. */
  readonly lastDay: string;
};

export const BEGINNING: LogPlace = { batch: 0, event: 0, movement: 0, entry: 0 };

/** Earlier than every period end: there is no snapshot, and all of the log comes after it. */
export const NO_DAY = '-infinity';

/** Months of two lists, each of them once. */
export const together = (
  some: readonly BusinessDate[],
  others: readonly BusinessDate[],
): readonly BusinessDate[] => [...new Set([...some, ...others])].toSorted();

/** The snapshot that leaves least to add for a cut: the newest day of the newest mark within it. */
export async function baseOf(
  client: ClientBase,
  company: number,
  { asOf, event }: Cut,
): Promise<Base> {
  const mark = await lastMark(client, company, event);
  const ends = mark?.periodEnds.filter((end) => asOf === null || end <= asOf) ?? [];
  const periodEnd = ends.at(-1);
  const lastDay = asOf ?? 'infinity';
  const upTo = await placeOfEvent(client, company, event);
  const end = { upTo, event, lastDay };
  if (mark === undefined)
    return { ...end, periodEnd: NO_DAY, mark: BEGINNING, laterMonths: [], allMonths: null };
  const laterMonths = await monthsBetween(client, company, mark, upTo);
  const allMonths = together(mark.months, laterMonths);
  return periodEnd === undefined
    ? { ...end, periodEnd: NO_DAY, mark: BEGINNING, laterMonths: [], allMonths }
    : { ...end, periodEnd, mark, laterMonths, allMonths };
}

type MarkRow = Record<'batch' | 'event' | 'movement' | 'entry', bigint> & {
  last_day: BusinessDate;
  period_ends: BusinessDate[];
  months: BusinessDate[];
};

export const MARK_COLUMNS =
  'm.batch, m.event, m.movement, m.entry, m.last_day, m.period_ends::text[], m.months::text[]';

export const markOf = (row: MarkRow): SnapshotMark => ({
  batch: Number(row.batch),
  event: Number(row.event),
  movement: Number(row.movement),
  entry: Number(row.entry),
  lastDay: row.last_day,
  periodEnds: row.period_ends,
  months: row.months,
});

/** The newest mark that knows nothing after an event; without one, the newest of all. */
export async function lastMark(
  client: ClientBase,
  company: number,
  event?: number,
): Promise<SnapshotMark | undefined> {
  const { rows } = await client.query<MarkRow>(
    `select ${MARK_COLUMNS} from snapshot_mark m
      where m.company_id = $1 and ($2::bigint is null or m.event <= $2)
      order by m.batch desc limit 1`,
    [company, event ?? null],
  );
  const row = rows[0];
  return row === undefined ? undefined : markOf(row);
}

/** The end of the batch that recorded an event. */
async function placeOfEvent(client: ClientBase, company: number, event: number): Promise<LogPlace> {
  const batch = await findBatch(client, company, 'last_event', event);
  return batch === undefined ? BEGINNING : placeOf(batch);
}

/** The end of a batch. */
export const placeOf = (row: {
  readonly number: bigint;
  readonly last_event: bigint;
  readonly last_movement: bigint;
  readonly last_entry: bigint;
}): LogPlace => ({
  batch: Number(row.number),
  event: Number(row.last_event),
  movement: Number(row.last_movement),
  entry: Number(row.last_entry),
});

/** The months in which batches after one place and up to another were recorded, in no order. */
export async function monthsBetween(
  client: ClientBase,
  company: number,
  after: LogPlace,
  upTo: LogPlace,
): Promise<readonly BusinessDate[]> {
  const { rows } = await client.query<{ month: BusinessDate }>(
    `select distinct recorded_month as month from batch
      where company_id = $1 and number > $2 and number <= $3`,
    [company, after.batch, upTo.batch],
  );
  return rows.map(({ month }) => month);
}
