import { expect, test } from 'vitest';
import {
  explainLine,
  findDetermination,
  type LineExplanation,
} from '../../packages/server/src/application/reading/explain.ts';
import {
  explainHypothetical,
  type HypotheticalTransaction,
} from '../../packages/server/src/application/reading/explain-hypothetical.ts';
import { listJournalEntries } from '../../packages/server/src/application/reading/journal.ts';
import { mixedHistoryBooks } from '../support/inspected-books.ts';
import { sampleSetup } from '../support/sample-setup.ts';
import {
  answerOf,
  codesOf,
  type ReadBooks,
  readBooks,
  readingOf,
  type Sent,
} from './read-books.ts';

type Reading = Pick<ReadBooks, 'books' | 'id'>;

/** The explanations of all lines of the entry of a transaction. */
async function explanationsOf({ books, id }: Reading, key: string) {
  const { entries } = answerOf(await listJournalEntries(books, id, { limit: '1000' }));
  const entry = entries.find((one) => one.key === key);
  const explained: LineExplanation[] = [];
  for (const { line, side } of entry?.lines ?? []) {
    explained.push(
      answerOf(await explainLine(books, id, { entry: entry?.number ?? 0, line, side })),
    );
  }
  return explained;
}

/** Why the amount of a transaction is what it is, in the words of each of its lines. */
const amountOf = async (reading: Reading, key: string) => [
  ...new Set((await explanationsOf(reading, key)).map(({ whyAmount }) => whyAmount.sentence)),
];

const FRAME = ['F1', 'DC'] as const;

test('a line says why its account: the stored path, step by step, and a sentence', async () => {
  const company = await readBooks();
  await company.post(
    [
      'r',
      'receive-from-vendor',
      '2026-01-05',
      ...FRAME,
      { quantity: '10', unitCost: '13', location: 'CONS' },
    ],
    [
      'a',
      'adjustment',
      '2026-01-06',
      ...FRAME,
      { quantity: '-2', reason: 'Damage', location: 'CONS' },
    ],
  );
  const [inventory, grni] = await explanationsOf(company, 'r');
  expect(inventory).toMatchObject({
    account: '1390',
    accountName: 'Consignment',
    amount: '130.00',
    side: 'debit',
  });
  expect(inventory?.whyAccount).toMatchObject({
    role: 'inventory',
    roleUsed: 'inventory',
    roleReason: null,
    account: '1390',
    center: '010',
    centerSource: 'site',
    configurationVersion: 1,
    sentence:
      'The inventory of receive-from-vendor at DC is 1390: PL_SITE_LOC found it under group 1 · DC · CONS.',
  });
  expect(inventory?.whyAccount.steps.map(({ step, code, found }) => [step, code, found])).toEqual([
    ['3', 'PINNED', null],
    ['4a', 'PL_SITE_LOC', '1390'],
  ]);
  expect(inventory?.whyAccount.shadowed).toEqual([{ step: '6', account: '1300' }]);
  expect(grni?.whyAccount.sentence).toContain('COMPANY_CTL found it under company control');
  const [damage, stock] = await explanationsOf(company, 'a');
  expect(damage?.whyAccount.steps.at(-1)).toMatchObject({ code: 'REASON', found: '5801' });
  expect(stock?.whyAccount.steps.at(-1)).toMatchObject({ code: 'PINNED', found: '1390' });
  const number = stock?.whyAccount.determination ?? 0;
  const stored = answerOf(await findDetermination(company.books, company.id, number));
  expect(stored).toEqual(stock?.whyAccount);
  expect(stored.content.question).toMatchObject({
    location: 'CONS',
    reason: 'Damage',
    pinned: '1390',
  });
});

