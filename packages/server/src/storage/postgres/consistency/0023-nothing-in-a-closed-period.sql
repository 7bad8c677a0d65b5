-- invariant: I7
-- title: Nothing was posted in a period that was closed
-- why:   What was reported at the close stays as it was. A row is an event on a day of a period that
--        was closed, or not yet open, in the configuration the event was decided under; or one in a
--        period that was soft-closed, where neither it nor what caused it says why it belongs there.

with states as (
  select f.key as period, f.version, f.content ->> 'state' as state,
         coalesce((f.content ->> 'first')::date, to_date(f.key, 'YYYY-MM')) as first,
         coalesce((f.content ->> 'last')::date,
                  (to_date(f.key, 'YYYY-MM') + interval '1 month - 1 day')::date) as last
    from configuration_fact f
   where f.company_id = $1 and f.kind = 'period'
), posted as (
  select b.configuration_version as version, e.posted_on
    from event e
    join batch b on b.company_id = e.company_id and b.number = e.batch
   where e.company_id = $1
   group by 1, 2
), forbidden as (
  select p.version, p.posted_on, coalesce(s.period, to_char(p.posted_on, 'YYYY-MM')) as period,
         coalesce(s.state, 'not open yet') as state, s.since
    from posted p
    left join lateral (
      select f.period, f.state, f.version as since
        from states f
       where p.posted_on between f.first and f.last and f.version <= p.version
       order by f.version desc
       limit 1
    ) s on true
   where s.state is distinct from 'open'
)
select e.number as event, e.source, e.key, e.posted_on, f.period, f.state,
       c.changed_at as changed_at, b.recorded_at
  from forbidden f
  join batch b on b.company_id = $1 and b.configuration_version = f.version
  join event e on e.company_id = $1 and e.batch = b.number and e.posted_on = f.posted_on
  left join configuration_change c on c.company_id = $1 and c.version = f.since
 where f.state <> 'soft-closed'
    or (e.content ->> 'closingReason' is null
        and not exists (
          select from event_link l
            join event o on o.company_id = $1 and o.number = l.to_event
           where l.company_id = $1 and l.event = e.number and l.kind = 'caused-by'
             and o.content ->> 'closingReason' is not null))
 order by e.number
