import {
  believableValue,
  type CostPool,
  type Holding,
  issueFromPool,
  revaluePool,
  revalueReceipt,
} from '../costing/cost-pool.ts';
import { costingMethodOn } from '../determination/configuration.ts';
import type { DeterminationDesk } from '../determination/determination-desk.ts';
import type { BookedPool } from '../posting/books.ts';
import type { Arrival, Valuation } from '../posting/valuation/valuation.ts';
import { valuationOn } from '../posting/valuation/valuation-methods.ts';
import type { ValuedBooks } from '../posting/valuation/valued-books.ts';
import type { BusinessDate } from '../primitives/business-date.ts';
import { absolute, money, NO_MONEY, quantity } from '../primitives/money.ts';
import { CAUSED_TYPES } from '../transactions/posting-rules.ts';
import type { ItemOf, StepMovement } from './cost-history.ts';
import type { RunPools } from './run-pools.ts';
import type { SharesOfOriginals } from './shares-of-originals.ts';
import { type Consequences, isTurned } from './step-values.ts';

/** The books a run values by: their configuration, their items, and the pools it follows. */
export type RunBooks = {
  readonly desk: DeterminationDesk;
  readonly itemOf: ItemOf;
  readonly pools: RunPools;
};

/**
 * What a movement costs on a day of the order of costs, and what it does to its pool: by the method
 * in force on that day, with the same functions as when it is posted.
 */
export class PoolMoves {
  readonly #books: RunBooks;
  readonly #shares: SharesOfOriginals;
  /** Units on their way to another account, with their layers. */
  #part: CostPool | undefined;
  readonly on: BusinessDate;

  constructor(books: RunBooks, shares: SharesOfOriginals, on: BusinessDate) {
    this.#books = books;
    this.#shares = shares;
    this.on = on;
  }

  /** What units that leave their pool cost, with the sign of the movement. */
  ownCost({ quantity: units, value, costed }: StepMovement, booked: BookedPool): bigint {
    const taken = quantity(-units);
    if (costed === 'held') {
      const origin = { receipt: 0, receivedOn: this.on };
      return -this.methodFor(booked).split(this.view(booked), booked, taken, origin).part.value;
    }
    const cost = this.methodFor(booked).costOf(this.view(booked), booked, taken);
    return cost === undefined ? value : -cost;
  }

  /** What as many units cost in the pool that was asked. */
  costElsewhere({ pricedBy, quantity: units, value }: StepMovement): bigint {
    const asked = this.#books.pools.at(pricedBy);
    if (asked === undefined) return value;
    const wanted = quantity(absolute(units));
    const cost = this.methodFor(asked).costOf(this.view(asked), asked, wanted);
    if (cost === undefined) return value;
    return units < 0n ? -cost : cost;
  }

  /**
   * Of an amount of value alone, what the units can carry at this place of the order. The rest goes
   * back where it came from.
   */
  toldValue(movement: StepMovement, booked: BookedPool): bigint {
    const { pool, address } = booked;
    const isOnHand = address.bucket === 'on-hand';
    const method = costingMethodOn(this.#books.desk.configuration, this.on);
    const basis = isOnHand && method === 'company-average' ? this.#whole(address.item) : pool;
    const wanted = money(basis.value + movement.value);
    return believableValue(basis, wanted) - basis.value;
  }

  #whole(item: string): Holding {
    let [units, value] = [0n, 0n];
    for (const { pool } of this.#books.pools.onHandOf(item)) {
      units += pool.quantity;
      value += pool.value;
    }
    return { quantity: quantity(units), value: money(value) };
  }

  /** Changes the pool of a movement, where it is followed; what that leaves is noted. */
  apply(movement: StepMovement, value: bigint, left: Consequences, before?: StepMovement): void {
    const booked = this.#books.pools.at(movement.pool);
    if (booked === undefined) return;
    const { bucket } = booked.address;
    if (movement.quantity === 0n) this.#revalue(movement, value, booked);
    else if (bucket !== 'on-hand') this.#carry(movement, value, booked);
    else if (movement.costed === 'held') this.#split(movement, booked);
    else if (before?.costed === 'held' && this.#part !== undefined)
      this.#merge(movement, this.#part, booked, left);
    else if (movement.quantity < 0n) this.#issue(movement, value, booked, left);
    else this.#receive(movement, value, booked, { left, before });
  }

  #revalue(movement: StepMovement, value: bigint, booked: BookedPool): void {
    const { pool, address } = booked;
    const change = money(value);
    const origin = { receipt: movement.event, receivedOn: this.on };
    if (movement.about !== 0) this.#shares.correct(movement, value);
    if (address.bucket !== 'on-hand') this.#books.pools.stage(booked, revaluePool(pool, change));
    else if (movement.about !== 0 && pool.layers.length > 0)
      this.#books.pools.stage(booked, revalueReceipt(pool, change, this.#receiptOf(movement)));
    else this.#books.pools.stage(booked, this.methodFor(booked).revalue(pool, change, origin));
  }

