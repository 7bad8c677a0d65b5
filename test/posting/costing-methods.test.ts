import type { CostingMethod } from 'perpetua-core';
import { expect, test } from 'vitest';
import type {
  CompanySetup,
  ItemSetup,
} from '../../packages/server/src/application/configuration/company-setup.ts';
import { setUpCompany } from '../../packages/server/src/application/configuration/set-up-company.ts';
import { httpClient, messagesOf } from '../http/http-client.ts';
import { testBooks } from '../support/books.ts';
import { inspected } from '../support/inspected-books.ts';
import { sampleSetup } from '../support/sample-setup.ts';
import { servedBooks } from '../support/served-books.ts';
import { faultsOf } from './verified-books.ts';

/** The sample's frame with a standard cost; what else is named of it stays. */
const frame = (standardCost?: string): ItemSetup => ({
  code: 'F1',
  name: 'Frame',
  group: 1,
  itemType: 'Frame',
  ...(standardCost === undefined ? {} : { standardCost }),
});

/** A served company of one costing method whose frame costs 105 at standard. */
async function companyUnder(costingMethod: CostingMethod) {
  const setup = sampleSetup({ costingMethod });
  const items = (setup.items ?? []).map((item) => (item.code === 'F1' ? frame('105') : item));
  const books = await servedBooks({ ...setup, items });
  const client = httpClient(books.address);
  const seen = await inspected(books);
  let sent = 0;
  /** Posts one transaction of the frame and gives its lines, `Dr 1300@DC 5.00`, caused ones too. */
  const post = async (type: string, fields: object): Promise<string> => {
    sent += 1;
    const plain = { key: `t${sent}`, postedOn: '2026-05-05', item: 'F1', site: 'DC' };
    const [answer] = await client.post([{ ...plain, type, ...fields }]);
    if (answer === undefined || !('lines' in answer)) return answer?.code ?? 'no answer';
    const lines = [...answer.lines, ...(answer.caused ?? []).flatMap((entry) => entry.lines)];
    return lines
      .map(({ account, site, debit, credit }) =>
        debit === undefined ? `Cr ${account}@${site} ${credit}` : `Dr ${account}@${site} ${debit}`,
      )
      .join(', ');
  };
  return {
    post,
    /** Changes the setup; a day is that of the change of cost. */
    change: (additions: Partial<CompanySetup>, costingMethodNow?: CostingMethod) => {
      const method = costingMethodNow === undefined ? {} : { costingMethod: costingMethodNow };
      const company = { ...sampleSetup().company, ...method };
      return client.send('PUT /companies/sample/setup', { body: { company, ...additions } });
    },
    /** Changes the setup and moves the value of stock that goes to another account, or only tells. */
    move: (additions: Partial<CompanySetup>, costingMethodNow: CostingMethod, query: string) => {
      const company = { ...sampleSetup().company, costingMethod: costingMethodNow };
      const body = { company, ...additions };
      return client.send(`PUT /companies/sample/setup?${query}`, { body });
    },
    setup: () => client.send('GET /companies/sample/setup'),
    faults: () => faultsOf(seen),
    /** Pools on hand, `F1 DC 1300: 10 = 105000`. */
    pools: async () => {
      const { rows } = await seen.owner.query<
        Record<'item' | 'site' | 'account' | 'quantity' | 'value', string>
      >(
        `select item, site, account, quantity::text, value::text from cost_pool
          where bucket = 'on-hand' order by number`,
      );
      return rows.map(
        ({ item, site, account, quantity, value }) =>
          `${item} ${site} ${account}: ${quantity} = ${value}`,
      );
    },
    /** What changes of the configuration posted: day, key and value of every revaluation. */
    revaluations: async () => {
      const { rows } = await seen.owner.query<Record<'key' | 'posted_on' | 'value', string>>(
        `select e.key, e.posted_on::text, m.value::text from event e join movement m on m.event = e.number
          where e.source = 'configuration' order by e.number`,
      );
      return rows.map(({ key, posted_on: day, value }) => `${day} ${key}: ${value}`);
    },
  };
}

