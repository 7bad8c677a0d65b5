import { expect, test } from 'vitest';
import { setUpCompany } from '../../packages/server/src/application/configuration/set-up-company.ts';
import { sampleSetup } from '../support/sample-setup.ts';
import { commandBooks } from './books-by-address.ts';

test('beyond 11 a report on the command line says which policies hold on a day, and who declared them', async () => {
  const books = await commandBooks();
  const why = { changedBy: 'controller', reason: 'as agreed with the auditor' };
  const policies = [
    { policy: 'late-facts', value: 'forbid', from: '2026-03-01' },
    { policy: 'late-facts', group: 2, value: 'prospective', from: '2026-04-01' },
  ];
  await books.look((opened) => setUpCompany(opened, { ...sampleSetup(), policies }, why));
  const report = async (...words: readonly string[]) => {
    const { code, printed } = await books.run(['report', ...words, '--format', 'csv']);
    expect(code).toBe(0);
    return printed.trim().split('\r\n');
  };
  const [headings, ...rows] = await report('policies', '--as-of', '2026-04-01');
  expect(headings).toBe('policy,group,value,since,declared,consequence');
  expect(rows.map((row) => row.split(',').slice(0, 5).join(' '))).toEqual([
    'late-facts  forbid 2026-03-01 company',
    'late-facts 2 prospective 2026-04-01 group',
    'price-difference  expense  usual',
    'customer-return-cost  original  usual',
    'vendor-return-cost  current  usual',
    'shortage-cost  last-then-standard  usual',
    'kept-streams  none  usual',
    'sales-cost  valuation  usual',
    'review-approval  one-person  usual',
  ]);
  const changes = await report('configuration-changes', '--kinds', 'policy');
  expect(changes).toHaveLength(3);
  expect(changes.join('\n')).toContain('controller,as agreed with the auditor,policy');
});
