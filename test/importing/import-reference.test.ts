import { TRANSACTION_FIELDS } from 'perpetua-core';
import { expect, test } from 'vitest';
import { importColumns } from '../../packages/server/src/application/importing/import-kinds.ts';
import { importReference } from '../../packages/server/src/application/importing/import-reference.ts';

test('the reference page is what the tables print', async () => {
  await expect(importReference()).toMatchFileSnapshot('../../docs/reference/import.md');
});

test('every field of a transaction can be imported, and nothing else', () => {
  const columns = importColumns('transactions').map(({ name }) => name);
  // Documents and manual journals have several rows, and kinds of file of their own.
  const ofLines = new Set<string>(['taxEntry', 'reverseOn']);
  expect(columns).toEqual(TRANSACTION_FIELDS.filter((field) => !ofLines.has(field)));
});
