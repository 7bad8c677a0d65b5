import { FIGURES, type MeasuredFigure } from '../../interfaces/cli/measured-figure.ts';
import { writeBatch } from '../../storage/postgres/write-batch.ts';
import type { Bench } from './bench-books.ts';
import { measureOf, ratioOf } from './rounds.ts';
import { compareWriting, type WayToWrite, writeAsAlways } from './twin-writing.ts';

const WANTED = 0.95;
const NO_SEAL = Buffer.alloc(32);

/** What it costs that every batch is sealed over its rows and the seal before. */
export async function measureSeal(bench: Bench): Promise<MeasuredFigure> {
  const reached = await compareWriting(bench, 'seal', {
    ours: writeAsAlways,
    theirs: writeUnsealed,
  });
  return {
    name: 'seal',
    title: FIGURES.seal,
    measures: [
      measureOf('with the seal', 'transactions/s', reached.ours),
      measureOf('without the seal', 'transactions/s', reached.theirs),
    ],
    ratios: [ratioOf('with ÷ without', reached.ours, reached.theirs, WANTED)],
    notes: [
      'The same decided batches of 1,000 are written for two companies alike. Switched off: SHA-256 over the rows; an empty seal is stored instead. Deciding is not part of the time.',
    ],
  };
}

const writeUnsealed: WayToWrite = (client, company, record) =>
  writeBatch(client, company, record, () => NO_SEAL);
