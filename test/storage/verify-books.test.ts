import { expect, test } from 'vitest';
import type { Finding } from '../../packages/server/src/application/inspection.ts';
import { PostingDesk } from '../../packages/server/src/application/posting-desk.ts';
import { verifyBooks } from '../../packages/server/src/application/verify-books.ts';
import { testBooks } from '../support/books.ts';
import { type InspectedBooks, inspected, mixedHistoryBooks } from '../support/inspected-books.ts';
import { closePeriod, integrate, postMixedHistory } from '../support/mixed-history.ts';
import { sampleSetup } from '../support/sample-setup.ts';

const verify = ({ inspection, company }: InspectedBooks) => verifyBooks(inspection, company.id);

async function broken(books: InspectedBooks): Promise<readonly Finding[]> {
  const { findings } = await verify(books);
  return findings.filter(({ kept }) => !kept);
}

const titles = (findings: readonly Finding[]) => findings.map(({ title }) => title);

const F1 = { postedOn: '2026-06-05', item: 'F1', site: 'DC' };

/** Posts each transaction in a batch of its own, by a desk that remembers nothing. */
async function postApart(
  { storage, company, clock }: InspectedBooks,
  inputs: readonly Parameters<PostingDesk['post']>[0][number][],
): Promise<readonly string[]> {
  const states: string[] = [];
  for (const input of inputs) {
    const desk = new PostingDesk(storage, company.id, clock, 'test');
    const [outcome] = await desk.post([input]);
    states.push(outcome?.status ?? 'unanswered');
  }
  return states;
}

test('a history with a bit of everything is verified, condition by condition, in one snapshot', async () => {
  const books = await mixedHistoryBooks();
  const heard: string[] = [];
  const { kept, findings, end } = await verifyBooks(
    books.inspection,
    books.company.id,
    ({ title }) => {
      heard.push(title);
    },
  );
  expect(findings.filter((finding) => !finding.kept)).toEqual([]);
  expect(kept).toBe(true);
  expect(heard).toEqual(titles(findings));
  expect(new Set(findings.map(({ invariant }) => invariant))).toEqual(
    new Set(['I1', 'I2', 'I3', 'I4', 'I6', 'I7', 'I12', 'I13', 'I11', 'I9', 'I8']),
  );
  expect(end.batch).toBeGreaterThan(10);
  expect(end.configurationVersion).toBeGreaterThan(3);
});

test('what is posted during a verification is not part of it and not held up by it', async () => {
  const books = await mixedHistoryBooks();
  const posted: Promise<readonly string[]>[] = [];
  const { kept, end } = await verifyBooks(books.inspection, books.company.id, () => {
    const key = `meanwhile-${posted.length}`;
    const receipt = { ...F1, key, type: 'receive-from-vendor', quantity: '1', unitCost: '1' };
    posted.push(postApart(books, [receipt]));
  });
  expect(kept).toBe(true);
  const states = (await Promise.all(posted)).flat();
  expect(new Set(states)).toEqual(new Set(['posted']));
  const after = await verify(books);
  expect(after.kept).toBe(true);
  expect(after.end.counters.event).toBe(end.counters.event + states.length);
});

test('books without a single batch are verified', async () => {
  const books = await inspected(await testBooks());
  expect(await verify(books)).toMatchObject({ kept: true, end: { batch: 0, hash: '' } });
});

test('I9 a row that was changed breaks the seal of its batch, and only that one', async () => {
  const books = await mixedHistoryBooks();
  const { owner } = books;
  await owner.query(`update event set document_date = document_date - 1 where key = 'sale-1'`);
  const { rows } = await owner.query<{ batch: bigint }>(
    `select batch from event where key = 'sale-1'`,
  );
  const seal = (await broken(books)).find(({ invariant }) => invariant === 'I9');
  expect(seal).toMatchObject({ counted: 1 });
  expect(seal?.rows[0]).toMatchObject({
    batch: String(rows[0]?.batch),
    recordedBy: 'test',
    what: 'what it wrote was changed: its rows lead to another seal',
  });
});

