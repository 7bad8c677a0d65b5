import { costingMethodOn } from '../determination/configuration.ts';
import type { DeterminationDesk } from '../determination/determination-desk.ts';
import { type BusinessDate, LAST_DAY } from '../primitives/business-date.ts';
import { divideHalfUp } from '../primitives/money.ts';
import { comparePlaces, placeOf, stepsInOrder } from '../restating/agenda.ts';
import type { ItemOf, PoolHistory, StepMovement } from '../restating/cost-history.ts';
import type { Explaining } from './cost-question.ts';
import type { CostSubject } from './explain-cost.ts';
import { KnownHistories, type Placed } from './known-histories.ts';
import { heldAfter, type PoolPast } from './pool-composition.ts';

/**
 * What of the value a movement brought into its pool is still there by now: under an average what every
 * issue after it in the order of costs left of it, under FIFO the part of the units of its receipt that
 * are left. The rest went with the goods. Undefined where the movement lies further back than what was
 * answered.
 */
export function* stillThere(
  desk: DeterminationDesk,
  itemOf: ItemOf,
  { movement, pool, on }: CostSubject,
): Explaining<bigint | undefined> {
  const known = new KnownHistories(desk, itemOf, LAST_DAY);
  const history = yield* known.pool(pool);
  const placed = known.placed(movement);
  if (history === undefined || placed === undefined || history.from > on) return undefined;
  // What takes out brings nothing in.
  if (placed.movement.quantity < 0n) return 0n;
  const isOnHand = history.booked.address.bucket === 'on-hand';
  const method = isOnHand ? methodOn(desk, on) : 'moving-average';
  if (method === 'fifo') return leftOfLayer(known, history, placed);
  const histories =
    method === 'company-average' ? yield* known.onHandOf(history.booked.address.item) : [history];
  return leftOfAverage(known.past(histories, placed), histories, placed);
}

const methodOn = ({ configuration }: DeterminationDesk, on: BusinessDate) =>
  costingMethodOn(configuration, on);

/** The part of the units of a receipt that is still in its layer, of a fact about it too. */
function leftOfLayer(known: KnownHistories, { booked }: PoolHistory, { movement }: Placed): bigint {
  const receipt = movement.quantity > 0n ? movement : known.placed(movement.about)?.movement;
  if (receipt === undefined || receipt.quantity <= 0n) return 0n;
  const units = booked.pool.layers
    .filter((layer) => layer.receipt === receipt.event)
    .reduce((sum, { quantity }) => sum + quantity, 0n);
  return divideHalfUp(movement.value * units, receipt.quantity);
}

function leftOfAverage(
  past: PoolPast,
  histories: readonly PoolHistory[],
  { step, movement }: Placed,
): bigint {
  let held = heldAfter(past).quantity;
  // Units before an issue are those after the one before it, and cancel out, until something comes in.
  let [above, below] = [1n, 1n];
  const own: readonly StepMovement[] = step.movements.slice(step.movements.indexOf(movement));
  const later = stepsInOrder(histories.map(({ steps }) => steps)).filter(
    (one) => comparePlaces(placeOf(one), placeOf(step)) > 0,
  );
  for (const { movements } of [{ movements: own }, ...later]) {
    const change = movements.reduce<bigint>(
      (sum, { pool, quantity }) => (past.pools.has(pool) ? sum + quantity : sum),
      0n,
    );
    const after = held + change;
    if (after <= 0n) return 0n;
    if (change < 0n) {
      if (above % held === 0n) above = (above / held) * after;
      else [above, below] = [above * after, below * held];
    }
    held = after;
  }
  return divideHalfUp(movement.value * above, below);
}
