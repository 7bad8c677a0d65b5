import { beforeAll, expect, test } from 'vitest';
import type { PlaceAssignment } from '../../packages/server/src/application/configuration/company-setup.ts';
import { type ServedBooks, servedBooks } from '../support/served-books.ts';
import { tally } from '../support/tally.ts';
import { locationCodes } from '../support/warehouse-setup.ts';
import { messagesOf, problemIn } from './http-client.ts';
import { reportIn, warehouseCompany } from './warehouse-company.ts';

let books: ServedBooks;

beforeAll(async () => {
  books = await servedBooks();
});

/** The set of a group at a place of S1: its inventory account, and others by role. */
const at = (
  location: string,
  inventory: string | null,
  others: Partial<PlaceAssignment> = {},
): PlaceAssignment => ({ group: 12, site: 'S1', location, accounts: { inventory }, ...others });

const W = at('W', '1350');

test('002.13 002.15 a warehouse is entered under its code where a location would stand; other words are refused', async () => {
  const company = await warehouseCompany(books, { accountSync: 'blank' });
  const wrong = await company.put({ places: [at('V', '1350')] });
  expect(problemIn(wrong)).toMatchObject({ status: 422, code: 'setup-invalid' });
  expect(messagesOf(wrong)).toEqual([
    'inventory of group 12 · S1 · V: site S1 has no location or warehouse V',
  ]);
  expect(await company.put({ places: [W] })).toMatchObject({ status: 200 });
  expect(await company.sets()).toEqual(['12 W: 1350']);
});

test('what is wrong with the accounts of a warehouse is said once, and not of every location', async () => {
  const company = await warehouseCompany(books, { accountSync: 'full', locations: 50 });
  const wrong = at('W', '9999', { accounts: { inventory: '9999', 'count-variance': '1300' } });
  expect(messagesOf(await company.put({ places: [wrong] }))).toEqual([
    'inventory of group 12 · S1 · W: there is no account 9999',
    'count-variance of group 12 · S1 · W: account 1300 is no income-statement account',
  ]);
  expect(await company.sets()).toEqual([]);
});

test('002.16 002.18 002.19 002.23 Full gives every location the whole set, of this group at this site alone', async () => {
  const company = await warehouseCompany(books, { accountSync: 'full', locations: 3 });
  const whole = at('W', '1350', {
    accounts: { inventory: '1350', 'count-variance': '5900', scrap: '5850' },
    centers: { scrap: '777' },
  });
  const saved = await company.put({ places: [at('W', '1360', { group: 13 }), whole] });
  const counted = { site: 'S1', warehouse: 'W', origin: 'full', locations: 3, created: 3 };
  expect(saved).toMatchObject({
    status: 200,
    body: {
      synchronization: [
        { ...counted, group: 12 },
        { ...counted, group: 13 },
      ],
    },
  });
  const set = '1350, count-variance 5900, scrap 5850, scrap at 777';
  expect(await company.sets()).toEqual([
    ...['W-0001', 'W-0002', 'W-0003', 'W'].map((place) => `12 ${place}: ${set}`),
    ...['W-0001', 'W-0002', 'W-0003', 'W'].map((place) => `13 ${place}: 1360`),
  ]);
  await company.put({ places: [at('W', '1370', { group: 13 })] });
  expect((await company.sets()).filter((one) => one.startsWith('12'))).toEqual(
    ['W-0001', 'W-0002', 'W-0003', 'W'].map((place) => `12 ${place}: ${set}`),
  );
  // The warehouse of the same code at the other site, and its location, got nothing.
  expect(await company.sets('S2')).toEqual([]);
});

