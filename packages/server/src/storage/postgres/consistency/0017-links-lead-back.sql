-- invariant: I4
-- title: Every link leads from an event to an earlier one, every cost use to a receipt
-- why:   Causes come before their consequences. A row is a trace that ends nowhere.

select 'link' as trace, l.event, l.to_event as leads_to, l.kind::text as kind
  from event_link l
  left join event e on e.company_id = l.company_id and e.number = l.event
  left join event t on t.company_id = l.company_id and t.number = l.to_event
 where l.company_id = $1 and (e.number is null or t.number is null or l.to_event >= l.event)
 union all
select 'cost use', m.event, u.receipt, 'receipt'
  from cost_use u
  left join movement m on m.company_id = u.company_id and m.number = u.movement
  left join event r on r.company_id = u.company_id and r.number = u.receipt
 where u.company_id = $1 and (m.number is null or r.number is null or u.receipt >= m.event)
 order by 1, 2, 3
