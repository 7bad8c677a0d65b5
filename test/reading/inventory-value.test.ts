import { expect, test } from 'vitest';
import type { CompanySetup } from '../../packages/server/src/application/configuration/company-setup.ts';
import { setUpCompany } from '../../packages/server/src/application/configuration/set-up-company.ts';
import { inventoryValue } from '../../packages/server/src/application/reading/inventory-value.ts';
import { trialBalance } from '../../packages/server/src/application/reading/trial-balance.ts';
import { sampleSetup } from '../support/sample-setup.ts';
import {
  answerOf,
  centsIn,
  codesOf,
  linesOf,
  type ReadBooks,
  readBooks,
  type Sent,
} from './read-books.ts';

const FIGURES = ['item', 'site', 'quantity', 'value', 'average'];

async function valueReport(
  { books, id }: ReadBooks,
  query: Parameters<typeof inventoryValue>[2] = {},
) {
  return answerOf(await inventoryValue(books, id, query));
}

test('costing 5.1: after every step the report shows quantity, value and average of the worked example', async () => {
  const company = await readBooks();
  const figures = async () => linesOf(await valueReport(company), ...FIGURES);
  const step = async (...line: Sent) => {
    await company.post(line);
    return figures();
  };
  const at = ['F1', 'DC'] as const;
  expect(
    await step('r1', 'receive-from-vendor', '2026-01-05', ...at, {
      quantity: '10',
      unitCost: '12.00',
    }),
  ).toEqual(['F1 DC 10 120.00 12.000000']);
  expect(
    await step('r2', 'receive-from-vendor', '2026-01-06', ...at, {
      quantity: '5',
      unitCost: '15.00',
    }),
  ).toEqual(['F1 DC 15 195.00 13.000000']);
  expect(await step('s1', 'otc-sale', '2026-01-07', ...at, { quantity: '4' })).toEqual([
    'F1 DC 11 143.00 13.000000',
  ]);
  expect(
    await step('r3', 'receive-from-vendor', '2026-01-08', ...at, {
      quantity: '4',
      unitCost: '14.50',
    }),
  ).toEqual(['F1 DC 15 201.00 13.400000']);
  expect(await step('v1', 'return-to-vendor', '2026-01-09', ...at, { quantity: '2' })).toEqual([
    'F1 DC 13 174.20 13.400000',
  ]);
  expect(
    await step('b1', 'return', '2026-01-10', ...at, { quantity: '1', original: 's1' }),
  ).toEqual(['F1 DC 14 187.20 13.371429']);
});

test('costing 5.2: value 10.00 of three units is issued whole and leaves no line behind', async () => {
  const company = await readBooks();
  const lines: (readonly string[])[] = [];
  await company.post([
    'r',
    'receive-from-vendor',
    '2026-01-05',
    'F1',
    'DC',
    { quantity: '3', amount: '10.00' },
  ]);
  for (const key of ['i1', 'i2', 'i3']) {
    await company.post([key, 'otc-sale', '2026-01-06', 'F1', 'DC', { quantity: '1' }]);
    lines.push(linesOf(await valueReport(company), ...FIGURES));
  }
  expect(lines).toEqual([['F1 DC 2 6.67 3.335000'], ['F1 DC 1 3.33 3.330000'], []]);
  expect((await valueReport(company)).totals).toEqual({
    quantity: '0',
    value: '0.00',
    average: null,
  });
});

/** Items that are sold short at a cost of their own before anything is received. */
const SHORT: readonly (readonly [item: string, cost: string, sold: string])[] = [
  ['NA', '10', '4'],
  ['NB', '10', '4'],
  ['NC', '3.50', '20'],
  ['ND', '10', '4'],
  ['NE', '6', '10'],
];

