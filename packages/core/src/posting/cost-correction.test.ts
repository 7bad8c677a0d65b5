import { expect, test } from 'vitest';
import { unitCost } from '../primitives/money.ts';
import { declared } from '../testing/declared-policies.ts';
import { SAMPLE_ITEMS } from '../testing/sample-books.ts';
import { opticalChain, SampleCompany } from '../testing/sample-company.ts';

const received = (company: SampleCompany, units = '10') =>
  company.post('receive-from-vendor', { key: 'in', quantity: units, unitCost: '5' });

test('003.X10 Q-47 a receipt costs more or less: its own accounts, value alone, tied to it', () => {
  const company = new SampleCompany();
  received(company);
  const dearer = company.posted('cost-correction', { original: 'in', amount: '4' });
  expect(company.journalOf(dearer)).toBe('Dr inventory@DC 4.00 / Cr grni@DC 4.00');
  expect(company.post('cost-correction', { original: 'in', amount: '-1.50' })).toBe(
    'Dr grni@DC 1.50 / Cr inventory@DC 1.50',
  );
  expect(company.onHand('DC')).toBe('10 = 52.50 @ 5.250000');
  const links = company.decisions.flatMap((decision) => decision.links);
  expect(links.map(({ kind, to, quantity, value }) => [kind, to, quantity, value])).toEqual([
    ['refers-to', 1, 0n, -400n],
    ['refers-to', 1, 0n, 150n],
  ]);
});

test('003.X10 a corrected receipt is invoiced at its corrected cost, and goods received end at zero', () => {
  const company = new SampleCompany();
  received(company);
  company.post('cost-correction', { original: 'in', amount: '4' });
  company.post('supplier-invoice-match', { original: 'in', quantity: '4', unitCost: '5.40' });
  company.post('supplier-invoice-match', { original: 'in', quantity: '6', unitCost: '5.40' });
  expect(company.balance('grni')).toBe('0.00');
  expect(company.balance('purchase-variance')).toBe('0.00');
  expect(company.refused('cost-correction', { original: 'in', amount: '1' })).toEqual([
    'correction-not-possible',
  ]);
});

test('003.X10 a sale is corrected at cost of sales, and its return takes the correction along', () => {
  const company = opticalChain();
  company.post('sale', { key: 'sold', site: 'O1', quantity: '2' });
  expect(company.post('cost-correction', { site: 'O1', original: 'sold', amount: '3' })).toBe(
    'Dr cogs@O1 3.00 / Cr inventory@O1 3.00',
  );
  company.post('return', { site: 'O1', original: 'sold', quantity: '2' });
  expect(company.balance('cogs')).toBe('0.00');
  expect(company.onHand('O1')).toBe('10 = 450.00 @ 45.000000');
});

test('003.X10 a transfer under way is corrected at both its ends', () => {
  const company = opticalChain();
  company.post('stock-transfer', { key: 'sent', toSite: 'O1', quantity: '2' });
  expect(company.post('cost-correction', { original: 'sent', amount: '-6' })).toBe(
    'Dr inventory@DC 6.00 / Cr inventory-in-transit@O1 6.00',
  );
  expect(company.held('O1', 'in-transit')).toBe('2 = 94.00');
  expect(company.onHand('DC')).toBe('8 = 406.00 @ 50.750000');
  company.post('receive-transfer', { site: 'O1', document: 'sent', quantity: '2' });
  expect(company.refused('cost-correction', { original: 'sent', amount: '1' })).toEqual([
    'value-without-stock',
  ]);
});

