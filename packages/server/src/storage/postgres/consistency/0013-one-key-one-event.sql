-- invariant: I4
-- title: One key has one effect
-- why:   A warehouse sends again what it is not sure has arrived. A row is a transaction that was
--        posted more than once.

select source, key, count(*) as events, min(number) as first_event, max(number) as last_event
  from event
 where company_id = $1
 group by source, key
having count(*) > 1
 order by min(number)
