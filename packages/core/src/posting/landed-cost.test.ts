import { expect, test } from 'vitest';
import { DeterminationDesk } from '../determination/determination-desk.ts';
import { unitCost } from '../primitives/money.ts';
import { declared } from '../testing/declared-policies.ts';
import {
  assignment,
  day,
  SAMPLE_ACCOUNTS,
  SAMPLE_ITEMS,
  withAccounts,
  withAssignments,
} from '../testing/sample-books.ts';
import { SampleCompany, type SampleFields } from '../testing/sample-company.ts';

type Options = ConstructorParameters<typeof SampleCompany>[0];

/** A company whose late costs go to what is still here and to a variance. */
const prospective = (options: Options = {}): SampleCompany =>
  new SampleCompany({
    ...options,
    configuration: { ...declared({ 'late-facts': 'prospective' }), ...options.configuration },
  });

const receive = (company: SampleCompany, fields: SampleFields = {}) =>
  company.post('receive-from-vendor', { key: 'in', quantity: '10', unitCost: '10', ...fields });

const land = (company: SampleCompany, amount: string, fields: SampleFields = {}) =>
  company.post('landed-cost', { original: 'in', amount, ...fields });

test('003.X16 Q-50 freight makes a receipt dearer, against what is to be invoiced for it', () => {
  const company = new SampleCompany();
  receive(company);
  expect(land(company, '4')).toBe('Dr inventory@DC 4.00 / Cr landed-cost-clearing@DC 4.00');
  expect(land(company, '-1.50')).toBe('Dr landed-cost-clearing@DC 1.50 / Cr inventory@DC 1.50');
  expect(company.onHand('DC')).toBe('10 = 102.50 @ 10.250000');
  const links = company.decisions.flatMap((decision) => decision.links);
  expect(links.map(({ kind, to, quantity, value }) => [kind, to, quantity, value])).toEqual([
    ['adds-cost-to', 1, 0n, -400n],
    ['adds-cost-to', 1, 0n, 150n],
  ]);
});

test('003.X16 the receipt keeps its price: the invoice of its vendor clears what it always would', () => {
  const company = new SampleCompany();
  receive(company);
  land(company, '4');
  company.post('supplier-invoice-match', { original: 'in', quantity: '10', unitCost: '10' });
  expect(company.balance('grni')).toBe('0.00');
  expect(company.balance('purchase-variance')).toBe('0.00');
  // What is invoiced can still become dearer: freight bills come late.
  expect(land(company, '6')).toBe('Dr inventory@DC 6.00 / Cr landed-cost-clearing@DC 6.00');
  expect(company.balance('landed-cost-clearing')).toBe('-10.00');
});

test('003.X16 Q-22 a charge may name its own account: one to be invoiced, or the expense it went to before', () => {
  const company = new SampleCompany();
  receive(company);
  const own = SAMPLE_ACCOUNTS.get('supplier-control');
  const expense = SAMPLE_ACCOUNTS.get('freight-in');
  expect(land(company, '4', { account: own ?? '' })).toBe(
    'Dr inventory@DC 4.00 / Cr supplier-control@DC 4.00',
  );
  expect(land(company, '4', { account: expense ?? '' })).toBe(
    'Dr inventory@DC 4.00 / Cr freight-in@DC 4.00',
  );
  const roles = company.postings().map(({ credit }) => credit.role);
  expect(roles).toEqual(['grni', 'landed-cost-clearing', 'freight-in']);
  expect(
    company.refused('landed-cost', { original: 'in', amount: '4', account: 'nobody' }),
  ).toEqual(['account-unknown']);
});

test('003.X16 Q-50 prospective: units still here bear their share by quantity, the remainder is a variance', () => {
  const company = prospective();
  receive(company, { quantity: '3' });
  company.post('sale', { quantity: '1' });
  expect(land(company, '10')).toBe(
    'Dr inventory@DC 6.67, Dr purchase-variance@DC 3.33 / Cr landed-cost-clearing@DC 10.00',
  );
  expect(company.onHand('DC')).toBe('2 = 26.67 @ 13.335000');
  expect(land(company, '-10')).toBe(
    'Dr landed-cost-clearing@DC 10.00 / Cr inventory@DC 6.67, Cr purchase-variance@DC 3.33',
  );
  expect(company.balance('cogs')).toBe('10.00');
});

test('003.X16 prospective: what has gone altogether is all a variance, and value moves nowhere', () => {
  const company = prospective();
  receive(company);
  company.post('sale', { quantity: '12' });
  const posted = company.posted('landed-cost', { original: 'in', amount: '10' });
  expect(company.journalOf(posted)).toBe(
    'Dr purchase-variance@DC 10.00 / Cr landed-cost-clearing@DC 10.00',
  );
  expect(posted.cost).toBe(1_000n);
  expect(company.decisions.at(-1)?.movements).toEqual([]);
});

