import { expect, test } from 'vitest';
import { entryTypeOf } from '../journal/entry-type.ts';
import { assignment, withAccounts, withAssignments } from '../testing/sample-books.ts';
import { SampleCompany } from '../testing/sample-company.ts';

const TYPE = 'non-inventory-reallocation';

test('003.X07 an amount goes from Non-Inventory to the account of the line, or back, and moves no stock', () => {
  const company = new SampleCompany();
  const line = { site: 'O1', account: '5801', reference: 'PO 4711' };
  const posted = company.posted(TYPE, { ...line, amount: '12.50' });
  expect(company.journalOf(posted)).toBe('Dr Found@O1 12.50 / Cr non-inventory@O1 12.50');
  expect(entryTypeOf(posted.event.type)).toBe('reallocation');
  expect(company.post(TYPE, { ...line, amount: '-2.50' })).toBe(
    'Dr non-inventory@O1 2.50 / Cr Found@O1 2.50',
  );
  expect(company.decisions.flatMap(({ movements }) => movements)).toEqual([]);
  expect(company.post(TYPE, { site: 'O1', reverses: posted.key })).toBe(
    'Dr non-inventory@O1 12.50 / Cr Found@O1 12.50',
  );
});

test('003.X07 the account may be of either statement; it is named, and so is what it is about', () => {
  const company = new SampleCompany({
    configuration: { accounts: withAccounts({ 2200: 'liability' }) },
  });
  const amount = { amount: '1' };
  expect(company.post(TYPE, { ...amount, account: '2200', reference: 'R' })).toBe(
    'Dr 2200@DC 1.00 / Cr non-inventory@DC 1.00',
  );
  expect(company.refused(TYPE, { ...amount, reference: 'R' })).toEqual(['field-missing']);
  expect(company.refused(TYPE, { ...amount, account: '5801' })).toEqual(['field-missing']);
  expect(company.refused(TYPE, { ...amount, account: '1', reference: 'R' })).toEqual([
    'account-unknown',
  ]);
  company.post('receive-from-vendor', { key: 'in', quantity: '1', unitCost: '5' });
  company.post(TYPE, { ...amount, account: '5801', original: 'in' });
  // It uses up nothing of what it names.
  company.post('supplier-invoice-match', { original: 'in', quantity: '1', unitCost: '5' });
  expect(company.balance('grni')).toBe('0.00');
});

test('003.X07 Q-26 an account that holds stock takes no line, however it came to hold it', () => {
  const company = new SampleCompany({
    configuration: {
      accounts: withAccounts({ 1310: 'asset', 1390: 'asset' }),
      ...withAssignments([
        assignment('inventory', '1310', { group: 1, site: 'DC' }),
        assignment('wip', '1390', { site: 'O1' }),
      ]),
    },
  });
  const line = { amount: '1', reference: 'R' };
  for (const account of ['9000', '1310', '1390'])
    expect(company.refused(TYPE, { ...line, account })).toEqual(['line-account-holds-stock']);
  expect(company.posted(TYPE, { ...line, account: '9050' }).status).toBe('posted');
});
