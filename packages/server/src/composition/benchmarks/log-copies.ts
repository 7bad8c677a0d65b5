import { buffer } from 'node:stream/consumers';
import { finished } from 'node:stream/promises';
import type { ClientBase } from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';

/** The tables of the log that grow with every transaction. */
const LOG_TABLES = ['event', 'movement', 'posting', 'event_link', 'cost_use'] as const;
type LogTable = (typeof LOG_TABLES)[number];

/** The rows one batch has written, table by table, in the text form of COPY. */
export type CopiedBatch = ReadonlyMap<LogTable, Buffer>;

/**
 * Makes a schema with tables like those of the log: the same columns, constraints, indexes and
 * partitions, so that COPY into them does everything the server must do for the rows themselves.
 *
 * @param client a connection of the tables' owner
 */
export async function createLogCopies(client: ClientBase, schema: string): Promise<void> {
  await client.query(`create schema ${schema}`);
  for (const table of LOG_TABLES) {
    const { rows } = await client.query<{ name: string; bounds: string }>(
      `select c.relname as name, pg_get_expr(c.relpartbound, c.oid) as bounds
         from pg_inherits i join pg_class c on c.oid = i.inhrelid
        where i.inhparent = $1::regclass`,
      [`public.${table}`],
    );
    const partitioned = rows.length === 0 ? '' : 'partition by range (recorded_month)';
    await client.query(
      `create table ${schema}.${table} (like public.${table} including all) ${partitioned}`,
    );
    for (const { name, bounds } of rows) {
      await client.query(
        `create table ${schema}.${name} partition of ${schema}.${table} ${bounds}`,
      );
    }
  }
}

/** Reads back what a company's batches after a number have written, a batch at a time. */
export async function readBatches(
  client: ClientBase,
  company: number,
  afterBatch: number,
): Promise<readonly CopiedBatch[]> {
  const { rows } = await client.query<Record<'event' | 'movement' | 'entry', bigint>>(
    `select last_event as event, last_movement as movement, last_entry as entry
       from batch where company_id = $1 and number >= $2 order by number`,
    [company, afterBatch],
  );
  const batches: CopiedBatch[] = [];
  for (const [index, last] of rows.entries()) {
    const before = rows[index - 1];
    if (before === undefined) continue;
    const within = (column: string, name: 'event' | 'movement' | 'entry') =>
      `${column} > ${before[name]} and ${column} <= ${last[name]} order by ${column}`;
    const ranges = {
      event: within('number', 'event'),
      movement: within('number', 'movement'),
      posting: within('entry', 'entry'),
      event_link: within('event', 'event'),
      cost_use: within('movement', 'movement'),
    } satisfies Record<LogTable, string>;
    const texts = new Map<LogTable, Buffer>();
    for (const table of LOG_TABLES) {
      const select = `select * from ${table} where company_id = ${company} and ${ranges[table]}`;
      const text = await buffer(client.query(copyTo(`copy (${select}) to stdout`)));
      if (text.length > 0) texts.set(table, text);
    }
    batches.push(texts);
  }
  return batches;
}

/** Copies batches into the tables of a schema, each in a transaction of its own. */
export async function copyBatches(
  client: ClientBase,
  schema: string,
  batches: readonly CopiedBatch[],
): Promise<void> {
  for (const batch of batches) {
    await client.query('begin');
    for (const [table, text] of batch) {
      const into = client.query(copyFrom(`copy ${schema}.${table} from stdin`));
      into.end(text);
      await finished(into);
    }
    await client.query('commit');
  }
}

/** All batches as one, to be copied in a single transaction with one COPY a table. */
export function joinBatches(batches: readonly CopiedBatch[]): CopiedBatch {
  const joined = new Map<LogTable, Buffer>();
  for (const table of LOG_TABLES) {
    const text = Buffer.concat(batches.flatMap((batch) => batch.get(table) ?? []));
    if (text.length > 0) joined.set(table, text);
  }
  return joined;
}

/** The number of the last batch of a company. */
export async function lastBatch(client: ClientBase, company: number): Promise<number> {
  const { rows } = await client.query<{ last: bigint }>(
    'select last_batch as last from lane where company_id = $1',
    [company],
  );
  return Number(rows[0]?.last ?? 0n);
}
