-- invariant: I4
-- title: Lines of documents that move no stock stand on no account that holds some
-- why:   Revenue, the cost of what is not stocked, goods that go on to the vendor and charges are value
--        alone. On an account of stock they would part it from the subledger (004.09, 004.40). A row is
--        such an event that moved something, or posted there.

with holding as materialized (
  select distinct account from cost_pool
   where company_id = $1 and bucket <> 'consigned' and account <> ''
)
select e.number as event, e.type, e.source, e.key, e.movements, h.account
  from event e
  join batch b on b.company_id = $1 and b.number = e.batch
  left join lateral (
       select p.debit_account, p.credit_account from posting p
        where p.company_id = $1 and p.recorded_month = b.recorded_month
          and p.entry = e.entry and e.entry > 0) p on true
  left join holding h on h.account in (p.debit_account, p.credit_account)
 where e.company_id = $1
   and e.type in ('sales-revenue', 'sale-without-stock', 'return-for-vendor',
                  'merchandise-purchase', 'purchase-charge', 'freight-charge')
   and (e.movements > 0 or h.account is not null)
 order by e.number
