import { expect, test } from 'vitest';
import type { Configuration } from '../../determination/configuration.ts';
import type { Item } from '../../items/item.ts';
import { unitCost } from '../../primitives/money.ts';
import { SAMPLE_ITEMS, sampleConfiguration } from '../../testing/sample-books.ts';
import { SampleCompany } from '../../testing/sample-company.ts';

/** The sample's frame at a standard cost in whole units of the currency. */
const frameAt = (cost: bigint): readonly Item[] =>
  SAMPLE_ITEMS.map((item) =>
    item.code === 'F1' ? { ...item, standardCost: unitCost(cost * 100_000_000n) } : item,
  );

const atStandard = (cost: bigint, configuration: Partial<Configuration> = {}): SampleCompany =>
  new SampleCompany({ costingMethod: 'standard', items: frameAt(cost), configuration });

/** Another standard cost for the frame, with the stock brought to it wherever some lies. */
function changeStandard(company: SampleCompany, cost: bigint, changes: Record<string, string>) {
  const { items } = company.books;
  if (!(items instanceof Map)) throw new Error('the sample keeps its items in a map');
  for (const item of frameAt(cost)) items.set(item.code, item);
  for (const [site, amount] of Object.entries(changes))
    company.post('cost-revaluation', { site, amount });
}

test('003.15 Q-45 a drop is reinstated at the dropped amount and leaves stock at today’s standard', () => {
  const company = atStandard(100n);
  company.post('receive-from-vendor', { quantity: '3', unitCost: '100' });
  const order = { document: 'ORD-1', quantity: '1' };
  company.post('pick-for-order', order);
  const drop = company.posted('merchandise-drop', order);
  changeStandard(company, 110n, { DC: '30' });
  const reinstate = { ...order, quantity: '-1', original: drop.key };
  expect(company.post('merchandise-drop', reinstate)).toBe(
    'Dr wip@DC 100.00, Dr cost-revalue@DC 10.00 / Cr inventory@DC 110.00',
  );
  expect(company.held('DC', 'wip')).toBe('1 = 100.00');
  expect(company.onHand('DC')).toBe('2 = 220.00 @ 110.000000');
});

test('003.T24 Q-45 what came back above or below standard is given back to cost of sales as it came', () => {
  const company = atStandard(100n);
  company.post('receive-from-vendor', { quantity: '3', unitCost: '100' });
  company.post('sale', { key: 'sold', quantity: '2' });
  changeStandard(company, 90n, { DC: '-10' });
  // It came in at 90 of the 100 that cost of sales got back.
  expect(company.post('return', { key: 'back', original: 'sold', quantity: '2' })).toBe(
    'Dr inventory@DC 180.00, Dr cost-revalue@DC 20.00 / Cr cogs@DC 200.00',
  );
  expect(company.post('return', { original: 'back', quantity: '-1' })).toBe(
    'Dr cogs@DC 100.00 / Cr inventory@DC 90.00, Cr cost-revalue@DC 10.00',
  );
  company.post('return', { original: 'back', quantity: '-1' });
  expect(company.balance('cogs')).toBe('200.00');
  expect(company.balance('cost-revalue')).toBe('10.00');
  expect(company.onHand('DC')).toBe('1 = 90.00 @ 90.000000');
});

