-- invariant: I3
-- title: What an event posts on the accounts of stock is what it moved
-- why:   Two faults that cancel out leave the sums right. A row is the event at which the two books
--        parted: it posted another value than it moved, or moved nothing at all. A stock journal is meant
--        to post without moving; 0038 asks of it.

with stock_account as (
  select account from cost_pool where company_id = $1
   union
  select account from determination
   where company_id = $1 and role in ('inventory', 'inventory-in-transit', 'wip', 'wip-in-transit', 'assembly-clearing')
), moved as (
  select m.event, p.account, p.site, sum(m.value) as value
    from movement m
    join cost_pool p on p.company_id = m.company_id and p.number = m.pool
   where m.company_id = $1
     and exists (select from event e where e.company_id = $1 and e.number = m.event and e.entry > 0)
   group by m.event, p.account, p.site
), posted as (
  select event, account, site, sum(case side when 'debit' then amount else -amount end) as value
    from journal_line
   where company_id = $1 and account in (select account from stock_account)
     and event not in (select number from event
                        where company_id = $1 and type in ('period-end-stock', 'stock-taken-up'))
   group by event, account, site
)
select event, account, site, coalesce(moved.value, 0) as moved, coalesce(posted.value, 0) as posted
  from moved
  full join posted using (event, account, site)
 where coalesce(moved.value, 0) <> coalesce(posted.value, 0)
 order by event, account, site
