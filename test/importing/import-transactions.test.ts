import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { writeSheet } from '../../packages/server/src/files/sheet.ts';
import { testBooks } from '../support/books.ts';
import { sampleSetup } from '../support/sample-setup.ts';
import {
  imported,
  linesOf,
  mappingOf,
  refusedImport,
  stateOf,
  testFile,
} from './import-support.ts';

const HEADER = 'key,type,postedOn,item,site,quantity,unitCost\n';
const GOOD = `${HEADER}k1,receive-from-vendor,2026-01-05,F1,DC,10,50.00
k2,receive-from-vendor,2026-01-06,F1,DC,10,60.00
k3,otc-sale,2026-01-07,F1,DC,5,
`;

test('a good file is posted, in its order, and the books agree', async () => {
  const books = await testBooks();
  const report = await imported(books, {
    kind: 'transactions',
    files: [testFile('good.csv', GOOD)],
  });
  expect(report).toMatchObject({
    kind: 'transactions',
    kept: true,
    dryRun: false,
    stopped: false,
    rows: 3,
    posted: 3,
    alreadyThere: 0,
    skipped: [],
    refused: 0,
    refusedByCode: [],
    rejectedFiles: [],
    warnings: [],
  });
  // 10 at 50 and 10 at 60, less 5 at the average of 55.
  expect(await stateOf(books)).toEqual({ events: 3, differences: [], value: '82500' });
});

test.each([
  ['gzip', 'good.csv.gz', gzipSync(GOOD)],
  ['tabs', 'good.tsv', GOOD.replaceAll(',', '\t')],
  [
    'CRLF, semicolons and a mark',
    'good.csv',
    `\ufeff${GOOD.replaceAll(',', ';').replaceAll('\n', '\r\n')}`,
  ],
  [
    'NDJSON',
    'good.ndjson',
    GOOD.trimEnd()
      .split('\n')
      .slice(1)
      .map((line) => {
        const [key, type, postedOn, item, site, quantity, unitCost = ''] = line.split(',');
        const cost = unitCost === '' ? null : unitCost;
        return `${JSON.stringify({ key, type, postedOn, item, site, unitCost: cost }).slice(0, -1)},"quantity":${quantity}}\n`;
      })
      .join(''),
  ],
])('the same transactions come as %s', async (_, name, content) => {
  const books = await testBooks();
  const report = await imported(books, { kind: 'transactions', files: [testFile(name, content)] });
  expect(report).toMatchObject({ posted: 3, refused: 0 });
  expect(await stateOf(books)).toMatchObject({ events: 3, value: '82500' });
});

test('the same transactions come as a spreadsheet, with its own days and numbers', async () => {
  const books = await testBooks();
  const day = (number: number) => new Date(Date.UTC(2026, 0, number));
  const rows = [
    ['key', 'type', 'postedOn', 'item', 'site', 'quantity', 'unitCost'],
    ['k1', 'receive-from-vendor', day(5), 'F1', 'DC', 10, 50],
    ['k2', 'receive-from-vendor', day(6), 'F1', 'DC', 10, 60],
    ['k3', 'otc-sale', day(7), 'F1', 'DC', 5],
  ];
  const file = testFile('good.xlsx', await writeSheet('S', rows));
  expect(await imported(books, { kind: 'transactions', files: [file] })).toMatchObject({
    posted: 3,
  });
  expect(await stateOf(books)).toMatchObject({ events: 3, value: '82500' });
});

test('opening balances become opening transactions', async () => {
  const books = await testBooks();
  const text =
    'postedOn,item,site,location,quantity,unitCost,amount\n2026-01-01,F1,DC,A-01,120,42.50,\n2026-01-01,A1,O1,,7,,10.00\n';
  const report = await imported(books, {
    kind: 'opening-balances',
    files: [testFile('open.csv', text)],
  });
  expect(report).toMatchObject({ posted: 2 });
  expect(await stateOf(books)).toEqual({ events: 2, differences: [], value: '511000' });
});

