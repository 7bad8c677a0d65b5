import { expect, test } from 'vitest';
import { indexPolicies, type PolicyRow, policyOn } from '../determination/policies-in-force.ts';
import type { PolicyName, PolicyValue } from '../determination/policy.ts';
import { FIRST_DAY } from '../primitives/business-date.ts';
import { unitCost } from '../primitives/money.ts';
import { day, SAMPLE_ITEMS, type SampleOptions } from '../testing/sample-books.ts';
import { SampleCompany } from '../testing/sample-company.ts';

const declared = (
  policy: PolicyName,
  value: PolicyValue,
  row: Partial<PolicyRow> = {},
): PolicyRow => ({ policy, value, group: null, from: FIRST_DAY, ...row });

const companyWith = (rows: readonly PolicyRow[], options: SampleOptions = {}): SampleCompany =>
  new SampleCompany({ ...options, configuration: { policies: indexPolicies(rows) } });

/** The steps of costing 5.1 up to where something goes back: 15 on hand at an average of 13.40. */
function received51(company: SampleCompany): void {
  company.post('receive-from-vendor', { key: 'first', quantity: '10', unitCost: '12.00' });
  company.post('receive-from-vendor', { key: 'second', quantity: '5', unitCost: '15.00' });
  company.post('sale', { key: 'sold', quantity: '4' });
  company.post('receive-from-vendor', { key: 'third', quantity: '4', unitCost: '14.50' });
}

test('costing 5.1 Q-17 as usual goods go back to the vendor at the present cost, named receipt or not', () => {
  for (const original of [undefined, 'third']) {
    const company = companyWith([]);
    received51(company);
    const back = { quantity: '2', ...(original === undefined ? {} : { original }) };
    expect(company.post('return-to-vendor', back)).toBe('Dr grni@DC 26.80 / Cr inventory@DC 26.80');
    expect(company.onHand('DC')).toBe('13 = 174.20 @ 13.400000');
  }
});

test('Q-49 by policy goods go back to the vendor at what they cost in the receipt that is named', () => {
  const company = companyWith([declared('vendor-return-cost', 'original')]);
  received51(company);
  expect(company.post('return-to-vendor', { key: 'back', quantity: '2', original: 'third' })).toBe(
    'Dr grni@DC 29.00 / Cr inventory@DC 29.00',
  );
  expect(company.onHand('DC')).toBe('13 = 172.00 @ 13.230769');
  // So the vendor's credit at his price is no variance.
  const credit = { original: 'back', quantity: '2', unitCost: '14.50' };
  expect(company.post('supplier-invoice-match', credit)).toBe(
    'Dr supplier-control@DC 29.00 / Cr grni@DC 29.00',
  );
  // One that names none leaves at the present cost.
  expect(company.post('return-to-vendor', { quantity: '1' })).toBe(
    'Dr grni@DC 13.23 / Cr inventory@DC 13.23',
  );
});

test('Q-49 the last that go back to the vendor take what is left of their receipt, to the cent', () => {
  const company = companyWith([declared('vendor-return-cost', 'original')]);
  company.post('receive-from-vendor', { key: 'in', quantity: '3', amount: '10.00' });
  const back = (quantity: string) => company.post('return-to-vendor', { original: 'in', quantity });
  expect([back('1'), back('1'), back('1')]).toEqual([
    'Dr grni@DC 3.33 / Cr inventory@DC 3.33',
    'Dr grni@DC 3.33 / Cr inventory@DC 3.33',
    'Dr grni@DC 3.34 / Cr inventory@DC 3.34',
  ]);
  expect(company.refused('return-to-vendor', { original: 'in', quantity: '1' })).toEqual([
    'original-used-up',
  ]);
});

