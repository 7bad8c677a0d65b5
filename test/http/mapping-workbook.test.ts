import { beforeAll, expect, test } from 'vitest';
import type { ConfigurationDifference } from '../../packages/server/src/application/configuration/configuration-differences.ts';
import { readWorkbook, writeWorkbook } from '../../packages/server/src/files/workbook.ts';
import { type ServedBooks, servedBooks } from '../support/served-books.ts';
import { messagesOf, problemIn } from './http-client.ts';
import { type MappingCompany, mappingCompany, RECEIPT } from './mapping-company.ts';

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

type Cell = string | number | boolean | null;
type Rows = Cell[][];
type Sheets = Record<string, Rows>;

let books: ServedBooks;

beforeAll(async () => {
  books = await servedBooks();
});

async function exported(company: MappingCompany, query = ''): Promise<Sheets> {
  const answer = await fetch(`${books.address}/api/v1${company.path}/mapping.xlsx${query}`);
  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-type')).toBe(XLSX);
  return sheetsIn(new Uint8Array(await answer.arrayBuffer()));
}

async function sheetsIn(bytes: Uint8Array): Promise<Sheets> {
  const read = await readWorkbook(bytes);
  if ('fault' in read) throw new Error(read.fault);
  return Object.fromEntries(
    read.sheets.map(({ name, rows }) => [name, rows.map(({ cells }) => [...cells])]),
  );
}

/** Sends sheets as a workbook, or bytes as they are. */
async function taken(company: MappingCompany, sheets: Sheets | Uint8Array, query = '') {
  const body =
    sheets instanceof Uint8Array
      ? sheets
      : await writeWorkbook(Object.entries(sheets).map(([name, rows]) => ({ name, rows })));
  const answer = await fetch(`${books.address}/api/v1${company.path}/mapping.xlsx${query}`, {
    method: 'POST',
    headers: { 'content-type': XLSX },
    body: Buffer.from(body),
  });
  return { status: answer.status, headers: answer.headers, body: await answer.json() };
}

/** The same workbook with one cell otherwise: the row that begins so, the column of that name. */
function edited(
  sheets: Sheets,
  name: string,
  start: readonly Cell[],
  changes: Record<string, Cell>,
) {
  const rows = sheets[name] ?? [];
  const header = rows[0] ?? [];
  return {
    ...sheets,
    [name]: rows.map((row) =>
      start.every((cell, index) => row[index] === cell)
        ? header.map((title, index) =>
            Object.hasOwn(changes, String(title))
              ? (changes[String(title)] ?? null)
              : (row[index] ?? null),
          )
        : row,
    ),
  };
}

/** A company with something in every sheet. */
const richCompany = () =>
  mappingCompany(books, {
    modes: [
      { type: 'adjustment', role: 'inventory-adjustment', mode: 'reason' },
      { type: 'sale', role: 'cogs', mode: 'item-type' },
      { type: 'count-variance', role: 'count-variance', mode: 'account', account: '5900' },
    ],
    itemTypeAccounts: [
      { role: 'cogs', itemType: 'Frame', account: '5100' },
      { role: 'cogs', itemType: 'Frame', financialGroup: 'Sun', account: '5200' },
    ],
  });

test('003.23 the workbook holds types, item types, exceptions and reasons, and comes back without a change', async () => {
  const company = await richCompany();
  const before = (await company.table()).body;
  const sheets = await exported(company);
  expect(Object.keys(sheets)).toEqual(['Read me', 'Types', 'Item types', 'Exceptions', 'Reasons']);
  const sale = ['sale', 'cogs', 'item-type', '', 'inventory', 'group', '', 'office'];
  expect(sheets['Types']?.find(([type]) => type === 'sale')).toEqual(sale);
  expect(sheets['Item types']).toContainEqual(['cogs', 'Frame', 'Frames', '5100']);
  expect(sheets['Exceptions']).toEqual([
    ['Role', 'Item type', 'Financial group', 'Name', 'Account'],
    ['cogs', 'Frame', 'Sun', 'Sunglasses', '5200'],
  ]);
  expect(sheets['Reasons']).toContainEqual(['Damage', 'Damage', 'yes', '5801']);

  const answer = await fetch(`${books.address}/api/v1${company.path}/mapping.xlsx`);
  const bytes = new Uint8Array(await answer.arrayBuffer());
  const unchanged = {
    configurationVersion: 1,
    kept: false,
    changes: [],
    warnings: [],
    reclassified: [],
  };
  for (const query of ['', '?dryRun=true', '?validFrom=2026-07-01']) {
    expect((await taken(company, bytes, query)).body).toEqual(unchanged);
  }
  expect((await company.table()).body).toEqual(before);
  expect(await company.version()).toBe(1);
});