test('costing 5.1: why each amount, from the pool it was taken from', async () => {
  const company = await readBooks();
  await company.post(
    ['r1', 'receive-from-vendor', '2026-01-05', ...FRAME, { quantity: '10', unitCost: '12.00' }],
    ['r2', 'receive-from-vendor', '2026-01-06', ...FRAME, { quantity: '5', amount: '75.00' }],
    ['s1', 'otc-sale', '2026-01-07', ...FRAME, { quantity: '4' }],
    ['v1', 'return-to-vendor', '2026-01-09', ...FRAME, { quantity: '1' }],
    ['b1', 'return', '2026-01-10', ...FRAME, { quantity: '1', original: 's1' }],
    ['f1', 'adjustment', '2026-01-11', ...FRAME, { quantity: '2', reason: 'Found' }],
    ['s2', 'otc-sale', '2026-01-12', ...FRAME, { quantity: '13' }],
  );
  const why = (key: string) => amountOf(company, key);
  expect(await why('r1')).toEqual(['10 units at the given unit cost 12.00 = 120.00.']);
  expect(await why('r2')).toEqual(['The amount given for 5 units: 75.00.']);
  expect(await why('s1')).toEqual(['4 units at current average 13.000000 = 52.00.']);
  expect(await why('v1')).toEqual(['1 unit at current average 13.000000 = 13.00.']);
  expect(await why('b1')).toEqual(['1 of 4 units of s1, which was posted at 52.00 = 13.00.']);
  expect(await why('f1')).toEqual(['2 units at current average 13.000000 = 26.00.']);
  expect(await why('s2')).toEqual([
    '13 units at current average 13.000000 = 169.00. The pool is emptied and its whole value leaves.',
  ]);
  const [cogs, inventory] = await explanationsOf(company, 's1');
  expect(cogs?.whyAmount).toMatchObject({ costBasis: 'current cost', movement: null });
  expect(inventory?.whyAmount.movement).toMatchObject({
    quantityBefore: '15',
    valueBefore: '195.00',
    quantity: '-4',
    value: '-52.00',
    quantityAfter: '11',
    valueAfter: '143.00',
  });
  expect(inventory?.whyAmount.decidedBy).toEqual(inventory?.whyAmount.movement);
  expect(cogs?.whyAmount.links.map(({ direction, kind, key }) => [direction, kind, key])).toEqual([
    ['from', 'refers-to', 'b1'],
  ]);
});

test('Q-49 why goods came or went back at another cost than usual: what they were posted at, or the average', async () => {
  const policies = [
    { policy: 'vendor-return-cost', value: 'original' },
    { policy: 'customer-return-cost', value: 'current' },
  ];
  const company = await readBooks({ ...sampleSetup(), policies });
  await company.post(
    ['r1', 'receive-from-vendor', '2026-01-05', ...FRAME, { quantity: '10', unitCost: '12.00' }],
    ['s1', 'otc-sale', '2026-01-06', ...FRAME, { quantity: '4' }],
    ['r2', 'receive-from-vendor', '2026-01-07', ...FRAME, { quantity: '4', unitCost: '14.50' }],
    ['v1', 'return-to-vendor', '2026-01-09', ...FRAME, { quantity: '1', original: 'r2' }],
    ['v2', 'return-to-vendor', '2026-01-10', ...FRAME, { quantity: '1' }],
    ['b1', 'return', '2026-01-11', ...FRAME, { quantity: '1', original: 's1' }],
  );
  const why = (key: string) => amountOf(company, key);
  expect(await why('v1')).toEqual(['1 of 4 units of r2, which was posted at 58.00 = 14.50.']);
  expect(await why('v2')).toEqual(['1 unit at current average 12.833333 = 12.83.']);
  expect(await why('b1')).toEqual(['1 unit at current average 12.833750 = 12.83.']);
});

