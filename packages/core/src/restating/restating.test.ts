import { expect, test } from 'vitest';
import { decide } from '../posting/decide.ts';
import { CostLog } from '../testing/cost-log.ts';
import { assignment, withAccounts, withAssignments } from '../testing/sample-books.ts';
import { SampleCompany, type SampleFields } from '../testing/sample-company.ts';
import type { TransactionType } from '../transactions/posting-rules.ts';

/** The sample company that restates by itself, as the books do. */
class RestatingCompany extends SampleCompany {
  readonly log = new CostLog(this.books);

  /** Posts a transaction, restates, and gives the corrections as text. */
  restated(type: TransactionType, fields: SampleFields = {}): string {
    this.posted(type, fields);
    return this.settle();
  }

  settle(): string {
    const decision = this.decisions.at(-1);
    if (decision === undefined) return '';
    this.log.add(decision);
    const corrections = this.log.restateAfter(decision);
    if (corrections === undefined) return '';
    this.decisions.push(corrections);
    return corrections.events
      .map((event) => {
        const postings = corrections.postings.filter(({ entry }) => entry === event.entry);
        const none = {
          status: 'posted',
          key: '',
          caused: [],
          causedMovements: [],
          cost: 0n,
          warnings: [],
          isLate: false,
        } as const;
        const text = this.journalOf({ ...none, cost: 0n as never, event, postings });
        return `${event.postedOn}: ${text}`;
      })
      .join('\n');
  }

  on(postedOn: string, type: TransactionType, fields: SampleFields = {}): string {
    return this.restated(type, { postedOn, ...fields });
  }
}

test('003.X10 Q-15 a backdated receipt re-prices the sales after it, on their own days', () => {
  const company = new RestatingCompany();
  company.on('2026-01-05', 'receive-from-vendor', { quantity: '10', unitCost: '10' });
  company.on('2026-01-10', 'sale', { quantity: '5' });
  company.on('2026-01-12', 'sale', { quantity: '2' });
  expect(company.on('2026-01-06', 'receive-from-vendor', { quantity: '10', unitCost: '16' })).toBe(
    '2026-01-10: Dr cogs@DC 15.00 / Cr inventory@DC 15.00\n' +
      '2026-01-12: Dr cogs@DC 6.00 / Cr inventory@DC 6.00',
  );
  expect(company.onHand('DC')).toBe('13 = 169.00 @ 13.000000');
});

test('003.X10 a backdated sale is brought to the cost of its day', () => {
  const company = new RestatingCompany();
  company.on('2026-01-05', 'receive-from-vendor', { quantity: '10', unitCost: '10' });
  company.on('2026-01-10', 'receive-from-vendor', { quantity: '10', unitCost: '20' });
  expect(company.on('2026-01-07', 'sale', { quantity: '5' })).toBe(
    '2026-01-07: Dr inventory@DC 25.00 / Cr cogs@DC 25.00',
  );
  expect(company.onHand('DC')).toBe('15 = 250.00 @ 16.666667');
});

test('003.X10 corrections follow goods through transfers', () => {
  const company = new RestatingCompany();
  company.on('2026-01-05', 'receive-from-vendor', { quantity: '10', unitCost: '10' });
  company.on('2026-01-07', 'stock-transfer', { key: 'sent', toSite: 'O1', quantity: '5' });
  company.on('2026-01-08', 'receive-transfer', { site: 'O1', document: 'sent', quantity: '5' });
  company.on('2026-01-09', 'sale', { site: 'O1', quantity: '1' });
  expect(company.on('2026-01-06', 'receive-from-vendor', { quantity: '10', unitCost: '20' })).toBe(
    '2026-01-07: Dr inventory-in-transit@O1 25.00 / Cr inventory@DC 25.00\n' +
      '2026-01-08: Dr inventory@O1 25.00 / Cr inventory-in-transit@O1 25.00\n' +
      '2026-01-09: Dr cogs@O1 5.00 / Cr inventory@O1 5.00',
  );
  expect(company.onHand('O1')).toBe('4 = 60.00 @ 15.000000');
});

