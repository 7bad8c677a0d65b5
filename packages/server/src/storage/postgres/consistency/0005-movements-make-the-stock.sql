-- invariant: I2
-- title: The movements at a place add up to the stock there
-- why:   Stock says what lies where, by location and by document. A row is a place whose units were
--        not put there by any movement.

with moved as (
  select p.item, p.site, p.bucket, m.place, sum(m.quantity) as quantity
    from movement m
    join cost_pool p on p.company_id = m.company_id and p.number = m.pool
   where m.company_id = $1
   group by p.item, p.site, p.bucket, m.place
), held as (
  select item, site, bucket, place, quantity
    from stock
   where company_id = $1
)
select item, site, bucket, place, held.quantity, moved.quantity as moved_quantity
  from held
  full join moved using (item, site, bucket, place)
 where coalesce(held.quantity, 0) <> coalesce(moved.quantity, 0)
 order by item, site, bucket, place
