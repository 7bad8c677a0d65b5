-- invariant: I1
-- title: The trial balance of every period balances
-- why:   Balances are kept beside the postings, so that nobody has to add them up. A row is a period
--        in which one side was kept and the other was not.

select period, sum(debit) as debit, sum(credit) as credit, sum(debit) - sum(credit) as difference
  from account_balance
 where company_id = $1
 group by period
having sum(debit) <> sum(credit)
 order by period
