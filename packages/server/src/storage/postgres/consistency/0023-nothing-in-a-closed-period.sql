-- invariant: I7
-- title: Nothing was posted in a period that was closed
-- why:   What was reported at the close stays as it was. A row is an event on a day of a period that
--        was closed, or not yet open, in the configuration the event was decided under.

with posted as (
  select b.configuration_version as version, to_char(e.posted_on, 'YYYY-MM') as period
    from event e
    join batch b on b.company_id = e.company_id and b.number = e.batch
   where e.company_id = $1
   group by 1, 2
), forbidden as (
  select p.version, p.period, coalesce(s.state, 'not open yet') as state, s.since
    from posted p
    left join lateral (
      select f.content ->> 'state' as state, f.version as since
        from configuration_fact f
       where f.company_id = $1 and f.kind = 'period' and f.key = p.period and f.version <= p.version
       order by f.version desc
       limit 1
    ) s on true
   where s.state is distinct from 'open'
)
select e.number as event, e.source, e.key, e.posted_on, f.period, f.state,
       c.changed_at as changed_at, b.recorded_at
  from forbidden f
  join batch b on b.company_id = $1 and b.configuration_version = f.version
  join event e on e.company_id = $1 and e.batch = b.number
              and to_char(e.posted_on, 'YYYY-MM') = f.period
  left join configuration_change c on c.company_id = $1 and c.version = f.since
 order by e.number
