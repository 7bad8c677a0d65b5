import { expect, test } from 'vitest';
import { setUpCompany } from '../../packages/server/src/application/configuration/set-up-company.ts';
import { writeMarks } from '../support/marks.ts';
import { sampleSetup } from '../support/sample-setup.ts';
import { commandBooks } from './books-by-address.ts';

const LINES = Array.from({ length: 24 }, (_, index) => ({
  key: `k${index}`,
  type: 'receive-from-vendor',
  item: 'F1',
  site: 'DC',
  postedOn: `2026-0${1 + Math.trunc(index / 6)}-${10 + (index % 6)}`,
  quantity: '1',
  unitCost: String(10 + index),
}));

test('snapshots are shown with what they include, and can be thrown away', async () => {
  const books = await commandBooks();
  const sample = await books.look(async (opened) => {
    const why = { changedBy: 'test', reason: 'test' };
    const done = await setUpCompany(opened, sampleSetup(), why);
    if (!done.ok) throw new Error('the setup was refused');
    const { company } = done.value;
    for (const line of LINES) await opened.desks.of(company.id).post([line]);
    return company;
  });
  await books.look(({ snapshots, clock }) => writeMarks(snapshots, { company: sample, clock }, 6));
  const shown = await books.run(['snapshots']);
  expect(shown.code).toBe(0);
  expect(shown.printed).toMatch(/^batch +event +movement +recorded +period ends +last of them\n/);
  expect(shown.printed).toMatch(/^ +24 +24 +24 +20\S+ +3 +2026-03-31$/m);
  expect(shown.printed).toMatch(/^rows: 3 of pools, 3 of places, \d+ of accounts$/m);
  const asJson = await books.run(['snapshots', '--json']);
  expect(JSON.parse(asJson.printed)).toMatchObject({
    marks: [{ movement: 6 }, { movement: 12 }, { movement: 18 }, { movement: 24 }],
  });
  const rebuilt = await books.run(['snapshots', '--rebuild']);
  expect(rebuilt).toMatchObject({
    code: 0,
    printed: 'There are no snapshots yet, and none is due: reports add up the whole log.\n',
  });
  const compared = await books.run(['reconcile', '--as-of', '2026-02-28', '--as-known', '9']);
  expect(compared).toMatchObject({ code: 0 });
  expect(compared.printed).toContain(
    'books agree: inventory subledger as of 2026-02-28 as known at event 9 126.00 = general ledger 126.00',
  );
});