test('003.X16 prospective: of an average as many units of a receipt are here as can be, less those that went back', () => {
  const company = prospective();
  receive(company, { key: 'first', quantity: '4' });
  receive(company);
  company.post('sale', { quantity: '4' });
  // Ten of fourteen are left; nobody can say which.
  expect(land(company, '10')).toBe('Dr inventory@DC 10.00 / Cr landed-cost-clearing@DC 10.00');
  company.post('return-to-vendor', { key: 'back', quantity: '4', original: 'in' });
  receive(company, { key: 'more' });
  expect(land(company, '10')).toBe(
    'Dr inventory@DC 6.00, Dr purchase-variance@DC 4.00 / Cr landed-cost-clearing@DC 10.00',
  );
  company.post('return-to-vendor', { reverses: 'back' });
  expect(land(company, '10')).toBe('Dr inventory@DC 10.00 / Cr landed-cost-clearing@DC 10.00');
  // What is invoiced has not gone back.
  company.post('supplier-invoice-match', { original: 'in', quantity: '10', unitCost: '10' });
  expect(land(company, '10')).toBe('Dr inventory@DC 10.00 / Cr landed-cost-clearing@DC 10.00');
});

test('003.X16 prospective: under FIFO the layer of the receipt says how much of it is here', () => {
  const company = prospective({ costingMethod: 'fifo' });
  receive(company);
  receive(company, { key: 'next' });
  company.post('sale', { quantity: '6' });
  expect(land(company, '10')).toBe(
    'Dr inventory@DC 4.00, Dr purchase-variance@DC 6.00 / Cr landed-cost-clearing@DC 10.00',
  );
  const layers = () => [...company.books.pools.values()][0]?.pool.layers.map(({ value }) => value);
  expect(layers()).toEqual([4_400n, 10_000n]);
  // The units here can lose what they are worth and no more.
  company.post('cost-revaluation', { amount: '-144' });
  expect(land(company, '-10')).toBe(
    'Dr landed-cost-clearing@DC 10.00 / Cr purchase-variance@DC 10.00',
  );
});

test('003.X16 prospective: the average of the company bears it while the goods are anywhere in it', () => {
  const company = prospective({ costingMethod: 'company-average' });
  receive(company);
  company.post('stock-transfer', { quantity: '10', toSite: 'O1', document: 'TR' });
  company.post('receive-transfer', { site: 'O1', quantity: '10', document: 'TR' });
  company.post('sale', { site: 'O1', quantity: '5' });
  expect(land(company, '10')).toBe(
    'Dr inventory@DC 5.00, Dr purchase-variance@DC 5.00 / Cr landed-cost-clearing@DC 10.00\n' +
      'average-respread: Dr inventory@O1 5.00 / Cr inventory@DC 5.00',
  );
  expect(company.onHand('O1')).toBe('5 = 55.00 @ 11.000000');
  expect(company.onHand('DC')).toBe('0 = 0.00 @ 0.000000');
});

test('003.X16 Q-45 stock at standard is worth the standard: all of it is a variance, whatever the policy', () => {
  const items = SAMPLE_ITEMS.map((item) => ({ ...item, standardCost: unitCost(1_000_000_000n) }));
  for (const company of [
    prospective({ costingMethod: 'standard', items }),
    new SampleCompany({ costingMethod: 'standard', items }),
  ]) {
    receive(company);
    expect(land(company, '4')).toBe(
      'Dr purchase-variance@DC 4.00 / Cr landed-cost-clearing@DC 4.00',
    );
    expect(company.onHand('DC')).toBe('10 = 100.00 @ 10.000000');
  }
});

test('003.X16 prospective: goods whose account has changed bear it on the account they are on', () => {
  const company = prospective({
    configuration: {
      accounts: withAccounts({ 1390: 'asset' }),
      ...withAssignments([assignment('inventory', '1390', { validFrom: day('2026-02-01') })]),
    },
  });
  receive(company);
  company.post('account-reclassification', { postedOn: '2026-02-01' });
  company.post('landed-cost', { postedOn: '2026-02-02', original: 'in', amount: '4' });
  expect(company.balanceOf('1390')).toBe('104.00');
  expect(company.onHand('DC')).toBe('10 = 104.00 @ 10.400000');
});

test('003.X16 goods of an outside lab bear it in work in process while they are there', () => {
  const company = prospective();
  const order = { document: 'ORD', quantity: '2' };
  company.post('receive-from-outside-lab', { key: 'in', ...order, unitCost: '38' });
  company.post('deliver', { document: 'ORD', quantity: '1' });
  expect(land(company, '3')).toBe(
    'Dr wip@DC 1.50, Dr purchase-variance@DC 1.50 / Cr landed-cost-clearing@DC 3.00',
  );
  expect(company.held('DC', 'wip')).toBe('1 = 39.50');
});

