import { isBelievable, revalueReceipt } from '../../costing/cost-pool.ts';
import { money } from '../../primitives/money.ts';
import { learnedCost, unlearned } from './learned-cost.ts';
import type { RunPools } from './run-pools.ts';
import type { StreamFamily } from './stream-events.ts';

/**
 * What a family tells of the cost of goods that came in earlier. All of it is borne by their pool,
 * where it stands in the order of costs: a stream is what is known by now, and nobody is protected
 * from it. What the pool cannot carry is left out. False where a family tells nothing of the kind.
 */
export function takeLateCost(pools: RunPools, family: StreamFamily): boolean {
  const { history } = pools;
  const [head] = family;
  const learned = head && history.learnedFrom(head.number);
  const arrival = learned && history.arrivalOf(learned);
  if (head === undefined || learned === undefined || arrival === undefined) return false;
  const pool = pools.at(arrival.address);
  const value = money(pool.value + learned.amount);
  if (learned.isCarried && isBelievable({ ...pool, value }))
    pools.keep(arrival, revalueReceipt(pool, learned.amount, learned.event));
  else history.learn(head.number, { ...learned, isCarried: false });
  return true;
}

/** Notes what a family tells of the cost of an earlier event, in the stream's own costs, or takes back. */
export function learn({ history, start }: RunPools, [head]: StreamFamily): void {
  if (head === undefined) return;
  const reversed = head.links.find(({ kind }) => kind === 'reverses');
  if (reversed !== undefined) {
    const turned = history.learnedFrom(reversed.to);
    if (turned !== undefined) history.learn(head.number, { ...turned, ...unlearned(turned) });
    return;
  }
  const learned = learnedCost(head, start.item, start.currencyDecimals);
  if (learned === undefined) return;
  const { event, said } = learned;
  const share = said && history.shareOf(event, said.quantity, head.type);
  const amount =
    said === undefined || share === undefined ? learned.amount : money(said.value - share);
  history.learn(head.number, { ...learned, amount, isCarried: true });
}
