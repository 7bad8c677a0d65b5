import fc from 'fast-check';
import { COSTING_METHODS, type CostingMethod } from '../costing/cost-pool.ts';
import { type History, histories, itemsUnder } from './random-company.ts';
import { inHalves } from './random-dates.ts';
import type { Kind } from './random-story.ts';
import { day } from './sample-books.ts';

/** Methods that a random company changes from. */
const CHANGED_FROM: readonly CostingMethod[] = ['moving-average', 'fifo', 'standard'];

/** Random histories in which the company changes its costing method at mid-year. */
export function historiesOfChange(longest: number, kinds: readonly Kind[]): fc.Arbitrary<History> {
  return fc
    .tuple(histories(longest, kinds, CHANGED_FROM), fc.constantFrom(...COSTING_METHODS))
    .map(([history, to]) => {
      const after = Math.trunc(history.story.length / 2);
      const change = { after, from: day('2026-07-01'), to };
      const setting = `${history.setting}, ${to} from ${change.from} after ${after} transactions`;
      const items = itemsUnder(
        to === 'standard' ? to : history.configuration.company.costingMethod,
      );
      return inHalves({ ...history, setting, items, change }, after);
    });
}
