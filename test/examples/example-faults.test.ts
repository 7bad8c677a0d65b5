import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { postInMemory } from './books-in-memory.ts';
import { readExample } from './example.ts';
import { ExampleFault } from './example-fault.ts';
import { EXAMPLES_FOLDER, inFile } from './example-files.ts';
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
    'unit worth |',
    'line 13: Transactions has no column unit worth',
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

/** The page with further tables under Setup, which begin on line 11. */
const withTables = (...tables: readonly string[]): string =>
  spoiled('## Transactions', `${tables.join('\n')}\n## Transactions`);

const AT_PLACES =
  '| role | inventory group | site | location | account | from |\n|---|---|---|---|---|---|\n';
const LOCATIONS = '| location | site |\n|---|---|\n| CONS | MAIN |\n';

test('accounts are assigned everywhere, and the journal says which step decided', () => {
  const tables = [
    '| setting | value |\n|---|---|\n| journal shows | why |\n',
    LOCATIONS,
    `${AT_PLACES}| inventory | FRAMES | MAIN | | 1310 | |\n| inventory | FRAMES | MAIN | CONS | 1390 | |\n| inventory | FRAMES | MAIN | | 1311 | 2026-03-03 |\n`,
    '| account | name |\n|---|---|\n| 1310 | Frames at the store |\n',
  ];
  const at = (date: string, location: string) =>
    outcomeOf(
      withTables(...tables)
        .replace('| date       |', '| date       | location |')
        .replace('|---|------------|', '|---|---|---|')
        .replace('| 1 | 2026-03-02 |', `| 1 | ${date} | ${location} |`)
        .replace('account 1300', 'account 1310'),
    );
  expect(at('2026-03-02', '')).toContain(
    '     1310  Frames at the store          120.00          PL_SITE\n' +
      '     2150  Goods received not invoiced          120.00  GROUP\n',
  );
  expect(at('2026-03-02', 'CONS')).toContain(
    '10 FRAME-1 @ 12.00, MAIN/CONS\n' +
      '     1390  Inventory                    120.00          PL_SITE_LOC\n',
  );
  expect(at('2026-03-03', '')).toContain(
    '1311  Inventory                    120.00          PL_SITE',
  );
});

