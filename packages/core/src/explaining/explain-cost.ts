import type { PoolAddress } from '../costing/cost-pool.ts';
import { type CostingMethod, EMPTY_POOL, issueFromPool } from '../costing/cost-pool.ts';
import type { CostSource } from '../costing/cost-source.ts';
import { costingMethodOn } from '../determination/configuration.ts';
import type { DeterminationDesk } from '../determination/determination-desk.ts';
import type { BusinessDate } from '../primitives/business-date.ts';
import { absolute, divideHalfUp, money, quantity } from '../primitives/money.ts';
import type { ItemOf, PoolHistory, StepMovement } from '../restating/cost-history.ts';
import { type CostNode, type CostNodeKind, partOf, scaled, sumOf, withParts } from './cost-node.ts';
import type { Explaining } from './cost-question.ts';
import { KnownHistories, type Placed } from './known-histories.ts';
import {
  type Contribution,
  composition,
  heldAfter,
  lastHeld,
  type PoolPast,
} from './pool-composition.ts';

/** The movement whose cost is asked for, the pool it lies in and its day in the order of costs. */
export type CostSubject = {
  readonly movement: number;
  readonly pool: number;
  readonly on: BusinessDate;
};

/** So many steps from pool to pool are followed; what is further away is told as one part. */
const DEEPEST = 6;
/** So many movements are taken apart for one answer. */
const MOST_TAKEN_APART = 60;

/**
 * Why a movement costs what it does: the tree of what its cost is made of, as it stands after all
 * corrections, in the order of costs. The value of the tree is the cost of the units: positive for
 * units that leave. It asks for the histories of the pools it meets; undefined where the movement is
 * not in the history of its pool.
 */
export function* explainCost(
  desk: DeterminationDesk,
  itemOf: ItemOf,
  { movement, pool, on }: CostSubject,
): Explaining<CostNode | undefined> {
  const known = new KnownHistories(desk, itemOf, on);
  yield* known.pool(pool);
  const placed = known.placed(movement);
  return placed && (yield* new Explanation(desk, known).of(placed, 0));
}

/** What the units of a movement cost, whichever way they went. */
export const costOfMovement = ({
  quantity: units,
  value,
}: Pick<StepMovement, 'quantity' | 'value'>): bigint => (units < 0n ? -value : value);

class Explanation {
  readonly #desk: DeterminationDesk;
  readonly #known: KnownHistories;
  #takenApart = 0;

  constructor(desk: DeterminationDesk, known: KnownHistories) {
    this.#desk = desk;
    this.#known = known;
  }

  /** The tree of one movement. */
  *of(placed: Placed, depth: number): Explaining<CostNode> {
    const { step, movement } = placed;
    const address = this.#known.addressOf(movement.pool);
    const isAtStandard = address?.bucket === 'on-hand' && this.#methodOn(step.on) === 'standard';
    const kind = isAtStandard && movement.quantity !== 0n ? 'standard' : KINDS[movement.costed];
    const node: CostNode = {
      ...partOf(kind, costOfMovement(movement)),
      movement: movement.number,
      event: movement.event,
      on: step.on,
      pool: movement.pool,
      of: { quantity: movement.quantity, value: movement.value },
    };
    if (kind === 'told' && movement.quantity === 0n && movement.about !== 0)
      return { ...node, kind: 'cost-fact' };
    if (!FOLLOWED.has(kind) || movement.isVirtual) return node;
    if (depth >= DEEPEST || this.#takenApart >= MOST_TAKEN_APART) return { ...node, isCut: true };
    this.#takenApart += 1;
    return yield* this.#follow(node, placed, depth);
  }

  *#follow(node: CostNode, placed: Placed, depth: number): Explaining<CostNode> {
    const { movement, step } = placed;
    if (node.kind === 'carried-over') {
      const at = step.movements.indexOf(movement);
      const other = step.movements[at - 1];
      if (other === undefined || other.event !== movement.event) return { ...node, isCut: true };
      return yield* this.#same(node, { step, movement: other }, depth);
    }
    if (node.kind === 'original' || node.kind === 'reversed') {
      const about = this.#known.placed(movement.about);
      if (about === undefined) return { ...node, isCut: true };
      if (node.kind === 'original') return yield* this.#shareOf(node, about, depth);
      return yield* this.#same(node, about, depth);
    }
    return yield* this.#poolShare(node, placed, depth);
  }

