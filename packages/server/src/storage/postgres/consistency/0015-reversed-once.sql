-- invariant: I4
-- title: An event is reversed at most once
-- why:   A second reversal would take back what is no longer there. A row is an event that was
--        reversed more than once.

select to_event as event, count(*) as reversals, min(event) as first_reversal, max(event) as last_reversal
  from event_link
 where company_id = $1 and kind = 'reverses'
 group by to_event
having count(*) > 1
 order by to_event