test.each([
  [
    'a role in a table of roles',
    `${AT_PLACES}| stock | FRAMES | MAIN | | 1310 | |\n`,
    'line 13: there is no role stock',
  ],
  [
    'a group in a table of roles',
    `${AT_PLACES}| inventory | LENSES | MAIN | | 1310 | |\n`,
    'line 13: there is no group LENSES',
  ],
  [
    'a site in a table of roles',
    `${AT_PLACES}| inventory | FRAMES | DC | | 1310 | |\n`,
    'line 13: there is no site DC',
  ],
  [
    'a location in a table of roles',
    `${AT_PLACES}| inventory | FRAMES | MAIN | CONS | 1310 | |\n`,
    'line 13: there is no location CONS at MAIN',
  ],
  [
    'a location without its group',
    `${AT_PLACES}| inventory | | MAIN | CONS | 1310 | |\n`,
    'line 13: an account at a location is one of an inventory group',
  ],
  [
    'a group without a place',
    `${AT_PLACES}| inventory | FRAMES | | | 1310 | |\n`,
    'line 13: accounts of a group stand in the table of inventory groups',
  ],
  [
    'a place without an account',
    `${AT_PLACES}| inventory | FRAMES | MAIN | | | |\n`,
    'line 13: the row names no account',
  ],
  [
    'a place twice',
    `${AT_PLACES}| inventory | FRAMES | MAIN | | 1310 | |\n| inventory | FRAMES | MAIN | | 1311 | |\n`,
    'line 14: the table has inventory · FRAMES · MAIN twice',
  ],
  [
    'an account for two roles',
    `${AT_PLACES}| inventory | FRAMES | MAIN | | 2150 | |\n`,
    'line 13: account 2150 stands for two things',
  ],
  [
    'a day that is none',
    `${AT_PLACES}| inventory | FRAMES | MAIN | | 1310 | 1 April |\n`,
    'line 13: 1 April is not a day',
  ],
  [
    'a site of a location',
    '| location | site |\n|---|---|\n| CONS | DC |\n',
    'line 13: there is no site DC',
  ],
  [
    'a role of an item type',
    '| item type | role | account |\n|---|---|---|\n| Frame | stock | 1310 |\n',
    'line 13: there is no role stock',
  ],
  [
    'a role that no item type maps',
    '| item type | role | account |\n|---|---|---|\n| Frame | scrap | 5810 |\n',
    'Setup is refused: mapping of scrap: no type uses the role scrap of item type Frame: this role is not mapped by item type',
  ],
  [
    'a transaction type',
    '| transaction type | role | account |\n|---|---|---|\n| receive | inventory | 1310 |\n',
    'line 13: there is no transaction type receive',
  ],
  [
    'a reason twice',
    '| reason | account |\n|---|---|\n| DAMAGE | 5810 |\n| DAMAGE | 5811 |\n',
    'line 14: the table has DAMAGE twice',
  ],
  [
    'an account without a name',
    '| account | name |\n|---|---|\n| 1300 | |\n',
    'line 13: the row names no name',
  ],
  [
    'what the journal shows',
    '| setting | value |\n|---|---|\n| journal shows | centers |\n',
    'line 13: journal shows is why, not centers',
  ],
  [
    'whether inventory is integrated',
    '| setting | value |\n|---|---|\n| integration | sometimes |\n',
    'line 13: integration is not integrated, not sometimes',
  ],
  [
    'a turn of the switch on no day',
    '| integrated from | integrated |\n|---|---|\n| March | no |\n',
    'line 13: March is no day',
  ],
  [
    'a turn of the switch to neither',
    '| integrated from | integrated |\n|---|---|\n| 2026-03-01 | half |\n',
    'line 13: integrated is yes or no, not half',
  ],
  [
    'a table of something else',
    '| warehouse | site |\n|---|---|\n| W | MAIN |\n',
    'line 11: a table of warehouse is not read',
  ],
])('%s that is not right is a fault, with its line', (_, table, fault) => {
  expect(faultOf(withTables(table))).toBe(fault);
});

test('a moment of the books is a transaction of the page', () => {
  const at = (key: string) =>
    spoiled('| item    | on', '| after | item    | on')
      .replace('|---------|--------:|', '|---|---------|--------:|')
      .replace('| FRAME-1 |      10 |', `| ${key} | FRAME-1 |      10 |`);
  expect(faultOf(at('2'))).toBe('line 29: there is no transaction 2');
  const later = '| 2 | 2026-03-03 | sale | FRAME-1 | 4 | |\n\n## Journal';
  const page = outcomeOf(
    at('1')
      .replace('\n## Journal', later)
      .replace(
        'goods received not invoiced |',
        'goods received not invoiced | cost of goods sold |',
      )
      .replace('|-----------------------------|', '|---|---|')
      .replace('| 2150                        |', '| 2150 | 5000 |'),
  );
  expect(page).toContain(
    '| 1     | FRAME-1 |      10 | 120.00 |   12.00 |       120.00 |       0.00 |',
  );
});

test('a row looks at the end of a day, at what is dated up to it and at nothing else', () => {
  const on = (headings: string, cells: string) =>
    spoiled('| item    | on', `|${headings}| item    | on`)
      .replace('|---------|--------:|', `|${'---|'.repeat(2)}---------|--------:|`)
      .replace('| FRAME-1 |      10 |', `|${cells}| FRAME-1 |      10 |`);
  expect(outcomeOf(on(' as of | after ', ' 2026-03-01 | '))).toContain(
    '| 2026-03-01 |       | FRAME-1 |       0 |  0.00 |       – |         0.00 |       0.00 |',
  );
  expect(outcomeOf(on(' as of | after ', ' 2026-03-02 | '))).toContain(
    '| 2026-03-02 |       | FRAME-1 |      10 | 120.00 |   12.00 |       120.00 |       0.00 |',
  );
  expect(faultOf(on(' as of | after ', ' March | '))).toBe('line 29: March is not a day');
  expect(faultOf(on(' as of | after ', ' 2026-03-02 | 1 '))).toBe(
    'line 29: a row looks at a day or at a transaction, not at both',
  );
});

