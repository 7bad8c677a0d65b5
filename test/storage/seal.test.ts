import { beforeAll, expect, test } from 'vitest';
import { SealChain } from '../../packages/server/src/application/seal-chain.ts';
import { readLog } from '../../packages/server/src/storage/postgres/read-log.ts';
import { testBooks } from '../support/books.ts';
import { type InspectedBooks, inspected } from '../support/inspected-books.ts';
import { postMixedHistory } from '../support/mixed-history.ts';
import { sampleSetup } from '../support/sample-setup.ts';

/** The tables the seal covers, in the order of their keys. */
const KEYS: Readonly<Record<string, string>> = {
  batch: 'number',
  event: 'number',
  movement: 'number',
  posting: 'entry, line',
  event_link: 'event, to_event',
  cost_use: 'movement, receipt',
  determination: 'number',
};

/** Follows from the number of the event; a consistency check asks whether it does. */
const FOLLOWS_FROM_NUMBERS = ['event.batch'];

let books: InspectedBooks;

beforeAll(async () => {
  // Under FIFO there are uses of cost layers as well.
  books = await inspected(await testBooks(sampleSetup({ costingMethod: 'fifo' })));
  await postMixedHistory(books);
});

/** How many faults the seal shows after the damage; the damage is undone. */
async function faultsAfter(damage: string): Promise<number> {
  const { owner } = books;
  await owner.query('begin');
  try {
    await owner.query(damage);
    const chain = new SealChain();
    for await (const batch of readLog(owner, 1)) chain.add(batch);
    const { rows } = await owner.query<{ last_batch: bigint; last_hash: Buffer }>(
      'select last_batch, last_hash from lane where company_id = 1',
    );
    const [lane] = rows;
    const counters = { event: 0, movement: 0, entry: 0, pool: 0, determination: 0 };
    return chain.finish({
      counters,
      batch: Number(lane?.last_batch),
      hash: lane?.last_hash.toString('hex') ?? '',
      configurationVersion: 0,
    }).counted;
  } finally {
    await owner.query('rollback');
  }
}

/** Another value of the same type. */
const CHANGES: Readonly<Record<string, (column: string) => string>> = {
  bigint: (column) => `coalesce(${column}, 0) + 1000`,
  integer: (column) => `${column} + 1`,
  smallint: (column) => `${column} + 100`,
  date: (column) => `${column} + 40`,
  text: (column) => `${column} || '.'`,
  json: (column) => `(${column}::text || ' ')::json`,
  bytea: (column) => `${column} || '\\x00'`,
  'timestamp with time zone': (column) => `${column} + interval '1 microsecond'`,
  cost_source: () => `'restated'`,
  transaction_type: () => `'cost-correction'`,
  entry_type: () => `'general'`,
  link_kind: () => `'caused-by'`,
  boolean: (column) => `not ${column}`,
};

test('I9 an untouched log keeps its seal', async () => {
  expect(await faultsAfter('select 1')).toBe(0);
});

test('I9 no value of any row of the log can be changed without breaking the seal', async () => {
  const { rows } = await books.owner.query<{ table: string; column: string; type: string }>(
    `select c.relname as table, a.attname as column, format_type(a.atttypid, null) as type
       from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
      where c.relnamespace = 'public'::regnamespace and c.relname = any($1) and a.attname <> 'company_id'
      order by 1, a.attnum`,
    [Object.keys(KEYS)],
  );
  const unseen: string[] = [];
  for (const { table, column, type } of rows) {
    const change = CHANGES[type];
    if (change === undefined) throw new Error(`no change for ${table}.${column} of type ${type}`);
    // One row somewhere in the middle; a partition has rows of the same address as another.
    const row = `from ${table} where company_id = 1 order by ${KEYS[table]} offset 4 limit 1`;
    const damage = `
      alter table ${table} disable trigger all;
      update ${table} set ${column} = ${change(column)}
       where ctid = (select ctid ${row}) and tableoid = (select tableoid ${row})`;
    if ((await faultsAfter(damage)) === 0) unseen.push(`${table}.${column}`);
  }
  expect(rows.length).toBeGreaterThan(60);
  expect(unseen).toEqual(FOLLOWS_FROM_NUMBERS);
});

test('I9 no row can be added to the log or taken from it without breaking the seal', async () => {
  const damages = [
    'delete from event where number = 20',
    'delete from movement where number = 20',
    'delete from posting where entry = 20',
    'delete from event_link where event = (select min(event) from event_link)',
    'delete from determination where number = 20',
    'delete from batch where number = 5',
    'delete from cost_use where movement = (select min(movement) from cost_use)',
    'insert into cost_use values (1, 20, 1, 1, 1)',
    `insert into event_link values (1, 20, 1, 'caused-by', 0, 0)`,
  ];
  for (const damage of damages) {
    expect(await faultsAfter(damage), `after ${damage}`).toBeGreaterThan(0);
  }
});
