import {
  type CostPool,
  type Holding,
  isBelievable,
  issueFromPool,
  revaluePool,
  revalueReceipt,
  takeAtFixedCost,
} from '../../costing/cost-pool.ts';
import {
  absolute,
  type Money,
  money,
  NO_MONEY,
  NO_QUANTITY,
  type Quantity,
  quantity,
} from '../../primitives/money.ts';
import { CONFIGURATION_SOURCE } from '../../transactions/transaction.ts';
import type { AddressedMovement } from '../books.ts';
import { RunPools, type RunStart, runKey } from './run-pools.ts';
import type { StreamEvent, StreamFamily } from './stream-events.ts';
import { toldAmount } from './told-amount.ts';
import { turnRound } from './turn-round.ts';

/**
 * One item valued by another method than the one that posts, family by family in the order of costs
 * (`004.07`). It uses the very functions of the method on pools of its own: what was told is taken
 * over from the books, all else is at the stream's own cost. Goods carry that cost from site to site,
 * a return gets its share of it, a reversal turns it round. What the method would post besides, to
 * settle what was assumed, only changes the pool here. Nothing is refused: where the stream knows no
 * cost it takes the one of the books.
 */
export class StreamRun {
  readonly #pools: RunPools;

  constructor(start: RunStart) {
    this.#pools = new RunPools(start);
  }

  /** The pools that were touched, as they are now. */
  get pools(): RunPools['touched'] {
    return this.#pools.touched;
  }

  take(family: StreamFamily): void {
    const movements = family.flatMap((event) => this.#ownOf(event));
    if (movements.some(({ costed }) => costed === 'reversed'))
      turnRound(this.#pools, family, movements);
    else for (const event of family) this.#follow(event);
    for (const movement of movements) if (isKept(movement)) this.#pools.see(movement);
  }

  /** The movements of the item; a document of several moves others as well. */
  #ownOf({ movements }: StreamEvent): readonly AddressedMovement[] {
    const { code } = this.#pools.start.item;
    return movements.filter((movement) => movement.address.item === code && isValued(movement));
  }

  #follow(event: StreamEvent): void {
    const movements = this.#ownOf(event);
    const stays = staysInPool(movements);
    let carried: Money | undefined;
    for (const movement of movements) {
      // Units that stay in their pool keep their cost: only their place or their account changes.
      if (stays) this.#pools.note(movement, NO_MONEY);
      else if (movement.quantity === 0n) this.#changeValue(event, movement);
      else if (movement.quantity > 0n) carried = this.#putIn(event, movement, carried);
      else carried = this.#takeOut(event, movement);
    }
    this.#pools.history.conclude(event);
  }

