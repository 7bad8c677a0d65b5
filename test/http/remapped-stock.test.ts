import { beforeAll, expect, test } from 'vitest';
import type { PlaceAssignment } from '../../packages/server/src/application/configuration/company-setup.ts';
import { putPeriod } from '../support/close-period.ts';
import { type ServedBooks, servedBooks } from '../support/served-books.ts';
import { messagesOf, problemIn } from './http-client.ts';
import { reportIn, type WarehouseCompany, warehouseCompany } from './warehouse-company.ts';

let books: ServedBooks;

beforeAll(async () => {
  books = await servedBooks();
});

const at = (location: string, inventory: string | null, group = 12): PlaceAssignment => ({
  group,
  site: 'S1',
  location,
  accounts: { inventory },
});

const W = at('W', '1350');
const FULL = { warehouses: [{ site: 'S1', code: 'W', accountSync: 'full' as const }] };

/** A receipt of frames at S1. */
const received = (key: string, location: string, quantity = '36', unitCost = '15') => ({
  key,
  type: 'receive-from-vendor',
  postedOn: '2026-02-02',
  item: 'F1',
  site: 'S1',
  ...(location === '' ? {} : { location }),
  quantity,
  unitCost,
});

const sold = (key: string, location: string, quantity = '1') => ({
  key,
  type: 'otc-sale',
  postedOn: '2026-06-02',
  item: 'F1',
  site: 'S1',
  ...(location === '' ? {} : { location }),
  quantity,
});

/** What a company posts, `debit / credit amount` of every posting. */
async function posted(company: WarehouseCompany, ...transactions: readonly object[]) {
  const answers = await company.post(transactions);
  return answers.map((answer) => {
    if (answer.status !== 'posted') throw new Error(JSON.stringify(answer));
    return answer.lines
      .map(({ account, debit, credit }) => `${account} ${debit ?? `-${credit}`}`)
      .join(' / ');
  });
}

/** Units and their account at every place, and the average of the item at the site. */
async function stock(company: WarehouseCompany): Promise<readonly string[]> {
  const { body } = await company.send(`GET /companies/${company.code}/stock`);
  const rows: readonly Record<string, string>[] = Object(body).lines;
  return rows.map(
    ({ item, site, bucket, place, quantity, account }) =>
      `${item} ${site} ${bucket} ${place} ${quantity} ${account}`,
  );
}

/** Quantity, value and average cost of every item and site. */
async function values(company: WarehouseCompany): Promise<readonly string[]> {
  const { body } = await company.send(`GET /companies/${company.code}/reports/inventory-value`);
  const rows: readonly Record<string, string>[] = Object(body).rows;
  return rows.map((row) => `${row['item']} ${row['site']} ${row['quantity']} ${row['value']}`);
}

async function expectBooksAgree(company: WarehouseCompany) {
  const { body } = await company.send(`GET /companies/${company.code}/reconciliation`);
  expect(body).toMatchObject({ agree: true });
  expect(await company.faults()).toEqual([]);
}

/** Which account a receipt at a place would take, and where the ladder found it. */
async function explained(company: WarehouseCompany, location: string) {
  const { body } = await company.send(`POST /companies/${company.code}/determinations`, {
    body: {
      type: 'receive-from-vendor',
      item: 'F1',
      site: 'S1',
      location,
      postedOn: '2026-02-02',
    },
  });
  const [debit] = Object(body).legs;
  const steps: readonly Record<string, unknown>[] = debit.determination.steps;
  return { account: debit.determination.account, deciding: steps.at(-1) };
}

