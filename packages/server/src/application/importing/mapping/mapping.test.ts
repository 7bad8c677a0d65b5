import { describe, expect, test } from 'vitest';
import { compileColumns } from '../compile-columns.ts';
import type { ImportKind } from '../import-kinds.ts';
import type { Inspection } from '../row-source.ts';
import { dateReader } from './declared-dates.ts';
import { numberReader } from './declared-numbers.ts';
import { addExact, formatExact, multiplyExact, parseExact, roundExact } from './exact-decimal.ts';
import type { LookupTable } from './lookup-table.ts';
import type { Mapping } from './mapping-form.ts';
import { checkMapping, readMapping } from './read-mapping.ts';

const SHA = 'abcdef0123456789'.repeat(4);

function inspectionOf(header: readonly string[], commas: Record<string, string> = {}): Inspection {
  const commaNumbers = new Map(
    Object.entries(commas).map(([name, value]) => [header.indexOf(name), { line: 2, value }]),
  );
  return { header, rows: 1, sha256: SHA, commaNumbers, warnings: [] };
}

function mapping(content: unknown): Mapping {
  const checked = checkMapping(content);
  if (!checked.ok) throw new Error(JSON.stringify(checked.reasons));
  return checked.value;
}

const faultsOf = (content: unknown): readonly string[] => {
  const checked = checkMapping(content);
  return checked.ok ? [] : checked.reasons.map(({ message }) => message);
};

const PRODUCTS: LookupTable = {
  name: 'product.csv',
  columns: new Map([
    ['id', 0],
    ['cost', 1],
    ['class', 2],
  ]),
  rows: new Map([
    ['1', ['1', '1.234,50', 'A']],
    ['2', ['2', '', 'B']],
  ]),
  commaNumbers: new Map([[1, { line: 2, value: '1.234,50' }]]),
};
const LOOKUPS = new Map([['product', PRODUCTS]]);

/** Reads one row of the columns by the fields of a mapping; the codes when it is refused. */
function readRow(row: Record<string, string>, content: object, kind: ImportKind = 'transactions') {
  const ignore = 'others';
  const name = 'test.csv';
  const inspection = inspectionOf(Object.keys(row));
  const { reader } = compileColumns(
    kind,
    { name, inspection },
    mapping({ ignore, ...content }),
    LOOKUPS,
  );
  const skipped = reader.next(Object.values(row), 7);
  if (skipped !== undefined) return { skipped };
  const entries = reader.fields.map(({ column, value }) => [column.name, value(reader.row)]);
  const values: Record<string, string> = Object.fromEntries(entries);
  const refused = reader.row.refusals.map(({ code, message }) => `${code}: ${message}`);
  return { values, refused };
}

const value = (
  row: Record<string, string>,
  rule: unknown,
  rest: object = {},
): string | undefined => {
  const read = readRow(row, { fields: { reference: rule }, ...rest });
  return read.refused?.[0] ?? read.values?.reference;
};

const numeric = (row: Record<string, string>, rule: unknown, rest: object = {}) => {
  const read = readRow(row, { fields: { quantity: rule }, ...rest });
  return read.refused?.[0] ?? read.values?.quantity;
};

describe('templates', () => {
  test.each([
    ['a constant', 'WH', 'WH'],
    ['a column', '{a}', 'one'],
    ['a column between texts', 'po:{a}/{b}!', 'po:one/two!'],
    ['braces that mean themselves', '{{{a}}}', '{one}'],
    ['the line and the file', '{#file}:{#line}', `${SHA.slice(0, 24)}:7`],
    ['cells without the blanks around them', '[{c}]', '[x y]'],
  ])('%s', (_, rule, expected) => {
    expect(value({ a: 'one', b: 'two', c: '  x y ' }, rule)).toBe(expected);
  });

  test('a row that comes back from a file of rejected rows keeps its line and its file', () => {
    const row = { a: '1', 'rejected-line': '42', 'rejected-file': 'feed' };
    expect(value(row, '{#file}:{#line}')).toBe('feed:42');
  });
});

