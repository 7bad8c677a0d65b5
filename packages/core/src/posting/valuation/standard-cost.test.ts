import { expect, test } from 'vitest';
import { standardWorth } from '../../costing/standard-cost.ts';
import { DeterminationDesk } from '../../determination/determination-desk.ts';
import type { Item } from '../../items/item.ts';
import { quantity, unitCost } from '../../primitives/money.ts';
import { SAMPLE_ITEMS } from '../../testing/sample-books.ts';
import { SampleCompany } from '../../testing/sample-company.ts';

/** The sample's frame at a standard cost in cents, with further decimals where wanted. */
const frameAt = (cost: bigint): readonly Item[] =>
  SAMPLE_ITEMS.map((item) =>
    item.code === 'F1' ? { ...item, standardCost: unitCost(cost * 1_000_000n) } : item,
  );

const atStandard = (cents: bigint): SampleCompany =>
  new SampleCompany({ costingMethod: 'standard', items: frameAt(cents) });

/** The same company after the frame's standard cost was changed, and its stock with it. */
function changeStandard(company: SampleCompany, cents: bigint): void {
  const items = company.books.items;
  if (!(items instanceof Map)) throw new Error('the sample keeps its items in a map');
  for (const item of frameAt(cents)) items.set(item.code, item);
}

test('003.49 Q-45 stock comes in at standard, goods received at the price, the difference is purchase variance', () => {
  const company = atStandard(10_500n);
  expect(company.post('receive-from-vendor', { quantity: '10', unitCost: '120' })).toBe(
    'Dr inventory@DC 1050.00, Dr purchase-variance@DC 150.00 / Cr grni@DC 1200.00',
  );
  expect(company.post('receive-from-vendor', { quantity: '10', unitCost: '100' })).toBe(
    'Dr inventory@DC 1050.00 / Cr grni@DC 1000.00, Cr purchase-variance@DC 50.00',
  );
  expect(company.post('manual-vendor-receipt', { quantity: '1', unitCost: '105' })).toBe(
    'Dr inventory@DC 105.00 / Cr grni@DC 105.00',
  );
  expect(company.post('receive-from-vendor', { quantity: '1', unitCost: '0' })).toBe(
    'Dr inventory@DC 105.00 / Cr purchase-variance@DC 105.00',
  );
  expect(company.onHand('DC')).toBe('22 = 2310.00 @ 105.000000');
});

test('Q-45 the invoice clears the price of the receipt, in part and whole, and varies by its own price', () => {
  const company = atStandard(10_500n);
  company.post('receive-from-vendor', { key: 'in', quantity: '10', unitCost: '120' });
  const invoice = { original: 'in', quantity: '4', unitCost: '121', tax: '1' };
  expect(company.post('supplier-invoice-match', invoice)).toBe(
    'Dr grni@DC 480.00, Dr purchase-variance@DC 4.00, Dr tax-in@DC 1.00 / Cr supplier-control@DC 485.00',
  );
  company.post('supplier-invoice-match', { original: 'in', quantity: '6', unitCost: '119' });
  expect(company.balance('grni')).toBe('0.00');
  expect(company.balance('purchase-variance')).toBe('148.00');

  company.post('receive-from-vendor', { key: 'gift', quantity: '1', unitCost: '0' });
  company.post('supplier-invoice-match', { original: 'gift', quantity: '1', unitCost: '3' });
  expect(company.balance('grni')).toBe('0.00');
});

test('what is sold, picked, sent back or counted leaves at standard; below zero nothing is settled later', () => {
  const company = atStandard(10_500n);
  expect(company.post('sale', { quantity: '4' })).toBe(
    'Dr cogs@DC 420.00 / Cr inventory@DC 420.00',
  );
  const receipt = company.posted('receive-from-vendor', { quantity: '10', unitCost: '90' });
  expect(receipt.caused).toEqual([]);
  expect(company.onHand('DC')).toBe('6 = 630.00 @ 105.000000');
  expect(company.post('return-to-vendor', { quantity: '1' })).toBe(
    'Dr grni@DC 105.00 / Cr inventory@DC 105.00',
  );
  expect(company.post('adjustment', { quantity: '2', reason: 'Found' })).toBe(
    'Dr inventory@DC 210.00 / Cr Found@DC 210.00',
  );
});

test('an opening balance at another cost is a change of cost; a found unit has no cost of its own', () => {
  const company = atStandard(10_500n);
  expect(company.post('opening-balance', { quantity: '2', unitCost: '100' })).toBe(
    'Dr inventory@DC 210.00 / Cr opening-equity@DC 200.00, Cr cost-revalue@DC 10.00',
  );
  const found = { quantity: '1', reason: 'Found' };
  expect(company.refused('adjustment', { ...found, unitCost: '100' })).toEqual([
    'cost-not-standard',
  ]);
  expect(company.post('adjustment', { ...found, unitCost: '105' })).toBe(
    'Dr inventory@DC 105.00 / Cr Found@DC 105.00',
  );
});

test('what an outside lab supplies enters work in process at standard, so that its order closes at zero', () => {
  const company = atStandard(4_000n);
  const order = { site: 'O1', document: 'ORD-1', quantity: '1' };
  company.post('sale', order);
  expect(company.post('receive-from-outside-lab', { ...order, unitCost: '38' })).toBe(
    'Dr wip@O1 40.00 / Cr grni@O1 38.00, Cr purchase-variance@O1 2.00',
  );
  expect(company.post('deliver', order)).toBe('Dr inventory@O1 40.00 / Cr wip@O1 40.00');
  expect(company.held('O1', 'order-clearing')).toBe('0 = 0.00');
});

