import { expect, test } from 'vitest';
import { setUpCompany } from '../../packages/server/src/application/configuration/set-up-company.ts';
import { sampleSetup } from '../support/sample-setup.ts';
import { commandBooks } from './books-by-address.ts';

const RECEIPT = { type: 'receive-from-vendor', item: 'F1', quantity: '1' };

// biome-ignore format: a table reads as a table
const SENT = [
  { ...RECEIPT, key: 'r1', postedOn: '2026-01-05', site: 'DC', unitCost: '1100' },
  { type: 'stock-transfer', key: 't1', postedOn: '2026-01-07', item: 'F1', site: 'DC', toSite: 'O1', quantity: '1' },
  { type: 'receive-transfer', key: 't2', postedOn: '2026-01-08', item: 'F1', site: 'O1', document: 't1', quantity: '1' },
  { type: 'otc-sale', key: 's1', postedOn: '2026-02-01', item: 'F1', site: 'O1', quantity: '1' },
];

test('002.05 the statements of a company whose sites balance by themselves, as table, CSV, JSON and HTML; verify agrees', async () => {
  const books = await commandBooks();
  const why = { changedBy: 'test', reason: 'test' };
  const setup = sampleSetup({ selfBalancingSites: true });
  await books.look((opened) => setUpCompany(opened, setup, why));
  const lines = SENT.map((one) => `${JSON.stringify(one)}\n`).join('');
  expect(await books.run(['post'], lines)).toMatchObject({ code: 0 });
  const report = async (...words: readonly string[]) => {
    const { code, printed } = await books.run(['report', ...words]);
    expect(code).toBe(0);
    return printed;
  };

  const table = await report('balance-sheet', '--by', 'site', '--as-of', '2026-01-31');
  expect(table.split('\n').map((line) => line.trim().split(/\s{2,}/))).toEqual(
    expect.arrayContaining([
      ['Section', 'Account', 'Name', 'DC', 'O1', 'Company'],
      ['assets', '1300', 'Inventory', '0.00', '1,100.00', '1,100.00'],
      ['liabilities', '2900', 'Intersite clearing', '1,100.00', '-1,100.00', '0.00'],
      ['total', '0.00', '0.00', '0.00'],
    ]),
  );
  const csv = await report('balance-sheet', '--by', 'site', '--format', 'csv');
  expect(csv.trim().split('\r\n')).toEqual([
    'section,account,name,site:DC,site:O1,company',
    'liabilities,2150,Goods received not invoiced,-1100.00,0.00,-1100.00',
    'liabilities,2900,Intersite clearing,1100.00,-1100.00,0.00',
    'equity,,Result so far,0.00,1100.00,1100.00',
  ]);
  const income = await report('income-statement', '--from', '2026-02', '--format', 'json');
  expect(JSON.parse(income)).toMatchObject({
    name: 'income-statement',
    rows: [{ section: 'expenses', account: '5000', company: '-1100.00' }],
    totals: { company: '-1100.00' },
  });
  const html = await report('income-statement', '--by', 'site', '--format', 'html');
  expect(html).toContain('<th class="figure">O1</th>');

  const wrong = await books.run(['report', 'balance-sheet', '--from', '2026-01']);
  expect(wrong).toMatchObject({ code: 2, noted: expect.stringContaining('--from') });
  const verified = await books.run(['verify']);
  expect(verified.code).toBe(0);
  expect(verified.printed).toContain('balances where sites balance by themselves');
});
