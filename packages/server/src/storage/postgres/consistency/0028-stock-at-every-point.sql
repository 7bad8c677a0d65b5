-- invariant: I12
-- title: No pool is below zero in the order of costs where it may not be
-- why:   What leaves on a day has to be there then and at every later point: goods under a document and
--        goods of others always, stock on hand where the company or the site forbids it. A row is a
--        point, by day and then as it was posted, at which a pool holds less than nothing. Once
--        something took stock that was allowed to, or had happened, later points count again only
--        from what was asked anew after it.

with step as (
  select m.pool, m.costed_on, m.number - m.family_at as family, min(m.event) as event,
         sum(m.quantity) as units
    from movement m
   where m.company_id = $1 and m.quantity <> 0
   group by m.pool, m.costed_on, m.number - m.family_at
  having sum(m.quantity) <> 0
), held as (
  select s.*, sum(units) over in_order as quantity, row_number() over in_order as place
    from step s
  window in_order as (partition by pool order by costed_on, family)
), setting as (
  select kind, key, version, content ->> 'negativeStock' as value,
         lead(version) over (partition by kind, key order by version) as next_version
    from configuration_fact
   where company_id = $1 and kind in ('company', 'site')
), judged as (
  select h.*, p.item, p.site, p.bucket, p.account, p.document,
         h.units < 0 and p.bucket = 'on-hand'
           and (e.happened or coalesce(own.value, company.value) is distinct from 'forbid') as is_free
    from held h
    join cost_pool p on p.company_id = $1 and p.number = h.pool
    join event e on e.company_id = $1 and e.number = h.event
    join batch b on b.company_id = $1 and b.number = e.batch
    left join setting own on own.kind = 'site' and own.key = p.site
                         and b.configuration_version >= own.version
                         and (own.next_version is null or b.configuration_version < own.next_version)
    left join setting company on company.kind = 'company'
                             and b.configuration_version >= company.version
                             and (company.next_version is null
                                  or b.configuration_version < company.next_version)
   where p.bucket <> 'order-clearing'
     and h.pool in (select pool from held where quantity < 0)
), free as (
  select pool, min(place) as first_place, max(family) as last_family
    from judged where is_free group by pool
), asked_again as (
  select j.pool, min(j.place) as place
    from judged j
    join free f using (pool)
   where j.units < 0 and not j.is_free and j.family > f.last_family
   group by j.pool
)
select j.pool, j.item, j.site, j.bucket, j.account, j.document, j.costed_on, j.event, e.source, e.key,
       j.quantity
  from judged j
  join event e on e.company_id = $1 and e.number = j.event
  left join free f using (pool)
  left join asked_again a using (pool)
 where j.quantity < 0
   and (f.first_place is null or j.place < f.first_place or j.place >= a.place)
 order by j.pool, j.place
