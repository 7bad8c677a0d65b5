import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { writeXlsx } from 'hucre/xlsx';
import { afterAll, describe, expect, test } from 'vitest';
import type { ImportRefusal } from '../application/importing/import-refusals.ts';
import type { FileDescription, RowPortion } from '../application/importing/row-source.ts';
import { FileSource } from './file-source.ts';
import { importFiles } from './import-files.ts';

const folder = mkdtempSync(join(tmpdir(), 'perpetua-files-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let count = 0;

function written(name: string, content: string | Uint8Array): string {
  count += 1;
  const path = join(folder, `${count}-${name}`);
  writeFileSync(path, content);
  return path;
}

type Read = {
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly lines: readonly number[];
  readonly warnings: readonly string[];
  readonly sha256: string;
};

/** Reads a file as an import does: through once, and then its rows. */
async function read(
  name: string,
  content: string | Uint8Array,
  description: FileDescription = {},
): Promise<Read | readonly ImportRefusal[]> {
  const source = new FileSource(written(name, content), description);
  const inspected = await source.inspect();
  if (!inspected.ok) return inspected.reasons;
  const portions: RowPortion[] = [];
  for await (const portion of source.portions()) portions.push(portion);
  const { header, warnings, rows, sha256 } = inspected.value;
  const read = portions.flatMap((portion) => portion.rows);
  expect(rows).toBe(read.length);
  return { header, warnings, sha256, rows: read, lines: portions.flatMap(({ lines }) => lines) };
}

async function taken(...file: Parameters<typeof read>): Promise<Read> {
  const result = await read(...file);
  if ('header' in result) return result;
  throw new Error(JSON.stringify(result));
}

async function refusals(...file: Parameters<typeof read>): Promise<readonly ImportRefusal[]> {
  const result = await read(...file);
  if ('header' in result) throw new Error(`taken: ${JSON.stringify(result)}`);
  return result;
}

const codes = async (...file: Parameters<typeof read>): Promise<readonly string[]> =>
  (await refusals(...file)).map(({ code, line }) =>
    line === undefined ? code : `${code} ${line}`,
  );

describe('CSV', () => {
  test('quotes, doubled quotes, embedded line ends and CRLF; rows know the line they begin in', async () => {
    const text = 'a,b\r\n1,"x, ""y"""\r\n\r\n2,"two\r\nlines\r\nand more"\r\n3,"x\ny"\r\n4,z\r\n';
    expect(await taken('x.csv', text)).toMatchObject({
      header: ['a', 'b'],
      rows: [
        ['1', 'x, "y"'],
        ['2', 'two\r\nlines\r\nand more'],
        ['3', 'x\ny'],
        ['4', 'z'],
      ],
      lines: [2, 4, 7, 9],
      warnings: [],
    });
  });

  test.each([
    ['comma', 'a,b\n1,2\n'],
    ['semicolon', 'a;b\n1;2\n'],
    ['tab', 'a\tb\n1\t2\n'],
    ['a delimiter inside a quoted name', '"a";"b"\n1;2\n'],
  ])('the delimiter is recognised from the header: %s', async (_, text) => {
    expect(await taken('x.csv', text)).toMatchObject({ header: ['a', 'b'], rows: [['1', '2']] });
  });

  test('a delimiter inside quoted names does not count', async () => {
    expect(await taken('x.csv', '"a;x;y";b\n1;2\n')).toMatchObject({ header: ['a;x;y', 'b'] });
  });

  test('a header that two delimiters split alike is refused; declared, it is read', async () => {
    expect(await refusals('x.csv', 'a;b,c\n1;2,3\n')).toMatchObject([
      { code: 'delimiter-unclear', message: 'The header can be split by "," and ";" alike.' },
    ]);
    const declared = await taken('x.csv', 'a;b,c\n1;2,3\n', { delimiter: ';' });
    expect(declared.rows).toEqual([['1', '2,3']]);
    expect(await taken('x.csv', 'a|b\n1|2\n', { delimiter: '|' })).toMatchObject({
      header: ['a', 'b'],
    });
  });

  test('rows of another length are refused all together, with their lines', async () => {
    expect(await codes('x.csv', 'a,b\n1,2\n1\n1,2,3\n,\n\n4,5\n')).toEqual([
      'row-length 3',
      'row-length 4',
    ]);
  });

  test('quotes inside a cell are refused, unless the file is declared to quote nothing', async () => {
    expect(await codes('x.csv', 'a,b\n1,2\n1,5" pipe\n')).toEqual(['quote-misplaced 3']);
    expect(await codes('x.csv', 'a,b\n1,"x"y\n')).toEqual(['quote-misplaced 2']);
    const read = await taken('x.csv', 'a,b\n1,5" pipe\n', { quotes: false });
    expect(read.rows).toEqual([['1', '5" pipe']]);
  });

  test('a quote that is never closed is told with the line its row begins in', async () => {
    expect(await codes('x.csv', 'a,b\n1,2\n3,"open\n4,5\n')).toEqual(['quote-open 3']);
  });

  test('a file without a header is read by declared names, also when the header was added', async () => {
    const columns = ['a', 'b'];
    expect(await taken('x.csv', '1,2\n3,4\n', { columns })).toMatchObject({
      header: columns,
      rows: [
        ['1', '2'],
        ['3', '4'],
      ],
      lines: [1, 2],
    });
    expect((await taken('x.csv', 'a,b\n3,4\n', { columns })).rows).toEqual([['3', '4']]);
  });

  test('a header alone is a file without rows', async () => {
    expect(await taken('x.csv', 'a,b\n')).toMatchObject({ header: ['a', 'b'], rows: [] });
  });

  test('rows come in portions of a thousand at most', async () => {
    const source = new FileSource(written('x.csv', `a\n${'1\n'.repeat(2_500)}`), {});
    await source.inspect();
    const sizes: number[] = [];
    for await (const { rows } of source.portions()) sizes.push(rows.length);
    expect(sizes).toEqual([1000, 1000, 500]);
  });
});

describe('limits', () => {
  const megabyte = 1_048_576;

  test.each([
    ['a header without an end', `a,${'b'.repeat(3 * megabyte)}`, 1],
    ['a line of 1 MB and a byte', `a,b\n1,${'x'.repeat(megabyte - 1)}\n`, 2],
    ['a quoted row of many lines', `a,b\n1,2\n3,"${'x\n'.repeat(megabyte)}"\n`, 3],
    ['a line of delimiters', `a,b\n${','.repeat(2 * megabyte)}\n`, 2],
  ])('line-too-long: %s', async (_, text, line) => {
    expect(await codes('x.csv', text)).toEqual([`line-too-long ${line}`]);
  });

  test('a line of just under 1 MB is taken', async () => {
    const { rows } = await taken('x.csv', `a,b\n1,${'x'.repeat(megabyte - 3)}\n`);
    expect(rows[0]?.[1]).toHaveLength(megabyte - 3);
  });

  test('500 columns are taken, 501 are not', async () => {
    const names = Array.from({ length: 501 }, (_, index) => `c${index}`);
    expect(await codes('x.csv', `${names.join(',')}\n`)).toEqual(['too-many-columns']);
    expect((await taken('x.csv', `${names.slice(1).join(',')}\n`)).header).toHaveLength(500);
    const wide = JSON.stringify(Object.fromEntries(names.map((name) => [name, '1'])));
    expect(await codes('x.ndjson', `${wide}\n`)).toEqual(['too-many-columns 1']);
  });
});

describe('encodings', () => {
  const text = 'a,b\nGrün,€ 5\n日本,😀\n';
  const rows = [
    ['Grün', '€ 5'],
    ['日本', '😀'],
  ];
  const utf16 = Buffer.from(text, 'utf16le');

  test.each([
    ['UTF-8', Buffer.from(text)],
    ['UTF-8 with a mark', Buffer.from(`\ufeff${text}`)],
    ['UTF-16 LE with a mark', Buffer.concat([Buffer.from([0xff, 0xfe]), utf16])],
    [
      'UTF-16 BE with a mark',
      Buffer.concat([Buffer.from([0xfe, 0xff]), Buffer.from(utf16).swap16()]),
    ],
  ])('%s is recognised', async (_, bytes) => {
    expect(await taken('x.csv', bytes)).toMatchObject({ header: ['a', 'b'], rows });
  });

  test('UTF-16 without a mark is refused by its NUL bytes, and read when declared', async () => {
    expect(await codes('x.csv', utf16)).toEqual(['nul-byte 1']);
    expect(await taken('x.csv', utf16, { encoding: 'utf-16le' })).toMatchObject({ rows });
    const swapped = Buffer.from(utf16).swap16();
    expect(await taken('x.csv', swapped, { encoding: 'utf-16be' })).toMatchObject({ rows });
  });

  test('bytes of another encoding are refused with their line, and read when declared', async () => {
    const latin = Buffer.from('a,b\n1,2\nGr\xfcn,\x80\n', 'latin1');
    expect(await codes('x.csv', latin)).toEqual(['encoding-invalid 3']);
    const read = async (encoding: 'latin-1' | 'windows-1252') =>
      (await taken('x.csv', latin, { encoding })).rows[1];
    expect(await read('windows-1252')).toEqual(['Grün', '€']);
    expect(await read('latin-1')).toEqual(['Grün', '\u0080']);
  });

  test('a mark is believed before what was declared', async () => {
    const marked = Buffer.from(`\ufeff${text}`);
    expect(await taken('x.csv', marked, { encoding: 'windows-1252' })).toMatchObject({ rows });
  });

  test.each([
    ['a NUL byte', Buffer.from('a,b\n1,2\n3,\0\n'), 'nul-byte 3'],
    ['UTF-32', Buffer.from([0xff, 0xfe, 0, 0, 0x61, 0, 0, 0]), 'encoding-unsupported'],
    [
      'half a surrogate pair',
      Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('a,b\n1,\ud83d\n', 'utf16le')]),
      'encoding-invalid 2',
    ],
    [
      'an odd byte of UTF-16',
      Buffer.concat([Buffer.from([0xff, 0xfe]), utf16.subarray(0, -1)]),
      'encoding-invalid 3',
    ],
    ['an overlong form', Buffer.from([0x61, 0x0a, 0xc0, 0xaf, 0x0a]), 'encoding-invalid 2'],
  ])('%s is refused', async (_, bytes, code) => {
    expect(await codes('x.csv', bytes)).toEqual([code]);
  });

  test('characters may lie across the pieces in which a large file is read', async () => {
    for (const shift of [0, 1, 2, 3]) {
      const large = `a${'x'.repeat(shift)},b\n${'€😀,é\n'.repeat(40_000)}`;
      const { rows: found } = await taken('x.csv', large);
      expect(found).toHaveLength(40_000);
      expect(found.every(([first, second]) => first === '€😀' && second === 'é')).toBe(true);
    }
  });
});

