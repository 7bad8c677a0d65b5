import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { setUpCompany } from '../../packages/server/src/application/configuration/set-up-company.ts';
import { sampleSetup } from '../support/sample-setup.ts';
import { type CommandBooks, commandBooks } from './books-by-address.ts';

let books: CommandBooks;
const folder = mkdtempSync(join(tmpdir(), 'documents-'));

beforeAll(async () => {
  books = await commandBooks();
  const why = { changedBy: 'test', reason: 'test' };
  const vendors = [{ code: 'V1', name: 'Frames plc', merchandise: true }];
  const taxTypes = [{ code: 'STD', name: 'Standard', rate: '15' }];
  await books.look((opened) => setUpCompany(opened, { ...sampleSetup(), vendors, taxTypes }, why));
  const receipt = { key: 'GRN-1', type: 'receive-from-vendor', postedOn: '2026-03-02', site: 'DC' };
  const line = { ...receipt, item: 'F1', quantity: '10', unitCost: '5' };
  const posted = await books.run(['post'], `${JSON.stringify(line)}\n`);
  if (posted.code !== 0) throw new Error(posted.printed);
});

function fileOf(name: string, document: object | string): string {
  const path = join(folder, name);
  writeFileSync(path, typeof document === 'string' ? document : JSON.stringify(document));
  return path;
}

const INVOICE = {
  type: 'supplier-invoice',
  key: 'INV-1',
  postedOn: '2026-03-09',
  site: 'DC',
  party: 'V1',
  reference: 'PO-17',
  lines: [
    { item: 'F1', original: 'GRN-1', quantity: '10', unitPrice: '5.40', taxType: 'STD' },
    { kind: 'freight', amount: '8.00' },
    { amount: '12.00' },
  ],
};

test('004.29 a document is tried out, posted, shown with what it is linked to, and reversed on the command line', async () => {
  const file = fileOf('invoice.json', INVOICE);
  const tried = await books.run(['document', 'post', file, '--dry-run']);
  expect(tried).toMatchObject({ code: 0, noted: '' });
  expect(tried.printed).toMatch(/^posted {2}INV-1 {2}82\.10\n/);
  expect(await books.rows(`select key from event where item = ''`)).toEqual([]);
  expect(await books.run(['document', 'post', file])).toEqual(tried);
  const shown = await books.run(['document', 'show', 'INV-1']);
  expect(shown.printed).toBe(`supplier-invoice  INV-1  V1  2026-03-09  82.10
PO/Reference: PO-17
Lines without a linked receipt: what they come to is in Non-Inventory, or on the accounts that were chosen.
1  linked  10 F1  54.00  tax 8.10
    linked to GRN-1 of 2026-03-02: 10, 50.00
    Dr 2150 Goods received not invoiced 50.00  at DC
    Dr 5200 Purchase variance 4.00  at DC
    Dr 1500 Tax on purchases 8.10  at DC
    Cr 2100 Suppliers 62.10  at DC
2  freight    8.00  tax 0.00
    Dr 5300 Freight in 8.00  at DC
    Cr 2100 Suppliers 8.00  at DC
3  merchandise    12.00  tax 0.00
    Dr 1495 Non-Inventory 12.00  at DC
    Cr 2100 Suppliers 12.00  at DC
`);
  const { lines: _, reference: __, ...undo } = { ...INVOICE, key: 'UNDO', reverses: 'INV-1' };
  expect(await books.run(['document', 'post', fileOf('undo.json', undo)])).toMatchObject({
    code: 0,
  });
  const reversed = await books.run(['document', 'show', 'INV-1', '--json']);
  expect(JSON.parse(reversed.printed)).toMatchObject({ reversedBy: 'UNDO', linked: 1 });
});

test('what is wrong with a document is told line by line; what is no document, by its file', async () => {
  const lines = [
    { item: 'F1', original: 'GRN-1', quantity: '11', unitPrice: '5.40' },
    { amount: 'much' },
  ];
  const wrong = fileOf('wrong.json', { ...INVOICE, key: 'INV-2', lines });
  const refused = await books.run(['document', 'post', wrong]);
  expect(refused).toMatchObject({ code: 1, printed: '' });
  expect(refused.noted).toContain('Line 1: Of GRN-1 only 10 is left, 11 is asked for.');
  expect(refused.noted).toContain('Line 2: amount is not a decimal number: much.');
  const said = async (text: object | string) =>
    (await books.run(['document', 'post', fileOf('no.json', text)])).noted;
  expect(await said('{')).toContain('is no JSON');
  expect(await said({ ...INVOICE, type: 'sale' })).toContain('has no type of a document: sale');
  expect(await said({ ...INVOICE, lines: [{ amount: 1 }] })).toContain('lines are no list');
  expect(await books.run(['document', 'draw', 'INV-1'])).toMatchObject({ code: 2 });
  expect(await books.run(['document', 'show', 'INV-9'])).toMatchObject({ code: 1 });
});
