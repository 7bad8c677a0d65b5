import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readSetup } from '../../packages/server/src/interfaces/cli/read-setup.ts';
import {
  dataFile,
  exampleBooks,
  exampleMapping,
  exampleNames,
  hasData,
  importExample,
  mappingNames,
  setupText,
} from './example-books.ts';
import { balancesOf, imported, linesOf, stateOf, sumOf, testFile } from './import-support.ts';

// The amounts below are also in the README of each example; they were reckoned from the data
// without Perpetua, except where it says that costs are involved.

test.each(exampleNames())('the setup and the mappings of %s are well formed', async (example) => {
  const faults: string[] = [];
  readSetup(setupText(example), (fault) => faults.push(fault));
  expect(faults).toEqual([]);
  expect(await stateOf(await exampleBooks(example))).toMatchObject({ events: 0 });
  const names = mappingNames(example);
  expect(names.length).toBeGreaterThan(1);
  for (const name of names)
    expect(exampleMapping(example, name)).toMatchObject({ about: expect.any(String) });
});

test.skipIf(!hasData('northwind'))(
  'northwind: a year of a small wholesaler (needs the northwind data)',
  async () => {
    const books = await exampleBooks('northwind');
    const items = { kind: 'items', file: 'products.csv', map: 'items' } as const;
    expect(await importExample(books, 'northwind', items)).toMatchObject({
      rows: 45,
      posted: 45,
      refused: 0,
    });
    const transactions = {
      kind: 'transactions',
      file: 'inventory_transactions.csv',
      map: 'transactions',
    } as const;
    const report = await importExample(books, 'northwind', transactions);
    expect(report).toMatchObject({
      rows: 102,
      posted: 92,
      refused: 0,
      skipped: [{ because: 'on hold: a reservation', rows: 10 }],
    });
    expect(await stateOf(books)).toEqual({ events: 92, differences: [], value: '2040000' });
    expect(await sumOf(books, '13')).toBe('2040000');
    expect(await sumOf(books, '50')).toBe('3873000');
    expect(await sumOf(books, '2150')).toBe('-5913000');
    expect(await importExample(books, 'northwind', transactions)).toMatchObject({
      posted: 0,
      alreadyThere: 92,
    });
  },
);

test.skipIf(!hasData('adventureworks'))(
  'adventureworks: 89,253 stock transactions (needs the adventureworks data)',
  { timeout: 180_000 },
  async () => {
    const books = await exampleBooks('adventureworks');
    const items = { kind: 'items', file: 'product.csv', map: 'items' } as const;
    expect(await importExample(books, 'adventureworks', items)).toMatchObject({
      posted: 504,
      refused: 0,
    });
    const places = { kind: 'places', file: 'location.csv', map: 'places' } as const;
    expect(await importExample(books, 'adventureworks', places)).toMatchObject({
      posted: 14,
      refused: 0,
    });
    const file = 'transaction_history_archive.csv.gz';
    const transactions = { kind: 'transactions', file, map: 'transactions' } as const;
    const report = await importExample(books, 'adventureworks', transactions);
    expect(report).toMatchObject({
      rows: 89_253,
      posted: 76_275,
      refused: 12_978,
      alreadyThere: 0,
    });
    expect(report.refusedByCode).toMatchObject([{ code: 'cost-missing', rows: 12_978 }]);
    expect(await stateOf(books)).toMatchObject({ differences: [] });
    expect(await sumOf(books, '2150')).toBe('-623006026');
    expect(await sumOf(books, '1395')).toBe('-12683762119');

    // The subassemblies without a standard cost get one, and what was refused is imported again.
    const [rejected = ''] = report.rejectedFiles;
    expect(linesOf(rejected)).toHaveLength(12_979);
    const products = readFileSync(dataFile('adventureworks', 'product.csv'), 'utf8');
    const costed = testFile('product.csv', products.replace(/^((?:[^,]*,){8})0,/gm, '$11.25,'));
    const again = await imported(books, {
      kind: 'transactions',
      files: [rejected],
      mapping: exampleMapping('adventureworks', 'transactions'),
      lookupFiles: { product: costed },
    });
    expect(again).toMatchObject({ rows: 12_978, posted: 12_978, refused: 0 });
    expect(await stateOf(books)).toMatchObject({ differences: [] });
  },
);

test.skipIf(!hasData('adventureworks'))(
  'adventureworks: stock of one day as opening balances (needs the adventureworks data)',
  async () => {
    const books = await exampleBooks('adventureworks');
    const steps = [
      { kind: 'items', file: 'product.csv', map: 'items' },
      { kind: 'places', file: 'location.csv', map: 'places' },
    ] as const;
    for (const step of steps) await importExample(books, 'adventureworks', step);
    const opening = {
      kind: 'opening-balances',
      file: 'product_inventory.csv',
      map: 'opening-balances',
    } as const;
    const report = await importExample(books, 'adventureworks', opening);
    expect(report).toMatchObject({
      rows: 1_069,
      posted: 483,
      refused: 582,
      skipped: [{ rows: 4 }],
    });
    expect(report.refusedByCode).toMatchObject([{ code: 'cost-missing', rows: 582 }]);
    expect(await stateOf(books)).toMatchObject({ events: 483, differences: [] });
    expect(await sumOf(books, '3000')).toBe(`-${await sumOf(books, '13')}`);
  },
);

test.skipIf(!hasData('foodmart'))(
  'foodmart: shipments to 13 stores and 86,837 sales (needs the foodmart data)',
  { timeout: 180_000 },
  async () => {
    const books = await exampleBooks('foodmart');
    const master = [
      [{ kind: 'items', file: 'product.csv', map: 'items' }, 1_560],
      [{ kind: 'places', file: 'store.csv', map: 'stores' }, 25],
      [{ kind: 'places', file: 'warehouse.csv', map: 'warehouses' }, 11],
    ] as const;
    for (const [step, posted] of master)
      expect(await importExample(books, 'foodmart', step)).toMatchObject({ posted, refused: 0 });
    const shipments = [
      ['1-bought-from-warehouses', 1_740],
      ['2-received-in-warehouses', 2_319],
      ['3-shipped-to-stores', 2_319],
      ['4-arrived-in-stores', 2_319],
    ] as const;
    for (const [map, posted] of shipments) {
      const step = { kind: 'transactions', file: 'inventory_fact_1997.csv', map } as const;
      const report = await importExample(books, 'foodmart', step);
      expect(report).toMatchObject({ rows: 4_070, posted, refused: 0 });
    }
    // Bought by stores 43,725.67, received in our warehouses 51,016.70; nothing is left on the way.
    expect(await balancesOf(books)).toMatchObject({ '2150': '-9474237' });
    expect(await stateOf(books)).toMatchObject({
      events: 8_697,
      differences: [],
      value: '9474237',
    });
    const sales = { kind: 'transactions', file: 'sales_fact_1997.csv.gz', map: '5-sales' } as const;
    expect(await importExample(books, 'foodmart', sales)).toMatchObject({
      rows: 86_837,
      posted: 86_837,
      refused: 0,
    });
    // More is sold than was ever shipped, at the costs of the shipments and at standard cost.
    expect(await stateOf(books)).toEqual({ events: 95_534, differences: [], value: '-3347828' });
    expect(await sumOf(books, '50')).toBe('12822065');
  },
);
