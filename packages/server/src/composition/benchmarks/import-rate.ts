import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TransactionInput } from 'perpetua-core';
import { importFile } from '../../application/importing/import-file.ts';
import { importFiles } from '../../files/import-files.ts';
import { FIGURES, type MeasuredFigure } from '../../interfaces/cli/measured-figure.ts';
import type { Bench } from './bench-books.ts';
import { type BenchCompany, postAll, stockedCompany } from './bench-company.ts';
import { alternating, measureOf, ratioOf, secondsOf } from './rounds.ts';
import { simpleMovements } from './simple-movements.ts';

const WANTED = 0.5;
const TRANSACTIONS = 50_000;
const COLUMNS = ['key', 'type', 'postedOn', 'item', 'site', 'quantity', 'unitCost'] as const;

/** A file from its first byte to the last commit, against posting what is in memory already. */
export async function measureImport(bench: Bench): Promise<MeasuredFigure> {
  const made = await stockedCompany(bench.books, 'import');
  const count = bench.sized(TRANSACTIONS);
  const folder = await mkdtemp(join(tmpdir(), 'perpetua-bench-import-'));
  try {
    const reached = await alternating(
      bench.rounds,
      async (round) => {
        const file = join(folder, `${round}.csv`);
        const rows = simpleMovements('imported', count, { first: round * count });
        await writeFile(file, csvOf(rows));
        return count / (await secondsOf(() => importWhole(bench, made, file, count)));
      },
      async (round) =>
        count /
        (await postAll(made.desk, simpleMovements('posted', count, { first: round * count }))),
    );
    return {
      name: 'import',
      title: FIGURES.import,
      measures: [
        measureOf('imported from CSV', 'rows/s', reached.ours),
        measureOf('posted through the desk', 'transactions/s', reached.theirs),
      ],
      ratios: [ratioOf('import ÷ posting', reached.ours, reached.theirs, WANTED)],
      notes: [
        'The import reads the file twice: once to check it whole, once to post its rows. Both sides post receipts and sales of the same kind, to the same company.',
      ],
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** None of the texts needs quotes. */
const csvOf = (rows: readonly TransactionInput[]): string =>
  [COLUMNS, ...rows.map((row) => COLUMNS.map((column) => row[column] ?? ''))]
    .map((cells) => `${cells.join(',')}\n`)
    .join('');

async function importWhole(
  { books }: Bench,
  { company, desk }: BenchCompany,
  file: string,
  count: number,
): Promise<void> {
  const { storage, clock, actor: recordedBy } = books;
  const place = { storage, desk, company, clock, files: importFiles, recordedBy };
  const done = await importFile({ kind: 'transactions', files: [file] }, place);
  if (!done.ok || done.value.posted !== count) {
    throw new Error(`the benchmark's file was not imported whole: ${JSON.stringify(done)}`);
  }
}
