import { FIGURES, type MeasuredFigure } from '../../interfaces/cli/measured-figure.ts';
import type { Bench } from './bench-books.ts';
import { postAll, stockedCompany } from './bench-company.ts';
import { measureOf } from './rounds.ts';
import { simpleMovements } from './simple-movements.ts';

const TRANSACTIONS = 1_000_000;
const SAMPLES = 100;
const MEBIBYTE = 1024 * 1024;

/** Whether the process grows with what it posts. */
export async function measureMemory({ books, sized }: Bench): Promise<MeasuredFigure> {
  const { desk } = await stockedCompany(books, 'memory');
  const count = sized(TRANSACTIONS);
  const step = Math.ceil(count / SAMPLES);
  const samples: number[] = [];
  for (let first = 0; first < count; first += step) {
    await postAll(desk, simpleMovements('memory', step, { first }));
    samples.push(process.memoryUsage.rss() / MEBIBYTE);
  }
  // The first quarter is warming up: plans, compiled code and caches are made then.
  const warm = samples.slice(Math.trunc(samples.length / 4));
  const growth = slopeOf(warm) * (1_000_000 / step);
  const single = { median: growth, lowest: growth, highest: growth };
  return {
    name: 'memory',
    title: FIGURES.memory,
    measures: [
      measureOf('resident memory after warming up', 'MiB', warm),
      { of: 'growth along the line of best fit', unit: 'MiB/million', ...single },
    ],
    ratios: [],
    notes: [
      `${count.toLocaleString('en')} transactions, read off after every ${step.toLocaleString('en')}; PostgreSQL's own processes are not part of it.`,
    ],
  };
}

/** The slope of the line that fits the values best, a step apart. */
function slopeOf(values: readonly number[]): number {
  const middle = (values.length - 1) / 2;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  let over = 0;
  let under = 0;
  for (const [index, value] of values.entries()) {
    over += (index - middle) * (value - mean);
    under += (index - middle) ** 2;
  }
  return under === 0 ? 0 : over / under;
}
