import { expect, test } from 'vitest';
import { sampleConfiguration } from '../testing/sample-books.ts';
import { opticalChain, SampleCompany, type SampleFields } from '../testing/sample-company.ts';

/** A company that sold four units at L it does not have, at an assumed cost of 10. */
function sold4Short(options: ConstructorParameters<typeof SampleCompany>[0] = {}): SampleCompany {
  const company = opticalChain(options);
  company.post('opening-balance', { site: 'L', quantity: '1', unitCost: '10' });
  company.post('sale', { site: 'L', quantity: '5' });
  return company;
}

test('003.T28 a settlement of stock below zero is reversed with its receipt, either way, in full or in part', () => {
  for (const [quantity, unitCost] of [
    ['10', '9'],
    ['10', '12'],
    ['3', '12'],
    ['4', '11'],
  ] as const) {
    const company = sold4Short();
    const before = company.balance('cogs');
    const late = company.posted('receive-from-vendor', { site: 'L', quantity, unitCost });
    expect(late.caused.map(({ type }) => type)).toEqual(['negative-balance-cost-adjustment']);
    const undone = company.posted('receive-from-vendor', { site: 'L', reverses: late.key });
    expect(company.onHand('L')).toBe('-4 = -40.00 @ 10.000000');
    expect([company.balance('cogs'), company.balance('grni')]).toEqual([before, '0.00']);
    expect(undone.caused).toMatchObject([
      {
        type: 'negative-balance-cost-adjustment',
        source: 'perpetua',
        key: `api:${undone.key}#negative-balance-cost-adjustment-reversed`,
      },
    ]);
    // Each event is tied to the one it reverses, and what was caused to the reversal.
    const links = company.decisions.at(-1)?.links.map(({ event, to, kind }) => [event, kind, to]);
    const [settled] = late.caused;
    const [back] = undone.caused;
    expect(links).toEqual([
      [undone.event.number, 'reverses', late.event.number],
      [back?.number, 'caused-by', undone.event.number],
      [back?.number, 'reverses', settled?.number],
    ]);
    expect(company.refused('receive-from-vendor', { site: 'L', reverses: late.key })).toContain(
      'already-reversed',
    );
  }
});

test('003.T28 the reversal of a settled receipt can be reversed, and the receipt stands again', () => {
  const company = sold4Short();
  const late = company.posted('receive-from-vendor', { site: 'L', quantity: '10', unitCost: '9' });
  const undone = company.posted('receive-from-vendor', { site: 'L', reverses: late.key });
  expect(company.post('receive-from-vendor', { site: 'L', reverses: undone.key })).toBe(
    'Dr inventory@L 90.00 / Cr grni@L 90.00\n' +
      'negative-balance-cost-adjustment: Dr inventory@L 4.00 / Cr cogs@L 4.00',
  );
  expect(company.onHand('L')).toBe('6 = 54.00 @ 9.000000');
});

test('003.T29 a delivery is reversed with the adjustment of cost of sales it caused', () => {
  const company = opticalChain();
  const order = { document: 'D', quantity: '1' };
  company.post('sale', { ...order, site: 'O1' });
  company.post('pick-for-order', { ...order, site: 'DC' });
  company.post('ship-for-order', { ...order, site: 'DC', toSite: 'O1' });
  company.post('receive-for-order', { ...order, site: 'O1' });
  const delivered = company.posted('deliver', { ...order, site: 'O1' });
  expect(company.balance('cogs')).toBe('50.00');
  expect(company.post('deliver', { site: 'O1', document: 'D', reverses: delivered.key })).toBe(
    'Dr wip@O1 50.00 / Cr inventory@O1 50.00\n' +
      'cogs-adjustment: Dr inventory@O1 5.00 / Cr cogs@O1 5.00',
  );
  expect(company.held('O1', 'order-clearing')).toBe('-1 = -45.00');
  expect(company.held('O1', 'wip')).toBe('1 = 50.00');
  expect(company.balance('cogs')).toBe('45.00');
});

/** The sample company whose office O1 receives what the DC sends as it is sent. */
function automatic(
  negativeStock: 'allow' | 'forbid',
  fields: SampleFields = {},
  costingMethod: 'moving-average' | 'fifo' = 'moving-average',
) {
  const { sites } = sampleConfiguration();
  const own = {
    code: 'O1',
    name: 'Office one',
    kind: 'office',
    receivesTransfersAutomatically: true,
  } as const;
  const company = opticalChain({
    negativeStock,
    costingMethod,
    configuration: { sites: new Map([...sites, ['O1', own]]) },
  });
  const sent = company.posted('stock-transfer', { toSite: 'O1', quantity: '2', ...fields });
  return { company, sent };
}

test('003.56 a sending is taken back with the receipt it caused, as long as the goods are there', () => {
  const { company, sent } = automatic('forbid');
  expect(company.onHand('O1')).toBe('12 = 550.00 @ 45.833333');
  expect(company.post('stock-transfer', { reverses: sent.key })).toBe(
    'Dr inventory@DC 100.00 / Cr inventory-in-transit@O1 100.00\n' +
      'receive-transfer: Dr inventory-in-transit@O1 100.00 / Cr inventory@O1 100.00',
  );
  expect(company.onHand('DC')).toBe('10 = 500.00 @ 50.000000');
  expect(company.onHand('O1')).toBe('10 = 450.00 @ 45.000000');
  expect(company.held('O1', 'in-transit')).toBe('0 = 0.00');

  const sold = automatic('forbid');
  sold.company.post('sale', { site: 'O1', quantity: '11' });
  expect(sold.company.refused('stock-transfer', { reverses: sold.sent.key })).toEqual([
    'stock-below-zero',
  ]);
});

