import { expect, test } from 'vitest';
import { postInMemory } from './books-in-memory.ts';
import { readExample } from './example.ts';
import { ExampleFault } from './example-fault.ts';
import { inFile } from './example-files.ts';
import { faultsInBooks, pageWithOutcome } from './example-outcome.ts';
import { textDifference } from './text-difference.ts';

/** A small example that is right; every test spoils it in one place. */
const PAGE = `# 99 · One receipt

A story.

## Setup

| inventory group | inventory | goods received not invoiced |
|-----------------|-----------|-----------------------------|
| FRAMES          | 1300      | 2150                        |

## Transactions

| # | date       | transaction type    | item    | quantity | unit cost |
|---|------------|---------------------|---------|---------:|----------:|
| 1 | 2026-03-02 | receive-from-vendor | FRAME-1 |       10 |     12.00 |

## Journal

\`\`\`journal
1  2026-03-02  receive-from-vendor  10 FRAME-1 @ 12.00
     1300  Inventory                    120.00
     2150  Goods received not invoiced          120.00
\`\`\`

## Afterwards

| item    | on hand |  value | average | account 1300 | difference |
|---------|--------:|-------:|--------:|-------------:|-----------:|
| FRAME-1 |      10 | 120.00 |   12.00 |       120.00 |       0.00 |
`;

/** The page with one text replaced; a text that is not there is a mistake in the test. */
function spoiled(from: string, to: string): string {
  expect(PAGE).toContain(from);
  return PAGE.replace(from, to);
}

/** What a page would have to become to be right. */
function outcomeOf(markdown: string): string {
  const example = readExample(markdown);
  return pageWithOutcome(example, postInMemory(example));
}

/** What is said of a page that cannot be understood. */
function faultOf(markdown: string): string {
  try {
    outcomeOf(markdown);
  } catch (problem) {
    if (problem instanceof ExampleFault) return problem.message;
    throw problem;
  }
  return 'no fault';
}

test('a page that is right is printed as it is written', () => {
  expect(outcomeOf(PAGE)).toBe(PAGE);
});

test('a wrong figure in the journal is shown line against line', () => {
  const wrong = spoiled('invoiced          120.00', 'invoiced          121.00');
  expect(textDifference(wrong, outcomeOf(wrong))).toEqual([
    '  1  2026-03-02  receive-from-vendor  10 FRAME-1 @ 12.00',
    '       1300  Inventory                    120.00',
    '-      2150  Goods received not invoiced          121.00',
    '+      2150  Goods received not invoiced          120.00',
    '  ```',
    '  ',
  ]);
});

test('a wrong figure under Afterwards is shown row against row', () => {
  const wrong = spoiled('|   12.00 |       120.00 |', '|   12.01 |       120.00 |');
  expect(textDifference(wrong, outcomeOf(wrong)).slice(-4)).toEqual([
    '  |---------|--------:|-------:|--------:|-------------:|-----------:|',
    '- | FRAME-1 |      10 | 120.00 |   12.01 |       120.00 |       0.00 |',
    '+ | FRAME-1 |      10 | 120.00 |   12.00 |       120.00 |       0.00 |',
    '  ',
  ]);
});

test('a journal without its entry, or with one too many, is not the page', () => {
  const without = PAGE.replace(/```journal\n[^`]*```/, '```journal\n```');
  expect(outcomeOf(without)).toBe(PAGE);
  const more = spoiled(
    '```\n\n## Afterwards',
    '2  2026-03-03  sale  1 FRAME-1\n```\n\n## Afterwards',
  );
  expect(outcomeOf(more)).toBe(PAGE);
});

test('a transaction that is refused stands in the journal with its reason', () => {
  const refused = outcomeOf(
    spoiled(
      'receive-from-vendor | FRAME-1 |       10 |     12.00',
      'return-to-vendor | FRAME-1 |       10 |      ',
    ),
  );
  expect(refused).toContain(
    '–  2026-03-02  return-to-vendor  10 FRAME-1 (transaction 1)\n' +
      '     refused: No cost is known for FRAME-1 at MAIN.',
  );
  expect(refused).toContain('| FRAME-1 |       0 |  0.00 |       – |         0.00 |       0.00 |');
});

