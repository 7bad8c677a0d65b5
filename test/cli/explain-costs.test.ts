import { beforeAll, expect, test } from 'vitest';
import { setUpCompany } from '../../packages/server/src/application/configuration/set-up-company.ts';
import { sampleSetup } from '../support/sample-setup.ts';
import { type CommandBooks, commandBooks } from './books-by-address.ts';

let books: CommandBooks;

beforeAll(async () => {
  books = await commandBooks();
  const why = { changedBy: 'test', reason: 'test' };
  const setup = sampleSetup({ costingMethod: 'moving-average' });
  await books.look((opened) => setUpCompany(opened, setup, why));
  const frame = { item: 'F1', site: 'DC' };
  const receipt = { ...frame, type: 'receive-from-vendor', quantity: '10' };
  const lines = [
    { ...receipt, key: 'a', postedOn: '2026-05-05', unitCost: '10' },
    { ...frame, key: 'b', postedOn: '2026-05-10', type: 'sale', quantity: '5' },
    { ...receipt, key: 'c', postedOn: '2026-05-06', unitCost: '16' },
  ];
  const posted = await books.run(
    ['post'],
    lines.map((line) => `${JSON.stringify(line)}\n`).join(''),
  );
  if (posted.code !== 0) throw new Error(posted.printed);
});

test('costing 6 the command line says why a sale costs what it does, part by part', async () => {
  const { code, printed } = await books.run(['explain', 'cost', 'b']);
  expect(code).toBe(0);
  expect(printed).toMatch(/^ +65\.00 +share of the pool at DC on \S+ sale b/m);
  expect(printed).toMatch(/^ +25\.00 +as told receive-from-vendor a 2026-05-05 of 10 = 100\.00$/m);
  expect(printed).toMatch(/^ +40\.00 +as told receive-from-vendor c 2026-05-06 of 10 = 160\.00$/m);
});

test('costing 6 the command line says where a late receipt went, and refuses what there is not', async () => {
  const effect = await books.run(['explain', 'effect', 'c', '--json']);
  expect(JSON.parse(effect.printed)).toMatchObject({ key: 'c', own: '160.00', isOpen: false });
  const { printed } = await books.run(['explain', 'effect', 'c']);
  expect(printed).toContain('into stock 160.00');
  const none = await books.run(['explain', 'cost', 'nothing']);
  expect(none).toMatchObject({ code: 1, printed: '' });
  expect(none.noted).toContain('not-found');
  const unnamed = await books.run(['explain', 'cost']);
  expect(unnamed.noted).toContain('request-malformed');
});
