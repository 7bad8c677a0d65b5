import { expect, test } from 'vitest';
import {
  balanceIn,
  heldIn,
  storyInCostOrder,
  type Told,
  worthOf,
} from '../testing/cost-order-story.ts';
import { balancesByPeriod } from '../testing/reference-periods.ts';
import {
  assignment,
  day,
  month,
  SAMPLE_ACCOUNTS,
  SAMPLE_ITEMS,
  sampleConfiguration,
  withAccounts,
  withAssignments,
} from '../testing/sample-books.ts';
import { coreBooks, postedHistory, sentHistory } from '../testing/sent-history.ts';
import { sumTexts } from '../testing/sums.ts';
import type { TransactionInput } from '../transactions/transaction.ts';

// What the reference in cost order (decision 0033) makes of small stories, against figures that
// were computed by hand. In each of them the transaction named `late` is sent last.

const receipt = (quantity: string, unitCost: string) => ({ quantity, unitCost });

test('Q-15 a backdated receipt before two sales re-prices both', () => {
  const { ideal } = storyInCostOrder([
    ['r1', 5, 'receive-from-vendor', receipt('10', '10')],
    ['s1', 10, 'sale', { quantity: '4' }],
    ['s2', 20, 'sale', { quantity: '3' }],
    ['late', 7, 'receive-from-vendor', receipt('10', '13')],
  ]);
  // 20 = 230.00 at 11.50: four are 46.00, three 34.50.
  expect(worthOf(ideal)).toEqual([
    'r1 receive-from-vendor DC on-hand 100.00',
    'late receive-from-vendor DC on-hand 130.00',
    's1 sale DC on-hand -46.00',
    's2 sale DC on-hand -34.50',
  ]);
  expect(heldIn(ideal)).toEqual(['DC on-hand 13 = 149.50']);
  expect(balanceIn(ideal, 'cogs')).toBe('80.50');
});

test('Q-15 a backdated sale leaves at the cost of its day and re-prices what is sold after it', () => {
  const { ideal } = storyInCostOrder([
    ['r1', 5, 'receive-from-vendor', receipt('10', '10')],
    ['r2', 15, 'receive-from-vendor', receipt('10', '13')],
    ['s1', 20, 'sale', { quantity: '5' }],
    ['late', 10, 'sale', { quantity: '4' }],
  ]);
  // Four at 10.00, then 6 = 60.00 and 130.00 more: five of 16 = 190.00 are 59.375, half up.
  expect(worthOf(ideal)).toEqual([
    'r1 receive-from-vendor DC on-hand 100.00',
    'late sale DC on-hand -40.00',
    'r2 receive-from-vendor DC on-hand 130.00',
    's1 sale DC on-hand -59.38',
  ]);
  expect(heldIn(ideal)).toEqual(['DC on-hand 11 = 130.62']);
});

test('Q-15 Q-50 a late freight bill after half was sold goes half to what was sold', () => {
  const { ideal } = storyInCostOrder([
    ['r1', 5, 'receive-from-vendor', receipt('10', '10')],
    ['s1', 10, 'sale', { quantity: '5' }],
    ['late', 20, 'cost-correction', { original: 'r1', amount: '20.00' }],
  ]);
  expect(worthOf(ideal)).toEqual([
    'r1 receive-from-vendor DC on-hand 100.00',
    'late cost-correction DC on-hand 20.00',
    's1 sale DC on-hand -60.00',
  ]);
  expect(heldIn(ideal)).toEqual(['DC on-hand 5 = 60.00']);
  expect(balanceIn(ideal, 'cogs')).toBe('60.00');
});

