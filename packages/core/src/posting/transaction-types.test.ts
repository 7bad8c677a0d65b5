import { expect, test } from 'vitest';
import { companyAssignments, SAMPLE_ITEMS, withAssignments } from '../testing/sample-books.ts';
import { opticalChain, SampleCompany } from '../testing/sample-company.ts';
import { PAIRS, postingRule, transactionTypes } from '../transactions/posting-rules.ts';

// The one-line checks of the catalogue (transactions.md 2.1b), each on a fresh fixture. T23 needs
// item types: its row is claimed elsewhere.

/** Sells a frame on order D at office O1, picks it at a site and ships it on. */
function shipped(company: SampleCompany, from: string, to: string): void {
  company.post('sale', { site: 'O1', document: 'D', quantity: '1' });
  company.post('pick-for-order', { site: from, document: 'D', quantity: '1' });
  company.post('ship-for-order', { site: from, toSite: to, document: 'D', quantity: '1' });
}

/** An order of which the frame from the distribution centre has arrived at the office. */
function arrived(): SampleCompany {
  const company = opticalChain();
  shipped(company, 'DC', 'O1');
  company.post('receive-for-order', { site: 'O1', document: 'D', quantity: '1' });
  return company;
}

test('003.T01 goods from a vendor come in at receipt cost and set a new average', () => {
  const company = opticalChain();
  const journal = company.post('receive-from-vendor', { quantity: '2', unitCost: '56' });
  expect(journal).toBe('Dr inventory@DC 112.00 / Cr grni@DC 112.00');
  expect(company.onHand('DC')).toBe('12 = 612.00 @ 51.000000');
});

test('003.T02 goods go back to the vendor at the current average', () => {
  const company = opticalChain();
  const journal = company.post('return-to-vendor', { quantity: '1' });
  expect(journal).toBe('Dr grni@DC 50.00 / Cr inventory@DC 50.00');
  expect(company.onHand('DC')).toBe('9 = 450.00 @ 50.000000');
});

test('003.T03 003.T04 a stock order credits the sender and debits transit at the receiver, never by half', () => {
  const company = opticalChain();
  const sent = company.posted('stock-order-transfer', {
    toSite: 'O1',
    document: 'SO',
    quantity: '1',
  });
  expect(company.journalOf(sent)).toBe('Dr inventory-in-transit@O1 50.00 / Cr inventory@DC 50.00');
  const [posting, ...more] = sent.postings;
  expect(more).toEqual([]);
  expect(posting?.credit).toMatchObject({ type: 'stock-order-transfer', site: 'DC' });
  expect(posting?.debit).toMatchObject({ type: 'stock-order-in-transit', site: 'O1' });
  // One event, one entry, two movements: that is the pair.
  const moved = company.decisions.at(-1)?.movements.map(({ event, type }) => [event, type]);
  expect(moved).toEqual([
    [sent.event.number, 'stock-order-transfer'],
    [sent.event.number, 'stock-order-in-transit'],
  ]);
  expect(company.refused('stock-order-transfer', { quantity: '1' })).toEqual(['field-missing']);
  expect(company.refused('stock-order-in-transit', { site: 'O1', quantity: '1' })).toEqual([
    'type-not-sent',
  ]);
});

test('003.T15 a stock order leaves transit and blends into the average', () => {
  const company = opticalChain();
  company.post('stock-order-transfer', { toSite: 'O1', document: 'SO', quantity: '1' });
  const journal = company.post('receipt-for-stock-order', {
    site: 'O1',
    document: 'SO',
    quantity: '1',
  });
  expect(journal).toBe('Dr inventory@O1 50.00 / Cr inventory-in-transit@O1 50.00');
  expect(company.onHand('O1')).toBe('11 = 500.00 @ 45.454545');
  expect(company.held('O1', 'in-transit')).toBe('0 = 0.00');
});

