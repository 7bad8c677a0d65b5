import { beforeAll, describe, expect, test } from 'vitest';
import { faultsOf } from '../posting/verified-books.ts';
import { inspected } from '../support/inspected-books.ts';
import { type ServedBooks, servedBooks } from '../support/served-books.ts';
import { messagesOf, problemIn } from './http-client.ts';
import { accountsOf, type MappingCompany, mappingCompany, RECEIPT } from './mapping-company.ts';

const SALE = { type: 'sale', postedOn: '2026-03-02', item: 'F1', site: 'DC', quantity: '1' };
const BY_ITEM_TYPE = { type: 'sale', role: 'cogs', mode: 'item-type' };
const FRAMES = { role: 'cogs', itemType: 'Frame', account: '5100' };
const SUN = { role: 'cogs', itemType: 'Frame', financialGroup: 'Sun', account: '5200' };

let books: ServedBooks;

beforeAll(async () => {
  books = await servedBooks();
});

/** What a company's books show wrong; nothing when they are sound and replay alike. */
const faults = async (company: MappingCompany) => {
  const { inspection } = await inspected(books);
  const found = (await books.storage.companies()).find(({ code }) => code === company.company.code);
  return faultsOf({ inspection, company: found ?? { id: 0, code: '' } });
};

/** A company with frames in stock, one of them in the group Sun. */
async function stocked(additions: object = {}) {
  const company = await mappingCompany(books);
  await company.put({
    ...additions,
    items: [
      { code: 'F1', name: 'Frame', group: 1, itemType: 'Frame' },
      { code: 'SUN', name: 'Sun frame', group: 1, itemType: 'Frame', financialGroup: 'Sun' },
    ],
  });
  await company.accounts(RECEIPT);
  await company.accounts({ ...RECEIPT, item: 'SUN' });
  return company;
}

