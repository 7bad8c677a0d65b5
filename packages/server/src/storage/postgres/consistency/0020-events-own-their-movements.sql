-- invariant: I6
-- title: The movements of an event are numbered one after the other, on its day and in its month
-- why:   An event finds its movements by their numbers. A row is an event that would find others than
--        its own, or movements without an event.

with moved as (
  select event, min(number) as first_movement, max(number) as last_movement, count(*) as movements,
         min(posted_on) as first_day, max(posted_on) as last_day,
         min(recorded_month) as first_month, max(recorded_month) as last_month
    from movement
   where company_id = $1
   group by event
), said as (
  select e.number as event, e.first_movement, e.movements, e.posted_on, b.recorded_month
    from event e
    left join batch b on b.company_id = e.company_id and b.number = e.batch
   where e.company_id = $1
)
select event, said.first_movement, moved.first_movement as first_found,
       said.movements, moved.movements as found, moved.last_movement as last_found,
       said.posted_on, moved.first_day, moved.last_day,
       said.recorded_month, moved.first_month, moved.last_month
  from said
  full join moved using (event)
 where (said.first_movement, said.movements::bigint)
       is distinct from (coalesce(moved.first_movement, 0), coalesce(moved.movements, 0))
    or moved.last_movement - moved.first_movement + 1 <> moved.movements
    or moved.first_day <> said.posted_on or moved.last_day <> said.posted_on
    or moved.first_month <> said.recorded_month or moved.last_month <> said.recorded_month
 order by event
