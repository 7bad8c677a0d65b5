import { beforeAll, expect, test } from 'vitest';
import { setUpCompany } from '../../packages/server/src/application/configuration/set-up-company.ts';
import { sampleSetup } from '../support/sample-setup.ts';
import { type CommandBooks, commandBooks } from './books-by-address.ts';

const F1 = { item: 'F1', postedOn: '2026-05-02' };

let books: CommandBooks;

beforeAll(async () => {
  books = await commandBooks();
  const why = { changedBy: 'test', reason: 'test' };
  await books.look((opened) => setUpCompany(opened, sampleSetup(), why));
  const lines = [
    { ...F1, key: 'in', type: 'receive-from-vendor', site: 'DC', quantity: '10', unitCost: '50' },
    {
      ...F1,
      key: 'hand-1',
      type: 'manual-stock-receipt',
      site: 'O1',
      quantity: '2',
      fromSite: 'DC',
    },
    {
      ...F1,
      key: 'hand-2',
      type: 'manual-stock-receipt',
      site: 'O1',
      quantity: '1',
      fromSite: 'DC',
    },
    {
      ...F1,
      key: 'sent',
      type: 'stock-transfer',
      site: 'DC',
      toSite: 'O2',
      quantity: '3',
      document: 'TR-1',
    },
  ];
  const posted = await books.run(
    ['post'],
    lines.map((line) => `${JSON.stringify(line)}\n`).join(''),
  );
  if (posted.code !== 0) throw new Error(posted.printed);
});

test('003.10 the review is listed, matched and written off on the command line', async () => {
  const list = await books.run(['manual-receipts']);
  expect(list.code).toBe(0);
  expect(list.printed).toMatch(/^key +posted on +days +item +site +from +open +value\n/);
  expect(list.printed).toMatch(/^hand-1 +2026-05-02 +\d+ +F1 +O1 +DC +2 +100\.00$/m);
  const match = await books.run([
    'manual-receipts',
    'match',
    'hand-1',
    '--posted-on',
    '2026-05-03',
  ]);
  expect(match).toMatchObject({ code: 0, noted: '' });
  expect(match.printed).toContain(
    'posted  hand-1#match  100.00\n    Dr 2150 100.00  at O1, manual-receipt-match',
  );
  const writeOff = ['manual-receipts', 'write-off', 'hand-2', '--posted-on', '2026-05-03'];
  expect(await books.run(writeOff)).toMatchObject({
    code: 2,
    noted: 'write-off takes --reason.\n',
  });
  expect((await books.run([...writeOff, '--reason', 'Damage'])).code).toBe(0);
  expect(await books.run(['manual-receipts'])).toMatchObject({
    printed: 'No manual stock receipt is open.\n',
  });
  const unknown = await books.run(['manual-receipts', 'match', 'nobody']);
  expect(unknown).toMatchObject({ code: 1, printed: '' });
  expect(unknown.noted).toContain('not-found: There is no manual stock receipt nobody of api.');
  expect(await books.run(['manual-receipts', 'delete'])).toMatchObject({
    code: 2,
    noted: 'It is list, match, write-off; not delete.\n',
  });
});

test('003.55 what is on its way is listed and received on the command line, line by line', async () => {
  const list = await books.run(['stock-receipts', '--site', 'O2', '--json']);
  expect(JSON.parse(list.printed)).toMatchObject({
    count: 1,
    receipts: [
      { document: 'TR-1', fromSite: 'DC', lines: [{ item: 'F1', quantity: '3', cost: '150.00' }] },
    ],
  });
  const receive = ['stock-receipts', 'receive', 'TR-1', '--posted-on', '2026-05-04'];
  expect(await books.run(receive)).toMatchObject({
    code: 2,
    noted: 'receive takes a document and --site.\n',
  });
  const many = await books.run([...receive, '--site', 'O2', '--line', 'F1=4']);
  expect(many).toMatchObject({ code: 1, printed: '' });
  expect(many.noted).toContain('TR-1 of F1 is: 3 in transit to O2.');
  const wrong = await books.run([...receive, '--site', 'O2', '--line', 'F1']);
  expect(wrong).toMatchObject({ code: 2, noted: '--line takes <item>=<units>, not F1.\n' });
  const some = await books.run([...receive, '--site', 'O2', '--line', 'F1=2']);
  expect(some.printed).toContain('posted  receipt:TR-1:O2:F1  100.00');
  const rest = await books.run(['stock-receipts', '--site', 'O2']);
  expect(rest.printed).toMatch(/^TR-1 +2026-05-02 +\d+ +DC +O2 +F1 +1 +50\.00$/m);
});