test('003.T18 003.T19 a stock transfer credits the sender and debits transit at the receiver', () => {
  const company = opticalChain();
  const sent = company.posted('stock-transfer', {
    site: 'O1',
    toSite: 'DC',
    document: 'TR',
    quantity: '2',
  });
  expect(company.journalOf(sent)).toBe('Dr inventory-in-transit@DC 90.00 / Cr inventory@O1 90.00');
  expect(sent.postings[0]?.credit.type).toBe('stock-transfer');
  expect(sent.postings[0]?.debit.type).toBe('stock-transfer-in-transit');
  expect(company.refused('stock-transfer', { quantity: '1' })).toEqual(['field-missing']);
  expect(company.refused('stock-transfer-in-transit', { quantity: '1' })).toEqual([
    'type-not-sent',
  ]);
});

test('003.T05 a stock transfer leaves transit and enters inventory at its cost', () => {
  const company = opticalChain();
  company.post('stock-transfer', { site: 'O1', toSite: 'DC', document: 'TR', quantity: '2' });
  const journal = company.post('receive-transfer', { document: 'TR', quantity: '2' });
  expect(journal).toBe('Dr inventory@DC 90.00 / Cr inventory-in-transit@DC 90.00');
  expect(company.onHand('DC')).toBe('12 = 590.00 @ 49.166667');
  expect(company.held('DC', 'in-transit')).toBe('0 = 0.00');
});

test('003.T06 003.07 an adjustment goes against the account of its reason; below zero the sides swap', () => {
  const company = opticalChain();
  const up = company.post('adjustment', { site: 'O1', quantity: '1', reason: 'Found' });
  expect(up).toBe('Dr inventory@O1 45.00 / Cr Found@O1 45.00');
  const down = company.post('adjustment', { site: 'O1', quantity: '-1', reason: 'Damage' });
  expect(down).toBe('Dr Damage@O1 45.00 / Cr inventory@O1 45.00');
  expect(company.onHand('O1')).toBe('10 = 450.00 @ 45.000000');
});

test('003.T07 an order’s sale takes its cost out of order clearing; the frame is still on hand', () => {
  const company = opticalChain();
  const journal = company.post('sale', { site: 'O1', document: 'D', quantity: '1' });
  expect(journal).toBe('Dr cogs@O1 45.00 / Cr inventory@O1 45.00');
  expect(company.held('O1', 'order-clearing')).toBe('-1 = -45.00');
  expect(company.onHand('O1')).toBe('10 = 450.00 @ 45.000000');
});

test('000.46 a sale from stock takes it off hand at the average', () => {
  const company = opticalChain();
  company.post('receive-from-vendor', { site: 'O1', quantity: '5', unitCost: '48' });
  const journal = company.post('sale', { site: 'O1', quantity: '3' });
  expect(journal).toBe('Dr cogs@O1 138.00 / Cr inventory@O1 138.00');
  expect(company.onHand('O1')).toBe('12 = 552.00 @ 46.000000');
});

test('003.T08 003.08 a pick moves a frame into WIP where it is taken from; averages stay', () => {
  const company = opticalChain();
  const office = company.post('pick-for-order', { site: 'O1', document: 'D', quantity: '1' });
  expect(office).toBe('Dr wip@O1 45.00 / Cr inventory@O1 45.00');
  const centre = company.post('pick-for-order', { site: 'DC', document: 'D', quantity: '1' });
  expect(centre).toBe('Dr wip@DC 50.00 / Cr inventory@DC 50.00');
  expect(company.onHand('O1')).toBe('9 = 405.00 @ 45.000000');
  expect(company.onHand('DC')).toBe('9 = 450.00 @ 50.000000');
});

test('003.T09 003.T10 shipping credits WIP where the goods leave and debits transit where they go', () => {
  const company = opticalChain();
  company.post('pick-for-order', { site: 'DC', document: 'D', quantity: '1' });
  const sent = company.posted('ship-for-order', { toSite: 'O1', document: 'D', quantity: '1' });
  expect(company.journalOf(sent)).toBe('Dr wip-in-transit@O1 50.00 / Cr wip@DC 50.00');
  expect(sent.postings[0]?.credit.type).toBe('ship-for-order');
  expect(sent.postings[0]?.debit.type).toBe('order-in-transit');
  expect(company.refused('ship-for-order', { document: 'D', quantity: '1' })).toEqual([
    'field-missing',
  ]);
  expect(company.refused('order-in-transit', { document: 'D', quantity: '1' })).toEqual([
    'type-not-sent',
  ]);
});

