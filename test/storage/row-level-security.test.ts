import type pg from 'pg';
import { beforeAll, describe, expect, test } from 'vitest';
import { FIRST_DAY } from '../../packages/core/src/index.ts';
import { beginMappingDraft } from '../../packages/server/src/application/configuration/mapping-drafts.ts';
import { setUpCompany } from '../../packages/server/src/application/configuration/set-up-company.ts';
import {
  type AcceptingPlace,
  acceptCount,
} from '../../packages/server/src/application/counting/accept-count.ts';
import { enterCount } from '../../packages/server/src/application/counting/enter-count.ts';
import { startCount } from '../../packages/server/src/application/counting/start-count.ts';
import { makeExport } from '../../packages/server/src/application/exporting/make-export.ts';
import { postJournal } from '../../packages/server/src/application/journals/post-journal.ts';
import { PostingDesk } from '../../packages/server/src/application/posting-desk.ts';
import { PostingDesks } from '../../packages/server/src/application/posting-desks.ts';
import { actOnReview } from '../../packages/server/src/application/review/act-on-review.ts';
import { signOffReview } from '../../packages/server/src/application/review/sign-off.ts';
import { booksReading } from '../../packages/server/src/storage/postgres/reading/books-reading.ts';
import { booksSnapshots } from '../../packages/server/src/storage/postgres/snapshots/books-snapshots.ts';
import { type InspectedBooks, mixedHistoryBooks } from '../support/inspected-books.ts';
import { writeMarks } from '../support/marks.ts';
import { sampleSetup } from '../support/sample-setup.ts';

/** All that belongs to a company. `company` itself lists the companies for everybody. */
const TABLES = [
  'lane',
  'configuration_change',
  'configuration_fact',
  'item',
  'batch',
  'event',
  'movement',
  'posting',
  'event_link',
  'cost_use',
  'shown_cost',
  'restated_cost',
  'restatement',
  'determination',
  'queued_transaction',
  'queue_step',
  'cost_pool',
  'cost_stream',
  'stock',
  'account_balance',
  'mapping_draft',
  'gl_export',
  'snapshot_mark',
  'pool_snapshot',
  'place_snapshot',
  'account_snapshot',
  'stock_count',
  'count_line',
  'count_sheet',
  'count_entry',
  'count_acceptance',
  'inventory_journal',
  'review_action',
  'review_sign_off',
  'purchase_order',
] as const;

const STATE = [
  'lane',
  'item',
  'cost_pool',
  'cost_stream',
  'stock',
  'account_balance',
  'mapping_draft',
] as const;

let books: InspectedBooks;

beforeAll(async () => {
  books = await mixedHistoryBooks();
  await addSecondCompany(books);
});