test('costing 5.3: below zero and after the receipt that covers it, all cases', async () => {
  const setup = sampleSetup();
  const items = SHORT.map(([code, standardCost]) => {
    return { code, name: `Short ${code}`, group: 1, itemType: 'Frame', standardCost };
  });
  const company = await readBooks({ ...setup, items: [...(setup.items ?? []), ...items] });
  for (const [item, , quantity] of SHORT)
    await company.post([`s-${item}`, 'otc-sale', '2026-02-01', item, 'O1', { quantity }]);
  expect(linesOf(await valueReport(company), ...FIGURES)).toEqual([
    'NA O1 -4 -40.00 10.000000',
    'NB O1 -4 -40.00 10.000000',
    'NC O1 -20 -70.00 3.500000',
    'ND O1 -4 -40.00 10.000000',
    'NE O1 -10 -60.00 6.000000',
  ]);
  const receive = (item: string, quantity: string, unitCost: string) =>
    company.post([
      `r-${item}-${unitCost}`,
      'receive-from-vendor',
      '2026-02-02',
      item,
      'O1',
      { quantity, unitCost },
    ]);
  await receive('NA', '10', '9');
  await receive('NB', '10', '12');
  await receive('NC', '15', '4.00');
  await receive('ND', '10', '10');
  await receive('NE', '30', '8');
  expect(linesOf(await valueReport(company), ...FIGURES)).toEqual([
    'NA O1 6 54.00 9.000000',
    'NB O1 6 72.00 12.000000',
    'NC O1 -5 -17.50 3.500000',
    'ND O1 6 60.00 10.000000',
    'NE O1 20 160.00 8.000000',
  ]);
  await receive('NC', '10', '4.20');
  const report = await valueReport(company, { item: 'NC' });
  expect(linesOf(report, ...FIGURES)).toEqual(['NC O1 5 21.00 4.200000']);
});

test('costing 5.4: an invoice at another price leaves the average at the receipt’s', async () => {
  const company = await readBooks();
  await company.post(
    ['g', 'receive-from-vendor', '2026-01-05', 'F1', 'DC', { quantity: '10', unitCost: '5.00' }],
    [
      'i',
      'supplier-invoice-match',
      '2026-01-09',
      'F1',
      'DC',
      { quantity: '10', unitCost: '5.40', tax: '8.10', original: 'g' },
    ],
  );
  expect(linesOf(await valueReport(company), ...FIGURES)).toEqual(['F1 DC 10 50.00 5.000000']);
});

test('costing 5.5: counts change quantity and value at the average', async () => {
  const company = await readBooks();
  const receive = { quantity: '100', unitCost: '12.50' };
  await company.post(['r', 'receive-from-vendor', '2026-01-05', 'F1', 'DC', receive]);
  await company.post(['c1', 'count-variance', '2026-01-31', 'F1', 'DC', { quantity: '-3' }]);
  expect(linesOf(await valueReport(company), ...FIGURES)).toEqual(['F1 DC 97 1212.50 12.500000']);
  await company.post(['c2', 'count-variance', '2026-02-28', 'F1', 'DC', { quantity: '5' }]);
  expect(linesOf(await valueReport(company), ...FIGURES)).toEqual(['F1 DC 102 1275.00 12.500000']);
});

test('003.51 costing 5.6: goods in transit count at neither site and come in at the cost they left with', async () => {
  const company = await readBooks();
  await company.post(
    ['r1', 'receive-from-vendor', '2026-01-05', 'F1', 'DC', { quantity: '1', unitCost: '100' }],
    ['r2', 'receive-from-vendor', '2026-01-06', 'F1', 'DC', { quantity: '1', unitCost: '120' }],
    ['r3', 'receive-from-vendor', '2026-01-06', 'F1', 'O1', { quantity: '4', unitCost: '100' }],
    ['t1', 'stock-transfer', '2026-01-07', 'F1', 'DC', { quantity: '1', toSite: 'O1' }],
    ['r4', 'receive-from-vendor', '2026-01-08', 'F1', 'DC', { quantity: '1', unitCost: '120' }],
  );
  const onHand = await valueReport(company);
  expect(linesOf(onHand, ...FIGURES)).toEqual([
    'F1 DC 2 230.00 115.000000',
    'F1 O1 4 400.00 100.000000',
  ]);
  const withTransit = await valueReport(company, { include: 'in-transit' });
  expect(linesOf(withTransit, 'item', 'site', 'bucket', 'quantity', 'value')).toEqual([
    'F1 DC on-hand 2 230.00',
    'F1 O1 in-transit 1 110.00',
    'F1 O1 on-hand 4 400.00',
  ]);
  expect(withTransit.totals).toMatchObject({ quantity: '7', value: '740.00' });
  await company.post([
    't2',
    'receive-transfer',
    '2026-01-09',
    'F1',
    'O1',
    { quantity: '1', document: 't1' },
  ]);
  expect(linesOf(await valueReport(company, { include: 'all' }), ...FIGURES)).toEqual([
    'F1 DC 2 230.00 115.000000',
    'F1 O1 5 510.00 102.000000',
  ]);
});

