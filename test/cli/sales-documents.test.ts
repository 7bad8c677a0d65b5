import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { setUpCompany } from '../../packages/server/src/application/configuration/set-up-company.ts';
import { sampleSetup } from '../support/sample-setup.ts';
import { type CommandBooks, commandBooks } from './books-by-address.ts';

let books: CommandBooks;

beforeAll(async () => {
  books = await commandBooks();
  const why = { changedBy: 'test', reason: 'test' };
  const customers = [{ code: 'CLINIC', name: 'Clinic' }];
  const taxTypes = [{ code: 'STD', name: 'Standard', rate: '15' }];
  await books.look((opened) =>
    setUpCompany(opened, { ...sampleSetup(), customers, taxTypes }, why),
  );
  const receipt = { key: 'in', type: 'receive-from-vendor', postedOn: '2026-03-02', item: 'F1' };
  const posted = await books.run(
    ['post'],
    `${JSON.stringify({ ...receipt, site: 'DC', quantity: '10', unitCost: '50' })}\n`,
  );
  if (posted.code !== 0) throw new Error(posted.printed);
});

const LINE = { item: 'F1', quantity: '2', unitPrice: '120', taxType: 'STD' };
const HEAD = { postedOn: '2026-03-05', site: 'DC', party: 'CLINIC' };

function fileOf(name: string, document: object): string {
  const file = join(mkdtempSync(join(tmpdir(), 'perpetua-')), name);
  writeFileSync(file, JSON.stringify(document));
  return file;
}

test('000.43 000.59 a sales invoice and its credit note are tried out, posted and shown on the command line', async () => {
  const invoice = fileOf('invoice.json', { ...HEAD, key: 'INV-1', type: 'sales-invoice', lines: [LINE] }); // biome-ignore format: one line
  const tried = await books.run(['document', 'post', invoice, '--dry-run']);
  expect(tried).toMatchObject({ code: 0, noted: '' });
  expect(await books.rows(`select key from event where type = 'sales-invoice'`)).toEqual([]);
  const posted = await books.run(['document', 'post', invoice]);
  expect(posted).toMatchObject({ code: 0, printed: tried.printed });
  const back = { ...LINE, quantity: '1', original: 'INV-1#1' };
  const credit = fileOf('credit.json', { ...HEAD, key: 'CN-1', type: 'sales-credit-note', lines: [back] }); // biome-ignore format: one line
  expect(await books.run(['document', 'post', credit])).toMatchObject({ code: 0 });
  const { printed } = await books.run(['document', 'show', 'CN-1']);
  expect(printed).toContain('sales-credit-note  CN-1  CLINIC  2026-03-05  138.00');
  expect(printed).toMatch(/linked to .*INV-1#1 of 2026-03-05: 1, 50\.00/);
  expect(printed).toContain('Cr 1600 ');
});

test('faults of a sales document are told with their lines', async () => {
  const wrong = fileOf('wrong.json', {
    ...HEAD,
    key: 'INV-2',
    type: 'sales-invoice',
    lines: [LINE, { ...LINE, unitCost: '3' }, { item: 'NONE', amount: '1' }],
  });
  const { code, noted } = await books.run(['document', 'post', wrong]);
  expect(code).toBe(1);
  expect(noted).toContain('Line 2');
  expect(noted).toContain('Line 3');
});
