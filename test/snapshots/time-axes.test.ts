import fc from 'fast-check';
import {
  type BusinessDate,
  FIRST_DAY,
  parseBusinessDate,
  type TransactionInput,
} from 'perpetua-core';
import { expect, test } from 'vitest';
import { PostingDesk } from '../../packages/server/src/application/posting-desk.ts';
import { accountCard } from '../../packages/server/src/application/reading/account-card.ts';
import { balanceSheet } from '../../packages/server/src/application/reading/balance-sheet.ts';
import { BUCKETS } from '../../packages/server/src/application/reading/filters.ts';
import { inventoryValue } from '../../packages/server/src/application/reading/inventory-value.ts';
import type { ReadingSession } from '../../packages/server/src/application/reading/ports.ts';
import { trialBalance } from '../../packages/server/src/application/reading/trial-balance.ts';
import {
  reconcileBooks,
  reconcileBooksAt,
} from '../../packages/server/src/application/reconcile-books.ts';
import { faultsOf } from '../posting/verified-books.ts';
import { answerOf, type ReadBooks, readingOf } from '../reading/read-books.ts';
import { testBooks } from '../support/books.ts';
import { type InspectedBooks, inspected, mixedHistoryBooks } from '../support/inspected-books.ts';
import { snapshotsOf, writeMarks } from '../support/marks.ts';
import {
  accountsWithin,
  lastDayWithin,
  type NaiveBooks,
  naiveBooks,
  placesWithin,
  poolsWithin,
  type Reach,
} from './naive-books.ts';

/** What happens in a history: something is posted, snapshots are written, a report is asked for. */
type Step =
  | { readonly is: 'post'; readonly sent: Omit<TransactionInput, 'key'> }
  | { readonly is: 'mark' }
  | { readonly is: 'ask'; readonly day: number };

const FIRST = Date.UTC(2026, 0, 1);
const DAYS = 240;
const DAY = 86_400_000;
const dayAt = (days: number): string => new Date(FIRST + days * DAY).toISOString().slice(0, 10);

/** Three items at three sites; at the distribution centre in three locations, of which one is a pool apart. */
const sent = fc
  .record({
    what: fc.constantFrom(
      'receive',
      'receive',
      'sale',
      'sale',
      'move',
      'transfer',
      'revalue',
      'count',
    ),
    item: fc.constantFrom('F1', 'F2', 'A1'),
    site: fc.constantFrom('DC', 'DC', 'O1', 'O2'),
    location: fc.constantFrom(undefined, 'A-01', 'CONS'),
    toLocation: fc.constantFrom('A-01', 'CONS'),
    units: fc.integer({ min: 1, max: 9 }),
    cents: fc.integer({ min: 100, max: 9_999 }),
    // Most of it is of the day, some of it weeks and months late.
    late: fc.oneof(
      { weight: 4, arbitrary: fc.constant(0) },
      { weight: 1, arbitrary: fc.integer({ min: 1, max: 45 }) },
      { weight: 1, arbitrary: fc.integer({ min: 46, max: 200 }) },
    ),
  })
  .map(({ what, item, site, location, toLocation, units, cents, late }) => {
    const quantity = String(units);
    const unitCost = `${Math.trunc(cents / 100)}.${String(cents % 100).padStart(2, '0')}`;
    const at = { item, site, ...(site === 'DC' && location !== undefined ? { location } : {}) };
    const fields: Record<typeof what, Omit<TransactionInput, 'key' | 'postedOn'>> = {
      receive: { ...at, type: 'receive-from-vendor', quantity, unitCost },
      sale: { ...at, type: 'otc-sale', quantity },
      move: { ...at, site: 'DC', type: 'location-move', quantity, toLocation },
      transfer: { item, site: 'DC', toSite: 'O1', type: 'stock-transfer', quantity },
      revalue: { item, site, type: 'cost-revaluation', amount: String(cents / 100) },
      count: { ...at, type: 'count-variance', quantity: String(units - 5) },
    };
    return { late, fields: fields[what] };
  });

/** A history in which time passes: a step is on its own day, or late. */
const histories = fc
  .array(
    fc.oneof(
      { weight: 16, arbitrary: sent.map((one) => ({ is: 'post' as const, ...one })) },
      { weight: 1, arbitrary: fc.constant({ is: 'mark' as const }) },
      {
        weight: 2,
        arbitrary: fc
          .integer({ min: -5, max: DAYS + 5 })
          .map((day) => ({ is: 'ask' as const, day })),
      },
    ),
    { minLength: 120, maxLength: 160, size: 'max' },
  )
  .map((steps) =>
    steps.map((step, index): Step => {
      if (step.is !== 'post') return step;
      const day = Math.max(0, Math.trunc((index * DAYS) / steps.length) - step.late);
      return { is: 'post', sent: { ...step.fields, postedOn: dayAt(day) } };
    }),
  );