test('goods under way when the standard changes come back at the new one; the difference is a change of cost', () => {
  const company = atStandard(10_000n);
  company.post('receive-from-vendor', { quantity: '3', unitCost: '100' });
  company.post('stock-transfer', { key: 'sent', toSite: 'O1', quantity: '1' });
  const order = { document: 'ORD-1', quantity: '1' };
  company.post('pick-for-order', order);
  company.post('sale', { key: 'sold', quantity: '1' });
  company.post('sale', { site: 'O1', document: 'ORD-2', quantity: '1' });

  changeStandard(company, 11_000n);
  expect(company.post('receive-transfer', { site: 'O1', document: 'sent', quantity: '1' })).toBe(
    'Dr inventory@O1 110.00 / Cr inventory-in-transit@O1 100.00, Cr cost-revalue@O1 10.00',
  );
  expect(company.post('return-to-stock', order)).toBe(
    'Dr inventory@DC 110.00 / Cr wip@DC 100.00, Cr cost-revalue@DC 10.00',
  );
  expect(company.post('return', { original: 'sold', quantity: '1' })).toBe(
    'Dr inventory@DC 110.00 / Cr cogs@DC 100.00, Cr cost-revalue@DC 10.00',
  );
  // Sold at the old standard, picked at the new one: no adjustment of cost of sales (003.21).
  const other = { site: 'O1', document: 'ORD-2', quantity: '1' };
  company.post('pick-for-order', other);
  expect(company.post('deliver', other)).toBe(
    'Dr inventory@O1 110.00 / Cr wip@O1 110.00\n' +
      'cost-revaluation: Dr cost-revalue@O1 10.00 / Cr inventory@O1 10.00',
  );
  expect(company.held('O1', 'order-clearing')).toBe('0 = 0.00');
});

test('a reversal takes back the amounts of then; what the new standard makes of the rest is a change of cost', () => {
  const company = atStandard(10_000n);
  company.post('receive-from-vendor', { key: 'in', quantity: '2', unitCost: '90' });
  company.post('sale', { key: 'sold', quantity: '1' });
  changeStandard(company, 11_000n);
  company.post('cost-revaluation', { amount: '10.00' });
  expect(company.post('sale', { reverses: 'sold' })).toBe(
    'Dr inventory@DC 100.00 / Cr cogs@DC 100.00\n' +
      'cost-revaluation: Dr inventory@DC 10.00 / Cr cost-revalue@DC 10.00',
  );
  expect(company.onHand('DC')).toBe('2 = 220.00 @ 110.000000');
  company.post('receive-from-vendor', { reverses: 'in' });
  expect(company.onHand('DC')).toBe('0 = 0.00 @ 0.000000');
  expect(company.balance('grni')).toBe('0.00');
  expect(company.balance('purchase-variance')).toBe('0.00');
});

test('stock is never left off its standard: a revaluation must bring it there, and cannot be taken back', () => {
  const company = atStandard(10_000n);
  company.post('receive-from-vendor', { quantity: '2', unitCost: '100' });
  expect(company.refused('cost-revaluation', { amount: '5' })).toEqual(['value-not-standard']);
  changeStandard(company, 10_500n);
  expect(company.refused('cost-revaluation', { amount: '9' })).toEqual(['value-not-standard']);
  expect(company.post('cost-revaluation', { key: 'up', amount: '10' })).toBe(
    'Dr inventory@DC 10.00 / Cr cost-revalue@DC 10.00',
  );
  expect(company.refused('cost-revaluation', { reverses: 'up' })).toEqual(['value-not-standard']);
});

test('an item without a standard cost does not move; its earlier receipts are invoiced all the same', () => {
  const company = new SampleCompany({ costingMethod: 'standard' });
  const receipt = { quantity: '1', unitCost: '5' };
  expect(company.refused('receive-from-vendor', receipt)).toEqual(['standard-cost-missing']);
  expect(company.refused('sale', { quantity: '1' })).toEqual(['standard-cost-missing']);

  const before = new SampleCompany();
  before.post('receive-from-vendor', { key: 'in', ...receipt });
  const { configuration } = before.books.desk;
  const changed = { ...configuration.company, costingMethod: 'standard' as const };
  const desk = new DeterminationDesk({ ...configuration, company: changed });
  Object.assign(before.books, { desk });
  before.post('supplier-invoice-match', { original: 'in', ...receipt });
  expect(before.balance('grni')).toBe('0.00');
});

test('fractions of a cent never add up: any quantity is worth its standard, rounded once', () => {
  const [frame] = frameAt(33n).map((item) => ({ ...item, standardCost: unitCost(33_300_000n) }));
  if (frame === undefined) throw new Error('the sample has a frame');
  const company = new SampleCompany({ costingMethod: 'standard', items: [frame] });
  for (const units of [1, 2, 3, 5, 7]) {
    company.post('receive-from-vendor', { quantity: String(units), unitCost: '0.40' });
    company.post('sale', { quantity: '1' });
  }
  const held = [...company.books.pools.values()][0]?.pool;
  expect(held?.quantity).toBe(13n);
  expect(held?.value).toBe(standardWorth(frame, quantity(13n), 2));
  expect(held?.value).toBe(433n);
});
