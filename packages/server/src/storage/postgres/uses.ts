import { keysOf } from 'perpetua-core';
import type { ClientBase } from 'pg';
import type { Use } from '../../application/ports.ts';
import { textsLiteral } from './array-literals.ts';

type Row = readonly [kind: Use['kind'], query: string];

/** How often something of the books uses things of a kind: `code`, `count`, `example`. `$2` are the codes. */
const USES: Readonly<Record<Use['use'], Row>> = {
  'group items': [
    'group',
    `select group_number::text as code, count(*) as count, min(code) as example
       from item where company_id = $1 and group_number::text = any($2::text[]) group by 1`,
  ],
  'group history': [
    'group',
    `select content -> 'question' ->> 'group' as code, count(*) as count, min(account) as example
       from determination where company_id = $1 and content -> 'question' ->> 'group' = any($2::text[]) group by 1`,
  ],
  'account postings': [
    'account',
    `select account as code, count(*) as count, min(period) as example
       from account_balance where company_id = $1 and account = any($2::text[]) group by 1`,
  ],
  'account stock': [
    'account',
    `select account as code, count(*) as count, min(item) as example
       from cost_pool where company_id = $1 and account = any($2::text[]) and (quantity <> 0 or value <> 0) group by 1`,
  ],
  'site history': [
    'site',
    `select site as code, count(*) as count, min(key) as example
       from (select site, key from event where company_id = $1 and site = any($2::text[])
              union all
             select site, item from cost_pool where company_id = $1 and site = any($2::text[])) used
      group by 1`,
  ],
  'reason history': [
    'reason',
    `select reason as code, count(*) as count, min(key) as example
       from (select key, content ->> 'reason' as reason from event where company_id = $1
              union all
             select e.key, l ->> 'reason' from event e
              cross join lateral json_array_elements(case json_typeof(e.content -> 'lines')
                                                     when 'array' then e.content -> 'lines' else '[]' end) l
              where e.company_id = $1) given
      where reason = any($2::text[]) group by 1`,
  ],
};

/** What of the books uses things, with how often and an example; nothing of what nothing uses. */
export async function usesOf(
  client: ClientBase,
  company: number,
  things: readonly Pick<Use, 'kind' | 'code'>[],
): Promise<readonly Use[]> {
  const found: Use[] = [];
  for (const use of keysOf(USES)) {
    const [kind, query] = USES[use];
    const codes = things.filter((thing) => thing.kind === kind).map(({ code }) => code);
    if (codes.length === 0) continue;
    const { rows } = await client.query<{ code: string; count: bigint; example: string }>(query, [
      company,
      textsLiteral(codes),
    ]);
    found.push(...rows.map(({ count, ...row }) => ({ ...row, kind, use, count: Number(count) })));
  }
  return found;
}

/** Whether anything was ever posted for an item of the group. */
export async function groupInUse(
  client: ClientBase,
  company: number,
  group: number,
): Promise<boolean> {
  const { rowCount } = await client.query(
    `select from cost_pool p join item i on i.company_id = p.company_id and i.code = p.item
      where p.company_id = $1 and i.group_number = $2 limit 1`,
    [company, group],
  );
  return (rowCount ?? 0) > 0;
}