const RECEIVED = 'receive-from-vendor';

/** The facts of costing 5.10: ten at the centre at 100, ten at the office at 120. */
async function costing510(method: CostingMethod) {
  const company = await companyUnder(method);
  await company.post(RECEIVED, { site: 'DC', quantity: '10', unitCost: '100' });
  await company.post(RECEIVED, { site: 'O1', quantity: '10', unitCost: '120' });
  return company;
}

// biome-ignore format: a table reads as a table
test.each<[CostingMethod, cogs: string, pools: readonly string[]]>([
  ['moving-average',  '120.00', ['F1 DC 1300: 10 = 100000', 'F1 O1 1300: 9 = 108000']],
  ['company-average', '110.00', ['F1 DC 1300: 10 = 110000', 'F1 O1 1300: 9 = 99000']],
  ['standard',        '105.00', ['F1 DC 1300: 10 = 105000', 'F1 O1 1300: 9 = 94500']],
])('003.49 costing 5.10 through the API: under %s a sale costs %s, and the books verify', async (method, cogs, pools) => {
  const company = await costing510(method);
  expect(await company.post('otc-sale', { site: 'O1', quantity: '1' })).toBe(
    `Dr 5000@O1 ${cogs}, Cr 1300@O1 ${cogs}`,
  );
  expect(await company.pools()).toEqual(pools);
  expect(await company.faults()).toEqual([]);
});

test('003.49 Q-45 at standard a receipt in parts and its invoice leave nothing on goods received', async () => {
  const company = await companyUnder('standard');
  expect(await company.post(RECEIVED, { key: 'in', quantity: '10', unitCost: '120' })).toBe(
    'Dr 1300@DC 1050.00, Dr 5200@DC 150.00, Cr 2150@DC 1200.00',
  );
  const invoice = { original: 'in', quantity: '4', unitCost: '121' };
  expect(await company.post('supplier-invoice-match', invoice)).toBe(
    'Dr 2150@DC 480.00, Dr 5200@DC 4.00, Cr 2100@DC 484.00',
  );
  expect(await company.post('supplier-invoice-match', { ...invoice, quantity: '6' })).toBe(
    'Dr 2150@DC 720.00, Dr 5200@DC 6.00, Cr 2100@DC 726.00',
  );
  expect(await company.post(RECEIVED, { item: 'A1', quantity: '1', unitCost: '5' })).toBe(
    'standard-cost-missing',
  );
  expect(await company.faults()).toEqual([]);
});

test('003.X04 a new standard cost revalues the stock on every account and site, in the log and on its day', async () => {
  const company = await costing510('standard');
  await company.post(RECEIVED, { location: 'CONS', quantity: '3', unitCost: '105' });
  await company.post(RECEIVED, { key: 'gone', site: 'O2', quantity: '1', unitCost: '105' });
  await company.post('otc-sale', { site: 'O2', quantity: '1' });
  const changed = await company.change({ items: [frame('110')], costsFrom: '2026-05-20' });
  expect(changed).toMatchObject({ status: 200 });
  expect(await company.pools()).toEqual([
    'F1 DC 1300: 10 = 110000',
    'F1 O1 1300: 10 = 110000',
    'F1 DC 1390: 3 = 33000',
    'F1 O2 1300: 0 = 0',
  ]);
  expect(await company.revaluations()).toEqual([
    '2026-05-20 version 2: F1 at DC on 1300: 5000',
    '2026-05-20 version 2: F1 at O1 on 1300: 5000',
    '2026-05-20 version 2: F1 at DC on 1390: 1500',
  ]);
  expect(await company.post('otc-sale', { quantity: '1' })).toBe(
    'Dr 5000@DC 110.00, Cr 1300@DC 110.00',
  );
  // The same cost again, another name: nothing to revalue.
  await company.change({ items: [{ ...frame('110'), name: 'Best frame' }] });
  expect(await company.revaluations()).toHaveLength(3);
  expect(await company.faults()).toEqual([]);
});

