import { gzipSync } from 'node:zlib';
import { beforeAll, expect, test } from 'vitest';
import { importFile } from '../../packages/server/src/application/importing/import-file.ts';
import { type TestBooks, testBooks } from '../support/books.ts';
import { deskOf, mappingOf, refusedImport, stateOf, testFile } from './import-support.ts';

const GOOD = `key,type,postedOn,item,site,quantity,unitCost
k1,receive-from-vendor,2026-01-05,F1,DC,10,50.00
k2,receive-from-vendor,2026-01-06,F1,DC,10,60.00
`;

let books: TestBooks;

beforeAll(async () => {
  books = await testBooks();
});

const utf16 = Buffer.from(GOOD, 'utf16le');
const megabyte = 1_048_576;

// The last row of each is good or the first is: a file is refused before any row of it is posted.
test.each([
  ['empty', '', ['file-empty']],
  ['a header only', GOOD.split('\n')[0] ?? '', ['no-rows']],
  ['a wrong column', GOOD.replace('unitCost', 'price'), ['column-unknown']],
  ['a column twice', GOOD.replace('unitCost', 'quantity'), ['column-duplicate']],
  [
    'columns missing',
    GOOD.replace('postedOn', 'x').replace('site', ''),
    ['column-unnamed', 'column-unknown', 'column-missing', 'column-missing'],
  ],
  ['a row too long', `${GOOD}k3,receive-from-vendor,2026-01-05,F1,DC,10,50,00\n`, ['row-length']],
  ['an open quote', `${GOOD}"k3,receive-from-vendor,2026-01-05,F1,DC,10,50\n`, ['quote-open']],
  ['a NUL byte', `${GOOD}k3,receive-from-vendor,2026-01-05,F\0,DC,10,50\n`, ['nul-byte']],
  [
    'latin-1',
    Buffer.concat([
      Buffer.from(GOOD),
      Buffer.from('k3,receive-from-vendor,2026-01-05,Fä,DC,1,1\n', 'latin1'),
    ]),
    ['encoding-invalid'],
  ],
  ['UTF-16 without a mark', utf16, ['nul-byte']],
  [
    'UTF-16 cut inside a character',
    Buffer.concat([Buffer.from([0xff, 0xfe]), utf16.subarray(0, -3)]),
    ['encoding-invalid'],
  ],
  [
    'a line of more than 1 MB',
    `${GOOD}k3,${'x'.repeat(megabyte)},2026-01-05,F1,DC,10,50\n`,
    ['line-too-long'],
  ],
  ['decimal commas', GOOD.replaceAll(',', ';').replaceAll('60.00', '60,00'), ['decimal-comma']],
  ['a torn gzip', gzipSync(GOOD).subarray(0, -9), ['gzip-damaged']],
  [
    'HTML',
    '<html><body>Session expired</body></html>\n',
    [
      'column-unknown',
      'column-missing',
      'column-missing',
      'column-missing',
      'column-missing',
      'no-rows',
    ],
  ],
])('a file is refused whole, and nothing of it is kept: %s', async (_, content, codes) => {
  const refusals = await refusedImport(books, {
    kind: 'transactions',
    files: [testFile('bad.csv', content)],
  });
  expect(refusals.map(({ code }) => code)).toEqual(codes);
  for (const { file, message, remedy } of refusals) {
    expect(file).toBe('bad.csv');
    expect(message).not.toMatch(/[{}]/);
    expect(remedy).not.toBe('');
  }
  expect(await stateOf(books)).toMatchObject({ events: 0 });
});

test('a bad file among good ones refuses all of them, with the faults of all', async () => {
  const files = [
    testFile('good.csv', GOOD),
    testFile('one.csv', GOOD.replace('unitCost', 'price')),
    testFile('two.csv', GOOD.replace('item', 'thing')),
  ];
  const refusals = await refusedImport(books, { kind: 'transactions', files });
  expect(refusals.map(({ file, code, column }) => [file, code, column])).toEqual([
    ['one.csv', 'column-unknown', 'price'],
    ['two.csv', 'column-unknown', 'thing'],
    ['two.csv', 'column-missing', 'item'],
  ]);
  expect(await stateOf(books)).toMatchObject({ events: 0 });
});

test('one file for rejected rows cannot serve several files', async () => {
  const files = [testFile('a.csv', GOOD), testFile('b.csv', GOOD)];
  expect(
    await refusedImport(books, { kind: 'transactions', files, rejectedFile: 'x.csv' }),
  ).toMatchObject([{ code: 'rejected-unclear' }]);
});

test('of endless faults a hundred are told', async () => {
  const bad = testFile('bad.csv', GOOD + 'k3,too,short\n'.repeat(5_000));
  expect(await refusedImport(books, { kind: 'transactions', files: [bad] })).toHaveLength(100);
});

test('a mapping for another kind is refused', async () => {
  const request = { kind: 'transactions', files: [testFile('a.csv', GOOD)] } as const;
  const mapping = mappingOf({ kind: 'items' });
  expect(await refusedImport(books, { ...request, mapping })).toMatchObject([
    { code: 'mapping-invalid' },
  ]);
});

test('a CSV cut at any byte is refused, or taken with a warning when the cut lies in the last cell', async () => {
  const bytes = Buffer.from(GOOD);
  const found = new Set<string>();
  for (let length = GOOD.indexOf('\n') + 2; length < bytes.length; length += 3) {
    const text = bytes.subarray(0, length).toString();
    const cells = text.split('\n').at(-1)?.split(',').length ?? 0;
    const cut = testFile('cut.csv', text);
    const where = text.endsWith('\n') ? 'between' : cells === 7 ? 'in the last cell' : 'before';
    const request = { kind: 'transactions', files: [cut], dryRun: true } as const;
    const done = await importFile(request, deskOf(books));
    found.add(
      done.ok
        ? `${where}: ${done.value.warnings.length} warnings`
        : `${where}: ${done.reasons.map(({ code }) => code).join(' ')}`,
    );
  }
  expect([...found].toSorted()).toEqual([
    'before: row-length',
    'between: 0 warnings',
    'in the last cell: 1 warnings',
  ]);
});
