import { afterEach, expect, test } from 'vitest';
import { runBenchmarks } from '../../packages/server/src/composition/benchmarks/run-benchmarks.ts';
import { benchCommand } from '../../packages/server/src/interfaces/cli/bench.ts';
import type { CliServices } from '../../packages/server/src/interfaces/cli/cli-books.ts';
import type {
  BenchOptions,
  BenchOutcome,
  BenchReport,
  Measure,
} from '../../packages/server/src/interfaces/cli/measured-figure.ts';
import { connectionStringOf } from '../../packages/server/src/storage/embedded/server-door.ts';
import { ownerConnection } from '../../packages/server/src/storage/postgres/connections.ts';
import {
  findOffending,
  listConsistencyChecks,
} from '../../packages/server/src/storage/postgres/consistency-checks.ts';
import { MIGRATED } from '../support/books.ts';
import { testDatabase } from '../support/database.ts';

const IN_ORDER = ({ lowest, median, highest }: Omit<Measure, 'of' | 'unit'>) =>
  0 < lowest && lowest <= median && median <= highest;

/** Runs figures with a few transactions on an empty database of the tests' server. */
async function measured(...figures: BenchOptions['figures']): Promise<BenchReport> {
  const { connection } = await testDatabase();
  const databaseUrl = connectionStringOf(connection);
  const options = { figures, rounds: 2, portion: 0.01, databaseUrl };
  const outcome = await runBenchmarks(options, () => undefined);
  if ('refused' in outcome) throw new Error(outcome.refused);
  return outcome.report;
}

test('a comparison measures both sides and their ratio, on a machine it names', async () => {
  const { place, figures } = await measured('copy', 'import');
  expect(place).toMatchObject({ temporaryServer: false, settings: { fsync: 'off' } });
  expect(place.processors).toBeGreaterThan(0);
  expect(figures.map(({ name }) => name)).toEqual(['copy', 'import']);
  for (const { measures, ratios, notes } of figures) {
    expect(measures.length).toBeGreaterThanOrEqual(2);
    expect(ratios.length).toBeGreaterThanOrEqual(1);
    expect([...measures, ...ratios].filter((one) => !IN_ORDER(one))).toEqual([]);
    expect(notes.join('')).not.toBe('');
  }
});

test('the ways of writing a batch write the same rows, but for what was switched off', async () => {
  const { connection } = await testDatabase();
  const databaseUrl = connectionStringOf(connection);
  const options = { figures: ['numbering'] as const, rounds: 1, portion: 0.01, databaseUrl };
  const outcome = await runBenchmarks(options, () => undefined);
  expect(outcome).toHaveProperty('report.figures.length', 1);
  const owner = await ownerConnection({ connectionString: databaseUrl });
  const { rows } = await owner.query(
    `select code, count(*)::integer as events, sum(number)::text as numbers
       from company join event using (company_id) group by code order by code`,
  );
  await owner.end();
  const alike = { events: 20_000, numbers: '200010000' };
  expect(rows).toEqual([
    { code: 'numbering-first', ...alike },
    { code: 'numbering-second', ...alike },
  ]);
});

test('002.46 a synchronization is measured in rows, with the first batch after it and posting from then on', async () => {
  const { figures } = await measured('sync-accounts');
  const [{ measures, ratios } = { measures: [], ratios: [] }] = figures;
  expect(measures.map(({ unit }) => unit)).toEqual([
    's',
    'rows/s',
    'ms',
    'transactions/s',
    'transactions/s',
  ]);
  expect([...measures, ...ratios].filter((one) => !IN_ORDER(one))).toEqual([]);
});

test('a count is measured step by step, from its beginning to being accepted again', async () => {
  const { figures } = await measured('count');
  const measures = figures.flatMap((figure) => figure.measures);
  expect(measures.map(({ unit }) => unit)).toEqual(['s', 's', 's', 's', 's', 's', 'lines/s']);
  expect(measures.filter((one) => !IN_ORDER(one))).toEqual([]);
});

test('reports on the past are measured on a history whose books are sound, and only when they are named', async () => {
  const { connection } = await testDatabase();
  const databaseUrl = connectionStringOf(connection);
  const options = { figures: ['as-of'] as const, rounds: 2, portion: 0.004, databaseUrl };
  const outcome = await runBenchmarks(options, () => undefined);
  if ('refused' in outcome) throw new Error(outcome.refused);
  const [{ measures, ratios, notes } = { measures: [], ratios: [], notes: [] }] =
    outcome.report.figures;
  expect(measures.length).toBeGreaterThan(9);
  expect([...measures, ...ratios].filter((one) => !IN_ORDER(one))).toEqual([]);
  expect(notes.join(' ')).toMatch(/10,800 movements at 200 places .* 11 snapshot marks/);
  const owner = await ownerConnection({ connectionString: databaseUrl });
  for (const check of await listConsistencyChecks()) {
    expect((await findOffending(owner, 1, check, 3)).rows, `of ${check.name}`).toEqual([]);
  }
  await owner.end();
  const { asked } = await said([], { report: REPORT });
  expect(asked[0]?.figures).toContain('hot');
  expect(asked[0]?.figures).not.toContain('as-of');
});