test('003.T11 003.T22 003.13 an order is received, the receipt undone to nothing, and received again', () => {
  const company = opticalChain();
  shipped(company, 'DC', 'O1');
  const order = { site: 'O1', document: 'D', quantity: '1' };
  const receive = company.posted('receive-for-order', order);
  expect(company.journalOf(receive)).toBe('Dr wip@O1 50.00 / Cr wip-in-transit@O1 50.00');
  const undone = company.post('undo-receive', { ...order, original: receive.key });
  expect(undone).toBe('Dr wip-in-transit@O1 50.00 / Cr wip@O1 50.00');
  expect(company.held('O1', 'wip')).toBe('0 = 0.00');
  expect(company.held('O1', 'wip-in-transit')).toBe('1 = 50.00');
  expect(company.refused('undo-receive', { ...order, original: receive.key })).toEqual([
    'original-used-up',
    'nothing-carried',
  ]);
  const again = company.posted('receive-for-order', order);
  expect(company.journalOf(again)).toBe('Dr wip@O1 50.00 / Cr wip-in-transit@O1 50.00');

  company.post('deliver', order);
  expect(company.refused('undo-receive', { ...order, original: again.key })).toEqual([
    'original-passed',
    'nothing-carried',
  ]);
});

test('003.T12 003.T20 003.12 a delivery takes WIP back against inventory; undone, nothing is left of it', () => {
  const company = opticalChain();
  const order = { site: 'O1', document: 'D', quantity: '1' };
  company.post('sale', order);
  company.post('pick-for-order', order);
  const balances = () => [
    company.balance('inventory'),
    company.balance('wip'),
    company.balance('cogs'),
  ];
  const before = balances();

  const delivery = company.posted('deliver', order);
  expect(company.journalOf(delivery)).toBe('Dr inventory@O1 45.00 / Cr wip@O1 45.00');
  const undone = company.post('undo-deliver', { ...order, original: delivery.key });
  expect(undone).toBe('Dr wip@O1 45.00 / Cr inventory@O1 45.00');
  expect(balances()).toEqual(before);
  expect(company.held('O1', 'order-clearing')).toBe('-1 = -45.00');
  expect(company.refused('undo-deliver', { ...order, original: delivery.key })).toEqual([
    'original-used-up',
  ]);
});

test('a delivery undone after its cost was adjusted leaves the next one nothing to adjust (Q-33)', () => {
  const company = arrived();
  const order = { site: 'O1', document: 'D', quantity: '1' };
  const delivery = company.posted('deliver', order);
  expect(company.balance('cogs')).toBe('50.00');
  const undone = company.post('undo-deliver', { ...order, original: delivery.key });
  expect(undone).toBe('Dr wip@O1 50.00 / Cr inventory@O1 50.00');
  expect(company.held('O1', 'order-clearing')).toBe('-1 = -50.00');
  expect(company.post('deliver', order)).toBe('Dr inventory@O1 50.00 / Cr wip@O1 50.00');
  expect(company.held('O1', 'order-clearing')).toBe('0 = 0.00');
  expect(company.balance('cogs')).toBe('50.00');
});

test('003.T29 what sale and delivery leave in clearing goes to cost of sales', () => {
  const company = arrived();
  const journal = company.post('deliver', { site: 'O1', document: 'D', quantity: '1' });
  expect(journal).toBe(
    'Dr inventory@O1 50.00 / Cr wip@O1 50.00\n' +
      'cogs-adjustment: Dr cogs@O1 5.00 / Cr inventory@O1 5.00',
  );
  expect(company.held('O1', 'order-clearing')).toBe('0 = 0.00');
  expect(company.balance('cogs')).toBe('50.00');
});

test('003.T13 a picked frame goes back on hand at its picked cost', () => {
  const company = opticalChain();
  company.post('pick-for-order', { site: 'O1', document: 'D', quantity: '1' });
  company.post('receive-from-vendor', { site: 'O1', quantity: '1', unitCost: '55' });
  const journal = company.post('return-to-stock', { site: 'O1', document: 'D', quantity: '1' });
  expect(journal).toBe('Dr inventory@O1 45.00 / Cr wip@O1 45.00');
  expect(company.held('O1', 'wip')).toBe('0 = 0.00');
  expect(company.onHand('O1')).toBe('11 = 505.00 @ 45.909091');
});