describe('modes', () => {
  test('003.26 mode account gives a type one account; item types and exceptions are disregarded', async () => {
    const company = await stocked({
      modes: [
        { type: 'sale', role: 'cogs', mode: 'account', account: '5800' },
        { type: 'otc-sale', role: 'cogs', mode: 'item-type' },
      ],
      itemTypeAccounts: [FRAMES, SUN],
    });
    expect(await company.accounts(SALE)).toEqual(['5800', '1300']);
    expect(await company.accounts({ ...SALE, item: 'SUN' })).toEqual(['5800', '1300']);
    expect(await company.accounts({ ...SALE, type: 'otc-sale', item: 'SUN' })).toEqual([
      '5200',
      '1300',
    ]);
    const [sale] = Object((await company.table()).body).types.filter(
      ({ type }: { type: string }) => type === 'sale',
    );
    expect(sale).toEqual({
      type: 'sale',
      debit: { role: 'cogs', mode: 'account', account: { code: '5800', name: 'Adjustments' } },
      credit: { role: 'inventory', mode: 'group', account: null },
      center: 'office',
    });
  });

  test('003.27 Q-34 only accounts of the chart can be mapped, and no inactive one', async () => {
    const company = await mappingCompany(books);
    await company.put({
      accounts: [{ code: '5999', name: 'Old', accountClass: 'expense', active: false }],
    });
    const mapped = (account: string) =>
      company.put({ modes: [{ ...BY_ITEM_TYPE, mode: 'account', account }] });
    expect(messagesOf(await mapped('5998'))).toEqual([
      'mapping of cogs in sale: there is no account 5998',
    ]);
    expect(messagesOf(await mapped('5999'))).toEqual([
      'mapping of cogs in sale: account 5999 is inactive',
    ]);
    const inactive = 'account 5999 is inactive';
    const places = {
      allItemTypes: [{ role: 'cogs', account: '5999' }],
      reasons: [{ code: 'Found', account: '5999' }],
    };
    expect(messagesOf(await company.put(places))).toEqual([
      `cogs of item type Accessory: ${inactive}`,
      `cogs of item type Frame: ${inactive}`,
      `cogs of item type Lens: ${inactive}`,
      `reason Found: ${inactive}`,
    ]);
    expect(await company.version()).toBe(2);
    // An account that is mapped cannot be made inactive under the mapping.
    await mapped('5800');
    const off = { code: '5800', name: 'Adjustments', accountClass: 'expense', active: false };
    expect(messagesOf(await company.put({ accounts: [off] }))).toContain(
      'mapping of cogs in sale: account 5800 is inactive',
    );
    // An inactive one that is typed on a line fails when it is posted.
    await company.accounts(RECEIPT);
    const adjust = { type: 'adjustment', postedOn: '2026-03-01', item: 'F1', site: 'DC' };
    const [typed] = await company.posts({
      ...adjust,
      quantity: '-1',
      reason: 'Found',
      account: '5999',
    });
    expect(typed).toMatchObject({
      status: 'refused',
      code: 'account-not-determined',
      message: expect.stringContaining('account 5999 is inactive'),
    });
  });

  test('003.28 003.34 item type is open to four roles, reason to one; every other is refused', async () => {
    const company = await mappingCompany(books);
    const mode = (type: string, role: string, name: string) =>
      company.put({ modes: [{ type, role, mode: name }] });
    const refused = [
      ['receive-from-vendor', 'grni', 'item-type'],
      ['adjustment', 'inventory-adjustment', 'item-type'],
      ['receive-for-order', 'wip-in-transit', 'item-type'],
      ['sale', 'cogs', 'reason'],
      ['receive-from-vendor', 'grni', 'reason'],
      ['receive-from-vendor', 'inventory', 'reason'],
    ] as const;
    for (const [type, role, name] of refused) {
      expect(messagesOf(await mode(type, role, name))).toEqual([
        `mapping of ${role} in ${type}: this role is not mapped by ${name.replace('-', ' ')}`,
      ]);
    }
    for (const role of ['inventory', 'inventory-in-transit', 'wip', 'cogs'])
      expect(await mode('all', role, 'item-type')).toMatchObject({ status: 200 });
    expect(await mode('all', 'inventory-adjustment', 'reason')).toMatchObject({ status: 200 });
  });

  test('003.28 Q-12 work in process in transit may be mapped by item type where the company chose so', async () => {
    const company = await mappingCompany(books);
    const mapped = {
      modes: [{ type: 'all', role: 'wip-in-transit', mode: 'item-type' }],
      itemTypeAccounts: [{ role: 'wip-in-transit', itemType: 'Frame', account: '1490' }],
      controls: { 'vendor-return-inventory': '1500' },
    };
    const refused = messagesOf(await company.put(mapped));
    expect(new Set(refused.map((message) => message.split(': ')[1]))).toEqual(
      new Set(['this role is not mapped by item type']),
    );
    const roles = async () =>
      Object((await company.table()).body).itemTypes.map(({ role }: { role: string }) => role);
    expect(await roles()).not.toContain('wip-in-transit');
    const chosen = { company: { ...company.company, wipInTransitByItemType: true } };
    expect(await company.put({ ...mapped, ...chosen })).toMatchObject({ status: 200 });
    expect(await roles()).toContain('wip-in-transit');
    await company.accounts(RECEIPT);
    const order = { postedOn: '2026-03-01', item: 'F1', site: 'DC', document: 'W1', quantity: '1' };
    await company.posts({ ...order, type: 'pick-for-order' });
    const [sent] = await company.posts({ ...order, type: 'ship-for-order', toSite: 'L' });
    expect(accountsOf(sent)).toEqual(expect.arrayContaining(['1490', '1330']));
    const back = { company: { ...company.company, wipInTransitByItemType: false } };
    expect(problemIn(await company.put(back))).toMatchObject({ code: 'setup-invalid' });
    expect(await faults(company)).toEqual([]);
  });

  test('E8 Q-13 a bucket mapped apart is refused when it is saved; where it comes to the same it is not', async () => {
    const company = await mappingCompany(books);
    const one = (account: string) =>
      company.put({
        modes: [{ type: 'receive-from-vendor', role: 'inventory', mode: 'account', account }],
      });
    const split = await one('1310');
    expect(problemIn(split)).toMatchObject({ status: 422, code: 'split-bucket-mapping' });
    expect(messagesOf(split)[0]).toMatch(
      /^The account of inventory would depend on the transaction type/,
    );
    expect(await company.version()).toBe(1);
    // All groups on one account: mode account on one type then comes to the same.
    await company.put({
      groups: [{ number: 2, description: 'A', accounts: { inventory: '1300' } }],
    });
    expect(await one('1300')).toMatchObject({ status: 200 });
  });

  test('000.51 E17 the inventory account of a group in use is locked', async () => {
    const company = await stocked();
    const change = { groups: [{ number: 1, description: 'F', accounts: { inventory: '1310' } }] };
    expect(problemIn(await company.put(change))).toMatchObject({
      status: 409,
      code: 'control-account-locked',
    });
  });

  test('003.37 E18 each leg of a transfer takes the center of its own site, by the mapping of its own type', async () => {
    const company = await stocked();
    const send = { type: 'stock-transfer', item: 'F1', site: 'DC', toSite: 'O1', quantity: '1' };
    const centers = async () => {
      const [sent] = await company.posts({ ...send, postedOn: '2026-03-01' });
      return sent?.status === 'posted'
        ? sent.lines.map(({ type, center }) => `${type} ${center}`).toSorted()
        : [];
    };
    expect(await centers()).toEqual(['stock-transfer 010', 'stock-transfer-in-transit 020']);
    await company.put({ types: [{ type: 'stock-transfer-in-transit', center: 'company' }] });
    expect(await centers()).toEqual(['stock-transfer 010', 'stock-transfer-in-transit 000']);
  });

  test('Q-41 a site without a center takes the company’s and its explanation warns of it, or is refused where the company is strict', async () => {
    const company = await mappingCompany(books);
    const [posted] = await company.posts({ ...RECEIPT, site: 'O2' });
    expect(posted).toMatchObject({ lines: [{ center: '000' }, { center: '000' }] });
    const entry = posted?.status === 'posted' ? posted.entry : 0;
    const line = `${company.path}/journal-entries/${entry}/lines/1/debit/explanation`;
    expect((await company.send(`GET ${line}`)).body).toMatchObject({
      whyAccount: { warnings: ["site O2 has no center; the company's is used"] },
    });
    const strict = { company: { ...company.company, strictCenters: true } };
    expect(await company.put(strict)).toMatchObject({ status: 200 });
    const [refused] = await company.posts({ ...RECEIPT, site: 'O2' });
    expect(refused).toMatchObject({
      status: 'refused',
      code: 'account-not-determined',
      message: expect.stringContaining('site O2 has no center'),
    });
    // A type whose center is the company's asks for none.
    await company.put({ types: [{ type: 'receive-from-vendor', center: 'company' }] });
    expect(await company.accounts({ ...RECEIPT, site: 'O2' })).toEqual(['1300', '2150']);
    expect(await faults(company)).toEqual([]);
  });
});

