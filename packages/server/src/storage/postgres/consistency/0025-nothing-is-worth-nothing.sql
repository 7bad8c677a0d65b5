-- invariant: I13
-- title: No value without units, and none against their sign
-- why:   Cents that stay behind on nothing can never be sold. A row is a pool of quantity zero that
--        still has a value, or units whose value has the other sign. An order between its sale and
--        its delivery has both signs.

select number as pool, item, site, bucket, account, document, quantity, value
  from cost_pool
 where company_id = $1
   and ((quantity = 0 and value <> 0)
        or (bucket <> 'order-clearing'
            and ((quantity > 0 and value < 0) or (quantity < 0 and value > 0))))
 order by number
