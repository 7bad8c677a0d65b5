import { expect, test } from 'vitest';
import {
  ENTRY_TYPES,
  entryTypes,
  entryTypesOf,
  GL_SOURCES,
  glSources,
  INVENTORY_ENTRY_TYPE,
  otherUsesOf,
} from './entry-type.ts';

test('003.01 inventory is one source of the general ledger among others', () => {
  expect(glSources().map((source) => GL_SOURCES[source][1])).toEqual([
    'Inventory',
    'Purchasing',
    'Sales',
    'General ledger',
  ]);
  expect(entryTypesOf('inventory')).toEqual(['inventory', 'reclassification']);
});

test('every entry type comes from exactly one source, so that no journal is listed under two', () => {
  const listed = glSources().flatMap((source) => entryTypesOf(source));
  expect(listed.toSorted()).toEqual(entryTypes().toSorted());
  const codes = glSources().map((source) => GL_SOURCES[source][0]);
  expect(new Set(codes).size).toBe(codes.length);
  expect(new Set(codes)).toEqual(new Set(entryTypes().map((type) => ENTRY_TYPES[type][1])));
});

test('000.32 every entry type but the one of inventory has other journals, and says which', () => {
  const alone = entryTypes().filter((type) => otherUsesOf(type) === undefined);
  expect(alone).toEqual([INVENTORY_ENTRY_TYPE]);
  expect(otherUsesOf('purchasing')).toBe('Supplier invoices (AP)');
});
