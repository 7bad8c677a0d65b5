-- invariant: I13
-- title: Nothing stays under assembly
-- why:   All that goes into a document of several items comes out of it at once. A row is a document
--        that kept something, or gave out more than went in.

select number as pool, item, site, account, document, quantity, value
  from cost_pool
 where company_id = $1 and bucket = 'assembly' and (quantity <> 0 or value <> 0)
 order by number
