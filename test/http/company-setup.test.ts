import { postingRule, transactionTypes } from 'perpetua-core';
import { beforeAll, expect, test } from 'vitest';
import { sampleSetup } from '../support/sample-setup.ts';
import { type ServedBooks, servedBooks } from '../support/served-books.ts';
import { tally } from '../support/tally.ts';
import { type HttpClient, httpClient, messagesOf, problemIn } from './http-client.ts';

let books: ServedBooks;
let client: HttpClient;

beforeAll(async () => {
  books = await servedBooks();
  client = httpClient(books.address);
});

let made = 0;

/** A code no company has yet. */
function newCode(): string {
  made += 1;
  return `company-${made}`;
}

const create = (setup: unknown) => client.send('POST /companies', { body: setup });

type Parts = Readonly<Record<string, unknown>>;

/** The sample setup under a code of its own; lists get what is added, other parts what is put in. */
function setupWith(additions: Parts): Parts & { readonly company: { readonly code: string } } {
  const sample: Parts = { ...sampleSetup() };
  const parts = Object.entries(additions).map(([name, value]) => [
    name,
    joined(sample[name], value),
  ]);
  const company = { ...sampleSetup({ code: newCode() }).company, ...Object(additions['company']) };
  return { ...sample, ...Object.fromEntries(parts), company };
}

function joined(there: unknown, added: unknown): unknown {
  if (Array.isArray(there) && Array.isArray(added)) return [...there, ...added];
  const isParts = typeof added === 'object' && !Array.isArray(added);
  return isParts ? { ...Object(there), ...added } : added;
}

const RECEIPT = { type: 'receive-from-vendor', postedOn: '2026-01-05', item: 'F1', site: 'DC' };

test('a company is created, listed, and can post in the next moment', async () => {
  const code = newCode();
  const created = await create(sampleSetup({ code, name: 'Lenses & more', currency: 'JPY' }));
  expect(created).toMatchObject({ status: 201, body: { company: code, configurationVersion: 1 } });
  const { body } = await client.send('GET /companies');
  expect(body).toMatchObject({
    companies: expect.arrayContaining([
      {
        code,
        name: 'Lenses & more',
        currency: 'JPY',
        currencyDecimals: 0,
        configurationVersion: 1,
      },
    ]),
  });
  const receipt = { ...RECEIPT, key: 'first', quantity: '3', unitCost: '33.35' };
  const [answer] = await httpClient(books.address, code).post([receipt]);
  expect(answer).toMatchObject({ status: 'posted', entry: 1, cost: '100' });
});

test('a code that is taken is refused, whatever else the setup says, and what is there stays', async () => {
  const before = await client.send('GET /companies/sample/setup');
  const taken = await create({ ...sampleSetup({ name: 'Another' }), groups: [] });
  expect(problemIn(taken)).toMatchObject({ status: 409, code: 'company-exists' });
  expect((await client.send('GET /companies/sample/setup')).body).toEqual(before.body);
});

test('companies created in the same moment all come to be; of one code only the first does', async () => {
  const codes = Array.from({ length: 6 }, newCode);
  const created = await Promise.all(codes.map((code) => create(sampleSetup({ code }))));
  expect(created.map(({ status }) => status)).toEqual(codes.map(() => 201));

  const code = newCode();
  const names = ['first', 'second', 'third', 'fourth'];
  const rivals = await Promise.all(names.map((name) => create(sampleSetup({ code, name }))));
  expect(tally(rivals.map(({ status }) => status))).toEqual({ 201: 1, 409: 3 });
  const winner = names[rivals.findIndex(({ status }) => status === 201)];
  const { body, headers } = await client.send(`GET /companies/${code}/setup`);
  expect(body).toMatchObject({ company: { code, name: winner } });
  expect(headers.get('etag')).toBe('"1"');
});

test('a company whose creation was cut off half-way can be created again', async () => {
  const code = newCode();
  await books.storage.addCompany(code, new Date());
  expect(problemIn(await client.send(`GET /companies/${code}/setup`)).code).toBe('company-unknown');
  expect(await create(sampleSetup({ code }))).toMatchObject({ status: 201 });
});