test('costing 5.3: below zero, the assumed cost and what settles it', async () => {
  const company = await readBooks();
  await company.post(
    ['s', 'otc-sale', '2026-01-05', 'F2', 'O1', { quantity: '4' }],
    ['r', 'receive-from-vendor', '2026-01-06', 'F2', 'O1', { quantity: '10', unitCost: '42' }],
  );
  expect(await amountOf(company, 's')).toEqual([
    'Nothing was on hand: 4 units at the standard cost, 40.000000 = 160.00.',
  ]);
  expect(await amountOf(company, 'api:r#negative-balance-cost-adjustment')).toEqual([
    'r covered units issued before it at an assumed cost: the pool of 6 units is worth 252.00 and stood at 260.00; the difference of 8.00 belongs to the units issued.',
  ]);
  const [line] = await explanationsOf(company, 'api:r#negative-balance-cost-adjustment');
  expect(line?.whyAmount.links).toMatchObject([{ direction: 'to', kind: 'caused-by', key: 'r' }]);
});

test('costing 5.4: an invoice names the receipt, the difference and the tax', async () => {
  const company = await readBooks();
  const receipt = { quantity: '10', unitCost: '5' };
  const invoice = { quantity: '10', original: 'g' };
  await company.post(
    ['g', 'receive-from-vendor', '2026-01-05', ...FRAME, receipt],
    [
      'i',
      'supplier-invoice-match',
      '2026-01-06',
      ...FRAME,
      { ...invoice, unitCost: '5.40', tax: '8.10' },
    ],
    ['h', 'receive-from-vendor', '2026-01-07', ...FRAME, receipt],
    [
      'j',
      'supplier-invoice-match',
      '2026-01-08',
      ...FRAME,
      { ...invoice, original: 'h', unitCost: '4.80', tax: '7.20' },
    ],
    ['k', 'receive-from-vendor', '2026-01-09', ...FRAME, receipt],
    [
      'l',
      'supplier-invoice-match',
      '2026-01-10',
      ...FRAME,
      { original: 'k', quantity: '6', unitCost: '5' },
    ],
  );
  expect(await amountOf(company, 'i')).toEqual([
    '10 units of g, posted at 50.00, invoiced at 54.00; the difference of 4.00 is purchase variance; tax 8.10.',
  ]);
  expect(await amountOf(company, 'j')).toEqual([
    '10 units of h, posted at 50.00, invoiced at 48.00; the difference of -2.00 is purchase variance; tax 7.20.',
  ]);
  expect(await amountOf(company, 'l')).toEqual([
    '6 units of k, posted at 30.00, invoiced at 30.00; the price agrees.',
  ]);
});

