import {
  type CostPool,
  type FixedIssue,
  type Holding,
  isBelievable,
  revalueReceipt,
  takeAtFixedCost,
} from '../../costing/cost-pool.ts';
import { money, NO_MONEY, NO_QUANTITY, quantity } from '../../primitives/money.ts';
import type { AddressedMovement } from '../books.ts';
import { type RunPools, runKey } from './run-pools.ts';
import type { StreamFamily } from './stream-events.ts';

/** What comes back to a pool of a stream when a family is turned round. */
type Net = {
  /** The last of its movements, which stands for them. */
  readonly movement: AddressedMovement;
  readonly back: Holding;
  /** The event that had brought units in. */
  readonly receipt: number;
  /** The event that gives units back. */
  readonly giver: number;
  readonly isSettled: boolean;
  readonly members: readonly number[];
};

const NO_NET = {
  back: { quantity: NO_QUANTITY, value: NO_MONEY },
  receipt: 0,
  giver: 0,
  isSettled: false,
  members: [],
} as const;

/**
 * Turns a family round in a stream, by the values it had there. Only the sum of a pool counts, with
 * what was settled in it, so that goods received as they were sent never stayed on their way.
 */
export function turnRound(
  pools: RunPools,
  family: StreamFamily,
  movements: readonly AddressedMovement[],
): void {
  const nets = new Map<string, Net>();
  for (const movement of movements) {
    const key = runKey(movement.address);
    if (movement.costed === 'reversed') nets.set(key, turned(pools, movement, nets.get(key)));
    else pools.note(movement, NO_MONEY);
  }
  const all = [...nets.values()];
  const isFamily =
    all.some(({ isSettled }) => isSettled) ||
    new Set(all.flatMap(({ members }) => members)).size > 1;
  const receiptOf = receiptCorrectedBy(family);
  for (const net of all) restore(pools, net, isFamily, receiptOf);
  for (const event of family) {
    const reversed = event.links.find(({ kind }) => kind === 'reverses');
    if (reversed === undefined) pools.history.conclude(event);
    else pools.history.giveBack(reversed.to, event);
  }
}

/** The sum of a pool with one more movement turned round; one that is not known here as in the books. */
function turned(
  pools: RunPools,
  movement: AddressedMovement,
  known: Net = { ...NO_NET, movement },
) {
  const { event, about, quantity: units } = movement;
  const effect = pools.history.effectOf(about);
  const settled = effect === undefined ? NO_MONEY : money(-effect.settled);
  const own = effect === undefined ? movement.value : money(-effect.value);
  const value = money(own + settled);
  // What was settled is turned round with it, and stays a matter of its own for the next turn.
  pools.note(movement, own, settled);
  return {
    movement,
    back: {
      quantity: quantity(known.back.quantity + units),
      value: money(known.back.value + value),
    },
    receipt: units < 0n ? (effect?.event ?? 0) : known.receipt,
    giver: units > 0n ? event : known.giver,
    isSettled: known.isSettled || (effect !== undefined && effect.settled !== 0n),
    members: units === 0n ? known.members : [...known.members, event],
  };
}

/** The receipt whose cost a turned fact was about; 0 where there is none. */
const receiptCorrectedBy = (family: StreamFamily): number =>
  family
    .flatMap(({ links }) => links)
    .find(({ kind, quantity: units }) => kind === 'refers-to' && units === 0n)?.to ?? 0;

function restore(pools: RunPools, net: Net, isFamily: boolean, corrected: number): void {
  const { movement } = net;
  const { bucket } = movement.address;
  if (bucket === 'order-clearing' || bucket === 'assembly') return;
  const { pool, residue } = restored(pools, net, isFamily, corrected);
  pools.keep(movement, pool);
  const noted = pools.history.effectOf(movement.number);
  if (residue === 0n || noted === undefined) return;
  pools.note(movement, noted.value, money(noted.settled + residue));
}

function restored(pools: RunPools, net: Net, isFamily: boolean, corrected: number): FixedIssue {
  const { movement, back, receipt, giver, isSettled } = net;
  const { address, postedOn: receivedOn } = movement;
  const pool = pools.at(address);
  const isOnHand = address.bucket === 'on-hand';
  if (back.quantity === 0n) return { pool: revalued(pool, back, corrected), residue: NO_MONEY };
  const taken = { quantity: quantity(-back.quantity), value: money(-back.value) };
  if (back.quantity < 0n)
    return isOnHand
      ? pools.method.takeBack(pool, taken, { receipt, receivedOn, isSettled: isFamily })
      : takeAtFixedCost(pool, taken, receipt);
  if (isOnHand) return pools.method.putBack(pool, back, { receipt: giver, receivedOn, isSettled });
  return { pool: plainly(pool, back), residue: NO_MONEY };
}

/** Value alone comes back where units can carry it. */
const revalued = (pool: CostPool, back: Holding, receipt: number): CostPool =>
  isBelievable(plainly(pool, back)) ? revalueReceipt(pool, back.value, receipt) : pool;

const plainly = (pool: CostPool, back: Holding): CostPool => ({
  ...pool,
  quantity: quantity(pool.quantity + back.quantity),
  value: money(pool.value + back.value),
});