test('003.X10 under FIFO the layer of the receipt follows, there and back, while something of it is left', () => {
  const company = new SampleCompany({ costingMethod: 'fifo' });
  received(company, '2');
  company.post('receive-from-vendor', { key: 'next', quantity: '2', unitCost: '7' });
  company.post('cost-correction', { key: 'more', original: 'next', amount: '3' });
  const layers = () => [...company.books.pools.values()][0]?.pool.layers.map(({ value }) => value);
  expect(layers()).toEqual([1_000n, 1_700n]);
  company.post('cost-correction', { reverses: 'more' });
  expect(layers()).toEqual([1_000n, 1_400n]);
  company.post('sale', { quantity: '2' });
  expect(company.balance('cogs')).toBe('10.00');
  expect(company.refused('cost-correction', { original: 'in', amount: '1' })).toEqual([
    'correction-not-possible',
  ]);
  expect(company.refused('cost-correction', { original: 'next', amount: '-14.01' })).toEqual([
    'correction-not-possible',
    'value-without-stock',
  ]);
});

test('a corrected transaction is reversed only after its correction, which is reversed like any other', () => {
  const company = new SampleCompany();
  received(company);
  company.post('cost-correction', { key: 'more', original: 'in', amount: '4' });
  expect(company.refused('receive-from-vendor', { reverses: 'in' })).toEqual([
    'reversal-not-possible',
  ]);
  expect(company.post('cost-correction', { reverses: 'more' })).toBe(
    'Dr grni@DC 4.00 / Cr inventory@DC 4.00',
  );
  company.post('receive-from-vendor', { reverses: 'in' });
  expect(company.onHand('DC')).toBe('0 = 0.00 @ 0.000000');
  expect(company.refused('cost-correction', { original: 'in', amount: '1' })).toEqual([
    'already-reversed',
    'value-without-stock',
  ]);
});

test('what has no units, no entry or another place is not corrected, and stock is not taken below nothing', () => {
  const company = new SampleCompany();
  received(company);
  const correct = (original: string, fields: object = {}) =>
    company.refused('cost-correction', { original, amount: '1', ...fields });
  expect(correct('in', { item: 'A1' })).toEqual(['original-differs']);
  expect(correct('in', { site: 'O1' })).toEqual(['original-differs']);
  expect(correct('in', { amount: '-50.01' })).toEqual([
    'correction-not-possible',
    'value-without-stock',
  ]);
  company.post('receive-from-vendor', { key: 'gift', quantity: '1', unitCost: '0' });
  expect(correct('gift')).toEqual(['correction-not-possible']);
  company.post('location-move', { key: 'moved', toLocation: 'A-01', quantity: '1' });
  expect(correct('moved')).toEqual(['correction-not-possible']);
  company.post('supplier-invoice-match', {
    key: 'bill',
    original: 'in',
    quantity: '1',
    unitCost: '5',
  });
  expect(correct('bill')).toEqual(['correction-not-possible']);
  expect(correct('nobody')).toEqual(['original-unknown']);
});

test('by company a correction is shared out; at standard it is a variance, and stock takes none', () => {
  const company = new SampleCompany({ costingMethod: 'company-average' });
  received(company);
  company.post('receive-from-vendor', { site: 'O1', quantity: '10', unitCost: '5' });
  expect(company.post('cost-correction', { original: 'in', amount: '4' })).toBe(
    'Dr inventory@DC 4.00 / Cr grni@DC 4.00\n' +
      'average-respread: Dr inventory@O1 2.00 / Cr inventory@DC 2.00',
  );
  const items = SAMPLE_ITEMS.map((item) => ({ ...item, standardCost: unitCost(500_000_000n) }));
  const atStandard = new SampleCompany({ costingMethod: 'standard', items });
  received(atStandard);
  expect(atStandard.post('cost-correction', { original: 'in', amount: '4' })).toBe(
    'Dr purchase-variance@DC 4.00 / Cr grni@DC 4.00',
  );
  expect(atStandard.onHand('DC')).toBe('10 = 50.00 @ 5.000000');
  atStandard.post('supplier-invoice-match', { original: 'in', quantity: '10', amount: '54' });
  expect(atStandard.balance('grni')).toBe('0.00');
});

