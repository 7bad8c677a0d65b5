import { readFileSync, writeFileSync } from 'node:fs';
import { beforeAll, expect, test } from 'vitest';
import {
  type AcceptingPlace,
  acceptCount,
} from '../../packages/server/src/application/counting/accept-count.ts';
import { countSheet } from '../../packages/server/src/application/counting/count-sheet.ts';
import { showCount } from '../../packages/server/src/application/counting/show-count.ts';
import { startCount } from '../../packages/server/src/application/counting/start-count.ts';
import { streamSheet } from '../../packages/server/src/files/sheet.ts';
import { writeCountSheet } from '../../packages/server/src/interfaces/count-sheet-files.ts';
import { type TestBooks, testBooks } from '../support/books.ts';
import {
  balancesOf,
  imported,
  linesOf,
  refusedImport,
  stateOf,
  testFile,
} from './import-support.ts';

let books: TestBooks;
let place: AcceptingPlace;

beforeAll(async () => {
  books = await testBooks();
  const { storage, clock, company, desk } = books;
  const desks = { of: () => desk };
  place = { storage, clock, actor: 'test', desks, company: { ...company, currencyDecimals: 2 } };
  await imported(books, {
    kind: 'inventory-journals',
    files: [
      testFile(
        'opening.csv',
        'journal,purpose,postedOn,item,site,location,quantity,unitCost\n' +
          'go-live,opening,2026-01-01,F1,DC,A-01,100,12.50\n' +
          'go-live,opening,2026-01-01,A1,DC,,20,4.00\n' +
          'go-live-O1,opening,2026-01-01,F1,O1,,5,13.00\n',
      ),
    ],
  });
});

const started = async (name: string) => {
  const done = await startCount(place, { name, site: 'DC', postedOn: '2026-01-31' });
  if (!done.ok) throw new Error(JSON.stringify(done.reasons));
};

const progressOf = async (name: string) => {
  const shown = await showCount(place, name);
  return shown.ok ? shown.value.progress : shown.reasons;
};

test('000.62 journals come in from a file, each whole, and repeated they change nothing', async () => {
  expect(await balancesOf(books)).toMatchObject({ 3000: '-139500' });
  const file = testFile(
    'broken.csv',
    'journal,item,site,location,quantity,reason\n' +
      'broken-frames,F1,DC,A-01,1,Damage\n' +
      'broken-frames,F1,O1,,many,Damage\n' +
      'lost,A1,DC,,1,Damage\n',
  );
  const request = {
    kind: 'inventory-journals',
    files: [file],
    defaults: { purpose: 'write-off', postedOn: '2026-01-15' },
  } as const;
  const before = await stateOf(books);
  const tried = await imported(books, { ...request, dryRun: true });
  expect(tried).toMatchObject({ rows: 3, posted: 1, refused: 2, kept: false, rejectedFiles: [] });
  expect(await stateOf(books)).toEqual(before);
  const report = await imported(books, request);
  expect(report).toMatchObject({ rows: 3, posted: 1, refused: 2, alreadyThere: 0 });
  expect(report.refusedByCode.map(({ code, rows }) => [code, rows])).toEqual([
    ['document-refused', 1],
    ['number-invalid', 1],
  ]);
  // All rows of the journal are there, so that it can be corrected and imported as it is.
  const [path = ''] = report.rejectedFiles;
  const rejected = linesOf(path);
  expect(rejected).toHaveLength(3);
  expect(rejected[2]).toContain('quantity is not a decimal number: -many.');
  writeFileSync(path, readFileSync(path, 'utf8').replace(',many,', ',2,'));
  expect(await imported(books, { ...request, files: [path] })).toMatchObject({
    posted: 2,
    refused: 0,
  });
  expect(await imported(books, { ...request, files: [path] })).toMatchObject({ alreadyThere: 2 });
  expect(await stateOf(books)).toMatchObject({ differences: [] });
});