test('what units cannot carry after such a reversal is a revaluation of its own, under FIFO too', () => {
  for (const costingMethod of ['moving-average', 'fifo'] as const) {
    const company = sold4Short({ costingMethod });
    const late = company.posted('receive-from-vendor', {
      site: 'L',
      quantity: '10',
      unitCost: '9',
    });
    company.post('receive-from-vendor', { site: 'L', quantity: '10', unitCost: '1' });
    company.post('sale', { site: 'L', quantity: '10' });
    const undone = company.posted('receive-from-vendor', { site: 'L', reverses: late.key });
    const { quantity, value } = [...company.books.pools.values()].find(
      ({ address }) => address.site === 'L' && address.bucket === 'on-hand',
    )?.pool ?? { quantity: 0n, value: 1n };
    expect([costingMethod, quantity]).toEqual([costingMethod, -4n]);
    expect(value).toBeLessThanOrEqual(0n);
    expect(undone.caused[0]?.type).toBe('negative-balance-cost-adjustment');
  }
});

test('under FIFO what a reversal brings back is a layer of its own, and leaves first when it is reversed again', () => {
  const { company, sent } = automatic('allow', {}, 'fifo');
  const undone = company.posted('stock-transfer', { reverses: sent.key });
  const again = company.posted('stock-transfer', { reverses: undone.key });
  company.post('stock-transfer', { reverses: again.key });
  const layers = [...company.books.pools.values()]
    .filter(({ address }) => address.site === 'O1' && address.item === 'F1')
    .flatMap(({ pool }) => pool.layers.map(({ quantity, value }) => `${quantity} = ${value}`));
  expect(layers).toEqual(['10 = 45000']);
});

test('003.T28 003.X08 at the average by company a settlement is reversed, and the average is spread anew', () => {
  const company = new SampleCompany({ costingMethod: 'company-average' });
  company.post('opening-balance', { quantity: '2', unitCost: '10' });
  company.post('opening-balance', { site: 'O1', quantity: '1', unitCost: '10' });
  company.post('sale', { site: 'L', quantity: '7' });
  // The company as a whole is four short: six of the ten are left at 13, wherever they lie.
  const late = company.posted('receive-from-vendor', { quantity: '10', unitCost: '13' });
  expect(late.caused.map(({ type }) => type)).toEqual([
    'negative-balance-cost-adjustment',
    'average-respread',
  ]);
  const sites = () => ['DC', 'O1', 'L'].map((site) => company.onHand(site));
  expect(sites()).toEqual([
    '12 = 156.00 @ 13.000000',
    '1 = 13.00 @ 13.000000',
    '-7 = -91.00 @ 13.000000',
  ]);
  const undone = company.posted('receive-from-vendor', { reverses: late.key });
  expect(undone.caused.map(({ key }) => key.split('#')[1])).toEqual([
    'negative-balance-cost-adjustment-reversed',
    'average-respread',
  ]);
  expect(sites()).toEqual([
    '2 = 20.00 @ 10.000000',
    '1 = 10.00 @ 10.000000',
    '-7 = -70.00 @ 10.000000',
  ]);
  expect([company.balance('cogs'), company.balance('grni')]).toEqual(['70.00', '0.00']);
});

test('003.56 003.49 at the average by company a sending is taken back with its receipt, whatever is short', () => {
  for (const short of ['0', '5']) {
    const { sites } = sampleConfiguration();
    const office = sites.get('O1');
    const automatic = office && { ...office, receivesTransfersAutomatically: true };
    const company = new SampleCompany({
      costingMethod: 'company-average',
      configuration: {
        sites: new Map([...sites, ...(automatic ? [['O1', automatic] as const] : [])]),
      },
    });
    company.post('opening-balance', { quantity: '3', unitCost: '10' });
    if (short !== '0') company.post('sale', { site: 'L', quantity: short });
    const held = () => ['DC', 'O1', 'L'].map((site) => company.onHand(site));
    const before = held();
    const sent = company.posted('stock-transfer', { toSite: 'O1', quantity: '2' });
    expect(company.onHand('O1')).toBe('2 = 20.00 @ 10.000000');
    company.post('stock-transfer', { reverses: sent.key });
    expect(held()).toEqual(before);
    expect(company.held('O1', 'in-transit')).toBe('0 = 0.00');
  }
});

test('002.05 003.X10 where sites balance, a correction stands on the sides of its transaction and balances both', () => {
  const { company: settings } = sampleConfiguration();
  const company = new SampleCompany({
    configuration: { company: { ...settings, selfBalancingSites: true } },
  });
  company.post('opening-balance', { quantity: '3', unitCost: '10' });
  company.post('stock-transfer', { key: 'sent', toSite: 'O1', quantity: '1' });
  expect(company.post('cost-correction', { original: 'sent', amount: '2' })).toBe(
    'Dr inventory-in-transit@O1 2.00, Dr intersite-clearing@DC 2.00 / Cr intersite-clearing@O1 2.00, Cr inventory@DC 2.00',
  );
  expect(company.held('O1', 'in-transit')).toBe('1 = 12.00');
  expect(company.onHand('DC')).toBe('2 = 18.00 @ 9.000000');
});
