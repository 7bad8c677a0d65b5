import fc from 'fast-check';
import { expect, test } from 'vitest';
import { contentOf, TRANSACTION_FIELDS, type TransactionInput } from './transaction.ts';

test('content is the JSON of the fields that were given, in their order, whatever they hold', () => {
  const given = fc.record(
    Object.fromEntries(TRANSACTION_FIELDS.map((field) => [field, fc.string({ unit: 'binary' })])),
    { requiredKeys: [] },
  );
  const property = fc.property(given, fc.uuid(), (fields, other) => {
    const required = { key: 'k', type: 'sale', postedOn: '2026-01-05', item: 'F1', site: 'DC' };
    const input: TransactionInput = { ...required, ...fields };
    const content = JSON.stringify(input, [...TRANSACTION_FIELDS]);
    expect(contentOf(input)).toBe(content);
    // What is no field of a transaction is no part of its content.
    const more = { ...input, [other]: 'x' };
    expect(contentOf(more)).toBe(content);
  });
  fc.assert(property);
});
