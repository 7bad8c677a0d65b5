import type { TransactionInput } from 'perpetua-core';
import { expect, test } from 'vitest';
import type { CompanySetup } from '../../packages/server/src/application/configuration/company-setup.ts';
import { setUpCompany } from '../../packages/server/src/application/configuration/set-up-company.ts';
import { booksStorage } from '../../packages/server/src/storage/postgres/books-storage.ts';
import { type TestBooks, testBooks } from '../support/books.ts';
import { type InspectedBooks, inspected } from '../support/inspected-books.ts';
import { sampleSetup } from '../support/sample-setup.ts';
import { rivalProcess } from './rivals.ts';
import { faultsOf } from './verified-books.ts';

const SALE = { type: 'otc-sale', postedOn: '2026-01-06', item: 'F2', site: 'DC', quantity: '1' };

/** Changes the setup over connections of its own, as somebody at another server would. */
async function changeElsewhere({ pool, clock }: TestBooks, change: Partial<CompanySetup>) {
  const elsewhere = { storage: booksStorage(pool), clock };
  const setup = { company: sampleSetup().company, ...change };
  const done = await setUpCompany(elsewhere, setup, { changedBy: 'elsewhere', reason: 'test' });
  if (!done.ok) throw new Error(`the change was refused: ${JSON.stringify(done.reasons)}`);
}

/** The accounts an event debited and credited, and the configuration that decided them. */
async function decided({ owner }: InspectedBooks, key: string) {
  const { rows } = await owner.query(
    `select p.debit_account as debit, p.credit_account as credit, d.configuration_version as version
       from event e join posting p on p.event = e.number
       join determination d on d.number = p.debit_determination where e.key = $1`,
    [key],
  );
  return rows;
}

test('a mapping changed elsewhere decides the very next batch, of every writer', async () => {
  const books = await inspected(await testBooks());
  const other = await rivalProcess(books);
  const post = (key: string) => books.desk.post([{ ...SALE, key }]);
  await post('first');
  await other.post([{ ...SALE, key: 'first-there' }]);
  await changeElsewhere(books, {
    groups: [{ number: 1, description: 'Frames', accounts: { cogs: '5100' } }],
  });
  await post('second');
  await other.post([{ ...SALE, key: 'second-there' }]);
  for (const key of ['first', 'first-there']) {
    expect(await decided(books, key)).toEqual([{ debit: '5000', credit: '1300', version: 1 }]);
  }
  for (const key of ['second', 'second-there']) {
    expect(await decided(books, key)).toEqual([{ debit: '5100', credit: '1300', version: 2 }]);
  }
  expect(await faultsOf(books)).toEqual([]);
});

test('what was unknown is known to the next batch once it is added elsewhere', async () => {
  const books = await inspected(await testBooks());
  const receipt: TransactionInput = {
    key: 'new',
    type: 'receive-from-vendor',
    postedOn: '2027-01-05',
    item: 'N1',
    site: 'O9',
    quantity: '1.5',
    unitCost: '2',
  };
  const [before] = await books.desk.post([receipt]);
  expect(before).toMatchObject({
    status: 'refused',
    refusals: [{ code: 'item-unknown' }, { code: 'site-unknown' }],
  });
  await changeElsewhere(books, {
    items: [{ code: 'N1', name: 'New', group: 2, quantityDecimals: 1 }],
    sites: [{ code: 'O9', name: 'Office nine', kind: 'office' }],
    periods: { first: '2027-01', last: '2027-12' },
  });
  expect(await books.desk.post([receipt])).toMatchObject([{ status: 'posted', cost: 300n }]);
});

test('an item changed elsewhere is what the next batch works with, in the middle of a load', async () => {
  const books = await inspected(await testBooks());
  const batch = (name: string) =>
    Array.from({ length: 20 }, (_, index) => ({
      ...SALE,
      key: `${name}-${index}`,
      type: 'count-variance',
      site: `O${(index % 2) + 1}`,
    }));
  const before = await books.desk.post(batch('before'));
  expect(new Set(before.map((outcome) => 'cost' in outcome && outcome.cost))).toEqual(
    new Set([4000n]),
  );
  const during = [books.desk.post(batch('during')), books.desk.post(batch('during-too'))];
  await changeElsewhere(books, {
    items: [{ code: 'F2', name: 'Frame', group: 1, itemType: 'Frame', standardCost: '45' }],
  });
  await Promise.all(during);
  const { rows } = await books.owner.query(`select standard_cost from item where code = 'F2'`);
  expect(rows).toEqual([{ standard_cost: '4500000000' }]);
  const [, fresh] = await books.desk.post([
    { ...SALE, key: 'held' },
    { ...SALE, key: 'fresh', site: 'L' },
  ]);
  expect(fresh).toMatchObject({ status: 'posted', cost: 4500n });
  expect(await faultsOf(books)).toEqual([]);
});
