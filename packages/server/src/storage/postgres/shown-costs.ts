import { type CostStream, money, type ShownCost } from 'perpetua-core';
import type { ClientBase } from 'pg';

/** What sales showed as their cost, by event; `events` is a list of numbers. */
export async function shownCosts(
  client: ClientBase,
  company: number,
  events: string,
): Promise<ReadonlyMap<number, ShownCost>> {
  const { rows } = await client.query<{ event: bigint; stream: CostStream; value: bigint }>({
    name: 'load-shown-costs',
    text: `select s.event, s.stream, s.value
             from unnest($2::bigint[]) w(number)
            cross join lateral (
                  select * from shown_cost s where s.company_id = $1 and s.event = w.number offset 0) s`,
    values: [company, events],
  });
  return new Map(
    rows.map(({ event, stream, value }) => [Number(event), { stream, value: money(value) }]),
  );
}
