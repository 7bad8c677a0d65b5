import { beforeAll, describe, expect, test } from 'vitest';
import { REMOVAL_REFUSALS } from '../../packages/server/src/application/configuration/check-removals.ts';
import type { CompanySetup } from '../../packages/server/src/application/configuration/company-setup.ts';
import { sampleSetup } from '../support/sample-setup.ts';
import { type ServedBooks, servedBooks } from '../support/served-books.ts';
import { messagesOf, problemIn } from './http-client.ts';
import { integrationCompany } from './integration-company.ts';
import { RECEIPT } from './mapping-company.ts';

const SALE = { type: 'otc-sale', postedOn: '2026-01-06', item: 'F1', site: 'DC', quantity: '1' };
const { groups: [FRAMES] = [] } = sampleSetup();

let books: ServedBooks;

beforeAll(async () => {
  books = await servedBooks();
});

type Company = Awaited<ReturnType<typeof integrationCompany>>;

/** Accounts that exist beside those of the sample, for groups that want their own. */
const OWN: NonNullable<CompanySetup['accounts']> = [
  { code: '1311', name: 'Inventory with royalties', accountClass: 'asset' },
  { code: '5010', name: 'Cost of goods with royalties', accountClass: 'expense' },
  { code: '4010', name: 'Sales with royalties', accountClass: 'income' },
];

/** The accounts a group finds for roles, as they are assigned. */
async function accountsOfGroup(company: Company, number: number, ...roles: readonly string[]) {
  const { body } = await company.send(`GET ${company.path}/groups/${number}`);
  return roles.map((role) => Object(body).accounts[role].account);
}

type GroupRow = { readonly code: string; readonly subtotals: { readonly value: string } };

/** A report with its subtotals. */
async function grouped(company: Company, query: string) {
  const { status, body } = await company.send(`GET ${company.path}/reports/${query}`);
  expect(status).toBe(200);
  return Object(body);
}

test('000.06 one group is enough for the accounts; several sort the reports as well', async () => {
  const one = await integrationCompany(books, {
    groups: [{ ...FRAMES, number: 1, description: 'Everything' }],
    places: [],
    items: [
      { code: 'F1', name: 'Frame', group: 1, itemType: 'Frame' },
      { code: 'A1', name: 'Case', group: 1, itemType: 'Accessory' },
    ],
  });
  const many = await integrationCompany(books);
  for (const company of [one, many]) {
    const posted = await company.posts(RECEIPT, { ...RECEIPT, item: 'A1', unitCost: '4' }, SALE);
    expect(posted.map(({ status }) => status)).toEqual(['posted', 'posted', 'posted']);
  }
  const groupsOf = async (company: Company) =>
    (await grouped(company, 'inventory-value?by=group')).groups.map(
      ({ code, subtotals: { value } }: GroupRow) => [code, value],
    );
  expect(await groupsOf(one)).toEqual([['1', '490.00']]);
  expect(await groupsOf(many)).toEqual([
    ['1', '450.00'],
    ['2', '40.00'],
  ]);
});

test('000.12 an item moved to a further group sells into the accounts of that group alone', async () => {
  const company = await integrationCompany(books, { accounts: [...chart(), ...OWN] });
  const royalties = {
    number: 3,
    description: 'With royalties',
    accounts: { ...FRAMES?.accounts, inventory: '1311', cogs: '5010', sales: '4010' },
  };
  await company.put({ groups: [royalties] });
  await company.posts(RECEIPT, SALE);
  const moved = { items: [{ code: 'F1', name: 'Frame', group: 3, itemType: 'Frame' }] };
  expect(await company.put(moved, '?reclassifyOn=2026-02-01')).toMatchObject({ status: 200 });
  expect(await company.accounts({ ...SALE, postedOn: '2026-02-02' })).toEqual(['5010', '1311']);
  expect(await company.accounts({ ...RECEIPT, postedOn: '2026-02-03' })).toEqual(['1311', '2150']);
  expect(await company.ledger()).toMatchObject({
    '1311': '900.00',
    '5000': '50.00',
    '5010': '50.00',
  });
  expect(await company.ledger()).not.toHaveProperty('1300');
  expect(await accountsOfGroup(company, 3, 'sales')).toEqual(['4010']);
});

const chart = () => sampleSetup().accounts ?? [];