/** The page with further transactions and a column for months. */
const withRows = (...rows: readonly string[]): string =>
  [
    ['| unit cost |\n', '| unit cost | period |\n'],
    ['|----------:|\n', '|----------:|---|\n'],
    ['|     12.00 |\n', `|     12.00 | |\n${rows.map((row) => `${row}\n`).join('')}`],
    ['goods received not invoiced |\n', 'goods received not invoiced | cost of goods sold |\n'],
    ['|-----------------------------|\n', '|---|---|\n'],
    ['| 2150                        |\n', '| 2150 | 5000 |\n'],
  ].reduce((page, [from = '', to = '']) => {
    expect(page).toContain(from);
    return page.replace(from, to);
  }, PAGE);

test('what comes late is corrected below it, and a closed month takes nothing until it is opened again', () => {
  const sale = '| 2 | 2026-03-05 | sale | FRAME-1 | 4 | | |';
  const late = '| 3 | 2026-03-04 | receive-from-vendor | FRAME-1 | 10 | 10.00 | |';
  const corrected = '\n     1300  Inventory                      4.00          sale\n';
  expect(outcomeOf(withRows(sale, late))).toContain(
    `4  2026-03-05  cost-correction      FRAME-1 of 2026-03-05, restated because of 3${corrected}`,
  );
  const early = '| 2 | 2026-02-05 | receive-from-vendor | FRAME-1 | 5 | 9.00 | |';
  const sold = '| 3 | 2026-02-10 | sale | FRAME-1 | 5 | | |';
  const closed = '| 4 | 2026-03-06 | close-period | | | | 2026-02 |';
  const price = '| 5 | 2026-03-09 | sale | FRAME-1 | 1 | | |';
  const shut = '| 6 | 2026-02-11 | sale | FRAME-1 | 1 | | |';
  const opened = '| 7 | 2026-03-10 | open-period | | | | 2026-02 |';
  const again = '| 8 | 2026-02-11 | receive-from-vendor | FRAME-1 | 1 | 12.00 | |';
  const page = outcomeOf(withRows(early, sold, closed, price, shut, opened, again));
  expect(page).toContain('–  2026-03-06  close-period         2026-02\n');
  expect(page).toContain('     refused: The period of 2026-02-11 is closed.\n');
  expect(page).toContain('–  2026-03-10  open-period          2026-02\n6  2026-02-11');
});

test.each([
  [
    'a month that is not there',
    '| 2 | 2026-03-05 | close-period | | | | 2025-12 |',
    'there is no period 2025-12',
  ],
  [
    'a closing without a month',
    '| 2 | 2026-03-05 | close-period | | | | |',
    'line 16: a period belongs to close-period or open-period',
  ],
  [
    'a stock journal that confirms nothing',
    '| 2 | 2026-03-05 | stock-journal | | | | |',
    'line 16: the row has nothing under amount',
  ],
  [
    'a month of a sale',
    '| 2 | 2026-03-05 | sale | FRAME-1 | 4 | | 2026-03 |',
    'line 16: a period belongs to close-period or open-period',
  ],
])('%s is a fault of the page', (_, row, fault) => {
  expect(faultOf(withRows(row))).toBe(fault);
});

test('a stock journal confirms what it comes to, against a role that it may have', () => {
  const text = readFileSync(`${EXAMPLES_FOLDER}/34-inventory-that-is-not-integrated.md`, 'utf8');
  expect(faultOf(text)).toBe('no fault');
  expect(faultOf(text.replace('|  242.00 |', '|  243.00 |'))).toBe(
    'row 4 confirms 243.00; the journal comes to 242.00',
  );
  const against = text.replace('| amount  |', '| reference |').replace('|  242.00 |', '| sales |');
  expect(faultOf(against)).toBe(
    'line 40: a stock journal is against purchases or opening-equity, not sales',
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
  const after = new Map([['1', { stock: dearer, balances: books.balances }]]);
  expect(faultsInBooks(example, { ...books, after })).toEqual([
    'after 1: account 1300 at MAIN: 12000, stock 12001',
  ]);
  const lost = books.balances.filter(({ account }) => account !== '2150');
  expect(faultsInBooks(example, { ...books, balances: lost })).toEqual([
    'the ledger is out of balance by 12000',
  ]);
});
