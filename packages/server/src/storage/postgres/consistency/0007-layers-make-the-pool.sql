-- invariant: I2
-- title: The open cost layers of a pool add up to its quantity and its value
-- why:   Under FIFO the layers are what issues are costed from. A row is a pool whose next issues
--        would take out more or less than it holds.

with first_in_first_out as (
  select coalesce(
    (select content ->> 'method'
       from configuration_fact
      where company_id = $1 and kind = 'costing-method'
      order by key desc, version desc
      limit 1),
    (select content ->> 'costingMethod'
       from configuration_fact
      where company_id = $1 and kind = 'company'
      order by version desc
      limit 1)) = 'fifo' as applies
), layered as (
  select p.number, p.item, p.site, p.bucket, p.account, p.quantity, p.value,
         coalesce(l.quantity, 0) as layers_quantity, coalesce(l.value, 0) as layers_value
    from cost_pool p
   cross join lateral (
     select sum((layer ->> 'quantity')::numeric) as quantity, sum((layer ->> 'value')::numeric) as value
       from json_array_elements(p.layers) layer
   ) l
   where p.company_id = $1
     and (p.layers is not null
          or (p.bucket = 'on-hand' and p.quantity > 0 and (select applies from first_in_first_out)))
)
select *
  from layered
 where (quantity, value) is distinct from (layers_quantity, layers_value)
 order by number
