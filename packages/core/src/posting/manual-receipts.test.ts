import { expect, test } from 'vitest';
import { opticalChain, type SampleFields } from '../testing/sample-company.ts';

/** Office O1 took one frame in by hand, said to come from the DC, at the DC's 50. */
function received(fields: SampleFields = { fromSite: 'DC' }) {
  const company = opticalChain();
  const receipt = company.posted('manual-stock-receipt', { site: 'O1', quantity: '1', ...fields });
  const at = { site: 'O1', document: 'TR', quantity: '1' };
  return { company, receipt, at, match: { ...at, original: receipt.key } };
}

test('003.X11 003.T16 the transfer that turns up clears goods received, and nothing stays in transit', () => {
  const { company, receipt, match } = received();
  expect(company.journalOf(receipt)).toBe('Dr inventory@O1 50.00 / Cr grni@O1 50.00');
  expect(company.refused('manual-receipt-match', match)).toEqual(['nothing-carried']);
  company.post('stock-transfer', { toSite: 'O1', document: 'TR', quantity: '1' });
  expect(company.post('manual-receipt-match', match)).toBe(
    'Dr grni@O1 50.00 / Cr inventory-in-transit@O1 50.00',
  );
  expect(company.balance('grni')).toBe('0.00');
  expect(company.held('O1', 'in-transit')).toBe('0 = 0.00');
  expect(company.onHand('DC')).toBe('9 = 450.00 @ 50.000000');
  expect(company.onHand('O1')).toBe('11 = 500.00 @ 45.454545');
  expect(company.refused('manual-receipt-match', match)).toEqual([
    'original-used-up',
    'nothing-carried',
  ]);
});

test('003.X11 what the transfer carried differently is transfer variance at the receiver, either way', () => {
  const variance = (unitCost: string) => {
    const { company, match } = received();
    company.post('receive-from-vendor', { quantity: '10', unitCost });
    company.post('stock-transfer', { toSite: 'O1', document: 'TR', quantity: '1' });
    return company.post('manual-receipt-match', match);
  };
  expect(variance('60')).toBe(
    'Dr grni@O1 50.00, Dr transfer-variance@O1 5.00 / Cr inventory-in-transit@O1 55.00',
  );
  expect(variance('40')).toBe(
    'Dr grni@O1 50.00 / Cr transfer-variance@O1 5.00, Cr inventory-in-transit@O1 45.00',
  );
});

test('003.X11 a receipt is matched in parts to the cent, and a transfer answers several receipts', () => {
  const { company, receipt, at } = received({ quantity: '3', amount: '100.00' });
  company.post('stock-transfer', { toSite: 'O1', document: 'TR', quantity: '3' });
  const part = { ...at, original: receipt.key };
  const cleared = [1, 2, 3].map(() => company.post('manual-receipt-match', part).split(' ')[2]);
  expect(cleared).toEqual(['33.33,', '33.33,', '33.34,']);
  expect(company.balance('grni')).toBe('0.00');
  expect(company.balance('transfer-variance')).toBe('50.00');
});

test('003.X11 only a manual stock receipt of the same item and site is matched', () => {
  const { company, match } = received();
  company.post('stock-transfer', { toSite: 'O1', document: 'TR', quantity: '1' });
  company.post('stock-transfer', { toSite: 'L', document: 'TR', quantity: '1' });
  expect(company.refused('manual-receipt-match', { ...match, site: 'L' })).toEqual([
    'original-differs',
  ]);
  const vendor = company.posted('manual-vendor-receipt', {
    site: 'O1',
    quantity: '1',
    unitCost: '50',
  });
  const other = { ...match, original: vendor.key };
  expect(company.refused('manual-receipt-match', other)).toEqual(['original-differs']);
  expect(company.refused('manual-receipt-match', { ...match, source: 'till' })).toEqual([
    'original-unknown',
  ]);
});

test('003.X12 a receipt for which nothing will come is written off to a reason, on the side it stands on', () => {
  const { company, receipt } = received({ fromSite: 'DC', quantity: '2' });
  const writeOff = { site: 'O1', quantity: '1', original: receipt.key, reason: 'Found' };
  expect(company.refused('manual-receipt-write-off', { ...writeOff, reason: '' })).toContain(
    'field-missing',
  );
  expect(company.post('manual-receipt-write-off', writeOff)).toBe(
    'Dr grni@O1 50.00 / Cr Found@O1 50.00',
  );
  company.post('manual-receipt-write-off', writeOff);
  expect(company.balance('grni')).toBe('0.00');
  expect(company.refused('manual-receipt-write-off', writeOff)).toEqual(['original-used-up']);
  // Stock and its average are not touched by it.
  expect(company.onHand('O1')).toBe('12 = 550.00 @ 45.833333');

  const back = company.posted('manual-stock-receipt', { site: 'O1', quantity: '-1' });
  const negative = { ...writeOff, original: back.key };
  expect(company.post('manual-receipt-write-off', negative)).toBe(
    'Dr Found@O1 45.83 / Cr grni@O1 45.83',
  );
  company.post('stock-transfer', { toSite: 'O1', document: 'TR', quantity: '1' });
  const { reason: _, ...matched } = { ...negative, document: 'TR' };
  expect(company.refused('manual-receipt-match', matched)).toEqual([
    'original-differs',
    'original-used-up',
  ]);
});

test('003.T16 minus one that names the receipt takes it back at its amount, and leaves nothing to review', () => {
  const { company, receipt, match } = received();
  const back = company.posted('manual-stock-receipt', {
    site: 'O1',
    quantity: '-1',
    original: receipt.key,
  });
  expect(company.journalOf(back)).toBe('Dr grni@O1 50.00 / Cr inventory@O1 50.00');
  expect(company.onHand('O1')).toBe('10 = 450.00 @ 45.000000');
  expect(company.refused('manual-receipt-match', match)).toContain('original-used-up');
  const writeOff = { site: 'O1', quantity: '1', reason: 'Found' };
  expect(company.refused('manual-receipt-write-off', { ...writeOff, original: back.key })).toEqual([
    'original-differs',
  ]);
  const wrong = company.posted('manual-stock-receipt', { site: 'O1', quantity: '1' });
  const undone = company.posted('manual-stock-receipt', { site: 'O1', reverses: wrong.key });
  expect(
    company.refused('manual-receipt-write-off', { ...writeOff, original: undone.key }),
  ).toEqual(['original-differs']);
});

test('a match can be reversed exactly: the goods are on their way again and the receipt is open', () => {
  const { company, match } = received();
  company.post('receive-from-vendor', { quantity: '10', unitCost: '60' });
  company.post('stock-transfer', { toSite: 'O1', document: 'TR', quantity: '1' });
  const matched = company.posted('manual-receipt-match', match);
  expect(company.post('manual-receipt-match', { site: 'O1', reverses: matched.key })).toBe(
    'Dr inventory-in-transit@O1 55.00 / Cr grni@O1 50.00, Cr transfer-variance@O1 5.00',
  );
  expect(company.held('O1', 'in-transit')).toBe('1 = 55.00');
  expect(company.post('manual-receipt-match', match)).toContain('Dr grni@O1 50.00');
});
