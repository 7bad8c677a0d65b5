import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ExportPlace } from '../../packages/server/src/application/exporting/make-export.ts';
import { reverseExport } from '../../packages/server/src/application/exporting/reverse-export.ts';
import { sheetRows } from '../../packages/server/src/files/sheet.ts';
import { answerOf, type ReadBooks, readBooks } from '../reading/read-books.ts';
import { sampleSetup } from '../support/sample-setup.ts';
import { bytesOf, madeNumber, opened, placeOf } from './export-books.ts';
import { plainTotals, readPlainText } from './plain-text-reader.ts';

const NASTY = '=cmd|"/c calc", [2020-01-01] x:y \\ ; „Größe“\n-1';
const LARGE = '9999999999999.99';
const TWICE_LARGE = '19999999999999.98';

/** Accounts whose plain names are the same, one whose name no ledger takes, one of another script. */
const STRANGE = [
  { code: '13-00', name: 'Foo', accountClass: 'asset' },
  { code: '13', name: '00 Foo', accountClass: 'asset' },
  { code: '-x', name: '(paid) @ 5%; "net"', accountClass: 'liability' },
  { code: 'б1', name: 'Запасы', accountClass: 'expense' },
] as const;

let place: ExportPlace;
let books: ReadBooks;

beforeAll(async () => {
  const setup = sampleSetup();
  books = await readBooks({
    ...setup,
    accounts: [...(setup.accounts ?? []), ...STRANGE],
    sites: [...(setup.sites ?? []), { code: 'S,1', name: 'Odd', kind: 'store', center: '0/5 a' }],
    modes: [{ type: 'otc-sale', role: 'cogs', mode: 'account', account: 'б1' }],
    places: [
      { group: 1, site: 'O1', accounts: { inventory: '13-00' } },
      { group: 1, site: 'O2', accounts: { inventory: '13' } },
      { group: 2, site: 'S,1', accounts: { inventory: '1310' } },
    ],
    controls: { ...setup.controls, grni: '-x' },
  });
  await books.post(
    [
      'in',
      'receive-from-vendor',
      '2026-01-05',
      'F1',
      'DC',
      { quantity: '10', unitCost: '3.33', reference: NASTY },
    ],
    ['=1+1', 'receive-from-vendor', '2026-01-06', 'F1', 'O1', { quantity: '3', unitCost: '0.07' }],
    ['@x', 'receive-from-vendor', '2026-01-06', 'F1', 'O2', { quantity: '1', unitCost: '5' }],
    [
      'send',
      'stock-transfer',
      '2026-01-07',
      'F1',
      'DC',
      { quantity: '2', toSite: 'O1', document: 'TR,1' },
    ],
    ['sale', 'otc-sale', '2026-01-08', 'F1', 'O1', { quantity: '1' }],
    ['odd', 'receive-from-vendor', '2026-01-09', 'A1', 'S,1', { quantity: '1', unitCost: '9.5' }],
    ['big', 'opening-balance', '2026-01-31', 'A1', 'DC', { quantity: '1', amount: LARGE }],
    ['big 2', 'opening-balance', '2026-01-31', 'F2', 'DC', { quantity: '1', amount: LARGE }],
  );
  place = placeOf(books);
  await madeNumber(place);
  await books.post(['sale 2', 'otc-sale', '2026-01-20', 'F1', 'O2', { quantity: '1' }]);
  await madeNumber(place);
  answerOf(await reverseExport(place, { target: 'sap', number: '2' }, 'x'));
  await madeNumber(place, { target: 'sums', mode: 'summarized' });
});

const textOf = async (format: Parameters<typeof bytesOf>[1], number = 1, target = 'sap') =>
  (await bytesOf(await opened(place, number, target), format)).toString('utf8');

const cents = (text: string): bigint => BigInt((text === '' ? '0' : text).replace('.', ''));

/** A cell with the comma or the line end behind it: quoted with its quotes doubled, or plain. */
const CELL = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/gy;

/** The lines of the batch as the CSV has them, by column. */
async function csvRows(number = 1, target = 'sap'): Promise<readonly Record<string, string>[]> {
  const text = await textOf('csv', number, target);
  const rows: string[][] = [[]];
  let read = 0;
  for (const [whole, quoted, plain = '', end] of text.matchAll(CELL)) {
    rows.at(-1)?.push(quoted?.replaceAll('""', '"') ?? plain);
    if (end !== ',') rows.push([]);
    read += whole.length;
  }
  expect(read).toBe(text.length);
  const [header = [], ...lines] = rows.slice(0, -1);
  expect(lines.filter(({ length }) => length !== header.length)).toEqual([]);
  return lines.map((cells) =>
    Object.fromEntries(header.map((name, index) => [name, cells[index] ?? ''])),
  );
}

