import { expect, test } from 'vitest';
import {
  assignment,
  day,
  SAMPLE_ITEMS,
  sampleConfiguration,
  withAccounts,
  withAssignments,
} from '../testing/sample-books.ts';
import { opticalChain, SampleCompany } from '../testing/sample-company.ts';

// The worked numbers of costing.md, posted as transactions.

test('costing 5.1: receipts, a sale, goods back to the vendor and back from a customer', () => {
  const company = new SampleCompany();
  company.post('receive-from-vendor', { quantity: '10', unitCost: '12.00' });
  company.post('receive-from-vendor', { quantity: '5', unitCost: '15.00' });
  expect(company.onHand('DC')).toBe('15 = 195.00 @ 13.000000');
  const sale = company.posted('sale', { quantity: '4' });
  expect(company.journalOf(sale)).toBe('Dr cogs@DC 52.00 / Cr inventory@DC 52.00');
  const receipt = company.posted('receive-from-vendor', { quantity: '4', unitCost: '14.50' });
  expect(receipt.status).toBe('posted');
  expect(company.onHand('DC')).toBe('15 = 201.00 @ 13.400000');

  const back = company.posted('return-to-vendor', { quantity: '2' });
  expect(company.journalOf(back)).toBe('Dr grni@DC 26.80 / Cr inventory@DC 26.80');
  const credit = { original: back.key, quantity: '2', unitCost: '14.50' };
  expect(company.post('supplier-invoice-match', credit)).toBe(
    'Dr supplier-control@DC 29.00 / Cr grni@DC 26.80, Cr purchase-variance@DC 2.20',
  );
  expect(company.onHand('DC')).toBe('13 = 174.20 @ 13.400000');
  expect(company.post('return', { quantity: '1', original: sale.key })).toBe(
    'Dr inventory@DC 13.00 / Cr cogs@DC 13.00',
  );
  expect(company.onHand('DC')).toBe('14 = 187.20 @ 13.371429');
});

test('costing 5.2: three units of 10.00 sell for 3.33, 3.34 and 3.33, and nothing is left', () => {
  const company = new SampleCompany();
  company.post('receive-from-vendor', { quantity: '3', amount: '10.00' });
  const costs = [1, 2, 3].map(() => company.posted('sale', { quantity: '1' }).cost);
  expect(costs).toEqual([333n, 334n, 333n]);
  expect(company.onHand('DC')).toBe('0 = 0.00 @ 0.000000');
  expect(company.balance('cogs')).toBe('10.00');
});

test('costing 5.3 c: twenty sold short cost what the receipts cost that covered them', () => {
  const company = new SampleCompany();
  company.post('opening-balance', { quantity: '1', unitCost: '3.50' });
  company.post('sale', { quantity: '1' });
  expect(company.post('sale', { quantity: '20' })).toBe('Dr cogs@DC 70.00 / Cr inventory@DC 70.00');
  company.post('receive-from-vendor', { quantity: '15', unitCost: '4.00' });
  expect(company.onHand('DC')).toBe('-5 = -17.50 @ 3.500000');
  company.post('receive-from-vendor', { quantity: '10', unitCost: '4.20' });
  expect(company.onHand('DC')).toBe('5 = 21.00 @ 4.200000');
  // 81.00 for the twenty, 3.50 for the first one.
  expect(company.balance('cogs')).toBe('84.50');
});

