import { expect, test } from 'vitest';
import { parseBusinessDate } from '../primitives/business-date.ts';
import { counterpartOf, type MatchableLine, namingWords, receiptFor } from './counterpart.ts';
import { REVIEW_ACTIONS, reviewActionKinds } from './review-action.ts';
import {
  type LineFacts,
  labelDefinition,
  labelOf,
  REVIEW_LABELS,
  reviewLabels,
  suggestionsOf,
} from './review-label.ts';

const NO_ROLES: ReadonlySet<string> = new Set();

/** A line on Non-Inventory for stock, entered by hand without a word. */
const BARE: LineFacts = {
  role: 'non-inventory',
  reason: undefined,
  isDebit: true,
  itemClass: 'stock',
  text: '',
  isPartlyCleared: false,
  contraRoles: NO_ROLES,
};

const SUPPLIERS: ReadonlySet<string> = new Set(['supplier-control']);

// biome-ignore format: a table reads as a table
const LABELLED: readonly (readonly [scenario: string, facts: Partial<LineFacts>, label: string])[] = [
  ['004.30 4.1', { reason: 'no-link', text: 'PO 4711' },                                'missing-link'],
  ['004.31 4.2', { reason: 'consumable-cost', isDebit: false, itemClass: 'consumable' }, 'consumable-cost'],
  ['004.33 4.3', { reason: 'rebate', isDebit: false },                                  'vendor-rebate'],
  ['004.21 4.3', { reason: 'no-link', isDebit: false, text: 'Second Quarter REBATE' },  'vendor-rebate'],
  ['004.34 4.4', { reason: 'consumable-cost', itemClass: 'consumable' },                'customer-rebate'],
  ['004.36 4.6', { reason: 'vendor-return-account-missing' },                           'customer-return'],
  ['004.37 4.6', { reason: 'vendor-return-account-missing', isDebit: false },           'vendor-return'],
  ['4.6b',       { role: 'vendor-return-inventory', reason: 'vendor-return' },          'customer-return'],
  ['4.6b',       { role: 'vendor-return-inventory', isPartlyCleared: true },            'return-residual'],
  ['004.22 4.7', { reason: 'converted-po' },                                            'converted-po'],
  ['004.22 4.7', { reason: 'no-link', text: 'converted PO 88' },                        'converted-po'],
  ['004.18 4.8', { reason: 'special-cost', isDebit: false, itemClass: 'special' },      'sp-cost'],
  ['4.9',        { role: 'grni', isDebit: false },                                      'not-invoiced'],
  ['no link',    { reason: 'no-link', isDebit: false, text: 'credit 9' },               'vendor-return'],
  ['by hand',    { contraRoles: SUPPLIERS },                                            'missing-link'],
  ['by hand',    { contraRoles: SUPPLIERS, isDebit: false },                            'vendor-return'],
  ['by hand',    { contraRoles: SUPPLIERS, itemClass: 'consumable' },                   'missing-link'],
  ['by hand',    { contraRoles: SUPPLIERS, isDebit: false, text: 'spring bonus' },      'vendor-rebate'],
  ['by hand',    { isDebit: false, itemClass: 'consumable' },                           'consumable-cost'],
  ['by hand',    { text: 'returned by a customer' },                                    'customer-return'],
  ['by hand',    { text: 'a turnaround' },                                              'unknown'],
  ['by hand',    { reason: 'bypass-hyphen', text: '-Second Quarter Rebate' },           'unknown'],
];

test('004.02 004.21 every line has the label of its scenario: by its reason, else by item, sign, words and other side', () => {
  expect(
    LABELLED.map(([scenario, facts]) => [scenario, facts, labelOf({ ...BARE, ...facts })]),
  ).toEqual(LABELLED);
  const reached = new Set<string>(LABELLED.map(([, , label]) => label));
  expect(reviewLabels().filter((label) => !reached.has(label))).toEqual([]);
});

test('004.02 every label says its cause and what to do, and suggests only what is an action', () => {
  for (const label of reviewLabels()) {
    const { cause, remedy } = labelDefinition(label);
    expect([label, cause.length > 0, remedy.endsWith('.')]).toEqual([label, true, true]);
    for (const [action] of suggestionsOf(label)) expect(reviewActionKinds()).toContain(action);
  }
  // What is said posts nothing, and what posts is a type of the posting rules.
  expect(REVIEW_ACTIONS['carry-forward'][0]).toBe('nothing');
  expect(REVIEW_LABELS['vendor-rebate'][2]).toEqual([['reallocate', 'rebate-income']]);
});

const DAY = parseBusinessDate('2026-05-10');

function line(event: number, fields: Partial<MatchableLine>): MatchableLine {
  if (DAY === undefined) throw new Error('a day');
  const bare = { item: 'F1', party: '', words: namingWords(''), postedOn: DAY, open: 6000n };
  return { event, label: 'customer-return', ...bare, ...fields };
}

test('non-inventory 4.6 a return is matched with the credit for the same item: of its amount first, then the oldest', () => {
  const returned = line(1, {});
  const credit = (event: number, open: bigint, fields: Partial<MatchableLine> = {}) =>
    line(event, { label: 'vendor-return', open, ...fields });
  expect(counterpartOf(returned, [])).toBeUndefined();
  const others = [credit(2, 6000n), credit(3, -6000n, { item: 'F2' }), line(4, { open: -6000n })];
  expect(counterpartOf(returned, others)).toBeUndefined();
  expect(counterpartOf(returned, [...others, credit(5, -5500n)])?.event).toBe(5);
  expect(
    counterpartOf(returned, [credit(5, -5500n), credit(7, -6000n), credit(6, -6000n)])?.event,
  ).toBe(6);
});

test('non-inventory 4.2 the cost of a consumable is matched with its purchase that stands open too', () => {
  const sold = line(1, { label: 'consumable-cost', item: 'C1', open: -9000n });
  const bought = line(2, { label: 'missing-link', item: 'C1', open: 9000n });
  expect(counterpartOf(sold, [bought])?.event).toBe(2);
});

test('non-inventory 4.1 a purchase is linked to the receipt its words name, else to one of about its amount, never to another', () => {
  const bill = line(1, { open: 120000n, words: namingWords('PO 4711'), party: 'ACME' });
  const receipt = (event: number, open: bigint, text = '', party = '') => ({
    ...line(event, { open, words: namingWords(text), party }),
  });
  expect(receiptFor(bill, [receipt(2, 90000n), receipt(3, -120000n)])).toBeUndefined();
  // A party alone says nothing, where the amounts are far apart.
  expect(receiptFor(bill, [receipt(2, 90000n, '', 'ACME')])).toBeUndefined();
  expect(receiptFor(bill, [receipt(2, 110000n)])?.event).toBe(2);
  expect(
    receiptFor(bill, [receipt(2, 110000n), receipt(3, 120000n), receipt(4, 90000n, 'po-4711')])
      ?.event,
  ).toBe(4);
  expect(receiptFor(bill, [receipt(2, 119000n), receipt(3, 118000n, '', 'ACME')])?.event).toBe(3);
  // A line of a document without an item is found by its words and its amount alone.
  expect(receiptFor({ ...bill, item: '' }, [receipt(2, 120000n)])?.event).toBe(2);
  expect(receiptFor({ ...bill, item: 'F2' }, [receipt(2, 120000n)])).toBeUndefined();
});
