import { expect, test } from 'vitest';
import type { CostingMethod } from '../../costing/cost-pool.ts';
import { unitCost } from '../../primitives/money.ts';
import {
  assignment,
  day,
  SAMPLE_ITEMS,
  sampleConfiguration,
  withAccounts,
  withAssignments,
} from '../../testing/sample-books.ts';
import { SampleCompany } from '../../testing/sample-company.ts';

/** The day from which the consignment location, and then the whole centre, has another account. */
const CHANGED = '2026-02-01';
const CHANGED_ALL = '2026-03-01';

/** A company of one costing method whose frame costs 7.335 at standard. */
function companyOf(method: CostingMethod, changes: { from: string; to: CostingMethod }[] = []) {
  const { company } = sampleConfiguration();
  const [frame, ...others] = SAMPLE_ITEMS;
  if (frame === undefined) throw new Error('the sample has a frame');
  const costingChanges = changes.map(({ from, to }) => ({ from: day(from), method: to }));
  return new SampleCompany({
    costingMethod: method,
    items: [{ ...frame, standardCost: unitCost(733_500_000n) }, ...others],
    configuration: {
      company: { ...company, costingMethod: method, costingChanges },
      accounts: withAccounts({ 1310: 'asset', 1390: 'asset' }),
      ...withAssignments([
        assignment('inventory', '1310', { group: 1, site: 'DC', validFrom: day(CHANGED_ALL) }),
        assignment('inventory', '1390', {
          group: 1,
          site: 'DC',
          location: 'CONS',
          validFrom: day(CHANGED),
        }),
      ]),
    },
  });
}

/** Pools on hand of the frame, `site account: quantity = value`, with their layers. */
const poolsOf = ({ books }: SampleCompany): readonly string[] =>
  [...books.pools.values()]
    .filter(({ address, pool }) => address.bucket === 'on-hand' && pool.quantity !== 0n)
    .map(({ address: { site, account }, pool: { quantity, value, layers } }) => {
      const lots = layers.map(
        (layer) => ` [${layer.receivedOn} ${layer.quantity} = ${layer.value}]`,
      );
      return `${site} ${account}: ${quantity} = ${value}${lots.join('')}`;
    });

/** Seven units at two places of one account, and two elsewhere; then the account of one changes. */
function moved(company: SampleCompany) {
  company.post('receive-from-vendor', { location: 'A-01', quantity: '4', unitCost: '10' });
  company.post('receive-from-vendor', { location: 'CONS', quantity: '3', unitCost: '10.01' });
  company.post('receive-from-vendor', { site: 'O1', quantity: '2', unitCost: '12' });
  const before = poolsOf(company);
  const outcome = company.posted('account-reclassification', {
    postedOn: CHANGED,
    location: 'CONS',
  });
  return { before, journal: company.journalOf(outcome), after: poolsOf(company) };
}

test('003.X05 Q-45 at standard both accounts are worth their units at standard, to the cent', () => {
  const company = companyOf('standard');
  const { before, journal, after } = moved(company);
  expect(before).toEqual(['DC 9000: 7 = 5135', 'O1 9000: 2 = 1467']);
  // Three at 7.335 are 22.01; of seven they leave four, 51.35 less 29.34.
  expect(journal).toBe('Dr 1390@DC 22.01 / Cr inventory@DC 22.01');
  expect(after).toEqual(['DC 9000: 4 = 2934', 'O1 9000: 2 = 1467', 'DC 1390: 3 = 2201']);
  company.post('account-reclassification', { postedOn: CHANGED_ALL, location: 'A-01' });
  expect(poolsOf(company)).toEqual(['O1 9000: 2 = 1467', 'DC 1390: 3 = 2201', 'DC 1310: 4 = 2934']);
  expect(company.post('sale', { postedOn: CHANGED_ALL, location: 'CONS', quantity: '3' })).toBe(
    'Dr cogs@DC 22.01 / Cr 1390@DC 22.01',
  );
});

test('003.X05 Q-45 what two accounts are worth together and apart differs by a cent: that is a change of cost', () => {
  const company = companyOf('standard');
  company.post('receive-from-vendor', { location: 'A-01', quantity: '1', unitCost: '7' });
  company.post('receive-from-vendor', { location: 'CONS', quantity: '1', unitCost: '7' });
  // Two are worth 14.67, and each of them alone 7.34.
  const reclassified = company.post('account-reclassification', {
    postedOn: CHANGED,
    location: 'CONS',
  });
  expect(reclassified).toBe(
    'Dr 1390@DC 7.33 / Cr inventory@DC 7.33\n' +
      'cost-revaluation: Dr 1390@DC 0.01 / Cr cost-revalue@DC 0.01',
  );
  expect(poolsOf(company)).toEqual(['DC 9000: 1 = 734', 'DC 1390: 1 = 734']);
});

test('003.X05 003.X08 at the average by company units change their account and nothing is spread', () => {
  const company = companyOf('company-average');
  const { before, journal, after } = moved(company);
  // 94.03 over nine units are 10.4478 each, shared out again when the dear ones came.
  expect(before).toEqual(['DC 9000: 7 = 7313', 'O1 9000: 2 = 2090']);
  expect(journal).toBe('Dr 1390@DC 31.34 / Cr inventory@DC 31.34');
  expect(after).toEqual(['DC 9000: 4 = 4179', 'O1 9000: 2 = 2090', 'DC 1390: 3 = 3134']);
  company.post('account-reclassification', { postedOn: CHANGED_ALL, location: 'A-01' });
  expect(poolsOf(company)).toEqual(['O1 9000: 2 = 2090', 'DC 1390: 3 = 3134', 'DC 1310: 4 = 4179']);
  const respread = company.decisions
    .flatMap(({ events }) => events)
    .filter(({ type, postedOn }) => type === 'average-respread' && postedOn >= CHANGED);
  expect(respread).toEqual([]);
});

test('003.X05 a place below zero takes its shortage along at the average by company, and settles nothing', () => {
  const company = companyOf('company-average');
  company.post('receive-from-vendor', { location: 'A-01', quantity: '4', unitCost: '10' });
  company.post('sale', { location: 'CONS', quantity: '1' });
  expect(company.post('account-reclassification', { postedOn: CHANGED, location: 'CONS' })).toBe(
    'Dr inventory@DC 10.00 / Cr 1390@DC 10.00',
  );
  expect(poolsOf(company)).toEqual(['DC 9000: 4 = 4000', 'DC 1390: -1 = -1000']);
});

test('003.X05 003.50 the method in force on the day keeps the layers, whatever the company began with', () => {
  const layered = companyOf('moving-average', [{ from: '2026-01-01', to: 'fifo' }]);
  const { after } = moved(layered);
  // Of the layers of one pool the oldest go first, wherever they lie.
  expect(after).toEqual([
    'DC 9000: 4 = 4003 [2026-01-05 1 = 1000] [2026-01-05 3 = 3003]',
    'O1 9000: 2 = 2400 [2026-01-05 2 = 2400]',
    'DC 1390: 3 = 3000 [2026-01-05 3 = 3000]',
  ]);
  const averaged = companyOf('fifo', [{ from: '2026-01-01', to: 'moving-average' }]);
  expect(moved(averaged).after).toEqual([
    'DC 9000: 4 = 4002',
    'O1 9000: 2 = 2400',
    'DC 1390: 3 = 3001',
  ]);
});