test('003.T14 what is lost on its way is written off where it was expected, to the account for losses', () => {
  const company = opticalChain();
  shipped(company, 'DC', 'O1');
  const journal = company.post('lost-in-transit', {
    site: 'O1',
    document: 'D',
    quantity: '1',
    reason: 'LOST',
  });
  expect(journal).toBe('Dr LOST@O1 50.00 / Cr wip-in-transit@O1 50.00');
  expect(company.held('O1', 'wip-in-transit')).toBe('0 = 0.00');
});

test('a manual stock receipt comes in at the sender’s average', () => {
  const company = opticalChain();
  const journal = company.post('manual-stock-receipt', {
    site: 'O1',
    fromSite: 'DC',
    quantity: '1',
  });
  expect(journal).toBe('Dr inventory@O1 50.00 / Cr grni@O1 50.00');
  expect(company.onHand('DC')).toBe('10 = 500.00 @ 50.000000');
  const own = company.post('manual-stock-receipt', { site: 'O1', quantity: '1' });
  expect(own).toBe('Dr inventory@O1 45.45 / Cr grni@O1 45.45');
  const back = company.post('manual-stock-receipt', { site: 'O1', quantity: '-1' });
  expect(back).toBe('Dr grni@O1 45.45 / Cr inventory@O1 45.45');
});

test('003.T17 003.11 goods come in from a vendor though nobody ordered them', () => {
  const company = opticalChain();
  const journal = company.post('manual-vendor-receipt', {
    site: 'O1',
    quantity: '1',
    unitCost: '47',
  });
  expect(journal).toBe('Dr inventory@O1 47.00 / Cr grni@O1 47.00');
  expect(company.onHand('O1')).toBe('11 = 497.00 @ 45.181818');
});

test('003.T21 003.14 003.15 a drop brings a frame back on hand; minus one of the same type reinstates it', () => {
  const company = arrived();
  const drop = company.posted('merchandise-drop', { site: 'O1', document: 'D', quantity: '1' });
  expect(company.journalOf(drop)).toBe('Dr inventory@O1 50.00 / Cr wip@O1 50.00');
  expect(company.onHand('O1')).toBe('11 = 500.00 @ 45.454545');
  expect(company.held('O1', 'wip')).toBe('0 = 0.00');

  const reinstated = company.posted('merchandise-drop', {
    site: 'O1',
    document: 'D',
    quantity: '-1',
    reverses: drop.key,
  });
  expect(company.journalOf(reinstated)).toBe('Dr wip@O1 50.00 / Cr inventory@O1 50.00');
  expect(reinstated.event.type).toBe('merchandise-drop');
  expect(company.onHand('O1')).toBe('10 = 450.00 @ 45.000000');
  expect(company.held('O1', 'wip')).toBe('1 = 50.00');
});

test('003.T23 003.16 an over-the-counter sale takes accessories off hand at the average, and no frames', () => {
  const company = opticalChain();
  expect(company.refused('otc-sale', { site: 'O1', quantity: '1' })).toEqual(['item-type-not-otc']);
  const journal = company.post('otc-sale', { site: 'O1', item: 'A1', quantity: '2' });
  expect(journal).toBe('Dr cogs@O1 8.00 / Cr inventory@O1 8.00');
  expect(company.onHand('O1', 'A1')).toBe('8 = 32.00 @ 4.000000');
});

test('003.T24 goods come back at the cost they were sold for, whatever the average is by then', () => {
  const company = opticalChain();
  const sale = company.posted('otc-sale', { site: 'O1', item: 'A1', quantity: '2' });
  company.post('receive-from-vendor', { site: 'O1', item: 'A1', quantity: '8', unitCost: '6' });
  expect(company.onHand('O1', 'A1')).toBe('16 = 80.00 @ 5.000000');
  const linked = company.post('return', {
    site: 'O1',
    item: 'A1',
    quantity: '1',
    original: sale.key,
  });
  expect(linked).toBe('Dr inventory@O1 4.00 / Cr cogs@O1 4.00');
  const unlinked = company.post('return', { site: 'O1', item: 'A1', quantity: '1' });
  expect(unlinked).toBe('Dr inventory@O1 4.94 / Cr cogs@O1 4.94');
});