test('a new standard cost that cannot be posted is refused, and nothing of it is kept', async () => {
  const company = await costing510('standard');
  const before = await company.setup();
  const day = (costsFrom: string) => company.change({ items: [frame('110')], costsFrom });
  expect(messagesOf(await day('2025-12-31'))).toEqual(['The period of 2025-12-31 does not exist.']);
  expect(messagesOf(await day('2026-06-02'))).toEqual([
    'costsFrom: 2026-06-02 lies ahead of today, 2026-06-01',
  ]);
  expect(messagesOf(await day('2026-02-30'))).toEqual(['costsFrom: 2026-02-30 is no day']);
  expect(messagesOf(await company.change({ items: [frame()] }))).toEqual([
    'F1 has no standard cost, and stock is valued at standard.',
  ]);
  expect((await company.setup()).headers.get('etag')).toBe(before.headers.get('etag'));
  expect(await company.pools()).toEqual(['F1 DC 1300: 10 = 105000', 'F1 O1 1300: 10 = 105000']);
  expect(await company.faults()).toEqual([]);
});

test('003.50 a method changes only on a day without postings, and nothing is posted before it afterwards', async () => {
  const company = await costing510('moving-average');
  expect(messagesOf(await company.change({ costsFrom: '2026-05-05' }, 'standard'))).toEqual([
    'company: a costing method changes on a day without postings, and something is posted on 2026-05-05; take a later day as costsFrom',
  ]);
  const changed = await company.change({ costsFrom: '2026-05-06' }, 'standard');
  expect(changed).toMatchObject({ status: 200 });
  expect((await company.setup()).body).toMatchObject({ company: { costingMethod: 'standard' } });
  const sale = { quantity: '1' };
  expect(await company.post('otc-sale', { ...sale, postedOn: '2026-05-05' })).toBe(
    'costing-method-changed',
  );
  expect(await company.post('otc-sale', { ...sale, postedOn: '2026-05-06' })).toBe(
    'Dr 5000@DC 105.00, Cr 1300@DC 105.00',
  );
  expect(
    messagesOf(await company.change({ costsFrom: '2026-05-05', items: [frame('90')] })),
  ).toEqual(['costsFrom: the costing method changed on 2026-05-06; take a later day']);
  expect(await company.revaluations()).toEqual([
    '2026-05-06 version 2: F1 at DC on 1300: 5000',
    '2026-05-06 version 2: F1 at O1 on 1300: -15000',
  ]);
  expect(await company.faults()).toEqual([]);
});

test('003.50 from standard to average the standard cost opens the average, and nothing is posted', async () => {
  const company = await costing510('standard');
  await company.change({ costsFrom: '2026-05-10' }, 'moving-average');
  expect(await company.pools()).toEqual(['F1 DC 1300: 10 = 105000', 'F1 O1 1300: 10 = 105000']);
  expect(await company.revaluations()).toEqual([
    '2026-05-10 version 2: F1 at DC on 1300: 0',
    '2026-05-10 version 2: F1 at O1 on 1300: 0',
  ]);
  const later = { postedOn: '2026-05-10' };
  await company.post(RECEIVED, { ...later, quantity: '10', unitCost: '115' });
  expect(await company.post('otc-sale', { ...later, quantity: '1' })).toBe(
    'Dr 5000@DC 110.00, Cr 1300@DC 110.00',
  );
  expect(await company.faults()).toEqual([]);
});

