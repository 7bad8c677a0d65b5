-- invariant: I6
-- title: Events, movements, entries, batches, pools and determinations are numbered without a gap
-- why:   A missing number is something that was there and is gone. A row is the number after which the
--        sequence breaks, or a last number other than the one the lane gave out.

with given as (
  select s.sequence, s.last
    from lane l
   cross join lateral (values
     ('event', l.last_event), ('movement', l.last_movement), ('entry', l.last_entry),
     ('batch', l.last_batch), ('pool', l.last_pool), ('determination', l.last_determination)
   ) s(sequence, last)
   where l.company_id = $1
), used as (
  select 'event' as sequence, number, lag(number, 1, 0::bigint) over (order by number) as previous
    from event where company_id = $1
   union all
  select 'movement', number, lag(number, 1, 0::bigint) over (order by number)
    from movement where company_id = $1
   union all
  select 'entry', entry, lag(entry, 1, 0::bigint) over (order by entry)
    from event where company_id = $1 and entry > 0
   union all
  select 'batch', number, lag(number, 1, 0::bigint) over (order by number)
    from batch where company_id = $1
   union all
  select 'pool', number, lag(number, 1, 0::bigint) over (order by number)
    from cost_pool where company_id = $1
   union all
  select 'determination', number, lag(number, 1, 0::bigint) over (order by number)
    from determination where company_id = $1
)
select sequence, previous as after, number as found, previous + 1 as expected
  from used
 where number <> previous + 1
 union all
select g.sequence, g.last, max(u.number), g.last
  from given g
  left join used u using (sequence)
 group by g.sequence, g.last
having g.last <> coalesce(max(u.number), 0)
 order by 1, 2