test('Q-16 Q-15 a return, and its being taken back, follow the sale they are of', () => {
  const { ideal } = storyInCostOrder([
    ['r1', 5, 'receive-from-vendor', receipt('10', '10')],
    ['s1', 10, 'sale', { quantity: '4' }],
    ['b1', 12, 'return', { quantity: '2', original: 's1' }],
    ['t1', 14, 'return', { quantity: '-1', original: 'b1' }],
    ['late', 2, 'receive-from-vendor', receipt('10', '16')],
  ]);
  // 20 = 260.00 at 13.00; a half of the sale's 52.00 comes back, and a half of that goes again.
  expect(worthOf(ideal)).toEqual([
    'late receive-from-vendor DC on-hand 160.00',
    'r1 receive-from-vendor DC on-hand 100.00',
    's1 sale DC on-hand -52.00',
    'b1 return DC on-hand 26.00',
    't1 return DC on-hand -13.00',
  ]);
  expect(heldIn(ideal)).toEqual(['DC on-hand 17 = 221.00']);
  expect(balanceIn(ideal, 'cogs')).toBe('39.00');
});

test('Q-15 a correction follows goods through a transfer to what was sold at the other site', () => {
  const order = { document: 'T-1', quantity: '4' };
  const { ideal } = storyInCostOrder([
    ['r1', 5, 'receive-from-vendor', receipt('10', '10')],
    ['x1', 8, 'stock-transfer', { ...order, toSite: 'O1' }],
    ['x2', 9, 'receive-transfer', { ...order, site: 'O1' }],
    ['s1', 10, 'sale', { site: 'O1', quantity: '1' }],
    ['late', 2, 'receive-from-vendor', receipt('10', '12')],
  ]);
  // 20 = 220.00 at 11.00.
  expect(worthOf(ideal)).toEqual([
    'late receive-from-vendor DC on-hand 120.00',
    'r1 receive-from-vendor DC on-hand 100.00',
    'x1 stock-transfer DC on-hand -44.00',
    'x1 stock-transfer-in-transit O1 in-transit 44.00',
    'x2 receive-transfer O1 in-transit -44.00',
    'x2 receive-transfer O1 on-hand 44.00',
    's1 sale O1 on-hand -11.00',
  ]);
  expect(heldIn(ideal)).toEqual(['DC on-hand 16 = 176.00', 'O1 on-hand 3 = 33.00']);
});

test('Q-15 under FIFO a backdated receipt is used up in the order of its day', () => {
  const { ideal } = storyInCostOrder(
    [
      ['r1', 5, 'receive-from-vendor', receipt('10', '10')],
      ['r2', 8, 'receive-from-vendor', receipt('10', '14')],
      ['s1', 10, 'sale', { quantity: '12' }],
      ['late', 2, 'receive-from-vendor', receipt('5', '9')],
    ],
    { costingMethod: 'fifo' },
  );
  // Five at 9.00 and seven at 10.00.
  expect(worthOf(ideal).at(-1)).toBe('s1 sale DC on-hand -115.00');
  expect(heldIn(ideal)).toEqual(['DC on-hand 13 = 170.00 [3 = 30.00] [10 = 140.00]']);
});

test('costing 5.3 stock below zero that a backdated receipt covers was never below: T28 vanishes', () => {
  const story: readonly Told[] = [
    ['r1', 2, 'receive-from-vendor', receipt('1', '10')],
    ['s1', 3, 'sale', { quantity: '1' }],
    ['s2', 10, 'sale', { quantity: '4' }],
    ['r2', 15, 'receive-from-vendor', receipt('10', '9')],
  ];
  const before = storyInCostOrder(story).ideal;
  expect(worthOf(before).slice(-2)).toEqual([
    'r2 receive-from-vendor DC on-hand 90.00',
    'r2 negative-balance-cost-adjustment DC on-hand 4.00',
  ]);
  const { ideal } = storyInCostOrder([
    ...story,
    ['late', 5, 'receive-from-vendor', receipt('5', '12')],
  ]);
  expect(worthOf(ideal)).toEqual([
    'r1 receive-from-vendor DC on-hand 10.00',
    's1 sale DC on-hand -10.00',
    'late receive-from-vendor DC on-hand 60.00',
    's2 sale DC on-hand -48.00',
    'r2 receive-from-vendor DC on-hand 90.00',
  ]);
  expect(heldIn(ideal)).toEqual(['DC on-hand 11 = 102.00']);
  expect(balanceIn(ideal, 'cogs')).toBe('58.00');
});

