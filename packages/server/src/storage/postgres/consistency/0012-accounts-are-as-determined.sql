-- invariant: I3
-- title: Every posting stands on the accounts its determinations found
-- why:   The determination is the answer to "why this account". A row is a posting that nobody can
--        explain: without an answer, or on another account, center or site than the answer.

with answer as materialized (
  select number, account, content ->> 'center' as center, content -> 'question' ->> 'site' as site
    from determination
   where company_id = $1
)
select l.entry, l.line, l.side, l.account, l.center, l.site, l.determination,
       a.account as determined_account, a.center as determined_center, a.site as determined_site
  from journal_line l
  left join answer a on a.number = l.determination
 where l.company_id = $1
   and (l.account, l.center, l.site) is distinct from (a.account, a.center, a.site)
 order by l.entry, l.line, l.side
