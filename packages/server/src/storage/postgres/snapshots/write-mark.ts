import type { BusinessDate } from 'perpetua-core';
import type { ClientBase } from 'pg';
import type { LogPlace, SnapshotMark } from '../../../application/ports.ts';
import { wordsLiteral } from '../array-literals.ts';
import { type Base, BEGINNING, NO_DAY, together } from './base.ts';
import {
  columnsOf,
  lateStateText,
  lateValues,
  POOL_STATE,
  STATE_KINDS,
  stateText,
  stateValues,
} from './states.ts';

/** A mark that may be written: where, after which one, and when what is between was recorded. */
export type MarkAhead = {
  readonly last: SnapshotMark | undefined;
  readonly place: LogPlace;
  readonly laterMonths: readonly BusinessDate[];
};

/** How many rows of pools the mark adds to the period ends of the one before it. */
export async function lateRowsOf(
  client: ClientBase,
  company: number,
  ahead: MarkAhead,
): Promise<number> {
  const { rows } = await client.query<{ rows: bigint }>(
    `select count(*) as rows from (${lateStateText(POOL_STATE)}) s`,
    [...lateValues(company, baseOn(ahead), POOL_STATE), wordsLiteral(endsOf(ahead))],
  );
  return Number(rows[0]?.rows ?? 0n);
}

/**
 * Writes a mark. What was recorded since the mark before it is added to the period ends that have a
 * snapshot, where it is dated before them; new period ends get their whole state. Nothing that is
 * there is changed.
 *
 * @param newEnds in order, later than all that have a snapshot
 */
export async function writeMark(
  client: ClientBase,
  company: number,
  ahead: MarkAhead,
  { newEnds, writtenAt }: { readonly newEnds: readonly BusinessDate[]; readonly writtenAt: Date },
): Promise<SnapshotMark> {
  const { place } = ahead;
  for (const kind of STATE_KINDS) {
    const columns = columnsOf(kind);
    const into = `insert into ${kind.table} (company_id, period_end, ${kind.known}, ${columns})`;
    await client.query(
      `${into} select $1, period_end, $5, ${columns} from (${lateStateText(kind)}) s
        order by period_end, ${kind.key}`,
      [...lateValues(company, baseOn(ahead), kind), wordsLiteral(endsOf(ahead))],
    );
    for (const end of newEnds) {
      await client.query(
        `${into} select $1, $7, $5, ${columns} from (${stateText(kind)}) s order by ${kind.key}`,
        stateValues(company, { ...baseOn(ahead), lastDay: end }, kind),
      );
    }
  }
  const lastDay = await lastDayOf(client, company, ahead);
  const mark = {
    ...place,
    lastDay,
    periodEnds: [...endsOf(ahead), ...newEnds],
    months: together(ahead.last?.months ?? [], ahead.laterMonths),
  };
  await client.query(
    `insert into snapshot_mark (company_id, batch, event, movement, entry, last_day, period_ends, months, written_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      company,
      mark.batch,
      mark.event,
      mark.movement,
      mark.entry,
      mark.lastDay,
      wordsLiteral(mark.periodEnds),
      wordsLiteral(mark.months),
      writtenAt,
    ],
  );
  return mark;
}

/** The snapshot to go on from, and what the log adds to it up to the place of the mark. */
const baseOn = ({ last, place, laterMonths }: MarkAhead): Base => ({
  periodEnd: last?.periodEnds.at(-1) ?? NO_DAY,
  mark: last ?? BEGINNING,
  laterMonths,
  allMonths: together(last?.months ?? [], laterMonths),
  upTo: place,
  event: place.event,
  lastDay: 'infinity',
});

const endsOf = ({ last }: MarkAhead): readonly BusinessDate[] => last?.periodEnds ?? [];

/** The last business date up to the place of the mark. */
async function lastDayOf(
  client: ClientBase,
  company: number,
  { last, place, laterMonths }: MarkAhead,
): Promise<BusinessDate> {
  const { rows } = await client.query<{ day: BusinessDate }>(
    `select greatest(
       $2::date,
       (select max(posted_on) from movement
         where company_id = $1 and recorded_month = any($3::date[]) and number > $4 and number <= $5),
       (select max(posted_on) from posting
         where company_id = $1 and recorded_month = any($3::date[]) and entry > $6 and entry <= $7)) as day`,
    [
      company,
      last?.lastDay ?? null,
      wordsLiteral(laterMonths),
      last?.movement ?? 0,
      place.movement,
      last?.entry ?? 0,
      place.entry,
    ],
  );
  const day = rows[0]?.day;
  if (day === undefined) throw new Error('there are movements before a mark');
  return day;
}