/** A setup with one thing wrong, and what is said of it. */
type Wrong = readonly [what: string, setup: ReturnType<typeof setupWith>, fault: string];

const INVENTORY = { inventory: '1300' };

// biome-ignore format: a table reads as a table
const WRONG_IN_SENSE: readonly Wrong[] = [
  ['003.27 an unknown account of the company',
    setupWith({ controls: { grni: '9999' } }),
    'grni of the company: there is no account 9999'],
  ['003.27 an unknown account of a group',
    setupWith({ groups: [{ number: 3, description: 'Solutions', accounts: { cogs: '9999' } }] }),
    'cogs of group 3: there is no account 9999'],
  ['003.27 an unknown account of a site',
    setupWith({ sites: [{ code: 'O3', name: 'Office three', kind: 'office', accounts: { wip: '9999' } }] }),
    'wip of O3: there is no account 9999'],
  ['003.27 an unknown account of a place',
    setupWith({ places: [{ group: 1, site: 'DC', accounts: { inventory: '9999' } }] }),
    'inventory of group 1 · DC: there is no account 9999'],
  ['003.27 a mapping to an unknown account',
    setupWith({ modes: [{ type: 'sale', role: 'cogs', mode: 'account', account: '9999' }] }),
    'mapping of cogs in sale: there is no account 9999'],
  ['003.27 an item type with an unknown account',
    setupWith({ itemTypeAccounts: [{ role: 'cogs', itemType: 'Frame', account: '9999' }] }),
    'cogs of item type Frame: there is no account 9999'],
  ['003.27 a reason with an unknown account',
    setupWith({ reasons: [{ code: 'R', name: 'R', account: '9999' }] }),
    'reason R: there is no account 9999'],
  ['000.60 a profit-and-loss account for a balance-sheet role',
    setupWith({ groups: [{ number: 3, description: 'Solutions', accounts: { inventory: '5000' } }] }),
    'inventory of group 3: account 5000 is no balance-sheet account'],
  ['000.60 a balance-sheet account for a profit-and-loss role',
    setupWith({ controls: { cogs: '1300' } }),
    'cogs of the company: account 1300 is no income-statement account'],
  ['000.60 a mapping to an account of the other statement',
    setupWith({ modes: [{ type: 'sale', role: 'cogs', mode: 'account', account: '1300' }] }),
    'mapping of cogs in sale: account 1300 is no income-statement account'],
  ['an inactive account',
    setupWith({
      accounts: [{ code: '1399', name: 'Old', accountClass: 'asset', active: false }],
      controls: { inventory: '1399' },
    }),
    'inventory of the company: account 1399 is inactive'],
  ['000.08 an item of a group there is not',
    setupWith({ items: [{ code: 'X1', name: 'X', group: 77 }] }),
    'item X1: there is no group 77'],
  ['an item given twice, among many',
    setupWith({ items: Array.from({ length: 1200 }, (_, n) => ({ code: `X${n % 1199}`, name: 'X', group: 1 })) }),
    'item X0: given twice'],
  ['a standard cost that is none',
    setupWith({ items: [{ code: 'X1', name: 'X', group: 1, standardCost: '-1' }] }),
    'item X1: standard cost -1 is no decimal from 0 with at most 8 decimals'],
  ['000.37 a group number given twice; the next free one is offered',
    setupWith({ groups: [{ number: 2, description: 'Another' }] }),
    'group 2: the number is given twice; the next free one is 3'],
  ['a group without a description',
    setupWith({ groups: [{ number: 3, description: '  ' }] }),
    'group 3: the description is empty'],
  ['a place of an unknown group',
    setupWith({ places: [{ group: 9, site: 'DC', accounts: INVENTORY }] }),
    'inventory of group 9 · DC: there is no such group'],
  ['a place at an unknown site',
    setupWith({ places: [{ group: 1, site: 'X', accounts: INVENTORY }] }),
    'inventory of group 1 · X: there is no such site'],
  ['a location of an unknown site',
    setupWith({ locations: [{ site: 'X', code: 'A' }] }),
    'location A: there is no site X'],
  ['a role that ends at the site, given to a location',
    setupWith({ places: [{ group: 1, site: 'DC', location: 'CONS', accounts: { 'transfer-variance': '5870' } }] }),
    'transfer-variance of group 1 · DC · CONS: this role is not assigned by location'],
  ['a mapping of a role the type has not',
    setupWith({ modes: [{ type: 'sale', role: 'wip', mode: 'group' }] }),
    'mapping of wip in sale: the type does not use the role'],
  ['a mapping to an account that names none',
    setupWith({ modes: [{ type: 'sale', role: 'cogs', mode: 'account' }] }),
    'mapping of cogs in sale: mode account names no account'],
  ['a currency that does not exist',
    setupWith({ company: { currency: 'XXQ' } }),
    'company: ISO 4217 has no currency XXQ'],
  ['months the wrong way round',
    setupWith({ periods: { first: '2026-05', last: '2026-04' } }),
    'periods: 2026-05 to 2026-04 is no stretch of months'],
  ['a month that does not exist',
    setupWith({ periods: { first: '2026-13', last: '2027-01' } }),
    'periods: 2026-13 to 2027-01 is no stretch of months'],
];

