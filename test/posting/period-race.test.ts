import { expect, test } from 'vitest';
import { testBooks } from '../support/books.ts';
import { inspected } from '../support/inspected-books.ts';
import { closePeriod } from '../support/mixed-history.ts';
import { tally } from '../support/tally.ts';
import { rivalDesk, rivalOf, rivalProcess } from './rivals.ts';
import type { Told } from './start-poster.ts';
import { faultsOf } from './verified-books.ts';

const REQUESTS = 100;
const SIZE = 10;

test('I7 a period closed while a thousand transactions come: whoever is not in by then is refused', async () => {
  const books = await inspected(await testBooks());
  const rivals = [await rivalProcess(books), rivalDesk(books), rivalOf(books.desk)];
  const answered: Told[] = [];
  let closing: Promise<void> | undefined;
  const work = async (turn: number) => {
    const rival = rivals[turn % rivals.length];
    const batch = Array.from({ length: SIZE }, (_, index) => ({
      key: `p${turn}-${index}`,
      type: 'receive-from-vendor',
      postedOn: '2026-05-05',
      item: 'F1',
      site: 'DC',
      quantity: '1',
      unitCost: '9.99',
    }));
    answered.push(...((await rival?.post(batch)) ?? []));
    // Closed in the middle of the load, by one more who wants the lane.
    if (answered.length >= (REQUESTS * SIZE) / 4) closing ??= closePeriod(books, '2026-05');
  };
  const lanes = rivals.map(async (_, lane) => {
    for (let turn = lane; turn < REQUESTS; turn += rivals.length) await work(turn);
  });
  await Promise.all(lanes);
  await closing;

  const statuses = tally(answered.map(({ status, code }) => code ?? status));
  expect(Object.keys(statuses).toSorted()).toEqual(['period-closed', 'posted']);
  expect(answered).toHaveLength(REQUESTS * SIZE);
  const { rows } = await books.owner.query<{ posted: bigint; late: bigint }>(
    `select count(*) as posted,
            count(*) filter (where b.configuration_version >= c.version) as late
       from event e join batch b on b.number = e.batch
      cross join (select max(version) as version from configuration_fact
                   where kind = 'period' and key = '2026-05') c`,
  );
  expect(rows).toEqual([{ posted: BigInt(statuses['posted'] ?? 0), late: 0n }]);
  expect(await faultsOf(books)).toEqual([]);

  await closePeriod(books, '2026-05', 'open');
  const refused = answered.find(({ status }) => status === 'refused');
  const [again] = await rivalOf(books.desk).post([
    {
      key: refused?.key ?? '',
      type: 'receive-from-vendor',
      postedOn: '2026-05-05',
      item: 'F1',
      site: 'DC',
      quantity: '1',
      unitCost: '9.99',
    },
  ]);
  expect(again).toMatchObject({ status: 'posted' });
});
