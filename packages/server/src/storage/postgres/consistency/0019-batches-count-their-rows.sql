-- invariant: I6
-- title: Every batch counts the movements and the entries of its events
-- why:   A batch says how far each number had come. A row is a batch that holds more or less than it
--        says, or whose month is not the month of its recording.

with span as (
  select number, recorded_at, recorded_month, last_event, last_movement, last_entry,
         lag(last_event, 1, 0::bigint)    over (order by number) as previous_event,
         lag(last_movement, 1, 0::bigint) over (order by number) as previous_movement,
         lag(last_entry, 1, 0::bigint)    over (order by number) as previous_entry
    from batch
   where company_id = $1
), wrote as (
  select batch, count(*) as events, sum(movements) as movements,
         count(*) filter (where entry > 0) as entries
    from event
   where company_id = $1
   group by batch
)
select s.number as batch,
       s.last_event - s.previous_event as says_events, w.events,
       s.last_movement - s.previous_movement as says_movements, w.movements,
       s.last_entry - s.previous_entry as says_entries, w.entries,
       s.recorded_at, s.recorded_month
  from span s
  left join wrote w on w.batch = s.number
 where (s.last_event - s.previous_event, s.last_movement - s.previous_movement,
        s.last_entry - s.previous_entry) is distinct from (w.events, w.movements, w.entries)
    or s.recorded_month <> date_trunc('month', s.recorded_at at time zone 'UTC')::date
 order by s.number
