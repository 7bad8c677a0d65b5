-- invariant: I1
-- title: The debits of every journal entry equal its credits
-- why:   These are the lines people read and other programs import. A row is an entry that an
--        accountant would have to refuse.

select entry,
       sum(amount) filter (where side = 'debit')  as debit,
       sum(amount) filter (where side = 'credit') as credit
  from journal_line
 where company_id = $1
 group by entry
having sum(amount) filter (where side = 'debit')
       is distinct from sum(amount) filter (where side = 'credit')
 order by entry
