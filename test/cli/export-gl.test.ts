import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { setUpCompany } from '../../packages/server/src/application/configuration/set-up-company.ts';
import { sampleSetup } from '../support/sample-setup.ts';
import { type CommandBooks, commandBooks } from './books-by-address.ts';
import { newFolder, perpetua, startPerpetua } from './perpetua-program.ts';

const RECEIPT = {
  type: 'receive-from-vendor',
  postedOn: '2026-01-05',
  item: 'F1',
  site: 'DC',
  quantity: '10',
  unitCost: '50.00',
};

let books: CommandBooks;
let folder: string;

beforeAll(async () => {
  folder = newFolder();
  books = await commandBooks();
  const why = { changedBy: 'test', reason: 'test' };
  await books.look((opened) => setUpCompany(opened, sampleSetup(), why));
  await post('a', 'b');
});

async function post(...keys: readonly string[]): Promise<void> {
  const input = keys.map((key) => `${JSON.stringify({ ...RECEIPT, key })}\n`).join('');
  expect(await books.run(['post'], input)).toMatchObject({ code: 0 });
}

const exportGl = (...words: readonly string[]) => books.run(['export-gl', ...words]);
const january = (target: string) => ['--target', target, '--period', '2026-01'];

test('the next batch goes to standard output, what was done to standard error', async () => {
  const { code, printed, noted } = await exportGl(...january('sap'), '--format', 'hledger');
  expect(code).toBe(0);
  expect(printed).toContain('    Assets:1300-Inventory:010    500.00 EUR\n');
  expect(noted).toBe(
    'made: batch 1 of sap: 2026-01, inventory, detailed, 2 entries, 4 lines, debit = credit = 1,000.00 EUR\n',
  );
  expect(await exportGl(...january('sap'))).toMatchObject({
    code: 0,
    printed: '',
    noted: 'Nothing to export: sap has every journal of 2026-01 that was asked for.\n',
  });
  const again = await exportGl('--target', 'sap', '--batch', '1', '--format', 'hledger');
  expect(again).toMatchObject({ code: 0, printed });
});

test('a dry run tells accounts and totals, and keeps nothing', async () => {
  const { code, printed } = await exportGl(...january('dry'), '--dry-run');
  expect(code).toBe(0);
  expect(printed.split('\n').map((line) => line.replace(/ +/g, ' '))).toEqual([
    'would be made: batch 1 of dry: 2026-01, inventory, detailed, 2 entries, 4 lines, debit = credit = 1,000.00 EUR',
    '',
    'account debit credit',
    '──────── ──────── ────────',
    '1300-010 1,000.00 0.00',
    '2150-010 0.00 1,000.00',
    '──────── ──────── ────────',
    'total 1,000.00 1,000.00',
    '',
  ]);
  const listed = await exportGl('--list', '--target', 'dry');
  expect(listed).toMatchObject({ code: 0, printed: 'There are no batches.\n' });
});

test('to a file: it is never replaced, and none is left when there is nothing to export', async () => {
  const file = join(folder, 'made.xlsx');
  const made = await exportGl(...january('filed'), '--format', 'xlsx', '--out', file, '--json');
  expect(made).toMatchObject({ code: 0, noted: '' });
  expect(JSON.parse(made.printed)).toMatchObject({
    status: 'made',
    export: { number: 1, debit: '1000.00', accounts: [{ accountWithCenter: '1300-010' }, {}] },
  });
  const written = readFileSync(file);
  expect(written.subarray(0, 2).toString()).toBe('PK');
  const other = join(folder, 'again.xlsx');
  const words = ['--target', 'filed', '--batch', '1', '--format', 'xlsx', '--out'];
  expect(await exportGl(...words, other)).toMatchObject({ code: 0 });
  expect(readFileSync(other).equals(written)).toBe(true);
  expect(await exportGl(...words, file)).toMatchObject({
    code: 2,
    noted: `${file} is there already.\n`,
  });
  const none = join(folder, 'none.csv');
  expect(await exportGl(...january('filed'), '--out', none)).toMatchObject({ code: 0 });
  expect(existsSync(none)).toBe(false);
});

test('a file that cannot be made is found out before a batch is', async () => {
  const file = join(folder, 'no', 'such', 'folder.csv');
  const ended = await exportGl(...january('unfiled'), '--out', file);
  expect(ended).toMatchObject({ code: 2, noted: `${file} cannot be written: ENOENT.\n` });
  writeFileSync(join(folder, 'full.csv'), '');
  await exportGl(...january('unfiled'), '--out', join(folder, 'full.csv'));
  expect((await exportGl('--list', '--target', 'unfiled')).printed).toBe('There are no batches.\n');
});

