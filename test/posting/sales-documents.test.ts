import type { CostingMethod, TransactionInput } from 'perpetua-core';
import { expect, test } from 'vitest';
import { PostingDesk } from '../../packages/server/src/application/posting-desk.ts';
import { testBooks } from '../support/books.ts';
import { type InspectedBooks, inspected } from '../support/inspected-books.ts';
import { sampleSetup } from '../support/sample-setup.ts';
import { faultsOf } from './verified-books.ts';

const STANDARD_COSTS: Readonly<Record<string, string>> = { F1: '50', A1: '4', K1: '3.333' };

/** A company that sells: two customers, a tax type, goods in stock, and what is sold without being stocked. */
async function sellingBooks(costingMethod: CostingMethod): Promise<InspectedBooks> {
  const setup = sampleSetup({ costingMethod });
  const items = (setup.items ?? []).map((item) => {
    const standardCost = STANDARD_COSTS[item.code];
    return standardCost === undefined ? item : { ...item, standardCost };
  });
  const books = await inspected(
    await testBooks({
      ...setup,
      items: [
        ...items,
        { code: 'C1', name: 'Engraving', group: 1, itemClass: 'consumable', standardCost: '9' },
        { code: 'P1', name: 'Special', group: 1, itemClass: 'special' },
      ],
      customers: [
        { code: 'CLINIC', name: 'Clinic' },
        { code: 'SCHOOL', name: 'School' },
      ],
      taxTypes: [{ code: 'STD', name: 'Standard', rate: '15' }],
    }),
  );
  const receipt = { type: 'receive-from-vendor', postedOn: '2026-01-05', site: 'DC' };
  await post(books, [
    { ...receipt, key: 'grn-1', item: 'F1', quantity: '10', unitCost: '50' },
    { ...receipt, key: 'grn-2', item: 'F1', quantity: '4', unitCost: '61.11' },
    { ...receipt, key: 'grn-3', item: 'A1', quantity: '30', unitCost: '3.97' },
  ]);
  return books;
}

/** Posts at a desk that remembers nothing, and gives what became of each. */
async function post(
  { storage, company, clock }: InspectedBooks,
  inputs: readonly TransactionInput[],
): Promise<readonly string[]> {
  const outcomes = await new PostingDesk(storage, company.id, clock, 'test').post(inputs);
  return outcomes.map((outcome) =>
    outcome.status === 'refused'
      ? outcome.refusals.map(({ code, line }) => `${line}: ${code}`).join()
      : `${outcome.status} ${outcome.cost}`,
  );
}

/** What of every pool is there, and what every account holds. */
async function state({ owner }: InspectedBooks): Promise<readonly string[]> {
  const { rows } = await owner.query<{ text: string }>(
    `select concat_ws(' ', item, site, bucket, account, quantity, value) as text from cost_pool
      where quantity <> 0 or value <> 0
      union all
     select concat_ws(' ', account, site, sum(debit - credit)) from account_balance
      group by account, site having sum(debit - credit) <> 0
      order by 1`,
  );
  return rows.map(({ text }) => text);
}

const DOCUMENT = { postedOn: '2026-01-10', item: '', site: 'DC' };
const INVOICE: TransactionInput = {
  ...DOCUMENT,
  key: 'INV-1',
  type: 'sales-invoice',
  party: 'CLINIC',
  lines: [
    { item: 'F1', quantity: '3', unitPrice: '120', taxType: 'STD' },
    { item: 'F1', quantity: '2', unitPrice: '119.99', taxType: 'STD' },
    { item: 'A1', quantity: '7', unitPrice: '9.9' },
    { item: 'C1', quantity: '2', unitPrice: '25', unitCost: '20' },
    { item: 'C1', quantity: '-1', unitPrice: '25', unitCost: '20' },
    { item: 'P1', quantity: '1', amount: '8', unitCost: '6' },
    { kind: 'revenue', item: 'F1', amount: '12.34', text: 'Carriage' },
  ],
};
const CREDIT: TransactionInput = {
  ...DOCUMENT,
  key: 'CN-1',
  type: 'sales-credit-note',
  postedOn: '2026-01-12',
  party: 'CLINIC',
  lines: [
    { item: 'F1', original: 'INV-1#1', quantity: '1', unitPrice: '120', taxType: 'STD' },
    { kind: 'for-vendor', item: 'F1', original: 'INV-1#1', quantity: '1', unitPrice: '120', taxType: 'STD' },
    { item: 'A1', quantity: '1', unitPrice: '9.9' },
    { item: 'C1', original: 'INV-1#4', quantity: '1', unitPrice: '25' },
  ],
}; // biome-ignore format: a line reads as a line

const METHODS = ['moving-average', 'company-average', 'fifo', 'standard'] as const;

