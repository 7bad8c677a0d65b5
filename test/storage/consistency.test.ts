import { accountRoles, roleDefinition, takesClaim, transactionTypes } from 'perpetua-core';
import { beforeAll, describe, expect, test } from 'vitest';
import {
  type ConsistencyCheck,
  findOffending,
  listConsistencyChecks,
} from '../../packages/server/src/storage/postgres/consistency-checks.ts';
import { type InspectedBooks, mixedHistoryBooks } from '../support/inspected-books.ts';

/** How the owner of the database breaks the books, and what the check then says. */
type Break = {
  readonly by: string;
  readonly statements: readonly string[];
  readonly found: Readonly<Record<string, string>>;
  /** A table of the state, which the application keeps up to date, or a row that it may add to the log. */
  readonly ofState?: true;
};

const EVENT = (key: string) => `(select number from event where company_id = 1 and key = '${key}')`;
const ENTRY = (key: string) => `(select entry from event where company_id = 1 and key = '${key}')`;

// biome-ignore format: a table reads as a table
const BREAKS: Readonly<Record<string, Break>> = {
  '0001-postings-are-pairs.sql': {
    by: 'turning an amount round',
    statements: ['alter table posting drop constraint an_amount_is_positive', `update posting set amount = -amount where entry = ${ENTRY('in-1')}`],
    found: { entry: '1', amount: '-50000' },
  },
  '0002-entries-balance.sql': {
    by: 'a view that leaves the credit of an entry out',
    statements: [`create or replace view journal_line as
      select company_id, entry, line, 'debit' as side, event, posted_on, amount, debit_account as account,
             debit_center as center, debit_site as site, debit_determination as determination, recorded_month from posting
       union all
      select company_id, entry, line, 'credit', event, posted_on, amount, credit_account, credit_center, credit_site,
             credit_determination, recorded_month from posting where entry > 1`],
    found: { entry: '1', debit: '50000', credit: '' },
  },
  '0003-balances-balance.sql': {
    by: 'adding to one side of a balance', ofState: true,
    statements: [`update account_balance set debit = debit + 1 where period = '2026-01' and account = '2150' and site = 'DC'`],
    found: { period: '2026-01', difference: '1' },
  },
  '0004-movements-make-the-pools.sql': {
    by: 'changing what a movement brought in',
    statements: [`update movement set quantity = quantity + 1 where event = ${EVENT('in-1')}`],
    found: { pool: '1', item: 'F1', site: 'DC', bucket: 'on-hand', account: '1300' },
  },
  '0005-movements-make-the-stock.sql': {
    by: 'changing where a movement took place',
    statements: [`update movement set place = 'A-01' where event = ${EVENT('in-1')}`],
    found: { item: 'F1', site: 'DC', bucket: 'on-hand', place: '', moved_quantity: '-11' },
  },
  '0006-stock-equals-the-pools.sql': {
    by: 'pinning units to an account on which their cost does not lie', ofState: true,
    statements: [`update stock set account = '1310' where item = 'F1' and site = 'DC' and place = 'A-01'`],
    found: { item: 'F1', site: 'DC', bucket: 'on-hand', account: '1300', in_stock: '-1', in_pool: '2' },
  },
  '0007-layers-make-the-pool.sql': {
    by: 'a layer that is not all the pool holds', ofState: true,
    statements: [`update cost_pool set layers = '[{"receipt":1,"receivedOn":"2026-01-05","quantity":"1","value":"4999"}]' where number = 1`],
    found: { number: '1', layers_quantity: '1', layers_value: '4999' },
  },
  '0008-pools-equal-the-ledger.sql': {
    by: 'changing the amount of a posting',
    statements: [`update posting set amount = amount + 1 where entry = ${ENTRY('in-1')}`],
    found: { account: '1300', site: 'DC' },
  },
  '0009-events-post-what-they-move.sql': {
    by: 'moving an amount from one posting to another, so that all sums stay',
    statements: [
      `update posting set amount = amount + 1 where entry = ${ENTRY('in-1')}`,
      `update posting set amount = amount - 1 where entry = ${ENTRY('in-2')}`,
    ],
    found: { event: '1', account: '1300', site: 'DC', moved: '50000', posted: '50001' },
  },
  '0010-silent-only-while-not-integrated.sql': {
    by: 'taking the journal entry of an event away',
    statements: [
      `delete from posting where entry = ${ENTRY('sale-1')}`,
      `update event set entry = 0 where key = 'sale-1'`,
    ],
    found: { key: 'sale-1', type: 'otc-sale', account: '1300', site: 'O1' },
  },
  '0011-balances-are-the-postings.sql': {
    by: 'taking a posting away',
    statements: [`delete from posting where entry = ${ENTRY('in-1')}`],
    found: { period: '2026-01', account: '1300', center: '010', site: 'DC' },
  },
  '0012-accounts-are-as-determined.sql': {
    by: 'changing the account of a posting',
    statements: [`update posting set credit_account = '2100' where entry = ${ENTRY('in-1')}`],
    found: { entry: '1', side: 'credit', account: '2100', determined_account: '2150' },
  },
  '0013-one-key-one-event.sql': {
    by: 'giving an event the key of another',
    statements: ['alter table event drop constraint one_key_one_event', `update event set key = 'in-1' where key = 'in-2'`],
    found: { source: 'api', key: 'in-1', events: '2', first_event: '1', last_event: '2' },
  },
  '0014-events-belong-to-a-batch.sql': {
    by: 'moving an event into another batch',
    statements: [`update event set batch = 2 where key = 'in-1'`],
    found: { event: '1', key: 'in-1', batch: '2' },
  },
  '0015-reversed-once.sql': {
    by: 'reversing an event a second time',
    statements: ['drop index reversed_once', `insert into event_link values (1, ${EVENT('new-5')}, ${EVENT('wrong-1')}, 'reverses', 9, 0)`],
    found: { reversals: '2' },
  },
  '0016-no-more-taken-than-there-was.sql': {
    by: 'returning more than was sold',
    statements: [`update event_link set quantity = 3 where event = ${EVENT('again-1')} and kind = 'refers-to'`],
    found: { type: 'otc-sale', key: 'sale-1', goods: '5', claimed: '0', moved: '3' },
  },
  '0017-links-lead-back.sql': {
    by: 'a link that leads nowhere',
    statements: [`update event_link set to_event = 9999 where event = ${EVENT('again-1')}`],
    found: { trace: 'link', leads_to: '9999', kind: 'refers-to' },
  },
  '0018-numbers-have-no-gaps.sql': {
    by: 'taking a movement away',
    statements: [`delete from movement where event = ${EVENT('in-3')}`],
    found: { sequence: 'movement', after: '2', found: '4', expected: '3' },
  },
  '0019-batches-count-their-rows.sql': {
    by: 'a batch that says it wrote less',
    statements: ['update batch set last_movement = last_movement - 1 where number = 3'],
    found: { batch: '3' },
  },
  '0020-events-own-their-movements.sql': {
    by: 'giving a movement to another event',
    statements: [`update movement set event = ${EVENT('in-2')} where event = ${EVENT('in-1')}`],
    found: { event: '1', first_movement: '1', first_found: '' },
  },
  '0021-entries-belong-to-one-event.sql': {
    by: 'giving a posting to another event',
    statements: [`update posting set event = ${EVENT('in-2')} where entry = ${ENTRY('in-1')}`],
    found: { entry: '1', event: '1', first_event: '2' },
  },
  '0022-pools-change-step-by-step.sql': {
    by: 'changing what a pool held after a movement',
    statements: [`update movement set value_after = value_after + 1 where event = ${EVENT('in-2')}`],
    found: { event: '2', pool: '1', value_before: '50000', value: '37331', value_after: '87332' },
  },
  '0023-nothing-in-a-closed-period.sql': {
    by: 'moving an event into a month that had been closed',
    statements: [`update event set posted_on = '2026-02-28' where key = 'new-1'`],
    found: { key: 'new-1', posted_on: '2026-02-28', period: '2026-02', state: 'closed' },
  },
  '0024-batches-follow-the-versions.sql': {
    by: 'a batch decided under a later version than the one after it',
    statements: ['update batch set configuration_version = 4 where number = 1'],
    found: { what: 'batch', number: '2', version: '1', expected: '4' },
  },
  '0025-nothing-is-worth-nothing.sql': {
    by: 'leaving a cent behind on nothing', ofState: true,
    statements: [`update cost_pool set value = 1 where number = (
      select min(number) from cost_pool where quantity = 0 and bucket = 'wip')`],
    found: { bucket: 'wip', quantity: '0', value: '1' },
  },
  '0026-sites-balance.sql': {
    by: 'moving the debit of a posting to another site',
    // The setting is switched on after the transfers of the history, which left their sites uneven.
    statements: [
      `insert into configuration_fact
       select company_id, kind, key, 3, (content::jsonb || '{"selfBalancingSites": true}')::json
         from configuration_fact where company_id = 1 and kind = 'company' and version = 1`,
      `update posting set debit_site = 'O1' where entry = ${ENTRY('new-2')}`,
    ],
    found: { key: 'new-2', site: 'DC', debit: '0', credit: '107' },
  },
  '0027-snapshots-are-the-log.sql': {
    by: 'changing what a pool held at the end of a month',
    statements: [`update pool_snapshot set value = value + 5 where pool = 1 and period_end = '2026-02-28'
      and movement = (select min(movement) from pool_snapshot where pool = 1 and period_end = '2026-02-28')`],
    found: { period_end: '2026-02-28', what: 'pool 1', quantity_too_much: '0', value_too_much: '5' },
  },
  '0028-stock-at-every-point.sql': {
    by: 'receiving a transfer before it was sent',
    statements: [`update movement set costed_on = '2026-01-31' where event = ${EVENT('got-1')}`],
    found: { key: 'got-1', item: 'F1', site: 'O1', bucket: 'in-transit', document: 'TR-1', costed_on: '2026-01-31', quantity: '-4' },
  },
  '0029-corrections-are-what-moved.sql': {
    by: 'saying of a movement that late facts led to it',
    statements: [`update movement set costed = 'restated' where event = ${EVENT('in-1')}`],
    found: { pool: '1', named: '0', corrected: '50000' },
  },
  '0030-corrections-name-movements.sql': {
    by: 'naming a movement that is not there',
    statements: [`insert into restated_cost (company_id, pool, costed_on, as_type, event, movements, corrections)
                  values (1, 1, '2026-01-05', '', 1, '{1}', '{0}')`,
                 `update restated_cost set movements = '{999999}'`],
    found: { event: '1', pool: '1', movement: '999999', fault: 'no such movement' },
  },
  '0031-nothing-stays-under-assembly.sql': {
    by: 'what is on hand standing under an assembly', ofState: true,
    statements: [`update cost_pool set bucket = 'assembly' where number = 1`],
    found: { pool: '1', item: 'F1' },
  },
  '0032-documents-have-their-lines.sql': {
    by: 'an invoice with a line that nothing posts',
    statements: [`update event set type = 'supplier-invoice', content = '{"lines": [{}]}' where number = ${EVENT('in-1')}`],
    found: { key: 'in-1', lines: '1', posted: '0', entry: '1' },
  },
  '0036-no-more-cleared-than-open.sql': {
    by: 'clearing something of an event that left nothing open', ofState: true,
    statements: [`insert into event_link values (1, ${EVENT('new-5')}, ${EVENT('in-1')}, 'clears', 0, 5)`],
    found: { event: '1', key: 'in-1', left_open: '0', cleared: '5' },
  },
  '0037-what-clears-takes-off.sql': {
    by: 'clearing something without taking it off its account', ofState: true,
    statements: [`insert into event_link values (1, ${EVENT('new-5')}, ${EVENT('in-1')}, 'clears', 0, 5)`],
    found: { key: 'new-5', took: '5', posted: '0' },
  },
  '0038-stock-journals-reach-the-stock.sql': {
    by: 'taking a receipt for a stock journal, which would bring in what is not there',
    statements: [`update event set type = 'stock-taken-up', content = '{"account":"1300"}' where key = 'in-1'`],
    found: { event: '1', account: '1300', stock: '0', ledger: '50000' },
  },
  '0039-no-stock-without-a-movement.sql': {
    by: 'taking a receipt for revenue, which would stand on an account that holds stock',
    statements: [`update event set type = 'sales-revenue' where key = 'in-1'`],
    found: { event: '1', key: 'in-1', movements: '1', account: '1300' },
  },
};

