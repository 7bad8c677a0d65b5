import { formatDecimal, parseBusinessDate } from 'perpetua-core';
import { describe, expect, test } from 'vitest';
import { setUpCompany } from '../../packages/server/src/application/configuration/set-up-company.ts';
import {
  type Reconciliation,
  reconcileBooks,
} from '../../packages/server/src/application/reconcile-books.ts';
import { verifyBooks } from '../../packages/server/src/application/verify-books.ts';
import { testBooks } from '../support/books.ts';
import { type InspectedBooks, inspected, mixedHistoryBooks } from '../support/inspected-books.ts';
import { integrate } from '../support/mixed-history.ts';
import { sampleSetup } from '../support/sample-setup.ts';

function day(text: string) {
  const parsed = parseBusinessDate(text);
  if (parsed === undefined) throw new Error(`${text} is no day`);
  return parsed;
}

const reconcile = ({ inspection, company }: InspectedBooks, on = '2026-12-31') =>
  reconcileBooks(inspection, company.id, day(on));

/** The rows as one text each: role, account, site, both books, the difference. */
function table({ accounts }: Reconciliation): readonly string[] {
  return accounts.map(({ role, account, site, subledger, ledger, difference }) => {
    const amounts = [subledger, ledger, difference].map((amount) => formatDecimal(amount, 2));
    return [role, account, site, ...amounts].join(' ');
  });
}

const F1 = { postedOn: '2026-06-05', item: 'F1', site: 'DC' };

test('002.02 000.45 003.22 all five stock roles agree with the ledger, account by account and site by site', async () => {
  const books = await mixedHistoryBooks();
  const reconciliation = await reconcile(books);
  expect(reconciliation).toMatchObject({
    agree: true,
    integrated: true,
    difference: 0n,
    differences: [],
  });
  expect(reconciliation.roles.map(({ role }) => role)).toEqual([
    'inventory',
    'inventory-in-transit',
    'wip',
    'wip-in-transit',
    'assembly-clearing',
  ]);
  for (const { role, difference } of reconciliation.roles)
    expect(difference, `of ${role}`).toBe(0n);
  for (const row of reconciliation.accounts) expect(row.subledger).toBe(row.ledger);
  // Goods on hand at two sites, on two accounts of one group, and goods on their way.
  expect(table(reconciliation)).toEqual(
    expect.arrayContaining([
      expect.stringMatching(/^inventory 1300 O1 [1-9]/),
      expect.stringMatching(/^inventory 1390 DC [1-9]/),
      expect.stringMatching(/^inventory-in-transit 1320 O1 [1-9]/),
      expect.stringMatching(/^wip 1330 O1 [1-9]/),
    ]),
  );
});

test('003.57 000.45 the value of the inventory is the sum of all transactions, in both books', async () => {
  const books = await mixedHistoryBooks();
  const { subledger, ledger } = await reconcile(books);
  const { rows } = await books.owner.query<{ moved: string; debited: string }>(
    `select (select sum(value) from movement)::text as moved,
            (select sum(case side when 'debit' then amount else -amount end) from journal_line
              where account in ('1300', '1310', '1320', '1330', '1340', '1390'))::text as debited`,
  );
  expect(rows).toEqual([{ moved: subledger.toString(), debited: ledger.toString() }]);
  expect(subledger).toBeGreaterThan(0n);
});

test('000.27 every journal entry balances, and one that does not cannot be written', async () => {
  const { owner, pool } = await mixedHistoryBooks();
  const { rows } = await owner.query<{ entries: bigint; unbalanced: bigint }>(
    `select count(*) as entries, count(*) filter (where balance <> 0) as unbalanced
       from (select sum(case side when 'debit' then amount else -amount end) as balance
               from journal_line group by entry) e`,
  );
  expect(rows[0]?.entries).toBeGreaterThan(40n);
  expect(rows[0]?.unbalanced).toBe(0n);
  // There is no column for one side alone: half a posting lacks what cannot be left out.
  const client = await pool.connect();
  try {
    const half = `insert into posting (company_id, recorded_month, entry, event, amount, debit_determination,
      posted_on, line, debit_account, debit_center, debit_site) values (1, '2026-06-01', 1, 1, 5, 1, '2026-06-01', 2, '1300', '', 'DC')`;
    await client.query(`begin; set local perpetua.company = '1'`);
    await expect(client.query(half)).rejects.toMatchObject({ code: '23502' });
    await client.query('rollback');
    for (const [amount, credit, constraint] of [
      [-5, '2150', 'an_amount_is_positive'],
      [0, '2150', 'an_amount_is_positive'],
      [5, '1300', 'two_different_sides'],
    ] as const) {
      await client.query(`begin; set local perpetua.company = '1'`);
      const wrong = `insert into posting values (1, '2026-06-01', 1, 1, ${amount}, 1, 1, '2026-06-01', 2,
        '1300', '', 'DC', '${credit}', '', 'DC')`;
      await expect(client.query(wrong)).rejects.toMatchObject({ constraint });
      await client.query('rollback');
    }
  } finally {
    client.release();
  }
});