test('a return of an order that was not delivered clears the order, not the shelf', () => {
  const company = opticalChain();
  const sale = company.posted('sale', { site: 'O1', document: 'D', quantity: '1' });
  const fields = { site: 'O1', quantity: '1', original: sale.key };
  expect(company.refused('return', fields)).toEqual(['original-differs']);
  const journal = company.post('return', { ...fields, document: 'D' });
  expect(journal).toBe('Dr inventory@O1 45.00 / Cr cogs@O1 45.00');
  expect(company.held('O1', 'order-clearing')).toBe('0 = 0.00');
  expect(company.onHand('O1')).toBe('10 = 450.00 @ 45.000000');
});

test('a return of an order that was delivered brings the goods back on hand', () => {
  const company = arrived();
  const sale = company.posted('sale', { site: 'O1', document: 'E', quantity: '1' });
  company.post('pick-for-order', { site: 'O1', document: 'E', quantity: '1' });
  company.post('deliver', { site: 'O1', document: 'E', quantity: '1' });
  const fields = { site: 'O1', document: 'E', quantity: '1', original: sale.key };
  expect(company.post('return', fields)).toBe('Dr inventory@O1 45.00 / Cr cogs@O1 45.00');
  expect(company.onHand('O1')).toBe('10 = 450.00 @ 45.000000');
});

test('003.T25 003.T26 003.17 003.18 a held order comes off transit at the lab, or at the office for an outside lab', () => {
  const inside = opticalChain();
  shipped(inside, 'O1', 'L');
  const held = inside.posted('hold-order', {
    site: 'O1',
    fromSite: 'L',
    document: 'D',
    quantity: '1',
  });
  expect(inside.journalOf(held)).toBe('Dr wip@O1 45.00 / Cr wip-in-transit@L 45.00');
  expect(held.postings[0]?.debit.type).toBe('hold-order');
  expect(held.postings[0]?.credit.type).toBe('withdraw-wip-in-transit');
  expect(
    inside.refused('withdraw-wip-in-transit', { site: 'L', document: 'D', quantity: '1' }),
  ).toEqual(['type-not-sent']);

  // An outside lab is no site of ours: what is on its way there is in transit at the office.
  const outside = opticalChain();
  shipped(outside, 'DC', 'O1');
  const journal = outside.post('hold-order', {
    site: 'O1',
    fromSite: 'O1',
    document: 'D',
    quantity: '1',
  });
  expect(journal).toBe('Dr wip@O1 50.00 / Cr wip-in-transit@O1 50.00');
});

test('a frame from an outside lab enters WIP at the lab’s price', () => {
  const company = opticalChain();
  const fields = { site: 'O1', document: 'D', quantity: '1' };
  const journal = company.post('receive-from-outside-lab', { ...fields, unitCost: '38' });
  expect(journal).toBe('Dr wip@O1 38.00 / Cr grni@O1 38.00');
  const back = company.post('receive-from-outside-lab', { ...fields, quantity: '-1' });
  expect(back).toBe('Dr grni@O1 38.00 / Cr wip@O1 38.00');
});

/** A company that sold four units it does not have, at an assumed cost of 10. */
function sold4Short(): SampleCompany {
  const company = opticalChain();
  company.post('opening-balance', { site: 'L', quantity: '1', unitCost: '10' });
  company.post('sale', { site: 'L', quantity: '5' });
  return company;
}

test('003.T28 003.19 a receipt into stock below zero settles what was assumed, either way', () => {
  const receive = (unitCost: string) =>
    sold4Short().post('receive-from-vendor', { site: 'L', quantity: '10', unitCost });
  expect(receive('9')).toBe(
    'Dr inventory@L 90.00 / Cr grni@L 90.00\n' +
      'negative-balance-cost-adjustment: Dr inventory@L 4.00 / Cr cogs@L 4.00',
  );
  expect(receive('12')).toBe(
    'Dr inventory@L 120.00 / Cr grni@L 120.00\n' +
      'negative-balance-cost-adjustment: Dr cogs@L 8.00 / Cr inventory@L 8.00',
  );
});

