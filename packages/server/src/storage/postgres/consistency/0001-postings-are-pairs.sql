-- invariant: I1
-- title: Every posting has a positive amount and two different sides
-- why:   A pair of one debit and one credit balances whatever its amount. A row is a posting that
--        says nothing, or takes back what another one says.

select entry, line, amount, debit_account, debit_center, debit_site,
       credit_account, credit_center, credit_site
  from posting
 where company_id = $1
   and (amount <= 0
        or debit_account = '' or credit_account = ''
        or (debit_account, debit_center, debit_site) = (credit_account, credit_center, credit_site))
 order by entry, line