test('costing 5.3 a backdated sale takes stock below zero, and T28 arises at the receipt after it', () => {
  const { ideal } = storyInCostOrder([
    ['r1', 2, 'receive-from-vendor', receipt('2', '10')],
    ['r2', 15, 'receive-from-vendor', receipt('10', '9')],
    ['late', 5, 'sale', { quantity: '6' }],
  ]);
  // Six at 10.00 leave four owed at 40.00; they cost 36.00, as the receipt says.
  expect(worthOf(ideal)).toEqual([
    'r1 receive-from-vendor DC on-hand 20.00',
    'late sale DC on-hand -60.00',
    'r2 receive-from-vendor DC on-hand 90.00',
    'r2 negative-balance-cost-adjustment DC on-hand 4.00',
  ]);
  expect(heldIn(ideal)).toEqual(['DC on-hand 6 = 54.00']);
});

const ORDER = { document: 'ORD-1', quantity: '1' };
const AT_BOTH: readonly Told[] = [
  ['o1', 1, 'opening-balance', receipt('10', '50')],
  ['o2', 1, 'opening-balance', { ...receipt('10', '45'), site: 'O1' }],
];

test('costing 5.7 a dearer pick re-prices the order to its COGS adjustment', () => {
  const { ideal } = storyInCostOrder([
    ...AT_BOTH,
    ['sold', 6, 'sale', { ...ORDER, site: 'O1' }],
    ['pick', 7, 'pick-for-order', ORDER],
    ['ship', 8, 'ship-for-order', { ...ORDER, toSite: 'O1' }],
    ['in', 9, 'receive-for-order', { ...ORDER, site: 'O1' }],
    ['out', 10, 'deliver', { ...ORDER, site: 'O1' }],
    ['late', 3, 'receive-from-vendor', receipt('10', '56')],
  ]);
  // The centre has 20 = 1060.00 at 53.00, the office sold at 45.00.
  expect(worthOf(ideal).slice(3)).toEqual([
    'sold sale O1 order-clearing -45.00',
    'pick pick-for-order DC on-hand -53.00',
    'pick pick-for-order DC wip 53.00',
    'ship ship-for-order DC wip -53.00',
    'ship order-in-transit O1 wip-in-transit 53.00',
    'in receive-for-order O1 wip-in-transit -53.00',
    'in receive-for-order O1 wip 53.00',
    'out deliver O1 wip -53.00',
    'out deliver O1 order-clearing 53.00',
    'out cogs-adjustment O1 order-clearing -8.00',
  ]);
  expect(balanceIn(ideal, 'cogs')).toBe('53.00');
});

test('costing 5.7 the COGS adjustment arises at whichever of sale and delivery comes last in the order of costs', () => {
  const { sent, ideal } = storyInCostOrder([
    ...AT_BOTH,
    ['sold', 20, 'sale', { ...ORDER, site: 'O1' }],
    ['pick', 7, 'receive-from-outside-lab', { ...ORDER, site: 'O1', unitCost: '48' }],
    ['late', 10, 'deliver', { ...ORDER, site: 'O1' }],
  ]);
  const adjusted = sent.posted.filter(({ type }) => type === 'cogs-adjustment');
  expect(adjusted.map(({ event }) => event)).toEqual(['api:late']);
  expect(worthOf(ideal).slice(2)).toEqual([
    'pick receive-from-outside-lab O1 wip 48.00',
    'late deliver O1 wip -48.00',
    'late deliver O1 order-clearing 48.00',
    'sold sale O1 order-clearing -45.00',
    'sold cogs-adjustment O1 order-clearing -3.00',
  ]);
});

