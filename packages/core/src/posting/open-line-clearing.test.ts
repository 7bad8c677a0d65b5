import { expect, test } from 'vitest';
import { formatDecimal } from '../primitives/decimal.ts';
import { SAMPLE_ITEMS, withAccounts } from '../testing/sample-books.ts';
import { SampleCompany } from '../testing/sample-company.ts';
import { openAmount } from './open-amount.ts';

const TYPE = 'non-inventory-reallocation';

const company = () =>
  new SampleCompany({
    configuration: { accounts: withAccounts({ 2200: 'liability', 4900: 'income' }) },
    items: [
      ...SAMPLE_ITEMS,
      { code: 'C1', name: 'Cleaning', group: 2, itemClass: 'consumable', quantityDecimals: 0 },
    ],
  });

/** Puts a line on Non-Inventory against what is owed: debits positive, as a bill would. */
const open = (books: SampleCompany, key: string, amount: string, site = 'DC') =>
  books.post(TYPE, {
    key,
    site,
    amount: amount.startsWith('-') ? amount.slice(1) : `-${amount}`,
    account: '2200',
    reference: 'PO 4711',
  });

const left = (books: SampleCompany, key: string, source = 'api'): string => {
  const line = books.books.earlier.get(`${source}\n${key}`);
  return line === undefined
    ? 'unknown'
    : formatDecimal(openAmount(books.books.desk.configuration, line), 2);
};

test('004.02 an open line is cleared to the account of the correction, in parts, and never beyond what is open', () => {
  const books = company();
  expect(open(books, 'bill', '1200')).toBe('Dr non-inventory@DC 1200.00 / Cr 2200@DC 1200.00');
  expect(books.post(TYPE, { clears: 'bill', amount: '500', account: '4900' })).toBe(
    'Dr 4900@DC 500.00 / Cr non-inventory@DC 500.00',
  );
  expect(left(books, 'bill')).toBe('700.00');
  for (const amount of ['700.01', '-1', '1200'])
    expect(books.refused(TYPE, { clears: 'bill', amount, account: '4900' })).toEqual([
      'more-than-open',
    ]);
  expect(books.refused(TYPE, { clears: 'bill', amount: '0', account: '4900' })).toEqual([
    'amount-zero',
  ]);
  books.post(TYPE, { clears: 'bill', amount: '700', account: '5801' });
  expect(left(books, 'bill')).toBe('0.00');
  expect(books.refused(TYPE, { clears: 'bill', amount: '0.01', account: '4900' })).toEqual([
    'more-than-open',
  ]);
  expect(books.balance('non-inventory')).toBe('0.00');
});

test('non-inventory 4.3 a line with a credit is cleared by a debit, for an item without stock as well', () => {
  const books = company();
  books.post(TYPE, { key: 'cost', item: 'C1', amount: '90', account: '5801', reference: 'SO 7' });
  expect(left(books, 'cost')).toBe('-90.00');
  const clearing = { item: 'C1', clears: 'cost', account: '5801' };
  expect(books.refused(TYPE, { ...clearing, amount: '90' })).toEqual(['more-than-open']);
  expect(books.post(TYPE, { ...clearing, amount: '-90' })).toBe(
    'Dr non-inventory@DC 90.00 / Cr Found@DC 90.00',
  );
  expect(left(books, 'cost')).toBe('0.00');
});

test('004.02 a clearing leaves from the account and site where the line stands, and not before it was posted', () => {
  const books = company();
  open(books, 'branch', '900', 'O1');
  const clearing = { clears: 'branch', amount: '900', account: '4900' };
  expect(books.refused(TYPE, { ...clearing, postedOn: '2026-01-04' })).toEqual([
    'dated-before-original',
  ]);
  expect(books.refused(TYPE, { ...clearing, clears: 'nobody' })).toEqual(['original-unknown']);
  expect(books.post(TYPE, clearing)).toBe('Dr 4900@DC 900.00 / Cr non-inventory@O1 900.00');
  expect(books.balance('non-inventory', 'O1')).toBe('0.00');
});

test('004.02 what was cleared is open again when its clearing is reversed, and can be cleared anew', () => {
  const books = company();
  open(books, 'bill', '60');
  books.post(TYPE, { key: 'wrong', clears: 'bill', amount: '60', account: '4900' });
  expect(books.refused(TYPE, { reverses: 'bill' })).toEqual(['reversal-not-possible']);
  books.post(TYPE, { key: 'undo', reverses: 'wrong' });
  expect([left(books, 'bill'), left(books, 'wrong'), left(books, 'undo')]).toEqual([
    '60.00',
    '0.00',
    '0.00',
  ]);
  // The reversal of the line itself leaves neither of the two open.
  books.post(TYPE, { key: 'no-bill', reverses: 'bill' });
  expect([left(books, 'bill'), left(books, 'no-bill')]).toEqual(['0.00', '0.00']);
  books.post(TYPE, { key: 'after-all', reverses: 'no-bill' });
  // Restored, it is the line itself that is open again.
  expect([left(books, 'bill'), left(books, 'after-all')]).toEqual(['60.00', '0.00']);
  expect(books.balance('non-inventory')).toBe('60.00');
});