test('000.13 a further group brings tax types of its own for new items, and totals of its own in reports', async () => {
  const company = await integrationCompany(books);
  await company.put({
    taxTypes: [
      { code: 'STD', name: 'Standard', rate: '15' },
      { code: 'ZERO', name: 'Books', rate: '0' },
    ],
    groups: [
      { number: 1, description: 'Frames', salesTaxType: 'STD', purchaseTaxType: 'STD' },
      { number: 2, description: 'Accessories', salesTaxType: 'ZERO' },
    ],
  });
  await company.put({
    items: [
      { code: 'N1', name: 'New frame', group: 1 },
      { code: 'N2', name: 'New case', group: 2 },
    ],
  });
  const { groups } = await company.settings();
  expect(groups.map((one) => [one.number, one.salesTaxType, one.purchaseTaxType])).toEqual([
    [1, 'STD', 'STD'],
    [2, 'ZERO', null],
  ]);
  const taxes = await books.storage.reading(await idOf(company), async (session) => {
    const items = await session.itemsByCode(['N1', 'N2']);
    return [...items.values()].map((item) => [item.code, item.salesTaxType, item.purchaseTaxType]);
  });
  expect(taxes).toEqual([
    ['N1', 'STD', 'STD'],
    ['N2', 'ZERO', undefined],
  ]);
  await company.posts({ ...RECEIPT, item: 'N1' }, { ...RECEIPT, item: 'N2', unitCost: '1' });
  const report = await grouped(company, 'inventory-value?by=group');
  expect(report.groups.map(({ subtotals: { value } }: GroupRow) => value)).toEqual([
    '500.00',
    '10.00',
  ]);
  expect(report.totals.value).toBe('510.00');
});

async function idOf(company: Company): Promise<number> {
  const found = (await books.storage.companies()).find(({ code }) => code === company.company.code);
  return found?.id ?? 0;
}

test('000.14 groups may share the sales account and part in inventory, or the other way round', async () => {
  const company = await integrationCompany(books, { accounts: [...chart(), ...OWN] });
  const saved = await company.put({
    groups: [
      {
        number: 3,
        description: 'Same sales',
        accounts: { ...FRAMES?.accounts, inventory: '1311' },
      },
      { number: 4, description: 'Same stock', accounts: { ...FRAMES?.accounts, sales: '4010' } },
    ],
    items: [
      { code: 'N3', name: 'Same sales', group: 3 },
      { code: 'N4', name: 'Same stock', group: 4 },
    ],
  });
  expect(saved).toMatchObject({ status: 200 });
  expect(await accountsOfGroup(company, 3, 'sales', 'inventory')).toEqual(['4000', '1311']);
  expect(await accountsOfGroup(company, 4, 'sales', 'inventory')).toEqual(['4010', '1300']);
  expect(await company.accounts({ ...RECEIPT, item: 'N3' })).toEqual(['1311', '2150']);
  expect(await company.accounts({ ...RECEIPT, item: 'N4' })).toEqual(['1300', '2150']);
});

describe('services', () => {
  test('000.17 goods and services in one group earn a warning, and are kept', async () => {
    const company = await integrationCompany(books);
    const service = { code: 'FIT', name: 'Fitting', group: 1, itemClass: 'service' };
    const warning =
      'group 1 (Frames) has goods and services; they normally have groups of their own';
    const saved = await company.put({ items: [service] });
    expect(saved).toMatchObject({ status: 200, body: { warnings: [warning] } });
    const { groups } = await company.settings();
    expect(groups[0]).toMatchObject({ warnings: [warning], items: { service: 1, stock: 2 } });
    const apart = { number: 3, description: 'Services', accounts: FRAMES?.accounts };
    const alone = await company.put({ groups: [apart], items: [{ ...service, group: 3 }] });
    expect(alone.body).not.toHaveProperty('warnings');
    expect((await company.settings()).groups[0]).toMatchObject({ warnings: [] });
  });

  /** The accounts the cost of a service that is sold would have: debit and credit. */
  const costOf = async (company: Company, item: string) => {
    const asked = { type: 'sale', item, site: 'O1', postedOn: '2026-02-01' };
    const { body } = await company.send(`POST ${company.path}/determinations`, { body: asked });
    return Object(body).legs.map(
      ({ role, determination }: { role: string; determination: { account: string } }) =>
        `${role} ${determination.account}`,
    );
  };

  test('000.54 costing 5.11 a group of services hides the cost on one account, or shows it on a second one', async () => {
    const company = await integrationCompany(books, {
      accounts: [
        ...chart(),
        { code: '5305', name: 'Service cost', accountClass: 'expense' },
        { code: '5390', name: 'Service cost recovered', accountClass: 'expense' },
      ],
    });
    const group = (number: number, inventory: string) => ({
      number,
      description: 'Services',
      services: true,
      accounts: { ...FRAMES?.accounts, cogs: '5305', inventory },
    });
    const item = (code: string, number: number) => ({
      code,
      name: 'Fitting',
      group: number,
      itemClass: 'service',
    });
    const saved = await company.put({
      groups: [group(3, '5305'), group(4, '5390')],
      items: [item('HID', 3), item('SEEN', 4)],
    });
    expect(saved).toMatchObject({ status: 200 });
    expect(await costOf(company, 'HID')).toEqual(['cogs 5305', 'inventory 5305']);
    expect(await costOf(company, 'SEEN')).toEqual(['cogs 5305', 'inventory 5390']);
    // It has no stock to show, so no account of the balance sheet, and no stock item.
    const faults = await company.put({
      groups: [group(3, '1300')],
      items: [{ ...item('GOODS', 4), itemClass: 'stock' }],
    });
    expect(problemIn(faults)).toMatchObject({ code: 'setup-invalid' });
    expect(messagesOf(faults)).toEqual([
      'inventory of group 3: account 1300 is no income-statement account',
      'item GOODS: group 4 is of services alone',
    ]);
    // And a group of goods keeps its stock on the balance sheet.
    const goods = { number: 1, description: 'Frames' };
    expect(messagesOf(await company.put({ groups: [{ ...goods, services: true }] }))).toContain(
      'group 1: it has stock items, so it is not of services alone',
    );
    expect(
      messagesOf(await company.put({ groups: [{ ...goods, accounts: { inventory: '5390' } }] })),
    ).toContain('inventory of group 1: account 5390 is no balance-sheet account');
  });
});