test('rows of one journal that differ in their day, and a row without a name, are refused', async () => {
  const file = testFile(
    'torn.csv',
    'journal,purpose,postedOn,item,site,quantity,reason\n' +
      'torn,write-off,2026-01-15,F1,DC,1,Damage\n' +
      'torn,write-off,2026-01-16,F1,DC,1,Damage\n' +
      ',write-off,2026-01-16,F1,DC,1,Damage\n' +
      'other,scrapping,2026-01-16,F1,DC,1,Damage\n',
  );
  const report = await imported(books, { kind: 'inventory-journals', files: [file] });
  expect(report).toMatchObject({ posted: 0, refused: 4 });
  expect(report.refusedByCode.map(({ code }) => code).toSorted()).toEqual([
    'cell-empty',
    'document-differs',
    'document-refused',
    'word-unknown',
  ]);
  const strict = { kind: 'inventory-journals', files: [file], strict: true } as const;
  expect(await refusedImport(books, strict)).toMatchObject([{ code: 'strict-several' }]);
});

test('a sheet that was written, as CSV or as a workbook, is taken back with what was counted', async () => {
  await started('sheets');
  const made = await countSheet(place, 'sheets', false);
  if (!made.ok) throw new Error('there is no sheet');
  let csv = '';
  for await (const piece of writeCountSheet(made.value, 'csv', streamSheet)) csv += String(piece);
  const [head = '', first = '', second = ''] = csv.split('\r\n');
  const file = testFile('sheet.csv', `${head}\n${first}18\n${second}\n`);
  const report = await imported(books, { kind: 'counts', files: [file] });
  expect(report).toMatchObject({
    posted: 1,
    refused: 0,
    skipped: [{ because: 'not counted', rows: 1 }],
  });
  const pieces: Uint8Array[] = [];
  const filled = {
    ...made.value,
    rows: made.value.rows.map((row) => ({ ...row, counted: row.item === 'F1' ? '98' : '' })),
  };
  for await (const piece of writeCountSheet(filled, 'xlsx', streamSheet))
    pieces.push(Buffer.from(piece));
  const workbook = testFile('sheet.xlsx', Buffer.concat(pieces));
  expect(await imported(books, { kind: 'counts', files: [workbook] })).toMatchObject({ posted: 1 });
  expect(await progressOf('sheets')).toMatchObject({ lines: 2, counted: 2 });
  const accepted = await acceptCount(place, 'sheets', {});
  expect(accepted).toMatchObject({ ok: true, value: { state: 'closed', lines: 2 } });
});

test('a sheet with a wrong line enters nothing, and says every row of it', async () => {
  await started('wrong');
  const file = testFile(
    'wrong.csv',
    'count,line,item,location,counted,counter\n' +
      'wrong,1,,,17,Ann\n' +
      'wrong,,X9,,1,Ann\n' +
      'wrong,many,,,1,Ann\n' +
      'wrong,2,,,97,Bob\n' +
      'unknown,,F1,,1,\n',
  );
  const report = await imported(books, { kind: 'counts', files: [file] });
  // What Bob counted is a sheet of its own.
  expect(report).toMatchObject({ posted: 1, refused: 4 });
  expect(report.refusedByCode.map(({ code }) => code).toSorted()).toEqual([
    'document-refused',
    'item-unknown',
    'not-found',
    'whole-number',
  ]);
  expect(await progressOf('wrong')).toMatchObject({ counted: 1, uncounted: 1 });
});

test('parts are added once, however often their file is imported', async () => {
  const lines = 'item,location,counted,also\nF1,A-01,40,no\n';
  const defaults = { count: 'wrong', counter: 'Cid' };
  const whole = testFile('first.csv', lines);
  expect(await imported(books, { kind: 'counts', files: [whole], defaults })).toMatchObject({
    posted: 1,
  });
  const part = testFile('part.csv', 'item,location,counted,also\nF1,A-01,57,yes\n');
  const request = { kind: 'counts', files: [part], defaults } as const;
  expect(await imported(books, { ...request, dryRun: true })).toMatchObject({
    posted: 1,
    kept: false,
  });
  expect(await imported(books, request)).toMatchObject({ posted: 1 });
  expect(await imported(books, request)).toMatchObject({ posted: 0, alreadyThere: 1 });
  // Bob and Cid found the same.
  expect(await progressOf('wrong')).toMatchObject({ counted: 1, disputed: 0 });
});