  /** The event whose layer a fact is about, or a fact that is turned round. */
  #receiptOf(movement: StepMovement): number {
    const { about, event } = movement;
    const object = isTurned(movement) ? this.#shares.aboutOf(about) : about;
    return this.#shares.eventOf(object) ?? event;
  }

  #carry(movement: StepMovement, value: bigint, booked: BookedPool): void {
    const { pool, address } = booked;
    const units = quantity(pool.quantity + movement.quantity);
    const summed = { ...pool, quantity: units, value: money(pool.value + value) };
    const issue =
      movement.quantity < 0n && address.bucket !== 'order-clearing'
        ? issueFromPool(pool, quantity(-movement.quantity))
        : undefined;
    this.#books.pools.stage(booked, issue?.cost === -value ? issue.pool : summed);
  }

  #issue(movement: StepMovement, value: bigint, booked: BookedPool, left: Consequences): void {
    const taken = { quantity: quantity(-movement.quantity), value: money(-value) };
    const method = this.methodFor(booked);
    if (movement.costed === 'original' || isTurned(movement)) {
      const receipt = this.#shares.eventOf(movement.about) ?? 0;
      const arrival = { receipt, receivedOn: this.on, wasOnHand: false };
      const settled = method.takeBack(this.view(booked), booked, taken, arrival);
      left.add(movement.pool, settled.type, settled.residue);
      this.#books.pools.stage(booked, settled.pool);
      return;
    }
    const issue = method.take(this.view(booked), booked, taken);
    const rest = { quantity: quantity(booked.pool.quantity - taken.quantity), value: NO_MONEY };
    const plain = { ...booked.pool, ...rest, value: money(booked.pool.value - taken.value) };
    this.#books.pools.stage(booked, issue?.pool ?? plain);
  }

  /** Units on their way to another account, with their layers. */
  #split(movement: StepMovement, booked: BookedPool): void {
    const origin = { receipt: movement.event, receivedOn: this.on };
    const units = quantity(-movement.quantity);
    const method = this.methodFor(booked);
    const { part, rest } = method.split(this.view(booked), booked, units, origin);
    this.#part = part;
    this.#books.pools.stage(booked, rest);
  }

  #merge(movement: StepMovement, part: CostPool, booked: BookedPool, left: Consequences): void {
    const origin = { receipt: movement.event, receivedOn: this.on };
    const merged = this.methodFor(booked).merge(this.view(booked), booked, part, origin);
    left.add(movement.pool, CAUSED_TYPES.negativeBalance, merged.adjustment);
    left.add(movement.pool, CAUSED_TYPES.costRevaluation, merged.residue);
    this.#books.pools.stage(booked, merged.pool);
  }

  #receive(
    movement: StepMovement,
    value: bigint,
    booked: BookedPool,
    { left, before }: { readonly left: Consequences; readonly before: StepMovement | undefined },
  ): void {
    const method = this.methodFor(booked);
    const origin = { receipt: movement.event, receivedOn: this.on };
    const wasOnHand =
      before !== undefined && this.#books.pools.addressOf(before.pool).bucket === 'on-hand';
    const moved = { quantity: movement.quantity, value: money(value) };
    const arrival: Arrival = { ...origin, wasOnHand };
    const receipt = method.receive(this.view(booked), booked, moved, arrival);
    left.add(movement.pool, CAUSED_TYPES.negativeBalance, receipt.adjustment);
    this.#books.pools.stage(booked, receipt.pool);
  }

  view({ address }: BookedPool): ValuedBooks {
    return {
      item: this.#books.itemOf(address.item),
      books: { desk: this.#books.desk },
      onHand: () => this.#books.pools.onHandOf(address.item),
      refuse: () => undefined,
    };
  }

  methodFor(booked: BookedPool): Valuation {
    return valuationOn(this.view(booked), this.on);
  }
}
