import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ClientBase } from 'pg';

const FOLDER = join(import.meta.dirname, 'migrations');
const NAME = /^(\d{4})-[a-z0-9-]+\.sql$/;

/** Two servers that start at once migrate one after the other; this is the name of that lock. */
const LOCK = 7_305_817_420;

type Migration = { readonly name: string; readonly text: string; readonly checksum: string };

/** The migrations in the order of their numbers. */
async function listMigrations(): Promise<readonly Migration[]> {
  const names = (await readdir(FOLDER)).filter((name) => NAME.test(name)).toSorted();
  return Promise.all(
    names.map(async (name) => {
      const text = await readFile(join(FOLDER, name), 'utf8');
      return { name, text, checksum: createHash('sha256').update(text).digest('hex') };
    }),
  );
}

/**
 * Brings a database to the newest schema, each migration in a transaction of its own.
 *
 * Forward only. A migration that was changed after it ran stops the start: the schema would no
 * longer be what its files say. Returns the names that were applied now.
 *
 * @param client a connection of the tables' owner
 */
export async function migrate(client: ClientBase): Promise<readonly string[]> {
  await client.query('select pg_advisory_lock($1)', [LOCK]);
  try {
    await client.query(
      `create table if not exists schema_migration (
         name text primary key, checksum text not null, applied_at timestamptz not null default now())`,
    );
    const { rows } = await client.query<{ name: string; checksum: string }>(
      'select name, checksum from schema_migration',
    );
    const done = new Map(rows.map(({ name, checksum }) => [name, checksum]));
    const applied: string[] = [];
    for (const migration of await listMigrations()) {
      const checksum = done.get(migration.name);
      if (checksum === undefined) {
        await apply(client, migration);
        applied.push(migration.name);
      } else if (checksum !== migration.checksum) {
        throw new Error(`migration ${migration.name} was changed after it had been applied`);
      }
    }
    await keepPartitions(client, new Date());
    return applied;
  } finally {
    await client.query('select pg_advisory_unlock($1)', [LOCK]);
  }
}

async function apply(client: ClientBase, { name, text, checksum }: Migration): Promise<void> {
  await client.query('begin');
  try {
    await client.query(text);
    await client.query('insert into schema_migration (name, checksum) values ($1, $2)', [
      name,
      checksum,
    ]);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw error;
  }
}

/** How many months ahead a partition waits; a server that runs longer uses the default one. */
const MONTHS_AHEAD = 12;

/**
 * Makes the partitions of the months to come. Partitions go by the month of recording, so a month
 * that is over never changes again. A month whose rows already lie in the default partition keeps
 * them there.
 */
async function keepPartitions(client: ClientBase, now: Date): Promise<void> {
  for (let ahead = 0; ahead <= MONTHS_AHEAD; ahead += 1) {
    const first = isoMonth(now, ahead);
    const next = isoMonth(now, ahead + 1);
    const suffix = first.slice(0, 7).replace('-', '_');
    for (const table of ['movement', 'posting']) {
      const { rowCount } = await client.query('select from pg_class where relname = $1', [
        `${table}_${suffix}`,
      ]);
      const held = await client.query(
        `select from ${table}_of_other_months where recorded_month >= $1 and recorded_month < $2 limit 1`,
        [first, next],
      );
      if ((rowCount ?? 0) > 0 || (held.rowCount ?? 0) > 0) continue;
      await client.query(
        `create table ${table}_${suffix} partition of ${table} for values from ('${first}') to ('${next}')`,
      );
    }
  }
}

/** The first day of the month `ahead` months from now, as `YYYY-MM-01`. */
function isoMonth(now: Date, ahead: number): string {
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + ahead, 1))
    .toISOString()
    .slice(0, 10);
}
