import { beforeAll, describe, expect, test } from 'vitest';
import { type InspectedBooks, mixedHistoryBooks } from '../support/inspected-books.ts';

/** What is written once. Everything else is state, which follows from it. */
const LOG = [
  'batch',
  'event',
  'movement',
  'posting',
  'event_link',
  'cost_use',
  'shown_cost',
  'determination',
  'gl_export',
  'configuration_change',
  'configuration_fact',
  'company',
  'schema_migration',
  'count_sheet',
  'count_entry',
  'count_acceptance',
  'inventory_journal',
  'review_action',
  'review_sign_off',
  'purchase_order',
] as const;

let books: InspectedBooks;

beforeAll(async () => {
  books = await mixedHistoryBooks();
});

/** Runs a statement as the application does; nothing of it is kept. */
async function asApplication(statement: string): Promise<unknown> {
  const client = await books.pool.connect();
  try {
    await client.query('begin');
    await client.query(`set local perpetua.company = '1'`);
    return await client.query(statement);
  } finally {
    await client.query('rollback');
    client.release();
  }
}

const DENIED = { code: '42501' };

describe('what is written is never changed', () => {
  for (const table of LOG) {
    test(`the application can read ${table}, and neither update, delete nor truncate it`, async () => {
      await expect(asApplication(`select from ${table} limit 1`)).resolves.toMatchObject({
        command: 'SELECT',
      });
      const column = table === 'schema_migration' ? 'name' : 'company_id';
      for (const statement of [
        `update ${table} set ${column} = ${column}`,
        `delete from ${table}`,
        `truncate ${table} cascade`,
        `merge into ${table} t using (select 1) s on true when matched then delete`,
        `insert into ${table} select * from ${table} on conflict on constraint ${table}_pkey do update set ${column} = excluded.${column}`,
      ]) {
        await expect(asApplication(statement), `tried: ${statement}`).rejects.toMatchObject(DENIED);
      }
    });
  }
});

test('no table at all can be emptied by the application, and nothing deleted but from drafts, snapshots and the work of restating', async () => {
  const { rows } = await books.owner.query<{ table: string; privilege: string }>(
    `select c.relname as table, lower(g.privilege_type) as privilege
       from pg_class c cross join lateral aclexplode(c.relacl) g
       join pg_roles w on w.oid = g.grantee
      where c.relnamespace = 'public'::regnamespace and w.rolname = 'perpetua_writer'`,
  );
  const of = (privilege: string) =>
    rows.filter((row) => row.privilege === privilege).map(({ table }) => table);
  for (const privilege of ['truncate', 'references', 'trigger', 'maintain']) {
    expect(of(privilege), `may ${privilege}`).toEqual([]);
  }
  const snapshots = ['snapshot_mark', 'pool_snapshot', 'place_snapshot', 'account_snapshot'];
  const deletable = ['mapping_draft', 'restatement', ...snapshots];
  expect(of('delete').filter((table) => !deletable.includes(table))).toEqual([]);
  const updatable = [
    'account_balance',
    'cost_pool',
    'cost_stream',
    'item',
    'lane',
    'mapping_draft',
    'restatement',
    'stock',
  ];
  expect(of('update').filter((table) => !updatable.includes(table))).toEqual([]);
  expect(of('update').filter((table) => LOG.some((log) => log === table))).toEqual([]);
});

test('of a count and of the queue only the progress is changed: what was frozen, entered and sent is written once', async () => {
  const { rows } = await books.owner.query<{ column: string }>(
    `select c.relname || '.' || a.attname as column
       from pg_class c join pg_attribute a on a.attrelid = c.oid cross join lateral aclexplode(a.attacl) g
      where c.relnamespace = 'public'::regnamespace order by 1`,
  );
  expect(rows.map(({ column }) => column)).toEqual([
    'count_line.acceptance',
    'count_line.difference',
    'count_line.event',
    'count_line.open',
    'count_line.round',
    'count_line.value',
    'queued_transaction.given_up',
    'queued_transaction.reasons',
    'queued_transaction.repaired',
    'queued_transaction.steps',
    'queued_transaction.tried_at',
    'queued_transaction.tried_version',
    'stock_count.ended_at',
    'stock_count.ended_because',
    'stock_count.ended_by',
    'stock_count.state',
  ]);
  for (const statement of [
    'update count_line set frozen = frozen',
    'update stock_count set posted_on = posted_on',
    'delete from count_line',
    'delete from stock_count',
  ]) {
    await expect(asApplication(statement), `tried: ${statement}`).rejects.toMatchObject(DENIED);
  }
});

test('the application cannot take the protection away', async () => {
  for (const statement of [
    'alter table event disable row level security',
    'alter table posting drop constraint an_amount_is_positive',
    'drop policy company_only on event',
    'drop table cost_use',
    // Granting without the right to is only a warning; the update that follows is not.
    'grant update on event to perpetua_writer; update event set key = key',
    'create rule quietly as on insert to event do nothing',
    `create trigger t before insert on event for each row execute function suppress_redundant_updates_trigger()`,
  ]) {
    await expect(asApplication(statement), `tried: ${statement}`).rejects.toMatchObject(DENIED);
  }
});

test('the partitions of the log cannot be reached past their tables', async () => {
  const { rows } = await books.owner.query<{ name: string }>(
    `select inhrelid::regclass::text as name from pg_inherits i
       join pg_class c on c.oid = i.inhparent where c.relname in ('movement', 'posting') and c.relkind = 'p'`,
  );
  expect(rows.length).toBeGreaterThan(2);
  for (const { name } of rows) {
    for (const statement of [
      `select from ${name}`,
      `delete from ${name}`,
      `insert into ${name} select * from ${name}`,
    ]) {
      await expect(asApplication(statement), `tried: ${statement}`).rejects.toMatchObject(DENIED);
    }
  }
});

test('the words of the refusal are those of PostgreSQL itself', async () => {
  await expect(asApplication(`update event set item = 'F2'`)).rejects.toThrow(
    'permission denied for table event',
  );
});
