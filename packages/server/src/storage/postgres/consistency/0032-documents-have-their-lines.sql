-- invariant: I1
-- title: A document posts all of its lines, and nothing beside them
-- why:   It is posted whole or not at all. A row is a document with a line that no part posts, with parts
--        that post a line it does not have, or with an entry of its own.

with document as (
  select number, key, entry, movements, json_array_length(content -> 'lines') as lines
    from event
   where company_id = $1 and content -> 'lines' is not null and content ->> 'reverses' is null
     and type in ('supplier-invoice', 'supplier-credit-note', 'sales-invoice', 'sales-credit-note')
), posted as (
  select l.to_event as number, count(distinct (p.content ->> 'line')::integer) as lines,
         coalesce(max((p.content ->> 'line')::integer), 0) as last
    from event_link l
    join event p on p.company_id = $1 and p.number = l.event
   where l.company_id = $1 and l.kind = 'caused-by'
     and l.to_event in (select number from document)
   group by l.to_event
)
select d.number as event, d.key, d.lines, coalesce(p.lines, 0) as posted, d.entry
  from document d
  left join posted p using (number)
 where d.lines <> coalesce(p.lines, 0) or d.lines <> coalesce(p.last, 0) or d.entry <> 0 or d.movements <> 0
 order by d.number
