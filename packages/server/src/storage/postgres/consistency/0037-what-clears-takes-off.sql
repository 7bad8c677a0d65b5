-- invariant: I4
-- title: What clears a line takes it off the accounts under review
-- why:   A clearing is the opposite of what it clears, so that it leaves nothing open itself, unless the
--        line moves on to another account under review (004.02). A row is one that left something.

with under_review as materialized (
  select content ->> 'account' as account
    from configuration_fact
   where company_id = $1 and kind = 'assignment' and content ->> 'account' is not null
     and content ->> 'role' in ('non-inventory', 'vendor-return-inventory')
   union
  select account from determination
   where company_id = $1 and content ->> 'roleUsed' in ('non-inventory', 'vendor-return-inventory')
     and content -> 'question' ->> 'typedOnLine' = ''
), took as materialized (
  select event, sum(value) as took
    from event_link where company_id = $1 and kind = 'clears'
   group by event
), posted as (
  select p.event, sum(case when d.account is not null then p.amount else 0 end
                    - case when c.account is not null then p.amount else 0 end) as posted
    from posting p
    left join under_review d on d.account = p.debit_account
    left join under_review c on c.account = p.credit_account
   where p.company_id = $1 and p.event in (select event from took)
   group by p.event
)
select t.event, e.type, e.source, e.key, t.took, coalesce(p.posted, 0) as posted
  from took t
  left join event e on e.company_id = $1 and e.number = t.event
  left join posted p on p.event = t.event
 where coalesce(p.posted, 0) + t.took <> 0
   and coalesce(e.content ->> 'account', '') not in (select account from under_review)
 order by t.event
