import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { setUpCompany } from '../../packages/server/src/application/configuration/set-up-company.ts';
import { readWorkbook, writeWorkbook } from '../../packages/server/src/files/workbook.ts';
import { sampleSetup } from '../support/sample-setup.ts';
import { type CommandBooks, commandBooks } from './books-by-address.ts';
import { newFolder } from './perpetua-program.ts';

let books: CommandBooks;

beforeAll(async () => {
  books = await commandBooks();
  const why = { changedBy: 'test', reason: 'test' };
  const setup = {
    ...sampleSetup(),
    modes: [
      { type: 'adjustment', role: 'inventory-adjustment', mode: 'reason' },
      { type: 'sale', role: 'cogs', mode: 'item-type' },
    ],
    itemTypeAccounts: [
      { role: 'cogs', itemType: 'Frame', account: '5100' },
      { role: 'cogs', itemType: 'Frame', financialGroup: 'Sun', account: '5200' },
    ],
  } as const;
  await books.look((opened) => setUpCompany(opened, setup, why));
});

type Cell = { readonly sheet: string; readonly row: number; readonly column: number };

/** Writes a text into a cell of a workbook; rows and columns are counted from 0. */
async function edit(file: string, { sheet, row, column }: Cell, text: string): Promise<void> {
  const read = await readWorkbook(readFileSync(file));
  if ('fault' in read) throw new Error(read.fault);
  const sheets = read.sheets.map(({ name, rows }) => ({
    name,
    rows: rows.map(({ cells }, index) =>
      name === sheet && index === row ? withCell(cells, column, text) : cells,
    ),
  }));
  writeFileSync(file, await writeWorkbook(sheets));
}

/** Blank cells at the end of a row are not in a file. */
const withCell = (cells: readonly string[], column: number, text: string): readonly string[] =>
  Array.from({ length: Math.max(cells.length, column + 1) }, (_, index) =>
    index === column ? text : (cells[index] ?? ''),
  );

test('003.23 003.24 the mapping is shown, leaves in a workbook, comes back as a difference and as a change', async () => {
  const shown = await books.run(['mapping', '--on', '2026-06-30']);
  expect(shown.code).toBe(0);
  expect(shown.printed).toContain(
    'Mapping on 2026-06-30, in force from ever · configuration version 1',
  );
  expect(shown.printed).toMatch(/^sale +cogs: item-type +inventory: group +office$/m);
  expect(shown.printed).toMatch(/^ +Sun +5200 Purchase variance$/m);
  expect(shown.printed).toMatch(/^Damage +Damage +5801 Damage$/m);
  expect(shown.printed).toMatch(/^Found +Found +the group's$/m);
  const file = join(newFolder(), 'mapping.xlsx');
  expect(await books.run(['export-mappings', file])).toMatchObject({ code: 0 });
  const twice = await books.run(['export-mappings', file]);
  expect([twice.code, twice.noted]).toEqual([2, expect.stringContaining('cannot be written')]);
  const same = await books.run(['import-mappings', file]);
  expect(same).toMatchObject({
    code: 0,
    printed: 'The workbook says what is known already; the configuration stays at version 1.\n',
  });

  await edit(file, { sheet: 'Exceptions', row: 1, column: 4 }, '5300');
  const dry = await books.run(['import-mappings', file, '--dry-run', '--valid-from', '2026-07-01']);
  expect(dry.code).toBe(0);
  expect(dry.printed).toMatch(/item-type-account +cogs · Frame · Sun · 2026-07-01 +5200 +5300/);
  expect(dry.printed).toContain('Nothing is kept; it would be configuration version 2.');
  const kept = await books.run([
    'import-mappings',
    file,
    '--valid-from',
    '2026-07-01',
    '--reason',
    'new account plan',
  ]);
  expect(kept.printed).toContain('Kept as configuration version 2.');
  const later = await books.run(['mapping', '--on', '2026-07-01']);
  expect(later.printed).toContain('in force since 2026-07-01');
  expect(later.printed).toMatch(/^ +Sun +5300 Freight in$/m);

  const log = await books.run(['report', 'configuration-changes', '--kinds', 'item-type-account']);
  expect(log.code).toBe(0);
  expect(log.printed).toMatch(
    /new account plan +item-type-account +cogs · Frame · Sun · 2026-07-01/,
  );
});

test('003.23 a wrong cell ends with code 1 and says where it is and what to do', async () => {
  const file = join(newFolder(), 'wrong.xlsx');
  await books.run(['export-mappings', file]);
  await edit(file, { sheet: 'Types', row: 1, column: 6 }, '9999');
  await edit(file, { sheet: 'Reasons', row: 1, column: 3 }, '1300');
  const refused = await books.run(['import-mappings', file]);
  expect(refused.code).toBe(1);
  expect(refused.noted).toContain(
    'cell-invalid: Sheet Types, row 2, column Credit account: only mode account takes an account here, and the mode is group\n  Correct the cell; nothing of the workbook was kept.',
  );
  expect(refused.noted).toContain(
    'cell-invalid: Sheet Reasons, row 2, column Account: account 1300 is no income-statement account',
  );
  const missing = await books.run(['import-mappings', join(newFolder(), 'none.xlsx')]);
  expect([missing.code, missing.noted]).toEqual([2, expect.stringContaining('cannot be read')]);
});

test('000.65 import items moves the value of a regrouped item on the day that is named', async () => {
  const receipt = { key: 'in', type: 'receive-from-vendor', postedOn: '2026-01-05' };
  const line = { ...receipt, item: 'F1', site: 'DC', quantity: '2', unitCost: '50' };
  await books.run(['post'], `${JSON.stringify(line)}\n`);
  const file = join(newFolder(), 'items.csv');
  writeFileSync(file, 'code,name,group,itemType\nF1,Frame,2,Frame\n');
  const refused = await books.run(['import', 'items', file]);
  expect(refused.code).toBe(1);
  expect(refused.noted).toContain('account-holds-value');
  expect(refused.noted).toContain('--reclassify-on');
  const moved = await books.run(['import', 'items', file, '--reclassify-on', '2026-02-01']);
  expect(moved.code).toBe(0);
  expect(moved.printed).toContain('value moved at DC: debit 1310, credit 1300, 100.00 (1 entry)');
  const stray = await books.run(['import', 'transactions', file, '--reclassify-on', '2026-02-01']);
  expect([stray.code, stray.noted]).toEqual([
    2,
    expect.stringContaining('takes no --reclassify-on'),
  ]);
  expect((await books.run(['verify'])).code).toBe(0);
});
