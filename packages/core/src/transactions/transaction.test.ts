import { expect, test } from 'vitest';
import { contentOf, TRANSACTION_FIELDS, type TransactionInput } from './transaction.ts';

/** Every field given, so that a field added to the type and not to the list is noticed. */
const EVERYTHING: Required<TransactionInput> = {
  key: 'k',
  source: 'wms',
  type: 'sale',
  postedOn: '2026-01-05',
  documentDate: '2026-01-04',
  item: 'F1',
  site: 'DC',
  location: 'A-01',
  toSite: 'O1',
  toLocation: 'CONS',
  fromSite: 'L',
  quantity: '1',
  unitCost: '2',
  amount: '3',
  reason: 'Found',
  account: '5801',
  document: 'D',
  reference: 'PO',
  party: 'P',
  original: 'o',
  reverses: 'r',
  tax: '4',
};

test('content is the same whatever the order of the fields, and holds every one of them', () => {
  const turned = Object.fromEntries(Object.entries(EVERYTHING).toReversed());
  expect(contentOf({ ...EVERYTHING, ...turned })).toBe(contentOf(EVERYTHING));
  expect(JSON.parse(contentOf(EVERYTHING))).toEqual(EVERYTHING);
  expect([...TRANSACTION_FIELDS].toSorted()).toEqual(Object.keys(EVERYTHING).toSorted());
});

test.each(TRANSACTION_FIELDS)('content differs when %s does', (field) => {
  const changed = { ...EVERYTHING, [field]: `${EVERYTHING[field]}0` };
  expect(contentOf(changed)).not.toBe(contentOf(EVERYTHING));
});
