import { expect, test } from 'vitest';
import { inventoryValue } from '../../packages/server/src/application/reading/inventory-value.ts';
import { movementTotals } from '../../packages/server/src/application/reading/movement-totals.ts';
import {
  type StockCardQuery,
  stockCard,
} from '../../packages/server/src/application/reading/stock-card.ts';
import { mixedHistoryBooks } from '../support/inspected-books.ts';
import {
  answerOf,
  centsIn,
  codesOf,
  linesOf,
  type ReadBooks,
  readBooks,
  readingOf,
} from './read-books.ts';

type Reading = Pick<ReadBooks, 'books' | 'id'>;

const card = async ({ books, id }: Reading, query: StockCardQuery = {}) =>
  answerOf(await stockCard(books, id, query));

/** Costing 5.1 and, at another site, 5.3 b. */
async function movedBooks(): Promise<ReadBooks> {
  const company = await readBooks();
  const at = ['F1', 'DC'] as const;
  await company.post(
    ['r1', 'receive-from-vendor', '2026-01-05', ...at, { quantity: '10', unitCost: '12.00' }],
    ['r2', 'receive-from-vendor', '2026-01-06', ...at, { quantity: '5', unitCost: '15.00' }],
    ['s1', 'otc-sale', '2026-01-07', ...at, { quantity: '4' }],
    ['r3', 'receive-from-vendor', '2026-01-08', ...at, { quantity: '4', unitCost: '14.50' }],
    ['v1', 'return-to-vendor', '2026-01-09', ...at, { quantity: '2' }],
    ['b1', 'return', '2026-01-10', ...at, { quantity: '1', original: 's1' }],
    ['o1', 'otc-sale', '2026-01-06', 'F2', 'O1', { quantity: '4' }],
    ['o2', 'receive-from-vendor', '2026-01-11', 'F2', 'O1', { quantity: '10', unitCost: '42' }],
  );
  return company;
}

const FIGURES = ['postedOn', 'type', 'key', 'quantity', 'value', 'quantityAfter', 'valueAfter'];

test('004.06 costing 5.1: the stock card shows every movement with what its pool held afterwards', async () => {
  const company = await movedBooks();
  const report = await card(company, { item: 'F1', site: 'DC' });
  expect(linesOf(report, ...FIGURES)).toEqual([
    '2026-01-05 receive-from-vendor r1 10 120.00 10 120.00',
    '2026-01-06 receive-from-vendor r2 5 75.00 15 195.00',
    '2026-01-07 otc-sale s1 -4 -52.00 11 143.00',
    '2026-01-08 receive-from-vendor r3 4 58.00 15 201.00',
    '2026-01-09 return-to-vendor v1 -2 -26.80 13 174.20',
    '2026-01-10 return b1 1 13.00 14 187.20',
  ]);
  expect(report).toMatchObject({
    asOf: '2026-01-11',
    totals: { movements: '6', quantity: '14', value: '187.20' },
    next: null,
  });
});

test('costing 5.3: units sold short and the adjustment that settles them stand on the card', async () => {
  const company = await movedBooks();
  const report = await card(company, { item: 'F2' });
  expect(linesOf(report, ...FIGURES)).toEqual([
    '2026-01-06 otc-sale o1 -4 -160.00 -4 -160.00',
    '2026-01-11 receive-from-vendor o2 10 420.00 6 260.00',
    '2026-01-11 negative-balance-cost-adjustment api:o2#negative-balance-cost-adjustment 0 -8.00 6 252.00',
  ]);
});

test('the card is filtered by days, types and what was known, and comes page by page', async () => {
  const company = await movedBooks();
  const keys = async (query: StockCardQuery) =>
    (await card(company, query)).rows.map(({ key }) => key);
  expect(await keys({ from: '2026-01-07', to: '2026-01-08' })).toEqual(['s1', 'r3']);
  expect(await keys({ types: 'return,otc-sale', site: 'DC' })).toEqual(['s1', 'b1']);
  expect(await keys({ asKnown: '2' })).toEqual(['r1', 'r2']);
  expect(await keys({ asOf: '2026-01-06', item: 'F2' })).toEqual(['o1']);
  for (const query of [{ item: 'F1' }, {}]) {
    const whole = await card(company, query);
    const collected = [];
    let after: string | undefined;
    do {
      const page = await card(company, { ...query, after, limit: '2' });
      expect(page.totals).toEqual(whole.totals);
      collected.push(...page.rows);
      after = page.next ?? undefined;
    } while (after !== undefined);
    expect(collected).toEqual(whole.rows);
  }
});

test('the cards of all items of a mixed history together are the whole log of movements', async () => {
  const reading = readingOf(await mixedHistoryBooks());
  const whole = await card(reading, { buckets: 'all', limit: '10000' });
  const numbers = whole.rows.map(({ movement }) => Number(movement));
  expect(numbers).toEqual(numbers.map((_, index) => index + 1));
  const items = [...new Set(whole.rows.map(({ item }) => item ?? ''))];
  const single = await Promise.all(
    items.map(async (item) => (await card(reading, { item, buckets: 'all', limit: '10000' })).rows),
  );
  const sorted = single.flat().sort((a, b) => Number(a.movement) - Number(b.movement));
  expect(sorted).toEqual(whole.rows);
});