test('003.51 a reversal turns what its original is worth in the order of costs; a residue may vanish', () => {
  const story: readonly Told[] = [
    ['r1', 5, 'receive-from-vendor', receipt('10', '10')],
    ['r2', 6, 'receive-from-vendor', receipt('10', '20')],
    ['s1', 7, 'sale', { quantity: '15' }],
    ['back', 20, 'receive-from-vendor', { reverses: 'r1' }],
  ];
  // Five are left at 75.00; ten gone at 100.00 would leave five owed at 25.00, which cost 75.00.
  expect(worthOf(storyInCostOrder(story).ideal).slice(-2)).toEqual([
    'back receive-from-vendor DC on-hand -100.00',
    'back cost-revaluation DC on-hand -50.00',
  ]);
  const { ideal } = storyInCostOrder([
    ...story,
    ['late', 2, 'receive-from-vendor', receipt('10', '30')],
  ]);
  expect(worthOf(ideal).slice(-2)).toEqual([
    's1 sale DC on-hand -300.00',
    'back receive-from-vendor DC on-hand -100.00',
  ]);
  expect(heldIn(ideal)).toEqual(['DC on-hand 5 = 200.00']);
});

test('003.49 by company a backdated receipt moves the one average, and every site follows', () => {
  const { ideal } = storyInCostOrder(
    [
      ['r1', 5, 'receive-from-vendor', receipt('10', '10')],
      ['r2', 5, 'receive-from-vendor', { ...receipt('10', '20'), site: 'O1' }],
      ['s1', 10, 'sale', { quantity: '2', site: 'O1' }],
      ['late', 7, 'receive-from-vendor', receipt('10', '30')],
    ],
    { costingMethod: 'company-average' },
  );
  // 20 = 300.00 at 15.00, then 30 = 600.00 at 20.00.
  expect(worthOf(ideal)).toEqual([
    'r1 receive-from-vendor DC on-hand 100.00',
    'r2 receive-from-vendor O1 on-hand 200.00',
    'r2 average-respread DC on-hand 50.00',
    'r2 average-respread O1 on-hand -50.00',
    'late receive-from-vendor DC on-hand 300.00',
    'late average-respread DC on-hand -50.00',
    'late average-respread O1 on-hand 50.00',
    's1 sale O1 on-hand -40.00',
  ]);
  expect(heldIn(ideal)).toEqual(['DC on-hand 20 = 400.00', 'O1 on-hand 8 = 160.00']);
});

test('Q-45 at standard a late fact re-prices nothing', () => {
  const { sent, ideal } = storyInCostOrder(
    [
      ['r1', 5, 'receive-from-vendor', { ...receipt('3.333', '7'), item: 'K1' }],
      ['s1', 10, 'sale', { quantity: '1.111', item: 'K1' }],
      ['late', 2, 'receive-from-vendor', { ...receipt('1.777', '9'), item: 'K1' }],
    ],
    { costingMethod: 'standard' },
  );
  expect(sumTexts(ideal.values)).toEqual(sumTexts(coreBooks(sent).values));
});

test('0033 units whose cost is not known yet keep the cost they were posted at, and are settled by the next receipt', () => {
  const { ideal } = storyInCostOrder([
    ['r1', 10, 'receive-from-vendor', receipt('5', '10')],
    ['r2', 12, 'receive-from-vendor', receipt('5', '20')],
    ['late', 5, 'sale', { quantity: '2' }],
  ]);
  // Posted at 15.00 each; the first receipt after it says 10.00.
  expect(worthOf(ideal)).toEqual([
    'late sale DC on-hand -30.00',
    'r1 receive-from-vendor DC on-hand 50.00',
    'r1 negative-balance-cost-adjustment DC on-hand 10.00',
    'r2 receive-from-vendor DC on-hand 100.00',
  ]);
  expect(heldIn(ideal)).toEqual(['DC on-hand 8 = 130.00']);
});

