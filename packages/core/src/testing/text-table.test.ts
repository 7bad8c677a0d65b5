import { expect, test } from 'vitest';
import { readTable } from './text-table.ts';

test('a table is read by its headings, cells two blanks apart', () => {
  const rows = readTable(
    ['case', 'on hand'],
    `
    case         on hand
    one blank    -4
    two          6.00 @ 9`,
  );
  expect(rows).toEqual([
    { case: 'one blank', 'on hand': '-4' },
    { case: 'two', 'on hand': '6.00 @ 9' },
  ]);
});

test.each([
  ['other headings', 'case  held\nx  1'],
  ['headings in another order', 'on hand  case\n1  x'],
  ['a missing cell', 'case  on hand\nx'],
  ['a cell too many', 'case  on hand\nx  1  2'],
  ['no rows', 'case  on hand'],
  ['nothing', ''],
])('a crooked table is an error: %s', (_, text) => {
  expect(() => readTable(['case', 'on hand'], text)).toThrow(/headings|cells|no rows/);
});
