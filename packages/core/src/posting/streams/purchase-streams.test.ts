import { expect, test } from 'vitest';
import type { CostStream } from '../../costing/cost-stream.ts';
import { indexPolicies } from '../../determination/policies-in-force.ts';
import type { PolicyValue } from '../../determination/policy.ts';
import { formatDecimal } from '../../primitives/decimal.ts';
import { unitCost } from '../../primitives/money.ts';
import {
  assignment,
  day,
  SAMPLE_ITEMS,
  type SampleOptions,
  withAccounts,
  withAssignments,
} from '../../testing/sample-books.ts';
import { SampleCompany, type SampleFields } from '../../testing/sample-company.ts';
import { onHandStream, streamKey } from './booked-stream.ts';

/** A stream of a frame at a site, as units and value: `5 = 60.00`; nothing where it is not kept. */
function stream(company: SampleCompany, name: CostStream, site = 'DC'): string {
  const known = company.books.streams.get(streamKey(onHandStream(name, 'F1', site)));
  return known === undefined
    ? 'not kept'
    : `${known.pool.quantity} = ${formatDecimal(known.pool.value, 2)}`;
}

const bought = (company: SampleCompany, fields: SampleFields) =>
  company.posted('receive-from-vendor', fields);

/** The frame with a standard cost of 30. */
const WITH_STANDARD: SampleOptions = {
  items: SAMPLE_ITEMS.map((item) =>
    item.code === 'F1' ? { ...item, standardCost: unitCost(3_000_000_000n) } : item,
  ),
};

test('004.07 the last purchase is kept beside the average, and posts nothing', () => {
  const company = new SampleCompany();
  bought(company, { quantity: '10', unitCost: '12' });
  bought(company, { quantity: '5', unitCost: '15' });
  expect(stream(company, 'last')).toBe('5 = 75.00');
  expect(company.onHand('DC')).toBe('15 = 195.00 @ 13.000000');
  company.post('sale', { quantity: '4' });
  company.post('return-to-vendor', { quantity: '1' });
  expect(stream(company, 'last')).toBe('5 = 75.00');
  expect(stream(company, 'landed')).toBe('not kept');
});

test('004.07 what is found, counted, moved or returned by a customer is no purchase', () => {
  const company = new SampleCompany();
  bought(company, { key: 'bought', quantity: '10', unitCost: '12' });
  company.post('adjustment', { quantity: '2', unitCost: '99', reason: 'Found' });
  company.post('count-variance', { quantity: '1' });
  company.post('manual-stock-receipt', { quantity: '1', unitCost: '77' });
  company.post('sale', { key: 'sold', quantity: '1' });
  company.post('return', { original: 'sold', quantity: '1' });
  company.post('stock-transfer', { key: 'sent', toSite: 'O1', quantity: '3' });
  company.post('receive-transfer', { document: 'sent', site: 'O1', quantity: '3' });
  expect(stream(company, 'last')).toBe('10 = 120.00');
  expect(stream(company, 'last', 'O1')).toBe('not kept');
});

test('Q-15 a purchase that is posted late is not the last one', () => {
  const company = new SampleCompany();
  bought(company, { postedOn: '2026-03-10', quantity: '10', unitCost: '12' });
  bought(company, { postedOn: '2026-03-01', quantity: '5', unitCost: '15' });
  expect(stream(company, 'last')).toBe('10 = 120.00');
});

test('003.X10 a corrected price is what was paid last; its reversal takes the correction back', () => {
  const company = new SampleCompany();
  bought(company, { key: 'bought', quantity: '10', unitCost: '12' });
  company.post('cost-correction', { key: 'dearer', original: 'bought', amount: '5' });
  expect(stream(company, 'last')).toBe('10 = 125.00');
  company.post('cost-correction', { reverses: 'dearer' });
  expect(stream(company, 'last')).toBe('10 = 120.00');
});