test('000.16 valuation, movements, sales and counts follow the groups, each with its subtotals', async () => {
  const company = await movedBooks();
  await company.post(
    ['a1', 'receive-from-vendor', '2026-01-12', 'A1', 'O1', { quantity: '30', unitCost: '2.5' }],
    ['a2', 'otc-sale', '2026-01-13', 'A1', 'O1', { quantity: '6' }],
    ['a3', 'count-variance', '2026-01-14', 'A1', 'O1', { quantity: '-1' }],
    ['f3', 'count-variance', '2026-01-14', 'F1', 'DC', { quantity: '2' }],
  );
  const { books, id } = company;
  const totals = async (types?: string) =>
    answerOf(await movementTotals(books, id, { by: 'group', types }));
  const subtotals = ({ groups }: Awaited<ReturnType<typeof totals>>) =>
    groups.map(({ code, name, rows, subtotals: { movements, quantity, value } }) =>
      [code, name, rows, movements ?? '', quantity, value].join(' '),
    );
  const sales = await totals('sale,otc-sale,return');
  expect(subtotals(sales)).toEqual(['1 Frames 3 3 -7 -199.00', '2 Accessories 1 1 -6 -15.00']);
  expect(sales.totals).toEqual({ movements: '4', quantity: '-13', value: '-214.00' });
  const counts = await totals('count-variance');
  expect(subtotals(counts)).toEqual(['1 Frames 1 1 2 26.74', '2 Accessories 1 1 -1 -2.50']);
  const all = await totals();
  expect(subtotals(all)).toEqual(['1 Frames 8 10 22 465.94', '2 Accessories 3 3 23 57.50']);
  const valued = answerOf(await inventoryValue(books, id, { by: 'group' }));
  expect(subtotals(valued)).toEqual(['1 Frames 2  22 465.94', '2 Accessories 1  23 57.50']);
  for (const report of [sales, counts, all, valued]) {
    expect(centsIn(report.groups.map(({ subtotals: { value } }) => value))).toBe(
      centsIn([report.totals.value]),
    );
  }
});

test('003.57 every movement of a mixed history added up is the value of the inventory', async () => {
  const { books, id } = readingOf(await mixedHistoryBooks());
  const moved = answerOf(await movementTotals(books, id, { by: 'type', buckets: 'all' }));
  const valued = answerOf(await inventoryValue(books, id, { include: 'all' }));
  expect(moved.rows.length).toBeGreaterThan(20);
  expect(moved.totals.value).toBe(valued.totals.value);
  const onHand = answerOf(await movementTotals(books, id, { buckets: 'on-hand' }));
  expect(onHand.totals.value).toBe(answerOf(await inventoryValue(books, id, {})).totals.value);
});

test('sums of movements and the pools tell the same value of a mixed history', async () => {
  const { books, id } = readingOf(await mixedHistoryBooks());
  const present = answerOf(await inventoryValue(books, id, { include: 'all', by: 'account' }));
  const known = `${present.asKnown.event}@1`;
  const added = answerOf(
    await inventoryValue(books, id, { include: 'all', by: 'account', asKnown: known }),
  );
  const figures = (report: typeof present) =>
    linesOf(report, 'account', 'item', 'site', 'bucket', 'quantity', 'value', 'average');
  expect(figures(added)).toEqual(figures(present));
  expect(added.totals).toEqual(present.totals);
  const located = async (asKnown?: string) =>
    linesOf(
      answerOf(await inventoryValue(books, id, { by: 'location', asKnown })),
      'location',
      'item',
      'site',
      'quantity',
      'value',
    );
  expect(await located(known)).toEqual(await located());
});

test('what cannot be answered is refused; an empty company has nothing to show', async () => {
  const reading = await readBooks();
  const { books, id } = reading;
  expect(await card(reading)).toMatchObject({
    rows: [],
    totals: { movements: '0', quantity: null, value: '0.00' },
  });
  expect(answerOf(await movementTotals(books, id, {}))).toMatchObject({
    rows: [],
    totals: { movements: '0', value: '0.00' },
  });
  const codes = async (query: StockCardQuery) => codesOf(await stockCard(books, id, query));
  expect(
    await codes({
      item: 'NONE',
      types: 'sale,barter',
      after: '-1',
      limit: 'all',
      buckets: 'attic',
    }),
  ).toEqual([
    'transaction-type-unknown',
    'request-malformed',
    'request-malformed',
    'request-malformed',
    'item-unknown',
  ]);
  expect(await codes({ from: '2026-02-01', to: '2026-01-01' })).toEqual(['request-malformed']);
  expect(codesOf(await movementTotals(books, id, { by: 'location' }))).toEqual([
    'request-malformed',
  ]);
});
