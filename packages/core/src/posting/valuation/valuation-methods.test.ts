import { expect, test } from 'vitest';
import type { CostingMethod } from '../../costing/cost-pool.ts';
import { unitCost } from '../../primitives/money.ts';
import { SAMPLE_ITEMS } from '../../testing/sample-books.ts';
import { SampleCompany } from '../../testing/sample-company.ts';

const ITEMS = SAMPLE_ITEMS.map((item) =>
  item.code === 'F1' ? { ...item, standardCost: unitCost(10_500_000_000n) } : item,
);

/** Ten at the distribution centre at 100, ten at the office at 120; the standard is 105. */
function costing510(costingMethod: CostingMethod): SampleCompany {
  const company = new SampleCompany({ costingMethod, items: ITEMS });
  company.post('receive-from-vendor', { site: 'DC', quantity: '10', unitCost: '100' });
  company.post('receive-from-vendor', { site: 'O1', quantity: '10', unitCost: '120' });
  return company;
}

// biome-ignore format: a table reads as a table
test.each<[CostingMethod, cogs: string, office: string, variance: string]>([
  ['moving-average',  '120.00', '9 = 1080.00 @ 120.000000', '0.00'],
  ['company-average', '110.00', '9 = 990.00 @ 110.000000',  '0.00'],
  ['standard',        '105.00', '9 = 945.00 @ 105.000000',  '100.00'],
  ['fifo',            '120.00', '9 = 1080.00 @ 120.000000', '0.00'],
])('003.49 costing 5.10: the same facts under %s cost %s', (method, cogs, office, variance) => {
  const company = costing510(method);
  expect(company.post('sale', { site: 'O1', quantity: '1' })).toBe(
    `Dr cogs@O1 ${cogs} / Cr inventory@O1 ${cogs}`,
  );
  expect(company.onHand('O1')).toBe(office);
  expect(company.balance('purchase-variance')).toBe(variance);
  expect(company.balance('grni')).toBe('-2200.00');
});

test('003.49 costing 5.10: at standard five by ten are favourable and fifteen by ten are not', () => {
  const company = costing510('standard');
  expect(company.balance('purchase-variance', 'DC')).toBe('-50.00');
  expect(company.balance('purchase-variance', 'O1')).toBe('150.00');
});

const ORDER = { document: 'ORD-1', quantity: '1' };

/** An order sold at the office and picked at the centre, where the cost differs by ten. */
function deliveredOrder(method: CostingMethod): SampleCompany {
  const company = costing510(method);
  company.post('sale', { site: 'O1', ...ORDER });
  company.post('pick-for-order', { site: 'DC', ...ORDER });
  company.post('ship-for-order', { site: 'DC', toSite: 'O1', ...ORDER });
  company.post('receive-for-order', { site: 'O1', ...ORDER });
  company.post('deliver', { site: 'O1', ...ORDER });
  return company;
}

// biome-ignore format: a table reads as a table
test.each<[CostingMethod, cogs: string, adjusted: boolean]>([
  ['moving-average',  '100.00', true],
  ['company-average', '110.00', false],
  ['standard',        '105.00', false],
])('003.21 an order from another site is adjusted under %s: cost of sales %s, adjusted %s', (method, cogs, adjusted) => {
  const company = deliveredOrder(method);
  const types = company.decisions.flatMap(({ events }) => events.map(({ type }) => type));
  expect(types.includes('cogs-adjustment')).toBe(adjusted);
  expect(company.balance('cogs')).toBe(cogs);
  expect(company.held('O1', 'order-clearing')).toBe('0 = 0.00');
});

test('003.21 under average by company cost of sales is adjusted only when the average moves between sale and pick', () => {
  const company = costing510('company-average');
  company.post('sale', { site: 'O1', ...ORDER });
  company.post('receive-from-vendor', { site: 'DC', quantity: '20', unitCost: '150' });
  company.post('pick-for-order', { site: 'O1', ...ORDER });
  expect(company.post('deliver', { site: 'O1', ...ORDER })).toBe(
    'Dr inventory@O1 130.00 / Cr wip@O1 130.00\n' +
      'cogs-adjustment: Dr cogs@O1 20.00 / Cr inventory@O1 20.00',
  );
});
