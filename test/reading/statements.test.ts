import { expect, test } from 'vitest';
import { setUpCompany } from '../../packages/server/src/application/configuration/set-up-company.ts';
import { balanceSheet } from '../../packages/server/src/application/reading/balance-sheet.ts';
import { incomeStatement } from '../../packages/server/src/application/reading/income-statement.ts';
import type { Report } from '../../packages/server/src/application/reading/report.ts';
import { trialBalance } from '../../packages/server/src/application/reading/trial-balance.ts';
import { mixedHistoryBooks } from '../support/inspected-books.ts';
import { sampleSetup } from '../support/sample-setup.ts';
import {
  answerOf,
  centsIn,
  codesOf,
  linesOf,
  type ReadBooks,
  readBooks,
  readingOf,
} from './read-books.ts';

type Books = Pick<ReadBooks, 'books' | 'id'>;

const sheet = async ({ books, id }: Books, query: Parameters<typeof balanceSheet>[2] = {}) =>
  answerOf(await balanceSheet(books, id, query));
const result = async ({ books, id }: Books, query: Parameters<typeof incomeStatement>[2] = {}) =>
  answerOf(await incomeStatement(books, id, query));

/** Costing 5.4 in the office in February, after a receipt and a sale in the distribution centre. */
async function tradedBooks(setup = sampleSetup()): Promise<ReadBooks> {
  const company = await readBooks(setup);
  // biome-ignore format: a table reads as a table
  await company.post(
    ['r1', 'receive-from-vendor',    '2026-01-05', 'F1', 'DC', { quantity: '10', unitCost: '12' }],
    ['s1', 'otc-sale',               '2026-01-31', 'F1', 'DC', { quantity: '4' }],
    ['g',  'receive-from-vendor',    '2026-02-05', 'A1', 'O1', { quantity: '10', unitCost: '5' }],
    ['i',  'supplier-invoice-match', '2026-02-09', 'A1', 'O1', { quantity: '10', unitCost: '5.40', tax: '8.10', original: 'g' }],
  );
  return company;
}

const SHEET = ['section', 'account', 'name', 'company'];

test('the balance sheet has assets, liabilities, equity with the result so far, and adds up to zero', async () => {
  const company = await tradedBooks();
  const report = await sheet(company);
  expect(linesOf(report, ...SHEET)).toEqual([
    'assets 1300 Inventory 72.00',
    'assets 1310 Inventory, second group 50.00',
    'assets 1500 Tax on purchases 8.10',
    'liabilities 2100 Suppliers -62.10',
    'liabilities 2150 Goods received not invoiced -120.00',
    'equity - Result so far 52.00',
  ]);
  expect(report).toMatchObject({
    asOf: '2026-02-09',
    groups: [
      { code: 'assets', rows: 3, subtotals: { company: '130.10' } },
      { code: 'liabilities', rows: 2, subtotals: { company: '-182.10' } },
      { code: 'equity', rows: 1, subtotals: { company: '52.00' } },
    ],
    totals: { company: '0.00' },
  });
});

test('a balance sheet as of a day counts nothing later, and as known before an event not the event', async () => {
  const company = await tradedBooks();
  const january = await sheet(company, { asOf: '2026-01-31' });
  expect(january.asOf).toBe('2026-01-31');
  expect(linesOf(january, ...SHEET)).toEqual([
    'assets 1300 Inventory 72.00',
    'liabilities 2150 Goods received not invoiced -120.00',
    'equity - Result so far 48.00',
  ]);
  const midMonth = await sheet(company, { asOf: '2026-01-30' });
  expect(linesOf(midMonth, 'account', 'company')).toEqual(['1300 120.00', '2150 -120.00']);
  const known = await sheet(company, { asKnown: '3' });
  expect(linesOf(known, 'account', 'company')).toEqual([
    '1300 72.00',
    '1310 50.00',
    '2150 -170.00',
    '- 48.00',
  ]);
  // The same again after more was recorded.
  await company.post(['late', 'otc-sale', '2026-01-15', 'F1', 'DC', { quantity: '1' }]);
  expect(await sheet(company, { asKnown: '3' })).toEqual(known);
});

test('002.05 by site every site has a column, and goods on their way belong to the receiver', async () => {
  const company = await tradedBooks(sampleSetup({ selfBalancingSites: true }));
  await company.post([
    't',
    'stock-transfer',
    '2026-02-10',
    'F1',
    'DC',
    { quantity: '2', toSite: 'O1' },
  ]);
  const report = await sheet(company, { by: 'site' });
  expect(report.columns.map(({ label }) => label)).toEqual([
    'Section',
    'Account',
    'Name',
    'DC',
    'O1',
    'Company',
  ]);
  expect(linesOf(report, 'account', 'site:DC', 'site:O1', 'company')).toEqual([
    '1300 48.00 0.00 48.00',
    '1310 0.00 50.00 50.00',
    '1320 0.00 24.00 24.00',
    '1500 0.00 8.10 8.10',
    '2100 0.00 -62.10 -62.10',
    '2150 -120.00 0.00 -120.00',
    '2900 24.00 -24.00 0.00',
    '- 48.00 4.00 52.00',
  ]);
  expect(report.totals).toEqual({ 'site:DC': '0.00', 'site:O1': '0.00', company: '0.00' });
});