const MIXED = `${HEADER}m1,receive-from-vendor,2026-01-05,F1,DC,10,50.00
m2,receive-from-vendor,2026-01-05,NONE,DC,1,1
m3,receive-from-vendor,2026-13-05,F1,DC,1.5,1
m4,,2026-01-05,F1,DC,1,1
m5,otc-sale,2026-01-06,F1,DC,4,
`;

describe('a file with bad rows', () => {
  test('good rows are posted; the others go to a file of the same form with their reasons', async () => {
    const books = await testBooks();
    const file = testFile('mixed.csv', MIXED);
    const report = await imported(books, { kind: 'transactions', files: [file] });
    expect(report).toMatchObject({ kept: true, rows: 5, posted: 2, refused: 3 });
    expect(
      report.refusedByCode.map(({ code, rows, examples }) => [code, rows, examples[0]?.line]),
    ).toEqual([
      ['item-unknown', 1, 3],
      ['date-invalid', 1, 4],
      ['cell-empty', 1, 5],
    ]);
    expect(report.rejectedFiles).toEqual([join(dirname(file), 'mixed.rejected.csv')]);
    const [header, ...rows] = linesOf(report.rejectedFiles[0]);
    expect(header).toBe(
      `${HEADER.trim()},rejected-line,rejected-file,rejected-code,rejected-message,rejected-remedy`,
    );
    expect(rows[0]).toMatch(
      /^m2,receive-from-vendor,2026-01-05,NONE,DC,1,1,3,[0-9a-f]{24},item-unknown,There is no item NONE\.,"Create the item first, or correct its code\."$/,
    );
    expect(rows[1]).toContain('date-invalid number-too-precise');
    expect(rows).toHaveLength(3);
    expect(await stateOf(books)).toEqual({ events: 2, differences: [], value: '30000' });
  });

  test('the file of rejected rows can be corrected and imported as it is', async () => {
    const books = await testBooks();
    const file = testFile('mixed.csv', MIXED);
    const [rejected = ''] = (await imported(books, { kind: 'transactions', files: [file] }))
      .rejectedFiles;
    const corrected = readFileSync(rejected, 'utf8')
      .replace('NONE', 'A1')
      .replace('2026-13-05,F1,DC,1.5', '2026-01-07,F1,DC,2')
      .replace('m4,,', 'm4,transfer,');
    writeFileSync(rejected, corrected);
    const second = await imported(books, { kind: 'transactions', files: [rejected] });
    expect(second).toMatchObject({ rows: 3, posted: 2, refused: 1 });
    expect(second.rejectedFiles).toEqual([join(dirname(file), 'mixed.rejected.rejected.csv')]);
    const [header, row] = linesOf(second.rejectedFiles[0]);
    expect(header?.match(/rejected-line/g)).toHaveLength(1);
    expect(row).toMatch(/^m4,transfer,.*,5,[0-9a-f]{24},transaction-type-unknown,/);
    expect(await stateOf(books)).toMatchObject({ events: 4, differences: [] });
  });

  test.each([
    ['semicolons', 'mixed.csv', MIXED.replaceAll(',', ';')],
    [
      'NDJSON',
      'mixed.ndjson',
      '{"key":"m1","type":"otc-sale","postedOn":"2026-01-05","item":"NONE","site":"DC","quantity":1}\n',
    ],
  ])('it has the form of the file: %s', async (_, name, content) => {
    const books = await testBooks();
    const report = await imported(books, {
      kind: 'transactions',
      files: [testFile(name, content)],
    });
    const [rejected = ''] = report.rejectedFiles;
    writeFileSync(rejected, readFileSync(rejected, 'utf8').replace('NONE', 'F2'));
    const second = await imported(books, { kind: 'transactions', files: [rejected] });
    expect(second).toMatchObject({ posted: 1, refused: report.refused - 1 });
  });

  test('a spreadsheet gets a spreadsheet', async () => {
    const books = await testBooks();
    const rows = MIXED.trimEnd()
      .split('\n')
      .map((line) => line.split(','));
    const file = testFile('mixed.xlsx', await writeSheet('S', rows));
    const report = await imported(books, { kind: 'transactions', files: [file] });
    expect(report).toMatchObject({ posted: 2, refused: 3 });
    const again = await imported(books, { kind: 'transactions', files: report.rejectedFiles });
    expect(again).toMatchObject({ rows: 3, posted: 0, refused: 3, alreadyThere: 0 });
  });

  test('a file declared to be in another encoding gets one that is read all the same', async () => {
    const books = await testBooks();
    const mapping = mappingOf({ file: { encoding: 'windows-1252' }, ignore: ['Größe'] });
    const text = 'key;type;postedOn;item;site;quantity;Größe\nä;otc-sale;2026-01-05;NÖNE;DC;1;€\n';
    const bytes = Buffer.from(text.replace('€', '\x80'), 'latin1');
    const request = { kind: 'transactions', mapping } as const;
    const report = await imported(books, { ...request, files: [testFile('x.csv', bytes)] });
    const [rejected = ''] = report.rejectedFiles;
    writeFileSync(rejected, readFileSync(rejected, 'utf8').replace('NÖNE', 'F2'));
    expect(readFileSync(rejected, 'utf8')).toContain('ä;otc-sale;2026-01-05;F2;DC;1;€;2;');
    expect(await imported(books, { ...request, files: [rejected] })).toMatchObject({ posted: 1 });
  });

  test('an existing file of rejected rows is never replaced', async () => {
    const books = await testBooks();
    const file = testFile('mixed.csv', MIXED);
    const names: string[] = [];
    for (let time = 0; time < 3; time += 1) {
      const report = await imported(books, { kind: 'transactions', files: [file] });
      names.push(...report.rejectedFiles.map((name) => name.replace(/^.*\//, '')));
    }
    expect(names).toEqual(['mixed.rejected.csv', 'mixed.rejected-2.csv', 'mixed.rejected-3.csv']);
    const rejectedFile = join(dirname(file), 'mixed.rejected.csv');
    const request = { kind: 'transactions', files: [file], rejectedFile } as const;
    expect(await refusedImport(books, request)).toMatchObject([{ code: 'rejected-exists' }]);
    const nowhere = { ...request, rejectedFile: join(dirname(file), 'no', 'folder.csv') };
    expect(await refusedImport(books, nowhere)).toMatchObject([{ code: 'rejected-not-writable' }]);
  });

  test('without a refused row no file is left', async () => {
    const books = await testBooks();
    const file = testFile('good.csv', GOOD);
    await imported(books, { kind: 'transactions', files: [file] });
    expect(readdirSync(dirname(file))).toEqual(['good.csv']);
  });

  test('strict keeps nothing when one row is bad, and tells of all bad rows', async () => {
    const books = await testBooks();
    const file = testFile('mixed.csv', MIXED);
    const report = await imported(books, { kind: 'transactions', files: [file], strict: true });
    expect(report).toMatchObject({
      kept: false,
      rows: 5,
      posted: 0,
      refused: 3,
      rejectedFiles: [],
    });
    expect(await stateOf(books)).toMatchObject({ events: 0 });
    const unreadable = testFile(
      'one.csv',
      `${HEADER}x1,receive-from-vendor,2026-01-05,F1,DC,1,1\nx2,,2026-01-05,F1,DC,1,1\n`,
    );
    const second = await imported(books, {
      kind: 'transactions',
      files: [unreadable],
      strict: true,
    });
    expect(second).toMatchObject({ kept: false, posted: 0, refused: 1 });
    expect(await stateOf(books)).toMatchObject({ events: 0 });
    const good = {
      kind: 'transactions',
      files: [testFile('good.csv', GOOD)],
      strict: true,
    } as const;
    expect(await imported(books, good)).toMatchObject({ kept: true, posted: 3 });
    expect(await stateOf(books)).toMatchObject({ events: 3 });
  });

  test('strict over several files is all files or none', async () => {
    const books = await testBooks();
    const files = [testFile('good.csv', GOOD), testFile('mixed.csv', MIXED)];
    const report = await imported(books, { kind: 'transactions', files, strict: true });
    expect(report).toMatchObject({ kept: false, rows: 8, refused: 3 });
    expect(await stateOf(books)).toMatchObject({ events: 0 });
  });

  test('a dry run decides everything and keeps nothing', async () => {
    const books = await testBooks();
    const file = testFile('mixed.csv', MIXED);
    const report = await imported(books, { kind: 'transactions', files: [file], dryRun: true });
    expect(report).toMatchObject({
      dryRun: true,
      kept: false,
      rows: 5,
      posted: 2,
      refused: 3,
      rejectedFiles: [],
    });
    expect(await stateOf(books)).toMatchObject({ events: 0 });
    const rejectedFile = join(dirname(file), 'why.csv');
    await imported(books, { kind: 'transactions', files: [file], dryRun: true, rejectedFile });
    expect(existsSync(rejectedFile)).toBe(true);
    expect(linesOf(rejectedFile)).toHaveLength(4);
  });
});

describe('repeated and interrupted imports', () => {
  test('a repeated import posts nothing twice', async () => {
    const books = await testBooks();
    const request = { kind: 'transactions', files: [testFile('good.csv', GOOD)] } as const;
    await imported(books, request);
    const before = await stateOf(books);
    expect(await imported(books, request)).toMatchObject({
      rows: 3,
      posted: 0,
      alreadyThere: 3,
      refused: 0,
    });
    expect(await stateOf(books)).toEqual(before);
  });

  const KEYLESS =
    'type,postedOn,item,site,quantity,unitCost\nreceive-from-vendor,2026-01-05,F1,DC,10,50\nreceive-from-vendor,2026-01-05,F1,DC,10,50\notc-sale,2026-01-05,NONE,DC,1,\n';

  test('without a key column, file and line are the key, whatever the file is called', async () => {
    const books = await testBooks();
    const first = await imported(books, {
      kind: 'transactions',
      files: [testFile('a.csv', KEYLESS)],
    });
    // Two rows alike are two transactions.
    expect(first).toMatchObject({ posted: 2, refused: 1 });
    const zipped = testFile('b.csv.gz', gzipSync(KEYLESS));
    const second = await imported(books, { kind: 'transactions', files: [zipped] });
    expect(second).toMatchObject({ posted: 0, alreadyThere: 2, refused: 1 });
  });

  test('a corrected rejected row keeps the key of its first line', async () => {
    const books = await testBooks();
    const file = testFile('a.csv', KEYLESS);
    const [rejected = ''] = (await imported(books, { kind: 'transactions', files: [file] }))
      .rejectedFiles;
    writeFileSync(rejected, readFileSync(rejected, 'utf8').replace('NONE', 'F1'));
    const request = { kind: 'transactions', files: [rejected] } as const;
    expect(await imported(books, request)).toMatchObject({ posted: 1 });
    expect(await imported(books, request)).toMatchObject({ posted: 0, alreadyThere: 1 });
    // The whole file again: its bad row now stands for what was posted in its place.
    const whole = await imported(books, { kind: 'transactions', files: [file] });
    expect(whole).toMatchObject({ posted: 0, alreadyThere: 2, refused: 1 });
    expect(whole.refusedByCode).toMatchObject([{ code: 'key-reused' }]);
    expect(await stateOf(books)).toMatchObject({ events: 3 });
  });

  test('an import that was stopped goes on when it is repeated', async () => {
    const books = await testBooks();
    const rows = Array.from({ length: 12_000 }, (_, index) => {
      return index % 3 === 2
        ? `r${index},otc-sale,2026-02-01,F1,DC,1,\n`
        : `r${index},receive-from-vendor,2026-02-01,F1,DC,2,${(index % 9) + 1}.5\n`;
    });
    const file = testFile('many.csv', HEADER + rows.join(''));
    const stop = new AbortController();
    const first = await imported(books, {
      kind: 'transactions',
      files: [file],
      signal: stop.signal,
      progress: ({ rows: done }) => {
        if (done >= 5_000) stop.abort();
      },
    });
    expect(first).toMatchObject({ stopped: true, kept: true });
    expect(first.posted).toBeGreaterThanOrEqual(5_000);
    expect(first.posted).toBeLessThan(12_000);
    const second = await imported(books, { kind: 'transactions', files: [file] });
    expect(second).toMatchObject({
      stopped: false,
      rows: 12_000,
      posted: 12_000 - first.posted,
      alreadyThere: first.posted,
    });
    const whole = await testBooks();
    await imported(whole, { kind: 'transactions', files: [file] });
    expect(await stateOf(books)).toEqual(await stateOf(whole));
    expect(await stateOf(books)).toMatchObject({ events: 12_000, differences: [] });
  });
});

describe('a file in another form, with a mapping', () => {
  const mapping = mappingOf({
    numbers: { decimal: ',', thousands: '.' },
    dates: 'DD.MM.YYYY',
    lookups: { price: { file: 'prices.csv', key: '{Artikel}' } },
    skip: [{ when: { Art: 'R' }, because: 'reserved' }],
    ignore: ['Bemerkung'],
    fields: {
      key: 'wws:{Nr}',
      type: { from: '{Art}', values: { Z: 'receive-from-vendor', A: 'otc-sale' } },
      postedOn: '{Datum}',
      item: '{Artikel}',
      site: 'DC',
      quantity: '{Menge}',
      unitCost: [{ when: { Art: 'Z' }, from: '{Artikel}', lookup: 'price', take: 'Preis' }],
    },
  });
  const text =
    'Nr;Art;Datum;Artikel;Menge;Bemerkung\n1;Z;05.01.2026;F1;1.000;a\n2;A;06.01.2026;F1;500;b\n3;R;06.01.2026;F1;1;c\n4;X;06.01.2026;F1;1;d\n5;Z;06.01.2026;A1;1;e\n6;Z;6.1.2026;F1;1.0;f\n';

  test('rows are read as the mapping says', async () => {
    const books = await testBooks();
    const file = testFile('lager.csv', text);
    writeFileSync(join(dirname(file), 'prices.csv'), 'Artikel;Preis\nF1;1.234,50\n');
    const report = await imported(books, { kind: 'transactions', files: [file], mapping });
    expect(report).toMatchObject({
      rows: 6,
      posted: 2,
      refused: 3,
      skipped: [{ because: 'reserved', rows: 1 }],
    });
    expect(report.refusedByCode.map(({ code }) => code).toSorted()).toEqual([
      'date-form',
      'lookup-missing',
      'value-unmapped',
    ]);
    expect(await stateOf(books)).toEqual({ events: 2, differences: [], value: '61725000' });
  });

  test('a lookup may lie elsewhere; one that is not there is refused', async () => {
    const books = await testBooks();
    const file = testFile('lager.csv', text);
    const request = { kind: 'transactions', files: [file], mapping } as const;
    expect(await refusedImport(books, request)).toMatchObject([
      { code: 'file-not-found', file: 'prices.csv' },
    ]);
    const price = testFile('elsewhere.csv', 'Artikel;Preis\nF1;2\nF1;2\n');
    expect(await imported(books, { ...request, lookupFiles: { price } })).toMatchObject({
      posted: 2,
    });
    const twice = testFile('twice.csv', 'Artikel;Preis\nF1;2\nF1;3\n');
    expect(await refusedImport(books, { ...request, lookupFiles: { price: twice } })).toMatchObject(
      [{ code: 'lookup-key-twice', line: 3 }],
    );
    const named = { ...request, lookupFiles: { price, prize: price } };
    expect(await refusedImport(books, named)).toMatchObject([{ code: 'mapping-invalid' }]);
  });

  test('decimal commas without a declaration refuse the file, naming the option', async () => {
    const books = await testBooks();
    const file = testFile(
      'x.csv',
      'key;type;postedOn;item;site;quantity;unitCost\na;receive-from-vendor;2026-01-05;F1;DC;1;50\nb;receive-from-vendor;2026-01-05;F1;DC;1;1,50\n',
    );
    const [refusal, ...others] = await refusedImport(books, {
      kind: 'transactions',
      files: [file],
    });
    expect(refusal).toMatchObject({
      code: 'decimal-comma',
      file: 'x.csv',
      line: 3,
      column: 'unitCost',
    });
    expect(refusal?.remedy).toContain('"numbers": {"decimal": ","}');
    expect(others).toEqual([]);
    expect(await stateOf(books)).toMatchObject({ events: 0 });
  });
});

describe('numbers at their limits', () => {
  const setup = sampleSetup();
  const wide = {
    ...setup,
    items: [...(setup.items ?? []), { code: 'W1', name: 'Wide', group: 1, quantityDecimals: 6 }],
  };

  test.each([
    ['a unit cost of 2^53 + 1 hundred-millionths', '1', '90071992.54740993', 'posted'],
    ['a unit cost of 2^64 hundred-millionths', '0.000001', '184467440737.09551616', 'posted'],
    ['10^15 smallest units', '1000000000', '0.01', 'posted'],
    ['one more', '1000000000.000001', '0.01', 'number-too-large'],
    ['2^63', '9223372036854775808', '1', 'number-too-large'],
    ['60 digits', '9'.repeat(60), '1', 'number-too-large'],
    ['61 digits', '9'.repeat(61), '1', 'number-too-large'],
    ['seven decimals', '0.0000001', '1', 'number-too-precise'],
    ['an exponent', '1e3', '1', 'number-invalid'],
    ['a cost of nine decimals', '1', '0.000000001', 'number-too-precise'],
    ['a value beyond 10^15 cents', '1000000000', '1000000000', 'number-too-large'],
    ['not a number', 'NaN', '1', 'number-invalid'],
    ['Arabic digits', '١٢', '1', 'number-invalid'],
  ])('%s', async (_, quantity, unitCost, outcome) => {
    const books = await testBooks(wide);
    const file = testFile(
      'n.csv',
      `${HEADER}n1,receive-from-vendor,2026-01-05,W1,DC,${quantity},${unitCost}\n`,
    );
    const report = await imported(books, { kind: 'transactions', files: [file] });
    const [code = 'posted'] = report.refusedByCode.map((one) => one.code);
    expect(code).toBe(outcome);
  });

  test('sums beyond 2^53 are exact, and end where a pool may hold no more', async () => {
    const books = await testBooks();
    const header = 'type,postedOn,item,site,quantity,amount\n';
    const row = 'receive-from-vendor,2026-01-05,F1,DC,1,9999999999999.99\n';
    const file = testFile('sums.csv', header + row.repeat(1_000));
    expect(await imported(books, { kind: 'transactions', files: [file] })).toMatchObject({
      posted: 1_000,
    });
    // 1,000 times 999,999,999,999,999 cents.
    expect(await stateOf(books)).toMatchObject({ differences: [], value: '999999999999999000' });
    const odd = testFile('odd.csv', `${header}receive-from-vendor,2026-01-05,F1,DC,1,9.99\n${row}`);
    const report = await imported(books, { kind: 'transactions', files: [odd] });
    expect(report).toMatchObject({ posted: 1, refused: 1 });
    expect(report.refusedByCode).toMatchObject([{ code: 'holding-too-large' }]);
    // As a binary fraction this would be 10 to the 18th.
    expect(await stateOf(books)).toMatchObject({ differences: [], value: '999999999999999999' });
  });
});