test('003.19 a shortage that a backdated receipt covers was never one', () => {
  const company = new RestatingCompany();
  company.on('2026-01-02', 'receive-from-vendor', { quantity: '1', unitCost: '10' });
  company.on('2026-01-05', 'sale', { quantity: '5' });
  company.on('2026-01-10', 'receive-from-vendor', { quantity: '10', unitCost: '9' });
  expect(company.balance('cogs')).toBe('46.00');
  expect(company.on('2026-01-04', 'receive-from-vendor', { quantity: '9', unitCost: '20' })).toBe(
    '2026-01-05: Dr cogs@DC 45.00 / Cr inventory@DC 45.00\n' +
      '2026-01-10: Dr cogs@DC 4.00 / Cr inventory@DC 4.00',
  );
  expect(company.onHand('DC')).toBe('15 = 185.00 @ 12.333333');
});

test('003.X10 003.X17 corrections follow goods into what was made of them, and what is made of that', () => {
  const company = new RestatingCompany();
  const lines = [{ item: 'F1', quantity: '2' }, { amount: '3.00' }];
  company.on('2026-01-05', 'receive-from-vendor', { quantity: '10', unitCost: '10' });
  company.on('2026-01-07', 'assembly', { item: 'A1', quantity: '2', lines });
  company.on('2026-01-08', 'sale', { item: 'A1', quantity: '1' });
  const apart = [
    { item: 'K1', quantity: '1', share: '1' },
    { share: '1', reason: 'Damage' },
  ];
  company.on('2026-01-09', 'disassembly', { item: 'A1', quantity: '1', lines: apart });
  expect(company.on('2026-01-06', 'receive-from-vendor', { quantity: '10', unitCost: '20' })).toBe(
    '2026-01-07: Dr inventory@DC 10.00 / Cr assembly-clearing@DC 10.00\n' +
      '2026-01-07: Dr assembly-clearing@DC 10.00 / Cr inventory@DC 10.00\n' +
      '2026-01-08: Dr cogs@DC 5.00 / Cr inventory@DC 5.00\n' +
      '2026-01-09: Dr assembly-clearing@DC 5.00, Dr Damage@DC 2.50 / Cr inventory@DC 5.00, Cr assembly-clearing@DC 2.50\n' +
      '2026-01-09: Dr inventory@DC 2.50 / Cr assembly-clearing@DC 2.50',
  );
  expect(company.onHand('DC', 'K1')).toBe('1.000 = 8.25 @ 8.250000');
  expect(company.balance('assembly-clearing')).toBe('0.00');
});

test('003.X10 what a batch touches on several days is run from its own day on, each of them', () => {
  const consigned = assignment('inventory', '1390', { group: 1, site: 'DC', location: 'CONS' });
  const company = new RestatingCompany({
    configuration: { ...withAssignments([consigned]), accounts: withAccounts({ 1390: 'asset' }) },
  });
  const [here, there] = [{ location: 'A-01' }, { location: 'CONS' }];
  company.on('2026-03-31', 'receive-from-vendor', { ...there, quantity: '10', unitCost: '41' });
  company.on('2026-03-10', 'receive-from-vendor', { ...here, quantity: '1', unitCost: '9' });
  company.on('2026-03-10', 'location-move', { ...here, quantity: '19', toLocation: 'CONS' });
  const decision = decide(
    [
      {
        ...there,
        postedOn: '2026-03-10',
        type: 'receive-from-vendor',
        quantity: '1',
        unitCost: '13',
      },
      {
        ...there,
        postedOn: '2026-04-02',
        type: 'location-move',
        quantity: '18',
        toLocation: 'A-01',
      },
      { ...here, postedOn: '2026-03-31', type: 'sale', quantity: '17' },
    ].map((input, index) => ({ key: `batch-${index}`, item: 'F1', site: 'DC', ...input })),
    company.books,
  );
  company.decisions.push(decision);
  // The sale was posted at what was moved in on 2 April, and leaves at the 9.00 of its day.
  expect(company.settle()).toBe('2026-03-31: Dr inventory@DC 183.60 / Cr cogs@DC 183.60');
});