test('Q-51 a purchase that was reversed was never the last one', () => {
  const company = new SampleCompany();
  bought(company, { quantity: '10', unitCost: '12' });
  bought(company, { key: 'wrong', quantity: '5', unitCost: '1500' });
  company.post('receive-from-vendor', { reverses: 'wrong' });
  expect(stream(company, 'last')).toBe('10 = 120.00');
});

test('Q-45 at standard the last purchase is what was paid, not what the stock is worth', () => {
  const company = new SampleCompany({ ...WITH_STANDARD, costingMethod: 'standard' });
  bought(company, { quantity: '10', unitCost: '32.50' });
  expect(company.onHand('DC')).toBe('10 = 300.00 @ 30.000000');
  expect(stream(company, 'last')).toBe('10 = 325.00');
});

const sold = (company: SampleCompany): string => company.post('sale', { site: 'L', quantity: '2' });

/** A company that says what a shortage costs. */
const saying = (value: PolicyValue<'shortage-cost'>, options: SampleOptions = {}) =>
  new SampleCompany({
    ...options,
    configuration: {
      policies: indexPolicies([
        { policy: 'shortage-cost', group: null, from: day('2026-01-01'), value },
      ]),
    },
  });

test('Q-51 costing 5.3 what was never on hand leaves at what was paid for the item last', () => {
  const company = new SampleCompany(WITH_STANDARD);
  bought(company, { quantity: '10', unitCost: '12' });
  bought(company, { site: 'O1', quantity: '3', unitCost: '14' });
  expect(sold(company)).toBe('Dr cogs@L 28.00 / Cr inventory@L 28.00');
  expect(company.onHand('L')).toBe('-2 = -28.00 @ 14.000000');
});

test('Q-51 the site’s own purchases are asked before those of other sites', () => {
  const moved = assignment('inventory', '1310', {
    group: 1,
    site: 'L',
    validFrom: day('2026-02-01'),
  });
  const company = new SampleCompany({
    configuration: { accounts: withAccounts({ 1310: 'asset' }), ...withAssignments([moved]) },
  });
  bought(company, { site: 'L', postedOn: '2026-01-02', quantity: '1', unitCost: '11' });
  company.post('sale', { site: 'L', postedOn: '2026-01-02', quantity: '1' });
  bought(company, { site: 'O1', postedOn: '2026-01-20', quantity: '3', unitCost: '14' });
  // On its new account nothing was ever on hand.
  expect(company.post('sale', { site: 'L', postedOn: '2026-02-05', quantity: '1' })).toBe(
    'Dr cogs@L 11.00 / Cr 1310@L 11.00',
  );
});

test('Q-51 where nothing was ever bought the standard cost counts, and without one the sale is refused', () => {
  expect(sold(new SampleCompany(WITH_STANDARD))).toBe('Dr cogs@L 60.00 / Cr inventory@L 60.00');
  expect(new SampleCompany().refused('sale', { site: 'L', quantity: '2' })).toEqual([
    'cost-unknown',
  ]);
});

test('Q-51 a company may go by the standard cost alone, or by nothing', () => {
  const byStandard = saying('standard', WITH_STANDARD);
  bought(byStandard, { quantity: '10', unitCost: '12' });
  expect(sold(byStandard)).toBe('Dr cogs@L 60.00 / Cr inventory@L 60.00');
  const strict = saying('refuse', WITH_STANDARD);
  bought(strict, { quantity: '10', unitCost: '12' });
  expect(strict.refused('sale', { site: 'L', quantity: '2' })).toEqual(['cost-unknown']);
});

test('costing 5.3 the receipt that covers the shortage settles what was assumed', () => {
  const company = new SampleCompany();
  bought(company, { quantity: '10', unitCost: '12' });
  sold(company);
  expect(company.post('receive-from-vendor', { site: 'L', quantity: '5', unitCost: '13' })).toBe(
    'Dr inventory@L 65.00 / Cr grni@L 65.00\n' +
      'negative-balance-cost-adjustment: Dr cogs@L 2.00 / Cr inventory@L 2.00',
  );
});
