import { expect, test } from 'vitest';
import {
  contentOf,
  LINE_FIELDS,
  TRANSACTION_FIELDS,
  type TransactionInput,
  type TransactionLine,
} from './transaction.ts';

const LINE: Required<TransactionLine> = {
  item: 'A1',
  quantity: '2',
  site: 'DC',
  location: 'A-01',
  share: '60',
  amount: '5',
  account: '5801',
  reason: 'Damage',
  kind: 'charge',
  original: 'GRN',
  unitPrice: '6',
  taxType: 'STD',
  tax: '7',
  text: 'Words',
  unitCost: '8',
};

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
  taxEntry: 'inclusive',
  clears: 'c',
  clearsSource: 'cs',
  against: 'a',
  againstSource: 'as',
  reverseOn: '2026-02-01',
  closingReason: 'c',
  lines: [LINE],
};

test('content is the same whatever the order of the fields, and holds every one of them', () => {
  const turned = Object.fromEntries(Object.entries(EVERYTHING).toReversed());
  expect(contentOf({ ...EVERYTHING, ...turned })).toBe(contentOf(EVERYTHING));
  expect(JSON.parse(contentOf(EVERYTHING))).toEqual(EVERYTHING);
  expect([...TRANSACTION_FIELDS, 'lines'].toSorted()).toEqual(Object.keys(EVERYTHING).toSorted());
});

test('content holds every field of every line in one order', () => {
  const turned = Object.fromEntries(Object.entries(LINE).toReversed());
  expect(contentOf({ ...EVERYTHING, lines: [{ ...LINE, ...turned }] })).toBe(contentOf(EVERYTHING));
  expect([...LINE_FIELDS].toSorted()).toEqual(Object.keys(LINE).toSorted());
  const twice = { ...EVERYTHING, lines: [LINE, LINE] };
  expect(contentOf(twice)).not.toBe(contentOf(EVERYTHING));
});

test.each(LINE_FIELDS)('content differs when %s of a line does', (field) => {
  const changed = { ...EVERYTHING, lines: [{ ...LINE, [field]: `${LINE[field]}0` }] };
  expect(contentOf(changed)).not.toBe(contentOf(EVERYTHING));
});

test.each(TRANSACTION_FIELDS)('content differs when %s does', (field) => {
  const changed = { ...EVERYTHING, [field]: `${EVERYTHING[field]}0` };
  expect(contentOf(changed)).not.toBe(contentOf(EVERYTHING));
});