test('costing 5.5–5.7: counts, transfers, orders, revaluations and reversals', async () => {
  const company = await readBooks();
  const order = { quantity: '1', document: 'SO-1' };
  const lines: readonly Sent[] = [
    ['r', 'receive-from-vendor', '2026-01-05', ...FRAME, { quantity: '100', unitCost: '12.50' }],
    ['o', 'receive-from-vendor', '2026-01-05', 'F1', 'O1', { quantity: '10', unitCost: '11' }],
    ['c', 'count-variance', '2026-01-06', ...FRAME, { quantity: '-3' }],
    [
      't',
      'stock-transfer',
      '2026-01-07',
      ...FRAME,
      { quantity: '3', toSite: 'O2', document: 'TR-1' },
    ],
    ['u', 'receive-transfer', '2026-01-08', 'F1', 'O2', { quantity: '2', document: 'TR-1' }],
    ['sale', 'sale', '2026-01-09', 'F1', 'O1', order],
    ['pick', 'pick-for-order', '2026-01-09', ...FRAME, order],
    ['ship', 'ship-for-order', '2026-01-09', ...FRAME, { ...order, toSite: 'O1' }],
    ['got', 'receive-for-order', '2026-01-10', 'F1', 'O1', order],
    ['done', 'deliver', '2026-01-11', 'F1', 'O1', order],
    ['x', 'cost-revaluation', '2026-01-12', ...FRAME, { amount: '-5.00' }],
    ['wrong', 'receive-from-vendor', '2026-01-13', 'A1', 'O1', { quantity: '1', unitCost: '2' }],
    ['undo', 'receive-from-vendor', '2026-01-13', 'A1', 'O1', { reverses: 'wrong' }],
    ['m', 'manual-stock-receipt', '2026-01-14', 'F1', 'L', { quantity: '1', fromSite: 'O1' }],
  ];
  for (const line of lines) await company.post(line);
  const why = (key: string) => amountOf(company, key);
  expect(await why('c')).toEqual(['3 units at current average 12.500000 = 37.50.']);
  expect(await why('t')).toEqual(['3 units at current average 12.500000 = 37.50.']);
  expect(await why('u')).toEqual(['2 units at average carried under TR-1 12.500000 = 25.00.']);
  expect(await why('sale')).toEqual(['1 unit at current average 11.000000 = 11.00.']);
  expect(await why('done')).toEqual(['1 unit at average carried under SO-1 12.500000 = 12.50.']);
  expect(await why('api:done#cogs-adjustment')).toEqual([
    'With done order SO-1 is both sold and delivered; the 1.50 left over in its clearing is cost of sales.',
  ]);
  expect(await why('x')).toEqual(['The amount given: -5.00.']);
  expect(await why('undo')).toEqual([
    'Exact reversal of wrong: its amounts with the sides exchanged.',
  ]);
  expect(await why('m')).toEqual(['1 unit at current average 11.000000 = 11.00.']);
  const [transit] = await explanationsOf(company, 't');
  expect(transit).toMatchObject({ type: 'stock-transfer-in-transit', account: '1320', site: 'O2' });
  expect(transit?.whyAmount.movement).toMatchObject({
    bucket: 'in-transit',
    value: '37.50',
    place: 'TR-1',
  });
  expect(transit?.whyAmount.decidedBy).toMatchObject({
    bucket: 'on-hand',
    value: '-37.50',
    site: 'DC',
  });
});

test('under FIFO the receipts that were used are named with what each gave', async () => {
  const company = await readBooks(sampleSetup({ costingMethod: 'fifo' }));
  await company.post(
    ['r1', 'receive-from-vendor', '2026-01-05', ...FRAME, { quantity: '10', unitCost: '12' }],
    ['r2', 'receive-from-vendor', '2026-01-06', ...FRAME, { quantity: '2', unitCost: '15' }],
    ['s1', 'otc-sale', '2026-01-07', ...FRAME, { quantity: '11' }],
    ['s2', 'otc-sale', '2026-01-08', ...FRAME, { quantity: '3' }],
  );
  expect(await amountOf(company, 's1')).toEqual([
    'Oldest receipts first: 10 units of r1 = 120.00; 1 unit of r2 = 15.00. Together 135.00.',
  ]);
  expect(await amountOf(company, 's2')).toEqual([
    'Oldest receipts first: 1 unit of r2 = 15.00; 2 units more than were there, at the cost of the last = 30.00. Together 45.00.',
  ]);
});

test('every line of a mixed history can be explained', async () => {
  const { books, id } = readingOf(await mixedHistoryBooks());
  const { entries } = answerOf(await listJournalEntries(books, id, { limit: '1000' }));
  for (const { number, lines } of entries) {
    for (const { line, side, account, determination } of lines) {
      const explained = answerOf(await explainLine(books, id, { entry: number, line, side }));
      expect(explained).toMatchObject({ account, side });
      expect(explained.whyAccount).toMatchObject({ account, determination });
      expect(explained.whyAmount.sentence).toMatch(/^\S.*\.$/);
      expect(explained.whyAmount.sentence).not.toContain('undefined');
    }
  }
});

test('what was not posted cannot be explained', async () => {
  const { books, id, post } = await readBooks();
  await post([
    'r',
    'receive-from-vendor',
    '2026-01-05',
    ...FRAME,
    { quantity: '1', unitCost: '1' },
  ]);
  const codes = async (entry: number, line: number) =>
    codesOf(await explainLine(books, id, { entry, line, side: 'debit' }));
  expect([await codes(1, 1), await codes(1, 2), await codes(2, 1), await codes(0, 1)]).toEqual([
    [],
    ['not-found'],
    ['not-found'],
    ['not-found'],
  ]);
  expect(codesOf(await findDetermination(books, id, 99))).toEqual(['not-found']);
});

