-- invariant: I2
-- title: Stock and pools hold the same quantities, bucket by bucket and account by account
-- why:   The account of a place says which pool its units are issued from. A row is units whose cost
--        lies in another pool than the one they would be taken out of.

with held as (
  select item, site, bucket, account, case when bucket in ('on-hand', 'consigned') then '' else place end as document,
         sum(quantity) as quantity
    from stock
   where company_id = $1
   group by 1, 2, 3, 4, 5
), valued as (
  select item, site, bucket, account, document, quantity
    from cost_pool
   where company_id = $1
)
select item, site, bucket, account, document,
       held.quantity as in_stock, valued.quantity as in_pool
  from held
  full join valued using (item, site, bucket, account, document)
 where coalesce(held.quantity, 0) <> coalesce(valued.quantity, 0)
 order by item, site, bucket, account, document
