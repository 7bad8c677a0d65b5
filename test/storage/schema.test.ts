import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ownerConnection } from '../../packages/server/src/storage/postgres/connections.ts';
import { schemaText } from '../../tools/schema/schema-text.ts';
import { MIGRATED } from '../support/books.ts';
import { testDatabase } from '../support/database.ts';

const PAGE = join(import.meta.dirname, '../../packages/server/src/storage/postgres/schema.sql');

/** The two tables that are not distributed by company. */
const OF_ALL_COMPANIES = ['company', 'schema_migration'];

let owner: pg.Client;

beforeAll(async () => {
  owner = await ownerConnection((await testDatabase(MIGRATED)).connection);
});

afterAll(() => owner.end());

async function names(query: string, values: readonly unknown[] = []): Promise<readonly string[]> {
  const { rows } = await owner.query<{ name: string }>(query, [...values]);
  return rows.map(({ name }) => name);
}

test('the written schema is what the migrations make', async () => {
  const written = readFileSync(PAGE, 'utf8');
  expect(await schemaText(owner), 'out of date: run `node tools/schema.ts`').toBe(written);
});

test('the written schema changes with the schema', async () => {
  const before = await schemaText(owner);
  for (const change of [
    'create index further on event (company_id, item)',
    'alter table event add column further text',
    'grant update on event to perpetua_writer',
    'grant update (key) on event to perpetua_writer',
    'alter table event disable row level security',
    `create function further() returns integer language sql as 'select 1'`,
    'create sequence further',
    `alter type bucket add value 'further'`,
  ]) {
    await owner.query(`begin; ${change}`);
    expect(await schemaText(owner), `after ${change}`).not.toBe(before);
    await owner.query('rollback');
  }
  await owner.query(
    "begin; create table movement_1999_01 partition of movement for values from ('1999-01-01') to ('1999-02-01')",
  );
  expect(await schemaText(owner), 'partitions of a month do not count').toBe(before);
  await owner.query('rollback');
});

// What every PostgreSQL-compatible engine that spreads tables by company can do.
describe('the schema keeps to the portable subset', () => {
  const OURS = `c.relnamespace = 'public'::regnamespace and c.relname <> all($1)`;

  test('every primary key, unique constraint and unique index begins with the company', async () => {
    const query = (first: string) =>
      `select i.indexrelid::regclass::text as name
         from pg_index i
         join pg_class c on c.oid = i.indrelid
         join pg_attribute a on a.attrelid = c.oid and a.attnum = i.indkey[0]
        where ${OURS} and i.indisunique and a.attname ${first} 'company_id' order by 1`;
    expect((await names(query('='), [OF_ALL_COMPANIES])).length).toBeGreaterThan(15);
    expect(await names(query('<>'), [OF_ALL_COMPANIES])).toEqual([]);
  });

  test('every table has a primary key', async () => {
    expect(
      await names(
        `select c.relname as name from pg_class c
          where ${OURS} and c.relkind in ('r', 'p')
            and not exists (select from pg_constraint n where n.conrelid = c.oid and n.contype = 'p')`,
        [[]],
      ),
    ).toEqual([]);
  });

  test('every foreign key begins with the company on both sides', async () => {
    const query = (which: string) =>
      `select n.conname as name
         from pg_constraint n
         join pg_class c on c.oid = n.conrelid
         join pg_attribute a on a.attrelid = n.conrelid and a.attnum = n.conkey[1]
         join pg_attribute f on f.attrelid = n.confrelid and f.attnum = n.confkey[1]
        where ${OURS} and n.contype = 'f'
          and ${which} (a.attname = 'company_id' and f.attname = 'company_id') order by 1`;
    expect((await names(query(''), [[]])).length).toBeGreaterThan(4);
    expect(await names(query('not'), [[]])).toEqual([]);
  });

  test('no sequence, no identity, no column that numbers itself', async () => {
    expect(
      await names(
        `select c.relname as name from pg_class c where ${OURS} and c.relkind = 'S'
          union all
         select c.relname || '.' || a.attname from pg_class c join pg_attribute a on a.attrelid = c.oid
          where ${OURS} and (a.attidentity <> '' or a.attgenerated <> '')
          union all
         select c.relname || '.' || a.attname from pg_class c
           join pg_attribute a on a.attrelid = c.oid
           join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
          where ${OURS} and pg_get_expr(d.adbin, d.adrelid) like '%nextval%'`,
        [[]],
      ),
    ).toEqual([]);
  });

  test('no deferrable constraint, no exclusion', async () => {
    expect(
      await names(
        `select n.conname as name from pg_constraint n join pg_class c on c.oid = n.conrelid
          where ${OURS} and (n.condeferrable or n.contype in ('x', 't'))`,
        [[]],
      ),
    ).toEqual([]);
  });

  test('no trigger, no rule, no function of our own', async () => {
    expect(
      await names(
        `select t.tgname as name from pg_trigger t join pg_class c on c.oid = t.tgrelid
          where ${OURS} and not t.tgisinternal
          union all
         select r.rulename from pg_rewrite r join pg_class c on c.oid = r.ev_class
          where ${OURS} and r.rulename <> '_RETURN'
          union all
         select p.proname from pg_proc p where p.pronamespace = 'public'::regnamespace`,
        [[]],
      ),
    ).toEqual([]);
  });

  test('no policy asks another table', async () => {
    const policies = await owner.query<{ qual: string | null; with_check: string | null }>(
      `select qual, with_check from pg_policies where schemaname = 'public'`,
    );
    expect(policies.rows.length).toBeGreaterThan(10);
    for (const { qual, with_check } of policies.rows) {
      expect(`${qual ?? ''} ${with_check ?? ''}`).not.toMatch(/\bselect\b/i);
    }
  });

  test('no partition is itself partitioned', async () => {
    expect(
      await names(
        `select c.relname as name from pg_class c where ${OURS} and c.relkind = 'p' and c.relispartition`,
        [[]],
      ),
    ).toEqual([]);
  });
});
