import { expect, test } from 'vitest';
import { faultsOf } from '../posting/verified-books.ts';
import { inspected } from '../support/inspected-books.ts';
import { messagesOf } from './http-client.ts';
import { inShort, MONTH, reviewCompany } from './review-company.ts';

const RECEIVED = {
  key: 'in',
  type: 'receive-from-vendor',
  postedOn: '2026-05-04',
  item: 'F1',
  site: 'DC',
  quantity: '10',
  unitCost: '119',
  reference: 'PO 4711',
  party: 'ACME',
};

test('004.02 004.39 the month of the scenarios comes to 1,524.00, and after what is suggested for it to 0.00', async () => {
  const { books, client, review, act, balance, say } = await reviewCompany();
  await client.post([RECEIVED, ...MONTH]);
  expect(await balance('1495')).toBe('152400');
  const listed = await review();
  expect(listed).toMatchObject({ balance: '1524.00', unexplained: '1524.00' });
  expect(inShort(listed)).toEqual([
    'missing-link 1200.00 link-receipt',
    'consumable-cost -90.00 reallocate',
    'vendor-rebate -500.00 reallocate',
    'customer-rebate 20.00 reallocate',
    'customer-return 60.00 match',
    'vendor-return -60.00 match',
    'converted-po 900.00 reallocate',
    'sp-cost -6.00 reallocate',
  ]);
  expect(messagesOf(await say('2026-05/sign-off'))).toEqual([
    '8 lines of the review of 2026-05 are open and unexplained, together 1524.00.',
  ]);
  for (const label of new Set(listed.lines.map((line) => line.label))) {
    if (label === 'vendor-return') continue;
    expect(await act({ action: 'accept', label })).toMatchObject({ status: 200 });
  }
  expect(await review()).toMatchObject({ balance: '0.00', lines: [] });
  expect(await balance('1495')).toBe('0');
  expect(await say('2026-05/sign-off')).toMatchObject({
    status: 200,
    body: { state: 'signed-off', isDone: true, unexplained: 0, carried: '0.00' },
  });
  expect(await faultsOf(await inspected(books))).toEqual([]);
});
