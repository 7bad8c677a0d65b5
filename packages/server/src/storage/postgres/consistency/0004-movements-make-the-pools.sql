-- invariant: I2
-- title: The movements of a pool add up to its quantity and its value
-- why:   The pool is only a sum that is kept. A row is a pool that does not follow from what was
--        recorded, or movements of a pool that does not exist.

with moved as (
  select pool, sum(quantity) as quantity, sum(value) as value, max(number) as last_movement
    from movement
   where company_id = $1
   group by pool
), held as (
  select number as pool, item, site, bucket, account, document, quantity, value, last_movement
    from cost_pool
   where company_id = $1
)
select pool, held.item, held.site, held.bucket, held.account, held.document,
       held.quantity, moved.quantity as moved_quantity,
       held.value, moved.value as moved_value,
       held.last_movement, moved.last_movement as last_recorded
  from held
  full join moved using (pool)
 where (held.quantity, held.value, held.last_movement)
       is distinct from (moved.quantity, moved.value, moved.last_movement)
 order by pool
