import {
  type CostLayer,
  type CostPool,
  EMPTY_POOL,
  type PoolAddress,
  revaluePool,
} from '../costing/cost-pool.ts';
import type { BookedPool } from '../posting/books.ts';
import { assert } from '../primitives/assert.ts';
import { money, quantity } from '../primitives/money.ts';
import type { PoolHistory } from './cost-history.ts';

/** A pool that a run follows: as it is at the present place of the order of costs. */
type Followed = { booked: BookedPool; readonly history: PoolHistory };

/**
 * The pools of a run. What a step changes is kept apart until the whole step is known, so that it
 * can be begun again when it turns out that it reaches into a pool nobody followed yet.
 */
export class RunPools {
  readonly #followed = new Map<number, Followed>();
  readonly #staged = new Map<number, BookedPool>();
  readonly #addresses = new Map<number, PoolAddress>();
  #moves = 1;

  /** Follows a pool from the state it had before the first day of its history, with these layers. */
  open(history: PoolHistory, layers: readonly CostLayer[]): void {
    const { booked, addresses } = history;
    for (const [number, address] of addresses) this.#addresses.set(number, address);
    this.#addresses.set(booked.number, booked.address);
    const { value, ...opening } = openingOf(history);
    const kept = layers.reduce((sum, layer) => sum + layer.value, 0n);
    const pool = broughtTo({ ...opening, value: money(kept), layers }, value);
    const before = layers.length > 0 ? pool : { ...opening, value };
    this.#followed.set(booked.number, {
      history,
      booked: { ...booked, pool: before, lastMovement: 1 },
    });
  }

  /** Follows a pool from nothing, for its layers. */
  begin(history: PoolHistory): void {
    const { booked, addresses } = history;
    for (const [number, address] of addresses) this.#addresses.set(number, address);
    this.#addresses.set(booked.number, booked.address);
    this.#followed.set(booked.number, { booked: { ...booked, pool: EMPTY_POOL }, history });
  }

  isFollowed(pool: number): boolean {
    return this.#followed.has(pool);
  }

  /** The pool at this moment; undefined when it is not followed. */
  at(pool: number): BookedPool | undefined {
    return this.#staged.get(pool) ?? this.#followed.get(pool)?.booked;
  }

  addressOf(pool: number): PoolAddress {
    const address = this.#addresses.get(pool);
    assert(address !== undefined, `the address of pool ${pool} came with the steps that touch it`);
    return address;
  }

  /** Changes the state of a followed pool, until the step is kept or dropped. */
  stage(booked: BookedPool, pool: CostPool): void {
    this.#moves += 1;
    this.#staged.set(booked.number, { ...booked, pool, lastMovement: this.#moves });
  }

  keep(): void {
    for (const [number, booked] of this.#staged) {
      const followed = this.#followed.get(number);
      if (followed !== undefined) followed.booked = booked;
    }
    this.#staged.clear();
  }

  drop(): void {
    this.#staged.clear();
  }

  /** The pools on hand of an item that are followed, oldest first. */
  onHandOf(item: string): readonly BookedPool[] {
    return [...this.#followed.keys()]
      .flatMap((number) => this.at(number) ?? [])
      .filter(({ address }) => address.item === item && address.bucket === 'on-hand')
      .toSorted((a, b) => a.number - b.number);
  }

  /** Every pool that is followed, with its history. */
  all(): readonly { readonly booked: BookedPool; readonly history: PoolHistory }[] {
    return [...this.#followed.values()];
  }
}

/** Before the day: what the pool holds now, less all that happened from the day on. */
export function openingOf({ booked, steps, known, beyond }: PoolHistory): CostPool {
  let units = quantity(booked.pool.quantity - (beyond?.quantity ?? 0n));
  let value = money(booked.pool.value - (beyond?.value ?? 0n));
  for (const { movements } of steps) {
    for (const movement of movements) {
      if (movement.pool !== booked.number) continue;
      units = quantity(units - movement.quantity);
      value = money(value - movement.value);
    }
  }
  return { ...EMPTY_POOL, quantity: units, value, known };
}

/** A pool brought to a value that is known otherwise; its layers follow. */
const broughtTo = (pool: CostPool, value: bigint): CostPool =>
  pool.value === value ? pool : revaluePool(pool, money(value - pool.value));