test('003.23 Q-44 cells that were edited are shown as a difference first, and then are one change', async () => {
  const company = await richCompany();
  let sheets = await exported(company);
  sheets = edited(sheets, 'Types', ['sale'], { Center: 'company' });
  sheets = edited(sheets, 'Types', ['otc-sale'], {
    'Debit mode': 'account',
    'Debit account': 5300,
  });
  sheets = edited(sheets, 'Item types', ['cogs', 'Frame'], { Account: '' });
  sheets = edited(sheets, 'Item types', ['cogs', 'Lens'], { Account: 5850 });
  sheets = edited(sheets, 'Reasons', ['Damage'], { Account: '5802  ', Name: 'Broken' });
  sheets['Exceptions']?.push(['cogs', 'Frame', 'Sun', '', '5300']);
  sheets['Exceptions']?.splice(1, 1);
  sheets['Reasons']?.push(['Theft', 'Stolen', 'yes', 5801]);

  const dry = await taken(company, sheets, '?dryRun=true');
  expect(dry).toMatchObject({ status: 200, body: { configurationVersion: 2, kept: false } });
  const texts = dry.body.changes.map(
    ({ kind, name, before, after }: ConfigurationDifference) =>
      `${kind} ${name}: ${JSON.stringify(before)} → ${JSON.stringify(after)}`,
  );
  expect(texts).toEqual([
    'reason Damage: {"code":"Damage","name":"Damage"} → {"code":"Damage","name":"Broken"}',
    'reason Theft: null → {"code":"Theft","name":"Stolen"}',
    'type sale: {"center":"office"} → {"center":"company"}',
    'mode otc-sale · cogs: null → {"mode":"account","account":"5300"}',
    'item-type-account cogs · Frame: {"account":"5100"} → null',
    'item-type-account cogs · Lens: null → {"account":"5850"}',
    'item-type-account cogs · Frame · Sun: {"account":"5200"} → {"account":"5300"}',
    'reason-account Damage: {"account":"5801"} → {"account":"5802"}',
    'reason-account Theft: null → {"account":"5801"}',
  ]);
  expect(await company.version()).toBe(1);
  const kept = await taken(company, sheets, '?reason=year%20end');
  expect(kept.body).toMatchObject({
    configurationVersion: 2,
    kept: true,
    changes: dry.body.changes,
  });
  expect(await company.version()).toBe(2);
  const log = await company.send(`GET ${company.path}/configuration-changes`);
  expect(Object(log.body).changes[0]).toMatchObject({ version: 2, reason: 'year end' });
  // Sent again it says what is known, and so does what is exported now.
  expect((await taken(company, sheets)).body).toMatchObject({ changes: [], kept: false });
  expect((await taken(company, await exported(company))).body).toMatchObject({ changes: [] });
  expect(await company.version()).toBe(2);
});

test('003.23 columns in another order, columns and sheets of one’s own, numbers as numbers, blanks at the end', async () => {
  const company = await richCompany();
  const sheets = await exported(company);
  const turned = (rows: Rows): Rows => {
    const width = rows[0]?.length ?? 0;
    return [
      ...rows.map((row, index) => [
        index === 0 ? 'My remark' : 'seen',
        ...Array.from({ length: width }, (_, column) => {
          const cell = row[width - 1 - column] ?? null;
          return typeof cell === 'string' && /^\d+$/.test(cell)
            ? Number(cell)
            : cell && `${cell}  `;
        }),
        '  ',
      ]),
      ['', '', '  '],
      [],
    ];
  };
  const resaved: Sheets = {
    Notes: [['anything', 1]],
    Reasons: turned(sheets['Reasons'] ?? []),
    Types: turned(sheets['Types'] ?? []),
    'Item types': turned(sheets['Item types'] ?? []),
    Exceptions: turned(sheets['Exceptions'] ?? []),
  };
  expect((await taken(company, resaved)).body).toMatchObject({
    configurationVersion: 1,
    changes: [],
  });
  const types = edited(resaved, 'Types', [], {});
  types['Types'] = (types['Types'] ?? []).map((row) =>
    row.map((cell) => (cell === 5900 ? 5800 : cell)),
  );
  expect((await taken(company, types, '?dryRun=true')).body.changes).toMatchObject([
    { kind: 'mode', name: 'count-variance · count-variance', after: { account: '5800' } },
  ]);
});

