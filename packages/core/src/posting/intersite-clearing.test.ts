import { expect, test } from 'vitest';
import { DeterminationDesk } from '../determination/determination-desk.ts';
import { copyOf } from '../testing/books-text.ts';
import {
  assignment,
  companyAssignments,
  day,
  type SampleOptions,
  sampleConfiguration,
  withAccounts,
  withAssignments,
} from '../testing/sample-books.ts';
import { opticalChain, SampleCompany } from '../testing/sample-company.ts';
import { addTo, type Sums, sumTexts } from '../testing/sums.ts';
import { decide } from './decide.ts';

const SELF_BALANCING = { selfBalancingSites: true } as const;

/** The sample company with sites that balance by themselves, and one frame at DC on the average of 110. */
function twoPrices(options: SampleOptions = SELF_BALANCING): SampleCompany {
  const company = new SampleCompany(options);
  company.post('opening-balance', { quantity: '1', unitCost: '100' });
  company.post('opening-balance', { quantity: '1', unitCost: '120' });
  company.post('opening-balance', { site: 'O1', quantity: '4', unitCost: '100' });
  return company;
}

/** What every site is out of balance by; nothing where each balances. */
function imbalances(company: SampleCompany): Readonly<Record<string, string>> {
  const sites: Sums = new Map();
  for (const { debit, credit, amount } of company.postings()) {
    addTo(sites, debit.site, amount);
    addTo(sites, credit.site, -amount);
  }
  return sumTexts(sites);
}

const SENT = { toSite: 'O1', document: 'TR', quantity: '1' };

test('002.05 costing 5.6: a transfer clears at both sites; received, the receiver owes the sender 110', () => {
  const company = twoPrices();
  const sent = company.posted('stock-transfer', SENT);
  expect(company.journalOf(sent)).toBe(
    'Dr inventory-in-transit@O1 110.00, Dr intersite-clearing@DC 110.00' +
      ' / Cr intersite-clearing@O1 110.00, Cr inventory@DC 110.00',
  );
  expect(imbalances(company)).toEqual({});
  company.post('receive-from-vendor', { quantity: '1', unitCost: '120' });
  expect(company.onHand('DC')).toBe('2 = 230.00 @ 115.000000');
  const received = { site: 'O1', document: 'TR', quantity: '1' };
  expect(company.post('receive-transfer', received)).toBe(
    'Dr inventory@O1 110.00 / Cr inventory-in-transit@O1 110.00',
  );
  expect(company.onHand('O1')).toBe('5 = 510.00 @ 102.000000');
  expect(company.balance('intersite-clearing', 'DC')).toBe('110.00');
  expect(company.balance('intersite-clearing', 'O1')).toBe('-110.00');
  expect(company.balance('intersite-clearing')).toBe('0.00');
  expect(imbalances(company)).toEqual({});
});

test('002.05 without the setting a transfer leaves both sites out of balance by its value, and posts nothing between them', () => {
  const company = twoPrices({});
  expect(company.post('stock-transfer', SENT)).toBe(
    'Dr inventory-in-transit@O1 110.00 / Cr inventory@DC 110.00',
  );
  expect(imbalances(company)).toEqual({ DC: '-11000', O1: '11000' });
});

test('each line of the clearing stands at its own site and center, for the type of the leg there, and says why', () => {
  const company = twoPrices();
  const { postings } = company.posted('stock-transfer', SENT);
  const [atReceiver, atSender, ...more] = postings;
  expect(more).toEqual([]);
  expect(atReceiver?.credit).toMatchObject({
    type: 'stock-transfer-in-transit',
    site: 'O1',
    center: '020',
  });
  expect(atSender?.debit).toMatchObject({ type: 'stock-transfer', site: 'DC', center: '010' });
  const stored = new Map(
    company.decisions
      .flatMap(({ determinations }) => determinations)
      .map(({ number, determination }) => [number, determination]),
  );
  for (const side of [atReceiver?.credit, atSender?.debit]) {
    const determination = stored.get(side?.determination ?? 0);
    expect(determination).toMatchObject({
      roleUsed: 'intersite-clearing',
      account: side?.account,
      question: { type: side?.type, site: side?.site, location: '' },
    });
    expect(determination?.steps.at(-1)?.code).toBe('COMPANY_CTL');
  }
});

test('a site may have a clearing account of its own', () => {
  const company = twoPrices({
    ...SELF_BALANCING,
    configuration: {
      accounts: withAccounts({ 1990: 'asset' }),
      ...withAssignments([assignment('intersite-clearing', '1990', { site: 'O1' })]),
    },
  });
  company.post('stock-transfer', SENT);
  expect(company.balanceOf('1990')).toBe('-110.00');
  expect(company.balance('intersite-clearing', 'DC')).toBe('110.00');
  expect(imbalances(company)).toEqual({});
});