test('costing 5.5: a count posts its difference at the average and leaves the average', () => {
  const company = new SampleCompany();
  company.post('opening-balance', { quantity: '100', unitCost: '12.50' });
  expect(company.post('count-variance', { quantity: '-3' })).toBe(
    'Dr count-variance@DC 37.50 / Cr inventory@DC 37.50',
  );
  expect(company.onHand('DC')).toBe('97 = 1212.50 @ 12.500000');
  company.post('count-variance', { quantity: '3' });
  expect(company.post('count-variance', { quantity: '2' })).toBe(
    'Dr inventory@DC 25.00 / Cr count-variance@DC 25.00',
  );
  expect(company.onHand('DC')).toBe('102 = 1275.00 @ 12.500000');

  const short = new SampleCompany();
  short.post('opening-balance', { quantity: '1', unitCost: '10' });
  short.post('sale', { quantity: '5' });
  expect(short.post('count-variance', { quantity: '10' })).toBe(
    'Dr inventory@DC 100.00 / Cr count-variance@DC 100.00',
  );
  expect(short.onHand('DC')).toBe('6 = 60.00 @ 10.000000');
});

test('003.51 costing 5.6: goods between two sites count at neither and arrive at the cost they left with', () => {
  const company = new SampleCompany();
  company.post('opening-balance', { quantity: '1', unitCost: '100' });
  company.post('opening-balance', { quantity: '1', unitCost: '120' });
  company.post('opening-balance', { site: 'O1', quantity: '4', unitCost: '100' });
  const held = () => [company.balance('inventory'), company.balance('inventory-in-transit')];
  expect(company.onHand('DC')).toBe('2 = 220.00 @ 110.000000');

  expect(company.post('stock-transfer', { toSite: 'O1', document: 'TR', quantity: '1' })).toBe(
    'Dr inventory-in-transit@O1 110.00 / Cr inventory@DC 110.00',
  );
  expect(held()).toEqual(['510.00', '110.00']);
  company.post('receive-from-vendor', { quantity: '1', unitCost: '120' });
  expect(company.onHand('DC')).toBe('2 = 230.00 @ 115.000000');
  expect(company.onHand('O1')).toBe('4 = 400.00 @ 100.000000');
  expect(company.held('O1', 'in-transit')).toBe('1 = 110.00');
  expect(held()).toEqual(['630.00', '110.00']);

  expect(company.post('receive-transfer', { site: 'O1', document: 'TR', quantity: '1' })).toBe(
    'Dr inventory@O1 110.00 / Cr inventory-in-transit@O1 110.00',
  );
  expect(company.onHand('O1')).toBe('5 = 510.00 @ 102.000000');
  expect(company.held('O1', 'in-transit')).toBe('0 = 0.00');
  expect(held()).toEqual(['740.00', '0.00']);
});

test('costing 5.6: of three sent two arrive; the third waits, is lost, or the sending is taken back', () => {
  const sent = () => {
    const company = new SampleCompany();
    company.post('opening-balance', { quantity: '10', unitCost: '110' });
    const send = company.posted('stock-transfer', { toSite: 'O1', document: 'TR', quantity: '3' });
    expect(company.held('O1', 'in-transit')).toBe('3 = 330.00');
    return { company, send };
  };
  const short = sent().company;
  short.post('receive-transfer', { site: 'O1', document: 'TR', quantity: '2' });
  expect(short.held('O1', 'in-transit')).toBe('1 = 110.00');
  expect(
    short.post('transfer-lost', { site: 'O1', document: 'TR', quantity: '1', reason: 'LOST' }),
  ).toBe('Dr LOST@O1 110.00 / Cr inventory-in-transit@O1 110.00');

  const { company, send } = sent();
  company.post('receive-from-vendor', { quantity: '3', unitCost: '150' });
  expect(company.post('stock-transfer', { reverses: send.key })).toBe(
    'Dr inventory@DC 330.00 / Cr inventory-in-transit@O1 330.00',
  );
  expect(company.held('O1', 'in-transit')).toBe('0 = 0.00');
  expect(company.onHand('DC')).toBe('13 = 1550.00 @ 119.230769');
});