test('003.23 rows, columns and sheets that are missing are left alone', async () => {
  const company = await richCompany();
  const sheets = await exported(company);
  const few = {
    Types: (sheets['Types'] ?? []).slice(0, 3).map((row) => row.slice(0, 1)),
    'Item types': (sheets['Item types'] ?? []).slice(0, 1),
    Exceptions: (sheets['Exceptions'] ?? []).slice(0, 1),
  };
  expect((await taken(company, few)).body).toMatchObject({
    configurationVersion: 1,
    kept: false,
    changes: [],
  });
  expect((await company.table()).body).toMatchObject({ configurationVersion: 1 });
});

test('003.23 Q-44 wrong cells are told all at once with sheet, row and column, and nothing is kept', async () => {
  const company = await richCompany();
  let sheets = await exported(company);
  sheets = edited(sheets, 'Types', ['receive-from-vendor'], {
    'Debit mode': 'reason',
    'Credit account': '2150',
    Center: 'home',
  });
  sheets = edited(sheets, 'Types', ['return-to-vendor'], { 'Debit mode': 'item-type' });
  sheets = edited(sheets, 'Types', ['sale'], { 'Credit mode': 'account', 'Credit account': '77' });
  sheets = edited(sheets, 'Types', ['deliver'], { 'Debit role': 'cogs' });
  sheets = edited(sheets, 'Types', ['undo-deliver'], { 'Debit mode': 'account' });
  sheets['Types']?.push(['sell', '', '', '', '', '', '', '']);
  sheets = edited(sheets, 'Item types', ['cogs', 'Lens'], { Account: '1300' });
  sheets['Item types']?.push(['cogs', 'Boat', '', '5100'], ['grni', 'Frame', '', '2150']);
  sheets['Exceptions']?.push(
    ['cogs', 'Lens', 'Sun', '', '5100'],
    ['cogs', 'Frame', 'Moon', '', '5100'],
    ['cogs', 'Frame', 'Sun', '', '5100'],
    ['wip', 'Frame', 'Sun', '', '1340'],
  );
  sheets['Reasons']?.push(['Theft', '', '', '5801'], ['Found', 'Found', 'yes', '']);
  const refused = await taken(company, sheets);
  expect(problemIn(refused)).toMatchObject({
    status: 422,
    refusals: expect.arrayContaining([
      {
        code: 'cell-invalid',
        message: 'Sheet Types, row 2, column Center: it is home; it can be office, company',
        remedy: 'Correct the cell; nothing of the workbook was kept.',
      },
    ]),
  });
  const row = (sheet: string, ...start: string[]) =>
    1 + (sheets[sheet] ?? []).findLastIndex((cells) => start.every((cell, i) => cells[i] === cell));
  expect(messagesOf(refused)).toEqual([
    'Sheet Types, row 2, column Debit mode: this role is not mapped by reason',
    'Sheet Types, row 2, column Credit account: only mode account takes an account here, and the mode is group',
    'Sheet Types, row 2, column Center: it is home; it can be office, company',
    'Sheet Types, row 3, column Debit mode: this role is not mapped by item type',
    `Sheet Types, row ${row('Types', 'sale')}, column Credit account: there is no account 77`,
    `Sheet Types, row ${row('Types', 'deliver')}, column Debit role: it is there to read and says inventory, not cogs`,
    `Sheet Types, row ${row('Types', 'undo-deliver')}, column Debit account: mode account needs an account`,
    `Sheet Types, row ${row('Types', 'sell')}, column Type: there is no transaction type sell`,
    `Sheet Item types, row ${row('Item types', 'cogs', 'Lens')}, column Account: account 1300 is no income-statement account`,
    `Sheet Item types, row ${row('Item types', 'cogs', 'Boat')}, column Item type: there is no item type Boat`,
    `Sheet Item types, row ${row('Item types', 'grni')}, column Role: no role grni is mapped by item type`,
    'Sheet Exceptions, row 5, column Financial group: the same stands in row 2 already',
    'Sheet Exceptions, row 3, column Financial group: Sun belongs to item type Frame',
    'Sheet Exceptions, row 4, column Financial group: there is no financial group Moon',
    `Sheet Reasons, row ${row('Reasons', 'Found')}, column Reason: the same stands in row ${
      1 + (sheets['Reasons'] ?? []).findIndex(([code]) => code === 'Found')
    } already`,
    `Sheet Reasons, row ${row('Reasons', 'Theft')}, column Name: it has no name; a new reason needs one`,
    'wip of item type Frame · Sun: no type maps this role by item type, so it has no exceptions',
  ]);
  expect(await company.version()).toBe(1);
});