test('an order between its sale and its delivery is part of inventory, and shown apart', async () => {
  const books = await inspected(await testBooks());
  await books.desk.post([
    { ...F1, key: 'in', type: 'receive-from-vendor', quantity: '4', unitCost: '10' },
    { ...F1, key: 'pick', type: 'pick-for-order', quantity: '1', document: 'SO' },
    { ...F1, key: 'sale', type: 'sale', quantity: '1', document: 'SO' },
  ]);
  const sold = await reconcile(books);
  expect(sold).toMatchObject({ agree: true, orderClearing: -1000n, subledger: 3000n });
  expect(table(sold)).toEqual([
    'inventory 1300 DC 20.00 20.00 0.00',
    'wip 1330 DC 10.00 10.00 0.00',
  ]);
  await books.desk.post([{ ...F1, key: 'done', type: 'deliver', quantity: '1', document: 'SO' }]);
  expect(await reconcile(books)).toMatchObject({
    agree: true,
    orderClearing: 0n,
    subledger: 3000n,
  });
});

test('roles that share an account are one row, since the ledger cannot tell them apart', async () => {
  const setup = sampleSetup();
  const controls = { ...setup.controls, wip: '1300', 'inventory-in-transit': '1300' };
  const books = await inspected(await testBooks({ ...setup, controls }));
  await books.desk.post([
    { ...F1, key: 'in', type: 'receive-from-vendor', quantity: '4', unitCost: '10' },
    { ...F1, key: 'pick', type: 'pick-for-order', quantity: '1', document: 'SO' },
  ]);
  const { accounts, agree } = await reconcile(books);
  expect(agree).toBe(true);
  expect(accounts).toMatchObject([{ role: 'inventory', sharedWith: ['wip'], subledger: 4000n }]);
});

test('a company without a posting agrees, with nothing to show', async () => {
  const books = await inspected(await testBooks());
  expect(await reconcile(books)).toMatchObject({ agree: true, accounts: [], subledger: 0n });
});