describe('removal', () => {
  const removed = (fields: object) => ({ ...fields, removed: true });
  const shown = new Set<string>();

  /** Why something was not removed, and what to do instead; the rows of the table are ticked off. */
  async function refusedWith(company: Company, change: object): Promise<readonly string[]> {
    const answered = await company.put(change);
    const { refusals, status } = problemIn(answered);
    expect(status).toBe(409);
    return refusals.map(({ code, message, remedy }) => {
      expect(code).toBe('in-use');
      for (const [use, [because, instead]] of Object.entries(REMOVAL_REFUSALS)) {
        const pattern = because.replaceAll(/\{\w+\}/g, '.+');
        if (new RegExp(pattern).test(message) && remedy === `${instead}.`) shown.add(use);
      }
      return message;
    });
  }

  test('000.66 a group with items or with history is not removed, one without both is', async () => {
    const company = await integrationCompany(books);
    await company.posts(RECEIPT);
    const group = (number: number) => ({ groups: [removed({ number, description: 'Gone' })] });
    expect(await refusedWith(company, group(1))).toEqual([
      'group 1 cannot be removed: it has 2 items, such as F1.',
      'group 1 cannot be removed: 2 postings were determined by it.',
    ]);
    expect(await refusedWith(company, group(2))).toEqual([
      'group 2 cannot be removed: it has 3 items, such as A1.',
    ]);
    const moved = ['F1', 'F2'].map((code) => ({ code, name: 'Frame', group: 2 }));
    await company.put({ items: moved }, '?reclassifyOn=2026-02-01');
    expect(await refusedWith(company, group(1))).toEqual([
      expect.stringMatching(/^group 1 cannot be removed: \d+ postings were determined by it\.$/),
    ]);
    const accounts = FRAMES?.accounts;
    await company.put({ groups: [{ number: 3, description: 'Mistaken', accounts }] });
    expect(await company.put(group(3))).toMatchObject({ status: 200 });
    expect((await company.settings()).groups.map(({ number }) => number)).toEqual([1, 2]);
    // Its number is free again.
    const again = { groups: [{ number: 3, description: 'New', accounts }] };
    expect(await company.put(again)).toMatchObject({ status: 200 });
    expect(await company.faults()).toEqual([]);
  });

  test('000.05 the last group stays, integrated or not, and without a group there is nothing to sell or to buy', async () => {
    for (const integration of [{ integrated: true }, { integrated: false }]) {
      const company = await integrationCompany(books, {
        integration,
        groups: [FRAMES ?? { number: 1, description: 'Frames' }],
        places: [],
        items: [],
      });
      const last = { groups: [removed({ number: 1, description: 'Frames' })] };
      expect(await refusedWith(company, last)).toEqual([
        'group 1 cannot be removed: it is the last one, and nothing can be invoiced without a group.',
      ]);
    }
    const none = await integrationCompany(books, { groups: [], places: [], items: [] });
    const item = { code: 'F1', name: 'Frame', group: 1 };
    expect(messagesOf(await none.put({ items: [item] }))).toEqual(['item F1: there is no group 1']);
    const [sale, invoice] = await none.posts(SALE, {
      type: 'supplier-invoice-match',
      postedOn: '2026-01-05',
      item: 'F1',
      site: 'DC',
      quantity: '1',
      unitCost: '1',
      original: 'none',
    });
    expect(sale).toMatchObject({ status: 'refused', code: 'item-unknown' });
    expect(invoice).toMatchObject({ status: 'refused', code: 'item-unknown' });
  });

  test('Q-34 an account is removed only while nothing names it and nothing was posted on it', async () => {
    const company = await integrationCompany(books, { accounts: [...chart(), ...OWN] });
    await company.posts(RECEIPT);
    const account = (code: string) => {
      const { name, accountClass } = chart().find((one) => one.code === code) ?? OWN[0] ?? {};
      return { accounts: [removed({ code, name, accountClass })] };
    };
    expect(await refusedWith(company, account('1300'))).toEqual([
      'account 1300 cannot be removed: it is the inventory of group 1.',
      'account 1300 cannot be removed: something is posted on it.',
      'account 1300 cannot be removed: stock of F1 lies on it.',
    ]);
    expect(await refusedWith(company, account('1495'))).toEqual([
      'account 1495 cannot be removed: it is the non-inventory of the company.',
    ]);
    expect(await refusedWith(company, account('5801'))).toEqual([
      'account 5801 cannot be removed: it is mapped to reason Damage.',
    ]);
    const vendor = { code: 'V1', name: 'Vendor', merchandise: true, account: '1311' };
    expect(await company.put({ vendors: [vendor] })).toMatchObject({ status: 200 });
    expect(await refusedWith(company, account('1311'))).toEqual([
      'account 1311 cannot be removed: it is named by vendor V1.',
    ]);
    const free = { accounts: [removed(OWN[1] ?? {})] };
    expect(await company.put(free)).toMatchObject({ status: 200 });
    const { accounts } = Object((await company.send(`GET ${company.path}/setup`)).body);
    expect(accounts.map(({ code }: { code: string }) => code)).not.toContain('5010');
    // What was removed cannot be assigned; made again it can.
    const assign = { controls: { scrap: '5010' } };
    expect(messagesOf(await company.put(assign))).toContain(
      'scrap of the company: there is no account 5010',
    );
    expect(await company.put({ ...assign, accounts: [OWN[1]] })).toMatchObject({ status: 200 });
  });

  test('a site or a reason is removed only while nothing happened there or was given it', async () => {
    const company = await integrationCompany(books);
    await company.posts(RECEIPT, {
      type: 'adjustment',
      postedOn: '2026-01-06',
      item: 'F1',
      site: 'DC',
      quantity: '1',
      unitCost: '50',
      reason: 'Found',
    });
    const vendor = { code: 'V1', name: 'Vendor', merchandise: true, site: 'O2' };
    await company.put({
      vendors: [vendor],
      places: [{ group: 1, site: 'O2', accounts: { inventory: '1310' } }],
    });
    const site = (code: string, name: string, kind: string) => ({
      sites: [removed({ code, name, kind })],
    });
    expect(
      await refusedWith(company, site('DC', 'Distribution centre', 'distribution-center')),
    ).toEqual([
      'site DC cannot be removed: it has 2 locations or warehouses, such as A-01.',
      'site DC cannot be removed: accounts are assigned to it, such as its inventory.',
      'site DC cannot be removed: 3 transactions happened there.',
    ]);
    expect(await refusedWith(company, site('O2', 'Office two', 'office'))).toEqual([
      'site O2 cannot be removed: it is the site of vendor V1.',
      'site O2 cannot be removed: accounts are assigned to it, such as its inventory.',
    ]);
    expect(await company.put(site('L', 'Lab', 'lab'))).toMatchObject({ status: 200 });
    const [gone] = await company.posts({ ...RECEIPT, site: 'L' });
    expect(gone).toMatchObject({ status: 'refused', code: 'site-unknown' });

    const reason = (code: string) => ({ reasons: [removed({ code, name: code })] });
    expect(await refusedWith(company, reason('Found'))).toEqual([
      'reason Found cannot be removed: 1 transactions gave it.',
    ]);
    expect(await refusedWith(company, reason('Damage'))).toEqual([
      'reason Damage cannot be removed: account 5801 is mapped to it.',
    ]);
    expect(await refusedWith(company, reason('COUNT'))).toEqual([
      'reason COUNT cannot be removed: the books give it themselves.',
    ]);
    const [damage] = sampleSetup().reasons?.slice(1) ?? [];
    const takenBack = { reasons: [{ ...damage, account: null, removed: true }] };
    expect(await company.put(takenBack)).toMatchObject({ status: 200 });
  });

  test('everything that stands against a removal was met by these tests, with its remedy', () => {
    expect(Object.keys(REMOVAL_REFUSALS).filter((use) => !shown.has(use))).toEqual([]);
  });
});