test('non-inventory 4.6 what moves on to the vendor-return account is open there, and no more where it was', () => {
  const books = company();
  open(books, 'return', '60');
  const vri = '9190';
  const name = books.books.desk.configuration.accounts.get(vri)?.name;
  expect(name).toBe('vendor-return-inventory');
  books.post(TYPE, { key: 'moved', clears: 'return', amount: '60', account: vri });
  expect([left(books, 'return'), left(books, 'moved')]).toEqual(['0.00', '60.00']);
  expect(books.post(TYPE, { clears: 'moved', amount: '5', account: '5801' })).toBe(
    'Dr Found@DC 5.00 / Cr vendor-return-inventory@DC 5.00',
  );
  expect(left(books, 'moved')).toBe('55.00');
  expect(books.refused(TYPE, { clears: 'moved', amount: '1', account: vri })).toEqual([
    'same-account',
  ]);
});

test('003.X36 non-inventory 4.6 two lines that cancel out are matched without a journal, each up to what is open', () => {
  const books = company();
  open(books, 'return', '60');
  open(books, 'credit', '-55');
  const match = { clears: 'return', against: 'credit' };
  expect(books.refused('open-line-match', { ...match, amount: '60' })).toEqual(['more-than-open']);
  expect(books.refused('open-line-match', { ...match, amount: '55', account: '4900' })).toEqual([
    'field-not-allowed',
  ]);
  expect(books.refused('open-line-match', { ...match, against: 'return', amount: '55' })).toEqual([
    'more-than-open',
  ]);
  const matched = books.posted('open-line-match', { key: 'match', ...match, amount: '55' });
  expect(matched.event.entry).toBe(0);
  expect([left(books, 'return'), left(books, 'credit'), left(books, 'match')]).toEqual([
    '5.00',
    '0.00',
    '0.00',
  ]);
  books.post('open-line-match', { reverses: 'match' });
  expect([left(books, 'return'), left(books, 'credit')]).toEqual(['60.00', '-55.00']);
});

test('non-inventory 4.6 lines at two sites are matched by a journal between them', () => {
  const books = company();
  open(books, 'return', '60', 'O1');
  open(books, 'credit', '-60');
  expect(books.post('open-line-match', { clears: 'return', against: 'credit', amount: '60' })).toBe(
    'Dr non-inventory@DC 60.00 / Cr non-inventory@O1 60.00',
  );
  expect(books.balance('non-inventory', 'O1')).toBe('0.00');
});

test('003.X35 non-inventory 4.1 a purchase without a link is linked to its receipt, and the price difference is variance', () => {
  const books = company();
  books.post('receive-from-vendor', { key: 'in', quantity: '10', unitCost: '119' });
  open(books, 'bill', '1200');
  const link = { clears: 'bill', against: 'in' };
  expect(books.refused('receipt-link', { ...link, quantity: '11', amount: '1200' })).toEqual([
    'original-used-up',
  ]);
  expect(books.refused('receipt-link', { ...link, quantity: '10', amount: '1201' })).toEqual([
    'more-than-open',
  ]);
  expect(
    books.refused('receipt-link', { ...link, item: 'A1', quantity: '10', amount: '1200' }),
  ).toEqual(['original-differs']);
  expect(books.post('receipt-link', { key: 'link', ...link, quantity: '10', amount: '1200' })).toBe(
    'Dr grni@DC 1190.00, Dr purchase-variance@DC 10.00 / Cr non-inventory@DC 1200.00',
  );
  expect([left(books, 'bill'), books.balance('grni')]).toEqual(['0.00', '0.00']);
  // It is invoiced now, and not a second time.
  expect(
    books.refused('supplier-invoice-match', { original: 'in', quantity: '1', unitCost: '120' }),
  ).toEqual(['original-used-up']);
  books.post('receipt-link', { reverses: 'link' });
  expect([left(books, 'bill'), books.balance('grni')]).toEqual(['1200.00', '-1190.00']);
  books.post('supplier-invoice-match', { original: 'in', quantity: '10', unitCost: '119' });
});

test('non-inventory 4.6 a credit note without a link is linked to the goods that went back', () => {
  const books = company();
  books.post('receive-from-vendor', { quantity: '4', unitCost: '30' });
  books.post('return-to-vendor', { key: 'back', quantity: '2' });
  open(books, 'credit', '-55');
  expect(
    books.post('receipt-link', { clears: 'credit', against: 'back', quantity: '2', amount: '55' }),
  ).toBe('Dr purchase-variance@DC 5.00, Dr non-inventory@DC 55.00 / Cr grni@DC 60.00');
  expect(left(books, 'credit')).toBe('0.00');
});

test('004.02 the review fields are asked for by its types and taken by no other', () => {
  const books = company();
  expect(books.refused('receipt-link', { quantity: '1', unitCost: '1' })).toEqual([
    'field-missing',
    'field-missing',
  ]);
  expect(books.refused('adjustment', { quantity: '1', reason: 'Found', clears: 'x' })).toEqual([
    'field-not-allowed',
  ]);
  expect(
    books.refused(TYPE, { amount: '1', account: '4900', reference: 'R', clearsSource: 'wms' }),
  ).toEqual(['field-not-allowed']);
});
