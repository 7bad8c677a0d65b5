import {
  believableValue,
  type Holding,
  revaluePool,
  revalueReceipt,
  takeAtFixedCost,
} from '../costing/cost-pool.ts';
import type { BookedPool } from '../posting/books.ts';
import type { Settled } from '../posting/valuation/valuation.ts';
import { money, NO_MONEY, quantity } from '../primitives/money.ts';
import { CAUSED_TYPES } from '../transactions/posting-rules.ts';
import type { StepMovement } from './cost-history.ts';
import type { PoolMoves } from './pool-moves.ts';
import type { RunPools } from './run-pools.ts';
import type { SharesOfOriginals } from './shares-of-originals.ts';
import type { Consequences } from './step-values.ts';

/** What a reversal brings back to one pool, in all, and the movements it does it by. */
export type TurnedSum = {
  readonly units: bigint;
  readonly value: bigint;
  readonly movements: readonly StepMovement[];
};

/** Of what a reversal is one: of a family, and of goods that only went from pool to pool on hand. */
export type TurnedFamily = { readonly isFamily: boolean; readonly stays: boolean };

/**
 * Settles a reversal in the pools: what it takes out or puts back at the amounts of then, as
 * `reversal.ts` and `family-reversal.ts` do it when it is posted.
 */
export class TurnedStep {
  readonly #pools: RunPools;
  readonly #moves: PoolMoves;
  readonly #shares: SharesOfOriginals;
  readonly #left: Consequences;

  constructor(pools: RunPools, moves: PoolMoves, shares: SharesOfOriginals, left: Consequences) {
    this.#pools = pools;
    this.#moves = moves;
    this.#shares = shares;
    this.#left = left;
  }

  /** Changes the pool; of value alone, what the pool took of it comes back. */
  settle(booked: BookedPool, sum: TurnedSum, family: TurnedFamily): bigint {
    const { pool, address } = booked;
    const moving = sum.movements.filter((one) => one.quantity !== 0n);
    if (sum.units === 0n && moving.length === 0) return this.#revalueBack(booked, sum);
    if (sum.units === 0n) this.#pools.stage(booked, revaluePool(pool, money(sum.value)));
    else if (address.bucket === 'order-clearing') this.#pools.stage(booked, summed(pool, sum));
    else this.#keep(booked, this.#settled(booked, sum, { ...family, moving }));
    return sum.value;
  }

  #keep(booked: BookedPool, { pool, residue, type }: Settled): void {
    this.#left.add(booked.number, type, residue);
    this.#pools.stage(booked, pool);
  }

  #settled(
    booked: BookedPool,
    sum: TurnedSum,
    { isFamily, stays, moving }: TurnedFamily & { readonly moving: readonly StepMovement[] },
  ): Settled {
    const { pool, address } = booked;
    const type = CAUSED_TYPES.costRevaluation;
    const back: Holding = { quantity: quantity(sum.units), value: money(sum.value) };
    const taken = { quantity: quantity(-sum.units), value: money(-sum.value) };
    const broughtBy = this.#shares.eventOf(moving[0]?.about ?? 0) ?? 0;
    if (address.bucket !== 'on-hand') {
      return sum.units < 0n
        ? { ...takeAtFixedCost(pool, taken, broughtBy), type }
        : { pool: { ...pool, ...summed(pool, sum) }, residue: NO_MONEY, type };
    }
    const method = this.#moves.methodFor(booked);
    const view = this.#moves.view(booked);
    const occasion = { receivedOn: this.#moves.on, wasOnHand: stays };
    if (sum.units < 0n) {
      const settled = isFamily ? { isSettled: true } : {};
      return method.takeBack(view, booked, taken, { ...occasion, receipt: broughtBy, ...settled });
    }
    const hadValueAlone = sum.movements.some((one) => one.quantity === 0n);
    const settled = isFamily ? { isSettled: hadValueAlone } : {};
    const receipt = moving.at(-1)?.event ?? 0;
    return method.putBack(view, booked, back, { ...occasion, receipt, ...settled });
  }

  /** Value alone goes back to the layer it had come to, as far as the units can carry it. */
  #revalueBack(booked: BookedPool, { value, movements: [movement] }: TurnedSum): bigint {
    const { pool } = booked;
    const change = money(believableValue(pool, money(pool.value + value)) - pool.value);
    const receipt = this.#shares.eventOf(this.#shares.aboutOf(movement?.about ?? 0)) ?? 0;
    this.#pools.stage(booked, revalueReceipt(pool, change, receipt));
    return change;
  }
}

const summed = <Pool extends Holding>(pool: Pool, sum: TurnedSum): Pool => ({
  ...pool,
  quantity: quantity(pool.quantity + sum.units),
  value: money(pool.value + sum.value),
});
