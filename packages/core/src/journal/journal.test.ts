import { expect, test } from 'vitest';
import { money } from '../primitives/money.ts';
import { day } from '../testing/sample-books.ts';
import { postingRule, transactionTypes } from '../transactions/posting-rules.ts';
import { ENTRY_TYPES, entryTypeOf, entryTypes } from './entry-type.ts';
import { journalLines, type Posting, type PostingSide } from './posting.ts';

const side = (account: string, site = 'DC', center = '010'): PostingSide => ({
  type: 'sale',
  role: 'inventory',
  account,
  center,
  site,
  determination: 1,
});

const posting = (
  line: number,
  debit: PostingSide,
  credit: PostingSide,
  amount: bigint,
): Posting => ({
  entry: 1,
  line,
  postedOn: day('2026-01-05'),
  amount: money(amount),
  debit,
  credit,
});

test('the lines of an entry are debits, then credits, equal sides added up', () => {
  const lines = journalLines([
    posting(1, side('2150'), side('2000'), 5_000n),
    posting(2, side('5200'), side('2000'), 400n),
    posting(3, side('1500'), side('2000'), 810n),
  ]);
  expect(lines.map(({ account, debit, credit }) => [account, debit, credit])).toEqual([
    ['2150', 5_000n, null],
    ['5200', 400n, null],
    ['1500', 810n, null],
    ['2000', null, 6_210n],
  ]);
});

test('the same account at another site or center is a line of its own', () => {
  const lines = journalLines([
    posting(1, side('1300', 'DC'), side('2150'), 1n),
    posting(2, side('1300', 'O1'), side('2150', 'DC', '020'), 2n),
  ]);
  expect(lines).toHaveLength(4);
});

test('an entry without postings has no lines', () => {
  expect(journalLines([])).toEqual([]);
});

test('inventory integration has an entry type of its own, used by no other source', () => {
  const ofInventoryControl = entryTypes().filter((code) => ENTRY_TYPES[code][1] === 'IC');
  expect(ofInventoryControl).toEqual(['inventory', 'reclassification']);
  for (const type of transactionTypes()) {
    const entryType = entryTypeOf(type);
    expect(entryTypes()).toContain(entryType);
  }
  const ofSuppliers = transactionTypes().filter((type) => {
    const { debit, credit } = postingRule(type);
    return debit === 'supplier-control' || credit === 'supplier-control';
  });
  const sources = ofSuppliers.map((type) => ENTRY_TYPES[entryTypeOf(type)][1]);
  expect([...new Set(sources)]).toEqual(['AP']);
  expect(entryTypeOf('sale')).toBe('inventory');
  expect(entryTypeOf('account-reclassification')).toBe('reclassification');
  expect(entryTypeOf('non-inventory-reallocation')).toBe('reallocation');
});

test('only the manual journal may be posted by hand', () => {
  expect(entryTypes().filter((code) => ENTRY_TYPES[code][2])).toEqual(['general']);
});
