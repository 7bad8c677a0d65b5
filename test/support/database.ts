import pg from 'pg';
import { afterAll, inject } from 'vitest';
import type { PostgresConnection } from '../../packages/server/src/storage/embedded/server-door.ts';

/** How a database is prepared once per run, to be copied for every test that wants one like it. */
export type DatabaseTemplate = {
  /** Distinguishes templates of one run: lower-case letters, digits and underscores. */
  readonly name: string;
  /** Fills the empty database behind the connection, and leaves no connection open. */
  readonly prepare: (connection: PostgresConnection) => Promise<void>;
};

/** A database of a test's own. */
export type TestDatabase = {
  readonly connection: PostgresConnection;
  /** Drops it before the end of the file; may be called again. */
  readonly drop: () => Promise<void>;
};

const created = new Set<TestDatabase>();
let count = 0;

// Every test file loads this module anew, so this runs at the end of each file.
afterAll(async () => {
  for (const database of created) await database.drop();
});

/**
 * Makes a database on the server of this run: empty, or a copy of the template, which the first
 * one to ask prepares. It is dropped at the end of the test file; connections to it must be closed
 * by then.
 */
export async function testDatabase(template?: DatabaseTemplate): Promise<TestDatabase> {
  if (template !== undefined) await ensureTemplate(template);
  count += 1;
  const name = `test_${process.pid}_${process.env.VITEST_POOL_ID ?? '0'}_${Date.now()}_${count}`;
  await withAdministrator(async (administrator) => {
    const source = template === undefined ? 'template0' : templateName(template);
    await administrator.query(`create database ${name} template ${source}`);
  });
  const database: TestDatabase = {
    connection: { ...inject('postgres'), database: name },
    drop: async () => {
      created.delete(database);
      await withAdministrator(async (administrator) => {
        await administrator.query(`drop database if exists ${name} with (force)`);
      });
    },
  };
  created.add(database);
  return database;
}

/**
 * Prepares the template unless another file has. The workers of a run wait for one another; a
 * template that failed half-way is dropped, so that the next file meets the same error, not a ruin.
 */
async function ensureTemplate(template: DatabaseTemplate): Promise<void> {
  const name = templateName(template);
  await withAdministrator(async (administrator) => {
    await administrator.query('select pg_advisory_lock(hashtext($1))', [name]);
    const found = await administrator.query('select from pg_database where datname = $1', [name]);
    if (found.rowCount !== 0) return;
    const draft = `${name}_draft`;
    await administrator.query(`drop database if exists ${draft} with (force)`);
    await administrator.query(`create database ${draft} template template0`);
    await template.prepare({ ...inject('postgres'), database: draft });
    await administrator.query(`alter database ${draft} rename to ${name}`);
  });
}

function templateName(template: DatabaseTemplate): string {
  if (!/^[a-z0-9_]{1,40}$/.test(template.name)) {
    throw new Error(`A template may not be called ${template.name}: use a-z, 0-9 and _.`);
  }
  return `template_${template.name}`;
}

/** Runs the work on a connection to the server's own database; locks end with the connection. */
async function withAdministrator(work: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = new pg.Client(inject('postgres'));
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
