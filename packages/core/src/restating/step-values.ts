import { CAUSED_TYPES } from '../transactions/posting-rules.ts';
import type { CostStep, StepMovement } from './cost-history.ts';

/** A movement that is worth something else in the order of costs than it stands at. */
export type Revalued = {
  readonly step: CostStep;
  readonly movement: StepMovement;
  /** What it is worth now; of a virtual consequence: all of it. */
  readonly value: bigint;
};

/** A consequence of a step in one pool: of which type, and what it adds to the pool's value. */
export type Consequence = {
  readonly pool: number;
  readonly type: StepMovement['type'];
  value: bigint;
};

/** What follows from a step, summed by pool and type. */
export class Consequences {
  readonly #sums = new Map<string, Consequence>();

  add(pool: number, type: StepMovement['type'], value: bigint): void {
    if (value === 0n) return;
    const key = `${pool} ${type}`;
    const known = this.#sums.get(key);
    if (known === undefined) this.#sums.set(key, { pool, type, value });
    else known.value += value;
  }

  get all(): readonly Consequence[] {
    return [...this.#sums.values()];
  }
}

/** Whether a movement was left over by the others of its family. */
export const isConsequence = ({ costed }: StepMovement): boolean => costed === 'consequence';

/** Whether a movement is another one with its signs turned. */
export const isTurned = ({ costed }: StepMovement): boolean => costed === 'reversed';

/** The number by which a step is known: that of its first movement. */
export const firstOf = ({ movements: [first] }: CostStep): number => first?.number ?? 0;

/** Units that only change their place inside one pool leave it as it is. */
export function staysInPool({ movements }: CostStep, index: number): boolean {
  const own = movements[index];
  const isPartner = (one: StepMovement | undefined) =>
    one !== undefined &&
    one.event === own?.event &&
    one.pool === own.pool &&
    one.quantity === -own.quantity &&
    one.quantity !== 0n;
  return isPartner(movements[index - 1]) || isPartner(movements[index + 1]);
}

/**
 * The new values of a run: of movements by their number, and of consequences that no movement stands
 * for by the first movement of the family.
 */
export class NewValues {
  readonly #values = new Map<number, Revalued>();
  readonly #virtual = new Map<number, Map<string, Revalued>>();
  /** Virtual consequences as they stand, of steps that are known. */
  readonly #standing = new Map<number, readonly StepMovement[]>();
  /** Steps that are known: whether something followed of them as they stand. */
  readonly #hadConsequences = new Map<number, boolean>();
  readonly #changed = new Map<number, CostStep>();
  readonly #known = new Map<number, bigint>();

  know(step: CostStep): void {
    const first = firstOf(step);
    for (const one of step.movements) if (!one.isVirtual) this.#known.set(one.number, one.value);
    const virtual = step.movements.filter(({ isVirtual }) => isVirtual);
    if (virtual.length > 0) this.#standing.set(first, virtual);
    this.#hadConsequences.set(
      first,
      step.movements.some(
        (one) => isCaused(one, step) && (one.quantity !== 0n || one.value !== 0n),
      ),
    );
  }

  keep(one: Revalued): void {
    const { movement, step } = one;
    this.#changed.set(firstOf(step), step);
    if (!movement.isVirtual) {
      this.#values.set(movement.number, one);
      return;
    }
    const first = firstOf(step);
    const own = this.#virtual.get(first) ?? new Map<string, Revalued>();
    own.set(keyOf(movement), one);
    this.#virtual.set(first, own);
  }

  of(movement: number): Revalued | undefined {
    return this.#values.get(movement);
  }

  /** What a movement is worth by now; undefined where the run has not heard of it. */
  worthOf(movement: number): bigint | undefined {
    return this.#values.get(movement)?.value ?? this.#known.get(movement);
  }

  valueOf({ number, value }: StepMovement): bigint {
    return this.#values.get(number)?.value ?? value;
  }

  /** The consequences of a step that no movement stands for, as they are by now. */
  virtualOf(first: number): readonly Pick<Revalued, 'movement' | 'value'>[] {
    const own = this.#virtual.get(first);
    const standing = (this.#standing.get(first) ?? []).filter(
      (movement) => own?.has(keyOf(movement)) !== true,
    );
    return [
      ...(own?.values() ?? []),
      ...standing.map((movement) => ({ movement, value: movement.value })),
    ];
  }

  /** Whether a step caused anything as it is valued by now, the spreading of an average apart. */
  isFamily(first: number): boolean {
    const step = this.#changed.get(first);
    const isOwn =
      step === undefined
        ? this.#hadConsequences.get(first) === true
        : step.movements.some((one) => isCaused(one, step) && this.#isWorth(one));
    return (
      isOwn || this.virtualOf(first).some((one) => !isSpread(one.movement) && one.value !== 0n)
    );
  }

  #isWorth(movement: StepMovement): boolean {
    return !isConsequence(movement) || this.valueOf(movement) !== 0n;
  }

  get all(): readonly Revalued[] {
    const virtual = [...this.#virtual.values()].flatMap((own) => [...own.values()]);
    return [...this.#values.values(), ...virtual];
  }
}

const keyOf = ({ pool, type }: StepMovement): string => `${pool} ${type}`;

const isSpread = ({ type }: StepMovement): boolean => type === CAUSED_TYPES.averageRespread;

/** Whether a movement is of an event that the first one of its step caused. */
const isCaused = (movement: StepMovement, { movements: [first] }: CostStep): boolean =>
  !movement.isVirtual && movement.event !== first?.event && !isSpread(movement);
