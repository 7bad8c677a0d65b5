import { parseBusinessDate } from 'perpetua-core';
import { expect, test } from 'vitest';
import { setUpCompany } from '../../packages/server/src/application/configuration/set-up-company.ts';
import { inventoryValue } from '../../packages/server/src/application/reading/inventory-value.ts';
import { OverviewDesk } from '../../packages/server/src/application/reading/overview.ts';
import { trialBalance } from '../../packages/server/src/application/reading/trial-balance.ts';
import { ownerConnection } from '../../packages/server/src/storage/postgres/connections.ts';
import { mixedHistoryBooks } from '../support/inspected-books.ts';
import { integrate } from '../support/mixed-history.ts';
import { sampleSetup } from '../support/sample-setup.ts';
import { answerOf, centsIn, type ReadBooks, readBooks, readingOf } from './read-books.ts';

const overviewOf = ({ books, id }: Pick<ReadBooks, 'books' | 'id'>) =>
  new OverviewDesk(books).overview(id);

function day(text: string) {
  const parsed = parseBusinessDate(text);
  if (parsed === undefined) throw new Error(`${text} is no day`);
  return parsed;
}

/** Receipts over some months, part of them invoiced; goods on their way; an order in work. */
async function busyBooks(): Promise<ReadBooks> {
  const company = await readBooks();
  const at = ['F1', 'DC'] as const;
  const order = { quantity: '1', document: 'SO-1' };
  await company.post(
    ['r1', 'receive-from-vendor', '2026-01-10', ...at, { quantity: '10', unitCost: '12' }],
    ['r2', 'receive-from-vendor', '2026-03-15', ...at, { quantity: '5', unitCost: '15' }],
    ['r3', 'receive-from-vendor', '2026-04-10', 'A1', 'O1', { quantity: '20', unitCost: '2.5' }],
    [
      'i1',
      'supplier-invoice-match',
      '2026-02-01',
      ...at,
      { quantity: '4', unitCost: '12', original: 'r1' },
    ],
    ['v1', 'return-to-vendor', '2026-04-11', ...at, { quantity: '1', original: 'r2' }],
    ['t1', 'stock-transfer', '2026-04-01', ...at, { quantity: '2', toSite: 'O1' }],
    ['o1', 'pick-for-order', '2026-04-02', ...at, order],
    ['o2', 'ship-for-order', '2026-04-03', ...at, { ...order, toSite: 'L' }],
    ['o3', 'pick-for-order', '2026-04-03', ...at, { quantity: '1', document: 'SO-2' }],
    ['s1', 'otc-sale', '2026-04-20', 'F2', 'O2', { quantity: '3' }],
  );
  return company;
}

test('003.22 the books agree, role by role: on hand, in transit, work in process, on its way', async () => {
  const overview = await overviewOf(await busyBooks());
  expect(overview.booksAgree).toEqual({
    agree: true,
    subledger: '112.00',
    ledger: '112.00',
    difference: '0.00',
    roles: [
      { role: 'inventory', subledger: '60.00', ledger: '60.00', difference: '0.00' },
      { role: 'inventory-in-transit', subledger: '26.00', ledger: '26.00', difference: '0.00' },
      { role: 'wip', subledger: '13.00', ledger: '13.00', difference: '0.00' },
      { role: 'wip-in-transit', subledger: '13.00', ledger: '13.00', difference: '0.00' },
      { role: 'assembly-clearing', subledger: '0.00', ledger: '0.00', difference: '0.00' },
    ],
  });
});

