import { expect, test } from 'vitest';
import { unitCost } from '../primitives/money.ts';
import { declared } from '../testing/declared-policies.ts';
import { SampleCompany, type SampleFields } from '../testing/sample-company.ts';

type Options = ConstructorParameters<typeof SampleCompany>[0];

/** A company that capitalises price differences, on what is still here. */
const capitalising = (options: Options = {}): SampleCompany =>
  new SampleCompany({
    ...options,
    configuration: declared({ 'late-facts': 'prospective', 'price-difference': 'capitalise' }),
  });

const receive = (company: SampleCompany, fields: SampleFields = {}) =>
  company.post('receive-from-vendor', { key: 'in', quantity: '10', unitCost: '5', ...fields });

const invoice = (company: SampleCompany, quantity: string, cost: string, fields: object = {}) =>
  company.post('supplier-invoice-match', { original: 'in', quantity, unitCost: cost, ...fields });

test('Q-48 by default the difference of a price is expensed, and stock keeps the price of the receipt', () => {
  const company = new SampleCompany({ configuration: declared({ 'late-facts': 'prospective' }) });
  receive(company);
  expect(invoice(company, '10', '5.40', { tax: '8.10' })).toBe(
    'Dr grni@DC 50.00, Dr purchase-variance@DC 4.00, Dr tax-in@DC 8.10 / Cr supplier-control@DC 62.10',
  );
  expect(company.onHand('DC')).toBe('10 = 50.00 @ 5.000000');
});

test('003.X03 Q-48 capitalised: the difference becomes cost of the goods still here, the rest is a variance', () => {
  const company = capitalising();
  receive(company);
  company.post('sale', { quantity: '4' });
  expect(invoice(company, '10', '5.40', { key: 'bill', tax: '8.10' })).toBe(
    'Dr grni@DC 50.00, Dr tax-in@DC 8.10, Dr inventory@DC 2.40, Dr purchase-variance@DC 1.60 / ' +
      'Cr supplier-control@DC 62.10',
  );
  expect(company.onHand('DC')).toBe('6 = 32.40 @ 5.400000');
  expect(company.balance('grni')).toBe('0.00');
  expect(company.post('supplier-invoice-match', { reverses: 'bill' })).toBe(
    'Dr supplier-control@DC 62.10 / ' +
      'Cr grni@DC 50.00, Cr tax-in@DC 8.10, Cr inventory@DC 2.40, Cr purchase-variance@DC 1.60',
  );
  expect(company.onHand('DC')).toBe('6 = 30.00 @ 5.000000');
  expect(company.balance('grni')).toBe('-50.00');
});

test('Q-48 capitalised: each part of a receipt is invoiced at the price of the receipt and capitalises its own difference', () => {
  const company = capitalising();
  receive(company);
  expect(invoice(company, '6', '5.40')).toBe(
    'Dr grni@DC 30.00, Dr inventory@DC 2.40 / Cr supplier-control@DC 32.40',
  );
  expect(invoice(company, '2', '5')).toBe('Dr grni@DC 10.00 / Cr supplier-control@DC 10.00');
  expect(invoice(company, '2', '4')).toBe(
    'Dr grni@DC 10.00 / Cr supplier-control@DC 8.00, Cr inventory@DC 2.00',
  );
  expect(company.onHand('DC')).toBe('10 = 50.40 @ 5.040000');
  expect(company.balance('grni')).toBe('0.00');
});

test('Q-48 capitalised under FIFO: the layer of the receipt takes the difference, and gives it back with the invoice', () => {
  const company = capitalising({ costingMethod: 'fifo' });
  receive(company, { key: 'older' });
  receive(company);
  invoice(company, '10', '6', { key: 'bill' });
  const layers = () => [...company.books.pools.values()][0]?.pool.layers.map(({ value }) => value);
  expect(layers()).toEqual([5_000n, 6_000n]);
  company.post('supplier-invoice-match', { reverses: 'bill' });
  expect(layers()).toEqual([5_000n, 5_000n]);
});

test('Q-48 capitalised: goods that went back and stock at standard bear nothing', () => {
  const company = capitalising();
  receive(company);
  company.post('return-to-vendor', { key: 'back', quantity: '2' });
  expect(
    company.post('supplier-invoice-match', { original: 'back', quantity: '2', unitCost: '6' }),
  ).toBe('Dr supplier-control@DC 12.00 / Cr grni@DC 10.00, Cr purchase-variance@DC 2.00');
  const items = [...company.books.items.values()];
  const atStandard = capitalising({
    costingMethod: 'standard',
    items: items.map((item) => ({ ...item, standardCost: unitCost(500_000_000n) })),
  });
  receive(atStandard);
  expect(invoice(atStandard, '10', '5.40')).toBe(
    'Dr grni@DC 50.00, Dr purchase-variance@DC 4.00 / Cr supplier-control@DC 54.00',
  );
});

test('Q-48 capitalised and restated: stock bears all of it from the day of the receipt', () => {
  const company = new SampleCompany({
    configuration: declared({ 'price-difference': 'capitalise' }),
  });
  receive(company);
  company.post('sale', { quantity: '4' });
  expect(invoice(company, '10', '5.40', { postedOn: '2026-02-01' })).toBe(
    'Dr grni@DC 50.00, Dr inventory@DC 4.00 / Cr supplier-control@DC 54.00',
  );
  expect(company.decisions.at(-1)?.movements).toMatchObject([
    { type: 'supplier-invoice-match', about: 1, costedOn: '2026-01-05', value: 400n },
  ]);
});
