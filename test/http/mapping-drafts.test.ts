import { beforeAll, expect, test } from 'vitest';
import { listMappingDrafts } from '../../packages/server/src/application/configuration/mapping-drafts.ts';
import { booksStorage } from '../../packages/server/src/storage/postgres/books-storage.ts';
import { postingPool } from '../../packages/server/src/storage/postgres/connections.ts';
import { type ServedBooks, servedBooks } from '../support/served-books.ts';
import { messagesOf, problemIn } from './http-client.ts';
import { mappingCompany, RECEIPT } from './mapping-company.ts';

const SALE = { type: 'sale', postedOn: '2026-03-02', item: 'F1', site: 'DC', quantity: '1' };
const BY_ITEM_TYPE = { type: 'sale', role: 'cogs', mode: 'item-type' };
const FRAMES = { role: 'cogs', itemType: 'Frame', account: '5100' };

let books: ServedBooks;

beforeAll(async () => {
  books = await servedBooks();
});

test('003.24 edits are staged, shown with what they would do, and count once they are committed', async () => {
  const company = await mappingCompany(books);
  const before = (await company.table()).body;
  const draft = await company.draft({ modes: [BY_ITEM_TYPE], reason: 'frames apart' });
  expect(await draft.stage({ itemTypeAccounts: [FRAMES] })).toMatchObject({
    status: 200,
    body: { basedOn: 1, edits: { modes: [BY_ITEM_TYPE], itemTypeAccounts: [FRAMES] } },
  });
  expect((await company.table()).body).toEqual(before);
  expect(await company.accounts(RECEIPT)).toEqual(['1300', '2150']);
  expect(await company.accounts(SALE)).toEqual(['5000', '1300']);

  const shown = await draft.read();
  expect(shown).toMatchObject({ status: 200, body: { isStale: false, faults: [] } });
  expect(Object(shown.body).consequences).toMatchObject({
    configurationVersion: 2,
    changes: [
      { kind: 'mode', name: 'sale · cogs', before: null, after: { mode: 'item-type' } },
      { kind: 'item-type-account', name: 'cogs · Frame', before: null, after: { account: '5100' } },
    ],
    reclassified: [],
  });
  expect(await company.version()).toBe(1);

  const done = await draft.commit();
  expect(done).toMatchObject({ status: 200, body: { configurationVersion: 2 } });
  expect(done.headers.get('etag')).toBe('"2"');
  expect(await company.accounts(SALE)).toEqual(['5100', '1300']);
  expect(problemIn(await draft.read())).toMatchObject({ status: 404, code: 'not-found' });
  expect(problemIn(await draft.commit())).toMatchObject({ status: 404 });
  expect((await company.send(`GET ${company.path}/mapping-drafts`)).body).toEqual({ drafts: [] });
});

test('003.24 returning keeps nothing: the mapping and its version are as they were, the draft is gone', async () => {
  const company = await mappingCompany(books);
  const before = (await company.table()).body;
  const draft = await company.draft({ modes: [BY_ITEM_TYPE], itemTypeAccounts: [FRAMES] });
  expect((await draft.drop()).status).toBe(204);
  expect((await company.table()).body).toEqual(before);
  expect(problemIn(await draft.drop())).toMatchObject({ status: 404, code: 'not-found' });
  expect(problemIn(await draft.stage({ modes: [] }))).toMatchObject({ status: 404 });
});

test('003.24 several drafts wait side by side; the one committed first makes the other one stale', async () => {
  const company = await mappingCompany(books);
  const first = await company.draft({ modes: [BY_ITEM_TYPE] });
  const second = await company.draft({ types: [{ type: 'sale', center: 'company' }] });
  const list = await company.send(`GET ${company.path}/mapping-drafts`);
  expect(Object(list.body).drafts).toMatchObject([{ id: first.id }, { id: second.id }]);
  expect(await first.commit()).toMatchObject({ status: 200 });
  const late = await second.commit();
  expect(problemIn(late)).toMatchObject({ status: 409, code: 'configuration-stale' });
  // What was staged is still there to be read and entered again.
  expect(await second.read()).toMatchObject({
    body: { isStale: true, edits: { types: [{ type: 'sale', center: 'company' }] } },
  });
  const stale = await company.send(`POST ${company.path}/mapping-drafts`, {
    body: {},
    headers: { 'if-match': '"1"' },
  });
  expect(problemIn(stale)).toMatchObject({ status: 409, code: 'configuration-stale' });
});

test('003.24 of the same draft committed twice at once one commit counts', async () => {
  const company = await mappingCompany(books);
  const draft = await company.draft({ modes: [BY_ITEM_TYPE] });
  const both = await Promise.all([draft.commit(), draft.commit()]);
  expect(both.map(({ status }) => status).filter((status) => status === 200)).toHaveLength(1);
  expect(await company.version()).toBe(2);
});

test('003.24 a draft that changes nothing makes no version', async () => {
  const company = await mappingCompany(books);
  const draft = await company.draft({ reason: 'looked at it' });
  expect(await draft.commit()).toMatchObject({ status: 200, body: { configurationVersion: 1 } });
  expect(problemIn(await draft.read())).toMatchObject({ status: 404 });
});