/** A second company beside the first, with something in every table. */
async function addSecondCompany(books: InspectedBooks): Promise<void> {
  const { storage, clock } = books;
  const policies = [{ policy: 'sales-cost', value: 'last' }];
  const setup = { ...sampleSetup({ code: 'second', costingMethod: 'fifo' }), policies };
  const done = await setUpCompany({ storage, clock }, setup, { changedBy: 'x', reason: 'x' });
  if (!done.ok) throw new Error('the setup was refused');
  const { id } = done.value.company;
  const line = { postedOn: '2026-03-01', item: 'F1', site: 'DC', quantity: '2' };
  await new PostingDesk(storage, id, clock, 'test').post([
    { ...line, key: 'in', type: 'receive-from-vendor', unitCost: '7' },
    { ...line, key: 'sale', type: 'otc-sale' },
    { ...line, key: 'back', type: 'return', original: 'sale' },
  ]);
  const input = { ...line, key: 'later', type: 'sale' };
  await storage.writing(id, (session) =>
    session.queue([
      { source: 'api', key: 'later', input, refusals: [], queuedAt: clock(), triedVersion: 1 },
    ]),
  );
  await storage.writing(id, (session) =>
    session.takeSteps([
      {
        source: 'api',
        key: 'later',
        action: 'given-up',
        takenAt: clock(),
        takenBy: 'x',
        reason: 'x',
      },
    ]),
  );
  for (const company of await storage.companies()) {
    const begun = {
      by: 'x',
      edits: { types: [{ type: 'sale' as const, center: 'company' as const }] },
    };
    expect((await beginMappingDraft({ storage, clock }, company, begun)).ok).toBe(true);
  }
  for (const company of await storage.companies()) {
    const place = {
      storage,
      clock,
      actor: 'x',
      desks: new PostingDesks(storage, clock, 'x'),
      company: { ...company, currencyDecimals: 2 },
    };
    await countAndJournal(place);
    await reviewed(place);
  }
  const exported = await makeExport(
    { storage, reading: booksReading(books.pool), clock, actor: 'x', company: id },
    { target: 'sap', period: '2026-03' },
    { dryRun: false },
  );
  if (!exported.ok) throw new Error('the export was refused');
  await new PostingDesk(storage, id, clock, 'test').post([
    { ...line, key: 'next', type: 'otc-sale', postedOn: '2026-04-01' },
    { ...line, key: 'more', type: 'otc-sale', postedOn: '2026-04-02' },
  ]);
  // A late receipt re-prices the sales; another piece of the same work is left lying.
  const late = new PostingDesk(storage, id, clock, 'test');
  await late.post([{ ...line, key: 'late', type: 'receive-from-vendor', unitCost: '9' }]);
  await late.settled();
  await storage.writing(id, async (session) => {
    const cause = { number: 1, source: 'api', key: 'in' };
    await session.noteRestatements([{ pool: 1, from: FIRST_DAY, cause }]);
  });
  await writeMarks(booksSnapshots(books.pool), { company: done.value.company, clock }, 2);
}

const ORDER = {
  order: 'PO-1',
  orderedOn: '2026-03-01',
  site: 'DC',
  party: 'V1',
  lines: [{ item: 'F1', quantity: '1', unitPrice: '5' }],
};

/** A count in which something was entered and accepted, and an inventory journal. */
async function countAndJournal(place: AcceptingPlace): Promise<void> {
  const count = { name: 'C-1', site: 'DC', postedOn: '2026-03-31', items: ['F1'] };
  const lines = [{ line: 1, quantity: '1' }];
  const journal = {
    name: 'J-1',
    purpose: 'opening',
    postedOn: '2026-03-31',
    site: 'O1',
    lines: [{ item: 'F1', quantity: '1', unitCost: '5' }],
  } as const;
  for (const done of [
    await startCount(place, count),
    await enterCount(place, 'C-1', { lines }),
    await acceptCount(place, 'C-1', { lines: [{ line: 1 }] }),
    await postJournal(place, journal),
  ]) {
    if (!done.ok) throw new Error(JSON.stringify(done.reasons));
  }
  await place.storage.writing(place.company.id, (session) =>
    session.keepPurchaseOrder(ORDER, place.clock(), 'x'),
  );
  await place.desks.of(place.company.id).resume();
}

/** A line on Non-Inventory that is carried forward, and the review of its month signed off. */
async function reviewed(place: AcceptingPlace): Promise<void> {
  const desk = new PostingDesk(place.storage, place.company.id, place.clock, place.actor);
  const [line] = await desk.post([
    {
      key: 'n-1',
      type: 'non-inventory-reallocation',
      postedOn: '2026-03-31',
      item: 'F1',
      site: 'DC',
      amount: '-5',
      account: '2100',
      reference: 'bill 1',
    },
  ]);
  if (line?.status !== 'posted') throw new Error(JSON.stringify(line));
  const carried = { action: 'carry-forward', owner: 'x', reason: 'x' } as const;
  const lines = [line.event.number];
  for (const done of [
    await actOnReview(place, { key: 'act', postedOn: '2026-03-31', lines, ...carried }),
    await signOffReview(place, { period: '2026-03' }),
  ]) {
    if (!done.ok) throw new Error(JSON.stringify(done.reasons));
  }
}

test('I10 a session of one company deletes no draft of another', async () => {
  const blind = await asCompany(1, 'delete from mapping_draft where company_id = 2');
  expect(blind.rowCount).toBe(0);
  expect((await asCompany(2, 'delete from mapping_draft')).rowCount).toBe(1);
});