test('002.17 a thousand locations make a thousand and one sets; the preview counts them before it lists them', async () => {
  const company = await warehouseCompany(books, { accountSync: 'full', locations: 1000 });
  const { synchronization, changes } = await company.preview({ places: [W] });
  expect(synchronization.counts).toEqual([
    {
      site: 'S1',
      warehouse: 'W',
      group: 12,
      origin: 'full',
      locations: 1000,
      created: 1000,
      overwritten: 0,
      ended: 0,
      kept: 0,
    },
  ]);
  expect(synchronization.rows).toHaveLength(1000);
  expect(synchronization.rows[0]).toEqual({
    site: 'S1',
    warehouse: 'W',
    group: 12,
    location: 'W-0001',
    role: 'inventory',
    validFrom: '1900-01-01',
    before: null,
    after: { account: '1350' },
    outcome: 'created',
  });
  // All else that changes is the one row somebody entered.
  expect(changes.map(({ name }) => name)).toEqual(['inventory · 12 · S1 · W · 1900-01-01']);
  expect(await company.sets()).toEqual([]);
  await company.put({ places: [W] });
  const sets = await company.sets();
  expect(sets).toHaveLength(1001);
  expect(tally(sets.map((one) => one.split(': ')[1]))).toEqual({ '1350': 1001 });
});

test('002.20 002.21 a new warehouse takes the mode of the warehouse control, once and for itself', async () => {
  const company = await warehouseCompany(books);
  const modes = async () =>
    ((await company.setupNow()).warehouses ?? []).map(
      ({ site, code, accountSync }) => `${site} ${code} ${accountSync}`,
    );
  expect(await modes()).toEqual(['S1 W blank', 'S2 W blank']);
  const { company: settings } = await company.setupNow();
  await company.put({
    company: { ...settings, accountSync: 'partial' },
    warehouses: [{ site: 'S1', code: 'V' }],
  });
  await company.put({ company: { ...settings, accountSync: 'full' } });
  await company.put({ warehouses: [{ site: 'S1', code: 'U', name: 'Upper floor' }] });
  expect((await modes()).toSorted()).toEqual([
    'S1 U full',
    'S1 V partial',
    'S1 W blank',
    'S2 W blank',
  ]);
});

test('002.22 a fourth mode is refused, on a warehouse and in the control', async () => {
  const company = await warehouseCompany(books);
  const body = { company: (await company.setupNow()).company };
  const put = (additions: object) =>
    company.send(`PUT /companies/${company.code}/setup`, { body: { ...body, ...additions } });
  for (const accountSync of ['some', 'Full', '', null]) {
    const refused = [
      await put({ warehouses: [{ site: 'S1', code: 'W', accountSync }] }),
      await put({ company: { ...body.company, accountSync } }),
    ];
    for (const one of refused)
      expect(problemIn(one)).toMatchObject({ status: 400, code: 'request-malformed' });
  }
});

test('002.24 002.25 Full replaces what differs and keeps locations in step: changed, added, edited', async () => {
  const company = await warehouseCompany(books, { accountSync: 'blank' });
  await company.put({
    places: [at('W-0002', '1360', { accounts: { inventory: '1360', scrap: '5850' } })],
  });
  await company.put({ warehouses: [{ site: 'S1', code: 'W', accountSync: 'full' }] });
  // Without a set of the warehouse there is nothing to be in step with.
  expect(await company.sets()).toEqual(['12 W-0002: 1360, scrap 5850']);
  const saved = await company.put({ places: [W] });
  expect(saved.body).toMatchObject({ synchronization: [{ created: 1, overwritten: 1, kept: 0 }] });
  expect(await company.sets()).toEqual(['12 W-0001: 1350', '12 W-0002: 1350', '12 W: 1350']);
  await company.put({ places: [at('W', '1355')] });
  await company.put({ locations: [{ site: 'S1', code: 'W-0003', warehouse: 'W' }] });
  const inStep = ['12 W-0001: 1355', '12 W-0002: 1355', '12 W-0003: 1355', '12 W: 1355'];
  expect(await company.sets()).toEqual(inStep);

  const refused = await company.put({
    places: [
      at('W-0001', '1360'),
      at('W-0002', '1355', { accounts: { scrap: '5850' } }),
      at('W-0002', null),
    ],
  });
  expect(problemIn(refused)).toMatchObject({ status: 409, code: 'location-follows-warehouse' });
  expect(problemIn(refused).refusals).toEqual(
    ['W-0001', 'W-0002'].map((location) => ({
      code: 'location-follows-warehouse',
      message: `The accounts of group 12 at location ${location} are those of warehouse W of site S1, which synchronizes in mode full.`,
      remedy:
        'Change the accounts of the warehouse, or switch it to `partial`: then a location may keep its own.',
    })),
  );
  expect(await company.sets()).toEqual(inStep);
  // Of a group the warehouse says nothing about, the location is free.
  expect(await company.put({ places: [at('W-0001', '1360', { group: 13 })] })).toMatchObject({
    status: 200,
  });
  // Switched to Partial in the same breath, the location may have its own.
  const switched = await company.put({
    warehouses: [{ site: 'S1', code: 'W', accountSync: 'partial' }],
    places: [at('W-0001', '1360')],
  });
  expect(switched).toMatchObject({ status: 200 });
  expect(await company.sets()).toEqual(['12 W-0001: 1360', ...inStep.slice(1), '13 W-0001: 1360']);
});