test('E4 002.30 under Blank a location looks past the warehouse until it is run by hand; the gateway does not', async () => {
  const company = await warehouseCompany(books, { accountSync: 'blank' });
  await company.put({ places: [W] });
  expect(await explained(company, 'W-0001')).toMatchObject({
    account: '1310',
    deciding: { code: 'PL_SITE' },
  });
  expect(await explained(company, 'W')).toMatchObject({
    account: '1350',
    deciding: { code: 'PL_SITE_LOC' },
  });
  expect(await posted(company, received('before', 'W-0001', '1'))).toEqual([
    '1310 15.00 / 2150 -15.00',
  ]);
  const refused = await company.run({});
  expect(problemIn(refused)).toMatchObject({ status: 409, code: 'account-holds-value' });
  await company.run({}, '?reclassifyOn=2026-03-01');
  expect(await explained(company, 'W-0001')).toMatchObject({
    account: '1350',
    deciding: { code: 'PL_SITE_LOC', provenance: 'sync by hand from warehouse W' },
  });
  expect(await posted(company, received('after', 'W-0001', '1'))).toEqual([
    '1350 15.00 / 2150 -15.00',
  ]);
  await expectBooksAgree(company);
});

test('E4 E5 E6 the rows of a location say which synchronization of which warehouse they come from', async () => {
  for (const [accountSync, own, provenance] of [
    ['partial', '1360', 'sync Partial from warehouse W'],
    ['full', '1350', 'sync Full from warehouse W'],
  ] as const) {
    const company = await warehouseCompany(books, { accountSync });
    await company.put({ places: [at('W-0002', '1360')] });
    await company.put({ places: [W] });
    expect(await explained(company, 'W-0001')).toEqual({
      account: '1350',
      deciding: {
        step: '4a',
        code: 'PL_SITE_LOC',
        looked: 'group 12 · S1 · W-0001',
        found: '1350',
        provenance,
      },
    });
    expect(await explained(company, 'W-0002')).toMatchObject({ account: own });
    expect(
      await posted(company, received('one', 'W-0001', '1'), received('two', 'W-0002', '1')),
    ).toEqual(['1350 15.00 / 2150 -15.00', `${own} 15.00 / 2150 -15.00`]);
  }
});

test('E6 002.39 costing 5.9: Full takes 540.00 at W-0002 from 1360 to 1350, shown before saving, quantity and average untouched', async () => {
  const company = await warehouseCompany(books, { accountSync: 'blank' });
  await company.put({ places: [W, at('W-0002', '1360')] });
  await posted(company, received('in', 'W-0002'));
  const [before, version] = [await values(company), await company.version()];
  expect(before).toEqual(['F1 S1 36 540.00']);

  const refused = await company.put(FULL);
  expect(problemIn(refused)).toMatchObject({ status: 409, code: 'account-holds-value' });
  expect(messagesOf(refused)).toEqual([
    'inventory of group 12 at S1: stock in 1 place is on account 1360 and would belong to 1350.',
  ]);
  const preview = await company.preview(FULL, '&reclassifyOn=2026-06-01');
  const journal = {
    type: 'account-reclassification',
    site: 'S1',
    debit: '1350',
    credit: '1360',
    amount: '540.00',
    entries: 1,
  };
  expect(preview).toMatchObject({ postedOn: '2026-06-01', reclassified: [journal] });
  expect(preview.synchronization.counts).toMatchObject([{ created: 1, overwritten: 1 }]);
  expect(await stock(company)).toEqual(['F1 S1 on-hand W-0002 36 1360']);
  expect(await company.version()).toBe(version);

  const saved = await company.put(FULL, '?reclassifyOn=2026-06-01');
  expect(saved).toMatchObject({ status: 200, body: { reclassified: [journal] } });
  expect(await stock(company)).toEqual(['F1 S1 on-hand W-0002 36 1350']);
  expect(await values(company)).toEqual(before);
  await expectBooksAgree(company);
  expect(await posted(company, sold('sale', 'W-0002'))).toEqual(['5000 15.00 / 1350 -15.00']);
  await expectBooksAgree(company);
});

