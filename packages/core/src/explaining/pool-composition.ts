import type { BusinessDate } from '../primitives/business-date.ts';
import { absolute, divideHalfUp, money } from '../primitives/money.ts';
import type { CostStep, StepMovement } from '../restating/cost-history.ts';
import { isConsequence } from '../restating/step-values.ts';

/** Units and value of pools that share one cost. */
export type Held = { readonly quantity: bigint; readonly value: bigint };

/** Steps that changed pools sharing one cost, in the order of costs, up to a place in it. */
export type PoolPast = {
  readonly pools: ReadonlySet<number>;
  /** What they held before the first of the steps. */
  readonly opening: Held;
  /** The first day that is not in the opening. */
  readonly from: BusinessDate;
  readonly steps: readonly CostStep[];
};

/** What a share of a pool is made of. */
export type Contribution =
  | {
      readonly kind: 'movement' | 'left-behind';
      readonly step: CostStep;
      readonly movement: StepMovement;
      readonly value: bigint;
    }
  | {
      readonly kind: 'stock-before';
      readonly on: BusinessDate;
      readonly held: Held;
      readonly value: bigint;
    };

/** So many receipts are taken apart one by one; what is older is one part. */
const MOST_CONTRIBUTIONS = 500;

/** What pools hold after the steps. */
export function heldAfter({ pools, opening, steps }: PoolPast): Held {
  let { quantity, value } = opening;
  for (const step of steps) {
    const change = changeOf(step, pools);
    quantity += change.quantity;
    value += change.value;
  }
  return { quantity, value };
}

/** The place before the pools last ran out, of which the cost that they knew last is. */
export function lastHeld(past: PoolPast): PoolPast | undefined {
  let held = heldAfter(past);
  for (let at = past.steps.length; at > 0; at -= 1) {
    if (held.quantity > 0n) return { ...past, steps: past.steps.slice(0, at) };
    const step = past.steps[at - 1];
    if (step !== undefined) held = before(held, changeOf(step, past.pools));
  }
  return held.quantity > 0n ? { ...past, steps: [] } : undefined;
}

/**
 * What `units` out of the pools are made of: everything that came in since they were last empty, each
 * with the part of it that later issues left there. Walks back from the place; the parts are exact
 * fractions, and are rounded to minor units once. They sum to the share up to rounding.
 */
export function composition(past: PoolPast, units: bigint): readonly Contribution[] {
  return new Walk(past, units).back();
}

class Walk {
  readonly #past: PoolPast;
  /**
   * Of an amount that is in the pools at the present place, the part that is in the share: `above`
   * through `below` times `held`, which is how many units the pools hold until something comes in.
   */
  #part: { above: bigint; below: bigint; held: bigint };
  #held: Held;
  readonly #found: Contribution[] = [];

  constructor(past: PoolPast, units: bigint) {
    this.#past = past;
    this.#held = heldAfter(past);
    this.#part = { above: units, below: 1n, held: this.#held.quantity };
  }

  back(): readonly Contribution[] {
    const { steps, pools, from } = this.#past;
    let isDone = this.#held.quantity <= 0n;
    let at = steps.length;
    while (at > 0 && !isDone && this.#found.length < MOST_CONTRIBUTIONS) {
      at -= 1;
      const step = steps[at];
      if (step !== undefined) isDone = this.#take(step, pools);
    }
    if (!isDone && (this.#held.value !== 0n || this.#held.quantity !== 0n))
      this.#found.push({
        kind: 'stock-before',
        on: at === 0 ? from : (steps[at]?.on ?? from),
        held: this.#held,
        value: this.#share(this.#held.value, ONE),
      });
    return this.#found.toReversed();
  }

