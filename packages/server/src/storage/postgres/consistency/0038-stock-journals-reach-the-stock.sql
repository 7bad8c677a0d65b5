-- invariant: I3
-- title: A stock journal leaves the ledger at the stock of its day, or at nothing
-- why:   It posts what was not posted while inventory was not integrated, and no cent beside it. A row is
--        one after which the ledger of the item stood, on that account at that site, neither at what the
--        stock was worth, as the books knew it then, nor at zero, to which stock is charged off.

with journal as (
  select number, posted_on, item, site, content ->> 'account' as account
    from event
   where company_id = $1 and type in ('period-end-stock', 'stock-taken-up')
), moved as (
  select j.number, sum(m.value) as stock, coalesce(sum(m.value) filter (where e.entry > 0), 0) as posted
    from journal j
    join cost_pool p on p.company_id = $1 and p.item = j.item and p.site = j.site and p.account = j.account
    join movement m on m.company_id = $1 and m.pool = p.number and m.event < j.number
         and m.posted_on <= j.posted_on
    join event e on e.company_id = $1 and e.number = m.event
   group by j.number
), taken_up as (
  select j.number, sum(case l.side when 'debit' then l.amount else -l.amount end) as value
    from journal j
    join journal t on t.item = j.item and t.site = j.site and t.account = j.account
         and t.number <= j.number and t.posted_on <= j.posted_on
    join journal_line l on l.company_id = $1 and l.event = t.number and l.account = t.account
   group by j.number
)
select j.number as event, j.posted_on, j.item, j.site, j.account, coalesce(m.stock, 0) as stock,
       coalesce(m.posted, 0) + coalesce(t.value, 0) as ledger
  from journal j
  left join moved m using (number)
  left join taken_up t using (number)
 where coalesce(m.posted, 0) + coalesce(t.value, 0) not in (coalesce(m.stock, 0), 0)
 order by j.number
