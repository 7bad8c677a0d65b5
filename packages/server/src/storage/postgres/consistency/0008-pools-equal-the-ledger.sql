-- invariant: I3
-- title: What the pools are worth is what the ledger says, account by account and site by site
-- why:   Both describe the same goods. A row is a difference between the two books. Value that moved
--        without a journal entry is left out here; 0010 asks whether that was right. What a stock journal
--        took up of it is left out of the ledger; 0038 asks of that.

with subledger as (
  select account, site, sum(value) as value
    from cost_pool
   where company_id = $1
   group by account, site
), unposted as (
  select p.account, p.site, sum(m.value) as value
    from event e
    join movement m on m.company_id = e.company_id and m.event = e.number
    join cost_pool p on p.company_id = m.company_id and p.number = m.pool
   where e.company_id = $1 and e.entry = 0
   group by p.account, p.site
), taken_up as (
  select l.account, l.site, sum(case side when 'debit' then l.amount else -l.amount end) as value
    from event e
    join journal_line l on l.company_id = e.company_id and l.event = e.number and l.account = e.content ->> 'account'
   where e.company_id = $1 and e.type in ('period-end-stock', 'stock-taken-up')
   group by l.account, l.site
), stock_account as (
  select account from cost_pool where company_id = $1
   union
  select account from determination
   where company_id = $1 and role in ('inventory', 'inventory-in-transit', 'wip', 'wip-in-transit', 'assembly-clearing')
), ledger as (
  select account, site, sum(case side when 'debit' then amount else -amount end) as balance
    from journal_line
   where company_id = $1 and account in (select account from stock_account)
   group by account, site
)
select account, site, coalesce(subledger.value, 0) as subledger,
       coalesce(unposted.value, 0) as not_to_be_posted, coalesce(taken_up.value, 0) as taken_up,
       coalesce(ledger.balance, 0) as ledger
  from subledger
  full join ledger using (account, site)
  full join unposted using (account, site)
  full join taken_up using (account, site)
 where coalesce(subledger.value, 0) - coalesce(unposted.value, 0) + coalesce(taken_up.value, 0)
       <> coalesce(ledger.balance, 0)
 order by account, site
