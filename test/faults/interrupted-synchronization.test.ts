import { setTimeout as pause } from 'node:timers/promises';
import { beforeAll, expect, test } from 'vitest';
import { setUpCompany } from '../../packages/server/src/application/configuration/set-up-company.ts';
import { synchronizeAccounts } from '../../packages/server/src/application/configuration/synchronize-accounts.ts';
import { connectionStringOf } from '../../packages/server/src/storage/embedded/server-door.ts';
import { startPerpetua } from '../cli/perpetua-program.ts';
import { faultsOf } from '../posting/verified-books.ts';
import { testBooks } from '../support/books.ts';
import { type InspectedBooks, inspected } from '../support/inspected-books.ts';
import { warehouseSetup } from '../support/warehouse-setup.ts';

const LOCATIONS = 100_000;
const MINUTES = 60_000;

let books: InspectedBooks;

beforeAll(async () => {
  const setup = warehouseSetup('large', { accountSync: 'blank', locations: LOCATIONS });
  books = await inspected(await testBooks(setup));
  const set = { inventory: '1350', scrap: '5850' };
  const changed = await setUpCompany(
    books,
    {
      company: setup.company,
      places: [
        { group: 12, site: 'S1', location: 'W', accounts: set },
        { group: 12, site: 'S1', location: 'W-0002', accounts: { inventory: '1360' } },
      ],
    },
    { changedBy: 'test', reason: 'test' },
  );
  if (!changed.ok) throw new Error(JSON.stringify(changed.reasons));
}, 5 * MINUTES);

/** The newest version and how many facts and copies there are. */
async function state() {
  const { rows } = await books.owner.query(
    `select (select configuration_version from lane) as lane,
            (select max(version) from configuration_change) as version,
            count(*)::integer as facts,
            (count(*) filter (where content ->> 'provenance' = 'sync by hand from warehouse W'))::integer as copies
       from configuration_fact`,
  );
  return rows[0];
}

const run = (overwrite: boolean, progress?: (part: string, done: number) => void) =>
  synchronizeAccounts(
    { books, company: books.company, changedBy: 'test', ...(progress && { progress }) },
    { overwrite },
  );

test(
  '002.46 the process is killed in the middle of a hundred thousand locations: the old state is left',
  async () => {
    const before = await state();
    expect(before).toMatchObject({ lane: 2, version: 2, copies: 0 });
    const environment = { DATABASE_URL: connectionStringOf(books.connection) };
    const command = startPerpetua(['sync-accounts', '--overwrite'], { environment });
    while ((await inserting()) === 0) await pause(2);
    command.process.kill('SIGKILL');
    expect(await command.ended).toMatchObject({ signal: 'SIGKILL' });
    expect(await state()).toEqual(before);
  },
  5 * MINUTES,
);

/** How many connections are writing facts of a configuration right now. */
async function inserting(): Promise<number> {
  const { rowCount } = await books.owner.query(
    `select from pg_stat_activity
      where state = 'active' and query like 'insert into configuration_fact%' and pid <> pg_backend_pid()`,
  );
  return rowCount ?? 0;
}

test(
  '002.46 the connection is cut on the way: the old state is left, and the same process goes on from it',
  async () => {
    const before = await state();
    let cut: Promise<unknown> | undefined;
    const interrupted = run(true, (part, done) => {
      if (part !== 'written' || done < LOCATIONS / 2 || cut !== undefined) return;
      cut = books.owner.query(
        `select pg_terminate_backend(pid) from pg_stat_activity
          where state like 'idle in transaction%' or query like 'insert into configuration_fact%'`,
      );
    });
    await expect(interrupted).rejects.toThrow(/terminat|connection|EPIPE|ECONN/i);
    expect(cut).toBeDefined();
    await cut;
    expect(await state()).toEqual(before);
    const [posted] = await books.desk.post([
      {
        key: 'between',
        type: 'receive-from-vendor',
        postedOn: '2026-02-02',
        item: 'F1',
        site: 'S1',
        location: 'W-0001',
        quantity: '1',
        unitCost: '15',
      },
    ]);
    expect(posted).toMatchObject({ status: 'posted', postings: [{ debit: { account: '1310' } }] });
  },
  5 * MINUTES,
);

test(
  '002.46 002.35 a hundred thousand locations are synchronized all together; a second run finds nothing',
  async () => {
    const refused = await run(true);
    expect(refused).toMatchObject({ ok: false, reasons: [{ code: 'account-holds-value' }] });
    const done = await synchronizeAccounts(
      { books, company: books.company, changedBy: 'test' },
      { overwrite: true, reclassification: { postedOn: '2026-06-01' } },
    );
    expect(done).toMatchObject({
      ok: true,
      value: {
        changes: LOCATIONS,
        counts: [{ locations: LOCATIONS, created: LOCATIONS - 1, overwritten: 1, kept: 0 }],
        reclassified: [{ debit: '1350', credit: '1310', amount: '15.00' }],
        // More than can be read are counted.
        rowsLeftOut: 2 * LOCATIONS - 10_000,
      },
    });
    expect(await state()).toMatchObject({ lane: 3, version: 3, copies: 2 * LOCATIONS });
    expect(await run(true)).toMatchObject({ ok: true, value: { changes: 0, kept: false } });
    expect(await state()).toMatchObject({ version: 3 });
    expect(await faultsOf(books)).toEqual([]);
  },
  5 * MINUTES,
);
