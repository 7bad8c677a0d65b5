import { type BusinessDate, quantity, type TimelineDay } from 'perpetua-core';
import type { ClientBase } from 'pg';
import type { LatePools, StoredTimeline } from '../../application/ports.ts';
import { textsLiteral, wordsLiteral } from './array-literals.ts';
import { addressOf, type PoolRow } from './stored-pools.ts';

type TimelineRow = Pick<PoolRow, 'number' | 'item' | 'site' | 'bucket' | 'account' | 'document'> & {
  after: BusinessDate;
  on: BusinessDate | null;
  net: bigint;
  lowest: bigint;
};

/**
 * How the quantities of pools went after a day, for those that have anything later: one query,
 * whatever the number of pools, which reads their later movements and no others. What one
 * transaction moved counts as a whole, as the core counts it.
 *
 * @param through the last movement that counts
 */
export async function loadTimelines(
  client: ClientBase,
  company: number,
  late: readonly LatePools[],
  through: number,
): Promise<readonly StoredTimeline[]> {
  const { rows } = await client.query<TimelineRow>({
    name: 'load-timelines',
    text: `select p.number, p.item, p.site, p.bucket, p.account, p.document, w.after, d.*
             from unnest($3::text[], $4::text[], $5::text[], $6::date[]) w(item, site, document, after)
            cross join lateral (
                  select * from cost_pool p
                   where p.company_id = $1 and p.item = w.item and p.site = w.site and p.document = w.document
                     and p.last_posted_on > w.after offset 0) p
             left join lateral (
                  select "on", sum(units)::bigint as net, min(held)::bigint as lowest
                    from (select costed_on as "on", sum(quantity) as units,
                                 sum(sum(quantity)) over (partition by costed_on order by number - family_at) as held
                            from movement m
                           where m.company_id = $1 and m.pool = p.number and m.costed_on > w.after
                             and m.number <= $2 and m.quantity <> 0
                           group by costed_on, number - family_at) step
                   group by "on" offset 0) d on true
            order by p.number, d."on"`,
    values: [
      company,
      through,
      textsLiteral(late.map(({ item }) => item)),
      textsLiteral(late.map(({ site }) => site)),
      textsLiteral(late.map(({ document }) => document)),
      wordsLiteral(late.map(({ after }) => after)),
    ],
  });
  return [...Map.groupBy(rows, ({ number }) => number).values()].flatMap((days) => {
    const [first] = days;
    if (first === undefined) return [];
    return [
      { address: addressOf(first), timeline: { after: first.after, days: days.flatMap(dayOf) } },
    ];
  });
}

/** A day of a pool; a pool whose value alone changed later has none. */
const dayOf = ({ on, net, lowest }: TimelineRow): readonly TimelineDay[] =>
  on === null ? [] : [{ on, net: quantity(net), lowest: quantity(lowest) }];