test('the overview of a busy company, figure by figure', async () => {
  const overview = await overviewOf(await busyBooks());
  expect(overview).toMatchObject({
    company: { code: 'sample', name: 'Sample', currency: 'EUR', currencyDecimals: 2 },
    asKnown: { event: 10 },
    counts: { transactions: 10, postings: 10, items: 5, sites: 4 },
    stockValue: {
      months: ['2026-01', '2026-02', '2026-03', '2026-04'],
      byGroup: [
        { code: '1', name: 'Frames', values: ['120.00', '120.00', '195.00', '10.00'] },
        { code: '2', name: 'Accessories', values: ['0.00', '0.00', '0.00', '50.00'] },
      ],
      bySite: [
        {
          code: 'DC',
          name: 'Distribution centre',
          values: ['120.00', '120.00', '195.00', '130.00'],
        },
        { code: 'O1', name: 'Office one', values: ['0.00', '0.00', '0.00', '50.00'] },
        { code: 'O2', name: 'Office two', values: ['0.00', '0.00', '0.00', '-120.00'] },
      ],
    },
    // r1 (100 days): 120 - 48; r2 (36 days): 75 less the return of 13; r3 (10 days): 50.
    goodsReceivedNotInvoiced: {
      total: '184.00',
      ageing: [
        { days: '0-30', amount: '50.00' },
        { days: '31-60', amount: '62.00' },
        { days: '61-90', amount: '0.00' },
        { days: 'over-90', amount: '72.00' },
      ],
    },
    inTransit: {
      total: '39.00',
      ageing: [
        { days: '0-30', amount: '39.00' },
        { days: '31-60', amount: '0.00' },
        { days: '61-90', amount: '0.00' },
        { days: 'over-90', amount: '0.00' },
      ],
    },
    nonInventory: { balance: '0.00' },
    negativeStock: {
      count: 1,
      lines: [
        {
          item: 'F2',
          name: 'Frame with a standard cost',
          site: 'O2',
          quantity: '-3',
          value: '-120.00',
        },
      ],
    },
    queued: 0,
    seal: { batch: 1 },
  });
  expect(overview.periods).toHaveLength(12);
  expect(overview.periods[0]).toEqual({ period: '2026-01', state: 'open' });
  expect(overview.seal?.hash).toMatch(/^[0-9a-f]{64}$/);
  expect(overview.seal?.recordedAt).toBe(overview.asKnown.recordedAt);
});

test('ages are counted to the day that is asked for', async () => {
  const { books, id } = await busyBooks();
  const { goodsReceivedNotInvoiced: aged } = await new OverviewDesk(books).overview(
    id,
    day('2026-06-10'),
  );
  expect(aged.ageing.map(({ amount }) => amount)).toEqual(['0.00', '0.00', '112.00', '72.00']);
  expect(aged.total).toBe('184.00');
});

test('what was added up before is brought up to date, and is the same as added up anew', async () => {
  const company = await busyBooks();
  const desk = new OverviewDesk(company.books);
  const before = await desk.overview(company.id);
  expect(await desk.overview(company.id)).toEqual(before);
  await company.post(
    [
      'i2',
      'supplier-invoice-match',
      '2026-05-02',
      'F1',
      'DC',
      { quantity: '6', unitCost: '13', original: 'r1' },
    ],
    ['r4', 'receive-from-vendor', '2026-06-15', 'A1', 'O1', { quantity: '4', unitCost: '3' }],
    ['undo', 'supplier-invoice-match', '2026-05-03', 'F1', 'DC', { reverses: 'i1' }],
  );
  const after = await desk.overview(company.id);
  expect(after).toEqual(await overviewOf(company));
  expect(after.stockValue.months.at(-1)).toBe('2026-06');
  // 184, less the 72 invoiced, and 12 for the new receipt; the 48 of the undone invoice are open again.
  expect(after.goodsReceivedNotInvoiced.total).toBe('172.00');
  // A changed name makes the kept figures begin anew.
  const renamed = { company: sampleSetup().company, groups: [{ number: 2, description: 'Cases' }] };
  answerOf(await setUpCompany(company, renamed, { changedBy: 'test', reason: 'rename' }));
  const later = await desk.overview(company.id);
  expect(later).toEqual(await overviewOf(company));
  expect(later.stockValue.byGroup.at(-1)?.name).toBe('Cases');
});