test('a batch that is kept and could not be written is told with the way to have it again', async () => {
  const environment = { DATABASE_URL: books.address };
  const { process: child, ended } = startPerpetua(['export-gl', ...january('torn')], {
    environment,
  });
  // Nobody reads any more.
  child.stdout?.destroy();
  const { code, noted } = await ended;
  expect(code).toBe(1);
  expect(noted).toMatch(
    /^Batch 1 is kept, and could not be written: .*EPIPE.*\n {2}Write it again with --target torn --batch 1\.\n$/,
  );
  expect(await exportGl('--target', 'torn', '--batch', '1')).toMatchObject({ code: 0 });
});

test('the newest batch is reversed with a reason, and its journals go out again', async () => {
  await exportGl(...january('turned'));
  const reverse = ['--target', 'turned', '--reverse', '1', '--reason', 'wrong company'];
  const { code, printed, noted } = await exportGl(...reverse, '--format', 'json');
  expect(code).toBe(0);
  expect(noted).toContain('reversed: batch 2 of turned, reversal of batch 1: 2026-01');
  expect(JSON.parse(printed)).toMatchObject({
    export: { number: 2, kind: 'reversal', reverses: 1, reason: 'wrong company' },
    lines: [{ account: '1300', debit: '', credit: '500.00' }, {}, {}, {}],
  });
  expect(await exportGl(...reverse)).toMatchObject({
    code: 1,
    printed: '',
    noted: expect.stringMatching(/^export-already-reversed: Batch 1 of target turned was/),
  });
  expect((await exportGl(...january('turned'))).noted).toContain('made: batch 3 of turned');
  const listed = JSON.parse((await exportGl('--list', '--target', 'turned', '--json')).printed);
  expect(listed).toMatchObject([{ reversedBy: 2 }, { reverses: 1 }, { number: 3 }]);
  const verified = await books.run(['verify']);
  expect(verified.code).toBe(0);
  expect(verified.printed).toMatch(/^✓ I4 +No journal was handed to the same ledger twice$/m);
  expect(verified.printed).toMatch(/^✓ I11 +Every batch for another ledger can be had again/m);
});

test('wrong requests are refused with every reason, exit code 1', async () => {
  const words = ['--target', 'S AP', '--period', '2026-1', '--source', 'x', '--mode', 'y'];
  const { code, printed, noted } = await exportGl(...words);
  expect({ code, printed }).toEqual({ code: 1, printed: '' });
  expect([...noted.matchAll(/^([a-z-]+): /gm)].map(([, refused]) => refused)).toEqual([
    'request-malformed',
    'request-malformed',
    'export-target-invalid',
    'gl-source-unknown',
  ]);
  expect(await exportGl('--target', 'sap', '--batch', '77')).toMatchObject({
    code: 1,
    noted: expect.stringContaining('There is no batch 77 of target sap.'),
  });
});

test.each([
  ['nothing to do', ['--target', 'a'], 'What is to be done?'],
  ['no target', ['--period', '2026-01'], '--period needs --target.'],
  ['a batch of no target', ['--batch', '1'], '--batch needs --target.'],
  ['no reason', ['--target', 'a', '--reverse', '1'], '--reverse needs --reason.'],
  ['a dry run of no period', ['--target', 'a', '--dry-run'], '--dry-run needs --period.'],
  ['two things at once', ['--list', '--batch', '1'], '--list takes no --batch.'],
  [
    'a stray option',
    ['--target', 'a', '--batch', '1', '--mode', 'detailed'],
    '--batch takes no --mode.',
  ],
  ['a workbook on a terminal', [...january('a'), '--format', 'xlsx'], 'A workbook needs --out.'],
  ['JSON twice', [...january('a'), '--json'], '--json needs --out'],
  ['a form there is not', [...january('a'), '--format', 'pdf'], '--format takes csv, xlsx'],
])('%s is wrong usage: exit code 2, and nothing is opened', async (_, words, says) => {
  const ended = await perpetua(['export-gl', ...words], { folder });
  expect(ended).toMatchObject({ code: 2, printed: '', noted: expect.stringContaining(says) });
  expect(existsSync(join(folder, '.perpetua'))).toBe(false);
});