test('I9 a batch that was taken away, added to the end or sealed anew is named', async () => {
  const books = await mixedHistoryBooks();
  const { owner } = books;
  await owner.query('delete from batch where number = 3');
  await owner.query(`update batch set hash = '\\x00' where number = 7`);
  await owner.query('update lane set last_batch = last_batch + 1');
  const seal = (await broken(books)).find(({ invariant }) => invariant === 'I9');
  expect(seal?.rows.map(({ batch, what }) => `${batch}: ${what}`)).toEqual([
    '4: follows batch 2: one is missing',
    '4: does not begin with the seal of the batch before it',
    // Its rows begin where the missing batch began.
    '4: what it wrote was changed: its rows lead to another seal',
    '7: what it wrote was changed: its rows lead to another seal',
    '8: does not begin with the seal of the batch before it',
    '17: the log ends with batch 16, the lane with batch 17 or with another seal',
  ]);
});

test('I8 a transaction that was changed is named, with what would have come of it', async () => {
  const books = await mixedHistoryBooks();
  await books.owner.query(
    `update event set content = replace(content::text, '"53.33"', '"53.34"')::json where key = 'in-2'`,
  );
  const replay = (await broken(books)).filter(({ invariant }) => invariant === 'I8');
  expect(replay[0]?.rows).toEqual([
    {
      event: '2',
      batch: '1',
      source: 'api',
      key: 'in-2',
      what: 'movement 1: value is 37331, the replay has 37338',
    },
  ]);
  expect(replay[1]?.rows).toEqual([
    { where: 'all', what: 'not compared, since the replay ended at event 2' },
  ]);
});

test('I8 figures that agree with each other and not with what was sent are found', async () => {
  const books = await mixedHistoryBooks();
  const { owner } = books;
  // The owner lets a damaged unit cost ten cents more, in every place where that shows.
  await owner.query(`
    update movement set value = value - 10, value_after = value_after - 10
     where event = (select number from event where key = 'use-1');
    update movement set value_after = value_after - 10 from event e
     where e.key = 'use-1' and pool = (select pool from movement where event = e.number) and movement.event > e.number;
    update cost_pool set value = value - 10
     where number = (select pool from movement where event = (select number from event where key = 'use-1'));
    update posting set amount = amount + 10 where event = (select number from event where key = 'use-1');
    update account_balance set credit = credit + 10 where period = '2026-01' and account = '1310' and site = 'L';
    update account_balance set debit = debit + 10 where period = '2026-01' and account = '5801' and site = 'L';
    truncate snapshot_mark, pool_snapshot, place_snapshot, account_snapshot`);
  const found = await broken(books);
  expect(found.map(({ invariant }) => invariant)).toEqual(['I9', 'I8', 'I8', 'I8']);
  expect(found[1]?.rows[0]).toMatchObject({
    key: 'use-1',
    what: 'movement 1: value is -243, the replay has -233',
  });
});

test('I8 an account assignment that was changed afterwards shows at the first event it decided', async () => {
  const books = await mixedHistoryBooks();
  await books.owner.query(`
    update configuration_fact set content = replace(content::text, '"5000"', '"5100"')::json
     where kind = 'assignment' and version = 1 and content ->> 'role' = 'cogs' and content ->> 'group' = '1'`);
  const [replay] = await broken(books);
  expect(replay?.rows[0]).toMatchObject({
    key: 'sale-1',
    what: 'posting 1: debit account is 5000, the replay has 5100',
  });
});

test('I8 state that does not follow from the log is found, pool by pool and place by place', async () => {
  const books = await mixedHistoryBooks();
  await books.owner.query(`
    update cost_pool set known_value = known_value + 1 where number = 2;
    insert into stock values (1, 'F1', 'A-09', 'DC', 'on-hand', '1300', 0);
    delete from cost_pool where number = 9`);
  const state = (await broken(books)).at(-1);
  expect(state).toMatchObject({ invariant: 'I8', counted: 3 });
  expect(state?.rows.map(({ where }) => where)).toEqual([
    'pool 2',
    'pool 9',
    'F1 · DC · on-hand · A-09',
  ]);
});

test('I8 an event the core would not post, one without a transaction, one without its cause: each is named', async () => {
  const damages = [
    [
      `update event set content = replace(content::text, '"F1"', '"F9"')::json where key = 'sale-1'`,
      'it is refused: There is no item F9.',
    ],
    [
      `update event set content = '{"type":1}' where key = 'sale-1'`,
      'its content is no transaction',
    ],
    [`delete from event_link where kind = 'caused-by'`, 'link 1 is missing'],
  ] as const;
  for (const [damage, what] of damages) {
    const books = await mixedHistoryBooks();
    await books.owner.query(damage);
    const [replay] = (await broken(books)).filter(({ invariant }) => invariant === 'I8');
    expect(replay?.rows[0]?.what).toBe(what);
  }
});

