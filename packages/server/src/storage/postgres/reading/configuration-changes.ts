import type { ClientBase } from 'pg';
import type {
  ChangedFact,
  ChangeFilter,
  ChangeMark,
  Page,
} from '../../../application/reading/ports.ts';
import { wordsLiteral } from '../array-literals.ts';

/** The day at the end of the key of what holds from a day on. */
const DAY = String.raw`'\n\d{4}-\d{2}-\d{2}$'`;

/**
 * What changes of the configuration made otherwise, the newest change first, its facts by kind and
 * key. A fact that only repeats what was known is left out; a change that is nothing but repetition
 * comes as one row without a kind. What begins on a day is held against what was in force then.
 */
export async function configurationChanges(
  client: ClientBase,
  company: number,
  { kinds, dated, from, to, version }: ChangeFilter,
  { after, limit }: Page<ChangeMark>,
): Promise<readonly ChangedFact[]> {
  const { rows } = await client.query<ChangedFact>(
    `select c.version, c.changed_at as "changedAt", c.changed_by as "changedBy", c.reason,
            f.kind, coalesce(f.key, '') as key, f.before, f.content as after
       from configuration_change c
       left join lateral (
            select f.kind, f.key, f.content,
                   case when b.version is null then e.content else b.content end as before
              from configuration_fact f
              left join lateral (
                   select b.version, b.content from configuration_fact b
                    where b.company_id = f.company_id and b.kind = f.kind and b.key = f.key
                      and b.version < f.version
                    order by b.version desc limit 1) b on true
              left join lateral (
                   select e.content from configuration_fact e
                    where b.version is null and f.kind = any($9::text[])
                      and e.company_id = f.company_id and e.kind = f.kind and e.version < f.version
                      and regexp_replace(e.key, ${DAY}, '') = regexp_replace(f.key, ${DAY}, '')
                      and coalesce(substring(e.key from ${DAY}), '')
                          < coalesce(substring(f.key from ${DAY}), '')
                    order by coalesce(substring(e.key from ${DAY}), '') desc, e.version desc
                    limit 1) e on true
             where f.company_id = c.company_id and f.version = c.version
               and ($3::text[] is null or f.kind = any($3::text[]))
               and (case when b.version is null then e.content else b.content end)::jsonb
                   is distinct from f.content::jsonb
             order by f.kind, f.key
             limit $7::integer + $8::integer
            ) f on true
      where c.company_id = $1 and c.version <= $2
        and ($3::text[] is null or f.kind is not null)
        and ($4::date is null or c.changed_at >= $4::date::timestamp at time zone 'UTC')
        and ($5::date is null or c.changed_at < ($5::date + 1)::timestamp at time zone 'UTC')
        and ($6::integer is null or c.version <= $6)
      order by c.version desc, f.kind, f.key
      offset $7::integer
      limit $8::integer`,
    [
      company,
      version,
      kinds.length === 0 ? null : wordsLiteral(kinds),
      from ?? null,
      to ?? null,
      after?.version ?? null,
      after?.passed ?? 0,
      limit,
      wordsLiteral(dated),
    ],
  );
  return rows;
}
