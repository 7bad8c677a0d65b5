-- invariant: I6
-- title: Every movement takes its pool from where the one before it left it
-- why:   Each movement says what its pool held afterwards. A row is the first step at which that no
--        longer follows from the step before.

with step as (
  select number, event, pool, quantity, value, quantity_after, value_after,
         lag(quantity_after, 1, 0::bigint) over before as quantity_before,
         lag(value_after, 1, 0::bigint)    over before as value_before
    from movement
   where company_id = $1
  window before as (partition by pool order by number)
)
select number as movement, event, pool, quantity_before, quantity, quantity_after,
       value_before, value, value_after
  from step
 where quantity_after <> quantity_before + quantity or value_after <> value_before + value
 order by number
