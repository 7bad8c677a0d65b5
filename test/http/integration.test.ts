import { beforeAll, describe, expect, test } from 'vitest';
import type { CompanySetup } from '../../packages/server/src/application/configuration/company-setup.ts';
import { sampleSetup } from '../support/sample-setup.ts';
import { type ServedBooks, servedBooks } from '../support/served-books.ts';
import { messagesOf, problemIn } from './http-client.ts';
import { integrationCompany, NOT_INTEGRATED } from './integration-company.ts';
import { RECEIPT } from './mapping-company.ts';

const SALE = { type: 'otc-sale', postedOn: '2026-03-05', item: 'F1', site: 'DC', quantity: '2' };

let books: ServedBooks;

beforeAll(async () => {
  books = await servedBooks();
});

/** Groups with no more accounts than a company needs that is not integrated (`000.55`). */
const SCANT: Partial<CompanySetup> = {
  ...NOT_INTEGRATED,
  groups: [
    { number: 1, description: 'Frames', accounts: { sales: '4000', 'purchase-variance': '5200' } },
    { number: 2, description: 'Cases', accounts: { sales: '4000', 'purchase-variance': '5200' } },
  ],
  places: [],
};

/** A refusal in the form the table has it. */
const refusalsIn = (answered: Parameters<typeof problemIn>[0]) =>
  problemIn(answered).refusals.map(({ code, message }) => `${code}: ${message}`);

describe('settings', () => {
  test('000.19 000.24 000.25 switch, entry type and groups stand together, a new company integrated, with what to weigh', async () => {
    const company = await integrationCompany(books);
    const settings = await company.settings();
    expect(settings.integration).toMatchObject({ integrated: true, since: null, history: [] });
    expect(settings.entryType).toEqual({
      code: 'inventory',
      name: 'Inventory integration',
      warnings: [],
    });
    expect(settings.groups.map(({ number, missing }) => [number, missing])).toEqual([
      [1, []],
      [2, []],
    ]);
    const { advice, considerations } = settings.integration;
    expect(advice).toContain('full integration (perpetual inventory)');
    expect(considerations.map(({ question, speaksFor }) => `${question} ${speaksFor}`)).toEqual([
      'Do you sell mainly services? not integrated',
      'Do you sell mainly goods? integrated',
      'Are the records of your stock accurate, and never below zero? integrated',
      'Is stock often below zero while costs change much? not integrated',
    ]);
    // It is not only said: the first movement is in the ledger.
    expect(await company.accounts(RECEIPT)).toEqual(['1300', '2150']);
  });

  test('000.07 a group answers role by role with an account, its own or the company’s, and says what is locked', async () => {
    const company = await integrationCompany(books);
    const group = async (number: number) =>
      (await company.send(`GET ${company.path}/groups/${number}`)).body;
    expect(await group(2)).toMatchObject({
      number: 2,
      description: 'Accessories',
      accounts: {
        inventory: { account: '1310', from: 'group' },
        cogs: { account: '5000', from: 'group' },
        sales: { account: '4000', from: 'group' },
        grni: { account: '2150', from: 'company' },
      },
      required: [
        'inventory',
        'cogs',
        'count-variance',
        'inventory-adjustment',
        'sales',
        'purchase-variance',
      ],
      items: { stock: 2, service: 1 },
      locked: [],
    });
    await company.posts({ ...RECEIPT, item: 'A1' });
    expect(await group(2)).toMatchObject({
      locked: [
        { role: 'inventory', because: 'the group has been used and inventory is integrated' },
      ],
    });
    expect(await group(1)).toMatchObject({ locked: [] });
    const unknown = await company.send(`GET ${company.path}/groups/77`);
    expect(messagesOf(unknown)).toEqual(['There is no group 77.']);
  });

  test('000.55 without integration a group needs sales, purchases and purchase variance alone, and posts without the others', async () => {
    const company = await integrationCompany(books, SCANT);
    const settings = await company.settings();
    expect(settings.integration.integrated).toBe(false);
    expect(settings.requirements.map(({ role }) => role)).toEqual([
      'sales',
      'purchases',
      'purchase-variance',
    ]);
    expect(settings.groups.map(({ missing }) => missing)).toEqual([[], []]);
    const posted = await company.posts(RECEIPT, SALE);
    expect(posted).toMatchObject([
      { status: 'posted', cost: '500.00', lines: [] },
      { status: 'posted', cost: '100.00', lines: [] },
    ]);
    expect(await company.ledger()).toEqual({});
    expect(await company.faults()).toEqual([]);
  });

  test('000.55 a new company that is not integrated is refused without the three it needs', async () => {
    const groups = [{ number: 1, description: 'Frames', accounts: { sales: '4000' } }];
    const setup = sampleSetup({ code: 'without-purchases' });
    const { purchases: _, ...controls } = setup.controls ?? {};
    const company = await integrationCompany(books);
    const refused = await company.send('POST /companies', {
      body: { ...setup, ...SCANT, groups, controls, items: [] },
    });
    expect(refusalsIn(refused)).toEqual([
      'group-incomplete: Group 1 (Frames) has no account for purchases, purchase-variance, needed for inventory that is not integrated.',
    ]);
  });
});

