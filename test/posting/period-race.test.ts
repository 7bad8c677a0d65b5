import type { TransactionInput } from 'perpetua-core';
import { expect, test } from 'vitest';
import {
  closePeriod,
  reopenPeriod,
} from '../../packages/server/src/application/closing/close-period.ts';
import { listExceptions } from '../../packages/server/src/application/exceptions/list-exceptions.ts';
import { retryExceptions } from '../../packages/server/src/application/exceptions/retry-exceptions.ts';
import { postTransactions } from '../../packages/server/src/application/post-transactions.ts';
import { testBooks } from '../support/books.ts';
import { putPeriod } from '../support/close-period.ts';
import { type InspectedBooks, inspected } from '../support/inspected-books.ts';
import { sampleSetup } from '../support/sample-setup.ts';
import { tally } from '../support/tally.ts';
import { rivalDesk, rivalOf, rivalProcess } from './rivals.ts';
import type { Told } from './start-poster.ts';
import { faultsOf } from './verified-books.ts';

const REQUESTS = 100;
const SIZE = 10;
const WHY = { changedBy: 'controller', reason: 'month end' };

const receipt = (key: string): TransactionInput => ({
  key,
  type: 'receive-from-vendor',
  postedOn: '2026-05-05',
  item: 'F1',
  site: 'DC',
  quantity: '1',
  unitCost: '9.99',
});

/** Books in which May is the first period that is open, and where it is closed. */
async function booksAtMonthEnd() {
  const books = await inspected(
    await testBooks({ ...sampleSetup(), periods: { first: '2026-05', last: '2026-06' } }),
  );
  return { ...books, company: { ...books.company, currencyDecimals: 2 } };
}

/** How many events there are, and how many of them were decided when May was closed already. */
async function postedIn({ owner }: InspectedBooks) {
  const { rows } = await owner.query<{ posted: bigint; late: bigint }>(
    `select count(*) as posted,
            count(*) filter (where b.configuration_version >= c.version) as late
       from event e join batch b on b.number = e.batch
      cross join (select max(version) as version from configuration_fact
                   where kind = 'period' and key = '2026-05') c`,
  );
  return { posted: Number(rows[0]?.posted), late: Number(rows[0]?.late) };
}

test('I7 a period closed while a thousand transactions come: whoever is not in by then is refused', async () => {
  const books = await booksAtMonthEnd();
  const rivals = [await rivalProcess(books), rivalDesk(books), rivalOf(books.desk)];
  const answered: Told[] = [];
  let closing: ReturnType<typeof closePeriod> | undefined;
  const work = async (turn: number) => {
    const rival = rivals[turn % rivals.length];
    const batch = Array.from({ length: SIZE }, (_, index) => receipt(`p${turn}-${index}`));
    answered.push(...((await rival?.post(batch)) ?? []));
    // Closed in the middle of the load, by one more who wants the lane.
    if (answered.length >= (REQUESTS * SIZE) / 4) closing ??= closePeriod(books, '2026-05', WHY);
  };
  const lanes = rivals.map(async (_, lane) => {
    for (let turn = lane; turn < REQUESTS; turn += rivals.length) await work(turn);
  });
  await Promise.all(lanes);
  expect(await closing).toMatchObject({ ok: true, value: { state: 'closed' } });

  const statuses = tally(answered.map(({ status, code }) => code ?? status));
  expect(Object.keys(statuses).toSorted()).toEqual(['period-closed', 'posted']);
  expect(answered).toHaveLength(REQUESTS * SIZE);
  expect(await postedIn(books)).toEqual({ posted: statuses['posted'], late: 0 });
  expect(await faultsOf(books)).toEqual([]);

  await putPeriod(books, books.company, '2026-05', 'open');
  const refused = answered.find(({ status }) => status === 'refused');
  const [again] = await rivalOf(books.desk).post([receipt(refused?.key ?? '')]);
  expect(again).toMatchObject({ status: 'posted' });
});

test('I7 a thousand that happened while a period was closed are all in the books or in the queue, and after a reopen all in the books', async () => {
  const books = await booksAtMonthEnd();
  const { storage, company, desk, clock } = books;
  const place = { storage, desk, clock, company, currencyDecimals: 2, actor: 'test' };
  let recorded = 0;
  let closing: ReturnType<typeof closePeriod> | undefined;
  const record = async (turn: number) => {
    const batch = Array.from({ length: SIZE }, (_, index) => receipt(`r${turn}-${index}`));
    const told = await postTransactions(place, { transactions: batch, mode: 'record' }, false);
    recorded += told.ok ? told.value.length : 0;
    if (recorded >= (REQUESTS * SIZE) / 4) closing ??= closePeriod(books, '2026-05', WHY);
    return told.ok ? told.value.map(({ status }) => status) : told.reasons.map(({ code }) => code);
  };
  const answers = [];
  for (let turn = 0; turn < REQUESTS; turn += 5) {
    const some = [0, 1, 2, 3, 4].map((one) => record(turn + one));
    answers.push(...(await Promise.all(some)).flat());
  }
  expect(await closing).toMatchObject({ ok: true });
  const statuses = tally(answers);
  expect(Object.keys(statuses).toSorted()).toEqual(['posted', 'queued']);
  expect(answers).toHaveLength(REQUESTS * SIZE);
  expect(await postedIn(books)).toEqual({ posted: statuses['posted'], late: 0 });
  expect(await listExceptions(books, company.id, { code: 'period-closed' })).toMatchObject({
    value: { count: statuses['queued'] },
  });

  // Closed again it cannot be: what waits would be lost to it.
  expect(await reopenPeriod(books, '2026-05', WHY)).toMatchObject({ ok: true });
  expect(await closePeriod(books, '2026-05', WHY)).toMatchObject({
    ok: false,
    reasons: [{ code: 'period-not-ready' }],
  });
  const retried = await retryExceptions(place, {}, { reason: 'reopened' });
  expect(retried).toMatchObject({
    value: { tried: statuses['queued'], posted: statuses['queued'] },
  });
  expect((await postedIn(books)).posted).toBe(REQUESTS * SIZE);
  expect(await closePeriod(books, '2026-05', WHY)).toMatchObject({ ok: true });
  expect(await faultsOf(books)).toEqual([]);
});

test('I7 ten who close the same period at once do not wait for each other for ever', async () => {
  const books = await booksAtMonthEnd();
  await books.desk.post([receipt('in')]);
  const closed = await Promise.all(
    Array.from({ length: 10 }, () => closePeriod(books, '2026-05', WHY)),
  );
  expect(tally(closed.map(({ ok }) => String(ok)))).toEqual({ true: 10 });
  const { rows } = await books.owner.query(
    `select from configuration_fact where kind = 'period' and key = '2026-05'`,
  );
  expect(rows).toHaveLength(2);
});
