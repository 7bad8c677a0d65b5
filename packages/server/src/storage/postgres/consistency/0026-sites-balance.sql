-- invariant: I1
-- title: Every site of a journal entry balances where sites balance by themselves
-- why:   Each site then has a balance sheet of its own. A row is a site of an entry that was posted
--        while the company was set so, and whose debits there are not its credits. An exact reversal
--        follows the event it takes back.

with recursive setting as (
  select version, content ->> 'selfBalancingSites' as value,
         lead(version) over (order by version) as next_version
    from configuration_fact
   where company_id = $1 and kind = 'company'
), balancing as (
  select b.number
    from batch b
    join setting s on b.configuration_version >= s.version
                  and (s.next_version is null or b.configuration_version < s.next_version)
   where b.company_id = $1 and s.value = 'true'
), uneven as (
  select event, entry, site,
         coalesce(sum(amount) filter (where side = 'debit'), 0)  as debit,
         coalesce(sum(amount) filter (where side = 'credit'), 0) as credit
    from journal_line
   where company_id = $1 and exists (select from balancing)
   group by event, entry, site
  having sum(case side when 'debit' then amount else -amount end) <> 0
), traced as (
  select distinct event, event as origin from uneven
   union
  select t.event, l.to_event
    from traced t
    join event_link l on l.company_id = $1 and l.event = t.origin and l.kind = 'reverses'
), first_cause as (
  select event, min(origin) as origin from traced group by event
)
select u.entry, u.event, e.source, e.key, u.site, u.debit, u.credit
  from uneven u
  join first_cause f using (event)
  join event o on o.company_id = $1 and o.number = f.origin
  join event e on e.company_id = $1 and e.number = u.event
 where o.batch in (select number from balancing)
 order by u.entry, u.site
