-- invariant: I11
-- title: What snapshots hold is what the log adds up to
-- why:   A report begins at a snapshot, so a wrong one would change what was known. All period ends are
--        rebuilt as they were known at the newest mark, and at one of the others in turn. A row is what a
--        snapshot says too much between one period end and the one before it, or a mark that is not what
--        its batch says.

with mark as (
  select m.*, row_number() over (order by batch desc) as position, count(*) over () as marks
    from snapshot_mark m
   where company_id = $1
), picked as (
  select m.*
    from mark m
    join lane l on l.company_id = $1
   where m.position = 1 or m.position = 1 + l.last_batch % m.marks
), ended as (
  select p.movement, p.entry, e.period_end,
         lead(e.period_end) over (partition by p.batch order by e.period_end) as next_end
    from picked p
   cross join unnest(p.period_ends) e(period_end)
), pool_part as (
  select e.movement, e.period_end, s.pool, s.quantity, s.value
    from ended e
    join pool_snapshot s on s.company_id = $1 and s.period_end = e.period_end and s.movement <= e.movement
   union all
  select e.movement, e.next_end, s.pool, -s.quantity, -s.value
    from ended e
    join pool_snapshot s on s.company_id = $1 and s.period_end = e.period_end and s.movement <= e.movement
   where e.next_end is not null
   union all
  select p.movement, p.period_ends[1 + width_bucket(m.posted_on - 1, p.period_ends)], m.pool, -m.quantity, -m.value
    from picked p
    join movement m on m.company_id = $1 and m.number <= p.movement
     and m.posted_on <= p.period_ends[cardinality(p.period_ends)]
), place_part as (
  select e.movement, e.period_end, s.pool, s.place, s.quantity
    from ended e
    join place_snapshot s on s.company_id = $1 and s.period_end = e.period_end and s.movement <= e.movement
   union all
  select e.movement, e.next_end, s.pool, s.place, -s.quantity
    from ended e
    join place_snapshot s on s.company_id = $1 and s.period_end = e.period_end and s.movement <= e.movement
   where e.next_end is not null
   union all
  select p.movement, p.period_ends[1 + width_bucket(m.posted_on - 1, p.period_ends)], m.pool, m.place, -m.quantity
    from picked p
    join movement m on m.company_id = $1 and m.number <= p.movement
     and m.posted_on <= p.period_ends[cardinality(p.period_ends)]
), side as (
  select entry, posted_on, debit_account as account, debit_center as center, debit_site as site,
         amount as debit, 0::bigint as credit
    from posting where company_id = $1
   union all
  select entry, posted_on, credit_account, credit_center, credit_site, 0, amount
    from posting where company_id = $1
), account_part as (
  select e.movement, e.period_end, s.account, s.center, s.site, s.debit, s.credit
    from ended e
    join account_snapshot s on s.company_id = $1 and s.period_end = e.period_end and s.entry <= e.entry
   union all
  select e.movement, e.next_end, s.account, s.center, s.site, -s.debit, -s.credit
    from ended e
    join account_snapshot s on s.company_id = $1 and s.period_end = e.period_end and s.entry <= e.entry
   where e.next_end is not null
   union all
  select p.movement, p.period_ends[1 + width_bucket(s.posted_on - 1, p.period_ends)],
         s.account, s.center, s.site, -s.debit, -s.credit
    from picked p
    join side s on s.entry <= p.entry and s.posted_on <= p.period_ends[cardinality(p.period_ends)]
), misplaced as (
  select m.movement, m.last_day, concat_ws(', ',
           case when (m.event, m.movement, m.entry) is distinct from (b.last_event, b.last_movement, b.last_entry)
                then 'its numbers are not those of its batch' end,
           case when exists (select from batch o
                              where o.company_id = $1 and o.number <= m.batch and o.recorded_month <> all (m.months))
                then 'a month is missing' end,
           case when m.position = 1 and m.last_day is distinct from greatest(
                  (select max(posted_on) from movement where company_id = $1 and number <= m.movement),
                  (select max(posted_on) from posting where company_id = $1 and entry <= m.entry))
                then 'its last day is not that of the log' end) as fault
    from mark m
    left join batch b on b.company_id = $1 and b.number = m.batch
), found as (
  select movement, period_end, 'pool ' || pool as what, sum(quantity) as quantity, sum(value) as value
    from pool_part
   group by movement, period_end, pool
  having sum(quantity) <> 0 or sum(value) <> 0
   union all
  select movement, period_end, 'place ' || place || ' of pool ' || pool, sum(quantity), null
    from place_part
   group by movement, period_end, pool, place
  having sum(quantity) <> 0
   union all
  select movement, period_end, concat_ws(' ', 'account', account, nullif(center, ''), nullif(site, '')),
         null, sum(debit - credit)
    from account_part
   group by movement, period_end, account, center, site
  having sum(debit) <> 0 or sum(credit) <> 0
   union all
  select movement, last_day, 'mark: ' || fault, null, null from misplaced where fault <> ''
   union all
  select movement, period_end, 'pool ' || pool || ', of no mark', quantity, value
    from pool_snapshot where company_id = $1 and movement not in (select movement from mark)
   union all
  select movement, period_end, 'place ' || place || ' of pool ' || pool || ', of no mark', quantity, null
    from place_snapshot where company_id = $1 and movement not in (select movement from mark)
   union all
  select m.movement, s.period_end, 'account ' || s.account || ', of no mark', null, s.debit - s.credit
    from account_snapshot s left join mark m on m.entry = s.entry
   where s.company_id = $1 and m.entry is null
)
select movement as known_up_to, period_end, what, quantity as quantity_too_much, value as value_too_much
  from found
 order by movement desc, period_end, what