test('CSV is read back: every line, both sides, totals those of the batch, texts harmless', async () => {
  const rows = await csvRows();
  const { batch } = await opened(place, 1);
  expect(rows).toHaveLength(batch.lines);
  const sum = (side: string) => rows.reduce((total, row) => total + cents(row[side] ?? ''), 0n);
  expect([sum('debit'), sum('credit')]).toEqual([batch.amount, batch.amount]);
  expect(rows[0]).toEqual({
    batch: 'sap-1',
    journal: '1',
    postedOn: '2026-01-05',
    type: 'receive-from-vendor',
    key: 'in',
    document: '',
    reference: `'${NASTY}`,
    account: '1300',
    accountName: 'Inventory',
    center: '010',
    accountWithCenter: '1300-010',
    site: 'DC',
    debit: '33.30',
    credit: '',
    currency: 'EUR',
  });
  expect(rows[1]).toMatchObject({ account: "'-x", accountWithCenter: "'-x-010", credit: '33.30' });
  expect(rows.map(({ key }) => key)).toContain("'=1+1");
});

test('JSON is read back: the batch, its totals by account, and the same lines as the CSV', async () => {
  const { export: head, accounts, lines } = JSON.parse(await textOf('json'));
  const { batch } = await opened(place, 1);
  expect(head).toMatchObject({ number: 1, kind: 'export', sha256: batch.sha256, currency: 'EUR' });
  expect(accounts).toHaveLength(batch.accounts.length);
  const rows = await csvRows();
  expect(lines).toHaveLength(rows.length);
  expect(lines.map(({ debit, credit }: Record<string, string>) => [debit, credit])).toEqual(
    rows.map(({ debit, credit }) => [debit, credit]),
  );
  expect(lines[0].reference).toBe(NASTY);
});

test('XLSX is read back: amounts are numbers, those of more than fifteen digits texts to the cent', async () => {
  for (const target of ['sap', 'sums']) {
    const bytes = await bytesOf(await opened(place, 1, target), 'xlsx');
    const rows: (readonly string[])[] = [];
    for await (const { cells } of sheetRows(bytes, 'x', 'Journals', { fault: refuse }))
      rows.push(cells);
    const csv = await csvRows(1, target);
    const [header = [], ...read] = rows;
    expect(header).toEqual(Object.keys(csv[0] ?? {}));
    // A number has no zeros behind it that say nothing; a text keeps them.
    expect(read.map((cells) => header.map((_, index) => cells[index] ?? ''))).toEqual(
      csv.map((row) =>
        Object.entries(row).map(([name, text]) =>
          isNumber(name, text) ? text.replace(/\.?0+$/, '') : text,
        ),
      ),
    );
    expect(read.flat()).toContain(target === 'sap' ? LARGE : TWICE_LARGE);
  }
});

const refuse = ({ code }: { readonly code: string }): never => expect.unreachable(code);

const isNumber = (column: string, text: string): boolean =>
  ['debit', 'credit'].includes(column) && /^[\d.]{1,16}$/.test(text);

describe.each(['hledger', 'ledger', 'beancount'] as const)('%s', (format) => {
  test('is read back: every transaction balances, the totals by account are those of the batch', async () => {
    for (const target of ['sap', 'sums']) {
      const file = readPlainText(await textOf(format, 1, target), 'EUR');
      const { batch } = await opened(place, 1, target);
      for (const { head, postings } of file.transactions) {
        const sum = postings.reduce((total, { amount }) => total + amount, 0n);
        expect({ head, sum }).toEqual({ head, sum: 0n });
      }
      expect([...plainTotals(file).values()].map(String).toSorted()).toEqual(
        batch.accounts.map(({ debit, credit }) => String([debit, credit])).toSorted(),
      );
      expect(file.comments.join()).toContain(batch.sha256);
      // Eight entries; the sums are those of nine, on seven pairs of day and type.
      expect(file.transactions).toHaveLength(target === 'sap' ? 8 : 7);
    }
  });

  test('names accounts by class, account and center; no two of them are one', async () => {
    const { declared, transactions } = readPlainText(await textOf(format), 'EUR');
    expect(declared).toContain('Assets:1300-Inventory:010');
    expect(declared).toContain('Liabilities:X-paid-5-net:010');
    expect(declared).toContain('Expenses:Б1-Запасы:020');
    expect(declared).toContain('Assets:13-00-Foo-31332d3030:020');
    expect(declared).toContain('Assets:13-00-Foo-3133:000');
    expect(declared).toContain('Assets:1310-Inventory-second-group:0-5-a-302f352061');
    expect(new Set(declared).size).toBe(declared.length);
    const used = new Set(
      transactions.flatMap(({ postings }) => postings.map((one) => one.account)),
    );
    expect([...used].toSorted()).toEqual(declared.toSorted());
  });

  test('says of a pair which end a line is, and of every line its site', async () => {
    const { transactions } = readPlainText(await textOf(format), 'EUR');
    const transfer = transactions.find(({ head }) => head.includes('stock-transfer'));
    expect(transfer?.tags.map((tag) => tag.replaceAll('"', '').replace('TR 1', 'TR,1'))).toEqual([
      'batch: sap-1',
      ...(format === 'beancount' ? ['journal: 4'] : []),
      'key: send',
      'document: TR,1',
      'site: O1',
      'type: stock-transfer-in-transit',
      'site: DC',
    ]);
  });

  test('declares every account it uses, beancount once in all the files of a target; a reversal says that it is one', async () => {
    const [first, second, back] = await Promise.all(
      [1, 2, 3].map(async (number) => readPlainText(await textOf(format, number), 'EUR')),
    );
    expect(first?.declared).not.toContain('Expenses:Б1-Запасы:000');
    const used = ['Assets:13-00-Foo-3133:000', 'Expenses:Б1-Запасы:000'];
    expect(second?.declared).toEqual(format === 'beancount' ? used.slice(1) : used);
    expect(back?.declared).toEqual(format === 'beancount' ? [] : used);
    expect(back?.comments[0]).toContain('reversal of batch 2');
    expect(back?.transactions[0]?.head).toContain('otc-sale (reversed)');
    expect(back?.transactions[0]?.postings.map(({ amount }) => amount)).toEqual(
      second?.transactions[0]?.postings.map(({ amount }) => -amount),
    );
  });
});