describe('every difference has a cause, an amount and a remedy', () => {
  /** Each damage, and the parts of the difference it makes: class, place, amount, events. */
  // biome-ignore format: a table reads as a table
  const DAMAGES = [
    ['a posting that was changed', `update posting set amount = amount - 10 where entry = 1;
        update account_balance set debit = debit - 10 where account = '1300' and site = 'DC' and period = '2026-01' and center = '010';
        update account_balance set credit = credit - 10 where account = '2150' and site = 'DC' and period = '2026-01'`,
      ['posted-otherwise 1300 DC 0.10 1'], 'debit 1300 at DC with 0.10'],
    ['an event that lost its entry', `
        with gone as (delete from posting where event = (select number from event where key = 'in-5') returning *)
        update account_balance b set debit = b.debit - case b.account when '1310' then g.amount else 0 end,
               credit = b.credit - case b.account when '2150' then g.amount else 0 end
          from gone g where b.site = 'L' and b.period = '2026-01' and b.account in ('1310', '2150');
        update event set entry = 0 where key = 'in-5'`,
      ['not-posted 1310 L 38.75 5'], 'Reverse the events and send them again'],
    ['an invoice that was posted on the account of stock', `
        update posting set debit_account = '1300' where event = (select number from event where key = 'bill-1') and debit_account = '1500';
        update account_balance set debit = 0 where account = '1500';
        update account_balance set debit = debit + 10240 where account = '1300' and site = 'DC' and period = '2026-01' and center = '010'`,
      ['posted-without-stock 1300 DC -102.40 6'], 'Credit 1300 at DC with 102.40'],
    ['a pool that was changed', 'update cost_pool set value = value + 3 where number = 1',
      ['pool-out-of-step 1300 DC 0.03 '], 'rebuild the state from the log'],
    ['a balance that was changed', `update account_balance set credit = credit + 7 where account = '1300' and site = 'O2' and period = '2026-02'`,
      ['balance-out-of-step 1300 O2 0.07 '], 'rebuild the state from the log'],
  ] as const;

  for (const [what, damage, parts, remedy] of DAMAGES) {
    test(`${what} is told apart from the others`, async () => {
      const books = await mixedHistoryBooks();
      await books.owner.query(damage);
      const { agree, differences, difference } = await reconcile(books);
      expect(agree).toBe(false);
      const told = differences.map((part) =>
        [
          part.class,
          part.account,
          part.site,
          formatDecimal(part.amount, 2),
          part.events.join(),
        ].join(' '),
      );
      expect(told).toEqual(parts);
      expect(differences.reduce((sum, { amount }) => sum + amount, 0n)).toBe(difference);
      expect(differences[0]?.remedy).toContain(remedy);
      expect(differences[0]?.meaning).toMatch(/\.$/);
    });
  }

  test('several causes at one place are taken apart, and add up', async () => {
    const books = await mixedHistoryBooks();
    for (const [, damage] of DAMAGES) await books.owner.query(damage);
    const { differences, accounts } = await reconcile(books);
    for (const { account, site, difference } of accounts) {
      const parts = differences.filter((part) => part.account === account && part.site === site);
      expect(parts.reduce((sum, { amount }) => sum + amount, 0n)).toBe(difference);
    }
    expect(differences.map((part) => part.class)).toEqual([
      'pool-out-of-step',
      'posted-otherwise',
      'posted-without-stock',
      'balance-out-of-step',
      'not-posted',
    ]);
  });
});

test('what moved while inventory was not integrated is a difference from the day it is again', async () => {
  const books = await inspected(await testBooks());
  const receipt = { ...F1, type: 'receive-from-vendor', quantity: '2', unitCost: '10' };
  await books.desk.post([{ ...receipt, key: 'before', postedOn: '2026-05-01' }]);
  await integrate(books, '2026-06-01', false);
  await books.desk.post([{ ...receipt, key: 'silent' }]);
  const meanwhile = await reconcile(books, '2026-06-30');
  expect(meanwhile).toMatchObject({ agree: true, integrated: false, difference: 2000n });
  expect(meanwhile.differences).toMatchObject([
    {
      class: 'not-integrated',
      account: '1300',
      site: 'DC',
      amount: 2000n,
      counted: 1,
      events: [2],
    },
  ]);
  expect(meanwhile.differences[0]?.remedy).toMatch(/^Nothing to do/);

  await integrate(books, '2026-07-01', true);
  const again = await reconcile(books, '2026-07-01');
  expect(again).toMatchObject({ agree: false, integrated: true, difference: 2000n });
  expect(again.differences[0]?.remedy).toBe(
    'Debit 1300 at DC with 20.00 against the opening balance account, on the day integration began.',
  );
  // The two books differ for a reason that is kept, so the conditions of the books all hold.
  expect((await verifyBooks(books.inspection, books.company.id)).kept).toBe(true);
});

test('a change of the account does not move what was posted: both accounts agree afterwards', async () => {
  const books = await inspected(await testBooks());
  const receipt = { ...F1, type: 'receive-from-vendor', quantity: '2', unitCost: '10' };
  await books.desk.post([{ ...receipt, key: 'old', location: 'CONS' }]);
  await books.desk.post([{ ...F1, key: 'out', type: 'otc-sale', quantity: '2', location: 'CONS' }]);
  const { company } = sampleSetup();
  const places = [{ group: 1, site: 'DC', location: 'CONS', accounts: { inventory: '1310' } }];
  const why = { changedBy: 'controller', reason: 'another account for consignment' };
  expect((await setUpCompany(books, { company, places }, why)).ok).toBe(true);
  await books.desk.post([{ ...receipt, key: 'new', location: 'CONS' }]);
  const reconciliation = await reconcile(books);
  expect(table(reconciliation)).toEqual([
    'inventory 1310 DC 20.00 20.00 0.00',
    'inventory 1390 DC 0.00 0.00 0.00',
  ]);
  expect(reconciliation.agree).toBe(true);
});