/** Flow A of costing 5.7 up to the frame’s arrival at the office: sold at 45, picked at the DC at 50. */
function frameFromDc(): SampleCompany {
  const company = opticalChain();
  const order = { document: 'D', quantity: '1' };
  expect(company.post('sale', { key: 'sale', site: 'O1', ...order })).toBe(
    'Dr cogs@O1 45.00 / Cr inventory@O1 45.00',
  );
  expect(company.post('pick-for-order', { site: 'DC', ...order })).toBe(
    'Dr wip@DC 50.00 / Cr inventory@DC 50.00',
  );
  expect(company.post('ship-for-order', { site: 'DC', toSite: 'O1', ...order })).toBe(
    'Dr wip-in-transit@O1 50.00 / Cr wip@DC 50.00',
  );
  expect(company.post('receive-for-order', { site: 'O1', ...order })).toBe(
    'Dr wip@O1 50.00 / Cr wip-in-transit@O1 50.00',
  );
  return company;
}

/** What a company has changed on its accounts since the fixture: inventory per site, the rest in all. */
const netOf = (company: SampleCompany) => ({
  cogs: company.balance('cogs'),
  dc: company.balance('inventory', 'DC'),
  o1: company.balance('inventory', 'O1'),
  wip: company.balance('wip'),
  transit: company.balance('wip-in-transit'),
});

test('003.52 costing 5.7 A: a frame from the DC costs what the DC gave up, once it is delivered', () => {
  const company = frameFromDc();
  expect(company.onHand('DC')).toBe('9 = 450.00 @ 50.000000');
  expect(company.post('deliver', { site: 'O1', document: 'D', quantity: '1' })).toBe(
    'Dr inventory@O1 50.00 / Cr wip@O1 50.00\n' +
      'cogs-adjustment: Dr cogs@O1 5.00 / Cr inventory@O1 5.00',
  );
  expect(netOf(company)).toEqual({
    cogs: '50.00',
    dc: '450.00',
    o1: '490.00',
    wip: '0.00',
    transit: '0.00',
  });
});

/** Flow B: an enclosed frame of the office on its way to the lab of ours. */
function frameToLab(): SampleCompany {
  const company = opticalChain();
  const order = { site: 'O1', document: 'D', quantity: '1' };
  company.post('sale', order);
  company.post('pick-for-order', order);
  expect(company.post('ship-for-order', { ...order, toSite: 'L' })).toBe(
    'Dr wip-in-transit@L 45.00 / Cr wip@O1 45.00',
  );
  return company;
}

test('costing 5.7 B: to the lab and back, with everything undone once, costs what the office gave up', () => {
  const company = frameToLab();
  const atLab = { site: 'L', document: 'D', quantity: '1' };
  const atOffice = { ...atLab, site: 'O1' };
  const first = company.posted('receive-for-order', atLab);
  expect(company.journalOf(first)).toBe('Dr wip@L 45.00 / Cr wip-in-transit@L 45.00');
  expect(company.post('undo-receive', { ...atLab, original: first.key })).toBe(
    'Dr wip-in-transit@L 45.00 / Cr wip@L 45.00',
  );
  expect(company.post('receive-for-order', atLab)).toBe(
    'Dr wip@L 45.00 / Cr wip-in-transit@L 45.00',
  );
  expect(company.post('ship-for-order', { ...atLab, toSite: 'O1' })).toBe(
    'Dr wip-in-transit@O1 45.00 / Cr wip@L 45.00',
  );
  expect(company.post('receive-for-order', atOffice)).toBe(
    'Dr wip@O1 45.00 / Cr wip-in-transit@O1 45.00',
  );
  const delivered = company.posted('deliver', atOffice);
  expect(company.journalOf(delivered)).toBe('Dr inventory@O1 45.00 / Cr wip@O1 45.00');
  expect(company.post('undo-deliver', { ...atOffice, original: delivered.key })).toBe(
    'Dr wip@O1 45.00 / Cr inventory@O1 45.00',
  );
  expect(company.post('deliver', atOffice)).toBe('Dr inventory@O1 45.00 / Cr wip@O1 45.00');
  expect(netOf(company)).toEqual({
    cogs: '45.00',
    dc: '500.00',
    o1: '445.00',
    wip: '0.00',
    transit: '0.00',
  });
});