describe('rules', () => {
  test('values are mapped; one without a value is refused unless there is an otherwise', () => {
    const values = { P: 'receive', '': 'nothing' };
    expect(value({ a: 'P' }, { from: '{a}', values })).toBe('receive');
    expect(value({ a: '' }, { from: '{a}', values })).toBe('nothing');
    expect(value({ a: 'X' }, { from: '{a}', values })).toBe(
      'value-unmapped: reference: the mapping has no value for X.',
    );
    expect(value({ a: 'X' }, { from: '{a}', values, otherwise: 'other' })).toBe('other');
  });

  test('the first part whose condition holds is taken; none is empty', () => {
    const rule = [
      { when: { t: 'P' }, from: '{a}' },
      { when: { t: ['S', 'R'], a: { not: '' } }, from: 'sold {a}' },
    ];
    expect(value({ t: 'P', a: '1' }, rule)).toBe('1');
    expect(value({ t: 'R', a: '1' }, rule)).toBe('sold 1');
    expect(value({ t: 'R', a: '' }, rule)).toBe('');
    expect(value({ t: 'X', a: '1' }, rule)).toBe('');
  });

  test('a lookup finds a row by its key; a miss is refused unless there is an otherwise', () => {
    const rule = { from: '{p}', lookup: 'product', take: 'class' };
    expect(value({ p: '2' }, rule)).toBe('B');
    expect(value({ p: '' }, rule)).toBe('');
    expect(value({ p: '9' }, rule)).toBe(
      'lookup-missing: reference: product.csv has no row for 9.',
    );
    expect(value({ p: '9' }, { ...rule, otherwise: 'none' })).toBe('none');
    expect(value({ p: '2' }, { ...rule, values: { B: 'bee' } })).toBe('bee');
  });

  test('derived names may use those before them, in rules and conditions', () => {
    const derived = {
      class: { from: '{p}', lookup: 'product', take: 'class' },
      name: { from: '{class}', values: { A: 'Apples', B: 'Bread' } },
    };
    expect(
      value({ p: '1' }, [{ when: { name: 'Apples' }, from: '{class}={name}' }], { derived }),
    ).toBe('A=Apples');
  });

  test('rows are skipped for a reason', () => {
    const skip = [{ when: { t: '3' }, because: 'on hold' }];
    expect(readRow({ t: '3' }, { skip })).toEqual({ skipped: 'on hold' });
    expect(readRow({ t: '2' }, { skip })).toMatchObject({ refused: [] });
  });
});

describe('numbers', () => {
  test.each([
    ['1234,5', { decimal: ',' }, '1234.5'],
    ['-1.234.567,50', { decimal: ',', thousands: '.' }, '-1234567.50'],
    ['1,234.5', { decimal: '.', thousands: ',' }, '1234.5'],
    ['1\u00a0234,5', { decimal: ',', thousands: ' ' }, '1234.5'],
    ["1'234.5", { decimal: '.', thousands: "'" }, '1234.5'],
    ['123', { decimal: ',', thousands: '.' }, '123'],
    ['-.5', { decimal: '.' }, '-0.5'],
    ['5.', { decimal: '.' }, undefined],
    ['-', { decimal: '.' }, undefined],
    ['.', { decimal: '.' }, undefined],
    ['1.23', { decimal: ',', thousands: '.' }, undefined],
    ['1.5', { decimal: ',' }, undefined],
    ['12.34.567', { decimal: ',', thousands: '.' }, undefined],
    ['1,2,3', { decimal: ',' }, undefined],
    ['1e3', { decimal: '.' }, undefined],
    ['', { decimal: '.' }, undefined],
  ] as const)('%s as %o is %s', (text, form, expected) => {
    expect(numberReader(form)(text)).toBe(expected);
  });

  test('columns of numbers are read in the declared form; what is not of it is refused', () => {
    const numbers = { decimal: ',', thousands: '.' };
    expect(numeric({ q: '1.234,5' }, '{q}', { numbers })).toBe('1234.5');
    expect(numeric({ q: '1.5' }, '{q}', { numbers })).toContain('number-form');
    expect(numeric({ q: '1,5' }, { from: '{q}', numbers: { decimal: ',' } })).toBe('1.5');
    const looked = { from: '{p}', lookup: 'product', take: 'cost' };
    expect(numeric({ p: '1' }, looked, { numbers })).toBe('1234.50');
  });

  test('a constant is written plainly, whatever form the file has', () => {
    const numbers = { decimal: ',', thousands: '.' };
    expect(numeric({ q: '1' }, '1.500', { numbers })).toBe('1.500');
    expect(numeric({ q: 'x' }, { from: '{q}', values: { x: '2.5' } }, { numbers })).toBe('2.5');
  });

  test('products and sums are exact, rounding is half away from zero', () => {
    expect(numeric({ a: '3', b: '0.0000005' }, { multiply: ['{a}', '{b}'] })).toBe('0.0000015');
    expect(numeric({ a: '0.1', b: '0.2' }, { sum: ['{a}', '{b}', '1'] })).toBe('1.3');
    expect(numeric({ a: '2.345' }, { from: '{a}', round: 2 })).toBe('2.35');
    expect(numeric({ a: '2.345' }, { from: '{a}', round: 2, negate: true })).toBe('-2.35');
    expect(numeric({ a: '9007199254740993', b: '3' }, { multiply: ['{a}', '{b}'] })).toBe(
      '27021597764222979',
    );
    expect(numeric({ a: '', b: '3' }, { multiply: ['{a}', '{b}'] })).toBe('');
    expect(numeric({ a: 'x', b: '3' }, { multiply: ['{a}', '{b}'] })).toContain('number-form');
  });

  test('exact decimals', () => {
    const [a, b] = [parseExact('-1.05'), parseExact('2')];
    expect(a).toEqual({ units: -105n, scale: 2 });
    expect(a && b && formatExact(multiplyExact(a, b))).toBe('-2.1');
    expect(a && b && formatExact(addExact(a, b))).toBe('0.95');
    expect(a && formatExact(roundExact(a, 1))).toBe('-1.1');
    expect(['', '1.', '.5', '1e3', '1,5', '+1', '9'.repeat(61)].map(parseExact)).toEqual(
      Array.from({ length: 7 }, () => undefined),
    );
  });

  test('commas in numbers are refused before anything is posted, unless they are declared', () => {
    const header = ['key', 'type', 'postedOn', 'item', 'site', 'quantity', 'note'];
    const file = {
      name: 'x.csv',
      inspection: inspectionOf(header, { quantity: '1,50', note: '2,5' }),
    };
    const refused = (content?: object) =>
      compileColumns(
        'transactions',
        file,
        content && mapping({ ignore: ['note'], ...content }),
        LOOKUPS,
      ).refusals.filter(({ code }) => code !== 'column-unknown');
    expect(refused()).toEqual([
      {
        code: 'decimal-comma',
        message:
          'Column quantity holds 1,50: the comma could be a decimal sign or separate thousands.',
        remedy:
          'Declare it in the mapping: "numbers": {"decimal": ","}, or {"decimal": ".", "thousands": ","}.',
        file: 'x.csv',
        line: 2,
        column: 'quantity',
      },
    ]);
    expect(refused({ numbers: { decimal: ',' } })).toEqual([]);
    const derived = { q: '{quantity}' };
    expect(refused({ derived, fields: { quantity: '{q}' } })).toMatchObject([
      { code: 'decimal-comma' },
    ]);
    const lookedUp = {
      unitCost: { from: '{item}', lookup: 'product', take: 'cost' },
      quantity: '1',
    };
    expect(refused({ ignore: ['quantity', 'note'], fields: lookedUp })).toMatchObject([
      { code: 'mapping-invalid' },
    ]);
  });
});