test('003.20 a receipt at the cost that was assumed settles nothing', () => {
  const company = sold4Short();
  const journal = company.post('receive-from-vendor', {
    site: 'L',
    quantity: '10',
    unitCost: '10',
  });
  expect(journal).toBe('Dr inventory@L 100.00 / Cr grni@L 100.00');
  expect(company.onHand('L')).toBe('6 = 60.00 @ 10.000000');
});

test('any increase at a cost of its own settles stock below zero, not only a vendor’s receipt', () => {
  const transfer = sold4Short();
  transfer.post('stock-transfer', { site: 'O1', toSite: 'L', document: 'TR', quantity: '5' });
  expect(transfer.post('receive-transfer', { site: 'L', document: 'TR', quantity: '5' })).toContain(
    'negative-balance-cost-adjustment: Dr cogs@L 140.00 / Cr inventory@L 140.00',
  );
  const adjustment = sold4Short();
  const found = { site: 'L', quantity: '4', reason: 'Found', unitCost: '11' };
  expect(adjustment.post('adjustment', found)).toContain(
    'negative-balance-cost-adjustment: Dr cogs@L 4.00 / Cr inventory@L 4.00',
  );
  expect(adjustment.onHand('L')).toBe('0 = 0.00 @ 0.000000');
});

test('003.X01 000.47 a count above or below the books goes to count variance, each on its side', () => {
  const company = new SampleCompany();
  company.post('opening-balance', { quantity: '100', unitCost: '12.50' });
  expect(company.post('count-variance', { quantity: '-3' })).toBe(
    'Dr count-variance@DC 37.50 / Cr inventory@DC 37.50',
  );
  company.post('count-variance', { quantity: '3' });
  expect(company.post('count-variance', { quantity: '2' })).toBe(
    'Dr inventory@DC 25.00 / Cr count-variance@DC 25.00',
  );
  expect(company.onHand('DC')).toBe('102 = 1275.00 @ 12.500000');
  expect(company.post('adjustment', { quantity: '-2', reason: 'COUNT' })).toBe(
    'Dr count-variance@DC 25.00 / Cr inventory@DC 25.00',
  );
});

test('003.X02 a short receipt leaves the rest in transit until it is written off', () => {
  const company = opticalChain();
  company.post('stock-transfer', { toSite: 'O1', document: 'TR', quantity: '3' });
  company.post('receive-transfer', { site: 'O1', document: 'TR', quantity: '2' });
  expect(company.held('O1', 'in-transit')).toBe('1 = 50.00');
  const journal = company.post('transfer-lost', {
    site: 'O1',
    document: 'TR',
    quantity: '1',
    reason: 'LOST',
  });
  expect(journal).toBe('Dr LOST@O1 50.00 / Cr inventory-in-transit@O1 50.00');
  expect(company.held('O1', 'in-transit')).toBe('0 = 0.00');
});

test('003.X03 000.50 an invoice clears its receipt, with tax and the price difference either way', () => {
  const company = opticalChain();
  const receive = () =>
    company.posted('receive-from-vendor', { item: 'A1', quantity: '10', unitCost: '5' }).key;
  const match = (original: string, quantity: string, unitCost: string, tax: string) =>
    company.post('supplier-invoice-match', { item: 'A1', original, quantity, unitCost, tax });
  expect(match(receive(), '10', '5.40', '8.10')).toBe(
    'Dr grni@DC 50.00, Dr purchase-variance@DC 4.00, Dr tax-in@DC 8.10 / Cr supplier-control@DC 62.10',
  );
  expect(match(receive(), '10', '4.80', '7.20')).toBe(
    'Dr grni@DC 50.00, Dr tax-in@DC 7.20 / Cr purchase-variance@DC 2.00, Cr supplier-control@DC 55.20',
  );
  const partly = receive();
  expect(match(partly, '6', '5.40', '4.86')).toBe(
    'Dr grni@DC 30.00, Dr purchase-variance@DC 2.40, Dr tax-in@DC 4.86 / Cr supplier-control@DC 37.26',
  );
  expect(company.balance('grni')).toBe('-20.00');
  expect(
    company.refused('supplier-invoice-match', {
      item: 'A1',
      original: partly,
      quantity: '5',
      unitCost: '5',
    }),
  ).toEqual(['original-used-up']);
  expect(match(partly, '4', '5', '0')).toBe('Dr grni@DC 20.00 / Cr supplier-control@DC 20.00');
  // The variance is an expense: the average stays at the receipt's cost.
  expect(company.onHand('DC', 'A1')).toBe('30 = 150.00 @ 5.000000');
});