test('002.25 a change of the warehouse from a day on reaches its locations on that day, and not before', async () => {
  const company = await warehouseCompany(books, { accountSync: 'full', locations: 1 });
  await company.put({ places: [W] });
  await company.put({ validFrom: '2026-07-01', places: [at('W', '1355')] });
  await company.put({ validFrom: '2026-10-01', places: [at('W', null)] });
  // A location that comes later has the whole history.
  await company.put({ locations: [{ site: 'S1', code: 'W-0002', warehouse: 'W' }] });
  const received = (location: string, postedOn: string) => ({
    key: `${location} ${postedOn}`,
    type: 'receive-from-vendor',
    item: 'F1',
    site: 'S1',
    quantity: '1',
    unitCost: '1',
    location,
    postedOn,
  });
  for (const location of ['W-0001', 'W-0002']) {
    // One place has one account, so that each day is asked for by itself.
    const accounts = [];
    for (const day of ['2026-06-30', '2026-07-01', '2026-10-01']) {
      const [alone] = await company.post([received(location, day)], { dryRun: true });
      accounts.push(alone?.status === 'posted' ? alone.lines[0]?.account : alone);
    }
    expect(accounts).toEqual(['1350', '1355', '1310']);
  }
});

test('002.26 002.27 002.28 Q-07 Partial fills in what is missing, spares every set it finds, and does not follow later', async () => {
  const company = await warehouseCompany(books, { accountSync: 'partial', locations: 1000 });
  // A set of its own is spared whole: it has no inventory account and gets none.
  await company.put({
    places: [at('W-0007', '1360'), at('W-0008', null, { accounts: { scrap: '5850' } })],
  });
  const { synchronization } = await company.preview({ places: [W] });
  expect(synchronization.counts).toMatchObject([{ created: 998, overwritten: 0, kept: 2 }]);
  const spared = synchronization.rows.filter(({ outcome }) => outcome === 'kept');
  expect(spared.map(({ location, after }) => [location, after?.account])).toEqual([
    ['W-0007', '1360'],
    ['W-0008', '5850'],
  ]);
  await company.put({ places: [W] });
  const byAccount = async () => tally((await company.sets()).map((one) => one.split(': ')[1]));
  expect(await byAccount()).toEqual({ '1350': 999, '1360': 1, 'scrap 5850': 1 });
  await company.put({ places: [at('W', '1355')] });
  expect(await byAccount()).toEqual({ '1350': 998, '1355': 1, '1360': 1, 'scrap 5850': 1 });
  // The run by hand that overwrites brings them along.
  expect(reportIn(await company.run({ overwrite: true }))).toMatchObject({
    counts: [{ origin: 'manual', locations: 1000, created: 0, overwritten: 1000, kept: 0 }],
  });
  expect(await byAccount()).toEqual({ '1355': 1001 });
});

test('002.29 002.32 002.33 under Blank all groups are entered first; their locations follow when it is run by hand', async () => {
  const company = await warehouseCompany(books, { accountSync: 'blank', locations: 4 });
  const entered = await company.put({
    places: [12, 13, 14].map((group) => at('W', '1350', { group })),
  });
  expect(entered.body).not.toHaveProperty('synchronization');
  expect(await company.sets()).toHaveLength(3);
  const report = reportIn(await company.run({}));
  expect(report.counts.map(({ group, created }) => [group, created])).toEqual([
    [12, 4],
    [13, 4],
    [14, 4],
  ]);
  expect(await company.sets()).toHaveLength(3 * (4 + 1));
});