test('I10 a session of one company throws no snapshot of another away', async () => {
  for (const table of ['snapshot_mark', 'pool_snapshot', 'place_snapshot', 'account_snapshot']) {
    expect((await asCompany(1, `delete from ${table} where company_id = 2`)).rowCount).toBe(0);
    expect((await asCompany(2, `delete from ${table}`)).rowCount).toBeGreaterThan(0);
  }
});

/** Asks as the application of one company does; nothing is kept. */
async function asCompany<Row extends pg.QueryResultRow>(
  company: number | undefined,
  statement: string,
): Promise<pg.QueryResult<Row>> {
  const client = await books.pool.connect();
  try {
    await client.query('begin');
    if (company !== undefined) await client.query(`set local perpetua.company = '${company}'`);
    return await client.query<Row>(statement);
  } finally {
    await client.query('rollback');
    client.release();
  }
}

const count = async (company: number, from: string) =>
  Number((await asCompany<{ n: bigint }>(company, `select count(*) as n from ${from}`)).rows[0]?.n);

const DENIED = { code: '42501' };

test('I10 the list of tables here is the list of tables with a company', async () => {
  const { rows } = await books.owner.query<{ name: string; guarded: boolean }>(
    `select c.relname as name, c.relrowsecurity as guarded
       from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'company_id'
      where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
        and c.relname <> 'company'`,
  );
  expect(rows.map(({ name }) => name).toSorted()).toEqual([...TABLES].toSorted());
  expect(rows.filter(({ guarded }) => !guarded)).toEqual([]);
});

describe('a session of one company', () => {
  for (const table of TABLES) {
    test(`I10 reads no row of another company in ${table}`, async () => {
      const { rows } = await books.owner.query<{ company: number; n: bigint }>(
        `select company_id as company, count(*) as n from ${table} group by 1 order by 1`,
      );
      const second = Number(rows.find(({ company }) => company === 2)?.n);
      expect(second).toBeGreaterThan(0);
      expect(await count(2, table)).toBe(second);
      expect(await count(1, `${table} where company_id = 2`)).toBe(0);
      expect(await count(1, `${table} where company_id <> 1`)).toBe(0);
      expect(await count(3, table)).toBe(0);
    });

    test(`I10 writes no row of another company into ${table}`, async () => {
      const insert = `insert into ${table} (company_id) values (2)`;
      await expect(asCompany(1, insert)).rejects.toMatchObject({
        ...DENIED,
        message: `new row violates row-level security policy for table "${table}"`,
      });
    });
  }

  for (const table of STATE) {
    test(`I10 changes no row of another company in ${table}, and gives none of its own away`, async () => {
      const blind = await asCompany(
        1,
        `update ${table} set company_id = company_id where company_id = 2`,
      );
      expect(blind.rowCount).toBe(0);
      await expect(asCompany(1, `update ${table} set company_id = 2`)).rejects.toMatchObject(
        DENIED,
      );
    });
  }

  test('I10 sees its own journal lines only, also through the view', async () => {
    expect(await count(2, 'journal_line')).toBeGreaterThan(0);
    expect(await count(1, 'journal_line where company_id = 2')).toBe(0);
  });
});

test('I10 a session that names no company sees nothing at all', async () => {
  for (const table of [...TABLES, 'journal_line']) {
    await expect(
      asCompany(undefined, `select from ${table}`),
      `asking ${table}`,
    ).rejects.toMatchObject({
      code: expect.stringMatching(/^(42704|22P02)$/),
    });
  }
});

test('I10 verifying one company asks nothing of another', async () => {
  const { verifyBooks } = await import('../../packages/server/src/application/verify-books.ts');
  await books.owner.query('update cost_pool set value = value + 1 where company_id = 2');
  const [first, second] = [
    await verifyBooks(books.inspection, 1),
    await verifyBooks(books.inspection, 2),
  ];
  expect(first.kept).toBe(true);
  expect(second.kept).toBe(false);
});
