import type { CostingMethod, TransactionInput } from 'perpetua-core';
import { expect, test } from 'vitest';
import { PostingDesk } from '../../packages/server/src/application/posting-desk.ts';
import { testBooks } from '../support/books.ts';
import { inspected } from '../support/inspected-books.ts';
import { sampleSetup } from '../support/sample-setup.ts';
import { faultsOf } from './verified-books.ts';

const F1 = { postedOn: '2026-05-05', item: 'F1', site: 'DC' };
const CORRECTION = { ...F1, type: 'cost-correction' };

/** Corrections of a receipt, a sale and a sending, taken back or taken along by what follows. */
const STORY: readonly TransactionInput[] = [
  { ...F1, key: 'in', type: 'receive-from-vendor', quantity: '10', unitCost: '5' },
  { ...F1, key: 'in-o1', type: 'receive-from-vendor', site: 'O1', quantity: '3', unitCost: '6' },
  { ...CORRECTION, key: 'dearer', original: 'in', amount: '4.01' },
  { ...F1, key: 'sold', type: 'otc-sale', quantity: '2' },
  { ...CORRECTION, key: 'sold-dearer', original: 'sold', amount: '0.50' },
  { ...F1, key: 'back', type: 'return', original: 'sold', quantity: '2' },
  { ...F1, key: 'sent', type: 'stock-transfer', toSite: 'O1', quantity: '1' },
  { ...CORRECTION, key: 'sent-cheaper', original: 'sent', amount: '-1' },
  { ...CORRECTION, key: 'not-dearer', reverses: 'dearer' },
  {
    ...F1,
    key: 'bill',
    type: 'supplier-invoice-match',
    original: 'in',
    quantity: '10',
    unitCost: '5',
  },
  {
    ...F1,
    key: 'move-on',
    type: 'non-inventory-reallocation',
    amount: '-12.50',
    account: '5800',
    reference: 'PO 4711',
  },
];

test.each<CostingMethod>(['moving-average', 'company-average', 'fifo'])(
  '003.X10 003.X07 corrections and reallocations under %s are found again by their keys, replayed and verified',
  async (costingMethod) => {
    const books = await inspected(await testBooks(sampleSetup({ costingMethod })));
    const refused: unknown[] = [];
    for (const input of STORY) {
      // A desk that remembers nothing finds the original, and what was taken of it, in storage.
      const desk = new PostingDesk(books.storage, books.company.id, books.clock, 'test');
      const [outcome] = await desk.post([input]);
      if (outcome?.status !== 'posted') refused.push(outcome);
    }
    expect(refused).toEqual([]);
    expect(await faultsOf(books)).toEqual([]);
    const { rows } = await books.owner.query<Record<'account' | 'balance', string>>(
      `select account, (sum(debit) - sum(credit))::text as balance from account_balance
        where account in ('2150', '1495', '5200') group by account order by account`,
    );
    expect(rows).toEqual([
      { account: '1495', balance: '1250' },
      { account: '2150', balance: '-1800' },
    ]);
    const { rows: types } = await books.owner.query<{ entry_type: string }>(
      `select entry_type::text from event where key = 'move-on'`,
    );
    expect(types).toEqual([{ entry_type: 'reallocation' }]);
  },
);
