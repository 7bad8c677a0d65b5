import { expect, test } from 'vitest';
import { setUpCompany } from '../../packages/server/src/application/configuration/set-up-company.ts';
import { accountCard } from '../../packages/server/src/application/reading/account-card.ts';
import { listStock, type StockQuery } from '../../packages/server/src/application/reading/stock.ts';
import {
  findTransaction,
  listTransactions,
  type TransactionsQuery,
} from '../../packages/server/src/application/reading/transactions.ts';
import { trialBalance } from '../../packages/server/src/application/reading/trial-balance.ts';
import { mixedHistoryBooks } from '../support/inspected-books.ts';
import { sampleSetup } from '../support/sample-setup.ts';
import { answerOf, codesOf, linesOf, type ReadBooks, readBooks, readingOf } from './read-books.ts';

type Reading = Pick<ReadBooks, 'books' | 'id'>;

const list = async ({ books, id }: Reading, query: TransactionsQuery = {}) =>
  answerOf(await listTransactions(books, id, query));

async function orderedBooks(): Promise<ReadBooks> {
  const company = await readBooks();
  const order = { quantity: '1', document: 'SO-1' };
  await company.post(
    [
      'r1',
      'receive-from-vendor',
      '2026-01-05',
      'F1',
      'DC',
      { quantity: '10', unitCost: '50', reference: 'PO 4711' },
    ],
    ['r2', 'receive-from-vendor', '2026-01-05', 'F1', 'O1', { quantity: '10', unitCost: '45' }],
    ['sale', 'sale', '2026-01-06', 'F1', 'O1', order],
    ['pick', 'pick-for-order', '2026-01-07', 'F1', 'DC', order],
    ['ship', 'ship-for-order', '2026-01-08', 'F1', 'DC', { ...order, toSite: 'O1' }],
    ['got', 'receive-for-order', '2026-01-09', 'F1', 'O1', order],
    ['done', 'deliver', '2026-01-10', 'F1', 'O1', order],
    [
      'bill',
      'supplier-invoice-match',
      '2026-01-11',
      'F1',
      'DC',
      { quantity: '4', unitCost: '51', original: 'r1' },
    ],
  );
  return company;
}

test('transactions are listed newest first with what they moved, filtered and page by page', async () => {
  const company = await orderedBooks();
  const page = await list(company, { limit: '3' });
  expect(
    page.transactions.map(({ event, key, type, quantity, value, entry }) => [
      event,
      key,
      type,
      quantity,
      value,
      entry,
    ]),
  ).toEqual([
    [9, 'bill', 'supplier-invoice-match', null, null, 9],
    [8, 'api:done#cogs-adjustment', 'cogs-adjustment', '0', '-5.00', 8],
    [7, 'done', 'deliver', '-1', '-50.00', 7],
  ]);
  const keys = async (query: TransactionsQuery) =>
    (await list(company, query)).transactions.map(({ key }) => key);
  expect(await keys({ limit: '3', after: page.next ?? '' })).toEqual(['got', 'ship', 'pick']);
  expect(await keys({ document: 'SO-1', order: 'oldest', limit: '2' })).toEqual(['sale', 'pick']);
  expect(await keys({ type: 'receive-from-vendor', site: 'O1' })).toEqual(['r2']);
  expect(await keys({ key: 'pick' })).toEqual(['pick']);
  expect(await keys({ from: '2026-01-08', to: '2026-01-09' })).toEqual(['got', 'ship']);
  expect(await keys({ asKnown: '2' })).toEqual(['r2', 'r1']);
  expect(await keys({ item: 'A1' })).toEqual([]);
  expect((await list(company, { limit: '9' })).next).toBeNull();
});

test('one transaction comes with its movements, journal lines and ties in both directions', async () => {
  const { books, id } = await orderedBooks();
  const deliver = answerOf(await findTransaction(books, id, { key: 'done' }));
  expect(deliver).toMatchObject({
    event: 7,
    entry: 7,
    content: { key: 'done', type: 'deliver', quantity: '1', document: 'SO-1' },
    quantity: '-1',
    value: '-50.00',
  });
  expect(
    deliver.movements.map((one) => [
      one.bucket,
      one.site,
      one.quantityBefore,
      one.valueBefore,
      one.quantity,
      one.value,
      one.quantityAfter,
      one.valueAfter,
    ]),
  ).toEqual([
    ['wip', 'O1', '1', '50.00', '-1', '-50.00', '0', '0.00'],
    ['order-clearing', 'O1', '-1', '-45.00', '1', '50.00', '0', '5.00'],
  ]);
  expect(deliver.lines.map(({ account, debit, credit }) => [account, debit, credit])).toEqual([
    ['1300', '50.00', null],
    ['1330', null, '50.00'],
  ]);
  expect(
    deliver.links.map(({ direction, kind, event, type }) => [direction, kind, event, type]),
  ).toEqual([['from', 'caused-by', 8, 'cogs-adjustment']]);
  const adjustment = answerOf(await findTransaction(books, id, { event: 8 }));
  expect(adjustment.links.map(({ direction, kind, key }) => [direction, kind, key])).toEqual([
    ['to', 'caused-by', 'done'],
  ]);
  const receipt = answerOf(await findTransaction(books, id, { key: 'r1', source: 'api' }));
  expect(receipt.content).toMatchObject({ reference: 'PO 4711' });
  expect(
    receipt.links.map(({ direction, kind, key, quantity, value }) => [
      direction,
      kind,
      key,
      quantity,
      value,
    ]),
  ).toEqual([['from', 'refers-to', 'bill', '4', '200.00']]);
});