test('003.X16 goods that came for nothing, and goods that came from another site, may cost their freight', () => {
  const company = prospective();
  receive(company, { key: 'gift', unitCost: '0' });
  expect(land(company, '4', { original: 'gift' })).toBe(
    'Dr inventory@DC 4.00 / Cr landed-cost-clearing@DC 4.00',
  );
  company.post('stock-transfer', { quantity: '10', toSite: 'O1', document: 'TR' });
  company.post('receive-transfer', { key: 'came', site: 'O1', quantity: '10', document: 'TR' });
  expect(land(company, '6', { site: 'O1', original: 'came' })).toBe(
    'Dr inventory@O1 6.00 / Cr landed-cost-clearing@O1 6.00',
  );
  expect(company.onHand('O1')).toBe('10 = 10.00 @ 1.000000');
});

test('003.X16 a receipt that was made dearer is reversed only after its landed cost, which is reversed exactly', () => {
  const company = prospective({ costingMethod: 'fifo' });
  receive(company, { key: 'older' });
  receive(company);
  company.post('sale', { quantity: '15' });
  land(company, '10', { key: 'freight' });
  expect(company.refused('receive-from-vendor', { reverses: 'in' })).toEqual([
    'reversal-not-possible',
  ]);
  expect(company.post('landed-cost', { reverses: 'freight' })).toBe(
    'Dr landed-cost-clearing@DC 10.00 / Cr inventory@DC 5.00, Cr purchase-variance@DC 5.00',
  );
  expect(company.onHand('DC')).toBe('5 = 50.00 @ 10.000000');
  expect(company.refused('landed-cost', { reverses: 'freight' })).toEqual(['already-reversed']);
  company.post('receive-from-vendor', { reverses: 'in' });
  expect(company.refused('landed-cost', { original: 'in', amount: '1' })).toEqual([
    'already-reversed',
  ]);
});

test('003.X16 a landed cost is about one receipt of the item and site, and takes it not below nothing', () => {
  const company = prospective();
  receive(company);
  company.post('sale', { key: 'sold', quantity: '1' });
  company.post('manual-stock-receipt', { key: 'back', quantity: '-1' });
  const refused = (fields: SampleFields) =>
    company.refused('landed-cost', { original: 'in', amount: '1', ...fields });
  expect(refused({ item: 'A1' })).toEqual(['original-differs']);
  expect(refused({ site: 'O1' })).toEqual(['original-differs']);
  expect(refused({ original: 'sold' })).toEqual(['original-differs', 'correction-not-possible']);
  expect(refused({ original: 'back' })).toEqual(['correction-not-possible']);
  expect(refused({ original: 'nobody' })).toEqual(['original-unknown']);
  expect(refused({ amount: '-100.01' })).toEqual(['correction-not-possible']);
  expect(refused({ unitCost: '1' })).toEqual(['field-not-allowed']);
  land(company, '5');
  land(company, '-105');
  expect(refused({ amount: '-0.01' })).toEqual(['correction-not-possible']);
  expect(company.refused('landed-cost', { amount: '1' })).toEqual(['field-missing']);
});

test('003.X16 while nothing is integrated value is added and nothing is posted', () => {
  const company = prospective({
    configuration: {
      company: {
        ...new SampleCompany().books.desk.configuration.company,
        integration: [{ from: day('2026-01-01'), integrated: false }],
      },
    },
  });
  receive(company);
  company.post('sale', { quantity: '5' });
  expect(land(company, '10')).toBe('');
  expect(company.onHand('DC')).toBe('5 = 55.00 @ 11.000000');
});

test('003.50 restate: what came before a change of the method is split on the day, as costs of then are not run again', () => {
  const company = new SampleCompany();
  receive(company);
  company.post('sale', { quantity: '5' });
  const { configuration } = company.books.desk;
  const costingChanges = [{ from: day('2026-02-01'), method: 'fifo' }] as const;
  const changed = { ...configuration, company: { ...configuration.company, costingChanges } };
  Object.assign(company.books, { desk: new DeterminationDesk(changed) });
  // The revaluation of the change makes a layer of what is there.
  company.post('cost-revaluation', { postedOn: '2026-02-01', amount: '0' });
  expect(land(company, '10', { postedOn: '2026-02-02' })).toBe(
    'Dr inventory@DC 5.00, Dr purchase-variance@DC 5.00 / Cr landed-cost-clearing@DC 10.00',
  );
  const [pool] = company.books.pools.values();
  expect(pool?.pool.layers.map(({ value }) => value)).toEqual([5_500n]);
});

test('restate: the pool the goods came into bears all of it, at the day they came', () => {
  const company = new SampleCompany();
  receive(company);
  company.post('sale', { postedOn: '2026-01-20', quantity: '5' });
  expect(land(company, '10', { postedOn: '2026-02-10' })).toBe(
    'Dr inventory@DC 10.00 / Cr landed-cost-clearing@DC 10.00',
  );
  expect(company.decisions.at(-1)?.movements).toMatchObject([
    { costed: 'told', about: 1, costedOn: '2026-01-05', postedOn: '2026-02-10', quantity: 0n },
  ]);
});