test('002.39 costing 5.9 run by hand: refused without a day, shown in the trial run, moved with the run', async () => {
  const company = await warehouseCompany(books, { accountSync: 'blank' });
  await company.put({ places: [W, at('W-0002', '1360')] });
  await posted(company, received('in', 'W-0002'));
  const version = await company.version();
  expect(problemIn(await company.run({ overwrite: true })).code).toBe('account-holds-value');
  expect(await company.version()).toBe(version);
  const journal = [{ debit: '1350', credit: '1360', amount: '540.00', entries: 1 }];
  const trial = reportIn(await company.run({ overwrite: true }, '?dryRun=true'));
  expect(trial).toMatchObject({ kept: false, changes: 2, reclassified: journal });
  const done = reportIn(await company.run({ overwrite: true }, '?reclassifyOn=2026-06-01'));
  expect(done).toMatchObject({ kept: true, reclassified: journal, postedOn: '2026-06-01' });
  expect(await stock(company)).toEqual(['F1 S1 on-hand W-0002 36 1350']);
  const again = reportIn(await company.run({ overwrite: true }, '?reclassifyOn=2026-06-01'));
  expect(again).toMatchObject({ kept: false, changes: 0, reclassified: [], postedOn: null });
  await expectBooksAgree(company);
});

test('E20 002.39 the row of the group at the site is deleted: refused while stock is on it, accepted with the journal', async () => {
  const company = await warehouseCompany(books);
  await posted(company, received('in', '', '10', '12.50'));
  const deleted = { places: [{ group: 12, site: 'S1', accounts: { inventory: null } }] };
  const refused = await company.put(deleted);
  expect(messagesOf(refused)).toEqual([
    'inventory of group 12 at S1: stock in 1 place is on account 1310 and would belong to 1300.',
  ]);
  const saved = await company.put(deleted, '?reclassifyOn=2026-06-01');
  expect(saved).toMatchObject({
    body: { reclassified: [{ debit: '1300', credit: '1310', amount: '125.00' }] },
  });
  expect(await posted(company, sold('sale', ''))).toEqual(['5000 12.50 / 1300 -12.50']);
  await expectBooksAgree(company);
});

test('002.39 of several places of one pool only the one that is re-mapped moves, at the average of all', async () => {
  const company = await warehouseCompany(books, { accountSync: 'blank', locations: 3 });
  // All three are on 1310, one pool: 60 units at 10 and 30 at 16 make an average of 12.
  await posted(
    company,
    received('one', 'W-0001', '30', '10'),
    received('two', 'W-0002', '30', '10'),
    received('three', 'W-0003', '30', '16'),
  );
  const saved = await company.put({ places: [at('W-0002', '1360')] }, '?reclassifyOn=2026-06-01');
  expect(saved).toMatchObject({
    body: { reclassified: [{ debit: '1360', credit: '1310', amount: '360.00', entries: 1 }] },
  });
  expect(await stock(company)).toEqual([
    'F1 S1 on-hand W-0001 30 1310',
    'F1 S1 on-hand W-0002 30 1360',
    'F1 S1 on-hand W-0003 30 1310',
  ]);
  expect(
    await posted(company, sold('a', 'W-0001'), sold('b', 'W-0002'), sold('c', 'W-0003')),
  ).toEqual(['5000 12.00 / 1310 -12.00', '5000 12.00 / 1360 -12.00', '5000 12.00 / 1310 -12.00']);
  // Then the warehouse takes all of them along: two accounts come together on a third.
  await company.put({ places: [W] });
  const run = reportIn(await company.run({ overwrite: true }, '?reclassifyOn=2026-07-01'));
  expect(run.reclassified.map(({ credit, amount, entries }) => [credit, amount, entries])).toEqual([
    ['1310', '696.00', 2],
    ['1360', '348.00', 1],
  ]);
  expect(await values(company)).toEqual(['F1 S1 87 1044.00']);
  await expectBooksAgree(company);
});