// biome-ignore format: a table reads as a table
const WRONG_IN_FORM: readonly Wrong[] = [
  ['no currency',
    setupWith({ company: { currency: undefined } }),
    "/company must have required property 'currency'"],
  ['a field nobody knows',
    setupWith({ company: { colour: 'red' } }),
    '/company must NOT have additional properties (colour)'],
  ['a role nobody knows',
    setupWith({ controls: { stock: '1300' } }),
    '/controls must NOT have additional properties (stock)'],
  ['a company code that is none',
    setupWith({ company: { code: 'Sample 1' } }),
    '/company/code must match pattern "^[a-z0-9][a-z0-9-]{0,39}$"'],
  ['a costing method nobody knows',
    setupWith({ company: { costingMethod: 'lifo' } }),
    '/company/costingMethod must be equal to one of the allowed values: moving-average, company-average, standard, fifo'],
  ['a class of accounts nobody knows',
    setupWith({ accounts: [{ code: '1', name: 'One', accountClass: 'cash' }] }),
    '/accounts/34/accountClass must be equal to one of the allowed values: asset, liability, equity, income, expense'],
  ['a name with a character no database keeps',
    setupWith({ reasons: [{ code: 'R', name: 'a\0b' }] }),
    '/reasons/2/name must be a text without NUL and without half characters'],
  ['a code of two lines',
    setupWith({ sites: [{ code: 'a\nb', name: 'A', kind: 'lab' }] }),
    '/sites/4/code must be one line of whole characters'],
  ['000.36 the thousandth group',
    setupWith({ groups: [{ number: 1000, description: 'One too many' }] }),
    '/groups/2/number must be <= 999'],
  ['000.37 group number 0',
    setupWith({ groups: [{ number: 0, description: 'None' }] }),
    '/groups/2/number must be >= 1'],
  ['000.37 group number 1a',
    setupWith({ groups: [{ number: '1a', description: 'Text' }] }),
    '/groups/2/number must be integer'],
  ['000.37 group number 1.5',
    setupWith({ groups: [{ number: 1.5, description: 'Half' }] }),
    '/groups/2/number must be integer'],
  ['000.08 an item without a group',
    setupWith({ items: [{ code: 'X1', name: 'X' }] }),
    "/items/5 must have required property 'group'"],
  ['000.08 an item with several groups',
    setupWith({ items: [{ code: 'X1', name: 'X', group: [1, 2] }] }),
    '/items/5/group must be integer'],
];

test.each(WRONG_IN_SENSE)(
  '%s is refused, and nothing of the setup is kept',
  async (_, setup, fault) => {
    const refused = await create(setup);
    expect(problemIn(refused)).toMatchObject({ status: 422, code: 'setup-invalid' });
    expect(messagesOf(refused)).toEqual([fault]);
    expect((await client.send(`GET /companies/${setup.company.code}/setup`)).status).toBe(404);
  },
);

test.each(WRONG_IN_FORM)('%s is refused before anything is looked at', async (_, setup, fault) => {
  const refused = await create(setup);
  expect(problemIn(refused)).toMatchObject({ status: 400, code: 'request-malformed' });
  expect(messagesOf(refused)).toEqual([fault]);
});