test('an event recorded later changes neither what was known before nor the days before it', async () => {
  const company = await readBooks();
  await company.post(
    ['r1', 'receive-from-vendor', '2026-01-05', 'F1', 'DC', { quantity: '10', unitCost: '12' }],
    ['s1', 'otc-sale', '2026-03-10', 'F1', 'DC', { quantity: '4' }],
  );
  const first = await valueReport(company);
  expect(first).toMatchObject({ asOf: '2026-03-10', asKnown: { event: 2 } });
  expect(linesOf(first, ...FIGURES)).toEqual(['F1 DC 6 72.00 12.000000']);

  await company.post([
    'late',
    'receive-from-vendor',
    '2026-02-01',
    'F1',
    'DC',
    { quantity: '6', unitCost: '15' },
  ]);
  const now = await valueReport(company);
  // The sale is worth 52.50 by now; what was known before says 48.00 for ever.
  expect(linesOf(now, ...FIGURES)).toEqual(['F1 DC 12 157.50 13.125000']);
  expect(await valueReport(company, { asKnown: '2' })).toEqual(first);
  expect(await valueReport(company, { asKnown: '2@1' })).toEqual(first);

  const inFebruary = await valueReport(company, { asOf: '2026-02-28' });
  expect(linesOf(inFebruary, ...FIGURES)).toEqual(['F1 DC 16 210.00 13.125000']);
  expect(inFebruary.asOf).toBe('2026-02-28');
  const asItWas = await valueReport(company, { asOf: '2026-02-28', asKnown: '2' });
  expect(linesOf(asItWas, ...FIGURES)).toEqual(['F1 DC 10 120.00 12.000000']);
  expect(linesOf(await valueReport(company, { asOf: '2026-01-04' }), ...FIGURES)).toEqual([]);
  expect((await valueReport(company, { asKnown: '0' })).rows).toEqual([]);
});

test('what was known is found by the instant of recording, too', async () => {
  const company = await readBooks();
  await company.post([
    'r1',
    'receive-from-vendor',
    '2026-01-05',
    'F1',
    'DC',
    { quantity: '1', unitCost: '1' },
  ]);
  const { recordedAt } = (await valueReport(company)).asKnown;
  await company.post([
    'r2',
    'receive-from-vendor',
    '2026-01-05',
    'F1',
    'DC',
    { quantity: '1', unitCost: '3' },
  ]);
  const known = async (asKnown: string) => (await valueReport(company, { asKnown })).asKnown.event;
  expect(await known(recordedAt ?? '')).toBe(1);
  expect(await known('2026-06-01')).toBe(2);
  expect(await known('2026-05-31')).toBe(0);
  expect(await known('2026-06-01T23:59:59+02:00')).toBe(2);
});