test('costing 5.7: a frame lost on its way is written off, and its replacement costs half a unit more', () => {
  const company = frameToLab();
  expect(
    company.post('lost-in-transit', { site: 'L', document: 'D', quantity: '1', reason: 'LOST' }),
  ).toBe('Dr LOST@L 45.00 / Cr wip-in-transit@L 45.00');
  company.post('receive-from-vendor', { site: 'O1', quantity: '1', unitCost: '50' });
  expect(company.onHand('O1')).toBe('10 = 455.00 @ 45.500000');
  const order = { site: 'O1', document: 'D', quantity: '1' };
  company.post('pick-for-order', order);
  expect(company.post('deliver', order)).toBe(
    'Dr inventory@O1 45.50 / Cr wip@O1 45.50\n' +
      'cogs-adjustment: Dr cogs@O1 0.50 / Cr inventory@O1 0.50',
  );
  expect(company.balance('cogs')).toBe('45.50');
  expect(company.balanceOf('5803')).toBe('45.00');
  // 490.00 of the fixture and 50.00 received, less 90.50.
  expect(company.balance('inventory', 'O1')).toBe('449.50');
});

test('costing 5.7: an order held on its way comes back to the office and onto the shelf', () => {
  const company = frameToLab();
  expect(
    company.post('hold-order', { site: 'O1', fromSite: 'L', document: 'D', quantity: '1' }),
  ).toBe('Dr wip@O1 45.00 / Cr wip-in-transit@L 45.00');
  expect(company.post('return-to-stock', { site: 'O1', document: 'D', quantity: '1' })).toBe(
    'Dr inventory@O1 45.00 / Cr wip@O1 45.00',
  );
  expect(company.onHand('O1')).toBe('10 = 450.00 @ 45.000000');
  expect(netOf(company)).toMatchObject({ wip: '0.00', transit: '0.00' });
});

test('costing 5.7: an order held on its way to an outside lab is withdrawn at the office', () => {
  const company = opticalChain();
  const order = { site: 'O1', document: 'D', quantity: '1' };
  company.post('pick-for-order', order);
  // The outside lab is no site of ours: what is on its way there is in transit at the office.
  expect(company.post('ship-for-order', { ...order, toSite: 'O1' })).toBe(
    'Dr wip-in-transit@O1 45.00 / Cr wip@O1 45.00',
  );
  expect(company.post('hold-order', { ...order, fromSite: 'O1' })).toBe(
    'Dr wip@O1 45.00 / Cr wip-in-transit@O1 45.00',
  );
  expect(company.post('return-to-stock', order)).toBe('Dr inventory@O1 45.00 / Cr wip@O1 45.00');
  expect(netOf(company)).toEqual({
    cogs: '0.00',
    dc: '500.00',
    o1: '490.00',
    wip: '0.00',
    transit: '0.00',
  });
});

test('costing 5.7: a drop and its companion return, reinstated both, come to nothing', () => {
  const company = frameFromDc();
  const fields = { site: 'O1', document: 'D', quantity: '1' };
  // The office has nine left, as in the example.
  company.post('sale', { site: 'O1', quantity: '1' });
  const drop = company.posted('merchandise-drop', fields);
  expect(company.journalOf(drop)).toBe('Dr inventory@O1 50.00 / Cr wip@O1 50.00');
  expect(company.onHand('O1')).toBe('10 = 455.00 @ 45.500000');
  const back = company.posted('return', { ...fields, original: 'sale' });
  expect(company.journalOf(back)).toBe('Dr inventory@O1 45.00 / Cr cogs@O1 45.00');
  expect(company.held('O1', 'order-clearing')).toBe('0 = 0.00');

  expect(company.post('merchandise-drop', { ...fields, quantity: '-1', original: drop.key })).toBe(
    'Dr wip@O1 50.00 / Cr inventory@O1 50.00',
  );
  expect(company.onHand('O1')).toBe('9 = 405.00 @ 45.000000');
  expect(company.post('return', { ...fields, quantity: '-1', original: back.key })).toBe(
    'Dr cogs@O1 45.00 / Cr inventory@O1 45.00',
  );
  expect(company.held('O1', 'order-clearing')).toBe('-1 = -45.00');
});