describe('dates', () => {
  test.each([
    ['DD.MM.YYYY', '05.01.2026', '2026-01-05'],
    ['D/M/YYYY', '5/1/2026', '2026-01-05'],
    ['YYYY-MM-DD hh:mm:ss', '2026-01-05 23:59:59', '2026-01-05'],
    ['YYYYMMDD', '20260105', '2026-01-05'],
    ['DD.MM.YYYY', '2026-01-05', undefined],
    ['DD.MM.YYYY', '31.02.2026', undefined],
    ['MM/DD/YYYY', '13/01/2026', undefined],
  ])('%s reads %s as %s', (form, text, expected) => {
    expect(dateReader(form)?.(text)).toBe(expected);
  });

  test('a form without year, month or day, or with one of them twice, is none', () => {
    expect(['YY-MM-DD', 'MM-DD', 'YYYY-MM', 'DD.MM.YYYY MM', ''].map(dateReader)).toEqual(
      Array.from({ length: 5 }, () => undefined),
    );
  });

  test('the declared form is for columns of days only', () => {
    const read = readRow(
      { d: '05.01.2026', r: '05.01.2026' },
      {
        dates: 'DD.MM.YYYY',
        fields: { postedOn: '{d}', reference: '{r}', documentDate: '2026-01-31' },
      },
    );
    expect(read.values).toMatchObject({
      postedOn: '2026-01-05',
      reference: '05.01.2026',
      documentDate: '2026-01-31',
    });
    expect(
      readRow({ d: 'soon' }, { dates: 'DD.MM.YYYY', fields: { postedOn: '{d}' } }).refused,
    ).toEqual(['date-form: postedOn soon is no date of the form DD.MM.YYYY.']);
  });
});

