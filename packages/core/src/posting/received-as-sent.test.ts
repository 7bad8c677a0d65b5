import { expect, test } from 'vitest';
import { booksText } from '../testing/books-text.ts';
import { sampleConfiguration } from '../testing/sample-books.ts';
import { SampleCompany } from '../testing/sample-company.ts';

/** O1 receives what the DC sends as it is sent; ten frames lie at the DC at 50, ten at O1 at 45. */
function automatic(): SampleCompany {
  const { sites } = sampleConfiguration();
  const office = { code: 'O1', name: 'Office one', kind: 'office', center: '020' } as const;
  const own = { ...office, receivesTransfersAutomatically: true };
  const company = new SampleCompany({ configuration: { sites: new Map([...sites, ['O1', own]]) } });
  company.post('opening-balance', { quantity: '10', unitCost: '50' });
  company.post('opening-balance', { site: 'O1', quantity: '10', unitCost: '45' });
  return company;
}

test('003.56 what the DC sends to a site that wants it so is received by the books as it is sent', () => {
  for (const [send, receipt] of [
    ['stock-transfer', 'receive-transfer'],
    ['stock-order-transfer', 'receipt-for-stock-order'],
  ] as const) {
    const company = automatic();
    const sent = company.posted(send, { toSite: 'O1', document: 'TR', quantity: '2' });
    expect(company.journalOf(sent)).toBe(
      'Dr inventory-in-transit@O1 100.00 / Cr inventory@DC 100.00\n' +
        `${receipt}: Dr inventory@O1 100.00 / Cr inventory-in-transit@O1 100.00`,
    );
    expect(sent.caused).toMatchObject([
      { source: 'perpetua', key: `api:${sent.key}#${receipt}`, site: 'O1', document: 'TR' },
    ]);
    expect(company.held('O1', 'in-transit')).toBe('0 = 0.00');
    expect(company.onHand('O1')).toBe('12 = 550.00 @ 45.833333');
    expect(company.refused(receipt, { site: 'O1', document: 'TR', quantity: '2' })).toEqual([
      'nothing-carried',
    ]);
  }
});

test('003.56 what other sites send, and what is sent to other sites, waits to be received', () => {
  const company = automatic();
  expect(company.post('stock-transfer', { toSite: 'L', quantity: '1' })).not.toContain('\n');
  company.post('opening-balance', { site: 'L', quantity: '5', unitCost: '40' });
  expect(company.post('stock-transfer', { site: 'L', toSite: 'O1', quantity: '1' })).toBe(
    'Dr inventory-in-transit@O1 40.00 / Cr inventory@L 40.00',
  );
  company.post('pick-for-order', { document: 'D', quantity: '1' });
  expect(company.post('ship-for-order', { toSite: 'O1', document: 'D', quantity: '1' })).toBe(
    'Dr wip-in-transit@O1 50.00 / Cr wip@DC 50.00',
  );
});

test('003.56 units the site had sold short are settled by the receipt, as part of the same answer', () => {
  const company = automatic();
  company.post('sale', { site: 'O1', quantity: '12' });
  const sent = company.posted('stock-transfer', { key: 'send', toSite: 'O1', quantity: '5' });
  expect(company.journalOf(sent)).toBe(
    'Dr inventory-in-transit@O1 250.00 / Cr inventory@DC 250.00\n' +
      'receive-transfer: Dr inventory@O1 250.00 / Cr inventory-in-transit@O1 250.00\n' +
      'negative-balance-cost-adjustment: Dr cogs@O1 10.00 / Cr inventory@O1 10.00',
  );
  const again = company.send('stock-transfer', { key: 'send', toSite: 'O1', quantity: '5' });
  expect(again).toMatchObject({
    status: 'duplicate',
    caused: sent.caused,
    postings: sent.postings,
  });
});

test('003.56 the sending and its receipt are one decision: refused, nothing of either is posted', () => {
  const company = automatic();
  expect(company.refused('stock-transfer', { item: 'A1', toSite: 'O1', quantity: '5' })).toEqual([
    'cost-unknown',
  ]);
  const before = booksText(company.books);
  const outcome = company.send('stock-transfer', { toSite: 'O1', quantity: '1', reason: 'none' });
  expect(outcome.status).toBe('refused');
  expect(booksText(company.books)).toBe(before);
});