  /** The whole of another movement. */
  *#same(node: CostNode, other: Placed, depth: number): Explaining<CostNode> {
    const whole = yield* this.of(other, depth + 1);
    const sign = whole.value < 0n === node.value < 0n ? 1n : -1n;
    return withParts(node, [turned(whole, sign)]);
  }

  /** A share of another movement by units, with the facts about its cost. */
  *#shareOf(node: CostNode, original: Placed, depth: number): Explaining<CostNode> {
    const all = absolute(original.movement.quantity);
    const units = absolute(node.of.quantity);
    if (all === 0n) return { ...node, isCut: true };
    const share = (value: bigint) => divideHalfUp(value * units, all);
    const whole = yield* this.of(original, depth + 1);
    const parts = [scaled(whole, share(whole.value))];
    const missing = node.value - sumOf(parts);
    const facts: CostNode[] = [];
    for (const fact of this.#known.factsAbout(original.movement.number)) {
      const told = yield* this.of(fact, depth + 1);
      facts.push(scaled(told, share(told.value)));
    }
    const isWithFacts = absolute(missing - sumOf(facts)) < absolute(missing);
    return withParts(node, isWithFacts ? [...parts, ...facts] : parts);
  }

  /** The share of what the pool held that was asked for the cost. */
  *#poolShare(node: CostNode, placed: Placed, depth: number): Explaining<CostNode> {
    const { step, movement } = placed;
    const asked = movement.pricedBy === 0 ? movement.pool : movement.pricedBy;
    const history = yield* this.#known.pool(asked);
    if (history === undefined) return { ...node, isCut: true };
    const { address } = history.booked;
    const method = address.bucket === 'on-hand' ? this.#methodOn(step.on) : 'moving-average';
    const units = absolute(movement.quantity);
    const share = { ...node, pool: asked };
    if (method === 'standard') return { ...share, kind: 'standard' };
    if (method === 'fifo') {
      const found = yield* this.#layers({ node: share, history, placed, units });
      if (found.length > 0) return withParts(share, found);
    }
    const histories = yield* this.#sharing(method, address, history);
    const past = this.#known.past(histories, placed);
    return yield* this.#average({ node: share, past, known: history.known, units }, depth);
  }

  *#sharing(
    method: CostingMethod,
    { item }: PoolAddress,
    history: PoolHistory,
  ): Explaining<readonly PoolHistory[]> {
    return method === 'company-average' ? yield* this.#known.onHandOf(item) : [history];
  }

  *#average({ node, past, known, units }: Averaged, depth: number): Explaining<CostNode> {
    const held = heldAfter(past);
    if (held.quantity > 0n)
      return withParts(node, yield* this.#contributions(composition(past, units), depth));
    const last = lastHeld(past);
    const basis = last && heldAfter(last);
    // The pool held nothing in all that was looked at: what it knew before is all there is to say.
    if (last === undefined || basis === undefined) {
      const value =
        known.quantity === 0n ? node.value : divideHalfUp(known.value * units, known.quantity);
      return withParts(node, [{ ...partOf('assumed', value), pool: node.pool, of: known }]);
    }
    const value = divideHalfUp(basis.value * units, basis.quantity);
    const assumed: CostNode = {
      ...partOf('assumed', value),
      pool: node.pool,
      of: { quantity: quantity(basis.quantity), value: money(basis.value) },
    };
    const parts = yield* this.#contributions(composition(last, units), depth);
    return withParts(node, [withParts(assumed, parts)]);
  }

  *#contributions(found: readonly Contribution[], depth: number): Explaining<readonly CostNode[]> {
    const parts = new Map<Contribution, CostNode>();
    // The largest first, since only so many are taken apart.
    for (const one of found.toSorted((a, b) => (absolute(a.value) < absolute(b.value) ? 1 : -1)))
      parts.set(one, yield* this.#contribution(one, depth));
    return found.flatMap((one) => parts.get(one) ?? []);
  }

  *#contribution(one: Contribution, depth: number): Explaining<CostNode> {
    if (one.kind === 'stock-before') {
      const of = { quantity: quantity(one.held.quantity), value: money(one.held.value) };
      return { ...partOf('stock-before', one.value), on: one.on, of, isCut: true };
    }
    if (one.kind === 'left-behind') return leftBehind(one);
    return scaled(yield* this.of(one, depth + 1), one.value);
  }

  /** The receipts that were used, each with what came to its cost later. */
  *#layers({ node, history, placed, units }: Used): Explaining<readonly CostNode[]> {
    const layers = yield* this.#known.layersAt(history, placed);
    if (layers.length === 0) return [];
    const pool = {
      ...EMPTY_POOL,
      quantity: quantity(layers.reduce((sum, layer) => sum + layer.quantity, 0n)),
      value: money(sumOf(layers)),
      layers,
    };
    const issue = issueFromPool(pool, quantity(units));
    if (issue === undefined) return [];
    const used = issue.uses.map((use) => this.#layer(use, history));
    const assumed = issue.cost - sumOf(used);
    const isShort = pool.quantity < units;
    return isShort ? [...used, { ...partOf('assumed', assumed), pool: node.pool }] : used;
  }

  #layer(
    { receipt, quantity: units, value }: { receipt: number; quantity: bigint; value: bigint },
    { booked, steps, warmUp }: PoolHistory,
  ): CostNode {
    const layer: CostNode = {
      ...partOf('layer', value),
      event: receipt,
      pool: booked.number,
      of: { quantity: quantity(units), value: money(value) },
    };
    const step = [...warmUp, ...steps].find(({ movements }) =>
      movements.some((one) => one.event === receipt && one.quantity > 0n),
    );
    const movement = step?.movements.find(
      (one) => one.event === receipt && one.quantity > 0n && one.pool === booked.number,
    );
    if (step === undefined || movement === undefined) return { ...layer, isCut: true };
    const share = (whole: bigint) => divideHalfUp(whole * units, movement.quantity);
    const parts = [{ step, movement }, ...this.#known.factsAbout(movement.number)].map((placed) => {
      const { number, event, quantity: of, value: whole } = placed.movement;
      const kind = placed.movement === movement ? KINDS[movement.costed] : 'cost-fact';
      const of_ = { quantity: of, value: whole };
      return {
        ...partOf(kind, share(whole)),
        movement: number,
        event,
        on: placed.step.on,
        pool: booked.number,
        of: of_,
        isCut: FOLLOWED.has(kind),
      };
    });
    return withParts({ ...layer, movement: movement.number, on: step.on }, parts, 'left-behind');
  }

  #methodOn(on: BusinessDate): CostingMethod {
    return costingMethodOn(this.#desk.configuration, on);
  }
}