describe('files cut off', () => {
  const text = 'key,item,text\nk1,F1,"a, ""b"""\nk2,F2,"c\nd"\nk3,F3,é\n';
  const whole = [
    ['k1', 'F1', 'a, "b"'],
    ['k2', 'F2', 'c\nd'],
    ['k3', 'F3', 'é'],
  ];

  /** Whether rows are the beginning of the whole, the last one perhaps being cut itself. */
  const isBeginning = (rows: readonly (readonly string[])[], ended: boolean): boolean =>
    rows.every((row, index) => {
      const is = row.join('\n');
      const should = whole[index]?.join('\n') ?? '';
      return is === should || (!ended && index === rows.length - 1 && should.startsWith(is));
    });

  test('a CSV cut at any byte is refused, or is the beginning of the whole with a warning', async () => {
    const bytes = Buffer.from(text);
    const wrong: number[] = [];
    for (let length = 1; length < bytes.length; length += 1) {
      const result = await read('cut.csv', bytes.subarray(0, length));
      if (!('header' in result)) continue;
      const ended = bytes[length - 1] === 0x0a;
      if (result.warnings.length === (ended ? 1 : 0)) wrong.push(length);
      if (!isBeginning(result.rows, ended)) wrong.push(length);
    }
    expect(wrong).toEqual([]);
  });

  test('a gzip cut at any byte is refused', async () => {
    const bytes = gzipSync(text);
    const found = new Set<string>();
    for (let length = 2; length < bytes.length; length += 1) {
      const [code = 'taken', ...others] = await codes('cut.csv.gz', bytes.subarray(0, length));
      found.add([code, ...others].join(' '));
    }
    expect([...found]).toEqual(['gzip-damaged']);
    expect(await codes('cut.csv.gz', bytes.subarray(0, 1))).toEqual(['file-form-differs']);
    expect((await taken('whole.csv.gz', bytes)).rows).toEqual(whole);
  });

  test('a gzip with a flipped byte is refused', async () => {
    const bytes = gzipSync('a,b\n'.repeat(500));
    bytes[bytes.length - 6] = (bytes[bytes.length - 6] ?? 0) ^ 0xff;
    expect(await codes('x.csv.gz', bytes)).toEqual(['gzip-damaged']);
  });

  test('a gzip of two parts is read whole, and refused when the second is cut', async () => {
    const parts = Buffer.concat([gzipSync('a,b\n1,2\n'), gzipSync('3,4\n')]);
    expect((await taken('x.csv.gz', parts)).rows).toEqual([
      ['1', '2'],
      ['3', '4'],
    ]);
    expect(await codes('x.csv.gz', parts.subarray(0, -3))).toEqual(['gzip-damaged']);
  });

  test('NDJSON cut at any byte is refused, or is the beginning of the whole', async () => {
    const lines = '{"key":"k1","quantity":12.50}\n{"key":"k2","quantity":"3"}\n';
    const rows = [
      ['k1', '12.50'],
      ['k2', '3'],
    ];
    const wrong: number[] = [];
    for (let length = 1; length < lines.length; length += 1) {
      const result = await read('cut.ndjson', lines.slice(0, length));
      if (!('header' in result)) continue;
      if (result.rows.some((row, index) => row.join() !== rows[index]?.join())) wrong.push(length);
    }
    expect(wrong).toEqual([]);
  });

  test('a spreadsheet cut anywhere is refused', async () => {
    const bytes = await writeXlsx({
      sheets: [
        {
          name: 'S',
          rows: [
            ['a', 'b'],
            ['1', '2'],
          ],
        },
      ],
    });
    const found = new Set<string>();
    for (let length = 1; length < bytes.length; length += 97) {
      found.add((await codes('cut.xlsx', bytes.subarray(0, length))).join(' '));
    }
    expect([...found].toSorted()).toEqual(['file-form-differs', 'sheet-damaged']);
  });
});

