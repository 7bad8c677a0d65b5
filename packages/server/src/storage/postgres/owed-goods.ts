import {
  type BusinessDate,
  type OwedGoods,
  quantity,
  type TransactionType,
  type UseOfGoods,
} from 'perpetua-core';
import type { ClientBase } from 'pg';
import { numbersLiteral } from './array-literals.ts';

type GoodsRow = { event: bigint; type: TransactionType; units: bigint };

type UseRow = {
  goods: bigint;
  event: bigint;
  type: TransactionType;
  on: BusinessDate;
  units: bigint;
  reverses: bigint | null;
};

/** The goods that events are or took a part of, with all that took of them, oldest first. */
export async function readOwedGoods(
  client: ClientBase,
  company: number,
  events: readonly number[],
): Promise<readonly OwedGoods[]> {
  if (events.length === 0) return [];
  const { rows } = await client.query<GoodsRow>({
    name: 'read-owed-goods',
    text: `select g.number as event, e.type, m.quantity as units
             from (select number from unnest($2::bigint[]) w(number)
                    union
                   select l.to_event from unnest($2::bigint[]) w(number)
                     join event_link l on l.company_id = $1 and l.event = w.number
                      and l.kind = 'refers-to' and l.quantity <> 0) g
             join event e on e.company_id = $1 and e.number = g.number
             join batch b on b.company_id = $1 and b.number = e.batch
             join movement m on m.company_id = $1 and m.recorded_month = b.recorded_month
              and m.number = e.first_movement
            where e.movements > 0
            order by g.number`,
    values: [company, numbersLiteral(events)],
  });
  const uses = await readUses(
    client,
    company,
    rows.map(({ event }) => Number(event)),
  );
  return rows.map(({ event, type, units }) => {
    const number = Number(event);
    return { event: number, type, units: quantity(units), uses: uses.get(number) ?? [] };
  });
}

async function readUses(
  client: ClientBase,
  company: number,
  goods: readonly number[],
): Promise<ReadonlyMap<number, readonly UseOfGoods[]>> {
  const { rows } = await client.query<UseRow>({
    name: 'read-uses-of-goods',
    text: `select l.to_event as goods, l.event, e.type, e.posted_on as on, l.quantity as units,
                  r.to_event as reverses
             from unnest($2::bigint[]) w(number)
             join event_link l on l.company_id = $1 and l.to_event = w.number
              and l.kind = 'refers-to' and l.quantity <> 0
             join event e on e.company_id = $1 and e.number = l.event
             left join event_link r on r.company_id = $1 and r.event = l.event and r.kind = 'reverses'
            order by l.event`,
    values: [company, numbersLiteral(goods)],
  });
  return Map.groupBy(rows.map(useOf), ({ goods: number }) => number);
}

const useOf = ({ goods, event, type, on, units, reverses }: UseRow) => ({
  goods: Number(goods),
  event: Number(event),
  type,
  on,
  units: quantity(units),
  ...(reverses === null ? {} : { reverses: Number(reverses) }),
});
