import { accountRoles, roleDefinition } from 'perpetua-core';
import type { ClientBase } from 'pg';
import { textsLiteral, wordsLiteral } from './array-literals.ts';

const OTHER_ROLES = accountRoles().filter((role) => !roleDefinition(role).isBucket);

/**
 * Those of the accounts that were ever found for a role that holds no stock: what stands on them is
 * explained by no movement.
 */
export async function postedWithoutStock(
  client: ClientBase,
  company: number,
  accounts: readonly string[],
): Promise<readonly string[]> {
  if (accounts.length === 0) return [];
  const { rows } = await client.query<{ account: string }>(
    `select distinct account from determination
      where company_id = $1 and account = any($2::text[]) and role = any($3::text[])
      order by account`,
    [company, textsLiteral(accounts), wordsLiteral(OTHER_ROLES)],
  );
  return rows.map(({ account }) => account);
}