const ASKED: HypotheticalTransaction = {
  type: 'receive-from-vendor',
  item: 'F1',
  site: 'DC',
  postedOn: '2026-01-05',
};

test('a transaction nobody has sent is explained without posting it', async () => {
  const { books, id, post } = await readBooks();
  const ask = async (change: Partial<HypotheticalTransaction>) => {
    const { legs, ...rest } = answerOf(
      await explainHypothetical(books, id, { ...ASKED, ...change }),
    );
    const short = legs.map(
      ({ side, type, site, bucket, determination: { account, roleUsed, steps } }) =>
        [side, type, site, bucket ?? '-', roleUsed, account, steps.at(-1)?.code].join(' '),
    );
    return { ...rest, legs: short };
  };
  expect(await ask({})).toEqual({
    configurationVersion: 1,
    posted: true,
    legs: [
      'debit receive-from-vendor DC on-hand inventory 1300 GROUP',
      'credit receive-from-vendor DC - grni 2150 COMPANY_CTL',
    ],
  });
  expect((await ask({ location: 'CONS' })).legs[0]).toContain('1390 PL_SITE_LOC');
  expect((await ask({ item: 'A1' })).legs[0]).toContain('1310 GROUP');
  expect((await ask({ type: 'stock-transfer', toSite: 'O1' })).legs).toEqual([
    'debit stock-transfer-in-transit O1 in-transit inventory-in-transit 1320 COMPANY_CTL',
    'credit stock-transfer DC on-hand inventory 1300 GROUP',
  ]);
  expect((await ask({ type: 'sale', document: 'SO-1' })).legs[1]).toContain('order-clearing');
  expect((await ask({ type: 'adjustment', reason: 'Damage' })).legs[1]).toContain('5801 REASON');
  expect((await ask({ type: 'adjustment', reason: 'COUNT' })).legs[1]).toContain(
    'count-variance 5900',
  );
  expect((await ask({ type: 'adjustment', reason: 'Found', account: '5850' })).legs[1]).toContain(
    '5850 LINE',
  );
  expect((await ask({ type: 'location-move', toLocation: 'CONS', location: 'A-01' })).legs).toEqual(
    [
      'debit location-move DC on-hand inventory 1390 PL_SITE_LOC',
      'credit location-move DC on-hand inventory 1300 GROUP',
    ],
  );
  // The same accounts as the transaction really gets.
  await post([
    'r',
    'receive-from-vendor',
    '2026-01-05',
    ...FRAME,
    { quantity: '1', unitCost: '1' },
  ]);
  const posted = await explanationsOf({ books, id }, 'r');
  const { legs } = answerOf(await explainHypothetical(books, id, ASKED));
  expect(legs.map(({ determination }) => determination)).toEqual(
    posted.map(({ whyAccount }) => whyAccount.content),
  );
});

test('a hypothetical transaction is refused for what the real one would be', async () => {
  const { books, id } = await readBooks();
  const codes = async (change: Partial<HypotheticalTransaction>) =>
    codesOf(await explainHypothetical(books, id, { ...ASKED, ...change }));
  expect(await codes({ type: 'barter' })).toEqual(['transaction-type-unknown']);
  expect(await codes({ type: 'stock-transfer-in-transit' })).toEqual(['type-not-sent']);
  expect(await codes({ type: 'stock-transfer' })).toEqual(['field-missing']);
  expect(
    await codes({ item: 'Z', site: 'Z', reason: 'Z', account: 'Z', postedOn: '2026-02-30' }),
  ).toEqual(['site-unknown', 'reason-unknown', 'account-unknown', 'date-invalid', 'item-unknown']);
  expect(await codes({ location: 'NOWHERE' })).toEqual(['location-unknown']);
});