test('003.X10 parts of a corrected sale come back at the corrected cost, and never at more than is left of it', () => {
  const company = opticalChain();
  const back = (quantity: string) =>
    company.post('return', { site: 'O1', original: 'sold', quantity });
  const correct = (amount: string) =>
    company.post('cost-correction', { site: 'O1', original: 'sold', amount });
  company.post('sale', { key: 'sold', site: 'O1', quantity: '4' });
  correct('20');
  expect(back('1')).toBe('Dr inventory@O1 50.00 / Cr cogs@O1 50.00');
  correct('-130');
  // 70.00 for four by now, of which 50.00 are back: twenty for three, and then nothing.
  expect(back('1')).toBe('Dr inventory@O1 17.50 / Cr cogs@O1 17.50');
  expect(back('1')).toBe('Dr inventory@O1 2.50 / Cr cogs@O1 2.50');
  expect(back('1')).toBe('');
  expect(company.balance('cogs')).toBe('0.00');
});

test('003.X10 a price that is told is held against what its units stand at, and the books find the difference', () => {
  const company = new SampleCompany();
  received(company);
  const price = (fields: object) => company.post('cost-correction', { original: 'in', ...fields });
  expect(price({ quantity: '10', unitCost: '5.40' })).toBe(
    'Dr inventory@DC 4.00 / Cr grni@DC 4.00',
  );
  expect(price({ quantity: '10', amount: '48.50' })).toBe('Dr grni@DC 5.50 / Cr inventory@DC 5.50');
  expect(price({ quantity: '10', unitCost: '4.85' })).toBe('');
  expect(company.onHand('DC')).toBe('10 = 48.50 @ 4.850000');
  // Four of them were invoiced at 5.00 each; only the rest can be priced anew.
  company.post('supplier-invoice-match', { original: 'in', quantity: '4', unitCost: '5' });
  expect(price({ quantity: '6', unitCost: '5' })).toBe('Dr inventory@DC 0.90 / Cr grni@DC 0.90');
  company.post('supplier-invoice-match', { original: 'in', quantity: '6', unitCost: '5' });
  expect(company.balance('grni')).toBe('0.00');
  expect(company.balance('purchase-variance')).toBe('0.60');
});

test('003.X10 a price is told of as many units as are left, once, and is none below zero', () => {
  const company = new SampleCompany();
  received(company);
  const refused = (fields: object) =>
    company.refused('cost-correction', { original: 'in', ...fields });
  expect(refused({ quantity: '11', unitCost: '5' })).toEqual(['original-used-up']);
  expect(refused({ quantity: '0', unitCost: '5' })).toEqual(['quantity-zero']);
  expect(refused({ quantity: '-1', unitCost: '5' })).toEqual(['quantity-negative']);
  expect(refused({ quantity: '10' })).toEqual(['cost-missing']);
  expect(refused({ quantity: '10', unitCost: '-5' })).toEqual(['cost-negative']);
  expect(refused({ quantity: '10', unitCost: '5', amount: '50' })).toEqual(['cost-given-twice']);
  expect(refused({ unitCost: '5' })).toEqual(['field-missing', 'field-not-allowed']);
});

test('003.X10 Q-15 prospective: a corrected price is borne by the units still here, the rest is a variance', () => {
  const company = new SampleCompany({ configuration: declared({ 'late-facts': 'prospective' }) });
  received(company);
  company.post('sale', { key: 'sold', quantity: '6' });
  expect(company.post('cost-correction', { original: 'in', quantity: '10', unitCost: '6' })).toBe(
    'Dr inventory@DC 4.00, Dr purchase-variance@DC 6.00 / Cr grni@DC 10.00',
  );
  expect(company.onHand('DC')).toBe('4 = 24.00 @ 6.000000');
  // What went out is corrected as it is told.
  expect(company.post('cost-correction', { original: 'sold', amount: '2' })).toBe(
    'Dr cogs@DC 2.00 / Cr inventory@DC 2.00',
  );
  company.post('supplier-invoice-match', { original: 'in', quantity: '10', unitCost: '6' });
  expect(company.balance('grni')).toBe('0.00');
  expect(company.balance('purchase-variance')).toBe('6.00');
});