describe('switching on', () => {
  test('000.04 it is refused with groups that are incomplete, each named with what it lacks', async () => {
    const company = await integrationCompany(books, SCANT);
    const wish = { integrated: true, from: '2026-02-01', entryType: 'inventory' };
    const lacks = 'has no account for inventory, cogs, count-variance, inventory-adjustment,';
    expect(refusalsIn(await company.switchTo(wish))).toEqual([
      `group-incomplete: Group 1 (Frames) ${lacks} needed for integrated inventory.`,
      `group-incomplete: Group 2 (Cases) ${lacks} needed for integrated inventory.`,
    ]);
    const rest = {
      inventory: '1300',
      cogs: '5000',
      'count-variance': '5900',
      'inventory-adjustment': '5800',
    };
    const groups = [{ number: 1, description: 'Frames', accounts: rest }];
    expect(await company.put({ groups })).toMatchObject({ status: 200 });
    expect(refusalsIn(await company.switchTo(wish))).toHaveLength(1);
    // The accounts of the company serve every group that has none of its own.
    expect(await company.put({ controls: rest })).toMatchObject({ status: 200 });
    expect(await company.switched(wish)).toMatchObject({ integrated: true, kept: true });
    expect(await company.accounts({ ...RECEIPT, postedOn: '2026-02-01' })).toEqual([
      '1300',
      '2150',
    ]);
  });

  test('000.04 it is refused without any group', async () => {
    const none = { groups: [], places: [], items: [] };
    const company = await integrationCompany(books, none);
    const off = { integrated: false, from: '2026-02-01' };
    expect(refusalsIn(await company.switchTo(off))).toEqual([
      'group-missing: There is no inventory group, so no account for sales, purchases or stock.',
    ]);
    const refused = await company.send('POST /companies', {
      body: {
        ...sampleSetup({ code: 'no-groups' }),
        ...none,
        integration: { integrated: true, entryType: 'inventory' },
      },
    });
    expect(problemIn(refused)).toMatchObject({ code: 'group-missing', status: 409 });
  });

  test('goods received notes are not begun with while a group has no account for purchase variance', async () => {
    const scant = [{ number: 1, description: 'Frames', accounts: { inventory: '1300' } }];
    const without = { groups: scant, types: [], modes: [], items: [], places: [] } as const;
    const company = await integrationCompany(books, without);
    const begin = { types: [{ type: 'receive-from-vendor', center: 'office' }] };
    expect(refusalsIn(await company.put(begin))).toEqual([
      'group-incomplete: Group 1 (Frames) has no account for purchase-variance, needed for goods received notes.',
    ]);
    const accounts = { 'purchase-variance': '5200' };
    const complete = { groups: [{ number: 1, description: 'Frames', accounts }] };
    expect(await company.put({ ...begin, ...complete })).toMatchObject({ status: 200 });
  });

  test('000.31 it is refused while no entry type is chosen, and an unknown one is no choice', async () => {
    const company = await integrationCompany(books, NOT_INTEGRATED);
    expect((await company.settings()).entryType).toEqual({ code: null, name: null, warnings: [] });
    const wish = { integrated: true, from: '2026-02-01' };
    const missing = 'entry-type-missing: No entry type is chosen for the journals of inventory.';
    expect(refusalsIn(await company.switchTo(wish))).toEqual([missing]);
    expect(refusalsIn(await company.switchTo({ ...wish, entryType: '' }))).toEqual([missing]);
    expect(problemIn(await company.switchTo({ ...wish, entryType: 'stock' }))).toMatchObject({
      code: 'entry-type-unknown',
      remedy: 'Take one of inventory, reclassification, reallocation, purchasing, sales, general.',
    });
    expect((await company.settings()).integration.integrated).toBe(false);
    await company.switched({ ...wish, entryType: 'inventory' });
    const { integration, entryType } = await company.settings();
    expect(integration).toMatchObject({ integrated: true, since: '2026-02-01' });
    expect(entryType.code).toBe('inventory');
  });

  test('000.32 000.33 an entry type that others use earns a warning, and the journals are filed under it from then on', async () => {
    const company = await integrationCompany(books);
    await company.posts({ ...RECEIPT, postedOn: '2026-01-31' });
    const chosen = await company.switched({
      integrated: true,
      from: '2026-02-01',
      entryType: 'general',
    });
    expect(chosen.warnings).toEqual([
      'entry type general is used for Manual journal (GJ) too: its details will not be the inventory’s alone; inventory (Inventory integration) would be',
    ]);
    expect((await company.settings()).entryType).toEqual({
      code: 'general',
      name: 'Manual journal',
      warnings: ['it is used for Manual journal (GJ) too'],
    });
    await company.posts({ ...RECEIPT, postedOn: '2026-02-01', key: 'february' });
    const filed = async (entryType: string) =>
      (await company.rows('entry-type-details', `?entryType=${entryType}`)).map(
        ({ postedOn }) => postedOn,
      );
    expect(new Set(await filed('inventory'))).toEqual(new Set(['2026-01-31']));
    expect(new Set(await filed('general'))).toEqual(new Set(['2026-02-01']));
    const alone = await company.switched({
      integrated: true,
      from: '2026-03-01',
      entryType: 'inventory',
    });
    expect(alone.warnings).toEqual([]);
    expect(await company.faults()).toEqual([]);
  });
});

