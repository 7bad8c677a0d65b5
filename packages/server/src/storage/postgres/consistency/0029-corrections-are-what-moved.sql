-- invariant: I2
-- title: Cost corrections of a pool are what its restated movements changed by
-- why:   A late fact changes what movements are worth; the pool is corrected by the sum of it. A row is
--        an event that corrected a pool by another amount than the movements it names.

with named as (
  select r.event, r.pool, r.costed_on, r.as_type, coalesce(sum(c.correction), 0) as total
    from restated_cost r left join lateral unnest(r.corrections) c(correction) on true
   where r.company_id = $1
   group by r.event, r.pool, r.costed_on, r.as_type
), changed as (
  select event, pool, sum(total - before) as change
    from (select event, pool, total,
                 coalesce(lag(total) over (partition by pool, costed_on, as_type order by event), 0) as before
            from named) n
   group by event, pool
), moved as (
  select event, pool, sum(value) as value
    from movement where company_id = $1 and costed = 'restated'
   group by event, pool
)
select event, pool, coalesce(c.change, 0) as named, coalesce(m.value, 0) as corrected
  from changed c full join moved m using (event, pool)
 where coalesce(c.change, 0) <> coalesce(m.value, 0)
 order by event, pool
