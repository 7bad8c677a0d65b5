import {
  type EarlierEvent,
  type EventUse,
  money,
  quantity,
  type TransactionType,
} from 'perpetua-core';
import type { ClientBase } from 'pg';
import { CLAIMS, type RestatedUses } from './restated-uses.ts';

type LinkRow = {
  to_event: bigint;
  kind: string;
  quantity: string;
  value: string;
  corrected: string;
  claimed_quantity: string;
  claimed_value: string;
  latest_type: TransactionType;
  latest_movement: bigint;
  latest_movements: number;
};

const latestUseOf = (row: LinkRow): EventUse => ({
  type: row.latest_type,
  firstMovement: Number(row.latest_movement),
  lastMovement: Number(row.latest_movement) + row.latest_movements - 1,
});

/**
 * What later events took of earlier ones, how, and which of them was the latest; value without units
 * corrects what they cost.
 */
export function loadLinks(client: ClientBase, company: number, events: string) {
  return client.query<LinkRow>({
    name: 'load-earlier-links',
    text: `select l.to_event, l.kind, l.quantity::text as quantity, l.value::text as value,
                  l.corrected::text as corrected, l.claimed_quantity::text as claimed_quantity,
                  l.claimed_value::text as claimed_value,
                  e.type as latest_type, e.first_movement as latest_movement,
                  e.movements as latest_movements
             from (select to_event, kind, sum(quantity) as quantity,
                          coalesce(sum(value) filter (where quantity <> 0), 0) as value,
                          coalesce(-sum(value) filter (where quantity = 0), 0) as corrected,
                          coalesce(sum(quantity) filter (where is_claim), 0) as claimed_quantity,
                          coalesce(sum(value) filter (where is_claim), 0) as claimed_value,
                          max(event) as latest
                     from event_link
                    cross join lateral (
                          select type = any($3::transaction_type[]) as is_claim from event e
                           where e.company_id = $1 and e.number = event_link.event offset 0) e
                    where company_id = $1 and to_event = any($2::bigint[])
                    group by to_event, kind) l
            cross join lateral (
                  select * from event e
                   where e.company_id = $1 and e.number = l.latest offset 0) e`,
    values: [company, events, CLAIMS],
  });
}

/** What later events took of an earlier one and made of it, as late facts leave that. */
export function usesOf(
  links: readonly LinkRow[],
  changed: RestatedUses,
): Pick<
  EarlierEvent,
  | 'usedQuantity'
  | 'usedValue'
  | 'claimed'
  | 'corrected'
  | 'addedCost'
  | 'cleared'
  | 'reversed'
  | 'latestUse'
> {
  const of = (kind: string) => links.find((link) => link.kind === kind);
  const referring = of('refers-to');
  return {
    usedQuantity: quantity(BigInt(referring?.quantity ?? 0)),
    usedValue: money(BigInt(referring?.value ?? 0) + changed.goods + changed.claims),
    claimed: {
      quantity: quantity(BigInt(referring?.claimed_quantity ?? 0)),
      value: money(BigInt(referring?.claimed_value ?? 0) + changed.claims),
    },
    corrected: money(BigInt(referring?.corrected ?? 0)),
    addedCost: money(BigInt(of('adds-cost-to')?.corrected ?? 0)),
    // Value without units is told with its sign turned: that of corrections.
    cleared: money(-BigInt(of('clears')?.corrected ?? 0)),
    reversed: of('reverses') !== undefined,
    ...(referring === undefined ? {} : { latestUse: latestUseOf(referring) }),
  };
}
