import { beforeAll, expect, test } from 'vitest';
import { faultsOf } from '../posting/verified-books.ts';
import { type CommandBooks, commandBooks } from './books-by-address.ts';
import type { Ended } from './perpetua-program.ts';

let books: CommandBooks;
let made: Ended;

beforeAll(async () => {
  books = await commandBooks();
  made = await books.run(['demo', '--transactions', '1000']);
});

test('the demonstration is filled, and says how many and that the books agree', () => {
  expect(made.code).toBe(0);
  expect(made.noted).toMatch(
    /^[\d,]+ transactions, [\d,]+ postings in [\d.]+ s \([\d,]+ a second\)$/m,
  );
  expect(made.printed).toMatch(
    /^books agree: inventory subledger ([\d,]+\.\d\d) = general ledger \1\n$/,
  );
});

test('the books agree account by account, as a query sees them', async () => {
  const differences = await books.rows(
    `with ledger as (
       select account, site, sum(amount) as value from (
         select debit_account as account, debit_site as site, amount from posting
         union all select credit_account, credit_site, -amount from posting) p group by 1, 2),
     subledger as (select account, site, sum(value) as value from cost_pool group by 1, 2)
     select * from subledger s left join ledger l using (account, site)
      where s.value is distinct from coalesce(l.value, 0)`,
  );
  expect(differences).toEqual([]);
  const [counts] = await books.rows(
    `select (select count(*)::int from event where source <> 'perpetua') as events,
            (select count(distinct account)::int from cost_pool where value <> 0) as accounts,
            (select sum(value) > 0 from cost_pool) as worth`,
  );
  expect(counts).toMatchObject({ worth: true });
  expect(Number(counts?.['events'])).toBeGreaterThan(900);
  expect(Number(counts?.['accounts'])).toBeGreaterThan(3);
  const faults = await books.look(({ inspection }) =>
    faultsOf({ inspection, company: { id: 1, code: 'demo' } }),
  );
  expect(faults).toEqual([]);
});

test('run again it finds everything there, and leaves the books as they are', async () => {
  const before = await books.rows('select last_event, last_batch, last_hash from lane');
  const again = await books.run(['demo', '--transactions', '1000']);
  expect(again.code).toBe(0);
  const [, count, there] =
    /([\d,]+) transactions, ([\d,]+) of them there already/.exec(again.noted) ?? [];
  expect(count).toBe(there);
  expect(again.printed).toBe(made.printed);
  expect(await books.rows('select last_event, last_batch, last_hash from lane')).toEqual(before);
});

test.each(['999', 'many', '999999999'])('--transactions %s is wrong usage', async (number) => {
  expect(await books.run(['demo', `--transactions=${number}`])).toMatchObject({
    code: 2,
    printed: '',
    noted: `--transactions takes a number from 1000, not ${number}.\n`,
  });
});