  /** Units leave at what they cost here, or at the amount of what they are a part of. */
  #takeOut(event: StreamEvent, movement: AddressedMovement): Money {
    const { address, costed, postedOn: receivedOn } = movement;
    const units = quantity(-movement.quantity);
    const pool = this.#pools.at(address);
    if (costed === 'pool' && isKept(movement)) {
      const issue = this.#issue(movement, units);
      const cost = issue?.cost ?? sizeOf(movement);
      const plain = { quantity: movement.quantity, value: money(-cost) };
      this.#pools.keep(movement, issue?.pool ?? withSum(pool, plain));
      this.#pools.note(movement, plain.value);
      return cost;
    }
    const value = this.#askedFor(event, movement, units) ?? sizeOf(movement);
    const taken = { quantity: units, value };
    const receipt = originalOf(event);
    const { pool: rest, residue } =
      address.bucket === 'on-hand'
        ? this.#pools.method.takeBack(pool, taken, { receipt, receivedOn })
        : takeAtFixedCost(pool, taken, receipt);
    if (isKept(movement)) this.#pools.keep(movement, rest);
    this.#pools.note(movement, money(-value), isKept(movement) ? residue : NO_MONEY);
    return value;
  }

  #issue({ address }: AddressedMovement, units: Quantity) {
    const pool = this.#pools.at(address);
    if (address.bucket === 'on-hand') return this.#pools.method.take(pool, units);
    return pool.quantity < units ? undefined : issueFromPool(pool, units);
  }

  #putIn(event: StreamEvent, movement: AddressedMovement, carried: Money | undefined): Money {
    const { address, quantity: units, costed, postedOn: receivedOn } = movement;
    const asked = costed === 'carried-over' ? carried : this.#askedFor(event, movement, units);
    const arrived = { quantity: units, value: asked ?? sizeOf(movement) };
    const pool = this.#pools.at(address);
    const origin = { receipt: event.number, receivedOn };
    const { pool: filled, adjustment } =
      address.bucket === 'on-hand'
        ? this.#pools.method.receive(pool, arrived, origin)
        : { pool: withSum(pool, arrived), adjustment: NO_MONEY };
    if (isKept(movement)) this.#pools.keep(movement, filled);
    this.#pools.note(movement, arrived.value, adjustment);
    return arrived.value;
  }

  /** What units cost that are not taken from their own pool; undefined where only the books say it. */
  #askedFor(
    event: StreamEvent,
    { costed, pricedBy, costedOn }: AddressedMovement,
    units: Quantity,
  ): Money | undefined {
    const { item, currencyDecimals, siteOf } = this.#pools.start;
    if (costed === 'original')
      return this.#pools.history.shareOf(originalOf(event), units, event.type);
    if (costed === 'told') return toldAmount(event.content, item, units, currencyDecimals);
    const site = costed === 'other-pool' ? siteOf(pricedBy) : undefined;
    if (site === undefined) return undefined;
    const pool = this.#pools.ask({ site, bucket: 'on-hand', document: '' }, costedOn);
    return this.#pools.method.costOf(pool, units);
  }

  /** A fact about an earlier cost, or a value that was told; what the books settled is their own. */
  #changeValue({ number, source }: StreamEvent, movement: AddressedMovement): void {
    const { value, costed, about, postedOn: receivedOn } = movement;
    const pool = this.#pools.at(movement.address);
    const isTold = costed === 'told' && source !== CONFIGURATION_SOURCE && isKept(movement);
    if (!isTold || !isBelievable(withSum(pool, { quantity: NO_QUANTITY, value }))) {
      this.#pools.note(movement, NO_MONEY);
      return;
    }
    const effect = this.#pools.history.effectOf(about);
    if (about === 0)
      this.#pools.keep(
        movement,
        this.#pools.method.revalue(pool, value, { receipt: number, receivedOn }),
      );
    else if (effect !== undefined && effect.quantity > 0n)
      this.#pools.keep(movement, revalueReceipt(pool, value, effect.event));
    else this.#pools.keep(movement, revaluePool(pool, value));
    this.#pools.note(movement, value);
  }
}

/** Goods of others have no value. */
const isValued = ({ address }: AddressedMovement): boolean => address.bucket !== 'consigned';

/**
 * What an order's clearing holds is cost of sales on its way, and no stock. What lies under assembly
 * is of several items: what comes out of it costs what the books say.
 */
const isKept = ({ address: { bucket } }: AddressedMovement): boolean =>
  bucket !== 'order-clearing' && bucket !== 'assembly';

/** Whether an event only moves units from one place of a pool to another one. */
function staysInPool([first, second]: readonly AddressedMovement[]): boolean {
  if (first === undefined || second === undefined || first.quantity === 0n) return false;
  const isSame = runKey(first.address) === runKey(second.address);
  return isSame && first.quantity + second.quantity === 0n;
}

const originalOf = ({ links }: StreamEvent): number =>
  links.find(({ kind, quantity: units }) => kind === 'refers-to' && units > 0n)?.to ?? 0;

const sizeOf = ({ value }: AddressedMovement): Money => money(absolute(value));

/** Units and value added, and nothing settled. */
const withSum = (pool: CostPool, { quantity: units, value }: Holding): CostPool => ({
  ...pool,
  quantity: quantity(pool.quantity + units),
  value: money(pool.value + value),
});
