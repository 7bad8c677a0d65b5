import type { CostLayer } from '../costing/cost-pool.ts';
import type { DeterminationDesk } from '../determination/determination-desk.ts';
import { stepsInOrder } from './agenda.ts';
import type { CostStep, ItemOf, PoolHistory } from './cost-history.ts';
import { CostRun } from './cost-run.ts';
import { RunPools } from './run-pools.ts';

/** Whether a step moved units to another account, layers and all. */
export const bringsLayers = ({ movements }: CostStep): boolean =>
  movements.some(({ costed }) => costed === 'held');

/**
 * The layers of pools before the first day of their histories, where receipts are used up one by
 * one: all steps before it once more, at the values they have. Pools without such steps have none.
 */
export function layersBefore(
  desk: DeterminationDesk,
  itemOf: ItemOf,
  histories: readonly PoolHistory[],
): ReadonlyMap<number, readonly CostLayer[]> {
  if (histories.every(({ warmUp }) => warmUp.length === 0)) return new Map();
  const pools = new RunPools();
  const run = new CostRun({ desk, itemOf, pools });
  const numbers = new Set(histories.map(({ booked }) => booked.number));
  for (const history of histories) {
    run.know(history);
    pools.begin(history);
  }
  const objectOf = (movement: number) => run.objectOf(movement);
  for (const step of stepsInOrder(
    histories.map(({ warmUp }) => warmUp),
    objectOf,
  ))
    run.catchUp(step, numbers);
  return new Map([...numbers].map((number) => [number, pools.at(number)?.pool.layers ?? []]));
}
