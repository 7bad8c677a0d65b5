import { expect, test } from 'vitest';
import { entryTypeOf } from '../journal/entry-type.ts';
import { assignment, withAccounts, withAssignments } from '../testing/sample-books.ts';
import { SampleCompany, type SampleFields } from '../testing/sample-company.ts';
import type { Refusal } from '../transactions/refusals.ts';
import type { TransactionLine } from '../transactions/transaction.ts';

const TYPE = 'manual-journal';
const NONE = { item: '' };

const ACCOUNTS = withAccounts({
  1900: 'asset',
  2400: 'liability',
  6100: 'expense',
  6200: 'expense',
});

const company = () => new SampleCompany({ configuration: { accounts: ACCOUNTS } });

const RENT: readonly TransactionLine[] = [
  { account: '6100', amount: '900', text: 'March' },
  { account: '6200', amount: '100' },
  { account: '2400', amount: '-1000' },
];

function refusalsOf(books: SampleCompany, fields: SampleFields): readonly Refusal[] {
  const outcome = books.send(TYPE, { ...NONE, ...fields });
  return outcome.status === 'refused' ? outcome.refusals : [];
}

test('003.X28 the lines of a manual journal are its debits and credits, of either statement, and no stock moves', () => {
  const books = company();
  const posted = books.posted(TYPE, { ...NONE, lines: RENT });
  expect(books.journalOf(posted)).toBe('Dr 6100@DC 900.00, Dr 6200@DC 100.00 / Cr 2400@DC 1000.00');
  expect(posted.cost).toBe(100_000n);
  expect(entryTypeOf(posted.event.type)).toBe('general');
  expect(books.decisions.flatMap(({ movements }) => movements)).toEqual([]);
  expect(books.post(TYPE, { ...NONE, reverses: posted.key })).toBe(
    'Dr 2400@DC 1000.00 / Cr 6100@DC 900.00, Cr 6200@DC 100.00',
  );
  expect(books.refused(TYPE, { ...NONE, reverses: posted.key })).toEqual(['already-reversed']);
});

test('003.X28 every line has a site of its own, whose center it posts to', () => {
  const books = company();
  const lines = [
    { account: '6100', amount: '1', site: 'O1' },
    { account: '2400', amount: '-1' },
  ];
  expect(books.post(TYPE, { ...NONE, lines })).toBe('Dr 6100@O1 1.00 / Cr 2400@DC 1.00');
});

test('004.40 an account that holds stock takes no line of a manual journal, however it came to hold it', () => {
  const books = new SampleCompany({
    configuration: {
      accounts: withAccounts({ 1310: 'asset', 1390: 'asset' }),
      ...withAssignments([
        assignment('inventory', '1310', { group: 1, site: 'DC' }),
        assignment('wip', '1390', { site: 'O1' }),
      ]),
    },
  });
  const against = { account: '5801', amount: '-5' };
  for (const account of ['9000', '1310', '1390', '9010', '9020', '9030']) {
    const lines = [{ account, amount: '5' }, against];
    expect(refusalsOf(books, { lines })).toMatchObject([
      { code: 'line-account-holds-stock', line: 1 },
    ]);
  }
  const lines = [{ account: '9050', amount: '5' }, against];
  expect(books.posted(TYPE, { ...NONE, lines }).status).toBe('posted');
});

test('003.X28 what is wrong is told all at once, each with its line', () => {
  const books = company();
  const lines = [
    { account: '6100', amount: '5' },
    { account: '9999', amount: '0' },
    { amount: 'x', site: 'nowhere', quantity: '1' },
  ];
  const refusals = refusalsOf(books, { lines, quantity: '1' });
  expect(refusals.map(({ code, line = 0 }) => `${line} ${code}`).toSorted()).toEqual([
    '0 field-not-allowed',
    '2 account-unknown',
    '2 line-of-nothing',
    '3 field-missing',
    '3 field-not-allowed',
    '3 number-invalid',
    '3 site-unknown',
  ]);
  expect(books.refused(TYPE, { ...NONE, lines: [] })).toEqual(['journal-empty']);
  expect(books.refused(TYPE, { lines: RENT })).toEqual(['field-not-allowed']);
  expect(books.refused('count-variance', { quantity: '1', lines: RENT })).toEqual([
    'field-not-allowed',
  ]);
});

test('000.27 debits and credits that differ are no journal, by whatever they differ', () => {
  const books = company();
  const lines = [
    { account: '6100', amount: '10' },
    { account: '2400', amount: '-9.99' },
  ];
  expect(refusalsOf(books, { lines })).toMatchObject([
    {
      code: 'journal-unbalanced',
      details: { debit: '10.00', credit: '9.99', difference: '0.01' },
    },
  ]);
});

test('003.X29 004.46 an accrual takes itself back on its day, and both are one step', () => {
  const books = company();
  const accrual = { ...NONE, postedOn: '2026-01-31', reverseOn: '2026-02-01', lines: RENT };
  const posted = books.posted(TYPE, accrual);
  expect(posted.caused).toMatchObject([
    { type: 'journal-reversal', postedOn: '2026-02-01', source: 'perpetua' },
  ]);
  const days = posted.postings.map(({ postedOn, debit, credit, amount }) => [
    postedOn,
    debit.account,
    credit.account,
    amount,
  ]);
  expect(days).toEqual([
    ['2026-01-31', '6100', '2400', 90_000n],
    ['2026-01-31', '6200', '2400', 10_000n],
    ['2026-02-01', '2400', '6100', 90_000n],
    ['2026-02-01', '2400', '6200', 10_000n],
  ]);
  // Taken back whole, it is as if neither had been.
  const back = books.posted(TYPE, { ...NONE, postedOn: '2026-02-10', reverses: posted.key });
  expect(back.postings).toHaveLength(4);
  const sums = new Map<string, bigint>();
  for (const { debit, credit, amount } of [...posted.postings, ...back.postings]) {
    sums.set(debit.account, (sums.get(debit.account) ?? 0n) + amount);
    sums.set(credit.account, (sums.get(credit.account) ?? 0n) - amount);
  }
  expect([...sums.values()]).toEqual([0n, 0n, 0n]);
});

test('003.X29 it is refused whole where the day it would be taken back on takes nothing', () => {
  const books = company();
  const accrual = { ...NONE, postedOn: '2026-01-31', lines: RENT };
  expect(books.refused(TYPE, { ...accrual, reverseOn: '2026-01-31' })).toEqual([
    'reversal-not-later',
  ]);
  expect(books.refused(TYPE, { ...accrual, reverseOn: '2031-01-01' })).toEqual(['period-unknown']);
  expect(books.refused(TYPE, { ...accrual, reverseOn: 'soon' })).toEqual(['date-invalid']);
});
