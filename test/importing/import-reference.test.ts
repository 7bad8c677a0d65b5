import { TRANSACTION_FIELDS } from 'perpetua-core';
import { expect, test } from 'vitest';
import { importColumns } from '../../packages/server/src/application/importing/import-kinds.ts';
import { importReference } from '../../packages/server/src/application/importing/import-reference.ts';

test('the reference page is what the tables print', async () => {
  await expect(importReference()).toMatchFileSnapshot('../../docs/reference/import.md');
});

test('every field of a transaction can be imported, and nothing else', () => {
  const columns = importColumns('transactions').map(({ name }) => name);
  // A manual journal has several rows, and a kind of file of its own.
  expect(columns).toEqual(TRANSACTION_FIELDS.filter((field) => field !== 'reverseOn'));
});