test('costing 5.7: a dropped frame blends into the average anew, the vendor’s figures', () => {
  const company = new SampleCompany();
  company.post('opening-balance', { quantity: '1', unitCost: '100' });
  company.post('opening-balance', { quantity: '1', unitCost: '140' });
  expect(company.post('pick-for-order', { document: 'D', quantity: '1' })).toContain('120.00');
  expect(company.onHand('DC')).toBe('1 = 120.00 @ 120.000000');
  company.post('receive-from-vendor', { quantity: '1', unitCost: '150' });
  expect(company.onHand('DC')).toBe('2 = 270.00 @ 135.000000');
  company.post('merchandise-drop', { document: 'D', quantity: '1' });
  expect(company.onHand('DC')).toBe('3 = 390.00 @ 130.000000');
});

test('costing 5.7: the lab’s own frame at 38 replaces the office’s cost of 40', () => {
  const company = new SampleCompany();
  company.post('opening-balance', { site: 'O1', quantity: '5', unitCost: '40' });
  const order = { site: 'O1', document: 'D', quantity: '1' };
  company.post('sale', order);
  expect(company.post('receive-from-outside-lab', { ...order, unitCost: '38' })).toBe(
    'Dr wip@O1 38.00 / Cr grni@O1 38.00',
  );
  expect(company.post('deliver', order)).toBe(
    'Dr inventory@O1 38.00 / Cr wip@O1 38.00\n' +
      'cogs-adjustment: Dr inventory@O1 2.00 / Cr cogs@O1 2.00',
  );
  expect([company.balance('cogs'), company.balance('grni')]).toEqual(['38.00', '-38.00']);
});

test('costing 5.8: the adjustment of cost of sales goes either way, and falls away at equal cost', () => {
  const delivered = (unitCost: string) => {
    const company = new SampleCompany();
    company.post('opening-balance', { site: 'O1', quantity: '10', unitCost: '45' });
    company.post('opening-balance', { site: 'DC', quantity: '10', unitCost });
    const order = { document: 'D', quantity: '1' };
    company.post('sale', { site: 'O1', ...order });
    company.post('pick-for-order', { site: 'DC', ...order });
    company.post('ship-for-order', { site: 'DC', toSite: 'O1', ...order });
    company.post('receive-for-order', { site: 'O1', ...order });
    return company.post('deliver', { site: 'O1', ...order }).split('\n')[1];
  };
  expect(delivered('50')).toBe('cogs-adjustment: Dr cogs@O1 5.00 / Cr inventory@O1 5.00');
  expect(delivered('42')).toBe('cogs-adjustment: Dr inventory@O1 3.00 / Cr cogs@O1 3.00');
  expect(delivered('45')).toBeUndefined();
});

test('whichever of sale and delivery comes first, a closed order costs the same', () => {
  const order = { site: 'O1', document: 'D', quantity: '1' };
  const company = opticalChain();
  company.post('pick-for-order', { ...order, site: 'DC' });
  company.post('ship-for-order', { ...order, site: 'DC', toSite: 'O1' });
  company.post('receive-for-order', order);
  company.post('deliver', order);
  expect(company.post('sale', order)).toBe(
    'Dr cogs@O1 45.00 / Cr inventory@O1 45.00\n' +
      'cogs-adjustment: Dr cogs@O1 5.00 / Cr inventory@O1 5.00',
  );
  expect(company.held('O1', 'order-clearing')).toBe('0 = 0.00');
});

