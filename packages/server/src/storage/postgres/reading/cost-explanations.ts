import { type BookedEvent, type BusinessDate, dayAfter, FIRST_DAY } from 'perpetua-core';
import type { ClientBase } from 'pg';
import type {
  CorrectionStep,
  CostPlace,
  CostReading,
  LateFactLink,
  MovementsOfEvent,
} from '../../../application/reading/cost-ports.ts';
import { numbersLiteral } from '../array-literals.ts';
import { EVENT_COLUMNS, type EventRow, eventOf } from '../stored-events.ts';

type PlaceRow = {
  number: bigint;
  pool: bigint;
  costed_on: BusinessDate;
  costed: CostPlace['costed'];
};

/** Where the movements of an event stand in the order of costs. */
export async function costPlaces(
  client: ClientBase,
  company: number,
  { recordedMonth, firstMovement, movementCount }: MovementsOfEvent,
): Promise<readonly CostPlace[]> {
  const { rows } = await client.query<PlaceRow>(
    `select m.number, m.pool, m.costed_on, m.costed
       from movement m
      where m.company_id = $1 and m.recorded_month = $2 and m.number >= $3 and m.number < $4
      order by m.number`,
    [company, recordedMonth, firstMovement, firstMovement + movementCount],
  );
  return rows.map(({ number, pool, costed, costed_on }) => {
    return { movement: Number(number), pool: Number(pool), costed, on: costed_on };
  });
}

/** The first day of the last so many movements of pools up to a day, whole days only. */
export async function daysBack(
  client: ClientBase,
  company: number,
  { until, movements, ...asked }: Parameters<CostReading['daysBack']>[0],
): Promise<BusinessDate> {
  const pools =
    'pool' in asked
      ? '= $2::bigint'
      : `in (select p.number from cost_pool p
              where p.company_id = $1 and p.item = $2 and p.bucket = 'on-hand')`;
  const { rows } = await client.query<{ day: BusinessDate }>(
    `select m.costed_on as day from movement m
      where m.company_id = $1 and m.pool ${pools} and m.costed_on <= $3
      order by m.costed_on desc offset $4 limit 1`,
    [company, 'pool' in asked ? asked.pool : asked.item, until, movements],
  );
  const day = rows[0]?.day;
  if (day === undefined) return FIRST_DAY;
  return day < until ? dayAfter(day) : until;
}

/** What every restating made of the value of a movement, in their order. */
export async function correctionsOf(
  client: ClientBase,
  company: number,
  { movement, pool, on }: CostPlace,
): Promise<readonly CorrectionStep[]> {
  const { rows } = await client.query<{ event: bigint; correction: bigint | null }>(
    `select event, corrections[array_position(movements, $4::bigint)] as correction
       from restated_cost
      where company_id = $1 and pool = $2 and costed_on = $3 and as_type = ''
      order by event`,
    [company, pool, on, movement],
  );
  let before = 0n;
  return rows.flatMap(({ event, correction }) => {
    const change = (correction ?? 0n) - before;
    before = correction ?? 0n;
    return change === 0n ? [] : [{ event: Number(event), change }];
  });
}

/** Events by number, in no order. */
export async function eventsNumbered(
  client: ClientBase,
  company: number,
  numbers: readonly number[],
): Promise<readonly BookedEvent[]> {
  if (numbers.length === 0) return [];
  const { rows } = await client.query<EventRow>(
    `select ${EVENT_COLUMNS} from event e where e.company_id = $1 and e.number = any($2::bigint[])`,
    [company, numbersLiteral(numbers)],
  );
  return rows.map(eventOf);
}

/** The late facts that corrections are due to. */
export async function lateFactsOf(
  client: ClientBase,
  company: number,
  corrections: readonly number[],
): Promise<readonly LateFactLink[]> {
  if (corrections.length === 0) return [];
  const { rows } = await client.query<{ event: bigint; to_event: bigint }>(
    `select l.event, l.to_event from event_link l
      where l.company_id = $1 and l.event = any($2::bigint[]) and l.kind = 'due-to'
      order by l.event, l.to_event`,
    [company, numbersLiteral(corrections)],
  );
  return rows.map((row) => ({ correction: Number(row.event), fact: Number(row.to_event) }));
}