describe('item types, exceptions and reasons', () => {
  test('003.29 003.32 003.33 the item types of a role and their exceptions are shared by every type that maps it so', async () => {
    const company = await stocked({
      modes: [
        { type: 'all', role: 'inventory', mode: 'item-type' },
        { type: 'sale', role: 'cogs', mode: 'item-type' },
        { type: 'otc-sale', role: 'cogs', mode: 'item-type' },
      ],
      itemTypeAccounts: [
        { role: 'inventory', itemType: 'Frame', account: '1300' },
        { role: 'inventory', itemType: 'Accessory', account: '1310' },
        { ...SUN, role: 'inventory', account: '1390' },
        FRAMES,
        SUN,
      ],
    });
    const pick = { ...SALE, type: 'pick-for-order', document: 'W1' };
    const back = { ...SALE, type: 'return-to-vendor' };
    expect(await company.accounts(pick)).toEqual(['1330', '1300']);
    expect(await company.accounts({ ...pick, item: 'SUN' })).toEqual(['1330', '1390']);
    expect(await company.accounts({ ...back, item: 'SUN' })).toEqual(['2150', '1390']);
    expect(await company.accounts({ ...SALE, item: 'SUN' })).toEqual(['5200', '1390']);
    expect(await company.accounts({ ...SALE, type: 'otc-sale', item: 'SUN' })).toEqual([
      '5200',
      '1390',
    ]);
    expect(await company.accounts({ ...RECEIPT, item: 'A1' })).toEqual(['1310', '2150']);
    // Changed once, they are otherwise for all of those types.
    await company.put({ itemTypeAccounts: [{ ...SUN, account: '5300' }] });
    expect(await company.accounts({ ...SALE, item: 'SUN' })).toEqual(['5300', '1390']);
    expect(await company.accounts({ ...SALE, type: 'otc-sale', item: 'SUN' })).toEqual([
      '5300',
      '1390',
    ]);
    expect(await faults(company)).toEqual([]);
  });

  test('003.30 003.31 one account for all item types, exceptions left alone, then a single one', async () => {
    const company = await stocked({ modes: [BY_ITEM_TYPE], itemTypeAccounts: [SUN] });
    await company.put({ allItemTypes: [{ role: 'cogs', account: '5800' }] });
    expect(await company.accounts(SALE)).toEqual(['5800', '1300']);
    expect(await company.accounts({ ...SALE, item: 'SUN' })).toEqual(['5200', '1300']);
    await company.put({ itemTypeAccounts: [FRAMES] });
    expect(await company.accounts(SALE)).toEqual(['5100', '1300']);
    await company.accounts({ ...RECEIPT, item: 'A1' });
    expect(await company.accounts({ ...SALE, item: 'A1' })).toEqual(['5800', '1310']);
    await company.put({ itemTypeAccounts: [{ ...FRAMES, account: null }] });
    expect(await company.accounts(SALE)).toEqual(['5000', '1300']);
  });

  test('003.42 003.43 no exception where no type maps the role by item type, none for an unknown financial group', async () => {
    const company = await mappingCompany(books);
    expect(messagesOf(await company.put({ itemTypeAccounts: [SUN] }))).toEqual([
      'cogs of item type Frame · Sun: no type maps this role by item type, so it has no exceptions',
    ]);
    await company.put({ modes: [BY_ITEM_TYPE], itemTypeAccounts: [SUN] });
    const moon = { ...SUN, financialGroup: 'Moon' };
    expect(messagesOf(await company.put({ itemTypeAccounts: [moon] }))).toEqual([
      'cogs of item type Frame · Moon: there is no financial group Moon',
    ]);
    // The last type that maps by item type cannot leave the exceptions without one.
    expect(messagesOf(await company.put({ modes: [{ ...BY_ITEM_TYPE, mode: 'group' }] }))).toEqual([
      'cogs of item type Frame · Sun: no type maps this role by item type, so it has no exceptions',
    ]);
  });

  test('003.44 003.45 several exceptions of an item type; their items follow them and others do not', async () => {
    const company = await stocked({
      modes: [BY_ITEM_TYPE],
      financialGroups: [{ code: 'Kids', name: 'Children', itemType: 'Frame' }],
      itemTypeAccounts: [FRAMES, SUN, { ...SUN, financialGroup: 'Kids', account: '5300' }],
    });
    await company.put({
      items: [{ code: 'KID', name: 'K', group: 1, itemType: 'Frame', financialGroup: 'Kids' }],
    });
    await company.accounts({ ...RECEIPT, item: 'KID' });
    expect(await company.accounts({ ...SALE, item: 'KID' })).toEqual(['5300', '1300']);
    expect(await company.accounts({ ...SALE, item: 'SUN' })).toEqual(['5200', '1300']);
    expect(await company.accounts(SALE)).toEqual(['5100', '1300']);
    const { itemTypes } = Object((await company.table()).body);
    const cogs = itemTypes.find(({ role }: { role: string }) => role === 'cogs');
    expect(cogs.itemTypes.find((one: { itemType: string }) => one.itemType === 'Frame')).toEqual({
      itemType: 'Frame',
      name: 'Frames',
      active: true,
      account: { code: '5100', name: 'Purchases' },
      exceptions: [
        {
          financialGroup: 'Kids',
          name: 'Children',
          active: true,
          account: { code: '5300', name: 'Freight in' },
        },
        {
          financialGroup: 'Sun',
          name: 'Sunglasses',
          active: true,
          account: { code: '5200', name: 'Purchase variance' },
        },
      ],
    });
  });

  test('003.46 a financial group: one per item, of one item type, never deleted or moved, deactivated, only active ones chosen', async () => {
    const company = await stocked({ modes: [BY_ITEM_TYPE], itemTypeAccounts: [SUN] });
    const item = (fields: object) =>
      company.put({ items: [{ code: 'N1', name: 'N', group: 1, itemType: 'Frame', ...fields }] });
    // One per item.
    expect(problemIn(await item({ financialGroup: ['Sun', 'Kids'] })).code).toBe(
      'request-malformed',
    );
    // Of one item type.
    expect(messagesOf(await item({ itemType: 'Lens', financialGroup: 'Sun' }))).toEqual([
      'item N1: Sun belongs to item type Frame',
    ]);
    // Not deleted: there is no word for it, and leaving it out changes nothing.
    const sun = { code: 'Sun', name: 'Sunglasses', itemType: 'Frame' };
    const removed = await company.put({ financialGroups: [{ ...sun, removed: true }] });
    expect(problemIn(removed).code).toBe('request-malformed');
    await company.put({ financialGroups: [] });
    // Not moved.
    const moved = await company.put({ financialGroups: [{ ...sun, itemType: 'Lens' }] });
    expect(messagesOf(moved)).toContain(
      'financial group Sun: it belongs to item type Frame and cannot be moved to Lens',
    );
    // Deactivated: what was chosen stays, and goes on to be posted to its exception.
    expect(await company.put({ financialGroups: [{ ...sun, active: false }] })).toMatchObject({
      status: 200,
    });
    expect(await company.accounts({ ...SALE, item: 'SUN' })).toEqual(['5200', '1300']);
    // Only active ones can be chosen, for an item and for an exception.
    expect(messagesOf(await item({ financialGroup: 'Sun' }))).toEqual([
      'item N1: financial group Sun is inactive',
    ]);
    const otherwise = await company.put({ itemTypeAccounts: [{ ...SUN, account: '5300' }] });
    expect(messagesOf(otherwise)).toEqual(['cogs of item type Frame · Sun: Sun is inactive']);
    await company.put({ financialGroups: [sun] });
    expect(await item({ financialGroup: 'Sun' })).toMatchObject({ status: 200 });
  });

  test('003.35 003.36 reasons are a list: added, renamed, given accounts at once and singly, deactivated', async () => {
    const company = await mappingCompany(books);
    await company.accounts(RECEIPT);
    const adjust = (reason: string) => ({
      type: 'adjustment',
      postedOn: '2026-03-01',
      item: 'F1',
      site: 'DC',
      quantity: '-1',
      reason,
    });
    const [unknown] = await company.posts(adjust('Theft'));
    expect(unknown).toMatchObject({ status: 'refused', code: 'reason-unknown' });
    expect(messagesOf(await company.put({ reasons: [{ code: 'Theft' }] }))).toEqual([
      'reason Theft: it has no name; a new reason needs one',
    ]);
    await company.put({ reasons: [{ code: 'Theft', name: 'Stolen' }] });
    expect(await company.accounts(adjust('Theft'))).toContain('5800');
    await company.put({ allReasons: { account: '5802' } });
    expect(await company.accounts(adjust('Theft'))).toContain('5802');
    expect(await company.accounts(adjust('Damage'))).toContain('5802');
    await company.put({ reasons: [{ code: 'Theft', account: '5850' }] });
    expect(await company.accounts(adjust('Theft'))).toContain('5850');
    expect(await company.accounts(adjust('Damage'))).toContain('5802');
    await company.put({ reasons: [{ code: 'Theft', account: null }] });
    expect(await company.accounts(adjust('Theft'))).toContain('5800');
    await company.put({ reasons: [{ code: 'Theft', active: false }] });
    const [inactive] = await company.posts(adjust('Theft'));
    expect(inactive).toMatchObject({ status: 'refused', code: 'reason-inactive' });
    expect(Object((await company.table()).body).reasons).toContainEqual({
      code: 'Theft',
      name: 'Stolen',
      active: false,
      account: null,
    });
    await company.put({ reasons: [{ code: 'Theft', active: true }] });
    expect(await company.accounts(adjust('Theft'))).toContain('5800');
    expect(await faults(company)).toEqual([]);
  });

  test('003.47 account numbers of unequal length: a warning, or refused and failed where the company asks for a length', async () => {
    const company = await mappingCompany(books);
    await company.accounts(RECEIPT);
    const long = { code: '58000', name: 'Long', accountClass: 'expense' };
    expect(await company.put({ accounts: [long] })).toMatchObject({
      status: 200,
      body: { warnings: ['account numbers differ in length: 6900, 58000'] },
    });
    const mapped = { reasons: [{ code: 'Found', account: '58000' }] };
    const asked = { company: { ...company.company, accountLength: 4 } };
    expect(messagesOf(await company.put({ ...mapped, ...asked }))).toEqual([
      'reason Found: account 58000 has not 4 digits',
    ]);
    expect(await company.put(asked)).toMatchObject({ status: 200 });
    expect(messagesOf(await company.put(mapped))).toEqual([
      'reason Found: account 58000 has not 4 digits',
    ]);
    const adjust = { type: 'adjustment', postedOn: '2026-03-01', item: 'F1', site: 'DC' };
    const [typed] = await company.posts({
      ...adjust,
      quantity: '-1',
      reason: 'Found',
      account: '58000',
    });
    expect(typed).toMatchObject({
      status: 'refused',
      code: 'account-not-determined',
      message: expect.stringContaining('account 58000 has not 4 digits'),
    });
  });
});