test('002.05 in a history without the setting every site still adds up to zero, with what it lacks on a line of its own', async () => {
  const books = readingOf(await mixedHistoryBooks());
  const report = await sheet(books, { by: 'site' });
  const zero = Object.entries(report.totals).filter(([, total]) => total !== '0.00');
  expect(zero).toEqual([]);
  const [between] = report.rows.filter(({ section }) => section === 'between sites');
  const trial = answerOf(await trialBalance(books.books, books.id, { by: 'site' }));
  const lacks = trial.groups.map(({ code, subtotals }) => [
    `site:${code}`,
    -centsIn([subtotals['closing']]),
  ]);
  expect(lacks.length).toBeGreaterThan(3);
  expect(
    report.columns
      .filter(({ key }) => key.startsWith('site:'))
      .map(({ key }) => [key, centsIn([between?.[key]])]),
  ).toEqual(lacks);
  // In the company as a whole there is nothing between its sites.
  expect(linesOf(await sheet(books), 'section')).not.toContain('between sites');
});

const RESULT = ['section', 'account', 'name', 'company'];

test('the income statement of a stretch: income above zero, expenses below, the result at the end', async () => {
  const company = await tradedBooks();
  expect(linesOf(await result(company), ...RESULT)).toEqual([
    'expenses 5000 Cost of goods sold -48.00',
    'expenses 5200 Purchase variance -4.00',
  ]);
  const february = await result(company, { from: '2026-02', to: '2026-02' });
  expect(linesOf(february, ...RESULT)).toEqual(['expenses 5200 Purchase variance -4.00']);
  expect(february).toMatchObject({ asOf: '2026-02-28', totals: { company: '-4.00' } });
  const days = await result(company, { from: '2026-01-06', to: '2026-02-08' });
  expect(linesOf(days, 'account', 'company')).toEqual(['5000 -48.00']);
  const bySite = await result(company, { by: 'site' });
  expect(linesOf(bySite, 'account', 'site:DC', 'site:O1', 'company')).toEqual([
    '5000 -48.00 0.00 -48.00',
    '5200 0.00 -4.00 -4.00',
  ]);
  expect(bySite.totals).toEqual({ 'site:DC': '-48.00', 'site:O1': '-4.00', company: '-52.00' });
});

test('the result of the income statement is the one of the balance sheet, by site too', async () => {
  const books = readingOf(await mixedHistoryBooks());
  for (const asOf of ['2026-02-14', '2026-03-31', '2026-12-31']) {
    const inSheet = (await sheet(books, { asOf, by: 'site' })).rows.filter(
      ({ name }) => name === 'Result so far',
    );
    const { totals } = await result(books, { asOf, by: 'site' });
    const columns = Object.keys(totals);
    expect(columns.length).toBeGreaterThan(2);
    for (const column of columns) {
      expect([column, centsIn([inSheet[0]?.[column]])]).toEqual([
        column,
        -centsIn([totals[column]]),
      ]);
    }
  }
});

test('statements refuse what they cannot read', async () => {
  const { books, id, post } = await readBooks();
  const codes = async (query: Parameters<typeof incomeStatement>[2]) => [
    ...codesOf(await balanceSheet(books, id, query)),
    ...codesOf(await incomeStatement(books, id, query)),
  ];
  const malformed = ['request-malformed', 'request-malformed'];
  expect(await codes({ by: 'center' })).toEqual(malformed);
  expect(await codes({ asOf: '2026-02-30' })).toEqual(['date-invalid', 'date-invalid']);
  expect(await codes({ asKnown: '7' })).toEqual(malformed);
  expect(codesOf(await incomeStatement(books, id, { from: '2026-03', to: '2026-02' }))).toEqual([
    'request-malformed',
  ]);
  // Without any posting there is nothing to show.
  const empty: Report = answerOf(await balanceSheet(books, id, { by: 'site' }));
  expect(empty).toMatchObject({ rows: [], totals: { company: '0.00' }, asOf: null });
  await post([
    'r',
    'receive-from-vendor',
    '2026-01-05',
    'F1',
    'DC',
    { quantity: '1', unitCost: '1' },
  ]);
  expect(await codes({ asOf: '2026-01-31' })).toEqual([]);
});

test('a configuration that is older than an account cannot say where the account belongs', async () => {
  const company = await readBooks();
  const { books, id, post } = company;
  const why = { changedBy: 'test', reason: 'test' };
  const added = await setUpCompany(
    company,
    {
      company: { ...sampleSetup().company, code: company.company.code },
      accounts: [{ code: '2169', name: 'Goods received, office', accountClass: 'liability' }],
      sites: [{ code: 'O1', name: 'Office one', kind: 'office', accounts: { grni: '2169' } }],
    },
    why,
  );
  expect(added.ok).toBe(true);
  await post([
    'r',
    'receive-from-vendor',
    '2026-01-05',
    'F1',
    'O1',
    { quantity: '1', unitCost: '1' },
  ]);
  expect(linesOf(await sheet(company), 'account', 'company')).toEqual(['1300 1.00', '2169 -1.00']);
  expect(codesOf(await balanceSheet(books, id, { asKnown: '1@1' }))).toEqual(['request-malformed']);
  expect(codesOf(await incomeStatement(books, id, { asKnown: '1@1' }))).toEqual([
    'request-malformed',
  ]);
});
