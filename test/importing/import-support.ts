import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RESTATED_TYPE, type Result } from 'perpetua-core';
import type { QueryResultRow } from 'pg';
import { afterAll } from 'vitest';
import type {
  ImportDesk,
  ImportRequest,
} from '../../packages/server/src/application/importing/import-desk.ts';
import { importFile } from '../../packages/server/src/application/importing/import-file.ts';
import type { ImportRefusal } from '../../packages/server/src/application/importing/import-refusals.ts';
import type { ImportReport } from '../../packages/server/src/application/importing/import-report.ts';
import type { Mapping } from '../../packages/server/src/application/importing/mapping/mapping-form.ts';
import { checkMapping } from '../../packages/server/src/application/importing/mapping/read-mapping.ts';
import { importFiles } from '../../packages/server/src/files/import-files.ts';
import type { TestBooks } from '../support/books.ts';

const folders: string[] = [];

afterAll(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** A folder of a test's own, gone at the end of its file. */
export function testFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'perpetua-import-'));
  folders.push(folder);
  return folder;
}

/** A file with this content in a folder of its own. */
export function testFile(name: string, content: string | Uint8Array): string {
  const path = join(testFolder(), name);
  writeFileSync(path, content);
  return path;
}

/** Where imports of a test go. */
export const deskOf = ({ storage, desk, company, clock }: TestBooks): ImportDesk => ({
  storage,
  desk,
  company,
  clock,
  files: importFiles,
  recordedBy: 'test',
});

/** The mapping, which must be well formed. */
export function mappingOf(content: unknown): Mapping {
  const checked = checkMapping(content);
  if (!checked.ok) throw new Error(`the mapping is refused: ${JSON.stringify(checked.reasons)}`);
  return checked.value;
}

/** Imports and gives the report; a refusal of the file as a whole fails the test. */
export async function imported(books: TestBooks, request: ImportRequest): Promise<ImportReport> {
  const done = await importFile(request, deskOf(books));
  if (!done.ok) throw new Error(`the import is refused: ${JSON.stringify(done.reasons, null, 1)}`);
  return done.value;
}

/** Imports what must be refused as a whole, and gives the reasons. */
export async function refusedImport(
  books: TestBooks,
  request: ImportRequest,
): Promise<readonly ImportRefusal[]> {
  const done: Result<ImportReport, ImportRefusal> = await importFile(request, deskOf(books));
  if (done.ok) throw new Error(`the import is taken: ${JSON.stringify(done.value)}`);
  return done.reasons;
}

/** The lines of a file of rejected rows. */
export const linesOf = (path: string | undefined): readonly string[] =>
  readFileSync(path ?? 'no rejected file', 'utf8')
    .trimEnd()
    .split('\n');

/** Reads as the company, in one transaction. */
async function asCompany<Row extends QueryResultRow>(
  { pool, company }: TestBooks,
  text: string,
): Promise<readonly Row[]> {
  const client = await pool.connect();
  try {
    await client.query('begin');
    await client.query(`select set_config('perpetua.company', $1, true)`, [String(company.id)]);
    const { rows } = await client.query<Row>(text);
    await client.query('commit');
    return rows;
  } finally {
    client.release();
  }
}

/** What the books of a company hold: events, and per account what pools and ledger say. */
export async function stateOf(books: TestBooks): Promise<{
  readonly events: number;
  readonly differences: readonly { account: string; pools: string; ledger: string }[];
  readonly value: string;
}> {
  // Costs are right again when nothing is left to be run; how many corrections that took may differ.
  await books.desk.settled();
  const accounts = await asCompany<{ account: string; pools: string; ledger: string }>(
    books,
    `with pools as (select account, sum(value) as value from cost_pool group by account),
          ledger as (select account, sum(debit - credit) as value from account_balance group by account)
     select account, pools.value::text as pools, coalesce(ledger.value, 0)::text as ledger
       from pools left join ledger using (account) order by account`,
  );
  const [events] = await asCompany<{ events: string }>(
    books,
    `select count(*)::text as events from event where type <> '${RESTATED_TYPE}'`,
  );
  return {
    events: Number(events?.events),
    differences: accounts.filter(({ pools, ledger }) => pools !== ledger),
    value: accounts.reduce((sum, { pools }) => sum + BigInt(pools), 0n).toString(),
  };
}

/** Balances of accounts in the smallest unit, debits positive; accounts without one are left out. */
export async function balancesOf(books: TestBooks): Promise<Readonly<Record<string, string>>> {
  const rows = await asCompany<{ account: string; balance: string }>(
    books,
    `select account, sum(debit - credit)::text as balance from account_balance
      group by account having sum(debit - credit) <> 0 order by account`,
  );
  return Object.fromEntries(rows.map(({ account, balance }) => [account, balance]));
}

/** The sum of the balances of accounts whose code begins so. */
export async function sumOf(books: TestBooks, start: string): Promise<string> {
  const balances = Object.entries(await balancesOf(books));
  const chosen = balances.filter(([account]) => account.startsWith(start));
  return chosen.reduce((sum, [, balance]) => sum + BigInt(balance), 0n).toString();
}