test('003.24 what is wrong in itself is refused when it is staged, all of it at once, and nothing is added', async () => {
  const company = await mappingCompany(books);
  const draft = await company.draft({});
  const refused = await draft.stage({
    validFrom: '2026-02-30',
    modes: [
      { type: 'sale', role: 'grni', mode: 'group' },
      { type: 'receive-from-vendor', role: 'grni', mode: 'item-type' },
      { type: 'sale', role: 'cogs', mode: 'account' },
      { type: 'sale', role: 'inventory', mode: 'account', account: '9999' },
    ],
    itemTypeAccounts: [
      { role: 'cogs', itemType: 'Frame', financialGroup: 'Moon', account: '5100' },
      { role: 'cogs', itemType: 'Boat', account: '5100' },
      { role: 'cogs', itemType: 'Lens', account: '1300' },
    ],
    reasons: [{ code: 'Theft', account: '5801' }],
  });
  expect(problemIn(refused).status).toBe(422);
  expect(messagesOf(refused)).toEqual([
    'validFrom is not a day: 2026-02-30.',
    'reason Theft: it has no name; a new reason needs one',
    'mapping of cogs in sale: mode account names no account',
    'mapping of grni in sale: the type does not use the role',
    'mapping of grni in receive-from-vendor: this role is not mapped by item type',
    'mapping of inventory in sale: there is no account 9999',
    'cogs of item type Frame · Moon: there is no financial group Moon',
    'cogs of item type Boat: there is no item type Boat',
    'cogs of item type Lens: account 1300 is no income-statement account',
  ]);
  expect(await draft.read()).toMatchObject({ body: { edits: {} } });
});

test('003.24 003.42 what only the whole can show is told with the draft and refused when it is committed', async () => {
  const company = await mappingCompany(books);
  const exception = { role: 'wip', itemType: 'Frame', financialGroup: 'Sun', account: '1340' };
  const draft = await company.draft({
    itemTypeAccounts: [exception],
    modes: [{ type: 'pick-for-order', role: 'inventory', mode: 'account', account: '1310' }],
  });
  const stray =
    'wip of item type Frame · Sun: no type maps this role by item type, so it has no exceptions';
  expect(Object((await draft.read()).body).faults).toMatchObject([{ message: stray }]);
  expect(messagesOf(await draft.commit())).toEqual([stray]);
  // The draft is still there; mended, it shows the next thing that stands against it.
  await draft.stage({ modes: [{ type: 'all', role: 'wip', mode: 'item-type' }] });
  expect(problemIn(await draft.commit()).code).toBe('split-bucket-mapping');
  await draft.stage({ modes: [{ type: 'pick-for-order', role: 'inventory', mode: 'group' }] });
  expect(await draft.commit()).toMatchObject({ status: 200 });
  expect(await company.version()).toBe(2);
});

test('003.24 a draft is in the database, for every process that serves it, until it ends', async () => {
  const company = await mappingCompany(books);
  const draft = await company.draft({ modes: [BY_ITEM_TYPE], validFrom: '2026-04-01' });
  const other = postingPool(books.connection, 1);
  try {
    const storage = booksStorage(other);
    const found = (await storage.companies()).find(({ code }) => code === company.company.code);
    expect(found && (await listMappingDrafts({ storage }, found))).toMatchObject([
      { id: draft.id, basedOn: 1, edits: { modes: [BY_ITEM_TYPE], validFrom: '2026-04-01' } },
    ]);
  } finally {
    await other.end();
  }
  const again = await draft.stage({ validFrom: null });
  expect(Object(again.body).edits).toEqual({ modes: [BY_ITEM_TYPE] });
});

test('003.30 003.31 an account for all item types takes the place of single ones before it, not of those after it', async () => {
  const company = await mappingCompany(books);
  const draft = await company.draft({
    modes: [{ type: 'all', role: 'cogs', mode: 'item-type' }],
    itemTypeAccounts: [
      FRAMES,
      { role: 'cogs', itemType: 'Frame', financialGroup: 'Sun', account: '5300' },
    ],
  });
  await draft.stage({ allItemTypes: [{ role: 'cogs', account: '5200' }] });
  await draft.stage({ itemTypeAccounts: [{ role: 'cogs', itemType: 'Lens', account: '5800' }] });
  expect(await draft.commit()).toMatchObject({ status: 200 });
  const { itemTypes } = Object((await company.table()).body);
  expect(itemTypes.find((one: { role: string }) => one.role === 'cogs')).toMatchObject({
    inUse: true,
    itemTypes: [
      { itemType: 'Accessory', account: { code: '5200' } },
      {
        itemType: 'Frame',
        account: { code: '5200' },
        exceptions: [{ financialGroup: 'Sun', account: { code: '5300' } }],
      },
      { itemType: 'Lens', account: { code: '5800' } },
    ],
  });
});

test('003.36 one account for all reasons, then single ones', async () => {
  const company = await mappingCompany(books);
  const draft = await company.draft({ reasons: [{ code: 'Found', account: '5802' }] });
  await draft.stage({ allReasons: { account: '5801' } });
  await draft.stage({ reasons: [{ code: 'Damage', account: '5850' }] });
  expect(await draft.commit()).toMatchObject({ status: 200 });
  const { reasons } = Object((await company.table()).body);
  expect(
    reasons.map(({ code, account }: { code: string; account: { code: string } }) => [
      code,
      account.code,
    ]),
  ).toEqual([
    ['COUNT', '5801'],
    ['Damage', '5850'],
    ['Found', '5801'],
    ['LOST', '5801'],
  ]);
  const adjust = { type: 'adjustment', postedOn: '2026-03-01', item: 'F1', site: 'DC' };
  await company.accounts(RECEIPT);
  expect(await company.accounts({ ...adjust, quantity: '-1', reason: 'Damage' })).toContain('5850');
  expect(await company.accounts({ ...adjust, quantity: '-1', reason: 'Found' })).toContain('5801');
});