describe('the day of a change', () => {
  test('000.22 on the first day of a period it passes without a word', async () => {
    const company = await integrationCompany(books);
    const done = await company.switched({ integrated: false, from: '2026-03-01' });
    expect(done).toMatchObject({ warnings: [], confirmation: null, kept: true });
    const posted = await company.posts({ ...RECEIPT, postedOn: '2026-02-28' }, RECEIPT, {
      ...RECEIPT,
      postedOn: '2026-03-01',
    });
    expect(posted.map((one) => (one.status === 'posted' ? one.lines.length : one))).toEqual([
      2, 2, 0,
    ]);
  });

  test('000.20 000.21 within a period it takes a confirmation in words, which is in the log', async () => {
    const company = await integrationCompany(books);
    const wish = { integrated: false, from: '2026-03-10' };
    const words = 'the ledger of 2026-03 is not integrated from 2026-03-10 only';
    const looked = await company.switched(wish, '?dryRun=true');
    expect(looked).toMatchObject({
      confirmation: words,
      warnings: [
        '2026-03-10 lies within 2026-03: its ledger shows stock for some days and not for others',
      ],
      kept: false,
      configurationVersion: 1,
    });
    for (const confirmation of [undefined, 'yes', `${words}!`]) {
      const refused = await company.switchTo({ ...wish, confirmation });
      expect(problemIn(refused)).toMatchObject({
        status: 409,
        code: 'confirmation-missing',
        remedy: `Take the first day of a period, or confirm with the words “${words}”.`,
      });
    }
    expect((await company.settings()).integration.integrated).toBe(true);
    const done = await company.switched({
      ...wish,
      confirmation: ` The ledger of 2026-03  is not integrated from 2026-03-10 only`,
      reason: 'services from now on',
    });
    expect(done).toMatchObject({ kept: true, configurationVersion: 2 });
    const [change] = await company.log();
    expect(change).toMatchObject({
      version: 2,
      changedBy: 'test',
      reason: `services from now on; confirmed: "${words}"`,
      differences: [
        {
          kind: 'integration',
          before: null,
          after: { from: '2026-03-10', integrated: false, entryType: 'inventory' },
        },
      ],
    });
    const at = (postedOn: string) => ({ ...RECEIPT, postedOn });
    const posted = await company.posts(at('2026-03-09'), at('2026-03-10'));
    expect(posted.map((one) => (one.status === 'posted' ? one.lines.length : one))).toEqual([2, 0]);
    expect(await company.faults()).toEqual([]);
  });

  test('000.23 a report says of every period whether its stock is in the ledger, and how much of it is not', async () => {
    const company = await integrationCompany(books);
    const words = 'the ledger of 2026-05 is integrated from 2026-05-20 only';
    await company.switched({ integrated: false, from: '2026-03-01' });
    await company.switched({ integrated: true, from: '2026-05-20', confirmation: words });
    await company.posts(RECEIPT, { ...RECEIPT, postedOn: '2026-04-02', quantity: '1' });
    const rows = await company.rows('integration-status');
    const told = rows
      .slice(1, 6)
      .map(({ period, integrated, changes, stock, ledger, difference }) =>
        [period, integrated, changes, stock, ledger, difference].join(' | '),
      );
    expect(told).toEqual([
      '2026-02 | yes |  | 500.00 | 500.00 | 0.00',
      '2026-03 | no |  | 500.00 | 500.00 | 0.00',
      '2026-04 | no |  | 550.00 | 500.00 | 50.00',
      '2026-05 | partly | integrated from 2026-05-20 | 550.00 | 500.00 | 50.00',
      '2026-06 | yes |  | 550.00 | 500.00 | 50.00',
    ]);
    expect((await company.settings()).periods.map(({ integrated }) => integrated)).toEqual(
      rows.map(({ integrated }) => integrated),
    );
    // As it was known before anything was switched.
    const before = await company.rows('integration-status', '?asKnown=0@1');
    expect(before.map(({ integrated }) => integrated)).toEqual(Array(12).fill('yes'));
  });

  test('000.20 a day in a closed period or outside all of them, before a later change, or for nothing is refused', async () => {
    const company = await integrationCompany(books);
    const body = { reason: 'month end' };
    await company.send(`POST ${company.path}/periods/2026-01/close`, { body });
    await company.switched({ integrated: false, from: '2026-04-01' });
    const refused = [
      [{ integrated: true, from: '2026-02-30' }, 'date-invalid: from is not a day: 2026-02-30.'],
      [
        { integrated: false, from: '2026-01-01' },
        'period-closed: The period of 2026-01-01 is closed.',
        'integration-changes-later: Inventory becomes not integrated on 2026-04-01; a change on 2026-01-01 would lie before it.',
      ],
      [
        { integrated: true, from: '2027-01-01' },
        'period-unknown: The period of 2027-01-01 does not exist.',
      ],
      [
        { integrated: false, from: '2026-05-01' },
        'integration-unchanged: Inventory is not integrated from 2026-04-01 on already.',
      ],
    ] as const;
    for (const [wish, ...messages] of refused)
      expect(refusalsIn(await company.switchTo(wish))).toEqual(messages);
    expect(await company.settings()).toMatchObject({ configurationVersion: 3 });
  });

  test('a switch that was made on an older version is refused', async () => {
    const company = await integrationCompany(books);
    const { headers } = await company.send(`GET ${company.path}/settings`);
    expect(headers.get('etag')).toBe('"1"');
    const body = { integrated: false, from: '2026-03-01' };
    const put = (ifMatch: string) =>
      company.send(`PUT ${company.path}/integration`, { body, headers: { 'if-match': ifMatch } });
    expect(problemIn(await put('"7"'))).toMatchObject({ code: 'configuration-stale' });
    const done = await put('"1"');
    expect(done).toMatchObject({ status: 200 });
    expect(done.headers.get('etag')).toBe('"2"');
  });

  test('I3 a switch among a hundred postings: each is in the ledger by the status it met, and the books are sound', async () => {
    const company = await integrationCompany(books);
    await company.posts({ ...RECEIPT, quantity: '1000' });
    const sale = (key: string) => ({ ...SALE, quantity: '1', key });
    const posting = Array.from({ length: 100 }, (_, index) => company.posts(sale(`sale-${index}`)));
    const turned = company.switchTo({ integrated: false, from: '2026-03-01', stock: 'charge-off' });
    const answers = (await Promise.all(posting)).flat();
    expect(await turned).toMatchObject({ status: 200 });
    expect(answers.filter(({ status }) => status !== 'posted')).toEqual([]);
    // Charged off is what was there when the switch was turned; later sales posted nothing.
    expect(await company.ledger()).not.toHaveProperty('1300');
    expect(await company.faults()).toEqual([]);
  });

  test('000.52 without integration the inventory account of a used group may change; what lies there moves with it', async () => {
    const company = await integrationCompany(books, NOT_INTEGRATED);
    await company.posts(RECEIPT);
    const groups = [{ number: 1, description: 'Frames', accounts: { inventory: '1310' } }];
    const [group] = (await company.settings()).groups;
    expect(group).toMatchObject({ locked: [] });
    expect(problemIn(await company.put({ groups }))).toMatchObject({
      code: 'account-holds-value',
    });
    const moved = await company.put({ groups }, '?reclassifyOn=2026-02-01');
    expect(moved).toMatchObject({ status: 200 });
    expect(await company.proposal('2026-02-28')).toMatchObject({
      lines: [{ account: '1310', amount: '500.00' }],
    });
    // An unused group of an integrated company is as free.
    const integrated = await integrationCompany(books);
    expect(await integrated.put({ groups })).toMatchObject({ status: 200 });
    await integrated.posts(RECEIPT);
    const back = [{ number: 1, description: 'Frames', accounts: { inventory: '1300' } }];
    expect(problemIn(await integrated.put({ groups: back }))).toMatchObject({
      code: 'control-account-locked',
    });
  });
});