describe('NDJSON', () => {
  test('numbers keep every digit they are written with', async () => {
    const text = '{"a":9007199254740993,"b":0.10,"c":-1e3}\n{"c":true,"a":"x:1","d":null}\n';
    expect(await taken('x.ndjson', text)).toMatchObject({
      header: ['a', 'b', 'c', 'd'],
      rows: [
        ['9007199254740993', '0.10', '-1e3'],
        ['x:1', '', 'true', ''],
      ],
      lines: [1, 2],
    });
  });

  test('what is no flat object is refused, all such lines together', async () => {
    const text = '{"a":1}\n[1]\n{"a":{"b":1}}\n{"a":1,"a":2}\n{"a":\n\n"x"\n{"a":"{\\"b\\":1}"}\n';
    expect(await codes('x.jsonl', text)).toEqual([
      'json-invalid 2',
      'json-invalid 3',
      'json-invalid 4',
      'json-invalid 5',
      'json-invalid 7',
    ]);
  });
});

describe('spreadsheets', () => {
  const rows = [
    [null, null],
    ['code', 'n', 'day', 'flag'],
    ['F1', 12.5, new Date(Date.UTC(2026, 0, 5)), true],
    [null, null],
    ['F2', 0.1 + 0.2, new Date(Date.UTC(2026, 0, 5, 14, 30)), false],
    ['F3', 59.699999999999996, null, null],
    ['F4', 123456789012345, null, null],
    ['F5', 1.5e-7, null, null],
    ['F6', 1 / 3, null, null],
    ['007', -42, null, null],
  ];

  test('cells come as the texts a spreadsheet shows, rows with their numbers', async () => {
    const bytes = await writeXlsx({ sheets: [{ name: 'S', rows }] });
    expect(await taken('x.xlsx', bytes)).toMatchObject({
      header: ['code', 'n', 'day', 'flag'],
      lines: [3, 5, 6, 7, 8, 9, 10],
      rows: [
        ['F1', '12.5', '2026-01-05', 'true'],
        ['F2', '0.3', '2026-01-05 14:30:00', 'false'],
        ['F3', '59.7', '', ''],
        ['F4', '123456789012345', '', ''],
        ['F5', '0.00000015', '', ''],
        ['F6', '0.3333333333333333', '', ''],
        ['007', '-42', '', ''],
      ],
    });
  });

  test('it may lie inside gzip', async () => {
    const bytes = gzipSync(await writeXlsx({ sheets: [{ name: 'S', rows: [['a'], ['1']] }] }));
    expect((await taken('x.xlsx.gz', bytes)).rows).toEqual([['1']]);
  });

  test('numbers that are not exact and cells with errors are refused with their places', async () => {
    const bad = [
      ['a', 'b'],
      [9007199254740992, 'x'],
      ['ok', '#N/A'],
      ['1', '2', '3'],
    ];
    const bytes = await writeXlsx({ sheets: [{ name: 'S', rows: bad }] });
    expect(await refusals('x.xlsx', bytes)).toMatchObject([
      { code: 'cell-not-exact', line: 2, column: 'A' },
      { code: 'cell-error', line: 3, column: 'B' },
      { code: 'row-length', line: 4 },
    ]);
  });

  test('of several sheets one must be named', async () => {
    const sheets = [
      { name: '2025', rows: [['a'], ['old']] },
      { name: '2026', rows: [['a'], ['new']] },
    ];
    const bytes = await writeXlsx({ sheets });
    expect(await refusals('x.xlsx', bytes)).toMatchObject([
      { code: 'sheet-unclear', message: 'The workbook has several sheets: "2025", "2026".' },
    ]);
    expect(await codes('x.xlsx', bytes, { sheet: '2027' })).toEqual(['sheet-unknown']);
    expect((await taken('x.xlsx', bytes, { sheet: '2026' })).rows).toEqual([['new']]);
  });

  test('what is no spreadsheet is said to be none', async () => {
    expect(await codes('x.xlsx', 'a,b\n')).toEqual(['file-form-differs']);
    const old = Buffer.concat([Buffer.from([0xd0, 0xcf, 0x11, 0xe0]), Buffer.alloc(600)]);
    expect(await codes('x.xlsx', old)).toEqual(['sheet-damaged']);
    expect(await codes('x.xlsx', Buffer.from('PK\u0003\u0004nonsense'))).toEqual(['sheet-damaged']);
  });
});