test('003.23 a workbook of a mapping that was changed meanwhile is refused; other changes do not matter', async () => {
  const company = await richCompany();
  const sheets = edited(await exported(company), 'Item types', ['cogs', 'Lens'], {
    Account: '5300',
  });
  await company.put({ groups: [{ number: 7, description: 'New' }] });
  expect(await taken(company, sheets, '?dryRun=true')).toMatchObject({ status: 200 });
  await company.put({ modes: [{ type: 'otc-sale', role: 'cogs', mode: 'item-type' }] });
  const late = await taken(company, sheets);
  expect(problemIn(late)).toMatchObject({ status: 409, code: 'configuration-stale' });
  expect(await company.version()).toBe(3);
});

test('003.23 a change that begins on a day is exported for that day and lies beside the mapping before it', async () => {
  const company = await richCompany();
  const sheets = edited(await exported(company), 'Item types', ['cogs', 'Frame'], {
    Account: '5300',
  });
  expect(await taken(company, sheets, '?validFrom=2026-08-01')).toMatchObject({
    body: { kept: true, configurationVersion: 2 },
  });
  const emptied = edited(
    await exported(company, '?on=2026-08-01'),
    'Item types',
    ['cogs', 'Frame'],
    {
      Account: '',
    },
  );
  expect((await taken(company, emptied, '?validFrom=2026-09-01&dryRun=true')).body.changes).toEqual(
    [
      {
        kind: 'item-type-account',
        name: 'cogs · Frame · 2026-09-01',
        before: { account: '5300' },
        after: null,
      },
    ],
  );
  const frame = ['cogs', 'Frame', 'Frames'];
  expect((await exported(company, '?on=2026-07-31'))['Item types']).toContainEqual([
    ...frame,
    '5100',
  ]);
  const later = await exported(company, '?on=2026-08-01');
  expect(later['Item types']).toContainEqual([...frame, '5300']);
  // Edited again, the later mapping is what changes, not the one before it.
  const again = edited(later, 'Item types', ['cogs', 'Frame'], { Account: '5850' });
  expect((await taken(company, again)).body.changes).toMatchObject([
    { name: 'cogs · Frame · 2026-08-01', before: { account: '5300' }, after: { account: '5850' } },
  ]);
  await company.accounts(RECEIPT);
  const sale = { type: 'sale', item: 'F1', site: 'DC', quantity: '1' };
  expect(await company.accounts({ ...sale, postedOn: '2026-07-31' })).toEqual(['5100', '1300']);
  expect(await company.accounts({ ...sale, postedOn: '2026-08-01' })).toEqual(['5850', '1300']);
});

test('003.23 what is no workbook is refused with a sentence that says so', async () => {
  const company = await richCompany();
  const text = new TextEncoder().encode('Type;Debit\nsale;5000\n');
  const torn = new Uint8Array(await writeWorkbook([{ name: 'Types', rows: [['Type']] }]));
  for (const bytes of [text, torn.slice(0, 200), new Uint8Array()]) {
    expect(problemIn(await taken(company, bytes))).toMatchObject({ code: 'workbook-invalid' });
  }
  const keyless = await taken(company, {
    Types: [
      ['Typ', 'Center'],
      ['sale', 'company'],
    ],
  });
  expect(messagesOf(keyless)).toEqual(['Sheet Types, row 1, column Type: the column is missing']);
  const json = await company.send(`POST ${company.path}/mapping.xlsx`, { body: {} });
  expect(problemIn(json).code).toBe('workbook-invalid');
  const csv = await company.send(`POST ${company.path}/mapping.xlsx`, {
    body: 'a;b',
    headers: { 'content-type': 'text/csv' },
  });
  expect(problemIn(csv)).toMatchObject({ status: 415, code: 'request-malformed' });
  expect(messagesOf(csv)[0]).toMatch(/^The body must be a workbook/);
});

test('003.23 002.39 a workbook that gives stock another account shows the journal, and needs its day', async () => {
  const company = await mappingCompany(books, {
    modes: [{ type: 'all', role: 'inventory', mode: 'item-type' }],
    itemTypeAccounts: [{ role: 'inventory', itemType: 'Frame', account: '1300' }],
  });
  await company.accounts(RECEIPT);
  const sheets = edited(await exported(company), 'Item types', ['inventory', 'Frame'], {
    Account: 1310,
  });
  expect((await taken(company, sheets, '?dryRun=true&reclassifyOn=2026-06-01')).body).toMatchObject(
    {
      reclassified: [{ site: 'DC', debit: '1310', credit: '1300', amount: '500.00', entries: 1 }],
    },
  );
  expect(problemIn(await taken(company, sheets))).toMatchObject({ code: 'account-holds-value' });
  expect(await company.version()).toBe(1);
  expect((await taken(company, sheets, '?reclassifyOn=2026-06-01')).body).toMatchObject({
    kept: true,
    reclassified: [{ debit: '1310', credit: '1300', amount: '500.00' }],
  });
});
