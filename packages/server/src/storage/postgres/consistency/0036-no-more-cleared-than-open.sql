-- invariant: I4
-- title: No line under review is cleared beyond what it left open
-- why:   The review takes at most what stands open of a line (004.02). A row is an event of which more
--        was cleared than it posted on accounts under review, or of which the other side was.

with under_review as materialized (
  select content ->> 'account' as account
    from configuration_fact
   where company_id = $1 and kind = 'assignment' and content ->> 'account' is not null
     and content ->> 'role' in ('non-inventory', 'vendor-return-inventory')
   union
  select account from determination
   where company_id = $1 and content ->> 'roleUsed' in ('non-inventory', 'vendor-return-inventory')
     and content -> 'question' ->> 'typedOnLine' = ''
), cleared as materialized (
  select to_event as event, sum(value) as cleared
    from event_link where company_id = $1 and kind = 'clears'
   group by to_event having sum(value) <> 0
), posted as (
  select p.event, sum(case when d.account is not null then p.amount else 0 end
                    - case when c.account is not null then p.amount else 0 end) as posted
    from posting p
    left join under_review d on d.account = p.debit_account
    left join under_review c on c.account = p.credit_account
   where p.company_id = $1 and p.event in (select event from cleared)
   group by p.event
), took as (
  select event, sum(value) as took
    from event_link
   where company_id = $1 and kind = 'clears' and event in (select event from cleared)
   group by event
)
select c.event, e.type, e.source, e.key, coalesce(p.posted, 0) + coalesce(t.took, 0) as left_open,
       c.cleared
  from cleared c
  left join event e on e.company_id = $1 and e.number = c.event
  left join posted p on p.event = c.event
  left join took t on t.event = c.event
 where abs(c.cleared) > abs(coalesce(p.posted, 0) + coalesce(t.took, 0))
    or sign(c.cleared) <> sign(coalesce(p.posted, 0) + coalesce(t.took, 0))
 order by c.event
