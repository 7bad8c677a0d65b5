import type pg from 'pg';

/** Partitions of single months are made as time goes by; they are no part of the schema. */
const OF_A_MONTH = String.raw`_\d{4}_\d{2}$`;

const HEAD = `-- The schema as the migrations leave it, in the order of names. Written by tools/schema.ts for
-- reading and comparing; the migrations are what makes it.
`;

/**
 * Reads the schema of a database out of its catalog, as text in a stable order: the same schema
 * gives the same text, whatever the order in which it was made.
 */
export async function schemaText(client: pg.ClientBase): Promise<string> {
  const parts: string[] = [HEAD];
  for (const query of [TYPES, TABLES, PARTITIONS, INDEXES, VIEWS, POLICIES, GRANTS]) {
    const { rows } = await client.query<{ text: string }>(query, [OF_A_MONTH]);
    if (rows.length > 0)
      parts.push(
        `${rows
          .map(({ text }) => text)
          .join('\n')
          .trimEnd()}\n`,
      );
  }
  return parts.join('\n');
}

/** Relations of ours: no indexes, no partition of a month. */
const RELATIONS = `
  select c.oid, c.relname as name, c.relkind as kind, c.reloptions, c.relispartition, c.relpartbound
    from pg_class c
   where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v', 'm', 'S', 'f')
     and c.relname !~ $1`;

const TYPES = `
  select format(E'create type %I as enum (\\n  %s\\n);', t.typname,
           (select string_agg(quote_literal(e.enumlabel), E',\\n  ' order by e.enumsortorder)
              from pg_enum e where e.enumtypid = t.oid)) as text
    from pg_type t
   where t.typnamespace = 'public'::regnamespace and t.typtype = 'e' and t.typname !~ $1
   order by t.typname collate "C"`;

/** Columns first, then constraints by kind and name: primary key, unique, foreign key, check. */
const TABLES = `
  with relation as (${RELATIONS}),
  line as (
    select r.oid, 1 as part, lpad(a.attnum::text, 4, '0') as position,
           format('%I %s%s%s%s', a.attname, format_type(a.atttypid, a.atttypmod),
             case when a.attnotnull then ' not null' else '' end,
             case when a.attidentity <> '' then ' generated as identity' else '' end,
             coalesce(' default ' || pg_get_expr(d.adbin, d.adrelid), '')) as text
      from relation r
      join pg_attribute a on a.attrelid = r.oid and a.attnum > 0 and not a.attisdropped
      left join pg_attrdef d on d.adrelid = r.oid and d.adnum = a.attnum
     where r.kind in ('r', 'p') and not r.relispartition
     union all
    select r.oid, 2, case n.contype when 'p' then '1' when 'u' then '2' when 'f' then '3' else '4' end || n.conname,
           format('constraint %I %s', n.conname, pg_get_constraintdef(n.oid))
      from relation r
      join pg_constraint n on n.conrelid = r.oid and n.contype <> 'n'
     where r.kind in ('r', 'p') and not r.relispartition
  )
  select format(E'create table %I (\\n  %s\\n)%s%s;\\n', r.name,
           string_agg(l.text, E',\\n  ' order by l.part, l.position collate "C"),
           coalesce(' partition by ' || pg_get_partkeydef(r.oid), ''),
           coalesce(' with (' || array_to_string(r.reloptions, ', ') || ')', '')) as text
    from relation r
    join line l using (oid)
   group by r.oid, r.name, r.reloptions
   order by r.name collate "C"`;

const PARTITIONS = `
  with relation as (${RELATIONS})
  select format('create table %I partition of %s %s;', r.name, i.inhparent::regclass,
           pg_get_expr(r.relpartbound, r.oid)) as text
    from relation r
    join pg_inherits i on i.inhrelid = r.oid
   order by r.name collate "C"`;

/** Indexes beside those of the constraints above. */
const INDEXES = `
  with relation as (${RELATIONS})
  select pg_get_indexdef(i.indexrelid) || ';' as text
    from relation r
    join pg_index i on i.indrelid = r.oid
    join pg_class c on c.oid = i.indexrelid
   where not r.relispartition
     and not exists (select from pg_constraint n where n.conindid = i.indexrelid and n.contype in ('p', 'u', 'x'))
   order by c.relname collate "C"`;

/** Views, and whatever else a schema may hold that ours should not. */
const VIEWS = `
  with relation as (${RELATIONS})
  select case r.kind
           when 'v' then format(E'create view %I%s as\\n%s\\n', r.name,
             coalesce(' with (' || array_to_string(r.reloptions, ', ') || ')', ''), pg_get_viewdef(r.oid))
           else format('-- relation %I of kind %s', r.name, r.kind) end as text
    from relation r
   where r.kind not in ('r', 'p')
   union all
  select pg_get_triggerdef(t.oid) || ';'
    from relation r
    join pg_trigger t on t.tgrelid = r.oid
   where not t.tgisinternal
   union all
  select pg_get_functiondef(p.oid)
    from pg_proc p
   where p.pronamespace = 'public'::regnamespace and p.proname !~ $1
   order by 1`;

const POLICIES = `
  select format('alter table %I enable row level security;', c.relname) as text, c.relname as name, 1 as part
    from pg_class c
   where c.relnamespace = 'public'::regnamespace and c.relrowsecurity and c.relname !~ $1
   union all
  select format(E'create policy %I on %I as %s for %s to %s\\n  using (%s)%s;', p.policyname, p.tablename,
           lower(p.permissive), lower(p.cmd), array_to_string(p.roles, ', '), p.qual,
           coalesce(E'\\n  with check (' || p.with_check || ')', '')), p.tablename, 2
    from pg_policies p
   where p.schemaname = 'public' and p.tablename !~ $1
   order by name, part`;

/** What others than the owner may do; the owner may do everything. */
const GRANTS = `
  with relation as (${RELATIONS})
  select text from (
  select format('grant %s on %I to %s;', string_agg(lower(g.privilege_type), ', ' order by g.privilege_type),
           r.name, coalesce(w.rolname, 'public')) as text, r.name as name
    from relation r
    join pg_class c on c.oid = r.oid
   cross join lateral aclexplode(c.relacl) g
    left join pg_roles w on w.oid = g.grantee
   where g.grantee <> c.relowner
   group by r.name, w.rolname
   union all
  select format('grant %s (%s) on %I to %s;', lower(g.privilege_type),
           string_agg(a.attname, ', ' order by a.attnum), r.name, coalesce(w.rolname, 'public')), r.name
    from relation r
    join pg_attribute a on a.attrelid = r.oid
   cross join lateral aclexplode(a.attacl) g
    left join pg_roles w on w.oid = g.grantee
   group by r.name, w.rolname, g.privilege_type
  ) as granted
   order by name collate "C", text`;