  /** Goes back over a step; true where nothing that was there before it is left. */
  #take(step: CostStep, pools: ReadonlySet<number>): boolean {
    const change = changeOf(step, pools);
    if (change.quantity === 0n && change.value === 0n) return false;
    const after = this.#held;
    const earlier = before(after, change);
    this.#held = earlier;
    if (earlier.quantity <= 0n) {
      this.#covered(step, after);
      return true;
    }
    if (change.quantity < 0n) {
      const left = { above: after.quantity, below: earlier.quantity };
      this.#besides(step, after.value * left.below - earlier.value * left.above, left.below);
      this.#goBack(left);
    } else this.#received(step);
    return false;
  }

  /** Before an issue the part of an amount is what the issue left of it. Equal units cancel out. */
  #goBack({ above, below }: Fraction): void {
    const part = this.#part;
    if (part.held === above) part.held = below;
    else this.#part = { above: part.above * above, below: part.below * part.held, held: below };
  }

  /** All that a step brought in is still there, but for what was issued since. */
  #received(step: CostStep): void {
    const own = ownOf(step, this.#past.pools);
    const isMixed = own.some(({ quantity }) => quantity < 0n);
    const [first] = own;
    if (isMixed && first !== undefined) {
      const net = own.reduce((sum, { value }) => sum + value, 0n);
      const largest = largestOf(own) ?? first;
      this.#add('movement', step, largest, this.#share(net, ONE));
      return;
    }
    for (const movement of own.filter((one) => !isConsequence(one)))
      this.#add('movement', step, movement, this.#share(movement.value, ONE));
    // What was only spread anew over the pools of an average comes to nothing.
    const left = own.filter(isConsequence);
    const [consequence] = left;
    const net = left.reduce((sum, { value }) => sum + value, 0n);
    if (consequence !== undefined)
      this.#add('movement', step, { ...consequence, value: money(net) }, this.#share(net, ONE));
  }

  /** The pools held nothing or less: what is there afterwards is what is left of this receipt. */
  #covered(step: CostStep, after: Held): void {
    const own = ownOf(step, this.#past.pools);
    const received = own.filter(({ quantity }) => quantity > 0n);
    const units = received.reduce((sum, { quantity }) => sum + quantity, 0n);
    if (units === 0n) {
      this.#besides(step, after.value, 1n);
      return;
    }
    const left = { above: after.quantity, below: units };
    let open = after.value * left.below;
    for (const movement of received) {
      open -= movement.value * left.above;
      this.#add('movement', step, movement, this.#share(movement.value, left));
    }
    // A receipt into nothing may bring value alone along.
    if (after.quantity === units)
      for (const movement of own.filter(({ quantity }) => quantity === 0n)) {
        open -= movement.value * left.below;
        this.#add('movement', step, movement, this.#share(movement.value, ONE));
      }
    this.#besides(step, open, left.below);
  }

  /** An amount besides all shares: less than a minor unit is rounding. */
  #besides(step: CostStep, amount: bigint, below: bigint): void {
    const own = ownOf(step, this.#past.pools);
    const movement = largestOf(own);
    if (absolute(amount) < below || movement === undefined) return;
    const value = this.#share(amount, { above: 1n, below });
    this.#add('left-behind', step, movement, value);
  }

  #add(
    kind: 'movement' | 'left-behind',
    step: CostStep,
    movement: StepMovement,
    value: bigint,
  ): void {
    if (value !== 0n) this.#found.push({ kind, step, movement, value });
  }

  #share(amount: bigint, of: Fraction): bigint {
    const { above, below, held } = this.#part;
    return divideHalfUp(amount * above * of.above, below * held * of.below);
  }
}

type Fraction = { readonly above: bigint; readonly below: bigint };

const ONE: Fraction = { above: 1n, below: 1n };

const before = (after: Held, change: Held): Held => ({
  quantity: after.quantity - change.quantity,
  value: after.value - change.value,
});

const ownOf = ({ movements }: CostStep, pools: ReadonlySet<number>): readonly StepMovement[] =>
  movements.filter(({ pool }) => pools.has(pool));

function changeOf(step: CostStep, pools: ReadonlySet<number>): Held {
  let [quantity, value] = [0n, 0n];
  for (const movement of step.movements) {
    if (!pools.has(movement.pool)) continue;
    quantity += movement.quantity;
    value += movement.value;
  }
  return { quantity, value };
}

const largestOf = (movements: readonly StepMovement[]): StepMovement | undefined =>
  movements.toSorted((a, b) => (absolute(a.value) < absolute(b.value) ? 1 : -1))[0];
