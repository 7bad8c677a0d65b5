import { beforeAll, expect, test } from 'vitest';
import { setUpCompany } from '../../packages/server/src/application/configuration/set-up-company.ts';
import { sampleSetup } from '../support/sample-setup.ts';
import { type CommandBooks, commandBooks } from './books-by-address.ts';
import type { Ended } from './perpetua-program.ts';

const RECEIPT = {
  type: 'receive-from-vendor',
  postedOn: '2026-01-05',
  item: 'F1',
  site: 'DC',
  quantity: '10',
  unitCost: '50.00',
};
const SALE = { type: 'otc-sale', postedOn: '2026-01-06', item: 'F1', site: 'DC', quantity: '1' };

/** A database with the sample company in it. */
async function sampleCompany(): Promise<CommandBooks> {
  const books = await commandBooks();
  const why = { changedBy: 'test', reason: 'test' };
  await books.look((opened) => setUpCompany(opened, sampleSetup({ negativeStock: 'forbid' }), why));
  return books;
}

const lines = (...transactions: readonly unknown[]): string =>
  transactions.map((one) => `${typeof one === 'string' ? one : JSON.stringify(one)}\n`).join('');

const answersOf = ({ printed }: Ended): readonly unknown[] =>
  printed.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line)]));

const countEvents = async ({ rows }: CommandBooks) => (await rows('select from event')).length;

let shared: CommandBooks;

beforeAll(async () => {
  shared = await sampleCompany();
});

test('a transaction a line is answered line by line; the same lines again are duplicates', async () => {
  const input = lines({ ...RECEIPT, key: 'in' }, { ...SALE, key: 'out' });
  const first = await shared.run(['post', '--company', 'sample'], input);
  expect(first).toMatchObject({ code: 0, noted: '' });
  expect(answersOf(first)).toMatchObject([
    {
      key: 'in',
      status: 'posted',
      cost: '500.00',
      lines: [{ debit: '500.00' }, { credit: '500.00' }],
    },
    { key: 'out', status: 'posted', cost: '50.00' },
  ]);
  const again = await shared.run(['post'], input);
  expect(again).toMatchObject({ code: 0 });
  expect(answersOf(again)).toEqual(
    answersOf(first).map((answer) => ({ ...Object(answer), status: 'duplicate' })),
  );
});

test('lines that are no transaction are refused by their number, in their place among the others', async () => {
  const input = lines(
    { ...RECEIPT, key: 'l1' },
    '{"key": "l2", ',
    '',
    { ...RECEIPT, key: 'l4', item: 'NONE' },
    { ...RECEIPT, key: 5, colour: 'red' },
    '[]',
    { ...SALE, key: 'l7' },
  );
  const ended = await shared.run(['post'], input);
  expect(ended.code).toBe(1);
  const malformed = {
    status: 'refused',
    code: 'request-malformed',
    remedy: expect.stringContaining('Correct the field'),
  };
  expect(answersOf(ended)).toEqual([
    expect.objectContaining({ key: 'l1', status: 'posted' }),
    { line: 2, ...malformed, message: expect.stringMatching(/^no JSON: /) },
    expect.objectContaining({ key: 'l4', status: 'refused', code: 'item-unknown' }),
    {
      line: 5,
      ...malformed,
      message: '/ must not have additional properties (colour); /key must be string',
    },
    { line: 6, ...malformed, message: '/ must be object' },
    expect.objectContaining({ key: 'l7', status: 'posted' }),
  ]);
});

test('a byte-order mark, carriage returns and a missing last line end do no harm; other encodings do', async () => {
  const latin = Buffer.from(
    `${JSON.stringify({ ...RECEIPT, key: 'e3', party: 'Müller' })}\r\n`,
    'latin1',
  );
  const input = Buffer.concat([
    Buffer.from(`\uFEFF${JSON.stringify({ ...RECEIPT, key: 'e1' })}\r\n`),
    Buffer.from(`${JSON.stringify({ ...RECEIPT, key: 'e2', party: 'Müller' })}\r\n`),
    latin,
    Buffer.from(JSON.stringify({ ...RECEIPT, key: 'e4' })),
  ]);
  const ended = await shared.run(['post'], input);
  expect(ended.code).toBe(1);
  expect(answersOf(ended)).toMatchObject([
    { key: 'e1', status: 'posted' },
    { key: 'e2', status: 'posted' },
    { line: 3, status: 'refused', message: 'the line is not UTF-8' },
    { key: 'e4', status: 'posted' },
  ]);
});