test('002.31 002.34 run by hand, sets that differ are kept unless they are to be overwritten', async () => {
  const company = await warehouseCompany(books, { accountSync: 'blank' });
  await company.put({ places: [W, at('W-0002', '1360')] });
  const careful = reportIn(await company.run({ site: 'S1', warehouse: 'W', group: 12 }));
  expect(careful).toMatchObject({ changes: 1, kept: true, reclassified: [], postedOn: null });
  expect(careful.rows.map((row) => [row.location, row.outcome, row.after?.account])).toEqual([
    ['W-0001', 'created', '1350'],
    ['W-0002', 'kept', '1360'],
  ]);
  expect(await company.sets()).toEqual(['12 W-0001: 1350', '12 W-0002: 1360', '12 W: 1350']);
  const thorough = reportIn(await company.run({ overwrite: true }));
  expect(thorough.rows).toEqual([
    {
      site: 'S1',
      warehouse: 'W',
      group: 12,
      location: 'W-0002',
      role: 'inventory',
      validFrom: '1900-01-01',
      before: { account: '1360' },
      after: { account: '1350' },
      outcome: 'overwritten',
    },
  ]);
  expect(await company.sets()).toEqual(['12 W-0001: 1350', '12 W-0002: 1350', '12 W: 1350']);
});

test('002.35 a trial run lists the changes and keeps nothing; a second run finds none and makes no version', async () => {
  const company = await warehouseCompany(books, { accountSync: 'blank', locations: 3 });
  await company.put({ places: [W, at('W', '1360', { group: 13 })] });
  const version = await company.version();
  const trial = reportIn(await company.run({}, '?dryRun=true'));
  expect(trial).toMatchObject({ changes: 6, kept: false });
  expect(trial.rows.map(({ group, location }) => `${group} ${location}`)).toEqual(
    [12, 13].flatMap((group) => locationCodes(3).map((location) => `${group} ${location}`)),
  );
  expect(await company.version()).toBe(version);
  expect(await company.sets()).toHaveLength(2);
  const first = reportIn(await company.run({}));
  expect(first).toEqual({
    ...trial,
    kept: true,
    configurationVersion: trial.configurationVersion + 1,
  });
  expect(await company.version()).toBe(`"${first.configurationVersion}"`);
  for (const overwrite of [false, true]) {
    const again = reportIn(await company.run({ overwrite }));
    expect(again).toMatchObject({ changes: 0, kept: false, rows: [] });
    expect(again.configurationVersion).toBe(first.configurationVersion);
    expect(again.counts).toMatchObject([{ kept: 3 }, { kept: 3 }]);
  }
  expect(await company.version()).toBe(`"${first.configurationVersion}"`);
});

test('002.31 all that is wrong with a run by hand is told at once, and it may hold from a day on', async () => {
  const company = await warehouseCompany(books, { accountSync: 'blank' });
  await company.put({ places: [W, at('W-0001', '1360')] });
  const wrong = await company.run({
    site: 'S9',
    warehouse: 'V',
    group: 99,
    validFrom: '2026-02-30',
  });
  expect(messagesOf(wrong)).toEqual([
    'There is no site S9 (site).',
    'warehouse V: site S9 has no such warehouse',
    'group 99: there is no such group',
    'validFrom is not a day: 2026-02-30.',
  ]);
  expect(problemIn(await company.run({ overwrite: 'yes' })).code).toBe('request-malformed');
  expect(problemIn(await company.run({}, '?dryrun=true')).code).toBe('request-malformed');
  const dated = reportIn(await company.run({ overwrite: true, validFrom: '2026-07-01' }));
  expect(dated.rows.map((row) => [row.location, row.validFrom, row.before?.account])).toEqual([
    ['W-0001', '2026-07-01', '1360'],
    ['W-0002', '2026-07-01', undefined],
  ]);
});