let books: InspectedBooks;
const checks = await listConsistencyChecks();

beforeAll(async () => {
  books = await mixedHistoryBooks();
});

/** Breaks the books, asks the checks and mends the books again. */
async function asking(
  statements: readonly string[],
  names: readonly ConsistencyCheck[],
): Promise<readonly Awaited<ReturnType<typeof findOffending>>[]> {
  const { owner } = books;
  await owner.query('begin');
  try {
    for (const statement of statements) await owner.query(statement);
    const findings = [];
    for (const check of names) findings.push(await findOffending(owner, 1, check, 20));
    return findings;
  } finally {
    await owner.query('rollback');
  }
}

test('every check is broken once here, and says in its head what it is for', () => {
  expect(checks.map(({ name }) => name)).toEqual(Object.keys(BREAKS));
  for (const { title, why, invariant } of checks) {
    expect(invariant).toMatch(/^I(?:\d|1[0-4])$/);
    expect(title).toMatch(/^[A-Z][^.]+$/);
    expect(why).toMatch(/\.$/);
  }
});

test('a history with a bit of everything keeps every check', async () => {
  const findings = await asking([], checks);
  expect(findings.filter(({ kept }) => !kept)).toEqual([]);
});

test('the roles of stock in the checks are those of the table', () => {
  const roles = accountRoles().filter((role) => roleDefinition(role).isBucket);
  const list = roles.map((role) => `'${role}'`).join(', ');
  const asked = checks.filter(({ query }) => query.includes('role in ('));
  expect(asked.length).toBeGreaterThan(0);
  for (const { query } of asked) expect(query).toContain(`role in (${list})`);
});