test('single postings over HTTP are told in milliseconds, for every number of clients', async () => {
  const { figures } = await measured('http');
  const measures = figures.flatMap((figure) => figure.measures);
  expect(measures.map(({ unit }) => unit)).toEqual(
    [1, 8, 64].flatMap(() => ['ms', 'ms', 'ms', 'requests/s']),
  );
  expect(measures.filter((one) => !IN_ORDER(one))).toEqual([]);
});

test('a database in which something is kept is refused and left alone', async () => {
  const { connection } = await testDatabase(MIGRATED);
  const databaseUrl = connectionStringOf(connection);
  const options = { figures: ['copy'] as const, rounds: 3, portion: 0.01, databaseUrl };
  const outcome = await runBenchmarks(options, () => undefined);
  expect(outcome).toHaveProperty('refused', expect.stringContaining('not empty'));
  const owner = await ownerConnection({ connectionString: databaseUrl });
  expect((await owner.query('select from company')).rowCount).toBe(0);
  await owner.end();
});

const before = process.exitCode;
afterEach(() => {
  process.exitCode = before;
});

/** What the command says when measuring comes to this, with its exit code. */
async function said(words: readonly string[], outcome: BenchOutcome) {
  const asked: BenchOptions[] = [];
  const printed: string[] = [];
  const noted: string[] = [];
  const unused = () => {
    throw new Error('bench needs nothing else');
  };
  const services: CliServices = {
    terminal: {
      print: (text) => printed.push(text),
      note: (text) => noted.push(text),
      progress: unused,
    },
    files: { open: unused, beside: unused, rejected: unused },
    open: unused,
    serve: unused,
    bench: (options) => {
      asked.push(options);
      return Promise.resolve(outcome);
    },
  };
  process.exitCode = undefined;
  await benchCommand(services).parseAsync([...words], { from: 'user' });
  return { asked, printed: printed.join('\n'), noted: noted.join('\n'), code: process.exitCode };
}

const REPORT: BenchReport = {
  place: {
    processors: 2,
    processor: 'Sample',
    memoryMebibytes: 4_096,
    system: 'linux x64',
    node: '24.0.0',
    postgres: '18.4',
    settings: { fsync: 'on' },
    temporaryServer: true,
  },
  portion: 1,
  rounds: 5,
  figures: [
    {
      name: 'copy',
      title: 'Posting against COPY',
      measures: [
        { of: 'posted', unit: 'transactions/s', median: 20_000, lowest: 19_000, highest: 21_000 },
        { of: 'copied', unit: 'transactions/s', median: 32_000, lowest: 31_000, highest: 33_000 },
      ],
      ratios: [{ of: 'posted ÷ copied', median: 0.625, lowest: 0.6, highest: 0.65, wanted: 0.7 }],
      notes: ['What was compared.'],
    },
  ],
};

test('the table shows both sides, the ratio, and whether it is what was wanted', async () => {
  const { asked, printed, code } = await said(['--only', 'seal,copy', '--quick'], {
    report: REPORT,
  });
  expect(asked).toEqual([{ figures: ['copy', 'seal'], rounds: 5, portion: 0.1 }]);
  expect(code).toBeUndefined();
  expect(printed).toMatch(
    /2 × Sample, 4 GiB, .* PostgreSQL 18\.4 \(a temporary server\)\nfsync = on/,
  );
  expect(printed).toMatch(/posted +20,000 +19,000 +21,000 +transactions\/s/);
  expect(printed).toMatch(/copied +32,000 +31,000 +33,000 +transactions\/s/);
  expect(printed).toMatch(/posted ÷ copied +0\.6[23] +0\.60 +0\.65 +wanted 0\.7 or more: no/);
});

test('with --json the report comes whole', async () => {
  const { printed } = await said(['--json'], { report: REPORT });
  expect(JSON.parse(printed)).toEqual(REPORT);
});

test.each([
  [['--only', 'copy,speed'], 'There is no figure speed.'],
  [['--rounds', '2'], '--rounds takes a number from 3 to 99, not 2.'],
  [['--rounds', 'many'], '--rounds takes a number from 3 to 99, not many.'],
])('wrong usage is told and nothing is measured: %j', async (words, sentence) => {
  const { asked, noted, code } = await said(words, { report: REPORT });
  expect(asked).toEqual([]);
  expect(noted).toContain(sentence);
  expect(code).toBe(2);
});

test('a refusal is told with exit code 1', async () => {
  const { printed, noted, code } = await said([], { refused: 'The database is not empty.' });
  expect({ printed, noted, code }).toEqual({
    printed: '',
    noted: 'The database is not empty.',
    code: 1,
  });
});