test('003.50 one change after another: by company re-spreads, FIFO opens one layer, standard revalues', async () => {
  const company = await costing510('moving-average');
  await company.change({ costsFrom: '2026-05-06' }, 'company-average');
  expect(await company.pools()).toEqual(['F1 DC 1300: 10 = 110000', 'F1 O1 1300: 10 = 110000']);
  expect(
    await company.post('otc-sale', { postedOn: '2026-05-06', site: 'O2', quantity: '1' }),
  ).toBe('Dr 5000@O2 110.00, Cr 1300@O2 110.00');
  await company.change({ costsFrom: '2026-05-07' }, 'fifo');
  await company.post(RECEIVED, { postedOn: '2026-05-07', quantity: '1', unitCost: '50' });
  expect(await company.post('otc-sale', { postedOn: '2026-05-07', quantity: '11' })).toBe(
    'Dr 5000@DC 1150.00, Cr 1300@DC 1150.00',
  );
  expect(await company.faults()).toEqual([]);
  await company.change({ costsFrom: '2026-05-08' }, 'moving-average');
  expect(await company.faults()).toEqual([]);
  await company.change({ costsFrom: '2026-05-09' }, 'standard');
  expect(await company.pools()).toEqual([
    'F1 DC 1300: 0 = 0',
    'F1 O1 1300: 10 = 105000',
    'F1 O2 1300: -1 = -10500',
  ]);
  expect(await company.faults()).toEqual([]);
});

test('003.50 to standard with stock that has no standard cost is refused, item by item', async () => {
  const company = await costing510('moving-average');
  await company.post(RECEIVED, { item: 'A1', quantity: '1', unitCost: '5' });
  const refused = await company.change({ costsFrom: '2026-05-06' }, 'standard');
  expect(messagesOf(refused)).toEqual([
    'A1 has no standard cost, and stock is valued at standard.',
  ]);
  const { items = [] } = sampleSetup();
  const case1 = items.filter(({ code }) => code === 'A1');
  const together = {
    costsFrom: '2026-05-06',
    items: case1.map((item) => ({ ...item, standardCost: '6.00' })),
  };
  expect(await company.change(together, 'standard')).toMatchObject({ status: 200 });
  expect(await company.pools()).toContain('A1 DC 1310: 1 = 600');
  expect(await company.faults()).toEqual([]);
});

test('more pools than fit one batch are revalued in several, and all are in the log', async () => {
  const { items = [], ...setup } = sampleSetup({ costingMethod: 'moving-average' });
  const many = Array.from({ length: 1020 }, (_, index): ItemSetup => {
    return { code: `M${index}`, name: 'One of many', group: 2, standardCost: '3' };
  });
  const books = await inspected(await testBooks({ ...setup, items: [...items, ...many] }));
  const receipt = { type: RECEIVED, postedOn: '2026-05-05', site: 'DC', quantity: '1' };
  const receipts = many.map(({ code }) => ({ ...receipt, key: code, item: code, unitCost: '2' }));
  await books.desk.post(receipts);
  const company = { ...setup.company, costingMethod: 'standard' as const };
  const why = { changedBy: 'test', reason: 'test' };
  const done = await setUpCompany(books, { company, costsFrom: '2026-05-06' }, why);
  expect(done).toMatchObject({ ok: true });
  const { rows } = await books.owner.query<Record<'batches' | 'events' | 'value', string>>(
    `select count(distinct batch)::text as batches, count(*)::text as events,
            (select sum(value)::text from cost_pool) as value
       from event where source = 'configuration'`,
  );
  expect(rows).toEqual([{ batches: '2', events: '1020', value: '306000' }]);
  // A desk that knew the company before the change goes on from where it is now.
  const [sold] = await books.desk.post([
    { ...receipt, key: 'sold', type: 'sale', item: 'M7', postedOn: '2026-05-06' },
  ]);
  expect(sold).toMatchObject({ status: 'posted', cost: 300n });
  expect(await faultsOf(books)).toEqual([]);
});

test('before anything is posted the method is simply another one', async () => {
  const company = await companyUnder('moving-average');
  expect(await company.change({}, 'company-average')).toMatchObject({ status: 200 });
  expect((await company.setup()).body).toMatchObject({
    company: { costingMethod: 'company-average' },
  });
  await company.post(RECEIVED, { postedOn: '2026-01-02', quantity: '1', unitCost: '100' });
  await company.post(RECEIVED, {
    postedOn: '2026-01-02',
    site: 'O1',
    quantity: '1',
    unitCost: '120',
  });
  expect(await company.pools()).toEqual(['F1 DC 1300: 1 = 11000', 'F1 O1 1300: 1 = 11000']);
  expect(await company.faults()).toEqual([]);
});