type Company = Pick<ReadBooks, 'books' | 'id'> & Pick<InspectedBooks, 'inspection'>;

/** Everything that is said about a day, as it was known. */
async function asked(company: Company, day: number, event: number): Promise<string> {
  const { books, id, inspection } = company;
  const asOf = dayAt(day);
  const moment = { asOf, asKnown: String(event) };
  return JSON.stringify([
    answerOf(await inventoryValue(books, id, { ...moment, by: 'location', include: 'all' })),
    answerOf(await inventoryValue(books, id, { asKnown: String(event), by: 'account' })),
    answerOf(await inventoryValue(books, id, { ...moment, item: 'F1' })),
    answerOf(await trialBalance(books, id, { ...moment, by: 'site' })),
    answerOf(
      await trialBalance(books, id, {
        asKnown: String(event),
        from: '2026-03-11',
        to: '2026-05-31',
      }),
    ),
    answerOf(await balanceSheet(books, id, moment)),
    comparedBooks(await reconcileBooksAt(inspection, id, moment, businessDay('2026-12-31'))),
    answerOf(
      await accountCard(books, id, {
        asKnown: String(event),
        account: '1300',
        from: '2026-02-15',
        limit: '7',
      }),
    ),
  ]);
}

/** The two books, account by account; where the log ended is of the asking and not of the answer. */
function comparedBooks(found: Awaited<ReturnType<typeof reconcileBooksAt>>): unknown {
  const { end: _, ...rest } = answerOf(found);
  const text = (_key: string, value: unknown) => (typeof value === 'bigint' ? `${value}` : value);
  return JSON.parse(JSON.stringify(rest, text));
}

const businessDay = (text: string): BusinessDate => parseBusinessDate(text) ?? FIRST_DAY;

/** What storage says within a reach, in the words of the naive books. */
async function told(session: ReadingSession, reach: Reach) {
  const cut = { event: reach.event, asOf: reach.asOf === null ? null : businessDay(reach.asOf) };
  const filter = { buckets: BUCKETS };
  const pools = await session.holdings(filter, cut);
  const places = await session.placesOf(filter, cut);
  const to = businessDay(reach.asOf ?? '2026-12-31');
  const accounts = await session.balances({ from: FIRST_DAY, to, event: reach.event }, 'site');
  return {
    pools: pools.map(({ pool, quantity, value }) => `${pool} ${quantity} ${value}`).toSorted(),
    places: places.map(({ pool, place, quantity }) => `${pool} ${place} ${quantity}`).toSorted(),
    accounts: accounts
      .map(({ account, part, debit, credit }) => `${account} ${part} ${debit} ${credit}`)
      .toSorted(),
    lastDay: await session.lastDay(reach.event),
  };
}

const naively = (books: NaiveBooks, reach: Reach) => ({
  pools: poolsWithin(books, reach),
  places: placesWithin(books, reach),
  accounts: accountsWithin(books, reach),
  lastDay: lastDayWithin(books, reach.event),
});

/** A clock of recording that runs over months, and now and then a little backwards. */
function unsteadyClock(): () => Date {
  let asks = 0;
  return () => {
    asks += 1;
    return new Date(FIRST + asks * 1.5 * DAY - (asks % 7 === 0 ? 20 * DAY : 0));
  };
}

/** How few movements are enough for a mark in these tests. */
const STEP = 8;

test('I11 whatever is recorded later, with whatever date, a report re-run with its (as of, as known) is identical, and is what the log adds up to', async () => {
  let marks = 0;
  let lateRows = 0;
  let corrections = 0;
  await fc.assert(
    fc.asyncProperty(histories, async (steps) => {
      const opened = await testBooks();
      const company = { ...(await inspected(opened)), ...readingOf(opened) };
      const snapshots = snapshotsOf(opened);
      const desk = new PostingDesk(opened.storage, company.id, unsteadyClock(), 'test');
      const answers = new Map<
        string,
        { readonly day: number; readonly event: number; readonly answer: string }
      >();
      for (const [index, step] of steps.entries()) {
        if (step.is === 'mark') await writeMarks(snapshots, company, STEP);
        else if (step.is === 'post') await desk.post([{ key: `k${index}`, ...step.sent }]);
        else {
          const event = await lastEvent(company);
          const answer = await asked(company, step.day, event);
          answers.set(`${step.day} ${event}`, { day: step.day, event, answer });
        }
      }
      await desk.settled();
      await writeMarks(snapshots, company, STEP);
      marks += (await snapshots.told(company.id)).marks.length;
      for (const { day, event, answer } of answers.values()) {
        expect(await asked(company, day, event), `as of ${dayAt(day)}, as known ${event}`).toBe(
          answer,
        );
      }
      const naive = await naiveBooks(company);
      const reaches = reachesOf(await lastEvent(company));
      await company.books.reading(company.id, async (session) => {
        for (const reach of reaches) {
          expect(await told(session, reach), `within ${JSON.stringify(reach)}`).toEqual(
            naively(naive, reach),
          );
        }
      });
      const late = await countLate(company);
      lateRows += late.rows;
      corrections += late.corrections;
      expect(await faultsOf(company)).toEqual([]);
    }),
    { numRuns: 3, endOnFailure: true },
  );
  // Nothing was tested if no snapshot was used, or nothing came late to one.
  expect(marks).toBeGreaterThan(10);
  expect(lateRows).toBeGreaterThan(20);
  expect(corrections).toBeGreaterThan(20);
}, 240_000);

