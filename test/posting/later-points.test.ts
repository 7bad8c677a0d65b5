import fc from 'fast-check';
import {
  type Books,
  DeterminationDesk,
  decide,
  type Outcome,
  refusalText,
  type TransactionInput,
} from 'perpetua-core';
import { expect, test } from 'vitest';
import { histories } from '../../packages/core/src/testing/random-company.ts';
import { CompanyBooks } from '../../packages/server/src/application/company-books.ts';
import type { CompanySetup } from '../../packages/server/src/application/configuration/company-setup.ts';
import { readItems } from '../../packages/server/src/application/configuration/read-items.ts';
import { configurationNow } from '../../packages/server/src/application/find-company.ts';
import {
  postAllOrNothing,
  previewTransactions,
} from '../../packages/server/src/application/post-together.ts';
import { PostingDesk } from '../../packages/server/src/application/posting-desk.ts';
import {
  findOffending,
  listConsistencyChecks,
} from '../../packages/server/src/storage/postgres/consistency-checks.ts';
import { type TestBooks, testBooks } from '../support/books.ts';
import { type InspectedBooks, inspected } from '../support/inspected-books.ts';
import { sampleSetup } from '../support/sample-setup.ts';
import { tally } from '../support/tally.ts';
import { faultsOf } from './verified-books.ts';

// What was posted on later days is read from the database, added up with what is still on its way,
// and stands against a transaction exactly as it does in books that hold all of it in memory (I12).

/** What comes late changes no costs of what is posted, so that nothing is posted but what is sent. */
const FORBIDS: CompanySetup = {
  ...sampleSetup({ negativeStock: 'forbid' }),
  policies: [{ policy: 'late-facts', value: 'prospective' }],
};

const AT = { item: 'F1', site: 'DC' } as const;
const received = (key: string, on: string): TransactionInput => {
  const fields = { type: 'receive-from-vendor', quantity: '10', unitCost: '5' };
  return { key, postedOn: `2026-01-${on}`, ...AT, ...fields };
};
const sold = (key: string, on: string, quantity: string): TransactionInput => {
  return { key, postedOn: `2026-01-${on}`, ...AT, type: 'sale', quantity };
};

/** Ten came, were sold, and ten came again. */
const SOLD_OUT = [received('early', '01'), sold('all', '10', '10'), received('late', '20')];
const TOO_EARLY = sold('too-early', '05', '1');

const deskOf = ({ storage, company, clock }: TestBooks) =>
  new PostingDesk(storage, company.id, clock, 'test');

/** The messages of what was refused. */
const messagesOf = (outcomes: readonly Outcome[]): readonly string[] =>
  outcomes.flatMap((outcome) =>
    outcome.status === 'refused' ? outcome.refusals.map((one) => refusalText(one).message) : [],
  );

const REFUSED = ['F1 at DC would be 1 below zero on 2026-01-10.'];

test('I12 a desk that knows nothing yet refuses a backdated sale for what was needed later', async () => {
  const books = await testBooks(FORBIDS);
  await deskOf(books).post(SOLD_OUT);
  expect(messagesOf(await deskOf(books).post([TOO_EARLY]))).toEqual(REFUSED);
  const reversal = { ...received('undo', '12'), reverses: 'early' };
  const { quantity: _, unitCost: __, ...undo } = reversal;
  expect(messagesOf(await deskOf(books).post([undo]))).toEqual([
    'F1 at DC would be 10 below zero on 2026-01-12.',
  ]);
  expect(messagesOf(await deskOf(books).post([{ ...undo, postedOn: '2026-01-20' }]))).toEqual([]);
});

test('I12 portions of one import or preview see the later days of those before them', async () => {
  const { storage, company, clock } = await testBooks(FORBIDS);
  const portions = [...SOLD_OUT, TOO_EARLY, sold('fits', '21', '10')].map((input) => [input]);
  const [previewed, posted]: [Outcome[], Outcome[]] = [[], []];
  const preview = { storage, company: company.id };
  await previewTransactions(preview, portions, (outcomes) => previewed.push(...outcomes));
  const writing = { company: company.id, clock, recordedBy: 'test' };
  const isKept = await postAllOrNothing(storage, writing, portions, (outcomes) =>
    posted.push(...outcomes),
  );
  expect(isKept).toBe(false);
  expect(messagesOf(posted)).toEqual(REFUSED);
  expect(previewed).toEqual(posted);
});

/** Books of the same company in memory, which know all days of all pools. */
async function booksInMemory({ storage, company }: TestBooks): Promise<Books> {
  const { items } = readItems(FORBIDS.items ?? []);
  return {
    desk: new DeterminationDesk(await configurationNow(storage, company.id)),
    items: new Map(items.map((item) => [item.code, item])),
    pools: new Map(),
    positions: new Map(),
    streams: new Map(),
    timelines: new Map(),
    earlier: new Map(),
    determinations: new Map(),
    counters: { event: 0, movement: 0, entry: 0, pool: 0, determination: 0 },
  };
}

