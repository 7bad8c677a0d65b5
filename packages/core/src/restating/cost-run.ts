import { issueFromPool, revaluePool } from '../costing/cost-pool.ts';
import { costingMethodOn } from '../determination/configuration.ts';
import type { BookedPool } from '../posting/books.ts';
import { spreadChanges } from '../posting/valuation/company-average.ts';
import { money, NO_MONEY, quantity } from '../primitives/money.ts';
import { CAUSED_TYPES } from '../transactions/posting-rules.ts';
import type { CostStep, PoolHistory, StepMovement } from './cost-history.ts';
import { PoolMoves, type RunBooks } from './pool-moves.ts';
import { SharesOfOriginals } from './shares-of-originals.ts';
import {
  Consequences,
  firstOf,
  isConsequence,
  isTurned,
  NewValues,
  type Revalued,
  staysInPool,
} from './step-values.ts';
import { TurnedStep, type TurnedSum } from './turned-step.ts';

/** A step was valued, or it reaches into a pool that has to be followed first. */
export type Outcome = { readonly changed: boolean } | { readonly follow: number };

/** A movement that was valued just before, in the same event. */
type Before = { readonly movement: StepMovement; readonly value: bigint };

/**
 * Values one step after the other in the order of costs, by the same functions that posting uses:
 * what a movement costs depends on how it was costed, what it does to its pool on the method in
 * force on its day (decision 0027). Nothing is refused here: what cannot be costed keeps its value.
 */
export class CostRun {
  readonly #books: RunBooks;
  readonly #shares = new SharesOfOriginals();
  readonly #values = new NewValues();
  #staged: Revalued[] = [];

  constructor(books: RunBooks) {
    this.#books = books;
  }

  /** Every movement and virtual consequence that is worth something else than it stands at. */
  get revalued(): readonly Revalued[] {
    return this.#values.all;
  }

  /** The movement that another one is a fact about, the reversal of a fact included; 0 for none. */
  objectOf(movement: number): number {
    return this.#shares.objectOf(movement);
  }

  /** Learns of the steps of a history before any of them is taken. */
  know({ steps, dependents, originals, warmUp }: PoolHistory): void {
    for (const step of [...warmUp, ...originals, ...steps, ...dependents]) {
      this.#shares.know(step.movements);
      this.#values.know(step);
    }
  }

