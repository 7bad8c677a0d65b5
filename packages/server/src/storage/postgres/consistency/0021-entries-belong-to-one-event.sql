-- invariant: I6
-- title: A journal entry is the postings of one event, on its day and in its month
-- why:   The audit trail goes from a line to its entry to its event. A row is an entry that leads to
--        no event, to several, or to another one, or an event whose entry is empty.

with posted as (
  select entry, count(*) as lines, min(line) as first_line, max(line) as last_line,
         min(event) as first_event, max(event) as last_event,
         min(posted_on) as first_day, max(posted_on) as last_day,
         min(recorded_month) as first_month, max(recorded_month) as last_month
    from posting
   where company_id = $1
   group by entry
), said as (
  select e.entry, min(e.number) as event, count(*) as events, min(e.posted_on) as posted_on,
         min(b.recorded_month) as recorded_month
    from event e
    left join batch b on b.company_id = e.company_id and b.number = e.batch
   where e.company_id = $1 and e.entry > 0
   group by e.entry
)
select entry, said.event, said.events, posted.first_event, posted.last_event, posted.lines,
       said.posted_on, posted.first_day, posted.last_day,
       said.recorded_month, posted.first_month, posted.last_month
  from said
  full join posted using (entry)
 where said.events is distinct from 1
    or (posted.first_event, posted.last_event) is distinct from (said.event, said.event)
    or (posted.first_line::bigint, posted.last_line::bigint) is distinct from (1::bigint, posted.lines)
    or posted.first_day <> said.posted_on or posted.last_day <> said.posted_on
    or posted.first_month <> said.recorded_month or posted.last_month <> said.recorded_month
 order by entry