describe('faults of a mapping', () => {
  test('every fault of its form is named with its place', () => {
    expect(
      faultsOf({
        kind: 'transactions',
        file: { encoding: 'ebcdic', separator: ';' },
        numbers: { decimal: ';' },
        skip: [{ when: { a: 1 } }],
        bogus: 1,
      }),
    ).toEqual(
      expect.arrayContaining([
        'the mapping: there is no bogus',
        'file: there is no separator',
        expect.stringMatching(/^file\.encoding: it can be "utf-8"/),
        expect.stringMatching(/^numbers\.decimal: it can be/),
        expect.stringMatching(/^skip\[0\]/),
      ]),
    );
    expect(
      faultsOf({
        dates: 'DD.MM',
        numbers: { decimal: ',', thousands: ',' },
        lookups: { p: { file: 'p.csv', key: '{id' } },
        derived: { x: 7 },
        fields: {
          type: { from: '{a}', multiply: ['1', '2'] },
          item: ['{a}', '{b}'],
          site: { from: '{a', values: {} },
          key: { lookup: 'p' },
          quantity: { from: '{a}', otherwise: '1', round: 9 },
          party: { from: '{a}', otherwise: '1' },
          postedOn: { from: '{a}', dates: 'no' },
        },
      }).toSorted(),
    ).toEqual([
      'dates: a form of dates has YYYY, MM or M, and DD or D, each once',
      'derived.x: a text, an object or a list of these is expected',
      'fields.item: what follows a part without "when" is never reached',
      'fields.key: "lookup" and "take" belong together',
      'fields.key: "lookup" and "values" need "from"',
      'fields.key: exactly one of "from", "multiply" and "sum" is needed',
      'fields.party: "otherwise" needs "values" or "lookup"',
      'fields.postedOn.dates: a form of dates has YYYY, MM or M, and DD or D, each once',
      'fields.quantity.round: must be <= 8',
      'fields.site: a brace is left over in {a',
      'fields.type: exactly one of "from", "multiply" and "sum" is needed',
      'lookups.p.key: a brace is left over in {id',
      'numbers: one sign cannot be both',
    ]);
  });

  test('a text that is no JSON is refused', () => {
    const read = readMapping('{"kind": "items",}');
    expect(read.ok ? [] : read.reasons).toMatchObject([{ code: 'mapping-invalid' }]);
    expect(faultsOf(7)).toEqual(['the mapping: must be object']);
    expect(readMapping('{"kind": "items"}')).toMatchObject({ ok: true });
  });

  test('what a mapping names in vain is refused, with unknown and missing columns, all together', () => {
    const file = { name: 'x.csv', inspection: inspectionOf(['id', 'qty', '', 'id', 'left over']) };
    const { refusals } = compileColumns(
      'transactions',
      file,
      mapping({
        kind: 'items',
        fields: {
          key: '{id}',
          type: '{kind}',
          quantity: { from: '{qty}', lookup: 'nowhere', take: 'x' },
          unitCost: { from: '{id}', lookup: 'product', take: 'price' },
          colour: 'red',
        },
      }),
      LOOKUPS,
    );
    expect(
      refusals.map(({ code, column, message }) =>
        code === 'mapping-invalid' ? message : `${code} ${column ?? ''}`,
      ),
    ).toEqual([
      'column-unnamed ',
      'column-duplicate id',
      'fields.type: there is no column kind; there is id, qty, , left over',
      'fields.quantity: there is no lookup nowhere',
      'fields.unitCost: product.csv has no column price',
      'fields.colour: transactions has no such column',
      'kind: the mapping is for items, not for transactions',
      'column-unknown left over',
      'column-missing postedOn',
      'column-missing item',
      'column-missing site',
    ]);
  });
});

test('columns are found whatever their case, blanks, hyphens and underscores', () => {
  const header = [
    'KEY',
    'Type',
    'posted_on',
    'ITEM',
    'site',
    'Unit Cost',
    'to-site',
    'rejected-code',
  ];
  const file = { name: 'x.csv', inspection: inspectionOf(header) };
  const { reader, refusals } = compileColumns('transactions', file, undefined, new Map());
  expect(refusals).toEqual([]);
  expect(reader.fields.map(({ column }) => column.name)).toEqual([
    'key',
    'type',
    'postedOn',
    'item',
    'site',
    'toSite',
    'unitCost',
  ]);
});

test('what a mapping ignores is not taken, even by the name of a field', () => {
  const header = ['code', 'name', 'group', 'Class'];
  const file = { name: 'x.csv', inspection: inspectionOf(header) };
  const fields = (content?: object) => {
    const { reader } = compileColumns('items', file, content && mapping(content), new Map());
    return reader.fields.map(({ column }) => column.name);
  };
  expect(fields()).toEqual(['code', 'name', 'group', 'class']);
  expect(fields({ ignore: ['Class'] })).toEqual(['code', 'name', 'group']);
  expect(fields({ ignore: 'others', fields: { code: '{code}' } })).toEqual(['code']);
});
