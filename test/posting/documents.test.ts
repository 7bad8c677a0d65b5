import type { CostingMethod, TransactionInput } from 'perpetua-core';
import { expect, test } from 'vitest';
import { PostingDesk } from '../../packages/server/src/application/posting-desk.ts';
import { testBooks } from '../support/books.ts';
import { type InspectedBooks, inspected } from '../support/inspected-books.ts';
import { sampleSetup } from '../support/sample-setup.ts';
import { faultsOf } from './verified-books.ts';

const STANDARD_COSTS: Readonly<Record<string, string>> = { F1: '50', A1: '4', K1: '3.333' };

/** A company with vendors and a tax type, and frames received twice. */
async function tradingBooks(costingMethod: CostingMethod): Promise<InspectedBooks> {
  const setup = sampleSetup({ costingMethod });
  const items = (setup.items ?? []).map((item) => {
    const standardCost = STANDARD_COSTS[item.code];
    return standardCost === undefined ? item : { ...item, standardCost };
  });
  const books = await inspected(
    await testBooks({
      ...setup,
      items,
      vendors: [
        { code: 'V1', name: 'Frames plc', merchandise: true },
        { code: 'V2', name: 'Supplies', merchandise: false, account: '5100' },
      ],
      taxTypes: [{ code: 'STD', name: 'Standard', rate: '15' }],
    }),
  );
  const receipt = { type: 'receive-from-vendor', postedOn: '2026-01-05', site: 'DC' };
  await post(books, [
    { ...receipt, key: 'grn-1', item: 'F1', quantity: '10', unitCost: '50' },
    { ...receipt, key: 'grn-2', item: 'F1', quantity: '4', unitCost: '61.11', location: 'CONS' },
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

const DOCUMENT = { postedOn: '2026-01-10', item: '', site: 'DC' };
const INVOICE: TransactionInput = {
  ...DOCUMENT,
  key: 'INV-1',
  type: 'supplier-invoice',
  party: 'V1',
  lines: [
    { item: 'F1', original: 'grn-1', quantity: '6', unitPrice: '54', taxType: 'STD' },
    { item: 'F1', original: 'grn-1', quantity: '4', unitPrice: '54', taxType: 'STD' },
    { item: 'F1', original: 'grn-2', quantity: '3', unitPrice: '60', taxType: 'STD' },
    { kind: 'direct', item: 'A1', quantity: '30', unitPrice: '3.97' },
    { kind: 'direct', item: 'K1', site: 'O1', quantity: '7.5', unitPrice: '3.1' },
    { kind: 'freight', amount: '80' },
    { amount: '12.34' },
  ],
};
const METHODS = ['moving-average', 'company-average', 'fifo', 'standard'] as const;

/** What of every pool on hand is there, and what every account holds. */
async function state({ owner }: InspectedBooks): Promise<readonly string[]> {
  const { rows } = await owner.query<{ text: string }>(
    `select concat_ws(' ', item, site, account, quantity, value) as text from cost_pool
      where quantity <> 0 or value <> 0
      union all
     select concat_ws(' ', account, site, sum(debit - credit)) from account_balance
      group by account, site having sum(debit - credit) <> 0
      order by 1`,
  );
  return rows.map(({ text }) => text);
}

test.each(METHODS)(
  'I8 a supplier invoice is stored, decided again, and reversed whole out of the database under %s',
  async (method) => {
    const books = await tradingBooks(method);
    const before = await state(books);
    const [invoice] = await post(books, [INVOICE]);
    expect(invoice).toBe('posted 106269');
    expect(await faultsOf(books)).toEqual([]);
    const after = await state(books);

    const undo = { ...DOCUMENT, key: 'undo', type: 'supplier-invoice', reverses: 'INV-1' };
    expect(await post(books, [undo])).toEqual([invoice]);
    expect(await state(books)).toEqual(before);
    expect(await post(books, [{ ...undo, key: 'again' }])).toEqual([
      expect.stringMatching('already-reversed'),
    ]);
    expect(await post(books, [{ ...undo, key: 'redo', reverses: 'undo' }])).toEqual([invoice]);
    expect(await state(books)).toEqual(after);
    expect(await post(books, [INVOICE])).toEqual(['duplicate 106269']);
    expect(await faultsOf(books)).toEqual([]);
  },
  60_000,
);

test('a line of a document is referred to by its number, and stands against its reversal', async () => {
  const books = await tradingBooks('moving-average');
  await post(books, [INVOICE]);
  const back = { key: 'back', type: 'return-to-vendor', postedOn: '2026-01-11', site: 'DC' };
  const returned = { ...back, item: 'A1', quantity: '2', original: 'INV-1#4' };
  expect(await post(books, [returned])).toEqual(['posted 794']);
  const credit: TransactionInput = {
    ...DOCUMENT,
    key: 'CN-1',
    type: 'supplier-credit-note',
    postedOn: '2026-01-12',
    party: 'V1',
    lines: [{ item: 'A1', original: 'back', quantity: '2', unitPrice: '4' }],
  };
  expect(await post(books, [credit])).toEqual(['posted 800']);
  const undo = { ...DOCUMENT, key: 'undo', type: 'supplier-invoice', reverses: 'INV-1' };
  expect(await post(books, [{ ...undo, postedOn: '2026-01-12' }])).toEqual([
    expect.stringMatching('reversal-not-possible'),
  ]);
  expect(await faultsOf(books)).toEqual([]);
});

test('costing 5.4 goods invoiced before they came are received from the database at the price of the invoice', async () => {
  const books = await tradingBooks('moving-average');
  const lines = [{ kind: 'ahead', item: 'K1', quantity: '10.5', unitPrice: '5.4' }];
  await post(books, [{ ...INVOICE, key: 'AHEAD', lines }]);
  const receipt = { type: 'receive-from-vendor', postedOn: '2026-01-11', item: 'K1', site: 'DC' };
  const part = { ...receipt, original: 'AHEAD#1' };
  expect(await post(books, [{ ...part, key: 'r1', quantity: '4' }])).toEqual(['posted 2160']);
  expect(await post(books, [{ ...part, key: 'r2', quantity: '7' }])).toEqual([
    'undefined: original-used-up',
  ]);
  expect(await post(books, [{ ...part, key: 'r3', quantity: '6.5' }])).toEqual(['posted 3510']);
  expect(await faultsOf(books)).toEqual([]);
});

test('all lines of a document are told of at once, and nothing of it was ever there', async () => {
  const books = await tradingBooks('moving-average');
  const before = await state(books);
  const lines = [
    { item: 'F1', original: 'grn-1', quantity: '11', unitPrice: '54' },
    { kind: 'freight', amount: '80' },
    { item: 'F1', original: 'none', quantity: '1', unitPrice: '54' },
  ];
  const [refused] = await post(books, [{ ...INVOICE, lines }]);
  expect(refused?.split(',').toSorted()).toEqual(['1: original-used-up', '3: original-unknown']);
  expect(await state(books)).toEqual(before);
});

test('a document of 5,400 lines posts in seconds, is reversed in seconds, and tells all its faults', async () => {
  const books = await tradingBooks('moving-average');
  const some = [
    { kind: 'direct', item: 'A1', quantity: '1', unitPrice: '3.97' },
    { kind: 'direct', item: 'K1', quantity: '1.5', unitPrice: '2' },
    { kind: 'freight', amount: '1.23', taxType: 'STD' },
  ];
  const lines = Array.from({ length: 1_800 }, () => some).flat();
  const started = performance.now();
  const [posted] = await post(books, [{ ...INVOICE, key: 'LONG', lines }]);
  const seconds = (performance.now() - started) / 1_000;
  const undone = performance.now();
  const undo = { ...DOCUMENT, key: 'undo', type: 'supplier-invoice', reverses: 'LONG' };
  const [reversed] = await post(books, [undo]);
  const undoSeconds = (performance.now() - undone) / 1_000;
  const wrong = lines.map((line) => ({ ...line, account: '9' }));
  const [refused = ''] = await post(books, [{ ...INVOICE, key: 'WRONG', lines: wrong }]);
  const toldLines = new Set(refused.split(',').map((one) => one.split(':')[0]));
  console.info(
    `5,400 lines: posted in ${seconds.toFixed(1)} s, reversed in ${undoSeconds.toFixed(1)} s`,
  );
  expect([posted, reversed]).toEqual([expect.stringMatching('posted'), posted]);
  expect(toldLines.size).toBe(5_400);
  expect(seconds).toBeLessThan(30);
  expect(undoSeconds).toBeLessThan(30);
}, 180_000);