test('0033 value that no unit can carry at its moment goes back where it came from', () => {
  const { ideal } = storyInCostOrder([
    ['r1', 5, 'receive-from-vendor', receipt('2', '10')],
    ['up', 10, 'cost-revaluation', { amount: '5.00' }],
    ['late', 7, 'sale', { quantity: '2' }],
  ]);
  expect(worthOf(ideal)).toEqual([
    'r1 receive-from-vendor DC on-hand 20.00',
    'late sale DC on-hand -20.00',
  ]);
  expect(balanceIn(ideal, 'cost-revalue')).toBe('0.00');
});

test('0033 a part of a correction is refused by what its receipt settled, and goes back', () => {
  const { ideal } = storyInCostOrder([
    ['r0', 1, 'receive-from-vendor', receipt('1', '10')],
    ['r1', 5, 'receive-from-vendor', receipt('4', '10')],
    ['fact', 6, 'cost-correction', { original: 'r1', amount: '8.00' }],
    ['late', 2, 'sale', { quantity: '5' }],
  ]);
  // In the order of costs the four of r1 were owed: nothing is left of them that could cost more.
  expect(worthOf(ideal)).toEqual([
    'r0 receive-from-vendor DC on-hand 10.00',
    'late sale DC on-hand -50.00',
    'r1 receive-from-vendor DC on-hand 40.00',
  ]);
});

test('0033 what an invoice clears follows what it is of', () => {
  const { ideal } = storyInCostOrder([
    ['r1', 5, 'receive-from-vendor', receipt('10', '10')],
    ['v1', 10, 'return-to-vendor', { quantity: '2' }],
    ['note', 12, 'supplier-invoice-match', { original: 'v1', quantity: '2', amount: '25.00' }],
    ['late', 2, 'receive-from-vendor', receipt('10', '14')],
  ]);
  // Two of 20 = 240.00 went back at 24.00; the vendor credits 25.00.
  expect(worthOf(ideal).at(-1)).toBe('v1 return-to-vendor DC on-hand -24.00');
  expect(balanceIn(ideal, 'grni')).toBe('-240.00');
  expect(balanceIn(ideal, 'purchase-variance')).toBe('-1.00');
  expect(balanceIn(ideal, 'supplier-control')).toBe('25.00');
});

test('0033 a fact about the cost that was taken back has never been', () => {
  const { ideal } = storyInCostOrder([
    ['r1', 5, 'receive-from-vendor', receipt('10', '10')],
    ['fact', 8, 'cost-correction', { original: 'r1', amount: '20.00' }],
    ['s1', 10, 'sale', { quantity: '5' }],
    ['late', 20, 'cost-correction', { reverses: 'fact' }],
  ]);
  expect(worthOf(ideal)).toContain('s1 sale DC on-hand -50.00');
  expect(heldIn(ideal)).toEqual(['DC on-hand 5 = 50.00']);
});

test('0033 what is taken of an original before more of it is given back is a plain share', () => {
  const { ideal } = storyInCostOrder([
    ['r1', 2, 'receive-from-vendor', receipt('2', '10')],
    ['s1', 4, 'sale', { quantity: '1' }],
    ['b1', 5, 'return', { quantity: '1', original: 's1' }],
    ['u1', 8, 'return', { reverses: 'b1' }],
    ['late', 6, 'return', { quantity: '1', original: 's1' }],
  ]);
  // On the sixth all of the sale was returned already; the one of the fifth is reversed later.
  expect(worthOf(ideal).slice(2)).toEqual([
    'b1 return DC on-hand 10.00',
    'late return DC on-hand 10.00',
    'u1 return DC on-hand -10.00',
  ]);
  expect(balanceIn(ideal, 'cogs')).toBe('0.00');
});