describe('the file itself', () => {
  test('what is not there, no file or empty is refused', async () => {
    const inspect = async (path: string) => {
      const result = await importFiles.open(path, {}).inspect();
      return result.ok ? [] : result.reasons.map(({ code }) => code);
    };
    expect(await inspect(join(folder, 'nowhere.csv'))).toEqual(['file-not-found']);
    expect(await inspect(folder)).toEqual(['file-not-readable']);
    expect(await inspect('/dev/null')).toEqual(['file-not-readable']);
    expect(await codes('x.csv', '')).toEqual(['file-empty']);
  });

  test('the form is told by the name, or declared', async () => {
    expect(await codes('x.data', 'a,b\n1,2\n')).toEqual(['file-form-unknown']);
    expect(await taken('x.data', 'a,b\n1,2\n', { form: 'csv' })).toMatchObject({
      rows: [['1', '2']],
    });
    expect(await codes('x.csv.gz', 'a,b\n1,2\n')).toEqual(['file-form-differs']);
    expect((await taken('x.csv', gzipSync('a,b\n1,2\n'))).rows).toEqual([['1', '2']]);
  });

  test('its name for keys is the same inside gzip and outside', async () => {
    const text = 'a,b\n1,2\n';
    const [plain, zipped] = [await taken('x.csv', text), await taken('y.csv.gz', gzipSync(text))];
    expect(plain.sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(zipped.sha256).toBe(plain.sha256);
  });

  test('a file that changed after it was looked through is not read on', async () => {
    const path = written('x.csv', 'a,b\n1,2\n');
    const source = new FileSource(path, {});
    await source.inspect();
    writeFileSync(path, 'a,b\n1,2\n3,4\n');
    const reading = async () => {
      for await (const portion of source.portions()) expect(portion.rows).toEqual([]);
    };
    await expect(reading()).rejects.toMatchObject({ refusals: [{ code: 'file-changed' }] });
  });

  test('columns with a comma in a number are noted, with the first such cell', async () => {
    const source = new FileSource(
      written('x.csv', 'a;b;c\n1;x,y;1.234,5\n2;Room 1,2;3,4\n"1,000";;\n'),
      {},
    );
    const inspected = await source.inspect();
    expect(inspected.ok && [...inspected.value.commaNumbers]).toEqual([
      [2, { line: 2, value: '1.234,5' }],
      [0, { line: 4, value: '1,000' }],
    ]);
  });
});
