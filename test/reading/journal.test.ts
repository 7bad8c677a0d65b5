import { GL_SOURCES, glSources } from 'perpetua-core';
import { expect, test } from 'vitest';
import { entryTypeDetails } from '../../packages/server/src/application/reading/entry-type-details.ts';
import {
  findJournalEntry,
  type JournalQuery,
  listJournalEntries,
} from '../../packages/server/src/application/reading/journal.ts';
import { mixedHistoryBooks } from '../support/inspected-books.ts';
import {
  answerOf,
  centsIn,
  codesOf,
  linesOf,
  type ReadBooks,
  readBooks,
  readingOf,
} from './read-books.ts';

type Reading = Pick<ReadBooks, 'books' | 'id'>;

const list = async ({ books, id }: Reading, query: JournalQuery = {}) =>
  answerOf(await listJournalEntries(books, id, query));

/** All pages, one after the other. */
async function allPages(reading: Reading, query: JournalQuery) {
  const entries = [];
  let after: string | undefined;
  do {
    const page = await list(reading, { ...query, after });
    entries.push(...page.entries);
    after = page.next ?? undefined;
  } while (after !== undefined);
  return entries;
}

async function invoicedBooks(): Promise<ReadBooks> {
  const company = await readBooks();
  await company.post(
    ['g', 'receive-from-vendor', '2026-01-05', 'F1', 'DC', { quantity: '10', unitCost: '5' }],
    [
      'i',
      'supplier-invoice-match',
      '2026-01-09',
      'F1',
      'DC',
      { quantity: '10', unitCost: '5.40', tax: '8.10', original: 'g' },
    ],
    ['s', 'otc-sale', '2026-02-01', 'F1', 'DC', { quantity: '3' }],
    ['t', 'stock-transfer', '2026-02-02', 'F1', 'DC', { quantity: '2', toSite: 'O1' }],
  );
  return company;
}

test('an entry shows its lines as an accountant reads them, debits first', async () => {
  const company = await invoicedBooks();
  const entry = answerOf(await findJournalEntry(company.books, company.id, 2));
  expect(entry).toMatchObject({
    number: 2,
    event: 2,
    postedOn: '2026-01-09',
    recordedBy: 'test',
    entryType: 'purchasing',
    entryTypeName: 'Supplier invoices',
    sourceCode: 'AP',
    type: 'supplier-invoice-match',
    key: 'i',
    amount: '62.10',
  });
  expect(
    entry.lines.map(({ side, account, accountName, center, site, debit, credit }) =>
      [side, account, accountName, center, site, debit ?? '', credit ?? ''].join(' ').trimEnd(),
    ),
  ).toEqual([
    'debit 2150 Goods received not invoiced 010 DC 50.00',
    'debit 5200 Purchase variance 010 DC 4.00',
    'debit 1500 Tax on purchases 010 DC 8.10',
    'credit 2100 Suppliers 010 DC  62.10',
  ]);
  const transfer = answerOf(await findJournalEntry(company.books, company.id, 4));
  expect(
    transfer.lines.map(({ type, account, site, debit, credit }) => [
      type,
      account,
      site,
      debit,
      credit,
    ]),
  ).toEqual([
    ['stock-transfer-in-transit', '1320', 'O1', '10.00', null],
    ['stock-transfer', '1300', 'DC', null, '10.00'],
  ]);
});

test('entries are listed newest first, filtered and page by page', async () => {
  const company = await invoicedBooks();
  const numbers = async (query: JournalQuery) =>
    (await allPages(company, query)).map(({ number }) => number);
  expect(await numbers({})).toEqual([4, 3, 2, 1]);
  expect(await numbers({ limit: '1' })).toEqual([4, 3, 2, 1]);
  expect(await numbers({ limit: '3', order: 'oldest' })).toEqual([1, 2, 3, 4]);
  expect(await numbers({ account: '2150' })).toEqual([2, 1]);
  expect(await numbers({ account: '1300', type: 'otc-sale' })).toEqual([3]);
  expect(await numbers({ entryType: 'purchasing' })).toEqual([2]);
  expect(await numbers({ from: '2026-01-09', to: '2026-02-01' })).toEqual([3, 2]);
  expect(await numbers({ asOf: '2026-01-09', asKnown: '1' })).toEqual([1]);
  expect(await numbers({ item: 'A1' })).toEqual([]);
  expect((await list(company, { limit: '4' })).next).toBeNull();
});

test('every page of a mixed history together is the journal, each entry balanced', async () => {
  const reading = readingOf(await mixedHistoryBooks());
  const entries = await allPages(reading, { limit: '7', order: 'oldest' });
  expect(entries.map(({ number }) => number)).toEqual(entries.map((_, index) => index + 1));
  for (const { lines, amount } of entries) {
    expect(centsIn(lines.map(({ debit }) => debit))).toBe(centsIn([amount]));
    expect(centsIn(lines.map(({ credit }) => credit))).toBe(centsIn([amount]));
  }
});

