import { refusalText, type TransactionInput } from 'perpetua-core';
import { expect, test } from 'vitest';
import { httpClient, problemIn } from '../http/http-client.ts';
import { faultsOf } from '../posting/verified-books.ts';
import { inspected } from '../support/inspected-books.ts';
import { sampleSetup } from '../support/sample-setup.ts';
import { servedBooks } from '../support/served-books.ts';
import { tally } from '../support/tally.ts';
import { batchOf } from './load.ts';

async function company() {
  const books = await servedBooks(sampleSetup());
  return { ...books, ...(await inspected(books)), ...httpClient(books.address) };
}

/** A receipt that stands out by its amount and by what it refers to. */
const POISON = {
  type: 'receive-from-vendor',
  quantity: '1',
  unitCost: '777.77',
  reason: undefined,
  reference: 'POISON',
};

const poison = (batch: readonly TransactionInput[], ...places: readonly number[]) =>
  batch.map((input, index) => (places.includes(index) ? { ...input, ...POISON } : input));

/** Ways in which the owner of the database can stand against a row, each in another table. */
// biome-ignore format: a table reads as a table
const OBSTACLES: readonly (readonly [name: string, raise: string, clear: string, says: RegExp])[] = [
  ['a constraint on events',
    `alter table event add constraint no_poison check (content ->> 'reference' is distinct from 'POISON')`,
    'alter table event drop constraint no_poison',
    /^The database does not take it: .*"no_poison"$/],
  ['a trigger on postings',
    `create function refuse_poison() returns trigger language plpgsql as $$
       begin
         if new.amount = 77777 then raise 'no poison'; end if;
         return new;
       end $$;
     create trigger refuse_poison before insert on posting for each row execute function refuse_poison();
     grant execute on function refuse_poison() to public`,
    'drop trigger refuse_poison on posting; drop function refuse_poison()',
    /^The database does not take it: no poison$/],
  ['a constraint on movements',
    'alter table movement add constraint no_poison check (value <> 77777)',
    'alter table movement drop constraint no_poison',
    /^The database does not take it: .*"no_poison"$/],
];

test.each(OBSTACLES)(
  '%s refuses the transaction it is about and no other',
  async (_, raise, clear, says) => {
    const { post, owner, ...books } = await company();
    await owner.query(raise);
    const batch = poison(batchOf('c', 0, 200), 7, 120);
    const answers = await post(batch);
    expect(answers.map(({ key }) => key)).toEqual(batch.map(({ key }) => key));
    expect(tally(answers.map(({ status }) => status))).toEqual({ posted: 198, refused: 2 });
    for (const index of [7, 120]) {
      expect(answers[index]).toMatchObject({
        status: 'refused',
        code: 'request-malformed',
        message: expect.stringMatching(says),
      });
    }
    const events = answers.flatMap((answer) => ('event' in answer ? [answer.event] : []));
    expect(events).toEqual(Array.from({ length: 198 }, (_value, index) => index + 1));
    expect(await faultsOf(books)).toEqual([]);

    await owner.query(clear);
    const again = await post(batch);
    expect(tally(again.map(({ status }) => status))).toEqual({ duplicate: 198, posted: 2 });
    expect(await faultsOf(books)).toEqual([]);
  },
);

test('a unique index of the owner keeps one of two, and their neighbours are posted', async () => {
  const { post, owner, ...books } = await company();
  await owner.query(
    `create unique index one_poison on event ((content ->> 'reference'))
      where content ->> 'reference' = 'POISON'`,
  );
  const answers = await post(poison(batchOf('u', 0, 12), 3, 9));
  expect(tally(answers.map(({ status }) => status))).toEqual({ posted: 11, refused: 1 });
  expect(answers[9]).toMatchObject({ status: 'refused', code: 'request-malformed' });
  expect(await faultsOf(books)).toEqual([]);
});

test('a text no database can keep, come by a door that lets it through, is refused alone', async () => {
  const { desk, ...books } = await company();
  const batch = batchOf('n', 0, 30).map((input, index) =>
    index === 17 ? { ...input, document: 'a\0b' } : input,
  );
  const outcomes = await desk.post(batch);
  expect(tally(outcomes.map(({ status }) => status))).toEqual({ posted: 29, refused: 1 });
  const [refusal] = outcomes.flatMap((one) => (one.status === 'refused' ? one.refusals : []));
  expect(refusal && refusalText(refusal)).toMatchObject({
    code: 'request-malformed',
    message: expect.stringContaining('invalid byte sequence'),
  });
  expect(await faultsOf(books)).toEqual([]);
});

test('a failure that is about no transaction is an error for all of them, and nothing is kept', async () => {
  const { send, post, owner, ...books } = await company();
  await owner.query('revoke insert on posting from perpetua_writer');
  const transactions = batchOf('r', 0, 50);
  const failed = await send('POST /companies/sample/transactions', { body: { transactions } });
  expect(problemIn(failed)).toMatchObject({
    status: 500,
    code: 'failure',
    remedy: expect.stringContaining('Nothing was acknowledged.'),
  });
  expect((await owner.query('select from event')).rowCount).toBe(0);
  await owner.query('grant insert on posting to perpetua_writer');
  expect(tally((await post(transactions)).map(({ status }) => status))).toEqual({ posted: 50 });
  expect(await faultsOf(books)).toEqual([]);
});