test('under FIFO a transaction names the receipts that fed it', async () => {
  const { books, id, post } = await readBooks(sampleSetup({ costingMethod: 'fifo' }));
  await post(
    ['r1', 'receive-from-vendor', '2026-01-05', 'F1', 'DC', { quantity: '10', unitCost: '12' }],
    ['r2', 'receive-from-vendor', '2026-01-06', 'F1', 'DC', { quantity: '5', unitCost: '15' }],
    ['s', 'otc-sale', '2026-01-07', 'F1', 'DC', { quantity: '12' }],
  );
  const sale = answerOf(await findTransaction(books, id, { key: 's' }));
  expect(
    sale.costUses.map(({ receiptKey, quantity, value }) => [receiptKey, quantity, value]),
  ).toEqual([
    ['r1', '10', '120.00'],
    ['r2', '2', '30.00'],
  ]);
});

test('a key of several sources is asked back; what is not there is not found', async () => {
  const { books, id, post } = await readBooks();
  const receive = ['receive-from-vendor', '2026-01-05', 'F1', 'DC'] as const;
  await post(
    ['x', ...receive, { quantity: '1', unitCost: '1', source: 'wms' }],
    ['x', ...receive, { quantity: '2', unitCost: '1', source: 'pos' }],
  );
  expect(codesOf(await findTransaction(books, id, { key: 'x' }))).toEqual(['request-malformed']);
  const found = answerOf(await findTransaction(books, id, { key: 'x', source: 'pos' }));
  expect(found).toMatchObject({ event: 2, source: 'pos', quantity: '2' });
  expect(codesOf(await findTransaction(books, id, { key: 'y' }))).toEqual(['not-found']);
  expect(codesOf(await findTransaction(books, id, { event: 3 }))).toEqual(['not-found']);
  expect(codesOf(await listTransactions(books, id, { item: 'NONE', type: 'gift' }))).toEqual([
    'transaction-type-unknown',
    'item-unknown',
  ]);
});

test('stock is listed by item, place, site and bucket with its pinned account, page by page', async () => {
  const company = await orderedBooks();
  const { books, id } = company;
  await company.post(
    [
      'c',
      'receive-from-vendor',
      '2026-01-12',
      'F1',
      'DC',
      { quantity: '4', unitCost: '60', location: 'CONS' },
    ],
    ['k', 'receive-from-vendor', '2026-01-12', 'K1', 'L', { quantity: '1.250', unitCost: '3' }],
    [
      't',
      'stock-transfer',
      '2026-01-13',
      'F1',
      'DC',
      { quantity: '2', toSite: 'O2', document: 'TR-9' },
    ],
  );
  const stock = async (query: StockQuery) => answerOf(await listStock(books, id, query));
  const text = ({ lines }: Awaited<ReturnType<typeof stock>>) =>
    lines.map(({ item, site, bucket, place, quantity, account }) =>
      [item, site, bucket, place || '-', quantity, account].join(' '),
    );
  expect(text(await stock({}))).toEqual([
    'F1 DC on-hand - 7 1300',
    'F1 O1 on-hand - 10 1300',
    'F1 DC on-hand CONS 4 1390',
    'F1 O2 in-transit TR-9 2 1320',
    'K1 L on-hand - 1.250 1310',
  ]);
  expect(text(await stock({ site: 'DC' }))).toHaveLength(2);
  expect(text(await stock({ item: 'F1', bucket: 'in-transit' }))).toEqual([
    'F1 O2 in-transit TR-9 2 1320',
  ]);
  expect(text(await stock({ item: 'F1', bucket: 'wip', withZero: 'true' }))).toEqual([
    'F1 DC wip SO-1 0 1330',
    'F1 O1 wip SO-1 0 1330',
  ]);
  const collected = [];
  let after: string | undefined;
  do {
    const page = await stock({ limit: '2', after });
    collected.push(...text(page));
    after = page.next ?? undefined;
  } while (after !== undefined);
  expect(collected).toEqual(text(await stock({})));
  for (const wrong of ['1', '[]', '["F1","","DC","cellar"]', '{"a":1}'])
    expect(codesOf(await listStock(books, id, { after: wrong }))).toEqual(['request-malformed']);
  expect(codesOf(await listStock(books, id, { item: 'Z', site: 'Z', bucket: 'z' }))).toEqual([
    'request-malformed',
    'item-unknown',
    'site-unknown',
  ]);
});

