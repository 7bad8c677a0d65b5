import { expect, test } from 'vitest';
import { quantity } from '../primitives/money.ts';
import { SampleCompany } from '../testing/sample-company.ts';
import { COUNT_TYPE } from '../transactions/posting-rules.ts';
import { countAdjustment, inPostingOrder } from './count-adjustment.ts';

const HEAD = { name: 'C-1', site: 'DC', postedOn: '2026-01-31', reason: 'COUNT' };

test('003.53 000.47 a difference becomes a transaction of its own that says it is automatic', () => {
  const line = { number: 17, item: 'K1', location: 'A-01' };
  expect(countAdjustment(HEAD, line, quantity(-1500n), 3)).toEqual({
    key: 'count C-1 line 17: K1 at A-01',
    type: 'count-variance',
    postedOn: '2026-01-31',
    item: 'K1',
    site: 'DC',
    location: 'A-01',
    quantity: '-1.500',
    reason: 'COUNT',
    reference: 'automatic adjustment of count C-1',
  });
  const plain = countAdjustment(
    { ...HEAD, reason: undefined },
    { number: 1, item: 'F1', location: '' },
    quantity(2n),
    0,
  );
  expect(plain).not.toHaveProperty('location');
  expect(plain).not.toHaveProperty('reason');
  expect(plain.key).toBe('count C-1 line 1: F1');
});

test('costing 5.5 a count adjusts at the average and leaves it, also from below zero', () => {
  const company = new SampleCompany();
  company.post('opening-balance', { quantity: '100', unitCost: '12.50' });
  const adjusted = (difference: bigint, number: number) => {
    const {
      type: _,
      key: __,
      ...fields
    } = countAdjustment(
      { ...HEAD, reason: undefined },
      { number, item: 'F1', location: '' },
      quantity(difference),
      0,
    );
    return company.post(COUNT_TYPE, fields);
  };
  expect(adjusted(-3n, 1)).toBe('Dr count-variance@DC 37.50 / Cr inventory@DC 37.50');
  expect(adjusted(2n, 2)).toBe('Dr inventory@DC 25.00 / Cr count-variance@DC 25.00');
  expect(company.onHand('DC')).toBe('99 = 1237.50 @ 12.500000');
  company.post('adjustment', { quantity: '-103', reason: 'Damage' });
  expect(company.onHand('DC')).toBe('-4 = -50.00 @ 12.500000');
  // No negative balance cost adjustment: the units come in at the cost the others left at.
  expect(adjusted(10n, 3)).toBe('Dr inventory@DC 125.00 / Cr count-variance@DC 125.00');
  expect(company.onHand('DC')).toBe('6 = 75.00 @ 12.500000');
});

test('what was found is posted before what is missing', () => {
  const lines = [-3n, 0n, 5n, -1n, 2n].map((difference) => ({ difference: quantity(difference) }));
  expect(inPostingOrder(lines).map(({ difference }) => difference)).toEqual([5n, 2n, -3n, -1n]);
});