test('002.36 a warehouse without locations has one set, its own, in every mode', async () => {
  for (const accountSync of ['full', 'partial', 'blank'] as const) {
    const company = await warehouseCompany(books, { accountSync, locations: 0 });
    const saved = await company.put({ places: [W] });
    expect(saved.body).not.toHaveProperty('synchronization');
    expect(await company.sets()).toEqual(['12 W: 1350']);
    expect(reportIn(await company.run({ overwrite: true }))).toMatchObject({ changes: 0 });
  }
});

test.each([
  ['full', ['12 W-0009: 1350']],
  ['partial', ['12 W-0009: 1350']],
  ['blank', []],
] as const)('002.37 a location added under %s gets %j', async (accountSync, added) => {
  const company = await warehouseCompany(books, { accountSync });
  await company.put({ places: [W] });
  const before = await company.sets();
  await company.put({ locations: [{ site: 'S1', code: 'W-0009', warehouse: 'W' }] });
  const after = await company.sets();
  expect(after.filter((one) => !before.includes(one))).toEqual(added);
});

test('002.38 with the set of the warehouse Full takes the copies it made away, Partial and Blank leave them', async () => {
  const company = await warehouseCompany(books, { accountSync: 'full' });
  const mode = (accountSync: 'full' | 'partial' | 'blank') =>
    company.put({ warehouses: [{ site: 'S1', code: 'W', accountSync }] });
  // Before the warehouse had a set, a location got the same account by hand: that is no copy.
  await company.put({ places: [at('W-0002', '1350')] });
  await company.put({ places: [W] });
  await company.put({ places: [at('W', null)] });
  expect(await company.sets()).toEqual(['12 W-0002: 1350']);
  for (const kept of ['partial', 'blank'] as const) {
    await mode('full');
    await company.put({ places: [W] });
    await mode(kept);
    await company.put({ places: [at('W', null)] });
    expect(await company.sets()).toEqual(['12 W-0001: 1350', '12 W-0002: 1350']);
  }
});

test('Q-08 Q-09 002.24 a switch to Full is previewed and overwrites all; back to Partial the rows stay', async () => {
  for (const first of ['partial', 'blank'] as const) {
    const company = await warehouseCompany(books, { accountSync: first });
    await company.put({ places: [at('W-0002', '1360')] });
    await company.put({ places: [W] });
    const toFull = { warehouses: [{ site: 'S1', code: 'W', accountSync: 'full' as const }] };
    const { synchronization } = await company.preview(toFull);
    expect(synchronization.counts).toMatchObject([
      { group: 12, created: first === 'blank' ? 1 : 0, overwritten: 1 },
    ]);
    await company.put(toFull);
    const inStep = ['12 W-0001: 1350', '12 W-0002: 1350', '12 W: 1350'];
    expect(await company.sets()).toEqual(inStep);
    const back = await company.put({
      warehouses: [{ site: 'S1', code: 'W', accountSync: 'partial' }],
    });
    expect(back).toMatchObject({
      body: { synchronization: [{ created: 0, overwritten: 0, ended: 0, kept: 2 }] },
    });
    expect(await company.sets()).toEqual(inStep);
  }
});

test('Q-10 a location that moves follows its new warehouse; under Blank its copies go on confirmation', async () => {
  const company = await warehouseCompany(books, { accountSync: 'full', locations: 5 });
  await company.put({
    warehouses: [
      { site: 'S1', code: 'FULL', accountSync: 'full' },
      { site: 'S1', code: 'PART', accountSync: 'partial' },
      { site: 'S1', code: 'BLANK', accountSync: 'blank' },
    ],
    places: [W, at('FULL', '1360'), at('PART', '1370'), at('BLANK', '1355')],
  });
  // The old warehouse has a set for another group too, the new ones have none: those copies end.
  await company.put({ places: [at('W', '1350', { group: 13 })] });
  const moved = (code: string, warehouse: string, removeCopiedAccounts?: boolean) => ({
    site: 'S1',
    code,
    warehouse,
    ...(removeCopiedAccounts === undefined ? {} : { removeCopiedAccounts }),
  });
  const saved = await company.put({
    locations: [
      moved('W-0001', 'FULL'),
      moved('W-0002', 'PART'),
      moved('W-0003', 'BLANK'),
      moved('W-0004', 'BLANK', true),
    ],
  });
  expect(saved.body).toMatchObject({
    warnings: expect.arrayContaining([
      'location W-0003 of site S1 keeps the accounts copied from warehouse W; removeCopiedAccounts on the location takes them away',
    ]),
  });
  expect((await company.sets()).filter((one) => one.includes('W-0'))).toEqual([
    '12 W-0001: 1360',
    '12 W-0002: 1370',
    '12 W-0003: 1350',
    '12 W-0005: 1350',
    '13 W-0003: 1350',
    '13 W-0005: 1350',
  ]);
  // A copy that was brought along is now one of the new warehouse, and goes with its set.
  await company.put({ places: [at('FULL', null)] });
  expect((await company.sets()).filter((one) => one.includes('W-0001'))).toEqual([]);
  // A location that is removed leaves no copy behind.
  expect(
    await company.put({ locations: [{ site: 'S1', code: 'W-0005', removed: true }] }),
  ).toMatchObject({ status: 200 });
  expect((await company.sets()).filter((one) => one.includes('W-0005'))).toEqual([]);
});

