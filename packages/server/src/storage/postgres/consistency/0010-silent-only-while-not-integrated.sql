-- invariant: I3
-- title: Value moves without a journal entry only while inventory is not integrated
-- why:   That switch is the one reason for stock to change and the ledger not to. A row is an event
--        that should have been posted. An exact reversal follows the event it takes back.

with recursive silent as (
  select e.number, p.account, p.site, sum(m.value) as value
    from event e
    join movement m on m.company_id = e.company_id and m.event = e.number
    join cost_pool p on p.company_id = m.company_id and p.number = m.pool
   where e.company_id = $1 and e.entry = 0
   group by e.number, p.account, p.site
  having sum(m.value) <> 0
), traced as (
  select distinct number, number as origin from silent
   union
  select t.number, l.to_event
    from traced t
    join event_link l on l.company_id = $1 and l.event = t.origin and l.kind = 'reverses'
), first_cause as (
  select number, min(origin) as origin from traced group by number
), decided as (
  select c.number, e.posted_on, b.configuration_version as version
    from first_cause c
    join event e on e.company_id = $1 and e.number = c.origin
    join batch b on b.company_id = $1 and b.number = e.batch
), integrated as (
  select number
    from decided d
   where coalesce((
     select f.content ->> 'integrated'
       from configuration_fact f
      where f.company_id = $1 and f.kind = 'integration' and f.version <= d.version
        and (f.content ->> 'from')::date <= d.posted_on
        and not exists (
          select from configuration_fact newer
           where newer.company_id = $1 and newer.kind = 'integration' and newer.key = f.key
             and newer.version > f.version and newer.version <= d.version)
      order by (f.content ->> 'from')::date desc
      limit 1), 'true') = 'true'
)
select s.number as event, e.source, e.key, e.type, e.posted_on, s.account, s.site, s.value as moved
  from silent s
  join integrated using (number)
  join event e on e.company_id = $1 and e.number = s.number
 order by s.number, s.account, s.site