// biome-ignore format: a table reads as a table
test.each<[CostingMethod, lines: readonly string[], pools: readonly string[]]>([
  ['standard',
    ['cost-revaluation DC: 1300 by 5860 50.00', 'cost-revaluation O1: 5860 by 1300 150.00', 'account-reclassification O1: 1311 by 1300 1050.00'],
    ['F1 DC 1300: 10 = 105000', 'F1 O1 1300: 0 = 0', 'F1 O1 1311: 10 = 105000']],
  ['company-average',
    ['average-respread DC: 1300 by 1300 100.00', 'account-reclassification O1: 1311 by 1300 1100.00'],
    ['F1 DC 1300: 10 = 110000', 'F1 O1 1300: 0 = 0', 'F1 O1 1311: 10 = 110000']],
])('003.50 002.39 a change to %s that also gives stock another account values it first, and the preview says so', async (method, lines, pools) => {
  const company = await costing510('moving-average');
  const account = { code: '1311', name: 'Inventory at office one', accountClass: 'asset' as const };
  const additions = {
    accounts: [account],
    places: [{ group: 1, site: 'O1', accounts: { inventory: '1311' } }],
    costsFrom: '2026-05-20',
  };
  expect(messagesOf(await company.move(additions, method, 'dryRun=false'))).toHaveLength(1);
  expect(await company.revaluations()).toEqual([]);
  const preview = await company.move(additions, method, 'dryRun=true&reclassifyOn=2026-05-20');
  expect(preview).toMatchObject({ status: 200, body: { configurationVersion: 2, postedOn: '2026-05-20' } });
  const told = reclassifiedOf(preview.body);
  expect(told).toEqual(lines);
  expect(await company.revaluations()).toEqual([]);
  const done = await company.move(additions, method, 'reclassifyOn=2026-05-20');
  expect(reclassifiedOf(done.body)).toEqual(told);
  expect(await company.pools()).toEqual(pools);
  expect(await company.faults()).toEqual([]);
  // Value cannot move on a day that was valued by the method before.
  const back = { places: [{ group: 1, site: 'O1', accounts: { inventory: '1300' } }] };
  expect(messagesOf(await company.move(back, method, 'reclassifyOn=2026-05-19'))).toEqual([
    'F1 at O1 moved after 2026-05-19: what lay there then cannot be taken out whole any more.',
    `2026-05-19 lies before 2026-05-20, when the costing method changed to ${method}.`,
  ]);
  expect(await company.faults()).toEqual([]);
});

type Told = Record<'type' | 'site' | 'debit' | 'credit' | 'amount', string>;

/** The journal of a change, a line each: `cost-revaluation DC: 1300 by 5860 50.00`. */
const reclassifiedOf = (body: unknown): readonly string[] => {
  const { reclassified = [] } = body as { readonly reclassified?: readonly Told[] };
  return reclassified.map(
    ({ type, site, debit, credit, amount }) => `${type} ${site}: ${debit} by ${credit} ${amount}`,
  );
};

test('everything that stands against new costs is told together with what else is wrong', async () => {
  const company = await costing510('moving-average');
  const sites = [
    { code: 'O3', name: 'Office three', kind: 'office' as const, accounts: { inventory: '9999' } },
  ];
  const messages = messagesOf(await company.change({ sites, costsFrom: '2026-05-05' }, 'standard'));
  expect(messages.filter((text) => text.startsWith('company: a costing method'))).toHaveLength(1);
  expect(messages.filter((text) => text.includes('9999')).length).toBeGreaterThan(0);
});

type Revalued = Record<
  'item' | 'site' | 'account' | 'quantity' | 'before' | 'after' | 'change',
  string
>;