test('002.27 Q-10 a set of its own goes along unchanged when a location moves to a warehouse in mode Partial', async () => {
  const company = await warehouseCompany(books, { accountSync: 'partial' });
  await company.put({
    warehouses: [{ site: 'S1', code: 'PART', accountSync: 'partial' }],
    places: [W, at('PART', '1370'), at('W-0001', '1360')],
  });
  await company.put({
    locations: [{ site: 'S1', code: 'W-0001', warehouse: 'PART' }],
  });
  expect((await company.sets()).filter((one) => one.includes('W-0001'))).toEqual([
    '12 W-0001: 1360',
  ]);
});

test('a setup read back and put again changes no account, also of a company of its own', async () => {
  const company = await warehouseCompany(books, { accountSync: 'full', locations: 3 });
  await company.put({ places: [W, at('W', '1360', { group: 13 })] });
  const first = await company.setupNow();
  const preview = await company.preview(first);
  expect(preview.synchronization).toEqual({ counts: [], rows: [], rowsLeftOut: 0 });
  expect(preview.changes).toEqual([]);
  expect(await company.put(first)).toMatchObject({ status: 200 });
  expect(await company.setupNow()).toEqual(first);
  // The copies are still known as such: they go with the set of the warehouse.
  await company.put({ places: [at('W', null), at('W', null, { group: 13 })] });
  expect(await company.sets()).toEqual([]);
  const copy = { ...first, company: { ...first.company, code: `${company.code}-copy` } };
  expect(await company.send('POST /companies', { body: copy })).toMatchObject({ status: 201 });
});

test('002.43 a gateway location takes mixed goods and is expected to be unavailable', async () => {
  const company = await warehouseCompany(books, { accountSync: 'full' });
  const warningsOf = async (location: object) => {
    const saved = await company.send(`PUT /companies/${company.code}/setup`, {
      body: {
        company: (await company.setupNow()).company,
        locations: [{ site: 'S1', code: 'W', ...location }],
      },
    });
    const { warnings = [] } = Object(saved.body);
    return warnings;
  };
  expect(await warningsOf({})).toContain(
    'gateway location W of site S1 is available; goods only pass through it',
  );
  expect(await warningsOf({ status: 'unavailable', mixed: false })).toEqual([
    'gateway location W of site S1 takes no mixed goods; a gateway takes whatever comes',
  ]);
  expect(await warningsOf({ status: 'unavailable', mixed: true })).toEqual([]);
  // It takes two items, on the account of the warehouse, and no copy makes a location of it.
  await company.put({ places: [W] });
  const received = (item: string) => ({
    key: item,
    type: 'receive-from-vendor',
    postedOn: '2026-01-05',
    item,
    site: 'S1',
    location: 'W',
    quantity: '1',
    unitCost: '1',
  });
  const answers = await company.post([received('F1'), received('G1')]);
  expect(
    answers.map((one) => (one.status === 'posted' ? one.lines[0]?.account : one.status)),
  ).toEqual(['1350', '1300']);
  expect(await company.sets()).toHaveLength(3);
});
