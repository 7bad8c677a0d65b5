import { expect, test } from 'vitest';
import { booksInspection } from '../../packages/server/src/storage/postgres/books-inspection.ts';
import { faultsOf } from '../posting/verified-books.ts';
import { sampleSetup } from '../support/sample-setup.ts';
import { servedBooks } from '../support/served-books.ts';
import { httpClient, messagesOf } from './http-client.ts';

/** Accounts of eight digits, the branch in the fifth and sixth of them. */
const LONG = (code: string) => code.padEnd(8, '0');

function longSetup() {
  const setup = sampleSetup({ segmentStyle: 'suffix', suffixAt: 4, accountLength: 8 });
  const { accounts = [], controls = {}, groups = [], reasons = [], sites = [] } = setup;
  const long = (some: object) =>
    Object.fromEntries(Object.entries(some).map(([role, code]) => [role, LONG(String(code))]));
  const branch = { code: '13000200', name: 'Inventory, branch 02', accountClass: 'asset' as const };
  return {
    ...setup,
    accounts: [...accounts.map((account) => ({ ...account, code: LONG(account.code) })), branch],
    controls: long(controls),
    groups: groups.map((group) => ({ ...group, accounts: long(group.accounts ?? {}) })),
    reasons: reasons.map(({ account, ...reason }) =>
      account === undefined || account === null ? reason : { ...reason, account: LONG(account) },
    ),
    sites: sites.map((site) => (site.code === 'O1' ? { ...site, center: '02' } : site)),
    places: [],
  };
}

test('004.42 the suffix of a branch makes sub-accounts where the chart has them, and the account itself elsewhere', async () => {
  const books = await servedBooks(longSetup());
  const { post } = httpClient(books.address);
  const receipt = {
    type: 'receive-from-vendor',
    postedOn: '2026-01-05',
    item: 'F1',
    quantity: '4',
    unitCost: '50',
  };
  const [branch, centre] = await post([
    { ...receipt, key: 'branch', site: 'O1' },
    { ...receipt, key: 'centre', site: 'DC' },
  ]);
  expect(branch).toMatchObject({
    lines: [
      { account: '13000200', center: '', debit: '200.00' },
      { account: '21500000', center: '', credit: '200.00' },
    ],
  });
  expect(centre).toMatchObject({ lines: [{ account: '13000000' }, { account: '21500000' }] });
  // What lies on the account of the branch leaves from it.
  const sale = {
    key: 'sold',
    type: 'sale',
    postedOn: '2026-01-06',
    item: 'F1',
    site: 'O1',
    quantity: '1',
  };
  expect(await post([sale])).toMatchObject([
    { lines: [{ account: '50000000' }, { account: '13000200' }] },
  ]);
  expect(
    await faultsOf({ inspection: booksInspection(books.pool), company: books.company }),
  ).toEqual([]);
});

test('003.47 an account of another length is refused where the company says how long they are', async () => {
  const { address } = await servedBooks(longSetup());
  const { send } = httpClient(address);
  const { company } = longSetup();
  const accounts = [{ code: '1305', name: 'Short', accountClass: 'asset' }];
  const groups = [{ number: 1, description: 'Frames', accounts: { scrap: '5850' } }];
  const refused = await send('PUT /companies/sample/setup', {
    body: { company, accounts, groups },
  });
  expect(messagesOf(refused)).toEqual(['scrap of group 1: there is no account 5850']);
  const short = [{ number: 2, description: 'Accessories', accounts: { inventory: '1305' } }];
  const alsoRefused = await send('PUT /companies/sample/setup', {
    body: { company, accounts, groups: short },
  });
  expect(messagesOf(alsoRefused)).toEqual(['inventory of group 2: account 1305 has not 8 digits']);
});