/** Consignment at the DC has an account of its own. */
const withConsignment = () =>
  sampleConfiguration({
    configuration: {
      accounts: withAccounts({ 1310: 'asset', 1390: 'asset' }),
      ...withAssignments([
        assignment('inventory', '1310', { group: 1, site: 'DC' }),
        assignment('inventory', '1390', { group: 1, site: 'DC', location: 'CONS' }),
      ]),
    },
  });

test('003.X09 costing 5.12: a move to a location with other accounts takes its cost along', () => {
  const company = new SampleCompany({ configuration: withConsignment() });
  const at = (location: string) => ({ location });
  company.post('opening-balance', { ...at('A-01'), quantity: '10', unitCost: '10' });
  company.post('opening-balance', { ...at('CONS'), quantity: '10', unitCost: '10' });
  company.post('receive-from-vendor', { ...at('A-01'), quantity: '10', unitCost: '16' });
  expect([company.balanceOf('1310'), company.balanceOf('1390')]).toEqual(['260.00', '100.00']);
  expect(company.post('location-move', { ...at('A-01'), toLocation: 'CONS', quantity: '5' })).toBe(
    'Dr 1390@DC 65.00 / Cr 1310@DC 65.00',
  );
  expect([company.balanceOf('1310'), company.balanceOf('1390')]).toEqual(['195.00', '165.00']);
  expect(company.post('sale', { ...at('CONS'), quantity: '1' })).toContain('11.00 / Cr 1390@DC');
  expect(company.post('sale', { ...at('A-01'), quantity: '1' })).toContain('13.00 / Cr 1310@DC');
});

test('a move inside one account changes places, not accounts, values or averages', () => {
  const company = opticalChain();
  const before = [...company.books.pools.values()].map(({ pool }) => pool);
  expect(company.post('location-move', { toLocation: 'A-01', quantity: '4' })).toBe('');
  expect([...company.books.pools.values()].map(({ pool }) => pool)).toEqual(before);
  const places = [...company.books.positions].map(([name, { quantity }]) => [
    name.split('\n').at(-1),
    quantity,
  ]);
  expect(places).toContainEqual(['A-01', 4n]);
  expect(places).toContainEqual(['', 6n]);
  const moved = company.decisions.at(-1)?.events.at(-1);
  expect(company.post('location-move', { toLocation: 'A-01', reverses: moved?.key ?? '' })).toBe(
    '',
  );
  expect([...company.books.pools.values()].map(({ pool }) => pool)).toEqual(before);
});

test('000.64 an average is put right by taking the stock out and back in at the right cost', () => {
  const company = new SampleCompany();
  company.post('opening-balance', { quantity: '10', unitCost: '10' });
  company.post('adjustment', { quantity: '-10', reason: 'Damage' });
  company.post('adjustment', { quantity: '10', unitCost: '12.50', reason: 'Damage' });
  expect(company.onHand('DC')).toBe('10 = 125.00 @ 12.500000');
  expect(company.balanceOf('5802')).toBe('-25.00');
});

test('000.62 journals open balances, correct an average, write off, and carry cost from item to item', () => {
  const company = new SampleCompany();
  company.post('opening-balance', { quantity: '10', unitCost: '10' });
  company.post('cost-revaluation', { amount: '20.00' });
  expect(company.onHand('DC')).toBe('10 = 120.00 @ 12.000000');
  expect(company.post('adjustment', { quantity: '-1', reason: 'Damage' })).toBe(
    'Dr Damage@DC 12.00 / Cr inventory@DC 12.00',
  );
  const out = company.posted('adjustment', { quantity: '-2', reason: 'Found' });
  expect(out.cost).toBe(2_400n);
  company.post('adjustment', { item: 'A1', quantity: '3', amount: '24.00', reason: 'Found' });
  expect(company.balanceOf('5801')).toBe('0.00');
  expect(company.onHand('DC', 'A1')).toBe('3 = 24.00 @ 8.000000');
});

