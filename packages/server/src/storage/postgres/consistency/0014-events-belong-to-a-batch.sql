-- invariant: I4
-- title: Every event was written by a batch that says so
-- why:   What a commit wrote, when and by whom, is said once, by its batch. A row is an event without
--        a batch, or one that a batch does not count as its own.

with span as (
  select number, last_event, lag(last_event, 1, 0::bigint) over (order by number) as previous_event
    from batch
   where company_id = $1
)
select e.number as event, e.source, e.key, e.batch, s.previous_event + 1 as first_of_batch,
       s.last_event as last_of_batch
  from event e
  left join span s on s.number = e.batch
 where e.company_id = $1
   and (s.number is null or e.number <= s.previous_event or e.number > s.last_event)
 order by e.number