/** A long random story of days out of order, and what memory makes of it. */
const STORY: readonly TransactionInput[] = fc
  .sample(histories(400), { seed: 20_261_128, numRuns: 40 })
  .map(({ story }) => story)
  .reduce((a, b) => (b.length > a.length ? b : a));

test('I12 batches that are on their way count: a pipelined desk and rival desks answer like memory', async () => {
  const [books, rivals] = [await testBooks(FORBIDS), await testBooks(FORBIDS)];
  const memory = await booksInMemory(books);
  const expected = STORY.flatMap((input) => decide([input], memory).outcomes);
  const refused = expected.flatMap((outcome) =>
    outcome.status === 'refused' ? outcome.refusals.map(({ code }) => code) : [],
  );
  expect(tally(refused)['stock-below-zero']).toBeGreaterThan(10);
  expect(tally(refused)['nothing-carried']).toBeGreaterThan(10);

  // Sent without waiting: the next batch is decided while the one before is being written.
  const desk = deskOf(books);
  const answers: Promise<readonly Outcome[]>[] = [];
  for (let start = 0; start < STORY.length; start += 7) {
    answers.push(desk.post(STORY.slice(start, start + 7)));
    await new Promise(setImmediate);
  }
  expect((await Promise.all(answers)).flat()).toEqual(expected);

  const [one, other] = [deskOf(rivals), deskOf(rivals)];
  const told: Outcome[] = [];
  for (let start = 0; start < STORY.length; start += 5) {
    const isOne = start % 3 === 0;
    told.push(...(await (isOne ? one : other).post(STORY.slice(start, start + 5))));
  }
  expect(told).toEqual(expected);
});

test('what is in order asks for no later days; whatever is late in a batch is one query', async () => {
  const { storage, company } = await testBooks(FORBIDS);
  const asked: (readonly { readonly site: string; readonly after: string }[])[] = [];
  await storage.reading(company.id, async (session) => {
    const books = await CompanyBooks.open(session, true);
    const counting = {
      ...session,
      timelines: (...[late, through]: Parameters<typeof session.timelines>) => {
        asked.push(late.map(({ site, after }) => ({ site, after })));
        return session.timelines(late, through);
      },
    };
    const elsewhere = SOLD_OUT.map((input) => ({ ...input, key: `o-${input.key}`, site: 'O1' }));
    for (const input of SOLD_OUT) await books.decide([input], counting);
    await books.decide(elsewhere, counting);
    // A receipt takes nothing, whenever it is dated.
    await books.decide([received('found', '03')], counting);
    expect(asked).toEqual([]);
    const late = [
      sold('a', '22', '1'),
      sold('b', '05', '1'),
      sold('c', '04', '1'),
      { ...sold('d', '06', '1'), site: 'O1' },
    ];
    await books.decide(late, counting);
    expect(asked).toEqual([
      [
        { site: 'DC', after: '2026-01-04' },
        { site: 'O1', after: '2026-01-06' },
      ],
    ]);
  });
});

test('I12 verification asks every point again, apart from what had happened or was allowed', async () => {
  const books = await inspected(await testBooks(FORBIDS));
  const desk = deskOf(books);
  await desk.post(SOLD_OUT);
  expect(messagesOf(await desk.post([{ ...TOO_EARLY, key: 'told' }], true))).toEqual([]);
  // It stands below zero on the 10th, and nothing else may make that worse or be dated before.
  expect(messagesOf(await desk.post([TOO_EARLY]))).toEqual([
    'F1 at DC would be 2 below zero on 2026-01-10.',
  ]);
  await desk.post([sold('after', '21', '4')]);
  expect(await faultsOf(books)).toEqual([]);
  const claimed = await foundAfter(books, `update event set happened = false where key = 'told'`);
  expect(claimed).toMatchObject([
    {
      key: 'all',
      item: 'F1',
      site: 'DC',
      bucket: 'on-hand',
      costed_on: '2026-01-10',
      quantity: '-1',
    },
  ]);
  // What was asked after it counts again.
  const early = `update movement set costed_on = '2026-01-15', posted_on = '2026-01-15'
                  where event = (select number from event where key = 'after')`;
  expect(await foundAfter(books, early)).toMatchObject([{ key: 'after', quantity: '-5' }]);
  // Where the site allowed it at the time, it was allowed.
  const allowed = `update event set happened = false;
                   update configuration_fact set content = (content::jsonb || '{"negativeStock": "allow"}')::json
                    where kind = 'site' and key = 'DC'`;
  expect(await foundAfter(books, allowed)).toEqual([]);
});

/** What the check of every point says once the owner of the database has changed something. */
async function foundAfter({ owner, company }: InspectedBooks, statement: string) {
  const checks = await listConsistencyChecks();
  const check = checks.find(({ name }) => name.startsWith('0028'));
  if (check === undefined) throw new Error('the check is there');
  await owner.query('begin');
  try {
    await owner.query(statement);
    return (await findOffending(owner, company.id, check, 20)).rows;
  } finally {
    await owner.query('rollback');
  }
}