test('a receipt invoiced in parts is cleared to the cent: the last part takes the rest', () => {
  const company = new SampleCompany();
  const receipt = company.posted('receive-from-vendor', { quantity: '3', amount: '10.00' });
  const part = { original: receipt.key, quantity: '1', amount: '3.33' };
  expect(company.post('supplier-invoice-match', part)).toBe(
    'Dr grni@DC 3.33 / Cr supplier-control@DC 3.33',
  );
  expect(company.post('supplier-invoice-match', part)).toBe(
    'Dr grni@DC 3.33 / Cr supplier-control@DC 3.33',
  );
  expect(company.post('supplier-invoice-match', part)).toBe(
    'Dr grni@DC 3.34 / Cr purchase-variance@DC 0.01, Cr supplier-control@DC 3.33',
  );
  expect(company.balance('grni')).toBe('0.00');
});

test('003.X04 002.03 a revaluation adds value to stock or takes it off, and no units', () => {
  const company = opticalChain();
  expect(company.post('cost-revaluation', { amount: '25.00' })).toBe(
    'Dr inventory@DC 25.00 / Cr cost-revalue@DC 25.00',
  );
  expect(company.post('cost-revaluation', { amount: '-75.00' })).toBe(
    'Dr cost-revalue@DC 75.00 / Cr inventory@DC 75.00',
  );
  expect(company.onHand('DC')).toBe('10 = 450.00 @ 45.000000');
});

test('003.X06 an opening balance brings stock in against opening equity', () => {
  const company = opticalChain();
  const journal = company.post('opening-balance', { site: 'L', quantity: '3', amount: '10.00' });
  expect(journal).toBe('Dr inventory@L 10.00 / Cr opening-equity@L 10.00');
  expect(company.onHand('L')).toBe('3 = 10.00 @ 3.333333');
});

test('003.03 none of the eight one-sided types can be posted without its partner', () => {
  for (const [credit, debit, sentAs] of PAIRS) {
    const partner = sentAs === credit ? debit : credit;
    const fields = { document: 'D', quantity: '1', toSite: 'O1', fromSite: 'L' };
    expect([partner, opticalChain().refused(partner, fields)]).toEqual([
      partner,
      ['type-not-sent'],
    ]);
  }
  const company = opticalChain();
  shipped(company, 'O1', 'L');
  company.post('stock-transfer', { toSite: 'O1', document: 'TR', quantity: '1' });
  company.post('stock-order-transfer', { toSite: 'O1', document: 'SO', quantity: '1' });
  company.post('hold-order', { site: 'O1', fromSite: 'L', document: 'D', quantity: '1' });
  const sides = company
    .postings()
    .slice(-4)
    .map(({ debit, credit }) => `${credit.type} ${debit.type}`);
  const pairs = PAIRS.map(([credit, debit]) => `${credit} ${debit}`);
  expect(new Set(sides)).toEqual(new Set(pairs));
});

test('003.04 a pair credits the site that sends and debits the site that receives', () => {
  const company = opticalChain();
  const sites = () => {
    const last = company.postings().at(-1);
    return [last?.credit.site, last?.debit.site];
  };
  company.post('stock-transfer', { site: 'O1', toSite: 'DC', quantity: '1' });
  expect(sites()).toEqual(['O1', 'DC']);
  company.post('stock-order-transfer', { site: 'DC', toSite: 'O1', quantity: '1' });
  expect(sites()).toEqual(['DC', 'O1']);
  company.post('pick-for-order', { site: 'DC', document: 'D', quantity: '1' });
  company.post('ship-for-order', { site: 'DC', toSite: 'L', document: 'D', quantity: '1' });
  expect(sites()).toEqual(['DC', 'L']);
  company.post('hold-order', { site: 'O1', fromSite: 'L', document: 'D', quantity: '1' });
  expect(sites()).toEqual(['L', 'O1']);
});