/** What a change makes of the pools, a line each: `F1 DC 1300: 10 = 1000.00, +50.00 = 1050.00`. */
const revaluedOf = (body: unknown): readonly string[] => {
  const { revalued = [] } = body as { readonly revalued?: readonly Revalued[] };
  return revalued.map(
    ({ item, site, account, quantity, before, after, change }) =>
      `${item} ${site} ${account}: ${quantity} = ${before}, ${change} = ${after}`,
  );
};

// biome-ignore format: a table reads as a table
test.each<[CostingMethod, pools: readonly string[], journal: readonly string[]]>([
  ['standard',
    ['F1 DC 1300: 10 = 1000.00, 50.00 = 1050.00', 'F1 O1 1300: 10 = 1200.00, -150.00 = 1050.00'],
    ['cost-revaluation DC: 1300 by 5860 50.00', 'cost-revaluation O1: 5860 by 1300 150.00']],
  ['company-average',
    ['F1 DC 1300: 10 = 1000.00, 100.00 = 1100.00', 'F1 O1 1300: 10 = 1200.00, -100.00 = 1100.00'],
    ['average-respread DC: 1300 by 1300 100.00']],
  ['fifo',
    ['F1 DC 1300: 10 = 1000.00, 0.00 = 1000.00', 'F1 O1 1300: 10 = 1200.00, 0.00 = 1200.00'],
    []],
])('003.50 the preview of a change to %s says what becomes of every pool, and so does the change', async (method, pools, journal) => {
  const company = await costing510('moving-average');
  const day = { costsFrom: '2026-05-06' };
  const preview = await company.move(day, method, 'dryRun=true');
  expect(revaluedOf(preview.body)).toEqual(pools);
  expect(reclassifiedOf(preview.body)).toEqual(journal);
  expect(await company.pools()).toEqual(['F1 DC 1300: 10 = 100000', 'F1 O1 1300: 10 = 120000']);
  const done = await company.change(day, method);
  expect(revaluedOf(done.body)).toEqual(pools);
  expect(await company.faults()).toEqual([]);
});

test('004.07 a new method may open with its own stream, where that was kept beside the old one', async () => {
  const company = await companyUnder('moving-average');
  const kept = { policies: [{ policy: 'kept-streams', from: '2026-01-01', value: 'fifo' }] };
  expect(await company.change(kept)).toMatchObject({ status: 200 });
  await company.post(RECEIVED, { quantity: '10', unitCost: '100' });
  await company.post(RECEIVED, { quantity: '10', unitCost: '120' });
  await company.post(RECEIVED, { quantity: '2', unitCost: '120', location: 'CONS' });
  expect(await company.post('otc-sale', { quantity: '5' })).toBe(
    'Dr 5000@DC 550.00, Cr 1300@DC 550.00',
  );
  const opening = { costsFrom: '2026-05-06', costsOpenWith: 'kept-stream' as const };
  const preview = await company.move(opening, 'fifo', 'dryRun=true');
  // The site holds 17 at 1,940.00 oldest first: five at 100, twelve at 120; its accounts share that.
  expect(revaluedOf(preview.body)).toEqual([
    'F1 DC 1300: 15 = 1650.00, 61.76 = 1711.76',
    'F1 DC 1390: 2 = 240.00, -11.76 = 228.24',
  ]);
  expect(await company.change(opening, 'fifo')).toMatchObject({ status: 200 });
  expect(await company.pools()).toEqual(['F1 DC 1300: 15 = 171176', 'F1 DC 1390: 2 = 22824']);
  expect(await company.faults()).toEqual([]);
});

test('004.07 a method cannot open with a stream that was not kept', async () => {
  const company = await costing510('moving-average');
  const opening = { costsFrom: '2026-05-06', costsOpenWith: 'kept-stream' as const };
  expect(messagesOf(await company.change(opening, 'fifo'))).toEqual([
    'costsOpenWith of group 1: fifo is not kept beside the present method; keep it first, or open with the held value',
  ]);
  expect(await company.revaluations()).toEqual([]);
});
