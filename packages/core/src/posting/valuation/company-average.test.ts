import { expect, test } from 'vitest';
import { DeterminationDesk } from '../../determination/determination-desk.ts';
import { assignment, withAccounts, withAssignments } from '../../testing/sample-books.ts';
import { SampleCompany } from '../../testing/sample-company.ts';

const byCompany = (negativeStock: 'allow' | 'forbid' = 'allow'): SampleCompany =>
  new SampleCompany({ costingMethod: 'company-average', negativeStock });

/** Pools on hand of the frame, `site account: quantity = value`. */
const poolsOf = ({ books }: SampleCompany): readonly string[] =>
  [...books.pools.values()]
    .filter(({ address }) => address.bucket === 'on-hand')
    .map(
      ({ address: { site, account }, pool }) =>
        `${site} ${account}: ${pool.quantity} = ${pool.value}`,
    );

test('003.X08 costing 5.12: one average over two accounts is shared out again after every receipt', () => {
  const company = new SampleCompany({
    costingMethod: 'company-average',
    configuration: {
      accounts: withAccounts({ 1310: 'asset', 1390: 'asset' }),
      ...withAssignments([
        assignment('inventory', '1310', { group: 1, site: 'DC' }),
        assignment('inventory', '1390', { group: 1, site: 'DC', location: 'CONS' }),
      ]),
    },
  });
  company.post('receive-from-vendor', { location: 'A-01', quantity: '10', unitCost: '10' });
  company.post('receive-from-vendor', { location: 'CONS', quantity: '10', unitCost: '10' });
  const dear = { location: 'A-01', quantity: '10', unitCost: '16' };
  expect(company.post('receive-from-vendor', dear)).toBe(
    'Dr 1310@DC 160.00 / Cr grni@DC 160.00\n' +
      'average-respread: Dr 1390@DC 20.00 / Cr 1310@DC 20.00',
  );
  expect(company.onHand('DC')).toBe('30 = 360.00 @ 12.000000');
  expect(poolsOf(company)).toEqual(['DC 1310: 20 = 24000', 'DC 1390: 10 = 12000']);
});

test('003.49 an issue costs the company’s average wherever it is made, also where nothing ever was', () => {
  const company = byCompany();
  company.post('receive-from-vendor', { site: 'DC', quantity: '10', unitCost: '100' });
  company.post('receive-from-vendor', { site: 'O1', quantity: '10', unitCost: '120' });
  for (const site of ['DC', 'O1', 'L']) {
    const sale = company.posted('sale', { site, quantity: '1' });
    expect(company.journalOf(sale)).toBe(`Dr cogs@${site} 110.00 / Cr inventory@${site} 110.00`);
  }
  expect(company.onHand('L')).toBe('-1 = -110.00 @ 110.000000');
});

test('goods under way are outside the average and come in again at what they left with', () => {
  const company = byCompany();
  company.post('receive-from-vendor', { site: 'DC', quantity: '2', unitCost: '110' });
  company.post('stock-transfer', { key: 'sent', site: 'DC', toSite: 'O1', quantity: '1' });
  company.post('receive-from-vendor', { site: 'DC', quantity: '1', unitCost: '130' });
  expect(company.onHand('DC')).toBe('2 = 240.00 @ 120.000000');
  expect(company.held('O1', 'in-transit')).toBe('1 = 110.00');
  company.post('receive-transfer', { site: 'O1', document: 'sent', quantity: '1' });
  // 350.00 over three units, by the running total: 233.33 and 116.67.
  expect(company.onHand('DC')).toBe('2 = 233.33 @ 116.665000');
  expect(company.onHand('O1')).toBe('1 = 116.67 @ 116.670000');
});

test('an average that did not move posts no re-spread; a receipt at the average, an issue, a move', () => {
  const company = byCompany();
  company.post('receive-from-vendor', { site: 'DC', quantity: '10', unitCost: '10' });
  company.post('receive-from-vendor', { site: 'O1', quantity: '10', unitCost: '10' });
  company.post('sale', { site: 'O1', quantity: '3' });
  company.post('location-move', { site: 'DC', toLocation: 'A-01', quantity: '2' });
  company.post('stock-transfer', { key: 'sent', site: 'DC', toSite: 'O1', quantity: '4' });
  company.post('receive-transfer', { site: 'O1', document: 'sent', quantity: '4' });
  const types = company.decisions.flatMap(({ events }) => events.map(({ type }) => type));
  expect(types).not.toContain('average-respread');
});

test('a site below zero is part of the whole: while the company holds enough, nothing is settled', () => {
  const company = byCompany();
  company.post('receive-from-vendor', { site: 'DC', quantity: '10', unitCost: '10' });
  company.post('sale', { site: 'O1', quantity: '4' });
  expect(poolsOf(company)).toEqual(['DC 9000: 10 = 10000', 'O1 9000: -4 = -4000']);
  const receipt = company.posted('receive-from-vendor', {
    site: 'O1',
    quantity: '4',
    unitCost: '15',
  });
  expect(receipt.caused.map(({ type }) => type)).toEqual(['average-respread']);
  expect(poolsOf(company)).toEqual(['DC 9000: 10 = 12000', 'O1 9000: 0 = 0']);
});

