import { expect, test } from 'vitest';
import type { IntegrationStatus } from '../determination/configuration.ts';
import { day, SAMPLE_ACCOUNTS, sampleConfiguration } from '../testing/sample-books.ts';
import { opticalChain, type SampleCompany } from '../testing/sample-company.ts';
import { CONFIGURATION_SOURCE } from '../transactions/transaction.ts';

const account = (role: 'inventory' | 'wip' | 'inventory-in-transit') =>
  SAMPLE_ACCOUNTS.get(role) ?? '';

/** The fixture with the integration switch turned on these days, the newest first. */
function withStatus(...integration: readonly IntegrationStatus[]): SampleCompany {
  const { company } = sampleConfiguration();
  return opticalChain({ configuration: { company: { ...company, integration } } });
}

const NEVER = { from: day('2026-01-01'), integrated: false };
const BY_BOOKS = { source: CONFIGURATION_SOURCE, postedOn: '2026-01-31' };

test('003.X37 stock that was not posted comes onto its account against purchases, and moves nothing', () => {
  const company = withStatus(NEVER);
  const lines = { ...BY_BOOKS, account: account('inventory'), amount: '500.00' };
  expect(company.post('period-end-stock', lines)).toBe(
    'Dr inventory@DC 500.00 / Cr purchases@DC 500.00',
  );
  expect(company.post('period-end-stock', { ...lines, amount: '-50.00' })).toBe(
    'Dr purchases@DC 50.00 / Cr inventory@DC 50.00',
  );
  expect(company.onHand('DC')).toBe('10 = 500.00 @ 50.000000');
  expect(company.decisions.at(-1)?.movements).toEqual([]);
});

test('003.X38 it is taken up against opening balances, whatever bucket its account is for', () => {
  const company = withStatus(NEVER);
  company.post('pick-for-order', { document: 'D', quantity: '1' });
  company.post('stock-transfer', { toSite: 'O1', document: 'T', quantity: '1' });
  const taken = (role: 'wip' | 'inventory-in-transit', site: string) =>
    company.post('stock-taken-up', { ...BY_BOOKS, site, account: account(role), amount: '50.00' });
  expect(taken('wip', 'DC')).toBe('Dr wip@DC 50.00 / Cr opening-equity@DC 50.00');
  expect(taken('inventory-in-transit', 'O1')).toBe(
    'Dr inventory-in-transit@O1 50.00 / Cr opening-equity@O1 50.00',
  );
});

test('003.X37 nobody sends one but the books, and it names an account and an amount', () => {
  const company = withStatus(NEVER);
  const lines = { account: account('inventory'), amount: '500.00' };
  expect(company.refused('period-end-stock', lines)).toEqual(['type-not-sent']);
  expect(company.refused('stock-taken-up', lines)).toEqual(['type-not-sent']);
  expect(company.refused('period-end-stock', { ...BY_BOOKS, amount: '5.00' })).toEqual([
    'field-missing',
  ]);
  const { account: only } = lines;
  expect(company.refused('period-end-stock', { ...BY_BOOKS, account: only })).toEqual([
    'field-missing',
  ]);
});

test('000.31 000.33 journals of inventory are filed under the entry type chosen until their day, others under their own', () => {
  const company = withStatus(
    { from: day('2026-03-01'), integrated: true, entryType: 'inventory' },
    { from: day('2026-02-01'), integrated: true, entryType: 'general' },
  );
  const filed = (type: 'sale' | 'receive-from-vendor', postedOn: string) =>
    company.posted(type, {
      postedOn,
      quantity: '1',
      ...(type === 'sale' ? {} : { unitCost: '50' }),
    }).event.entryType;
  expect(filed('sale', '2026-01-31')).toBe('inventory');
  expect(filed('sale', '2026-02-01')).toBe('general');
  expect(filed('sale', '2026-03-01')).toBe('inventory');
  const key = company.posted('receive-from-vendor', {
    postedOn: '2026-02-03',
    quantity: '1',
    unitCost: '50',
  }).event.key;
  const invoice = company.posted('supplier-invoice-match', {
    postedOn: '2026-02-04',
    quantity: '1',
    unitCost: '50',
    original: key,
  });
  expect(invoice.event.entryType).toBe('purchasing');
});
