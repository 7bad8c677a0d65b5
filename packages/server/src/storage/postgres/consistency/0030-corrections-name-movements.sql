-- invariant: I4
-- title: A cost correction names movements of its pool and day, and is due to a late fact
-- why:   Every correction must say what it re-prices and why. A row is one that names a movement which
--        is not there, or an event of corrections that no fact led to.

select r.event, r.pool, r.costed_on, n.number as movement, 'no such movement' as fault
  from restated_cost r
 cross join lateral unnest(r.movements) n(number)
  left join movement m on m.company_id = $1 and m.number = n.number
                      and (r.as_type <> '' or (m.pool = r.pool and m.costed_on = r.costed_on))
 where r.company_id = $1 and m.number is null
union all
select r.event, r.pool, r.costed_on, null, 'due to nothing'
  from restated_cost r
 where r.company_id = $1
   and not exists (select from event_link l
                    where l.company_id = $1 and l.event = r.event and l.kind = 'due-to')
 order by event, pool