test('I8 the reversal of a return gives back what it took, whoever posts it', async () => {
  const books = await inspected(await testBooks());
  const states = await postApart(books, [
    { ...F1, key: 'in', type: 'receive-from-vendor', quantity: '10', unitCost: '5' },
    { ...F1, key: 'sale', type: 'otc-sale', quantity: '3' },
    { ...F1, key: 'back', type: 'return', quantity: '1', original: 'sale' },
    { ...F1, key: 'not-back', type: 'return', reverses: 'back' },
    { ...F1, key: 'all-back', type: 'return', quantity: '3', original: 'sale' },
  ]);
  expect(states).toEqual(['posted', 'posted', 'posted', 'posted', 'posted']);
  expect(await broken(books)).toEqual([]);
});

test('I8 the same history under FIFO is verified, layers and all', async () => {
  const books = await inspected(await testBooks(sampleSetup({ costingMethod: 'fifo' })));
  expect(await postMixedHistory(books)).toHaveLength(1);
  const states = await postApart(books, [
    { ...F1, key: 'f-in-1', type: 'receive-from-vendor', quantity: '3', unitCost: '5' },
    {
      ...F1,
      key: 'f-in-2',
      type: 'receive-from-vendor',
      quantity: '3',
      unitCost: '6',
      postedOn: '2026-06-01',
    },
    { ...F1, key: 'f-sale', type: 'otc-sale', quantity: '4' },
    { ...F1, key: 'more', type: 'cost-revaluation', amount: '0.50' },
    { ...F1, key: 'less', type: 'cost-revaluation', amount: '-0.75' },
    { ...F1, key: 'not-in', type: 'receive-from-vendor', reverses: 'f-in-1' },
  ]);
  expect(states).toEqual(Array.from({ length: 6 }, () => 'posted'));
  expect(await broken(books)).toEqual([]);
  const { rows } = await books.owner.query('select from cost_use');
  expect(rows.length).toBeGreaterThan(10);
});

test('I3 what moved while inventory was not integrated need not be in the ledger', async () => {
  const books = await inspected(await testBooks());
  const receipt = { ...F1, type: 'receive-from-vendor', quantity: '2', unitCost: '9.99' };
  await books.desk.post([{ ...receipt, key: 'before', postedOn: '2026-05-31' }]);
  await integrate(books, '2026-06-01', false);
  await books.desk.post([
    { ...receipt, key: 'silent' },
    { ...F1, key: 'sale', type: 'otc-sale', quantity: '1' },
  ]);
  await integrate(books, '2026-07-01', true);
  await books.desk.post([
    { ...receipt, key: 'after', postedOn: '2026-07-01' },
    // Its original was not posted, so neither is its reversal, whatever the day.
    { ...receipt, key: 'not-silent', reverses: 'silent', postedOn: '2026-07-02', quantity: '-2' },
  ]);
  expect(await broken(books)).toEqual([]);
  await books.owner.query(`update configuration_fact set content = '{"from":"2026-06-01","integrated":true}'
                            where kind = 'integration' and key = '2026-06-01'`);
  expect(titles(await broken(books))).toContain(
    'Value moves without a journal entry only while inventory is not integrated',
  );
});

test('I7 a period that was closed and opened again may have been posted in before and after', async () => {
  const books = await inspected(await testBooks());
  const receipt = { ...F1, type: 'receive-from-vendor', quantity: '1', unitCost: '1' };
  const [first] = await books.desk.post([{ ...receipt, key: 'before' }]);
  await closePeriod(books, '2026-06');
  const [second] = await books.desk.post([{ ...receipt, key: 'between' }]);
  await closePeriod(books, '2026-06', 'open');
  const [third] = await books.desk.post([{ ...receipt, key: 'after' }]);
  expect([first, second, third].map((outcome) => outcome?.status)).toEqual([
    'posted',
    'refused',
    'posted',
  ]);
  expect(await broken(books)).toEqual([]);
});