test.each([
  [
    'a heading that means nothing',
    'unit cost |',
    'unit price |',
    'line 13: Transactions has no column unit price',
  ],
  [
    'a role that does not exist',
    'goods received not invoiced |',
    'goods on the way            |',
    'line 7: the table of inventory groups has no column goods on the way',
  ],
  [
    'an outcome that cannot be worked out',
    '| average |',
    '| mean    |',
    'line 27: Afterwards has no column mean',
  ],
  [
    'an account that does not exist',
    '| account 1300 |',
    '| account 1301 |',
    'line 27: there is no account 1301',
  ],
  [
    'an item that does not exist',
    '| FRAME-1 |      10 |',
    '| FRAME-2 |      10 |',
    'line 29: there is no item FRAME-2',
  ],
  ['a cell too many', '|     12.00 |', '|     12.00 | 3 |', 'line 15: 7 cells under 6 headings'],
  [
    'a row that does not end',
    '|     12.00 |',
    '|     12.00',
    'line 15: a line of a table ends with |',
  ],
  ['a heading twice', '| quantity |', '| item |', 'line 13: the heading item is there twice'],
  [
    'a table without dashes',
    '|---|------------|',
    '|-x-|------------|',
    'line 14: below the headings there is a line of dashes',
  ],
  [
    'a table that is set in',
    '| 1 | 2026',
    ' | 1 | 2026',
    'line 13: a table has headings, a line of dashes and rows',
  ],
  ['a row without a number', '| 1 | 2026', '|   | 2026', 'line 15: the row has nothing under #'],
  [
    'a section that is missing',
    '## Journal',
    '## Journals',
    'the sections are Setup, Transactions, Journals, Afterwards, not Setup, Transactions, Journal, Afterwards',
  ],
  ['another kind of block', '```journal', '```text', 'line 19: a block of kind text is not read'],
  ['a block without an end', '120.00\n```', '120.00', 'line 19: the block has no end'],
  [
    'a title without a number',
    '# 99 · One',
    '# One',
    'line 1: the title is not of the form # 01 · Title',
  ],
  [
    'one account for two roles',
    '| 1300      | 2150 ',
    '| 1300      | 1300 ',
    'line 9: account 1300 stands for two things',
  ],
  [
    'an account that no group has',
    'account 1300 | difference',
    'account 1301 | difference',
    'line 27: there is no account 1301',
  ],
])('%s is a fault of the page, with its line', (_, from, to, fault) => {
  expect(faultOf(spoiled(from, to))).toBe(fault);
});

test('settings and sites that do not exist are faults as well', () => {
  const settings =
    '| setting | value |\n|---|---|\n| costing method | lifo |\n\n| inventory group |';
  expect(faultOf(spoiled('| inventory group |', settings))).toBe(
    'line 9: costing method is moving-average or company-average or standard or fifo, not lifo',
  );
  const unknown = settings.replace('costing method', 'colour');
  expect(faultOf(spoiled('| inventory group |', unknown))).toBe(
    'line 9: there is no setting colour',
  );
  const sites = '| site |\n|---|\n| DC |\n| SHOP |\n\n| inventory group |';
  expect(faultOf(spoiled('| inventory group |', sites))).toBe(
    'line 20: the row has nothing under site',
  );
});

test('a setup that no company could have is refused in the words of the product', () => {
  const items = '| item | decimals |\n|---|---|\n| FRAME-1 | 9 |\n\n| inventory group |';
  expect(faultOf(spoiled('| inventory group |', items))).toBe(
    'Setup is refused: item FRAME-1: quantity decimals are 0 to 6, not 9',
  );
});

test('a fault names the file it is in', () => {
  const faulty = () => inFile('99-one-receipt.md', () => readExample(spoiled('# 99 ·', '#')));
  expect(faulty).toThrow('examples/99-one-receipt.md: line 1: the title');
});

test('books that part from their subledger are found, whatever the page says', () => {
  const example = readExample(PAGE);
  const books = postInMemory(example);
  expect(faultsInBooks(example, books)).toEqual([]);
  const dearer = books.stock.map((held) => ({ ...held, value: held.value + 1n }));
  expect(faultsInBooks(example, { ...books, stock: dearer })).toEqual([
    'account 1300 at MAIN: 12000, stock 12001',
  ]);
  const lost = books.balances.filter(({ account }) => account !== '2150');
  expect(faultsInBooks(example, { ...books, balances: lost })).toEqual([
    'the ledger is out of balance by 12000',
  ]);
});