test('Q-11 Q-45 a manual receipt is taken back and cleared at what stands on goods received', () => {
  const company = atStandard(100n);
  const receipt = { key: 'in', quantity: '4', unitCost: '120' };
  expect(company.post('manual-stock-receipt', receipt)).toBe(
    'Dr inventory@DC 400.00, Dr purchase-variance@DC 80.00 / Cr grni@DC 480.00',
  );
  expect(company.post('manual-stock-receipt', { original: 'in', quantity: '-1' })).toBe(
    'Dr grni@DC 120.00 / Cr inventory@DC 100.00, Cr purchase-variance@DC 20.00',
  );
  company.post('receive-from-vendor', { site: 'O1', quantity: '1', unitCost: '100' });
  company.post('stock-transfer', { key: 'sent', site: 'O1', toSite: 'DC', quantity: '1' });
  const transfer = { original: 'in', document: 'sent', quantity: '1' };
  expect(company.post('manual-receipt-match', transfer)).toBe(
    'Dr grni@DC 120.00 / Cr transfer-variance@DC 20.00, Cr inventory-in-transit@DC 100.00',
  );
  const written = { original: 'in', quantity: '2', reason: 'LOST' };
  expect(company.post('manual-receipt-write-off', written)).toBe(
    'Dr grni@DC 240.00 / Cr LOST@DC 240.00',
  );
  expect(company.balance('grni', 'DC')).toBe('0.00');
  expect(company.onHand('DC')).toBe('3 = 300.00 @ 100.000000');
});

test('003.X02 goods lost on their way are found again at what they were lost at, whatever the standard is', () => {
  const company = atStandard(100n);
  company.post('receive-from-vendor', { quantity: '1', unitCost: '100' });
  company.post('stock-transfer', { key: 'sent', toSite: 'O1', quantity: '1' });
  const lost = { site: 'O1', document: 'sent' };
  const loss = company.posted('transfer-lost', { ...lost, quantity: '1' });
  changeStandard(company, 110n, {});
  expect(company.post('transfer-lost', { ...lost, quantity: '-1', original: loss.key })).toBe(
    'Dr inventory-in-transit@O1 100.00 / Cr LOST@O1 100.00',
  );
  expect(company.post('receive-transfer', { ...lost, quantity: '1' })).toBe(
    'Dr inventory@O1 110.00 / Cr inventory-in-transit@O1 100.00, Cr cost-revalue@O1 10.00',
  );
});

test('003.56 Q-45 what is received as it is sent comes in at standard, and is taken back with its variance', () => {
  const { sites } = sampleConfiguration();
  const office = sites.get('O1');
  if (office === undefined) throw new Error('the sample has an office');
  const automatic = { ...office, receivesTransfersAutomatically: true };
  const [frame, ...others] = frameAt(1n);
  if (frame === undefined) throw new Error('the sample has a frame');
  // A third of a cent over: one unit is worth 1.00, two are worth 2.01, three 3.01.
  const items = [{ ...frame, standardCost: unitCost(100_333_333n) }, ...others];
  const company = new SampleCompany({
    costingMethod: 'standard',
    items,
    configuration: { sites: new Map([...sites, ['O1', automatic]]) },
  });
  company.post('opening-balance', { quantity: '2', unitCost: '1.003' });
  expect(company.post('stock-transfer', { key: 'sent', toSite: 'O1', quantity: '1' })).toBe(
    'Dr inventory-in-transit@O1 1.01 / Cr inventory@DC 1.01\n' +
      'receive-transfer: Dr inventory@O1 1.00, Dr cost-revalue@O1 0.01 / Cr inventory-in-transit@O1 1.01',
  );
  expect(company.post('stock-transfer', { key: 'again', toSite: 'O1', quantity: '1' })).toBe(
    'Dr inventory-in-transit@O1 1.00 / Cr inventory@DC 1.00\n' +
      'receive-transfer: Dr inventory@O1 1.01 / Cr inventory-in-transit@O1 1.00, Cr cost-revalue@O1 0.01',
  );
  // The first of the two is taken back: both sites are brought to what one unit is worth.
  company.post('stock-transfer', { reverses: 'sent' });
  expect(company.onHand('DC')).toBe('1 = 1.00 @ 1.000000');
  expect(company.onHand('O1')).toBe('1 = 1.00 @ 1.000000');
  company.post('stock-transfer', { reverses: 'again' });
  expect(company.onHand('DC')).toBe('2 = 2.01 @ 1.005000');
  expect(company.onHand('O1')).toBe('0 = 0.00 @ 0.000000');
  expect(company.held('O1', 'in-transit')).toBe('0 = 0.00');
  expect(company.balance('cost-revalue')).toBe('0.00');
});
