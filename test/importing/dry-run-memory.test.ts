import type { TransactionInput } from 'perpetua-core';
import { expect, test } from 'vitest';
import {
  postAllOrNothing,
  previewTransactions,
} from '../../packages/server/src/application/post-together.ts';
import { testBooks } from '../support/books.ts';

const receipt = (key: string): TransactionInput => ({
  key,
  type: 'receive-from-vendor',
  postedOn: '2026-01-05',
  item: 'F1',
  site: 'DC',
  quantity: '10',
  unitCost: '12.00',
});

const sale: TransactionInput = {
  key: 'sold',
  type: 'sale',
  postedOn: '2026-01-06',
  item: 'F1',
  site: 'DC',
  quantity: '2',
};
const back: TransactionInput = {
  ...sale,
  key: 'back',
  type: 'return',
  quantity: '1',
  original: 'sold',
};

/** A sale, three portions about something else, then its return and its key once more. */
const PORTIONS = [
  [receipt('a'), sale],
  [receipt('b')],
  [receipt('c')],
  [receipt('d')],
  [back, sale],
];

test('a dry run finds a sale many portions back, and its repeated key', async () => {
  const { storage, company } = await testBooks();
  const told: string[] = [];
  await previewTransactions({ storage, company: company.id }, PORTIONS, (outcomes) => {
    told.push(...outcomes.map(({ key, status }) => `${key} ${status}`));
  });
  expect(told.slice(-2)).toEqual(['back posted', 'sold duplicate']);
});

test('all or nothing finds a sale behind a refused row, and keeps nothing', async () => {
  const { storage, company, clock } = await testBooks();
  const told: string[] = [];
  const place = { company: company.id, clock, recordedBy: 'test' };
  const refused = { ...receipt('wrong'), item: 'nothing' };
  const kept = await postAllOrNothing(storage, place, [[refused], ...PORTIONS], (outcomes) => {
    told.push(...outcomes.map(({ key, status }) => `${key} ${status}`));
  });
  expect(kept).toBe(false);
  expect(told).toContain('back posted');
  const end = await storage.reading(company.id, (session) =>
    Promise.resolve(session.lane.counters.event),
  );
  expect(end).toBe(0);
});