describe('each check finds its break', () => {
  for (const check of checks) {
    const broken = BREAKS[check.name];
    test(`${check.invariant} ${check.title.toLowerCase()}: ${broken?.by ?? 'nothing'} is found`, async () => {
      const [finding] = await asking(broken?.statements ?? [], [check]);
      expect(finding?.kept).toBe(false);
      expect(finding?.rows[0]).toMatchObject(broken?.found ?? {});
    });
  }
});

describe('the application cannot break its log', () => {
  for (const [name, { by, statements, ofState }] of Object.entries(BREAKS)) {
    if (ofState === true) continue;
    test(`${name}: ${by} is not permitted`, async () => {
      await books.owner.query(
        `begin; set local role perpetua_writer; set local perpetua.company = '1'`,
      );
      try {
        const doIt = async () => {
          for (const statement of statements) await books.owner.query(statement);
        };
        await expect(doIt()).rejects.toMatchObject({ code: '42501' });
      } finally {
        await books.owner.query('rollback');
      }
    });
  }
});

test('I3 two faults that cancel out in the sums are found at their events', async () => {
  const cancelling = BREAKS['0009-events-post-what-they-move.sql']?.statements ?? [];
  const findings = await asking(cancelling, checks);
  const broken = findings.filter(({ kept }) => !kept).map(({ title }) => title);
  expect(broken).toEqual(['What an event posts on the accounts of stock is what it moved']);
});