  /** Values a step, and keeps what it makes of the pools; or says which pool has to be followed. */
  take(step: CostStep): Outcome {
    const { pools } = this.#books;
    this.#staged = [];
    const left = new Consequences();
    const moves = new PoolMoves(this.#books, this.#shares, step.on);
    const follow = step.movements.some(isTurned)
      ? this.#turn(step, moves, left)
      : this.#value(step, moves, left);
    if (follow !== undefined) {
      pools.drop();
      this.#shares.drop();
      return { follow };
    }
    this.#clearOrders(step, moves, left);
    this.#spread(step, moves, left);
    this.#compare(step, left);
    pools.keep();
    this.#shares.keep();
    for (const one of this.#staged) this.#values.keep(one);
    return { changed: this.#staged.length > 0 };
  }

  /** Applies a step to pools that are followed from now on; its values are final already. */
  catchUp(step: CostStep, followed: ReadonlySet<number>): void {
    const { pools } = this.#books;
    const moves = new PoolMoves(this.#books, this.#shares, step.on);
    const sums = new Map<number, bigint>();
    for (const { pool } of step.movements) {
      const booked = followed.has(pool) ? pools.at(pool) : undefined;
      if (booked !== undefined && !sums.has(pool))
        sums.set(pool, booked.pool.value + this.#sumIn(step, pool));
    }
    const ignored = new Consequences();
    let before: StepMovement | undefined;
    for (const [index, movement] of step.movements.entries()) {
      if (before?.event !== movement.event) before = undefined;
      const isOwn = sums.has(movement.pool) && !isConsequence(movement);
      if (isOwn && !staysInPool(step, index))
        moves.apply(movement, this.#values.valueOf(movement), ignored, before);
      before = movement;
    }
    for (const [pool, value] of sums) {
      const after = pools.at(pool);
      const change = money(value - (after?.pool.value ?? 0n));
      if (after !== undefined && change !== 0n) pools.stage(after, revaluePool(after.pool, change));
    }
    pools.keep();
  }

  /** What a step adds to the value of a pool by now, consequences included. */
  #sumIn(step: CostStep, pool: number): bigint {
    let sum = 0n;
    for (const movement of step.movements)
      if (movement.pool === pool && !movement.isVirtual) sum += this.#values.valueOf(movement);
    for (const { movement, value } of this.#values.virtualOf(firstOf(step)))
      if (movement.pool === pool) sum += value;
    return sum;
  }

  /** The movements of a step that is no reversal, in their order. */
  #value(step: CostStep, moves: PoolMoves, left: Consequences): number | undefined {
    const { pools } = this.#books;
    let before: Before | undefined;
    for (const [index, movement] of step.movements.entries()) {
      if (isConsequence(movement)) continue;
      if (before?.movement.event !== movement.event) before = undefined;
      const held = movement.costed === 'held' ? this.#toFollow(step, index) : undefined;
      if (held !== undefined) return held;
      const stays = staysInPool(step, index);
      const value = stays ? movement.value : this.#valueOf(movement, moves, before);
      if (value !== movement.value && !pools.isFollowed(movement.pool)) return movement.pool;
      if (!stays) moves.apply(movement, value, left, before?.movement);
      this.#stage(step, movement, value);
      before = { movement, value };
    }
    return undefined;
  }

  /** Units that go to another account take their layers along, so both pools have to be followed. */
  #toFollow({ movements }: CostStep, index: number): number | undefined {
    const { pools } = this.#books;
    const both = [movements[index]?.pool ?? 0, movements[index + 1]?.pool ?? 0];
    if (!both.some((pool) => pools.isFollowed(pool))) return undefined;
    return both.find((pool) => !pools.isFollowed(pool));
  }

  /** What a movement is worth at this place of the order of costs, with its sign. */
  #valueOf(movement: StepMovement, moves: PoolMoves, before: Before | undefined): bigint {
    const { costed, quantity: units } = movement;
    const booked = this.#books.pools.at(movement.pool);
    // Whatever leaves a bucket of carried goods leaves at what they carry.
    if (booked !== undefined && units < 0n && isCarried(booked))
      return -(issueFromPool(booked.pool, quantity(-units))?.cost ?? -movement.value);
    if (costed === 'pool' || costed === 'held')
      return booked === undefined ? movement.value : moves.ownCost(movement, booked);
    if (costed === 'other-pool') return moves.costElsewhere(movement);
    if (costed === 'carried-over') return carriedOver(movement, before);
    if (costed === 'original') return this.#shareOfOriginal(movement);
    return booked === undefined || units !== 0n
      ? movement.value
      : moves.toldValue(movement, booked);
  }

  #shareOfOriginal(movement: StepMovement): bigint {
    const original = this.#values.of(movement.about);
    return original === undefined ? movement.value : this.#shares.take(original, movement);
  }

  /** A reversal: every movement is the turn of another one, and each pool settles their sum. */
  #turn(step: CostStep, moves: PoolMoves, left: Consequences): number | undefined {
    const { pools } = this.#books;
    const turned = step.movements.filter(isTurned);
    const original = turned[0]?.about ?? 0;
    const sums = new Map<number, TurnedSum>();
    for (const movement of turned) {
      const value = -(this.#values.worthOf(movement.about) ?? -movement.value);
      if (value !== movement.value && !pools.isFollowed(movement.pool)) return movement.pool;
      const { units, value: sum, movements } = sums.get(movement.pool) ?? NOTHING_TURNED;
      sums.set(movement.pool, {
        units: units + movement.quantity,
        value: sum + value,
        movements: [...movements, movement],
      });
      this.#stage(step, movement, value);
    }
    this.#turnVirtual(original, sums, left);
    const isFamily = this.#values.isFamily(original);
    const turning = new TurnedStep(pools, moves, this.#shares, left);
    for (const [pool, sum] of sums) {
      const booked = pools.at(pool);
      const family = { isFamily, stays: this.#staysOnHand(sums, pool, { isFamily }) };
      const taken = booked === undefined ? sum.value : turning.settle(booked, sum, family);
      const [only] = sum.movements;
      // Value alone that its units cannot carry is not taken back either.
      if (taken !== sum.value && only !== undefined) this.#stage(step, only, taken);
    }
    return undefined;
  }

  /** What follows of the original although no movement stands for it is turned with it. */
  #turnVirtual(original: number, sums: Map<number, TurnedSum>, left: Consequences): void {
    for (const { movement, value } of this.#values.virtualOf(original)) {
      const { pool, type } = movement;
      if (type === CAUSED_TYPES.averageRespread || !this.#books.pools.isFollowed(pool)) continue;
      const sum = sums.get(pool);
      if (sum !== undefined) sums.set(pool, { ...sum, value: sum.value - value });
      left.add(pool, type, -value);
    }
  }

  /** Whether units of the item only go back from one pool on hand to another. */
  #staysOnHand(
    sums: ReadonlyMap<number, TurnedSum>,
    pool: number,
    { isFamily }: { readonly isFamily: boolean },
  ): boolean {
    const { pools } = this.#books;
    const { item } = pools.addressOf(pool);
    const isOnHand = (other: number) => pools.addressOf(other).bucket === 'on-hand';
    const own = [...sums].filter(([one]) => isOnHand(one) && pools.addressOf(one).item === item);
    if (!isFamily) {
      const turned = [...sums.values()].flatMap(({ movements }) => movements);
      return turned.length > 1 && [...sums.keys()].every(isOnHand);
    }
    return own.length > 1 && own.reduce((sum, [, { units }]) => sum + units, 0n) === 0n;
  }

  /** What is left of an order's clearing once it holds no units is a consequence. */
  #clearOrders({ movements }: CostStep, moves: PoolMoves, left: Consequences): void {
    const { pools } = this.#books;
    for (const pool of new Set(movements.map((one) => one.pool))) {
      const booked = pools.at(pool);
      if (booked?.address.bucket !== 'order-clearing') continue;
      const { quantity: units, value } = booked.pool;
      if (units !== 0n || value === 0n) continue;
      left.add(pool, moves.methodFor(booked).clearingType, -value);
      pools.stage(booked, revaluePool(booked.pool, money(-value)));
    }
  }

  /** The average of the company spread over its pools again. */
  #spread({ on, movements }: CostStep, moves: PoolMoves, left: Consequences): void {
    const { desk, pools } = this.#books;
    if (costingMethodOn(desk.configuration, on) !== 'company-average') return;
    // A document of several items may move the average of each.
    const spread = new Set<string>();
    for (const { pool } of movements) {
      const booked = pools.at(pool);
      if (booked?.address.bucket !== 'on-hand' || spread.has(booked.address.item)) continue;
      spread.add(booked.address.item);
      for (const { booked: one, change, known } of spreadChanges(moves.view(booked))) {
        left.add(one.number, CAUSED_TYPES.averageRespread, change);
        pools.stage(one, { ...revaluePool(one.pool, change), known });
      }
    }
  }

  /** Notes in what the consequences differ from those that stand. */
  #compare(step: CostStep, left: Consequences): void {
    const [first] = step.movements;
    if (first === undefined) return;
    const standing = new Map<string, { readonly movement: StepMovement; sum: bigint }>();
    for (const movement of step.movements) {
      if (!isConsequence(movement) || !this.#books.pools.isFollowed(movement.pool)) continue;
      const key = `${movement.pool} ${movement.type}`;
      const known = standing.get(key);
      if (known === undefined) standing.set(key, { movement, sum: movement.value });
      else known.sum += movement.value;
    }
    for (const { pool, type, value } of left.all) {
      const key = `${pool} ${type}`;
      const known = standing.get(key);
      standing.delete(key);
      if (known === undefined) this.#stage(step, virtualMovement(first, pool, type), value);
      else this.#stage(step, known.movement, known.movement.value + value - known.sum);
    }
    for (const { movement, sum } of standing.values())
      this.#stage(step, movement, movement.value - sum);
  }

  #stage(step: CostStep, movement: StepMovement, value: bigint): void {
    const known = this.#staged.findIndex((one) => one.movement === movement);
    if (known >= 0) this.#staged.splice(known, 1);
    if (value !== movement.value) this.#staged.push({ step, movement, value });
  }
}

const NOTHING_TURNED: TurnedSum = { units: 0n, value: 0n, movements: [] };

/** What left the other side arrives; where it arrived at an amount of its own it still does. */
function carriedOver(movement: StepMovement, before: Before | undefined): bigint {
  if (before === undefined || before.value === before.movement.value) return movement.value;
  return -before.value;
}

const isCarried = ({ address: { bucket } }: BookedPool): boolean =>
  bucket !== 'on-hand' && bucket !== 'order-clearing' && bucket !== 'consigned';

const virtualMovement = (
  first: StepMovement,
  pool: number,
  type: StepMovement['type'],
): StepMovement => ({
  ...first,
  pool,
  type,
  quantity: quantity(0n),
  value: NO_MONEY,
  posted: NO_MONEY,
  costed: 'consequence',
  pricedBy: 0,
  about: 0,
  isVirtual: true,
});