test('0033 a correction takes no more off its original than that is worth', () => {
  const { ideal } = storyInCostOrder([
    ['r1', 5, 'receive-from-vendor', receipt('2', '10')],
    ['s1', 10, 'sale', { quantity: '1' }],
    ['fact', 11, 'cost-correction', { original: 's1', amount: '-8.00' }],
    ['late', 2, 'receive-from-vendor', receipt('18', '1')],
  ]);
  // 20 = 38.00 at 1.90.
  expect(worthOf(ideal).slice(2)).toEqual([
    's1 sale DC on-hand -1.90',
    'fact cost-correction DC on-hand 1.90',
  ]);
  expect(balanceIn(ideal, 'cogs')).toBe('0.00');
});

test('0033 cents of a re-spread fall to places in the order in which they were first posted to', () => {
  const { ideal } = storyInCostOrder(
    [
      ['r1', 5, 'receive-from-vendor', receipt('1', '1.00')],
      ['late', 2, 'receive-from-vendor', { ...receipt('1', '1.11'), site: 'O1' }],
    ],
    { costingMethod: 'company-average' },
  );
  // Half of 2.11 is 1.055, half up for the centre, which came first, and the rest for the office.
  expect(heldIn(ideal)).toEqual(['DC on-hand 1 = 1.06', 'O1 on-hand 1 = 1.05']);
});

test('0033 places keep the account they were posted on, whatever the order of costs', () => {
  const { ideal } = storyInCostOrder(
    [
      ['r1', 5, 'receive-from-vendor', receipt('10', '10')],
      ['s1', 8, 'sale', { quantity: '2' }],
      ['new', 20, 'account-reclassification'],
      ['s2', 25, 'sale', { quantity: '4' }],
      ['late', 2, 'receive-from-vendor', receipt('10', '16')],
    ],
    {
      configuration: {
        accounts: withAccounts({ 1310: 'asset' }),
        ...withAssignments([
          assignment('inventory', '1310', { site: 'DC', validFrom: day('2026-01-15') }),
        ]),
      },
    },
  );
  // The late receipt joined what lay there by then, on 1310: 10 = 160.00, and 8 = 80.00 more.
  expect(worthOf(ideal)).toEqual([
    'late receive-from-vendor DC on-hand 160.00',
    'r1 receive-from-vendor DC on-hand 100.00',
    's1 sale DC on-hand -20.00',
    'new account-reclassification DC on-hand -80.00',
    'new account-reclassification DC on-hand 80.00',
    's2 sale DC on-hand -53.33',
  ]);
  expect(ideal.balances.get('1310@DC')).toBe(18667n);
});

test('Q-15 I7 what a closed month would have had more is posted on the first open day', () => {
  const story = [
    told('r1', '2026-01-05', 'receive-from-vendor', receipt('10', '10')),
    told('s1', '2026-01-10', 'sale', { quantity: '5' }),
    told('late', '2026-03-20', 'cost-correction', { original: 'r1', amount: '20.00' }),
  ];
  const closings = [{ after: 2, period: month('2026-01') }];
  const configuration = sampleConfiguration();
  const history = { configuration, items: SAMPLE_ITEMS, story, setting: '', closings };
  const sent = sentHistory(history);
  const [inventory, cogs, grni] = ['inventory', 'cogs', 'grni'].map(accountOf);
  expect(sumTexts(balancesByPeriod(postedHistory(sent), sent.closings))).toEqual({
    [`${inventory}@DC 2026-01`]: '5000',
    [`${inventory}@DC 2026-02`]: '-1000',
    [`${inventory}@DC 2026-03`]: '2000',
    [`${cogs}@DC 2026-01`]: '5000',
    [`${cogs}@DC 2026-02`]: '1000',
    [`${grni}@DC 2026-01`]: '-10000',
    [`${grni}@DC 2026-03`]: '-2000',
  });
});

const accountOf = (role: string): string =>
  [...SAMPLE_ACCOUNTS].find(([name]) => name === role)?.[1] ?? '';

const told = (key: string, postedOn: string, type: string, fields: Fields): TransactionInput => {
  return { key, type, postedOn, item: 'F1', site: 'DC', ...fields };
};

type Fields = Partial<TransactionInput>;