test('I6 a movement that was added in another month is found, by its number and by its month', async () => {
  const columns = `number, event, pool, quantity, value, quantity_after, value_after, posted_on, type, place,
                   costed, costed_on`;
  const added = `insert into movement (company_id, recorded_month, ${columns})
                 select 1, recorded_month + interval '1 month', ${columns} from movement where number = 20`;
  const findings = await asking([added], checks);
  const broken = findings.filter(({ kept, invariant }) => !kept && invariant === 'I6');
  expect(broken.map(({ rows }) => rows[0])).toMatchObject([
    { sequence: 'movement', after: '20', found: '20', expected: '21' },
    { movements: '2', found: '3' },
    { movement: '20' },
  ]);
});

test('I4 what an invoice takes is no goods: the check knows the types that take what is owed', () => {
  const [check] = checks.filter(({ name }) => name.startsWith('0016'));
  const [, list = ''] = /b\.type in \(([^)]*)\)/.exec(check?.query ?? '') ?? [];
  const types = [...list.matchAll(/'([^']+)'/g)].map(([, type]) => type);
  expect(types.toSorted()).toEqual(transactionTypes().filter(takesClaim).toSorted());
});

test('only the first rows are shown, and all are counted', async () => {
  const [check] = checks.filter(({ name }) => name.startsWith('0022'));
  if (check === undefined) throw new Error('the check is there');
  await books.owner.query('begin; update movement set value_after = value_after + number');
  const finding = await findOffending(books.owner, 1, check, 3);
  await books.owner.query('rollback');
  expect(finding.rows).toHaveLength(3);
  expect(finding.counted).toBeGreaterThan(50);
});

test('another company is not asked', async () => {
  const everything = 'update cost_pool set value = value + 1';
  const { owner } = books;
  await owner.query(`begin; ${everything}`);
  for (const check of checks) {
    expect((await findOffending(owner, 2, check, 20)).rows, `asked by ${check.name}`).toEqual([]);
  }
  await owner.query('rollback');
});
