import { expect, test } from 'vitest';
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

const FIGURES = ['account', 'opening', 'debit', 'credit', 'closing'];
type Query = Parameters<typeof trialBalance>[2];

const balances = async ({ books, id }: Pick<ReadBooks, 'books' | 'id'>, query: Query = {}) =>
  answerOf(await trialBalance(books, id, query));

/** The vendor's chain of costing 5.1 in January and costing 5.4 in February. */
async function tradedBooks(): Promise<ReadBooks> {
  const company = await readBooks();
  await company.post(
    ['r1', 'receive-from-vendor', '2026-01-05', 'F1', 'DC', { quantity: '10', unitCost: '12' }],
    ['r2', 'receive-from-vendor', '2026-01-06', 'F1', 'DC', { quantity: '5', unitCost: '15' }],
    ['s1', 'otc-sale', '2026-01-31', 'F1', 'DC', { quantity: '4' }],
    ['g', 'receive-from-vendor', '2026-02-05', 'A1', 'O1', { quantity: '10', unitCost: '5' }],
    [
      'i',
      'supplier-invoice-match',
      '2026-02-09',
      'A1',
      'O1',
      { quantity: '10', unitCost: '5.40', tax: '8.10', original: 'g' },
    ],
  );
  return company;
}

test('000.27 opening, debits, credits and closing of every account; debits equal credits', async () => {
  const company = await tradedBooks();
  const report = await balances(company, { from: '2026-02', to: '2026-02' });
  expect(linesOf(report, ...FIGURES)).toEqual([
    '1300 143.00 0.00 0.00 143.00',
    '1310 0.00 50.00 0.00 50.00',
    '1500 0.00 8.10 0.00 8.10',
    '2100 0.00 0.00 62.10 -62.10',
    '2150 -195.00 50.00 50.00 -195.00',
    '5000 52.00 0.00 0.00 52.00',
    '5200 0.00 4.00 0.00 4.00',
  ]);
  expect(report).toMatchObject({
    asOf: '2026-02-28',
    groups: [],
    totals: { opening: '0.00', debit: '112.10', credit: '112.10', closing: '0.00' },
  });
  const all = await balances(company);
  expect(all.asOf).toBe('2026-02-09');
  expect(all.totals).toEqual({
    opening: '0.00',
    debit: '359.10',
    credit: '359.10',
    closing: '0.00',
  });
  expect(all.rows[0]).toMatchObject({
    account: '1300',
    name: 'Inventory',
    opening: '0.00',
    debit: '195.00',
    credit: '52.00',
  });
});

test('a stretch within months, and what was known before, are added up from the postings', async () => {
  const company = await tradedBooks();
  const inside = await balances(company, { from: '2026-01-06', to: '2026-02-05' });
  expect(linesOf(inside, ...FIGURES)).toEqual([
    '1300 120.00 75.00 52.00 143.00',
    '1310 0.00 50.00 0.00 50.00',
    '2150 -120.00 0.00 125.00 -245.00',
    '5000 0.00 52.00 0.00 52.00',
  ]);
  const before = await balances(company, { from: '2026-01', to: '2026-01' });
  await company.post([
    'late',
    'receive-from-vendor',
    '2026-01-20',
    'F1',
    'DC',
    { quantity: '1', unitCost: '9' },
  ]);
  const stretch = { from: '2026-01', to: '2026-01' };
  expect(await balances(company, { ...stretch, asKnown: String(before.asKnown.event) })).toEqual(
    before,
  );
  // Of 16 units at 204.00 four were sold, at 51.00 and no longer at 52.00.
  const now = await balances(company, stretch);
  expect(linesOf(now, ...FIGURES)[0]).toBe('1300 0.00 205.00 52.00 153.00');
  // A business date ends the stretch as its own end does.
  const asOf = await balances(company, { from: '2026-01', asOf: '2026-01-06' });
  expect(linesOf(asOf, ...FIGURES)).toEqual([
    '1300 0.00 195.00 0.00 195.00',
    '2150 0.00 0.00 195.00 -195.00',
  ]);
});

test('kept balances and postings tell the same of a long mixed history, split or not', async () => {
  const inspected = await mixedHistoryBooks();
  const books = readingOf(inspected);
  for (const by of [undefined, 'site', 'center']) {
    const whole = await balances(books, { by, from: '2026-02', to: '2026-12' });
    // Under an older configuration nothing that is kept is used: it is added up anew.
    const known = `${whole.asKnown.event}@1`;
    const again = await balances(books, { by, from: '2026-02', to: '2026-12', asKnown: known });
    expect(again.rows.length).toBeGreaterThan(5);
    expect(again.rows.map(({ account, opening, closing }) => [account, opening, closing])).toEqual(
      whole.rows.map(({ account, opening, closing }) => [account, opening, closing]),
    );
    expect(whole.totals.debit).toBe(whole.totals.credit);
    expect([whole.totals.opening, whole.totals.closing]).toEqual(['0.00', '0.00']);
    expect(centsIn(whole.rows.map(({ debit }) => debit))).toBe(centsIn([whole.totals.debit]));
  }
});

test('002.05 002.09 accounts of a site and of a consignment location stand apart, and each site has its balances', async () => {
  const setup = sampleSetup();
  const company = await readBooks({
    ...setup,
    accounts: [
      ...(setup.accounts ?? []),
      { code: '1301', name: 'Inventory, office one', accountClass: 'asset' },
    ],
    places: [...(setup.places ?? []), { group: 1, site: 'O1', accounts: { inventory: '1301' } }],
  });
  const receive = 'receive-from-vendor';
  await company.post(
    ['1', receive, '2026-01-05', 'F1', 'DC', { quantity: '10', unitCost: '50' }],
    ['2', receive, '2026-01-05', 'F1', 'DC', { quantity: '4', unitCost: '60', location: 'CONS' }],
    ['3', receive, '2026-01-05', 'F1', 'O1', { quantity: '2', unitCost: '55' }],
  );
  const report = await balances(company, { by: 'site' });
  expect(linesOf(report, 'site', 'account', 'closing')).toEqual([
    'DC 1300 500.00',
    'DC 1390 240.00',
    'DC 2150 -740.00',
    'O1 1301 110.00',
    'O1 2150 -110.00',
  ]);
  expect(
    report.groups.map(({ code, name, rows, subtotals }) => [code, name, rows, subtotals.closing]),
  ).toEqual([
    ['DC', 'Distribution centre', 3, '0.00'],
    ['O1', 'Office one', 2, '0.00'],
  ]);
  const byCenter = await balances(company, { by: 'center' });
  expect(byCenter.groups.map(({ code, subtotals }) => [code, subtotals.debit])).toEqual([
    ['010', '740.00'],
    ['020', '110.00'],
  ]);
});

test('an empty company has an empty trial balance, and what cannot be answered is refused', async () => {
  const { books, id } = await readBooks();
  expect(await balances({ books, id })).toMatchObject({
    asOf: null,
    rows: [],
    totals: { opening: '0.00', debit: '0.00', credit: '0.00', closing: '0.00' },
  });
  const codes = async (query: Query) => codesOf(await trialBalance(books, id, query));
  expect(await codes({ from: '2026-13', to: 'soon', by: 'weather' })).toEqual([
    'request-malformed',
    'date-invalid',
    'date-invalid',
  ]);
  expect(await codes({ from: '2026-03', to: '2026-02' })).toEqual(['request-malformed']);
  expect(await codes({ asOf: '31.03.2026' })).toEqual(['date-invalid']);
});
