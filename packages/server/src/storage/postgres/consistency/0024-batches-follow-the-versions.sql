-- invariant: I7
-- title: Batches and determinations follow the versions of the configuration
-- why:   Whether a period was open, and which account was right, is asked of the version in force. A
--        row is a batch that went back to an older version, one of a version nobody made, or a
--        determination under another version than its batch.

with ordered as (
  select number, configuration_version as version,
         lag(configuration_version, 1, 0) over (order by number) as version_before
    from batch
   where company_id = $1
)
select 'batch' as what, o.number, o.version, o.version_before as expected
  from ordered o
  left join configuration_change c on c.company_id = $1 and c.version = o.version
  left join lane l on l.company_id = $1
 where o.version < o.version_before or c.version is null or o.version > l.configuration_version
 union all
select 'determination', d.number, d.configuration_version, b.configuration_version
  from determination d
  left join batch b on b.company_id = d.company_id and b.number = d.batch
 where d.company_id = $1 and d.configuration_version is distinct from b.configuration_version
 order by 1, 2