test.each([
  ['JPY', '700', '70000'],
  ['BHD', '0.007', '70000.007'],
])('amounts have the decimals of the currency: %s', async (currency, unitCost, amount) => {
  const other = await readBooks(sampleSetup({ currency }));
  await other.post(
    ['a', 'receive-from-vendor', '2026-01-05', 'F1', 'DC', { quantity: '1', unitCost }],
    ['b', 'opening-balance', '2026-01-06', 'F1', 'DC', { quantity: '1', amount }],
  );
  const there = placeOf(other);
  await madeNumber(there);
  const batch = await opened(there, 1);
  for (const format of ['hledger', 'ledger', 'beancount'] as const) {
    const text = (await bytesOf(batch, format)).toString('utf8');
    expect(text).toContain(`    ${amount} ${currency}\n`);
    const total = [...plainTotals(readPlainText(text, currency)).values()].flat();
    expect(total.reduce((sum, one) => sum + one, 0n)).toBe(batch.batch.amount * 2n);
    expect(complaintsOf(format, [text])).toBe('');
  }
});

/** Each program with what makes it read a file and complain of everything that is wrong with it. */
const PROGRAMS = {
  hledger: (files: readonly string[]) => [
    'hledger',
    ...files.flatMap((file) => ['-f', file]),
    'check',
    '--strict',
  ],
  ledger: (files: readonly string[]) => [
    'ledger',
    '--strict',
    ...files.flatMap((file) => ['-f', file]),
    'bal',
  ],
  beancount: (files: readonly string[]) => ['bean-check', files.at(-1) ?? ''],
} as const;

const folder = mkdtempSync(join(tmpdir(), 'perpetua-export-'));
afterAll(() => rmSync(folder, { recursive: true }));

const isInstalled = (program: string): boolean =>
  spawnSync(program, ['--version'], { stdio: 'ignore' }).error === undefined;

/** What the program itself says of files of one target; nothing where it is not installed. */
function complaintsOf(format: keyof typeof PROGRAMS, texts: readonly string[]): string {
  const files = texts.map((text, index) => {
    const file = join(folder, `${index}.${format}`);
    writeFileSync(file, text);
    return file;
  });
  const all = join(folder, 'all.beancount');
  writeFileSync(all, files.map((file) => `include "${file}"\n`).join(''));
  const [program, ...words] = PROGRAMS[format]([
    ...files,
    ...(format === 'beancount' ? [all] : []),
  ]);
  if (program === undefined || !isInstalled(program)) return '';
  const { status, stdout, stderr } = spawnSync(program, words, {
    encoding: 'utf8',
    env: { ...process.env, LC_ALL: 'C.UTF-8' },
  });
  return status === 0 ? stderr : `${stdout}${stderr}`;
}

test.skipIf(!['hledger', 'ledger', 'bean-check'].every(isInstalled))(
  'the programs themselves take all the files of a target together',
  async () => {
    for (const format of ['hledger', 'ledger', 'beancount'] as const) {
      const texts = await Promise.all([1, 2, 3].map((number) => textOf(format, number)));
      expect({ format, says: complaintsOf(format, texts) }).toEqual({ format, says: '' });
      const sums = await textOf(format, 1, 'sums');
      expect({ format, says: complaintsOf(format, [sums]) }).toEqual({ format, says: '' });
    }
  },
);
