import type { ClientBase } from 'pg';
import type { MappingDraft } from '../../application/ports.ts';

/** The drafts of a company, the oldest first. */
export async function readMappingDrafts(
  client: ClientBase,
  company: number,
): Promise<readonly MappingDraft[]> {
  const { rows } = await client.query<MappingDraft>(
    `select id, based_on as "basedOn", content as edits, created_at as "createdAt",
            created_by as "createdBy", changed_at as "changedAt"
       from mapping_draft
      where company_id = $1
      order by created_at, id`,
    [company],
  );
  return rows;
}

/** Keeps a draft as it is now, in the place of what it was. */
export async function keepMappingDraft(
  client: ClientBase,
  company: number,
  { id, basedOn, edits, createdAt, createdBy, changedAt }: MappingDraft,
): Promise<void> {
  await client.query(
    `insert into mapping_draft (company_id, id, based_on, content, created_at, created_by, changed_at)
     values ($1, $2, $3, $4, $5, $6, $7)
     on conflict (company_id, id) do update
        set content = excluded.content, changed_at = excluded.changed_at`,
    [company, id, basedOn, JSON.stringify(edits), createdAt, createdBy, changedAt],
  );
}

/** Ends a draft that is as it was last changed at that time; whether there was one. */
export async function dropMappingDraft(
  client: ClientBase,
  company: number,
  { id, changedAt }: Pick<MappingDraft, 'id' | 'changedAt'>,
): Promise<boolean> {
  const { rowCount } = await client.query(
    'delete from mapping_draft where company_id = $1 and id = $2 and changed_at = $3',
    [company, id, changedAt],
  );
  return rowCount === 1;
}