test('003.09 what an office sends for an order is received at the DC or at the lab', () => {
  for (const site of ['DC', 'L']) {
    const company = opticalChain();
    shipped(company, 'O1', site);
    expect(company.post('receive-for-order', { site, document: 'D', quantity: '1' })).toBe(
      `Dr wip@${site} 45.00 / Cr wip-in-transit@${site} 45.00`,
    );
    const elsewhere = site === 'DC' ? 'L' : 'DC';
    expect(
      company.refused('receive-for-order', { site: elsewhere, document: 'D', quantity: '1' }),
    ).toEqual(['nothing-carried']);
  }
});

test('000.44 every issue is at cost: a price that comes with it is refused, never taken', () => {
  const issues = ['sale', 'return-to-vendor', 'pick-for-order', 'count-variance'] as const;
  for (const type of issues) {
    const quantity = type === 'count-variance' ? '-1' : '1';
    const fields = { quantity, document: type === 'pick-for-order' ? 'D' : '' };
    const plain = opticalChain().post(type, fields);
    expect(plain).toContain('50.00');
    for (const price of [{ unitCost: '999' }, { amount: '999' }]) {
      const refusals = opticalChain().refused(type, { ...fields, ...price });
      expect([type, refusals]).toEqual([type, ['field-not-allowed']]);
    }
  }
});

test('000.09 one group with accounts of its own is enough for all 29 types', () => {
  const ofGroup = companyAssignments().map((row) => ({ ...row, group: 1 }));
  const items = SAMPLE_ITEMS.filter(({ group }) => group === 1);
  const company = opticalChain({ items, configuration: withAssignments(ofGroup, []) });
  const order = { site: 'O1', document: 'D', quantity: '1' };
  company.post('receive-from-vendor', { quantity: '2', unitCost: '56' });
  company.post('return-to-vendor', { quantity: '1' });
  company.post('stock-order-transfer', { toSite: 'O1', document: 'SO', quantity: '1' });
  company.post('receipt-for-stock-order', { ...order, document: 'SO' });
  company.post('stock-transfer', { toSite: 'O1', document: 'TR', quantity: '1' });
  company.post('receive-transfer', { ...order, document: 'TR' });
  company.post('adjustment', { quantity: '1', reason: 'Found' });
  company.post('manual-stock-receipt', { ...order, document: '', fromSite: 'DC' });
  company.post('manual-vendor-receipt', { ...order, document: '', unitCost: '47' });
  shipped(company, 'DC', 'O1');
  const received = company.posted('receive-for-order', order);
  company.post('undo-receive', { ...order, original: received.key });
  company.post('receive-for-order', order);
  const delivered = company.posted('deliver', order);
  company.post('undo-deliver', { ...order, original: delivered.key });
  company.post('merchandise-drop', order);
  company.post('pick-for-order', order);
  company.post('return-to-stock', order);
  shipped(company, 'DC', 'O1');
  company.post('lost-in-transit', { ...order, reason: 'LOST' });
  shipped(company, 'DC', 'O1');
  company.post('hold-order', { ...order, fromSite: 'O1' });
  company.post('receive-from-outside-lab', { ...order, document: 'X', unitCost: '38' });
  const sale = company.posted('otc-sale', { site: 'O1', item: 'A1', quantity: '12' });
  company.post('return', { site: 'O1', item: 'A1', quantity: '1', original: sale.key });
  company.post('receive-from-vendor', { site: 'O1', item: 'A1', quantity: '5', unitCost: '6' });

  const posted = new Set(
    company.postings().flatMap(({ debit, credit }) => [debit.type, credit.type]),
  );
  const catalogue = transactionTypes().filter((type) =>
    postingRule(type).source.startsWith('003.T'),
  );
  expect(catalogue.filter((type) => !posted.has(type))).toEqual([]);
  expect(catalogue).toHaveLength(29);
});