test('every fault of a setup is told at once, of its form or else of its sense', async () => {
  const refused = await create(
    setupWith({
      company: { currency: 'XXQ' },
      controls: { grni: '9999', cogs: '1300' },
      groups: [{ number: 2, description: ' ' }],
      modes: [{ type: 'sale', role: 'cogs', mode: 'account' }],
      items: [{ code: 'X1', name: ' ', group: 77 }],
      periods: { first: '2026-05', last: '2026-04' },
    }),
  );
  expect(messagesOf(refused).toSorted()).toEqual([
    'cogs of group 2: account 1300 is no income-statement account',
    'cogs of the company: account 1300 is no income-statement account',
    'company: ISO 4217 has no currency XXQ',
    'grni of the company: there is no account 9999',
    'group 2: the description is empty',
    'group 2: the number is given twice; the next free one is 3',
    'item X1: the name is empty',
    'item X1: there is no group 77',
    'mapping of cogs in sale: mode account names no account',
    'periods: 2026-05 to 2026-04 is no stretch of months',
  ]);

  const malformed = await create({
    company: { code: 'X', currency: 'eur', owner: 'me' },
    groups: [{ number: 0, description: '' }],
    accounts: 'all of them',
  });
  expect(messagesOf(malformed).toSorted()).toEqual([
    '/accounts must be array',
    '/company must NOT have additional properties (owner)',
    "/company must have required property 'name'",
    '/company/code must match pattern "^[a-z0-9][a-z0-9-]{0,39}$"',
    '/company/currency must match pattern "^[A-Z]{3}$"',
    '/groups/0/description must NOT have fewer than 1 characters',
    '/groups/0/number must be >= 1',
  ]);
});

test('000.36 nine hundred and ninety-nine groups are taken, one more is not', async () => {
  const numbers = Array.from({ length: 999 }, (_, index) => index + 1);
  const accounts = { inventory: '1300' };
  const groups = numbers.map((number) => ({ number, description: `Group ${number}`, accounts }));
  const setup = { ...sampleSetup({ code: newCode() }), groups, places: [] };
  expect(await create(setup)).toMatchObject({ status: 201 });
  const thousand = [...groups, { number: 1000, description: 'One more' }];
  const refused = await create({
    ...setup,
    company: { ...setup.company, code: newCode() },
    groups: thousand,
  });
  expect(messagesOf(refused)).toEqual(['/groups/999/number must be <= 999']);
  // With every number taken, a second group of a number finds none to be offered.
  const full = await create({
    ...setup,
    company: { ...setup.company, code: newCode() },
    groups: [...groups, { number: 7, description: 'Seven again' }],
  });
  expect(messagesOf(full)).toEqual(['group 7: the number is given twice; no number is free']);
});

/** Every role of every type, mapped in this mode. */
const everyMapping = (mode: 'item-type' | 'reason') =>
  transactionTypes().flatMap((type) => {
    const { debit, credit } = postingRule(type);
    return [...new Set([debit, credit])].flatMap((role) =>
      role === null ? [] : [{ type, role, mode }],
    );
  });

test.each([
  ['003.28', 'item-type', 'item type', ['inventory', 'inventory-in-transit', 'wip', 'cogs']],
  ['003.34', 'reason', 'reason', ['inventory-adjustment']],
] as const)(
  '%s the mode %s is open to its roles and closed to the rest',
  async (_, mode, word, open) => {
    const roles: readonly string[] = open;
    const [may, mayNot] = [true, false].map((isOpen) =>
      everyMapping(mode).filter(({ role }) => roles.includes(role) === isOpen),
    );
    const refused = await create(setupWith({ modes: everyMapping(mode) }));
    expect(messagesOf(refused).toSorted()).toEqual(
      (mayNot ?? [])
        .map(
          ({ type, role }) => `mapping of ${role} in ${type}: this role is not mapped by ${word}`,
        )
        .toSorted(),
    );
    expect(new Set(may?.map(({ role }) => role))).toEqual(new Set(open));
    expect(await create(setupWith({ modes: may }))).toMatchObject({ status: 201 });
  },
);
