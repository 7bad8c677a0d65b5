import { FIGURES, type MeasuredFigure } from '../../interfaces/cli/measured-figure.ts';
import type { Bench } from './bench-books.ts';
import { postAll, stockedCompany } from './bench-company.ts';
import { alternating, measureOf, ratioOf } from './rounds.ts';
import { ONE_PLACE, SPREAD, type Spread, simpleMovements } from './simple-movements.ts';

const WANTED = 0.9;
const TRANSACTIONS = 50_000;

/** Whether an item on which everything happens slows posting down. */
export async function measureHotItem(bench: Bench): Promise<MeasuredFigure> {
  const count = bench.sized(TRANSACTIONS);
  const posting = async (code: string, spread: Spread) => {
    const { desk } = await stockedCompany(bench.books, code, spread);
    return async (round: number): Promise<number> =>
      count / (await postAll(desk, simpleMovements(code, count, { first: round * count, spread })));
  };
  const hot = await posting('hot', ONE_PLACE);
  const even = await posting('even', SPREAD);
  // The first round of a company makes its plans and fills its caches.
  await hot(0);
  await even(0);
  const reached = await alternating(bench.rounds, hot, even);
  return {
    name: 'hot',
    title: FIGURES.hot,
    measures: [
      measureOf('all on one item at one site', 'transactions/s', reached.ours),
      measureOf(
        `spread over ${SPREAD.items.toLocaleString('en')} items at ${SPREAD.sites} sites`,
        'transactions/s',
        reached.theirs,
      ),
    ],
    ratios: [ratioOf('one item ÷ spread', reached.ours, reached.theirs, WANTED)],
    notes: ['A batch folds all movements of an item into one change of its pool.'],
  };
}