type Averaged = {
  readonly node: CostNode;
  readonly past: PoolPast;
  readonly known: CostNode['of'];
  readonly units: bigint;
};

type Used = {
  readonly node: CostNode;
  readonly history: PoolHistory;
  readonly placed: Placed;
  readonly units: bigint;
};

/** What a movement's cost is by how it came by it. */
const KINDS: Readonly<Record<CostSource, CostNodeKind>> = {
  told: 'told',
  borne: 'cost-fact',
  pool: 'pool-share',
  'other-pool': 'pool-share',
  held: 'pool-share',
  'carried-over': 'carried-over',
  original: 'original',
  reversed: 'reversed',
  consequence: 'consequence',
  restated: 'restated',
  none: 'told',
};

/** The parts that have parts themselves. */
const FOLLOWED: ReadonlySet<CostNodeKind> = new Set([
  'pool-share',
  'carried-over',
  'original',
  'reversed',
]);

const leftBehind = ({
  step,
  movement,
  value,
}: Extract<Contribution, { kind: 'movement' | 'left-behind' }>): CostNode => ({
  ...partOf('left-behind', value),
  movement: movement.number,
  event: movement.event,
  on: step.on,
  pool: movement.pool,
  of: { quantity: movement.quantity, value: movement.value },
});

/** A tree with its signs turned, where what it is a part of has the other sign. */
const turned = (node: CostNode, sign: 1n | -1n): CostNode =>
  sign === 1n
    ? node
    : {
        ...node,
        value: money(-node.value),
        children: node.children.map((child) => turned(child, sign)),
      };
