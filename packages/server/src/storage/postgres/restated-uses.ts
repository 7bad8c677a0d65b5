import { takesClaim, transactionTypes } from 'perpetua-core';
import type { ClientBase } from 'pg';
import { wordsLiteral } from './array-literals.ts';

/** The types that take what is owed for goods, and leave the goods. */
export const CLAIMS = wordsLiteral(transactionTypes().filter(takesClaim));

/** By how much late facts changed what was taken of an event, and what it took itself. */
export type RestatedUses = {
  readonly goods: bigint;
  readonly claims: bigint;
  readonly own: bigint;
};

export const NO_USE_RESTATED: RestatedUses = { goods: 0n, claims: 0n, own: 0n };

/**
 * What late facts changed in what was taken of earlier events: of claims that is said by the
 * corrections, of goods that went back it follows from what their movements are worth by now.
 */
export async function loadRestatedUses(
  client: ClientBase,
  company: number,
  events: string,
): Promise<ReadonlyMap<number, RestatedUses>> {
  type Row = { event: bigint; units: bigint | null; moved: string; claimed: string; own: string };
  const { rows } = await client.query<Row>({
    name: 'load-restated-uses',
    text: `select w.number as event, g.quantity as units, coalesce(u.moved, 0)::text as moved,
                  coalesce(u.claimed, 0)::text as claimed, coalesce(o.own, 0)::text as own
             from unnest($2::bigint[]) w(number)
            cross join lateral (
                  select sum(r.value) as own from event_link r
                   where r.company_id = $1 and r.to_event = w.number and r.kind = 'restates'
                  offset 0) o
            cross join lateral (
                  select sum(c.claimed) as claimed, sum(v.moved) filter (where not e.is_claim) as moved
                    from event_link l
                   cross join lateral (
                         select e.number, e.batch, e.first_movement, e.movements,
                                e.type = any($3::transaction_type[]) as is_claim
                           from event e where e.company_id = $1 and e.number = l.event offset 0) e
                   cross join lateral (
                         select sum(r.value) as claimed from event_link r
                          where r.company_id = $1 and r.to_event = l.event and r.kind = 'restates'
                         offset 0) c
                   cross join lateral (
                         select sum(x.correction) as moved
                           from batch b
                           join movement m on m.company_id = $1 and m.recorded_month = b.recorded_month
                            and m.number >= e.first_movement
                            and m.number < e.first_movement + e.movements
                          cross join lateral (
                                select r.movements, r.corrections from restated_cost r
                                 where r.company_id = $1 and r.pool = m.pool
                                   and r.costed_on = m.costed_on and r.as_type = ''
                                 order by r.event desc limit 1 offset 0) r
                          cross join lateral unnest(r.movements, r.corrections) x(movement, correction)
                          where b.company_id = $1 and b.number = e.batch and x.movement = m.number
                         offset 0) v
                   where l.company_id = $1 and l.to_event = w.number
                     and l.kind = 'refers-to' and l.quantity <> 0
                  offset 0) u
             left join lateral (
                  select m.quantity from event e
                    join batch b on b.company_id = $1 and b.number = e.batch
                    join movement m on m.company_id = $1 and m.recorded_month = b.recorded_month
                     and m.number = e.first_movement
                   where e.company_id = $1 and e.number = w.number and e.movements > 0 offset 0) g on true
            where u.moved is not null or u.claimed is not null or o.own is not null`,
    values: [company, events, CLAIMS],
  });
  return new Map(
    rows.map(({ event, units, moved, claimed, own }) => {
      const change = BigInt(moved);
      const goods = (units ?? 0n) < 0n ? change : -change;
      return [Number(event), { goods, claims: BigInt(claimed), own: BigInt(own) }];
    }),
  );
}
