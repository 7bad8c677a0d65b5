import pg from 'pg';
import { expect, inject, test, vi } from 'vitest';
import type { PostgresConnection } from '../../packages/server/src/storage/embedded/server-door.ts';
import { type DatabaseTemplate, testDatabase } from './database.ts';

async function query(connection: PostgresConnection, text: string): Promise<unknown[]> {
  const client = new pg.Client(connection);
  await client.connect();
  try {
    const { rows } = await client.query(text);
    return rows;
  } finally {
    await client.end();
  }
}

async function exists(database: string | undefined): Promise<boolean> {
  const names = await query(inject('postgres'), 'select datname as name from pg_database');
  return names.some((row) => Object.is(Object(row).name, database));
}

test('a database without a template is empty and gone after drop', async () => {
  const database = await testDatabase();
  const tables = `select from pg_tables where schemaname = 'public'`;
  expect(await query(database.connection, tables)).toEqual([]);
  await database.drop();
  await database.drop();
  expect(await exists(database.connection.database)).toBe(false);
});

test('databases of one template start alike and do not see each other; it is prepared once', async () => {
  const prepare = vi.fn(async (connection: PostgresConnection) => {
    await query(connection, 'create table kept as select 1 as n');
  });
  const template: DatabaseTemplate = { name: `support_${process.pid}`, prepare };
  const [left, right] = await Promise.all([testDatabase(template), testDatabase(template)]);
  expect(prepare).toHaveBeenCalledOnce();
  await query(left.connection, 'insert into kept values (2)');
  expect(await query(left.connection, 'select n from kept order by n')).toEqual([
    { n: 1 },
    { n: 2 },
  ]);
  expect(await query(right.connection, 'select n from kept')).toEqual([{ n: 1 }]);
});

test('a template that fails half-way fails for the next one too, and works once it is mended', async () => {
  const name = `ruin_${process.pid}`;
  const failing: DatabaseTemplate = {
    name,
    prepare: async (connection) => {
      await query(connection, 'create table half (n int)');
      await query(connection, 'select 1/0');
    },
  };
  await expect(testDatabase(failing)).rejects.toThrow(/division by zero/);
  await expect(testDatabase(failing)).rejects.toThrow(/division by zero/);
  const mended: DatabaseTemplate = {
    name,
    prepare: async (connection) => {
      await query(connection, 'create table half (n int)');
    },
  };
  const database = await testDatabase(mended);
  expect(await query(database.connection, 'select n from half')).toEqual([]);
});

test('a template name that could not be a database name is refused', async () => {
  const wrong: DatabaseTemplate = { name: 'x"; drop', prepare: async () => undefined };
  await expect(testDatabase(wrong)).rejects.toThrow(/may not be called/);
});
