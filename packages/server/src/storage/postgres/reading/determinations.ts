import type { TransactionType } from 'perpetua-core';
import type { ClientBase } from 'pg';
import type { StoredDetermination } from '../../../application/reading/ports.ts';
import { numbersLiteral } from '../array-literals.ts';

type DeterminationRow = {
  number: bigint;
  batch: bigint;
  configuration_version: number;
  type: TransactionType;
  role: string;
  account: string;
  content: string;
};

/** Stored determinations by number, word for word. */
export async function determinations(
  client: ClientBase,
  company: number,
  numbers: readonly number[],
): Promise<readonly StoredDetermination[]> {
  const { rows } = await client.query<DeterminationRow>(
    `select number, batch, configuration_version, type, role, account, content::text as content
       from determination
      where company_id = $1 and number = any($2::bigint[])
      order by number`,
    [company, numbersLiteral(numbers)],
  );
  return rows.map(({ number, batch, configuration_version, ...row }) => ({
    ...row,
    number: Number(number),
    batch: Number(batch),
    configurationVersion: configuration_version,
  }));
}