test('003.19 a company below zero is settled by the next receipt, at whatever site it comes in', () => {
  const company = byCompany();
  company.post('receive-from-vendor', { site: 'DC', quantity: '1', unitCost: '10' });
  company.post('sale', { site: 'DC', quantity: '5' });
  expect(company.post('receive-from-vendor', { site: 'O1', quantity: '10', unitCost: '9' })).toBe(
    'Dr inventory@O1 90.00 / Cr grni@O1 90.00\n' +
      'negative-balance-cost-adjustment: Dr inventory@O1 4.00 / Cr cogs@O1 4.00\n' +
      'average-respread: Dr inventory@DC 4.00 / Cr inventory@O1 4.00',
  );
  expect(poolsOf(company)).toEqual(['DC 9000: -4 = -3600', 'O1 9000: 10 = 9000']);
});

test('sites that cancel out keep the average known last, and nothing is left on nothing', () => {
  const company = byCompany();
  company.post('receive-from-vendor', { site: 'DC', quantity: '3', unitCost: '10' });
  company.post('sale', { site: 'O1', quantity: '3' });
  expect(poolsOf(company)).toEqual(['DC 9000: 3 = 3000', 'O1 9000: -3 = -3000']);
  company.post('sale', { site: 'DC', quantity: '3' });
  expect(poolsOf(company)).toEqual(['DC 9000: 0 = 0', 'O1 9000: -3 = -3000']);
  company.post('receive-from-vendor', { site: 'O1', quantity: '3', unitCost: '11' });
  expect(poolsOf(company)).toEqual(['DC 9000: 0 = 0', 'O1 9000: 0 = 0']);
  expect(company.balance('cogs')).toBe('63.00');
});

test('a receipt that re-spread the average is reversed like any other', () => {
  const company = byCompany();
  company.post('receive-from-vendor', { site: 'DC', quantity: '10', unitCost: '10' });
  company.post('receive-from-vendor', { key: 'dear', site: 'O1', quantity: '10', unitCost: '16' });
  company.post('receive-from-vendor', { site: 'O1', reverses: 'dear' });
  expect(poolsOf(company)).toEqual(['DC 9000: 10 = 10000', 'O1 9000: 0 = 0']);
  expect(company.balance('grni')).toBe('-100.00');
});

test('a change of value is a change of the one average', () => {
  const company = byCompany();
  company.post('receive-from-vendor', { site: 'DC', quantity: '10', unitCost: '10' });
  company.post('receive-from-vendor', { site: 'O1', quantity: '10', unitCost: '10' });
  company.post('cost-revaluation', { site: 'O1', amount: '-150' });
  expect(poolsOf(company)).toEqual(['DC 9000: 10 = 2500', 'O1 9000: 10 = 2500']);
  expect(company.refused('cost-revaluation', { site: 'O1', amount: '-51' })).toEqual([
    'value-without-stock',
  ]);
  expect(company.refused('cost-revaluation', { site: 'L', amount: '1' })).toEqual([
    'value-without-stock',
  ]);
});

test('cents are shared by the running total: every site within a cent of its share, none lost', () => {
  const company = byCompany();
  for (const [index, site] of ['DC', 'O1', 'L'].entries()) {
    company.post('receive-from-vendor', { site, quantity: '7', amount: `${10 + index}.01` });
  }
  const pools = [...company.books.pools.values()].map(({ pool }) => pool);
  expect(pools.reduce((sum, { value }) => sum + value, 0n)).toBe(3_303n);
  expect(pools.map(({ value }) => value)).toEqual([1_101n, 1_101n, 1_101n]);
  company.post('sale', { site: 'L', quantity: '6' });
  company.post('sale', { site: 'O1', quantity: '6' });
  company.post('sale', { site: 'L', quantity: '1' });
  company.post('sale', { site: 'O1', quantity: '1' });
  company.post('sale', { site: 'DC', quantity: '7' });
  expect(poolsOf(company).every((text) => text.endsWith(': 0 = 0'))).toBe(true);
  expect(company.balance('cogs')).toBe('33.03');
});

test('a move inside a site of a company that holds nothing on the whole remembers no half of it', () => {
  const company = new SampleCompany({
    costingMethod: 'company-average',
    configuration: {
      accounts: withAccounts({ 1360: 'asset' }),
      ...withAssignments([assignment('inventory', '1360', { group: 1, site: 'DC' })]),
    },
  });
  company.post('receive-from-vendor', { site: 'O1', quantity: '3', amount: '2.18' });
  company.post('sale', { site: 'DC', quantity: '3' });
  const { books } = company;
  const { configuration } = books.desk;
  const atShelf = assignment('inventory', '9000', { group: 1, site: 'DC', location: 'A-01' });
  const next = { ...configuration, ...withAssignments([atShelf]) };
  Object.assign(books, { desk: new DeterminationDesk(next) });
  const move = company.posted('location-move', { site: 'DC', toLocation: 'A-01', quantity: '1' });
  expect(company.journalOf(move)).toBe('Dr inventory@DC 0.73 / Cr 1360@DC 0.73');
  expect(poolsOf(company)).toEqual(['O1 9000: 3 = 218', 'DC 1360: -4 = -291', 'DC 9000: 1 = 73']);
  // What was known last is 2.18 for three, not 0.73 for one.
  expect(company.posted('sale', { site: 'O1', quantity: '3' }).cost).toBe(218n);
});