test('the overview of a mixed history ties to the reports', async () => {
  const { books, id } = readingOf(await mixedHistoryBooks());
  const overview = await overviewOf({ books, id });
  const valued = answerOf(await inventoryValue(books, id, {}));
  const ledger = answerOf(await trialBalance(books, id, {}));
  const closing = (account: string) => ledger.rows.find((row) => row.account === account)?.closing;
  const last = (lines: typeof overview.stockValue.byGroup) =>
    centsIn(lines.map(({ values }) => values.at(-1)));
  expect(last(overview.stockValue.byGroup)).toBe(centsIn([valued.totals.value]));
  expect(last(overview.stockValue.bySite)).toBe(centsIn([valued.totals.value]));
  expect(centsIn([overview.goodsReceivedNotInvoiced.total])).toBe(-centsIn([closing('2150')]));
  expect(overview.booksAgree.agree).toBe(true);
  const transit = overview.booksAgree.roles.filter(({ role }) => role.endsWith('in-transit'));
  expect(centsIn([overview.inTransit.total])).toBe(
    centsIn(transit.map(({ subledger }) => subledger)),
  );
});

test('an account that serves two roles is split by what was posted to it', async () => {
  const setup = sampleSetup();
  const company = await readBooks({
    ...setup,
    controls: { ...setup.controls, wip: '1320', 'wip-in-transit': '1320' },
  });
  const receipt = { quantity: '10', unitCost: '12' };
  await company.post(
    ['r', 'receive-from-vendor', '2026-01-10', 'F1', 'DC', receipt],
    ['t', 'stock-transfer', '2026-01-11', 'F1', 'DC', { quantity: '2', toSite: 'O1' }],
    ['p', 'pick-for-order', '2026-01-12', 'F1', 'DC', { quantity: '1', document: 'SO-1' }],
  );
  const { booksAgree } = await overviewOf(company);
  expect(booksAgree.agree).toBe(true);
  expect(booksAgree.roles.map(({ role, subledger, ledger }) => [role, subledger, ledger])).toEqual([
    ['inventory', '84.00', '84.00'],
    ['inventory-in-transit', '24.00', '24.00'],
    ['wip', '12.00', '12.00'],
    ['wip-in-transit', '0.00', '0.00'],
    ['assembly-clearing', '0.00', '0.00'],
  ]);
});

test('a single cent on one account of one site is a disagreement', async () => {
  const company = await busyBooks();
  const owner = await ownerConnection(company.connection);
  await owner.query(
    `update cost_pool set value = value + 1 where site = 'DC' and bucket = 'on-hand'`,
  );
  await owner.query(
    `update cost_pool set value = value - 1 where site = 'O1' and bucket = 'on-hand'`,
  );
  await owner.end();
  const { booksAgree } = await overviewOf(company);
  // DC's account and O1's differ by a cent each; together they hide it.
  expect(booksAgree).toMatchObject({ agree: false, difference: '0.00' });
});

test('while inventory is not integrated, what moved without an entry is no disagreement', async () => {
  const company = await busyBooks();
  await integrate(company, '2026-05-01', false);
  await company.post([
    'q',
    'receive-from-vendor',
    '2026-05-02',
    'F1',
    'DC',
    { quantity: '1', unitCost: '9' },
  ]);
  const off = await overviewOf(company);
  expect(off.booksAgree).toMatchObject({ agree: true, difference: '9.00' });
  await integrate(company, '2026-06-01', true);
  await company.post([
    'z',
    'receive-from-vendor',
    '2026-06-02',
    'F1',
    'DC',
    { quantity: '1', unitCost: '9' },
  ]);
  const on = await overviewOf(company);
  expect(on.booksAgree).toMatchObject({ agree: false, difference: '9.00' });
});

test('an empty company has an overview of nothing', async () => {
  const overview = await overviewOf(await readBooks());
  expect(overview).toMatchObject({
    asKnown: { event: 0, recordedAt: null },
    counts: { transactions: 0, postings: 0, items: 5, sites: 4 },
    booksAgree: { agree: true, subledger: '0.00', ledger: '0.00', difference: '0.00' },
    stockValue: { months: [], byGroup: [], bySite: [] },
    goodsReceivedNotInvoiced: { total: '0.00' },
    inTransit: { total: '0.00' },
    negativeStock: { count: 0, lines: [] },
    queued: 0,
    seal: null,
  });
});