test('000.33 entry type details list every inventory journal and no other', async () => {
  const { books, id } = readingOf(await mixedHistoryBooks());
  const report = answerOf(await entryTypeDetails(books, id, { limit: '10000' }));
  const entries = await allPages({ books, id }, { limit: '1000' });
  const inventory = entries.filter(({ entryType }) => entryType === 'inventory');
  const others = entries.filter(({ entryType }) => entryType !== 'inventory');
  expect(others.length).toBeGreaterThan(0);
  const listed = [...new Set(report.rows.map(({ entry }) => Number(entry)))];
  expect(listed).toEqual(inventory.map(({ number }) => number).toReversed());
  expect(report.totals).toEqual({
    entries: String(inventory.length),
    debit: report.totals.credit,
    credit: report.totals.debit,
  });
  expect(centsIn(report.rows.map(({ debit }) => debit))).toBe(centsIn([report.totals.debit]));
  expect(centsIn(report.rows.map(({ credit }) => credit))).toBe(centsIn([report.totals.credit]));
  const invoices = answerOf(await entryTypeDetails(books, id, { entryType: 'purchasing' }));
  expect(invoices.totals.entries).toBe(
    String(entries.filter(({ entryType }) => entryType === 'purchasing').length),
  );
});

test('004.38 a journal carries the code of its source, is listed by it, and by no other', async () => {
  const { books, id } = readingOf(await mixedHistoryBooks());
  const entries = await allPages({ books, id }, { limit: '1000' });
  const codes = new Set(entries.map(({ sourceCode }) => sourceCode));
  expect(codes).toContain('AP');
  for (const source of glSources()) {
    const [code] = GL_SOURCES[source];
    const query = { glSource: source, limit: '10000' };
    const report = answerOf(await entryTypeDetails(books, id, query));
    const own = entries.filter(({ sourceCode }) => sourceCode === code);
    expect([code, report.totals.entries]).toEqual([code, String(own.length)]);
    expect(report.rows.filter((row) => row['source'] !== code)).toEqual([]);
  }
  const bill = entries.find(({ type }) => type === 'supplier-invoice-match');
  expect(bill).toMatchObject({ sourceCode: 'AP', entryType: 'purchasing' });
});

test('entry type details of a stretch of days, page by page, keep the totals of all pages', async () => {
  const company = await invoicedBooks();
  const run = async (query: Parameters<typeof entryTypeDetails>[2]) =>
    answerOf(await entryTypeDetails(company.books, company.id, query));
  const first = await run({ limit: '2' });
  expect(linesOf(first, 'entry', 'postedOn', 'type', 'key', 'account', 'debit', 'credit')).toEqual([
    '1 2026-01-05 receive-from-vendor g 1300 50.00 -',
    '1 2026-01-05 receive-from-vendor g 2150 - 50.00',
    '3 2026-02-01 otc-sale s 5000 15.00 -',
    '3 2026-02-01 otc-sale s 1300 - 15.00',
  ]);
  expect(first.totals).toEqual({ entries: '3', debit: '75.00', credit: '75.00' });
  const second = await run({ limit: '2', after: first.next ?? '' });
  expect(linesOf(second, 'entry', 'account')).toEqual(['4 1320', '4 1300']);
  expect([second.next, second.totals]).toEqual([null, first.totals]);
  const february = await run({ from: '2026-02-01', to: '2026-02-01' });
  expect(february).toMatchObject({ asOf: '2026-02-01', totals: { entries: '1', debit: '15.00' } });
  expect((await run({ asKnown: '1' })).totals).toEqual({
    entries: '1',
    debit: '50.00',
    credit: '50.00',
  });
});

test('what is not there or cannot be read is refused; an empty company has no entries', async () => {
  const { books, id } = await readBooks();
  expect(await list({ books, id })).toEqual({ entries: [], next: null });
  expect(answerOf(await entryTypeDetails(books, id, {}))).toMatchObject({
    rows: [],
    totals: { entries: '0', debit: '0.00', credit: '0.00' },
  });
  for (const number of [0, 1, -3])
    expect(codesOf(await findJournalEntry(books, id, number))).toEqual(['not-found']);
  const codes = async (query: JournalQuery) => codesOf(await listJournalEntries(books, id, query));
  expect(await codes({ account: '9999' })).toEqual(['account-unknown']);
  expect(await codes({ type: 'barter', after: 'x', limit: '0', order: 'sideways' })).toEqual([
    'transaction-type-unknown',
    'request-malformed',
    'request-malformed',
    'request-malformed',
  ]);
  expect(codesOf(await entryTypeDetails(books, id, { entryType: 'payroll' }))).toEqual([
    'request-malformed',
  ]);
});