test('Q-49 what stock cannot bear of a return at the cost of its receipt is cost revaluation', () => {
  const company = companyWith([declared('vendor-return-cost', 'original')]);
  company.post('receive-from-vendor', { quantity: '1', unitCost: '2.00' });
  company.post('receive-from-vendor', { key: 'dear', quantity: '1', unitCost: '20.00' });
  company.post('sale', { quantity: '1' });
  expect(company.post('return-to-vendor', { original: 'dear', quantity: '1' })).toBe(
    [
      'Dr grni@DC 20.00 / Cr inventory@DC 20.00',
      'cost-revaluation: Dr inventory@DC 9.00 / Cr cost-revalue@DC 9.00',
    ].join('\n'),
  );
  expect(company.onHand('DC')).toBe('0 = 0.00 @ 0.000000');
});

test('Q-49 goods that were invoiced can go back under their receipt, which is invoiced no more than once', () => {
  for (const value of ['original', 'current'] as const) {
    const company = companyWith([declared('vendor-return-cost', value)]);
    company.post('receive-from-vendor', { key: 'in', quantity: '10', unitCost: '12.00' });
    const invoice = { original: 'in', unitCost: '12.50' };
    company.post('supplier-invoice-match', { ...invoice, quantity: '8' });
    expect(company.post('return-to-vendor', { key: 'back', original: 'in', quantity: '3' })).toBe(
      'Dr grni@DC 36.00 / Cr inventory@DC 36.00',
    );
    // Of ten received eight are invoiced and three went back: nothing is left to be invoiced.
    expect(company.refused('supplier-invoice-match', { ...invoice, quantity: '1' })).toEqual([
      'original-used-up',
    ]);
    const rest = { original: 'in', quantity: '8' };
    expect(company.refused('return-to-vendor', rest)).toEqual(['original-used-up']);
    company.post('return-to-vendor', { ...rest, quantity: '7' });
    expect(company.onHand('DC')).toBe('0 = 0.00 @ 0.000000');
  }
});

test('Q-49 only what came in can go back at its cost', () => {
  const company = companyWith([declared('vendor-return-cost', 'original')]);
  received51(company);
  expect(company.refused('return-to-vendor', { original: 'sold', quantity: '1' })).toEqual([
    'original-differs',
  ]);
});

test('Q-49 under FIFO a return at the cost of its receipt takes the layer of that receipt', () => {
  const company = companyWith([declared('vendor-return-cost', 'original')], {
    costingMethod: 'fifo',
  });
  received51(company);
  company.post('return-to-vendor', { original: 'third', quantity: '4' });
  // Six of the first at 12 and five of the second at 15 are left.
  expect(company.onHand('DC')).toBe('11 = 147.00 @ 13.363636');
  expect(company.post('sale', { quantity: '6' })).toBe('Dr cogs@DC 72.00 / Cr inventory@DC 72.00');
});

test('Q-49 Q-45 at standard the vendor is debited what he got, the difference is purchase variance', () => {
  const items = SAMPLE_ITEMS.map((item) => ({ ...item, standardCost: unitCost(5_000_000_000n) }));
  const company = companyWith([declared('vendor-return-cost', 'original')], {
    costingMethod: 'standard',
    items,
  });
  expect(company.post('receive-from-vendor', { key: 'in', quantity: '2', unitCost: '56.00' })).toBe(
    'Dr inventory@DC 100.00, Dr purchase-variance@DC 12.00 / Cr grni@DC 112.00',
  );
  expect(company.post('return-to-vendor', { key: 'back', original: 'in', quantity: '1' })).toBe(
    'Dr grni@DC 56.00 / Cr inventory@DC 50.00, Cr purchase-variance@DC 6.00',
  );
  expect(
    company.post('supplier-invoice-match', { original: 'back', quantity: '1', unitCost: '56.00' }),
  ).toBe('Dr supplier-control@DC 56.00 / Cr grni@DC 56.00');
});

test('costing 5.1 Q-16 as usual a customer brings goods back at what they were sold at', () => {
  const company = companyWith([]);
  received51(company);
  expect(company.post('return', { original: 'sold', quantity: '1' })).toBe(
    'Dr inventory@DC 13.00 / Cr cogs@DC 13.00',
  );
});