const lastEvent = ({ books, id }: Company): Promise<number> =>
  books.reading(id, async ({ lane }) => lane.counters.event);

/** Ends of months, days within them, and all days, at many states of knowledge. */
function reachesOf(event: number): readonly Reach[] {
  const days = [null, ...[-1, 14, 30, 31, 58, 75, 119, 180].map(dayAt)];
  const events = [0, 1, ...[0.1, 0.27, 0.5, 0.77, 0.9, 1].map((part) => Math.trunc(event * part))];
  return days.flatMap((asOf) => events.map((one) => ({ asOf, event: one })));
}

/** Rows added to a period end after its first snapshot, and corrections of costs that came late. */
async function countLate({ owner }: InspectedBooks) {
  const { rows } = await owner.query<{ rows: bigint; corrections: bigint }>(
    `select (select count(*) from (
               select movement > min(movement) over (partition by period_end) as late from pool_snapshot) s
              where late) as rows,
            (select count(*) from movement where type = 'cost-correction') as corrections`,
  );
  return { rows: Number(rows[0]?.rows), corrections: Number(rows[0]?.corrections) };
}

test('Q-40 on every day and in every state of knowledge subledger and ledger agree, account by account', async () => {
  const opened = await mixedHistoryBooks();
  const { inspection, company } = opened;
  const today = businessDay('2026-12-31');
  const naive = await naiveBooks(opened);
  const last = await lastEvent({ ...readingOf(opened), inspection });
  for (const { asOf, event } of reachesOf(last)) {
    const moment = { asKnown: String(event), ...(asOf === null ? {} : { asOf }) };
    const found = answerOf(await reconcileBooksAt(inspection, company.id, moment, today));
    const ledger = accountsWithin(naive, { asOf, event });
    expect(found.agree, `of ${JSON.stringify(moment)}`).toBe(true);
    expect(found.difference).toBe(0n);
    for (const { account, site, ledger: balance } of found.accounts) {
      const [, , debit = 0, credit = 0] =
        ledger.find((row) => row.startsWith(`${account} ${site} `))?.split(' ') ?? [];
      expect(balance).toBe(BigInt(debit) - BigInt(credit));
    }
  }
  const present = await reconcileBooks(inspection, company.id, today);
  const { accounts } = answerOf(
    await reconcileBooksAt(inspection, company.id, { asOf: '2026-12-31' }, today),
  );
  const worthSomething = present.accounts.filter(({ subledger }) => subledger !== 0n);
  expect(worthSomething.length).toBeGreaterThan(5);
  expect(accounts).toEqual(expect.arrayContaining([...worthSomething]));
});

test('a difference shows from the day and from the event on that made it, with its cause', async () => {
  const { inspection, company, owner } = await mixedHistoryBooks();
  await owner.query(`
    update posting set amount = amount - 10 where event = (select number from event where key = 'in-2');
    truncate snapshot_mark, pool_snapshot, place_snapshot, account_snapshot`);
  const at = async (moment: { readonly asOf?: string; readonly asKnown?: string }) => {
    const found = await reconcileBooksAt(inspection, company.id, moment, businessDay('2026-12-31'));
    const { agree, differences } = answerOf(found);
    return {
      agree,
      differences: differences.map((part) => `${part.class} ${part.amount} ${part.events.join()}`),
    };
  };
  const found = { agree: false, differences: ['posted-otherwise 10 2'] };
  expect(await at({ asOf: '2026-01-06' })).toEqual({ agree: true, differences: [] });
  expect(await at({ asOf: '2026-01-07' })).toEqual(found);
  expect(await at({ asKnown: '1' })).toEqual({ agree: true, differences: [] });
  expect(await at({ asKnown: '2' })).toEqual(found);
});
