import { expect, test } from 'vitest';
import type { CostingMethod } from '../../costing/cost-pool.ts';
import { indexPolicies, type PolicyRow } from '../../determination/policies-in-force.ts';
import { formatDecimal } from '../../primitives/decimal.ts';
import { day } from '../../testing/sample-books.ts';
import { SampleCompany, type SampleFields } from '../../testing/sample-company.ts';

const said = (
  policy: PolicyRow['policy'],
  value: PolicyRow['value'],
  group: number | null = null,
): PolicyRow => ({ policy, group, from: day('2026-01-01'), value });

/** A company that says what its sales show; ten frames at 12, then five at 15. */
function company(method: CostingMethod, ...policies: readonly PolicyRow[]): SampleCompany {
  const made = new SampleCompany({
    costingMethod: method,
    configuration: { policies: indexPolicies(policies) },
  });
  made.post('receive-from-vendor', { quantity: '10', unitCost: '12' });
  made.post('receive-from-vendor', { quantity: '5', unitCost: '15' });
  return made;
}

/** What a sale shows beside what it posts: `last 60.00, posted 52.00`. */
function sold(made: SampleCompany, fields: SampleFields = {}): string {
  const { shown, cost } = made.posted('sale', { quantity: '4', ...fields });
  const posted = `posted ${formatDecimal(cost, 2)}`;
  return shown === undefined
    ? posted
    : `${shown.stream} ${formatDecimal(shown.value, 2)}, ${posted}`;
}

test('004.32 a sale shows the cost that the company says, and posts the one that values stock', () => {
  expect(sold(company('moving-average'))).toBe('posted 52.00');
  expect(sold(company('moving-average', said('sales-cost', 'last')))).toBe(
    'last 60.00, posted 52.00',
  );
  const both = [said('sales-cost', 'fifo'), said('kept-streams', 'fifo')];
  expect(sold(company('moving-average', ...both))).toBe('fifo 48.00, posted 52.00');
  expect(sold(company('fifo', said('sales-cost', 'fifo')))).toBe('posted 48.00');
});

test('004.32 a group may show another cost than the company', () => {
  const made = company(
    'moving-average',
    said('sales-cost', 'last'),
    said('sales-cost', 'valuation', 1),
  );
  expect(sold(made)).toBe('posted 52.00');
});

test('004.32 landed cost is what was paid where nothing was landed', () => {
  expect(sold(company('moving-average', said('sales-cost', 'landed')))).toBe(
    'landed 60.00, posted 52.00',
  );
});

test('004.32 only a sale shows a cost: no return of one, no transfer, no reversal', () => {
  const made = company('moving-average', said('sales-cost', 'last'));
  expect(made.posted('sale', { key: 'sale', quantity: '4' }).shown).toMatchObject({
    stream: 'last',
  });
  expect(made.posted('return', { original: 'sale', quantity: '1' }).shown).toBeUndefined();
  expect(made.posted('stock-transfer', { toSite: 'O1', quantity: '1' }).shown).toBeUndefined();
  made.post('sale', { key: 'wrong', quantity: '1' });
  expect(made.posted('sale', { reverses: 'wrong' }).shown).toBeUndefined();
});

test('004.32 a cost that is not known is said aloud and stands in nobody’s way', () => {
  const made = company('moving-average', said('sales-cost', 'standard'));
  const { shown, warnings } = made.posted('sale', { quantity: '1' });
  expect([shown, warnings]).toEqual([undefined, ['the standard cost of F1 at DC is not known']]);
});

test('Q-36 a repeated sale shows what it showed the first time', () => {
  const made = company('moving-average', said('sales-cost', 'last'));
  expect(sold(made, { key: 'sale' })).toBe('last 60.00, posted 52.00');
  made.post('receive-from-vendor', { quantity: '5', unitCost: '20' });
  expect(sold(made, { key: 'sale' })).toBe('last 60.00, posted 52.00');
});