test('000.59 returns and credit notes undo what they mirror', () => {
  const company = new SampleCompany();
  const receipt = company.posted('receive-from-vendor', { quantity: '10', unitCost: '7' });
  const invoice = { quantity: '10', unitCost: '7.20', tax: '10.80' };
  company.post('supplier-invoice-match', { ...invoice, original: receipt.key });
  const sale = company.posted('sale', { quantity: '4' });
  company.post('return', { quantity: '4', original: sale.key });
  expect(company.balance('cogs')).toBe('0.00');
  expect(company.onHand('DC')).toBe('10 = 70.00 @ 7.000000');

  const back = company.posted('return-to-vendor', { quantity: '10' });
  company.post('supplier-invoice-match', { ...invoice, original: back.key });
  for (const role of [
    'inventory',
    'grni',
    'purchase-variance',
    'tax-in',
    'supplier-control',
  ] as const) {
    expect([role, company.balance(role)]).toEqual([role, '0.00']);
  }
});

test('000.02 while inventory is not integrated, stock and its value move and no bucket account does', () => {
  const { company: sample } = sampleConfiguration();
  const integration = [
    { from: day('2026-03-01'), integrated: true },
    { from: day('2026-02-01'), integrated: false },
    { from: day('2026-01-01'), integrated: true },
  ];
  const company = opticalChain({ configuration: { company: { ...sample, integration } } });
  const posted = () => company.postings().length;
  const before = posted();
  const later = { postedOn: '2026-02-28' };
  expect(company.post('receive-from-vendor', { ...later, quantity: '5', unitCost: '56' })).toBe('');
  expect(company.post('sale', { ...later, quantity: '3' })).toBe('');
  expect(company.post('count-variance', { ...later, quantity: '-2' })).toBe('');
  expect(company.post('adjustment', { ...later, quantity: '1', reason: 'Found' })).toBe('');
  expect(company.post('stock-transfer', { ...later, toSite: 'O1', quantity: '1' })).toBe('');
  expect(company.post('pick-for-order', { ...later, document: 'D', quantity: '1' })).toBe('');
  expect(posted()).toBe(before);
  expect(company.onHand('DC')).toBe('9 = 468.00 @ 52.000000');
  expect(company.held('DC', 'wip')).toBe('1 = 52.00');
  expect(company.post('sale', { postedOn: '2026-03-01', quantity: '1' })).not.toBe('');
});

test('000.63 004.03 only stock has a quantity: what is a service or has no substance does not move', () => {
  const items = (['service', 'consumable', 'special'] as const).map((itemClass) => ({
    code: itemClass,
    name: itemClass,
    group: 1,
    itemClass,
    quantityDecimals: 0,
  }));
  const company = new SampleCompany({ items: [...SAMPLE_ITEMS, ...items] });
  for (const { code } of items) {
    const adjust = { item: code, quantity: '1', reason: 'Found', unitCost: '5' };
    expect([code, company.refused('adjustment', adjust)]).toEqual([code, ['item-not-stocked']]);
    expect([code, company.refused('receive-from-vendor', adjust)]).toEqual([
      code,
      ['item-not-stocked'],
    ]);
    const sale = { item: code, quantity: '1' };
    expect([code, company.refused('sale', sale)]).toEqual([code, ['item-not-stocked']]);
  }
  expect(company.post('adjustment', { quantity: '1', reason: 'Found', unitCost: '5' })).not.toBe(
    '',
  );
});

test('004.17 a code that begins with SP makes no special item', () => {
  const items = [
    { code: 'SP*100', name: 'Fast product', group: 1, itemClass: 'stock', quantityDecimals: 0 },
  ] as const;
  const company = new SampleCompany({ items });
  const fields = { item: 'SP*100', quantity: '2', unitCost: '5' };
  expect(company.post('receive-from-vendor', fields)).toBe(
    'Dr inventory@DC 10.00 / Cr grni@DC 10.00',
  );
});

