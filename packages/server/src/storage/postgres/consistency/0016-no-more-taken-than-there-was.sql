-- invariant: I4
-- title: Later events take no more of an event than it moved
-- why:   Returns and invoices use up the quantity of what they refer to. A row is goods that were
--        returned or invoiced more often than they were sold or received.

with taken as (
  select to_event, sum(quantity) as quantity
    from event_link
   where company_id = $1 and kind = 'refers-to'
   group by to_event
)
select t.to_event as event, e.type, e.source, e.key, t.quantity as taken,
       coalesce(abs(m.quantity), 0) as moved
  from taken t
  left join event e on e.company_id = $1 and e.number = t.to_event
  left join batch b on b.company_id = $1 and b.number = e.batch
  left join movement m on m.company_id = $1 and m.recorded_month = b.recorded_month
                      and m.number = e.first_movement
 where t.quantity < 0 or t.quantity > coalesce(abs(m.quantity), 0)
 order by t.to_event