test('as known then, an item is in the group it was in then', async () => {
  const company = await readBooks();
  const receive = ['receive-from-vendor', '2026-01-05', 'A1', 'DC'] as const;
  await company.post(['r', ...receive, { quantity: '2', unitCost: '5' }]);
  const before = await valueReport(company, { by: 'group' });
  expect(before.groups.map(({ code, name }) => `${code} ${name}`)).toEqual(['2 Accessories']);
  await company.post(['s', 'otc-sale', '2026-01-06', 'A1', 'DC', { quantity: '2' }]);
  const regrouped: CompanySetup = {
    company: sampleSetup().company,
    items: [{ code: 'A1', name: 'Case, regrouped', group: 1 }],
  };
  answerOf(await setUpCompany(company, regrouped, { changedBy: 'test', reason: 'regroup' }));
  await company.post(['r2', ...receive, { quantity: '1', unitCost: '5' }]);
  const now = await valueReport(company, { by: 'group' });
  expect(linesOf(now, 'group', 'groupName', 'item', 'name')).toEqual([
    '1 Frames A1 Case, regrouped',
  ]);
  expect(now.asKnown).toMatchObject({ event: 3, configuration: 2 });
  expect(await valueReport(company, { by: 'group', asKnown: '1' })).toEqual(before);
  const asIfThen = await valueReport(company, { by: 'group', asKnown: '3@1' });
  expect(linesOf(asIfThen, 'group', 'groupName', 'item', 'name')).toEqual([
    '2 Accessories A1 Case',
  ]);
});

/** Stock of both groups at three sites, two locations and two accounts. */
async function stockedBooks(setup?: CompanySetup): Promise<ReadBooks> {
  const company = await readBooks(setup);
  const receive = 'receive-from-vendor';
  await company.post(
    ['1', receive, '2026-01-05', 'F1', 'DC', { quantity: '10', unitCost: '50', location: 'A-01' }],
    ['2', receive, '2026-01-05', 'F1', 'DC', { quantity: '5', unitCost: '53.33' }],
    ['3', receive, '2026-01-05', 'F1', 'DC', { quantity: '4', unitCost: '60', location: 'CONS' }],
    ['4', receive, '2026-01-05', 'F2', 'O1', { quantity: '3', unitCost: '40.01' }],
    ['5', receive, '2026-01-05', 'A1', 'O1', { quantity: '30', unitCost: '2.5' }],
    ['6', receive, '2026-01-05', 'K1', 'L', { quantity: '12.500', unitCost: '3.1' }],
    [
      '7',
      'location-move',
      '2026-01-06',
      'F1',
      'DC',
      { quantity: '2', location: 'A-01', toLocation: 'CONS' },
    ],
  );
  return company;
}

let stocked: Promise<ReadBooks> | undefined;

/** The same stock for all tests that only read. */
function sharedStock(): Promise<ReadBooks> {
  stocked ??= stockedBooks();
  return stocked;
}

test.each(['group', 'site', 'item', 'account', 'category', 'item-type', 'location'])(
  'by %s: rows follow the groups, subtotals add up to the total, and the total is that of the plain report',
  async (by) => {
    const company = await sharedStock();
    const plain = await valueReport(company);
    const report = await valueReport(company, { by });
    expect(report.totals.value).toBe(plain.totals.value);
    expect(report.groups.reduce((sum, { rows }) => sum + rows, 0)).toBe(report.rows.length);
    expect(centsIn(report.groups.map(({ subtotals }) => subtotals.value))).toBe(
      centsIn([report.totals.value]),
    );
    expect(centsIn(report.rows.map(({ value }) => value))).toBe(centsIn([report.totals.value]));
    let passed = 0;
    for (const { rows, subtotals } of report.groups) {
      const own = report.rows.slice(passed, passed + rows);
      expect(centsIn(own.map(({ value }) => value))).toBe(centsIn([subtotals.value]));
      passed += rows;
    }
  },
);

test('by group, account and location: the figures themselves', async () => {
  const company = await sharedStock();
  const byGroup = await valueReport(company, { by: 'group' });
  expect(byGroup.groups).toEqual([
    {
      code: '1',
      name: 'Frames',
      rows: 2,
      subtotals: { quantity: '22', value: '1126.68', average: null },
    },
    // Pieces and thousandths of a kilogram are not of one unit.
    {
      code: '2',
      name: 'Accessories',
      rows: 2,
      subtotals: { quantity: null, value: '113.75', average: null },
    },
  ]);
  expect(byGroup.totals.value).toBe('1240.43');
  const byAccount = await valueReport(company, { by: 'account' });
  expect(
    byAccount.groups.map(({ code, name, subtotals }) => `${code} ${name} ${subtotals.value}`),
  ).toEqual([
    '1300 Inventory 784.46',
    '1310 Inventory, second group 113.75',
    '1390 Consignment 342.22',
  ]);
  const byLocation = await valueReport(company, { by: 'location', item: 'F1' });
  expect(linesOf(byLocation, 'location', 'quantity', 'value', 'average')).toEqual([
    ' 5 255.55 51.110000',
    'A-01 8 408.88 51.110000',
    'CONS 6 342.22 57.036667',
  ]);
});

