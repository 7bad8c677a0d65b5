import type { CompanySetup } from '../../application/configuration/company-setup.ts';
import { setUpCompany } from '../../application/configuration/set-up-company.ts';
import { synchronizeAccounts } from '../../application/configuration/synchronize-accounts.ts';
import { FIGURES, type MeasuredFigure } from '../../interfaces/cli/measured-figure.ts';
import type { Bench } from './bench-books.ts';
import { type BenchCompany, postAll, simpleSetup, stockedCompany } from './bench-company.ts';
import { alternating, measureOf, ratioOf, secondsOf } from './rounds.ts';
import { SPREAD, simpleMovements, siteCode } from './simple-movements.ts';

const LOCATIONS = 100_000;
const TRANSACTIONS = 50_000;
const BATCH = 1_000;
const ROLES = 2;
const WANTED = 0.95;
const SITE = siteCode(0);

/**
 * How fast a warehouse of a hundred thousand locations is synchronized in two roles (`002.46`), and
 * what such a configuration does to posting: the first batch after the change, and all later ones.
 */
export async function measureSynchronization(bench: Bench): Promise<MeasuredFigure> {
  const locations = bench.sized(LOCATIONS);
  const count = bench.sized(TRANSACTIONS);
  const large = await stockedCompany(bench.books, 'synchronized');
  const plain = await stockedCompany(bench.books, 'plain');
  await change(bench, 'synchronized', {
    accounts: ACCOUNTS,
    warehouses: [{ site: SITE, code: 'W', accountSync: 'blank' }],
    locations: Array.from({ length: locations }, (_, index) => ({
      site: SITE,
      code: `W-${index}`,
      warehouse: 'W',
    })),
  });
  const figures = { rows: [] as number[], seconds: [] as number[], first: [] as number[] };
  for (let round = 1; round <= bench.rounds; round += 1) {
    await change(bench, 'synchronized', { places: [setOf(round)] });
    const seconds = await secondsOf(() => synchronized(bench, large, locations));
    figures.seconds.push(seconds);
    figures.rows.push((locations * ROLES) / seconds);
    figures.first.push(
      1000 * (await postAll(large.desk, simpleMovements(`first${round}`, BATCH, { first: round }))),
    );
  }
  const posting =
    (name: string, { desk }: BenchCompany) =>
    async (round: number): Promise<number> =>
      count / (await postAll(desk, simpleMovements(name, count, { first: round * count })));
  const reached = await alternating(
    bench.rounds,
    posting('synchronized', large),
    posting('plain', plain),
  );
  const places = locations.toLocaleString('en');
  return {
    name: 'sync-accounts',
    title: FIGURES['sync-accounts'],
    measures: [
      measureOf(`${places} locations, two roles`, 's', figures.seconds),
      measureOf('rows written', 'rows/s', figures.rows),
      measureOf(`first batch of ${BATCH.toLocaleString('en')} afterwards`, 'ms', figures.first),
      measureOf('posting afterwards', 'transactions/s', reached.ours),
      measureOf('posting without the warehouse', 'transactions/s', reached.theirs),
    ],
    ratios: [ratioOf('posting afterwards ÷ without', reached.ours, reached.theirs, WANTED)],
    notes: [
      'One transaction: read, compared, checked and written; every location gets other accounts in every round. The first batch reads the new configuration.',
    ],
  };
}

/** Accounts of two roles, in turn. */
const ACCOUNTS = ['1391', '1392', '5991', '5992'].map((code) => ({
  code,
  name: `Benchmark ${code}`,
  accountClass: code.startsWith('1') ? ('asset' as const) : ('expense' as const),
}));

const setOf = (round: number) => ({
  group: 1,
  site: SITE,
  location: 'W',
  accounts:
    round % 2 === 0 ? { inventory: '1391', scrap: '5991' } : { inventory: '1392', scrap: '5992' },
});

async function change(
  { books }: Bench,
  code: string,
  additions: Partial<CompanySetup>,
): Promise<void> {
  const { company } = simpleSetup(code, SPREAD);
  const why = { changedBy: books.actor, reason: 'benchmark' };
  const done = await setUpCompany(books, { company, ...additions }, why);
  if (!done.ok) throw new Error(`the change was refused: ${JSON.stringify(done.reasons)}`);
}

/** A run that did not change every location would be no measurement. */
async function synchronized(
  { books }: Bench,
  { company }: BenchCompany,
  locations: number,
): Promise<void> {
  const run = { books, company, changedBy: books.actor };
  const done = await synchronizeAccounts(run, { overwrite: true });
  if (!done.ok) throw new Error(`the run was refused: ${JSON.stringify(done.reasons)}`);
  const { changes } = done.value;
  if (changes !== locations) throw new Error(`${changes} of ${locations} locations were changed`);
}
