import { expect, test } from 'vitest';
import { assignment, day } from '../testing/sample-books.ts';
import { assignmentKey, assignmentOn, indexAssignments } from './account-assignment.ts';

const KEY = assignmentKey('inventory', 12, 'S1', '');
const place = { group: 12, site: 'S1' };

test('the row in force on a day is the one that began last', () => {
  const index = indexAssignments([
    assignment('inventory', '1310', { ...place, validFrom: day('2026-03-01') }),
    assignment('inventory', '1300', place),
    assignment('inventory', '1320', { ...place, validFrom: day('2026-06-01') }),
  ]);
  const accountOn = (date: string) => assignmentOn(index, KEY, day(date))?.account;
  expect(accountOn('2026-02-28')).toBe('1300');
  expect(accountOn('2026-03-01')).toBe('1310');
  expect(accountOn('2026-05-31')).toBe('1310');
  expect(accountOn('2026-06-01')).toBe('1320');
});

test('a later version of the same key and day replaces an earlier one, whichever comes first', () => {
  const rows = [
    { ...assignment('inventory', '1300', place), version: 1 },
    { ...assignment('inventory', '1310', place), version: 3 },
    { ...assignment('inventory', '1305', place), version: 2 },
  ];
  for (const order of [rows, rows.toReversed()]) {
    expect(assignmentOn(indexAssignments(order), KEY, day('2026-01-01'))?.account).toBe('1310');
  }
});

test('a row without an account ends the assignment, until another begins', () => {
  const index = indexAssignments([
    assignment('inventory', '1300', { ...place, validFrom: day('2026-01-01') }),
    assignment('inventory', null, { ...place, validFrom: day('2026-02-01') }),
    assignment('inventory', '1301', { ...place, validFrom: day('2026-03-01') }),
  ]);
  expect(assignmentOn(index, KEY, day('2025-12-31'))).toBeUndefined();
  expect(assignmentOn(index, KEY, day('2026-01-31'))?.account).toBe('1300');
  expect(assignmentOn(index, KEY, day('2026-02-01'))).toBeUndefined();
  expect(assignmentOn(index, KEY, day('2026-03-01'))?.account).toBe('1301');
});

test('a place is its own: group, site and location are not taken for one another', () => {
  const keys = [
    assignmentKey('inventory', null, '', ''),
    assignmentKey('inventory', 1, '', ''),
    assignmentKey('inventory', null, '1', ''),
    assignmentKey('inventory', null, '', '1'),
    assignmentKey('inventory', 1, 'S1', ''),
    assignmentKey('inventory', 1, '', 'S1'),
    assignmentKey('wip', 1, '', ''),
  ];
  expect(new Set(keys).size).toBe(keys.length);
});