test.each(METHODS)(
  '000.59 %s: an invoice and its credit note are in the database, answered again, reversed whole and posted again',
  async (method) => {
    const books = await sellingBooks(method);
    const before = await state(books);
    const [invoice] = await post(books, [INVOICE]);
    const invoiced = await state(books);
    const [credit] = await post(books, [CREDIT]);
    expect([invoice, credit]).toEqual(['posted 80462', 'posted 31090']);
    const after = await state(books);
    expect(await post(books, [INVOICE, CREDIT])).toEqual(['duplicate 80462', 'duplicate 31090']);
    const undo = { ...DOCUMENT, postedOn: '2026-01-12' };
    const uncredit = { ...undo, key: 'u2', type: 'sales-credit-note', reverses: 'CN-1' };
    const uninvoice = { ...undo, key: 'u1', type: 'sales-invoice', reverses: 'INV-1' };
    expect(await post(books, [uninvoice])).toEqual([
      expect.stringMatching('reversal-not-possible'),
    ]);
    expect(await post(books, [uncredit])).toEqual([credit]);
    expect(await state(books)).toEqual(invoiced);
    expect(await post(books, [uninvoice])).toEqual([invoice]);
    expect(await state(books)).toEqual(before);
    expect(await post(books, [{ ...uninvoice, key: 'r1', reverses: 'u1' }])).toEqual([invoice]);
    expect(await post(books, [{ ...uncredit, key: 'r2', reverses: 'u2' }])).toEqual([credit]);
    expect(await state(books)).toEqual(after);
    expect(await faultsOf(books)).toEqual([]);
  },
  60_000,
);

test('no more comes back of a line than was sold, from the database', async () => {
  const books = await sellingBooks('moving-average');
  await post(books, [INVOICE]);
  await post(books, [CREDIT]);
  const two = { item: 'F1', original: 'INV-1#1', quantity: '2', unitPrice: '120' };
  const lines = [two, { ...two, kind: 'for-vendor' }, { item: 'C1', original: 'INV-1#4', quantity: '2', amount: '1' }]; // biome-ignore format: one line
  const [refused] = await post(books, [{ ...CREDIT, key: 'CN-2', lines }]);
  expect(refused?.split(',').toSorted()).toEqual([
    '1: original-used-up',
    '2: original-used-up',
    '3: original-used-up',
  ]);
  const other = { ...CREDIT, key: 'CN-3', party: 'SCHOOL', lines: [{ ...two, quantity: '1' }] };
  expect(await post(books, [other])).toEqual(['1: customer-differs']);
});

test.each(METHODS)(
  '%s: a dearer receipt that comes late changes what the sale cost and what came back of it, and turns round with them',
  async (method) => {
    const books = await sellingBooks(method);
    await post(books, [INVOICE, CREDIT]);
    const late = { type: 'receive-from-vendor', postedOn: '2026-01-06', site: 'DC', item: 'F1' };
    await post(books, [{ ...late, key: 'late', quantity: '7', unitCost: '70' }]);
    expect(await faultsOf(books)).toEqual([]);
    const undo = { ...DOCUMENT, postedOn: '2026-01-12' };
    const reversed = await post(books, [
      { ...undo, key: 'u2', type: 'sales-credit-note', reverses: 'CN-1' },
      { ...undo, key: 'u1', type: 'sales-invoice', reverses: 'INV-1' },
    ]);
    expect(reversed).toEqual(['posted 31090', 'posted 80462']);
    expect(await faultsOf(books)).toEqual([]);
    const after = await state(books);
    // Nothing of the two documents is left: sales, tax, customers, cost of sales and vendor returns are gone.
    const accounts = ['4000', '2200', '1600', '5000', '1490', '1495'];
    expect(after.filter((line) => accounts.some((code) => line.startsWith(`${code} `)))).toEqual(
      [],
    );
  },
  60_000,
);

test('an invoice of 5,400 lines posts in seconds, is reversed in seconds, and tells all its faults', async () => {
  const books = await sellingBooks('moving-average');
  const some = [
    { item: 'F1', quantity: '1', unitPrice: '120', taxType: 'STD' },
    { item: 'A1', quantity: '1', unitPrice: '9' },
    { item: 'C1', quantity: '1', unitPrice: '25', unitCost: '20' },
  ];
  const lines = Array.from({ length: 1_800 }, () => some).flat();
  const started = performance.now();
  const [posted] = await post(books, [{ ...INVOICE, key: 'LONG', lines }]);
  const seconds = (performance.now() - started) / 1_000;
  const undone = performance.now();
  const undo = { ...DOCUMENT, key: 'undo', type: 'sales-invoice', reverses: 'LONG' };
  const [reversed] = await post(books, [undo]);
  const undoSeconds = (performance.now() - undone) / 1_000;
  const wrong = lines.map((line) => ({ ...line, taxType: 'NONE' }));
  const [refused = ''] = await post(books, [{ ...INVOICE, key: 'WRONG', lines: wrong }]);
  const toldLines = new Set(refused.split(',').map((one) => one.split(':')[0]));
  console.info(
    `5,400 lines: posted in ${seconds.toFixed(1)} s, reversed in ${undoSeconds.toFixed(1)} s`,
  );
  expect([posted, reversed]).toEqual([expect.stringMatching('posted'), posted]);
  expect(toldLines.size).toBe(5_400);
  expect(seconds).toBeLessThan(60);
  expect(undoSeconds).toBeLessThan(60);
}, 180_000);