test('002.39 under FIFO the layers go along: later issues cost what they would have cost', async () => {
  const stocked = async () => {
    const company = await warehouseCompany(books, { accountSync: 'blank', costingMethod: 'fifo' });
    await company.put({ places: [W, at('W-0002', '1360')] });
    await posted(
      company,
      received('one', 'W-0002', '10', '10'),
      received('two', 'W-0002', '10', '13'),
      { ...sold('first', 'W-0002', '4'), postedOn: '2026-03-01' },
    );
    return company;
  };
  const later = [sold('second', 'W-0002', '8'), sold('third', 'W-0002', '8')];
  const left = await stocked();
  expect(await posted(left, ...later)).toEqual([
    '5000 86.00 / 1360 -86.00',
    '5000 104.00 / 1360 -104.00',
  ]);
  const moved = await stocked();
  const saved = await moved.put(FULL, '?reclassifyOn=2026-05-31');
  expect(saved).toMatchObject({ body: { reclassified: [{ amount: '190.00' }] } });
  expect(await stock(moved)).toEqual(['F1 S1 on-hand W-0002 16 1350']);
  expect(await posted(moved, ...later)).toEqual([
    '5000 86.00 / 1350 -86.00',
    '5000 104.00 / 1350 -104.00',
  ]);
  await expectBooksAgree(moved);
});

test('002.39 stock in process and in transit moves with the accounts of those roles', async () => {
  const company = await warehouseCompany(books);
  await posted(
    company,
    received('in', '', '10', '20'),
    ...(['sale', 'pick-for-order'] as const).map((type) => ({
      key: type,
      type,
      postedOn: '2026-03-01',
      item: 'F1',
      site: 'S1',
      document: 'order 1',
      quantity: '2',
    })),
    {
      key: 'send',
      type: 'stock-transfer',
      postedOn: '2026-03-01',
      item: 'F1',
      site: 'S1',
      toSite: 'S2',
      document: 'transfer 1',
      quantity: '3',
    },
  );
  const before = await stock(company);
  expect(before.map((row) => row.split(' ').at(-1))).toEqual(
    expect.arrayContaining(['1320', '1330', '1310']),
  );
  const remapped = { controls: { wip: '1355', 'inventory-in-transit': '1370' } };
  expect(problemIn(await company.put(remapped)).code).toBe('account-holds-value');
  const saved = await company.put(remapped, '?reclassifyOn=2026-06-01');
  const { reclassified } = Object(saved.body);
  expect(reclassified).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ debit: '1355', credit: '1330', amount: '40.00' }),
      expect.objectContaining({ debit: '1370', credit: '1320', amount: '60.00' }),
    ]),
  );
  expect(reclassified).toHaveLength(2);
  expect(await stock(company)).toEqual(
    before.map((row) => row.replace(/1330$/, '1355').replace(/1320$/, '1370')),
  );
  await expectBooksAgree(company);
});

test('002.39 into a closed period nothing moves and nothing is kept; nor before the change begins', async () => {
  const company = await warehouseCompany(books, { accountSync: 'blank' });
  await company.put({ places: [W, at('W-0002', '1360')] });
  await posted(company, received('in', 'W-0002'));
  await putPeriod(books, company.code, '2026-05');
  const version = await company.version();
  const late = '?reclassifyOn=2026-05-31';
  for (const refused of [
    await company.put(FULL, late),
    await company.run({ overwrite: true }, late),
    await company.put(FULL, `?dryRun=true&${late.slice(1)}`),
    await company.run({ overwrite: true }, `?dryRun=true&${late.slice(1)}`),
  ]) {
    expect(problemIn(refused).code).toBe('period-closed');
  }
  const early = await company.put({ validFrom: '2026-09-01', ...FULL }, '?reclassifyOn=2026-08-31');
  expect(messagesOf(early)).toEqual([
    'reclassification: the change begins on 2026-09-01, not on 2026-08-31',
  ]);
  const earlyRun = await company.run(
    { overwrite: true, validFrom: '2026-09-01' },
    '?reclassifyOn=2026-08-31',
  );
  expect(messagesOf(earlyRun)).toEqual(messagesOf(early));
  expect(await company.version()).toBe(version);
  expect(await stock(company)).toEqual(['F1 S1 on-hand W-0002 36 1360']);
  expect(await company.sets()).toEqual(['12 W-0002: 1360', '12 W: 1350']);
  const inTime = await company.put(
    { validFrom: '2026-09-01', ...FULL },
    '?reclassifyOn=2026-09-01',
  );
  expect(inTime).toMatchObject({ body: { reclassified: [{ amount: '540.00' }] } });
  await expectBooksAgree(company);
});