test('000.15 000.35 groups that share their accounts part in the stock report and meet in the ledger; others part in both', async () => {
  const setup = sampleSetup();
  const company = await stockedBooks({
    ...setup,
    groups: [
      ...(setup.groups ?? []),
      // The accounts of group 1, exactly.
      { number: 3, description: 'Sunglasses', accounts: setup.groups?.[0]?.accounts ?? {} },
    ],
    items: [...(setup.items ?? []), { code: 'Z1', name: 'Sunglass', group: 3 }],
  });
  await company.post([
    'z',
    'receive-from-vendor',
    '2026-01-05',
    'Z1',
    'O1',
    { quantity: '7', unitCost: '11' },
  ]);
  const groups = (await valueReport(company, { by: 'group' })).groups;
  const valueIn = (code: string) => groups.find((group) => group.code === code)?.subtotals.value;
  const ledger = answerOf(await trialBalance(company.books, company.id, {}));
  const balanceOf = (account: string) =>
    ledger.rows.find((row) => row.account === account)?.closing ?? null;
  expect([valueIn('1'), valueIn('3')]).toEqual(['1126.68', '77.00']);
  expect(centsIn([valueIn('1'), valueIn('3')])).toBe(
    centsIn([balanceOf('1300'), balanceOf('1390')]),
  );
  expect(valueIn('2')).toBe(balanceOf('1310'));
});

test('002.02 004.05 by account the report is the ledger, order clearing included', async () => {
  const company = await stockedBooks();
  await company.post(
    ['sale', 'sale', '2026-01-08', 'F2', 'O1', { quantity: '1', document: 'SO-1' }],
    ['pick', 'pick-for-order', '2026-01-09', 'F2', 'O1', { quantity: '1', document: 'SO-1' }],
  );
  const report = await valueReport(company, { by: 'account', include: 'all' });
  const ledger = answerOf(await trialBalance(company.books, company.id, {}));
  for (const { code, subtotals } of report.groups) {
    expect(ledger.rows.find(({ account }) => account === code)?.closing).toBe(subtotals.value);
  }
  expect(linesOf(report, 'account', 'item', 'site', 'bucket', 'quantity', 'value')).toContain(
    '1300 F2 O1 order-clearing -1 -40.01',
  );
});

test('what cannot be answered is refused with every reason', async () => {
  const { books, id } = await readBooks();
  const codes = async (query: Parameters<typeof inventoryValue>[2]) =>
    codesOf(await inventoryValue(books, id, query));
  expect(
    await codes({ item: 'NONE', site: 'XX', by: 'colour', include: 'on-hand,cellar' }),
  ).toEqual(['request-malformed', 'request-malformed', 'item-unknown', 'site-unknown']);
  expect(await codes({ asOf: '2026-02-30', asKnown: 'yesterday' })).toEqual([
    'date-invalid',
    'request-malformed',
  ]);
  expect(await codes({ asKnown: '1' })).toEqual(['request-malformed']);
  expect(await codes({ asKnown: '0@7' })).toEqual(['request-malformed']);
});

test('an empty company has an empty report', async () => {
  const company = await readBooks();
  for (const by of [undefined, 'group', 'location']) {
    expect(await valueReport(company, { by })).toMatchObject({
      asOf: null,
      asKnown: { event: 0, recordedAt: null, configuration: 1 },
      rows: [],
      groups: [],
      totals: { quantity: '0', value: '0.00', average: null },
    });
  }
});