test('the account card runs the balance by business date, from its opening to its closing', async () => {
  const company = await orderedBooks();
  const { books, id } = company;
  await company.post([
    'late',
    'receive-from-vendor',
    '2026-01-05',
    'F1',
    'DC',
    { quantity: '1', unitCost: '5' },
  ]);
  const run = async (query: Parameters<typeof accountCard>[2]) =>
    answerOf(await accountCard(books, id, { account: '1300', ...query }));
  const whole = await run({});
  expect(linesOf(whole, 'postedOn', 'entry', 'key', 'debit', 'credit', 'balance')).toEqual([
    '2026-01-05 1 r1 500.00 - 500.00',
    '2026-01-05 2 r2 450.00 - 950.00',
    '2026-01-05 10 late 5.00 - 955.00',
    '2026-01-06 3 sale - 45.00 910.00',
    '2026-01-07 4 pick - 50.00 860.00',
    // The frame that was picked costs 45.91 since then, and so does its delivery.
    '2026-01-07 11 api:late#cost-correction-11 4.09 - 864.09',
    '2026-01-10 7 done 50.00 - 914.09',
    '2026-01-10 8 api:done#cogs-adjustment - 5.00 909.09',
    '2026-01-10 14 api:late#cost-correction-14 - 4.09 905.00',
    '2026-01-10 14 api:late#cost-correction-14 4.09 - 909.09',
  ]);
  expect(whole).toMatchObject({
    title: 'Account 1300 Inventory',
    totals: { opening: '0.00', debit: '1013.18', credit: '104.09', balance: '909.09' },
  });
  const part = await run({ from: '2026-01-06', to: '2026-01-07', limit: '1' });
  expect(linesOf(part, 'key', 'balance')).toEqual(['sale 910.00']);
  expect(part.totals).toEqual({
    opening: '955.00',
    debit: '4.09',
    credit: '95.00',
    balance: '864.09',
  });
  const rest = await run({
    from: '2026-01-06',
    to: '2026-01-07',
    limit: '1',
    after: part.next ?? '',
  });
  expect(linesOf(rest, 'key', 'balance')).toEqual(['pick 860.00']);
  const corrected = await run({
    from: '2026-01-06',
    to: '2026-01-07',
    limit: '1',
    after: rest.next ?? '',
  });
  expect(linesOf(corrected, 'balance')).toEqual(['864.09']);
  expect(corrected.next).toBeNull();
  expect((await run({ site: 'O1' })).totals.balance).toBe('450.00');
  expect((await run({ center: '010' })).totals.balance).toBe('459.09');
  expect((await run({ asKnown: '9' })).totals.balance).toBe('900.00');
  expect((await run({ asOf: '2026-01-06' })).totals.balance).toBe('910.00');
});

test('the cards of all accounts end where the trial balance does, paged or not', async () => {
  const { books, id } = readingOf(await mixedHistoryBooks());
  const balance = answerOf(await trialBalance(books, id, { from: '2026-02', to: '2026-02' }));
  for (const { account, opening, debit, credit, closing } of balance.rows) {
    const query = { account: account ?? '', from: '2026-02', to: '2026-02' };
    const card = answerOf(await accountCard(books, id, { ...query, limit: '10000' }));
    expect(card.totals).toEqual({ opening, debit, credit, balance: closing });
    expect(card.rows.at(-1)?.balance ?? closing).toBe(closing);
    const collected = [];
    let after: string | undefined;
    do {
      const page = answerOf(await accountCard(books, id, { ...query, limit: '5', after }));
      collected.push(...page.rows);
      after = page.next ?? undefined;
    } while (after !== undefined);
    expect(collected).toEqual(card.rows);
  }
});

test('an account card wants an account, and a cursor of its own', async () => {
  const { books, id } = await readBooks();
  const codes = async (query: Parameters<typeof accountCard>[2]) =>
    codesOf(await accountCard(books, id, query));
  expect(await codes({})).toEqual(['account-unknown']);
  expect(await codes({ account: '1300', after: '["2026-01-05","1","x","debit"]' })).toEqual([
    'request-malformed',
  ]);
  expect(await codes({ account: '1300', after: '["2026-01-05","1","40000","debit"]' })).toEqual([
    'request-malformed',
  ]);
  expect(answerOf(await accountCard(books, id, { account: '1300' }))).toMatchObject({
    rows: [],
    totals: { opening: '0.00', debit: '0.00', credit: '0.00', balance: '0.00' },
  });
});

test('reports and lists of one company never show another one’s', async () => {
  const first = await orderedBooks();
  const second = { ...sampleSetup().company, code: 'other', name: 'Other' };
  const setup = { ...sampleSetup(), company: second };
  const { company } = answerOf(
    await setUpCompany(first, setup, { changedBy: 'test', reason: 'second company' }),
  );
  const other = { books: first.books, id: company.id };
  expect((await list(other)).transactions).toEqual([]);
  expect(answerOf(await trialBalance(other.books, other.id, {})).rows).toEqual([]);
  expect(answerOf(await listStock(other.books, other.id, {})).lines).toEqual([]);
  expect(codesOf(await findTransaction(other.books, other.id, { key: 'r1' }))).toEqual([
    'not-found',
  ]);
  expect((await list(first)).transactions).toHaveLength(9);
});