test('nothing to post is done at once', async () => {
  expect(await shared.run(['post'], '')).toMatchObject({ code: 0, printed: '', noted: '' });
  expect(await shared.run(['post', '--dry-run'], '\n\n')).toMatchObject({ code: 0, printed: '' });
});

test('a dry run of several batches answers what posting answers, later lines after earlier ones', async () => {
  const books = await sampleCompany();
  const sales = Array.from({ length: 2_100 }, (_, index) => ({ ...SALE, key: `sale-${index}` }));
  const input = lines({ ...RECEIPT, key: 'in', quantity: '2050' }, ...sales, {
    ...SALE,
    key: 'sale-7',
  });
  const tried = await books.run(['post', '--dry-run'], input);
  expect(tried.code).toBe(1);
  expect(await countEvents(books)).toBe(0);
  const posted = await books.run(['post'], input);
  expect(posted.code).toBe(1);
  expect(answersOf(tried)).toEqual(answersOf(posted));
  expect(answersOf(posted).at(2050)).toMatchObject({ key: 'sale-2049', status: 'posted' });
  expect(answersOf(posted).at(2051)).toMatchObject({ key: 'sale-2050', code: 'stock-below-zero' });
  expect(answersOf(posted).at(-1)).toMatchObject({ key: 'sale-7', status: 'duplicate' });
  expect(await countEvents(books)).toBe(2_051);
});

test('what happened is queued when it cannot be posted, and is not refused for want of stock', async () => {
  const books = await sampleCompany();
  const input = lines(
    { ...RECEIPT, key: 'new', item: 'N1' },
    { ...SALE, key: 'short', item: 'F2' },
  );
  const tried = await books.run(['post', '--record', '--dry-run'], input);
  expect(await books.rows('select from queued_transaction')).toHaveLength(0);
  const ended = await books.run(['post', '--record'], input);
  expect(ended).toMatchObject({ code: 0, printed: tried.printed });
  expect(answersOf(ended)).toMatchObject([
    { key: 'new', status: 'queued', code: 'item-unknown' },
    { key: 'short', status: 'posted', warnings: ['F2 at DC is 1 below zero on 2026-01-06'] },
  ]);
  expect(await books.rows('select key from queued_transaction')).toEqual([{ key: 'new' }]);
  expect(await books.run(['post'], input)).toMatchObject({ code: 1 });
});

test('which company is meant must be clear', async () => {
  const books = await commandBooks();
  const input = lines({ ...RECEIPT, key: 'a' });
  expect(await books.run(['post'], input)).toMatchObject({
    code: 2,
    printed: '',
    noted: 'There is no company yet. Create one with `perpetua init` or `perpetua demo`.\n',
  });
  const why = { changedBy: 'test', reason: 'test' };
  await books.look((opened) => setUpCompany(opened, sampleSetup({ code: 'one' }), why));
  await books.look((opened) => setUpCompany(opened, sampleSetup({ code: 'two' }), why));
  expect(await books.run(['post'], input)).toMatchObject({
    code: 2,
    noted: 'Which company? --company one | two\n',
  });
  expect(await books.run(['post', '--company', 'three'], input)).toMatchObject({
    code: 2,
    printed: '',
    noted:
      'company-unknown: There is no company three.\n  Create it with `perpetua init`, or correct the code.\n',
  });
  expect(await books.run(['post', '--company', 'two'], input)).toMatchObject({ code: 0 });
});

test('003.X17 a document of several items is one line, tried and then posted; its refusals name its lines', async () => {
  const books = await sampleCompany();
  const set = {
    key: 'set',
    type: 'assembly',
    postedOn: '2026-01-07',
    item: 'A1',
    site: 'DC',
    quantity: '2',
    lines: [{ item: 'F1', quantity: '3' }, { amount: '1.50' }],
  };
  const input = lines({ ...RECEIPT, key: 'in' }, set);
  const tried = await books.run(['post', '--dry-run'], input);
  expect(answersOf(tried)).toMatchObject([{}, { key: 'set', status: 'posted', cost: '151.50' }]);
  expect(await countEvents(books)).toBe(0);
  expect(answersOf(await books.run(['post'], input))).toEqual(answersOf(tried));
  const short = { ...set, key: 'more', lines: [...set.lines, { item: 'F1', quantity: '99' }] };
  const ended = await books.run(
    ['post'],
    lines(short, { ...set, key: 'odd', lines: [{ row: 1 }] }),
  );
  expect(ended.code).toBe(1);
  expect(answersOf(ended)).toMatchObject([
    { key: 'more', code: 'stock-below-zero', refusals: [{ line: 3 }] },
    { line: 2, code: 'request-malformed' },
  ]);
});
