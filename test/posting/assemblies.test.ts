import type { CostingMethod, TransactionInput } from 'perpetua-core';
import { expect, test } from 'vitest';
import { PostingDesk } from '../../packages/server/src/application/posting-desk.ts';
import { testBooks } from '../support/books.ts';
import { type InspectedBooks, inspected } from '../support/inspected-books.ts';
import { sampleSetup } from '../support/sample-setup.ts';
import { faultsOf } from './verified-books.ts';

const STANDARD_COSTS: Readonly<Record<string, string>> = { F1: '50', A1: '4', K1: '3.333' };

/** Stock of three items at two sites, part of it on another account, so that averages are spread. */
async function stockedBooks(costingMethod: CostingMethod): Promise<InspectedBooks> {
  const setup = sampleSetup({ costingMethod });
  const items = (setup.items ?? []).map((item) => {
    const standardCost = STANDARD_COSTS[item.code];
    return standardCost === undefined ? item : { ...item, standardCost };
  });
  const books = await inspected(await testBooks({ ...setup, items }));
  const receipt = { type: 'receive-from-vendor', postedOn: '2026-01-05', site: 'DC' };
  await post(books, [
    { ...receipt, key: 'f1', item: 'F1', quantity: '10', unitCost: '50' },
    { ...receipt, key: 'f2', item: 'F1', quantity: '4', unitCost: '61.11', location: 'CONS' },
    { ...receipt, key: 'a1', item: 'A1', quantity: '30', unitCost: '3.97' },
    { ...receipt, key: 'k1', item: 'K1', site: 'O1', quantity: '7.5', unitCost: '3.1' },
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

const MADE = { postedOn: '2026-01-10', item: 'K1', site: 'DC' };
const SET: TransactionInput = {
  ...MADE,
  key: 'set',
  type: 'assembly',
  quantity: '2.500',
  lines: [
    { item: 'F1', quantity: '2' },
    { item: 'F1', quantity: '1', location: 'CONS' },
    { item: 'A1', quantity: '5' },
    { amount: '12.34' },
  ],
};
const APART: TransactionInput = {
  ...MADE,
  key: 'apart',
  type: 'disassembly',
  item: 'F1',
  quantity: '1',
  lines: [
    { item: 'A1', quantity: '2', share: '1' },
    { item: 'K1', quantity: '0.333', share: '1' },
    { share: '1', reason: 'Damage' },
  ],
};

const METHODS = ['moving-average', 'company-average', 'fifo', 'standard'] as const;

/** What of every pool on hand is there, and what lies under assembly. */
async function held({ owner }: InspectedBooks): Promise<readonly string[]> {
  const { rows } = await owner.query<{ text: string }>(
    `select concat_ws(' ', item, site, account, quantity, value) as text from cost_pool
      where bucket = 'on-hand' or quantity <> 0 or value <> 0 order by item, site, account`,
  );
  return rows.map(({ text }) => text);
}

test.each(METHODS)(
  '003.X17 003.X18 003.X19 I8 documents of several items are stored, decided again and reversed out of the database under %s',
  async (method) => {
    const books = await stockedBooks(method);
    const [set, apart] = await post(books, [SET, APART]);
    expect([set, apart]).toEqual([
      expect.stringMatching('posted'),
      expect.stringMatching('posted'),
    ]);
    const other = { ...MADE, key: 'other', type: 'item-transfer', item: 'A1', quantity: '3' };
    const lines = [{ item: 'F1', quantity: '1', location: 'A-01' }];
    expect(await post(books, [{ ...other, lines }])).toEqual([expect.stringMatching('posted')]);
    expect(await faultsOf(books)).toEqual([]);
    const before = await held(books);

    // A desk that knows nothing of the document: all its items come out of the database.
    const undo = { ...MADE, key: 'undo', type: 'assembly', reverses: 'set' };
    expect(await post(books, [undo])).toEqual([set]);
    expect(await post(books, [{ ...undo, key: 'redo', reverses: 'undo' }])).toEqual([set]);
    expect(await held(books)).toEqual(before);
    expect(await post(books, [SET])).toEqual([set?.replace('posted', 'duplicate')]);
    expect(await faultsOf(books)).toEqual([]);
  },
);

test.each(METHODS)(
  '003.X10 003.X17 a component received late is restated through what was made of it, in the database, under %s',
  async (method) => {
    const books = await stockedBooks(method);
    await post(books, [SET, APART]);
    const sold = { key: 'sold', type: 'sale', postedOn: '2026-01-12', item: 'K1', site: 'DC' };
    await post(books, [{ ...sold, quantity: '1.25' }]);
    const late = { key: 'late', type: 'receive-from-vendor', postedOn: '2026-01-04', site: 'DC' };
    await post(books, [{ ...late, item: 'F1', quantity: '10', unitCost: '80' }]);
    const { rows } = await books.owner.query<{ item: string }>(
      `select distinct item from event where type = 'cost-correction' order by item`,
    );
    // At standard nothing is restated.
    const items = method === 'standard' ? [] : ['A1', 'F1', 'K1'];
    expect(rows.map(({ item }) => item)).toEqual(items);
    expect(await held(books)).not.toContainEqual(expect.stringContaining(' 1350 '));
    expect(await faultsOf(books)).toEqual([]);
  },
);

test('003.X17 one line that cannot go in, and nothing of the document was ever there; its neighbours are posted', async () => {
  const books = await stockedBooks('moving-average');
  const lines = [
    { item: 'F1', quantity: '1' },
    { item: 'N9', quantity: '1' },
  ];
  const neighbour = { ...MADE, key: 'sold', type: 'sale', item: 'F1', quantity: '1' };
  expect(await post(books, [{ ...SET, lines }, neighbour])).toEqual([
    '2: item-unknown',
    'posted 5000',
  ]);
  const { rows } = await books.owner.query("select from event where document = 'set'");
  expect(rows).toEqual([]);
  expect(await faultsOf(books)).toEqual([]);
});

test('003.X17 the parts of a document are found from it and it from each of them', async () => {
  const books = await stockedBooks('moving-average');
  await post(books, [SET]);
  const { rows } = await books.owner.query<{ text: string }>(
    `select concat_ws(' ', e.type, e.item, e.document, l.kind) as text
       from event e join event_link l on l.event = e.number
       join event document on document.number = l.to_event and document.key = 'set'
      order by e.number`,
  );
  expect(rows.map(({ text }) => text)).toEqual([
    'assembly-issue F1 set caused-by',
    'assembly-issue F1 set caused-by',
    'assembly-issue A1 set caused-by',
    'assembly-receipt K1 set caused-by',
  ]);
});
