import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type CommandBooks, commandBooks } from './books-by-address.ts';
import { newFolder } from './perpetua-program.ts';

const MAIN = { code: 'main', name: 'main', currency: 'EUR' };

const RECEIPT = {
  type: 'receive-from-vendor',
  postedOn: '2026-01-05',
  item: 'F1',
  site: 'MAIN',
  quantity: '10',
  unitCost: '50.00',
};

/** A company that the assistant made with these words, and ten frames in it. */
async function company(...words: readonly string[]): Promise<CommandBooks> {
  const books = await commandBooks();
  const made = await books.run(['init', '--yes', '--year', '2026', ...words]);
  expect(made).toMatchObject({
    code: 0,
    printed: 'Company main is set up (configuration version 1). It can post.\n',
  });
  const file = join(newFolder(), 'items.json');
  const items = [{ code: 'F1', name: 'Frame', group: 1 }];
  writeFileSync(file, JSON.stringify({ company: MAIN, items }));
  expect(await books.run(['init', '--from', file])).toMatchObject({ code: 0, noted: '' });
  expect(await books.run(['post'], JSON.stringify({ ...RECEIPT, key: 'in' }))).toMatchObject({
    code: 0,
  });
  return books;
}

test('000.10 000.24 init takes groups, sites and the method of integration as options', async () => {
  const books = await company(
    '--no-integrated',
    '--group',
    'Books',
    'Royalties',
    '--own-accounts',
    '--service-group',
    'Repairs',
    '--site',
    'MAIN',
    'S1, Shop one, store',
  );
  const { printed } = await books.run(['integration', '--from', '2026-06-01']);
  expect(printed).toContain('Inventory is not integrated on 2026-06-01, since the beginning.');
  expect(printed).toContain('Entry type: none is chosen');
  expect(printed).toMatch(/^2 +Royalties +4001 +5100 +5200/m);
  const { groups } = JSON.parse((await books.run(['integration', '--json'])).printed);
  expect(
    groups.map(({ accounts }: { accounts: Record<string, object> }) => accounts['inventory']),
  ).toEqual([
    { account: '1300', from: 'group' },
    { account: '1301', from: 'group' },
    { account: '5002', from: 'group' },
  ]);
});

test('000.19 000.25 the settings stand on one page of the terminal: switch, entry type, groups, what to weigh', async () => {
  const books = await company();
  const { code, printed } = await books.run(['integration', '--from', '2026-06-01']);
  expect(code).toBe(0);
  expect(printed).toContain('Inventory is integrated on 2026-06-01, since the beginning.');
  expect(printed).toContain('Entry type: inventory (Inventory integration)');
  expect(printed).toMatch(/^group +description +inventory +cogs +count-variance/m);
  expect(printed).toMatch(/^1 +Merchandise +1300 +5000 +5900 +5800 +4000 +5200 +1 stock$/m);
  expect(printed).toContain('group 1: inventory is locked; the group has been used');
  expect(printed).toContain('Do you sell mainly services? Yes: not integrated.');
  expect(printed).toContain('Is stock often below zero while costs change much?');
});

const WORDS = 'the ledger of 2026-03 is not integrated from 2026-03-10 only';
const OFF = ['integration', 'off', '--from', '2026-03-10'];

test('Q-28 000.20 000.21 the switch asks on the command line what it needs, and is turned', async () => {
  const books = await company();
  const refused = await books.run(OFF);
  expect(refused).toMatchObject({ code: 1, printed: '' });
  expect(refused.noted).toContain(`confirm with the words “${WORDS}”.`);
  expect(refused.noted).toContain('stock-choice-missing: The ledger holds stock of 500.00');
  const looked = await books.run([...OFF, '--dry-run']);
  expect(looked.printed).toContain('would be kept: inventory is not integrated from 2026-03-10 on');
  expect(looked.printed).toContain(`asks for --confirm "${WORDS}"`);
  expect(looked.printed).toContain('asks for --stock, what becomes of the stock');
  const done = await books.run([...OFF, '--confirm', WORDS, '--stock', 'charge-off']);
  expect(done).toMatchObject({ code: 0, noted: '' });
  expect(done.printed).toContain(
    'kept: inventory is not integrated from 2026-03-10 on (configuration version 3)',
  );
  expect(done.printed).toContain('value moved at MAIN: debit 5100, credit 1300, 500.00 (1 entry)');
});

test('000.03 000.23 000.32 the stock journal is posted on the command line, and the report says which months', async () => {
  const books = await company('--no-integrated');
  const journal = ['stock-journal', '--posted-on', '2026-03-31'];
  const proposed = await books.run(journal);
  expect(proposed.printed).toMatch(/^1 Merchandise +MAIN +1300 +1 +500\.00 +0\.00 +500\.00$/m);
  expect(proposed.printed).toContain('proposed for 2026-03-31');
  expect(proposed.printed).toContain('Post it with --confirm=500.00');
  const other = await books.run([...journal, '--confirm=499.00']);
  expect(other).toMatchObject({ code: 1, noted: expect.stringContaining('stock-journal-changed') });
  const posted = await books.run([...journal, '--confirm=500.00', '--json']);
  expect(JSON.parse(posted.printed)).toMatchObject({ posted: true, amount: '500.00' });
  const on = ['integration', 'on', '--from', '2026-04-01', '--entry-type', 'purchasing'];
  expect((await books.run(on)).printed).toContain(
    'warning: entry type purchasing is used for Supplier invoices (AP) too',
  );
  const status = await books.run(['report', 'integration-status', '--format', 'csv']);
  expect(status.printed).toContain('2026-03,open,no,,500.00,500.00,0.00');
  expect(status.printed).toContain('2026-04,open,yes,,500.00,500.00,0.00');
});

test('words that are no command are told as such', async () => {
  const books = await commandBooks();
  const wrong = [
    [['integration', 'toggle'], 'It is show, on, off; not toggle.'],
    [['integration', 'off'], 'off takes --from, a day.'],
    [
      ['integration', 'off', '--from', '2026-03-01', '--stock', 'burn'],
      '--stock is take-up, charge-off, leave; not burn.',
    ],
    [
      ['integration', 'off', '--from', '2026-03-01', '--against', 'sales'],
      '--against is purchases or opening-equity; not sales.',
    ],
    [['stock-journal'], 'stock-journal takes --posted-on, a day.'],
    [
      ['stock-journal', '--posted-on', '2026-03-31', '--against', 'sales'],
      '--against is purchases or opening-equity; not sales.',
    ],
  ] as const;
  for (const [words, says] of wrong)
    expect(await books.run(words)).toMatchObject({ code: 2, printed: '', noted: `${says}\n` });
});
