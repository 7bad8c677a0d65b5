import { expect, test } from 'vitest';
import { unitCost } from '../primitives/money.ts';
import { SAMPLE_ITEMS } from '../testing/sample-books.ts';
import { opticalChain, SampleCompany } from '../testing/sample-company.ts';

// The distribution centre keeps goods of a vendor in location OTHERS, beside its own.
const AT = { site: 'DC', location: 'OTHERS' } as const;

test('002.45 003.X13 003.X14 003.X15 goods of others are counted and on no account, until they are used at their price', () => {
  const company = opticalChain();
  expect(company.post('consignment-receipt', { ...AT, quantity: '6' })).toBe('');
  expect(company.held('DC', 'consigned')).toBe('6 = 0.00');
  expect(company.onHand('DC')).toBe('10 = 500.00 @ 50.000000');
  expect(company.balance('consigned-inventory')).toBe('0.00');

  const used = company.post('consignment-use', { ...AT, quantity: '2', unitCost: '56' });
  expect(used).toBe('Dr inventory@DC 112.00 / Cr grni@DC 112.00');
  expect(company.held('DC', 'consigned')).toBe('4 = 0.00');
  expect(company.onHand('DC')).toBe('12 = 612.00 @ 51.000000');
  expect(company.post('sale', { ...AT, quantity: '2' })).toBe(
    'Dr cogs@DC 102.00 / Cr inventory@DC 102.00',
  );
  expect(company.post('consignment-return', { ...AT, quantity: '4' })).toBe('');
  expect(company.held('DC', 'consigned')).toBe('0 = 0.00');
});

test('002.45 what is not ours cannot be sold, whatever the policy below zero, nor be put where ours lies', () => {
  const company = opticalChain();
  company.post('consignment-receipt', { ...AT, quantity: '6' });
  company.post('consignment-use', { ...AT, quantity: '1', unitCost: '56' });
  expect(company.refused('sale', { ...AT, quantity: '2' })).toEqual(['stock-of-others']);
  expect(company.refused('receive-from-vendor', { ...AT, quantity: '1', unitCost: '5' })).toEqual([
    'location-of-others',
  ]);
  expect(
    company.refused('location-move', { site: 'DC', toLocation: 'OTHERS', quantity: '1' }),
  ).toEqual(['location-of-others']);
  expect(
    company.refused('consignment-receipt', { ...AT, location: 'A-01', quantity: '1' }),
  ).toEqual(['location-own']);
  expect(company.refused('consignment-receipt', { site: 'DC', quantity: '1' })).toEqual([
    'field-missing',
  ]);
  for (const type of ['consignment-use', 'consignment-return'] as const) {
    const cost = type === 'consignment-use' ? { unitCost: '56' } : {};
    expect(company.refused(type, { ...AT, quantity: '6', ...cost })).toEqual(['nothing-consigned']);
  }
  expect(company.refused('consignment-receipt', { ...AT, quantity: '1', unitCost: '5' })).toEqual([
    'field-not-allowed',
  ]);
  expect(company.refused('consignment-use', { ...AT, quantity: '1' })).toEqual(['cost-missing']);
});

test('002.45 a receipt, a return and a use of goods of others are reversed exactly', () => {
  const company = opticalChain({ negativeStock: 'forbid' });
  company.post('consignment-receipt', { key: 'in', ...AT, quantity: '6' });
  company.post('consignment-use', { key: 'used', ...AT, quantity: '2', unitCost: '56' });
  expect(company.refused('consignment-receipt', { ...AT, reverses: 'in' })).toEqual([
    'reversal-not-possible',
  ]);
  expect(company.post('consignment-use', { ...AT, reverses: 'used' })).toBe(
    'Dr grni@DC 112.00 / Cr inventory@DC 112.00',
  );
  expect(company.held('DC', 'consigned')).toBe('6 = 0.00');
  expect(company.onHand('DC')).toBe('10 = 500.00 @ 50.000000');
  company.post('consignment-return', { key: 'back', ...AT, quantity: '6' });
  company.post('consignment-return', { ...AT, reverses: 'back' });
  company.post('consignment-receipt', { ...AT, reverses: 'in' });
  expect(company.held('DC', 'consigned')).toBe('0 = 0.00');
});

test('003.X15 Q-45 at standard what is used comes in at standard, and the vendor’s price is owed', () => {
  const items = SAMPLE_ITEMS.map((item) => ({ ...item, standardCost: unitCost(5_000_000_000n) }));
  const company = new SampleCompany({ costingMethod: 'standard', items });
  company.post('consignment-receipt', { ...AT, quantity: '6' });
  expect(
    company.post('consignment-use', { key: 'used', ...AT, quantity: '2', unitCost: '56' }),
  ).toBe('Dr inventory@DC 100.00, Dr purchase-variance@DC 12.00 / Cr grni@DC 112.00');
  company.post('supplier-invoice-match', { original: 'used', quantity: '2', unitCost: '56' });
  expect(company.balance('grni')).toBe('0.00');
});

test('003.X10 003.X15 a use that cost more or less is corrected where it was used, not in the goods of others', () => {
  const company = new SampleCompany();
  company.post('consignment-receipt', { ...AT, quantity: '6' });
  company.post('consignment-use', { key: 'used', ...AT, quantity: '2', unitCost: '56' });
  expect(company.post('cost-correction', { original: 'used', amount: '-2' })).toBe(
    'Dr grni@DC 2.00 / Cr inventory@DC 2.00',
  );
  company.post('cost-correction', { original: 'used', amount: '5' });
  expect(company.held('DC', 'consigned')).toBe('4 = 0.00');
  expect(company.onHand('DC')).toBe('2 = 115.00 @ 57.500000');
});