describe('places and groups', () => {
  test('002.41 a place may change the center alone and keep the account, change both, and give it back', async () => {
    const company = await stocked();
    const place = (fields: object) =>
      company.put({ places: [{ group: 1, site: 'DC', location: 'A-01', ...fields }] });
    const line = async (location: string) => {
      const [posted] = await company.posts({ ...RECEIPT, location });
      const debit =
        posted?.status === 'posted' ? posted.lines.find((one) => one.debit !== undefined) : null;
      return `${debit?.account} ${debit?.center}`;
    };
    await place({ centers: { inventory: '011' } });
    expect(await line('A-01')).toBe('1300 011');
    expect(await line('')).toBe('1300 010');
    await place({ centers: { inventory: null } });
    expect(await line('A-01')).toBe('1300 010');
    // A new location with an account and a center of its own.
    await company.put({
      locations: [{ site: 'DC', code: 'B-01' }],
      places: [
        {
          group: 1,
          site: 'DC',
          location: 'B-01',
          accounts: { inventory: '1390' },
          centers: { inventory: '012' },
        },
      ],
    });
    expect(await line('B-01')).toBe('1390 012');
    await company.put({
      places: [{ group: 1, site: 'DC', location: 'B-01', centers: { inventory: null } }],
    });
    expect(await line('B-01')).toBe('1390 010');
    expect(await faults(company)).toEqual([]);
  });

  test('002.01 002.12 a group of stock items needs its inventory account, which is then always the last resort', async () => {
    const company = await mappingCompany(books);
    const bare = { number: 9, description: 'Bare' };
    const item = { code: 'B1', name: 'Bare', group: 9 };
    expect(messagesOf(await company.put({ groups: [bare], items: [item] }))).toEqual([
      'group 9: it has stock items and no inventory account',
    ]);
    const accounts = { inventory: '1310', cogs: '5000' };
    await company.put({ groups: [{ ...bare, accounts }], items: [item] });
    // Whatever is mapped by class or place, what has no row of its own comes to the group's.
    await company.put({
      modes: [{ type: 'all', role: 'inventory', mode: 'item-type' }],
      locations: [{ site: 'DC', code: 'C-01' }],
    });
    for (const place of [{}, { location: 'C-01' }, { site: 'O2' }]) {
      expect(await company.accounts({ ...RECEIPT, item: 'B1', ...place })).toEqual([
        '1310',
        '2150',
      ]);
    }
  });

  test('002.44 a new group begins with the accounts of the control table, and keeps them when that changes', async () => {
    const company = await mappingCompany(books);
    await company.put({ controls: { inventory: '1300', cogs: '5000', scrap: '5850' } });
    await company.put({
      groups: [{ number: 7, description: 'New', accounts: { cogs: '5300' } }],
      items: [{ code: 'N7', name: 'New', group: 7 }],
    });
    const accounts = async () =>
      Object((await company.send(`GET ${company.path}/setup`)).body).groups.find(
        ({ number }: { number: number }) => number === 7,
      ).accounts;
    expect(await accounts()).toMatchObject({ inventory: '1300', cogs: '5300', scrap: '5850' });
    await company.put({ controls: { inventory: '1310', cogs: '5100' } });
    expect(await accounts()).toMatchObject({ inventory: '1300', cogs: '5300' });
    expect(await company.accounts({ ...RECEIPT, item: 'N7' })).toEqual(['1300', '2150']);
  });

  test('002.10 every movement has its own stored decision, which explains every line of it', async () => {
    const company = await stocked({ modes: [BY_ITEM_TYPE], itemTypeAccounts: [FRAMES] });
    const [posted] = await company.posts(SALE);
    const entry = posted?.status === 'posted' ? posted.entry : 0;
    const why = async (side: string) =>
      (
        await company.send(
          `GET ${company.path}/journal-entries/${entry}/lines/1/${side}/explanation`,
        )
      ).body;
    expect(await why('debit')).toMatchObject({ account: '5100' });
    expect(JSON.stringify(await why('debit'))).toContain('ITYPE');
    expect(await why('credit')).toMatchObject({ account: '1300' });
    const { rows } = await (await inspected(books)).owner.query(
      `select count(*)::int as postings,
              count(debit_determination) filter (where debit_determination > 0)::int as debits,
              count(credit_determination) filter (where credit_determination > 0)::int as credits
         from posting where company_id = (select company_id from company where code = $1)`,
      [company.company.code],
    );
    const [counted] = rows;
    expect(counted).toEqual({ postings: 3, debits: 3, credits: 3 });
  });

  test('000.65 002.39 an item with stock changes its group only with the value that goes with it', async () => {
    const company = await stocked();
    const item = { code: 'F1', name: 'Frame', group: 2, itemType: 'Frame' };
    const change = { items: [item] };
    const refused = await company.put(change);
    expect(problemIn(refused)).toMatchObject({ status: 409, code: 'account-holds-value' });
    expect((await company.put(change, '?dryRun=true&reclassifyOn=2026-05-01')).body).toMatchObject({
      changes: [{ kind: 'item', name: 'F1', before: { group: 1 }, after: { group: 2 } }],
      reclassified: [{ site: 'DC', debit: '1310', credit: '1300', amount: '500.00' }],
    });
    expect((await company.put(change, '?reclassifyOn=2026-05-01')).body).toMatchObject({
      reclassified: [{ site: 'DC', debit: '1310', credit: '1300', amount: '500.00' }],
    });
    expect(await company.accounts({ ...SALE, postedOn: '2026-05-02' })).toEqual(['5000', '1310']);
    expect(await faults(company)).toEqual([]);
  });
});