test('Q-49 by policy a customer brings goods back at the present cost, also under the sale he names', () => {
  const company = companyWith([declared('customer-return-cost', 'current')]);
  received51(company);
  const back = { key: 'back', original: 'sold', quantity: '3' };
  expect(company.post('return', back)).toBe('Dr inventory@DC 40.20 / Cr cogs@DC 40.20');
  expect(company.onHand('DC')).toBe('18 = 241.20 @ 13.400000');
  // The sale is used up all the same, and what is taken back goes at the amount it came in at.
  expect(company.refused('return', { original: 'sold', quantity: '2' })).toEqual([
    'original-used-up',
  ]);
  company.post('receive-from-vendor', { quantity: '2', unitCost: '20.00' });
  expect(company.post('return', { original: 'back', quantity: '-1' })).toBe(
    'Dr cogs@DC 13.40 / Cr inventory@DC 13.40',
  );
});

test('Q-49 what returns before it was delivered takes back what the sale took, whatever the policy', () => {
  const company = companyWith([declared('customer-return-cost', 'current')]);
  const order = { document: 'ORD-1', quantity: '1' };
  company.post('receive-from-vendor', { quantity: '1', unitCost: '10.00' });
  company.post('sale', { ...order, key: 'ordered' });
  company.post('receive-from-vendor', { quantity: '1', unitCost: '20.00' });
  expect(company.post('return', { ...order, original: 'ordered' })).toBe(
    'Dr inventory@DC 10.00 / Cr cogs@DC 10.00',
  );
});

test('beyond 11 the policy of the day and of the group decides, not that of the original', () => {
  const rows = [
    declared('customer-return-cost', 'current', { from: day('2026-02-01') }),
    declared('customer-return-cost', 'original', { from: day('2026-02-01'), group: 2 }),
  ];
  const company = companyWith(rows);
  for (const item of ['F1', 'K1']) {
    company.post('receive-from-vendor', { item, quantity: '10', unitCost: '10.00' });
    company.post('sale', { item, key: `sold ${item}`, quantity: '4' });
    company.post('receive-from-vendor', { item, quantity: '6', unitCost: '20.00' });
  }
  const back = (item: string, postedOn: string) =>
    company.post('return', { item, postedOn, original: `sold ${item}`, quantity: '1' });
  expect(back('F1', '2026-01-31')).toBe('Dr inventory@DC 10.00 / Cr cogs@DC 10.00');
  expect(back('F1', '2026-02-01')).toBe('Dr inventory@DC 14.62 / Cr cogs@DC 14.62');
  expect(back('K1', '2026-02-01')).toBe('Dr inventory@DC 10.00 / Cr cogs@DC 10.00');
  const { configuration } = company.books.desk;
  expect(policyOn(configuration, 'customer-return-cost', 2, day('2026-02-01'))).toBe('original');
});

test('Q-51 units of which no cost is known cost the standard cost, or are refused where the policy says so', () => {
  const never = { item: 'K1', quantity: '1' };
  const usual = companyWith([]);
  expect(usual.post('sale', never)).toBe('Dr cogs@DC 2.50 / Cr inventory@DC 2.50');
  const standard = companyWith([declared('shortage-cost', 'standard')]);
  expect(standard.post('sale', never)).toBe('Dr cogs@DC 2.50 / Cr inventory@DC 2.50');
  expect(standard.refused('sale', { quantity: '1' })).toEqual(['cost-unknown']);
  const refuses = companyWith([declared('shortage-cost', 'refuse')]);
  expect(refuses.refused('sale', never)).toEqual(['cost-unknown']);
  expect(refuses.refused('sale', { ...never, document: 'ORD-1' })).toEqual(['cost-unknown']);
  // Where a cost was ever known it is taken: that is no shortage of a cost.
  refuses.post('receive-from-vendor', { ...never, unitCost: '3.00' });
  refuses.post('sale', never);
  expect(refuses.post('sale', never)).toBe('Dr cogs@DC 3.00 / Cr inventory@DC 3.00');
});
