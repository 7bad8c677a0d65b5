-- invariant: I3
-- title: Every balance is the sum of its postings
-- why:   Reports and the reconciliation read the balances. A row is a balance that the postings do not
--        lead to.

with side as (
  select to_char(posted_on, 'YYYY-MM') as period, account, center, site,
         sum(amount) filter (where side = 'debit')  as debit,
         sum(amount) filter (where side = 'credit') as credit
    from journal_line
   where company_id = $1
   group by 1, 2, 3, 4
), kept as (
  select period, account, center, site, debit, credit
    from account_balance
   where company_id = $1
)
select period, account, center, site, kept.debit, side.debit as posted_debit,
       kept.credit, side.credit as posted_credit
  from kept
  full join side using (period, account, center, site)
 where coalesce(kept.debit, 0) <> coalesce(side.debit, 0)
    or coalesce(kept.credit, 0) <> coalesce(side.credit, 0)
 order by period, account, center, site