describe('from a day on', () => {
  test('003.26 003.29 Q-39 what is mapped from a day counts for postings of that day and later, whenever they are sent', async () => {
    const company = await stocked({ modes: [BY_ITEM_TYPE], itemTypeAccounts: [FRAMES] });
    await company.put({
      validFrom: '2026-04-01',
      itemTypeAccounts: [{ ...FRAMES, account: '5800' }],
      types: [{ type: 'sale', center: 'company' }],
    });
    await company.put({
      validFrom: '2026-06-01',
      modes: [{ ...BY_ITEM_TYPE, mode: 'account', account: '5850' }],
    });
    const sale = async (postedOn: string) => {
      const [posted] = await company.posts({ ...SALE, postedOn });
      const [debit] = posted?.status === 'posted' ? posted.lines : [];
      return `${debit?.account} ${debit?.center}`;
    };
    expect(await sale('2026-06-01')).toBe('5850 000');
    expect(await sale('2026-03-31')).toBe('5100 010');
    expect(await sale('2026-04-01')).toBe('5800 000');
    expect(await sale('2026-05-31')).toBe('5800 000');
    const on = async (day: string) => {
      const { since, begins, types } = Object((await company.table(day)).body);
      const row = types.find(({ type }: { type: string }) => type === 'sale');
      return { since, begins, mode: row.debit.mode, center: row.center };
    };
    const begins = ['2026-04-01', '2026-06-01'];
    expect(await on('2026-03-31')).toEqual({
      since: null,
      begins,
      mode: 'item-type',
      center: 'office',
    });
    expect(await on('2026-05-31')).toEqual({
      since: '2026-04-01',
      begins,
      mode: 'item-type',
      center: 'company',
    });
    expect(await on('2026-06-01')).toEqual({
      since: '2026-06-01',
      begins,
      mode: 'account',
      center: 'company',
    });
    const explained = async (postedOn: string) => {
      const asked = { type: 'sale', item: 'F1', site: 'DC', postedOn };
      return JSON.stringify(
        (await company.send(`POST ${company.path}/determinations`, { body: asked })).body,
      );
    };
    expect(await explained('2026-03-31')).toContain('is 5100: ITYPE found it under Frame');
    expect(await explained('2026-06-01')).toContain('is 5850: TYPE_ACCOUNT found it');
    expect(await faults(company)).toEqual([]);
  });

  test('003.23 what is no day is refused', async () => {
    const company = await mappingCompany(books);
    expect(problemIn(await company.table('2026-02-30'))).toMatchObject({ code: 'date-invalid' });
    expect(problemIn(await company.table('today'))).toMatchObject({ code: 'date-invalid' });
    const changed = await company.put({ validFrom: '2026-02-30' });
    expect(problemIn(changed)).toMatchObject({ code: 'date-invalid' });
  });
});

test('what a configuration change posts has a source nobody else may send', async () => {
  const company = await mappingCompany(books);
  const sent = { ...RECEIPT, source: 'configuration' };
  for (const options of [{}, { dryRun: true }, { mode: 'record' as const }]) {
    const answers = await company.post(
      [
        { ...RECEIPT, key: `fine-${JSON.stringify(options)}` },
        { ...sent, key: 'x' },
        { ...RECEIPT, key: `fine-too-${JSON.stringify(options)}` },
      ],
      options,
    );
    expect(answers.map(({ status }) => status)).toEqual(['posted', 'refused', 'posted']);
    expect(answers[1]).toMatchObject({
      code: 'source-reserved',
      message: 'The source configuration is for what the books post by themselves.',
    });
  }
});
