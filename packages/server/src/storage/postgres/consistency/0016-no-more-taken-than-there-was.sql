-- invariant: I4
-- title: Later events take no more of an event than it moved
-- why:   Returns use up the goods of what they refer to, invoices what is owed for them. A row is goods
--        that were returned or invoiced more often than they were sold or received. An invoice of goods that are still
--        to come says of how many units it is.

with taken as (
  select l.to_event, sum(l.quantity) filter (where not c.is_claim) as goods,
         sum(l.quantity) filter (where c.is_claim) as claimed
    from event_link l
    join event b on b.company_id = $1 and b.number = l.event
   cross join lateral (
         select b.type in ('supplier-invoice-match', 'manual-receipt-match', 'manual-receipt-write-off',
                          'receipt-link')
                as is_claim) c
   where l.company_id = $1 and l.kind = 'refers-to'
   group by l.to_event
)
select t.to_event as event, e.type, e.source, e.key, coalesce(t.goods, 0) as goods,
       coalesce(t.claimed, 0) as claimed, coalesce(abs(m.quantity), (e.content ->> 'units')::bigint, 0) as moved
  from taken t
  left join event e on e.company_id = $1 and e.number = t.to_event
  left join batch b on b.company_id = $1 and b.number = e.batch
  left join movement m on m.company_id = $1 and m.recorded_month = b.recorded_month
                      and m.number = e.first_movement
 where coalesce(t.goods, 0) not between 0 and coalesce(abs(m.quantity), (e.content ->> 'units')::bigint, 0)
    or coalesce(t.claimed, 0) not between 0 and coalesce(abs(m.quantity), (e.content ->> 'units')::bigint, 0)
 order by t.to_event
