/** The answer of a small company, as it comes over the wire; tests change what they are about. */
export function sampleOverview() {
  return {
    company: { code: 'demo', name: 'Lumen Optical', currency: 'EUR', currencyDecimals: 2 },
    asKnown: { event: 100_000, recordedAt: '2026-11-23T10:00:00Z' },
    counts: { transactions: 100_000, postings: 98_000, items: 400, sites: 9 },
    booksAgree: {
      agree: true,
      subledger: '1234567.89',
      ledger: '1234567.89',
      difference: '0.00',
      roles: [
        role('inventory', '1200000.00'),
        role('inventory-in-transit', '30000.00'),
        role('wip', '4000.00'),
        role('wip-in-transit', '567.89'),
      ],
    },
    stockValue: {
      months: ['2026-09', '2026-10', '2026-11'],
      byGroup: [
        { code: '2', name: 'Contact lenses', values: ['100.10', '200.20', '234567.89'] },
        { code: '1', name: 'Frames', values: ['900.00', '800.00', '1000000.00'] },
      ],
      bySite: [{ code: 'DC', name: 'Distribution', values: ['1000.10', '1000.20', '1234567.89'] }],
    },
    goodsReceivedNotInvoiced: aged('1210.00', ['1000.00', '200.00', '0.00', '10.00']),
    inTransit: aged('30000.00', ['30000.00', '0.00', '0.00', '0.00']),
    nonInventory: { balance: '1524.00' },
    negativeStock: {
      count: 3,
      lines: [{ item: 'F1', name: 'Frame', site: 'O1', quantity: '-2', value: '-90.00' }],
    },
    queued: 12,
    periods: [
      { period: '2025-12', state: 'closed' },
      { period: '2026-01', state: 'open' },
    ],
    seal: { batch: 105, hash: 'ab12cd34ef56ab78', recordedAt: '2026-11-23T10:00:00Z' },
  };
}

/** The answer of a company that is set up and in which nothing has happened yet. */
export function unusedOverview() {
  const roles = ['inventory', 'inventory-in-transit', 'wip', 'wip-in-transit'];
  const nothing = aged('0.00', ['0.00', '0.00', '0.00', '0.00']);
  return {
    ...sampleOverview(),
    asKnown: { event: 0, recordedAt: null },
    counts: { transactions: 0, postings: 0, items: 400, sites: 9 },
    booksAgree: {
      agree: true,
      subledger: '0.00',
      ledger: '0.00',
      difference: '0.00',
      roles: roles.map((name) => role(name, '0.00')),
    },
    stockValue: { months: [], byGroup: [], bySite: [] },
    goodsReceivedNotInvoiced: nothing,
    inTransit: nothing,
    nonInventory: { balance: '0.00' },
    negativeStock: { count: 0, lines: [] },
    queued: 0,
    periods: [],
    seal: null,
  };
}

const BANDS = ['0-30', '31-60', '61-90', 'over-90'];

const role = (name: string, amount: string) => ({
  role: name,
  subledger: amount,
  ledger: amount,
  difference: '0.00',
});

const aged = (total: string, amounts: readonly string[]) => ({
  total,
  ageing: BANDS.map((days, index) => ({ days, amount: amounts[index] ?? '0.00' })),
});