test('002.05 an order that travels, and one that is held elsewhere, clear between their sites', () => {
  const company = opticalChain(SELF_BALANCING);
  const order = { document: 'D', quantity: '1' };
  expect(company.post('pick-for-order', order)).toBe('Dr wip@DC 50.00 / Cr inventory@DC 50.00');
  expect(company.post('ship-for-order', { ...order, toSite: 'L' })).toBe(
    'Dr wip-in-transit@L 50.00, Dr intersite-clearing@DC 50.00' +
      ' / Cr intersite-clearing@L 50.00, Cr wip@DC 50.00',
  );
  expect(company.post('hold-order', { ...order, site: 'O1', fromSite: 'L' })).toBe(
    'Dr wip@O1 50.00, Dr intersite-clearing@L 50.00' +
      ' / Cr intersite-clearing@O1 50.00, Cr wip-in-transit@L 50.00',
  );
  // The lab got and gave: it owes nothing.
  expect(company.balance('intersite-clearing', 'L')).toBe('0.00');
  expect(imbalances(company)).toEqual({});
});

test('a stock order clears; what it causes at one site does not', () => {
  const company = new SampleCompany(SELF_BALANCING);
  company.post('receive-from-vendor', { quantity: '1', unitCost: '50' });
  company.post('receive-from-vendor', { site: 'O1', quantity: '1', unitCost: '40' });
  company.post('sale', { site: 'O1', quantity: '2' });
  company.post('stock-order-transfer', { toSite: 'O1', document: 'SO', quantity: '1' });
  const journal = company.post('receipt-for-stock-order', {
    site: 'O1',
    document: 'SO',
    quantity: '1',
  });
  expect(journal).toBe(
    'Dr inventory@O1 50.00 / Cr inventory-in-transit@O1 50.00\n' +
      'negative-balance-cost-adjustment: Dr cogs@O1 10.00 / Cr inventory@O1 10.00',
  );
  expect(imbalances(company)).toEqual({});
});

test('an exact reversal turns every line round and splits nothing again', () => {
  const company = twoPrices();
  company.post('stock-transfer', { ...SENT, key: 'sent' });
  const back = company.posted('stock-transfer', { toSite: 'O1', reverses: 'sent' });
  expect(company.journalOf(back)).toBe(
    'Dr intersite-clearing@O1 110.00, Dr inventory@DC 110.00' +
      ' / Cr inventory-in-transit@O1 110.00, Cr intersite-clearing@DC 110.00',
  );
  expect(back.postings).toHaveLength(2);
  expect(company.balance('intersite-clearing', 'DC')).toBe('0.00');
  expect(company.balance('intersite-clearing', 'O1')).toBe('0.00');
});

test('an exact reversal posts what was posted, whatever the setting is by then', () => {
  const asked = { type: 'stock-transfer', item: 'F1', site: 'DC', postedOn: '2026-01-06' };
  for (const selfBalancingSites of [true, false]) {
    const company = twoPrices({ selfBalancingSites });
    const sent = company.posted('stock-transfer', { ...SENT, key: 'sent' });
    const desk = new DeterminationDesk(
      sampleConfiguration({ selfBalancingSites: !selfBalancingSites }),
    );
    const later = { ...copyOf(company.books), desk };
    const { outcomes, postings } = decide(
      [{ ...asked, key: 'back', toSite: 'O1', reverses: 'sent' }],
      later,
    );
    expect(outcomes[0]?.status).toBe('posted');
    expect(postings.map(({ debit, credit, amount }) => [debit, credit, amount])).toEqual(
      sent.postings.map(({ debit, credit, amount }) => [credit, debit, amount]),
    );
  }
});

test('without an account for the clearing the transfer is refused, together with all else', () => {
  const control = companyAssignments().filter(({ role }) => role !== 'intersite-clearing');
  const company = new SampleCompany({
    ...SELF_BALANCING,
    negativeStock: 'forbid',
    configuration: withAssignments([], control),
  });
  company.post('receive-from-vendor', { quantity: '1', unitCost: '50' });
  expect(company.refused('stock-transfer', { ...SENT, quantity: '2' })).toEqual([
    'stock-below-zero',
    'account-not-determined',
    'account-not-determined',
  ]);
  const outcome = company.send('stock-transfer', SENT);
  const sites = outcome.status === 'refused' ? outcome.refusals.map(({ details }) => details) : [];
  expect(sites).toMatchObject([
    { role: 'intersite-clearing', site: 'DC', type: 'stock-transfer' },
    { role: 'intersite-clearing', site: 'O1', type: 'stock-transfer-in-transit' },
  ]);
  // Inside a site nothing is cleared, so nothing is missing.
  expect(company.post('sale', { quantity: '1' })).toBe('Dr cogs@DC 50.00 / Cr inventory@DC 50.00');
});

test('while inventory is not integrated nothing is posted and no clearing is asked for', () => {
  const { company: sample } = sampleConfiguration(SELF_BALANCING);
  const integration = [{ from: day('2026-01-01'), integrated: false }];
  const control = companyAssignments().filter(({ role }) => role !== 'intersite-clearing');
  const company = new SampleCompany({
    configuration: { company: { ...sample, integration }, ...withAssignments([], control) },
  });
  company.post('opening-balance', { quantity: '1', unitCost: '50' });
  expect(company.post('stock-transfer', SENT)).toBe('');
});