test('000.18 a category sorts items for analysis and steers no account', () => {
  const journal = (category: string) => {
    const items = SAMPLE_ITEMS.map((item) => ({ ...item, category }));
    const company = opticalChain({ items });
    company.post('sale', { quantity: '1' });
    company.post('adjustment', { quantity: '-1', reason: 'Damage' });
    return company.postings();
  };
  expect(journal('Sunglasses')).toEqual(journal('Children'));
});

test('amounts are those of the currency, quantities those of the item', () => {
  const { company: sample } = sampleConfiguration();
  const yen = new SampleCompany({ configuration: { company: { ...sample, currencyDecimals: 0 } } });
  const fields = { item: 'K1', quantity: '1.500', unitCost: '333.50' };
  expect(yen.posted('receive-from-vendor', fields).cost).toBe(500n);
  expect(yen.refused('receive-from-vendor', { item: 'K1', quantity: '1', amount: '1.5' })).toEqual([
    'number-too-precise',
  ]);
});

test('what was received free of charge moves, and posts nothing', () => {
  const company = new SampleCompany();
  const free = company.posted('receive-from-vendor', { quantity: '3', unitCost: '0' });
  expect(free.event.entry).toBe(0);
  expect(company.onHand('DC')).toBe('3 = 0.00 @ 0.000000');
  expect(company.post('sale', { quantity: '1' })).toBe('');
  const invoice = { original: free.key, quantity: '3', unitCost: '1' };
  expect(company.post('supplier-invoice-match', invoice)).toBe(
    'Dr purchase-variance@DC 3.00 / Cr supplier-control@DC 3.00',
  );
});

test('an item without a known cost is issued at its standard cost, and settled by the receipt (Q-51)', () => {
  const company = new SampleCompany();
  const issue = { item: 'K1', quantity: '1.5' };
  expect(company.post('sale', issue)).toBe('Dr cogs@DC 3.75 / Cr inventory@DC 3.75');
  expect(company.post('receive-from-vendor', { item: 'K1', quantity: '2', unitCost: '3' })).toBe(
    'Dr inventory@DC 6.00 / Cr grni@DC 6.00\n' +
      'negative-balance-cost-adjustment: Dr cogs@DC 0.75 / Cr inventory@DC 0.75',
  );
  expect(company.onHand('DC', 'K1')).toBe('0.500 = 1.50 @ 3.000000');
});

test('under FIFO the oldest goods leave first, through transfers and returns', () => {
  const company = new SampleCompany({ costingMethod: 'fifo' });
  company.post('receive-from-vendor', { quantity: '10', unitCost: '6', postedOn: '2026-01-09' });
  company.post('receive-from-vendor', { quantity: '10', unitCost: '5', postedOn: '2026-01-05' });
  const sale = company.posted('sale', { quantity: '12', postedOn: '2026-01-10' });
  expect(sale.cost).toBe(6_200n);
  expect(company.decisions.at(-1)?.costUses).toEqual([
    { movement: 3, receipt: 2, quantity: 10n, value: 5_000n },
    { movement: 3, receipt: 1, quantity: 2n, value: 1_200n },
  ]);
  company.post('stock-transfer', { toSite: 'O1', document: 'TR', quantity: '8' });
  expect(company.post('receive-transfer', { site: 'O1', document: 'TR', quantity: '8' })).toContain(
    '48.00',
  );
  const returned = { quantity: '12', original: sale.key, postedOn: '2026-01-10' };
  const back = company.posted('return', returned);
  expect(back.cost).toBe(6_200n);
  expect(company.onHand('DC')).toBe('12 = 62.00 @ 5.166667');
});
