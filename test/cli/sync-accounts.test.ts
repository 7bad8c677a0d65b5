import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { warehouseSetup } from '../support/warehouse-setup.ts';
import { type CommandBooks, commandBooks } from './books-by-address.ts';
import { newFolder } from './perpetua-program.ts';

let books: CommandBooks;

beforeAll(async () => {
  books = await commandBooks();
  const base = warehouseSetup('main', { accountSync: 'blank', locations: 3 });
  const setup = {
    ...base,
    places: [
      ...(base.places ?? []),
      { group: 12, site: 'S1', location: 'W', accounts: { inventory: '1350' } },
      { group: 12, site: 'S1', location: 'W-0002', accounts: { inventory: '1360' } },
    ],
  };
  const file = join(newFolder(), 'setup.json');
  writeFileSync(file, JSON.stringify(setup));
  const made = await books.run(['init', '--from', file]);
  if (made.code !== 0) throw new Error(made.noted);
  const receipt = { type: 'receive-from-vendor', postedOn: '2026-02-02', item: 'F1', site: 'S1' };
  const posted = await books.run(
    ['post'],
    JSON.stringify({ ...receipt, key: 'in', location: 'W-0002', quantity: '36', unitCost: '15' }),
  );
  if (posted.code !== 0) throw new Error(posted.printed);
});

const sync = (...words: readonly string[]) => books.run(['sync-accounts', ...words]);

const versions = () => books.rows('select count(*)::integer as versions from configuration_change');

test('002.31 002.35 sync-accounts: a trial run counts and lists, and keeps nothing', async () => {
  const before = await versions();
  const { code, printed, noted } = await sync('--site', 'S1', '--overwrite', '--dry-run');
  expect(code).toBe(0);
  expect(noted).toContain('3 sets of locations would change; nothing was kept.');
  expect(printed).toMatch(/S1 +W +12 +3 +2 +1 +0 +0\n/);
  expect(printed).toMatch(/S1 +W-0002 +12 +inventory +1900-01-01 +1360 +1350 +overwritten/);
  expect(printed).toMatch(/: debit 1350, credit 1360, 540\.00 \(1 entries\)/);
  expect(await versions()).toEqual(before);
});

test('002.34 002.39 sync-accounts keeps what is otherwise, overwrites it on request, and not without its value', async () => {
  const careful = await sync('--warehouse', 'W', '--json');
  expect(careful.code).toBe(0);
  expect(JSON.parse(careful.printed)).toMatchObject({
    changes: 2,
    kept: true,
    counts: [{ created: 2, overwritten: 0, kept: 1 }],
  });
  const refused = await sync('--overwrite');
  expect(refused.code).toBe(1);
  expect(refused.noted).toContain('account-holds-value: inventory of group 12 at S1');
  const moved = await sync('--overwrite', '--reclassify-on', '2026-06-01');
  expect(moved).toMatchObject({ code: 0 });
  expect(moved.noted).toContain('1 set of a location changed (configuration version 3).');
  expect(moved.printed).toContain('2026-06-01 S1: debit 1350, credit 1360, 540.00');
  const again = await sync('--overwrite');
  expect(again).toMatchObject({ code: 0 });
  expect(again.noted).toContain('Nothing to change');
  expect((await books.run(['verify'])).code).toBe(0);
});

test('sync-accounts tells everything wrong at once, and wrong usage from a refusal', async () => {
  const refused = await sync('--site', 'S9', '--warehouse', 'V', '--group', '99');
  expect(refused.code).toBe(1);
  for (const sentence of [
    'There is no site S9 (site).',
    'warehouse V: site S9 has no such warehouse',
    'group 99: there is no such group',
  ])
    expect(refused.noted).toContain(sentence);
  const wrong = await sync('--group', 'many');
  expect(wrong).toMatchObject({ code: 2, printed: '' });
  expect(wrong.noted).toContain('--group takes a number from 1 to 999, not many.');
  expect((await sync('--everything')).code).toBe(2);
});
