import type { CostStep } from './cost-history.ts';

/** Where a step stands in the order of costs: by day, then by number, facts right after their object. */
type Place = { readonly on: string; readonly at: number; readonly number: number };

/** Says of a movement which one it is a fact about, reversed facts included; 0 where it is none. */
export type ObjectOf = (movement: number) => number;

const KNOWS_NONE: ObjectOf = () => 0;

/** The place of a step. A fact about an earlier movement, or its reversal, stands right after that one. */
export function placeOf(
  { on, movements: [first] }: CostStep,
  objectOf: ObjectOf = KNOWS_NONE,
): Place {
  if (first === undefined) return { on, at: 0, number: 0 };
  const isFact = first.costed === 'told' && first.about !== 0;
  const object = isFact ? first.about : objectOf(first.number);
  if (object === 0) return { on, at: first.number, number: 0 };
  return { on, at: object, number: first.number };
}

/** Whether a place comes before another one: negative, zero or positive. */
export function comparePlaces(a: Place, b: Place): number {
  if (a.on !== b.on) return a.on < b.on ? -1 : 1;
  return a.at - b.at || a.number - b.number;
}

/** Steps of several histories in the order of costs, each once. */
export function stepsInOrder(
  histories: readonly (readonly CostStep[])[],
  objectOf: ObjectOf = KNOWS_NONE,
): readonly CostStep[] {
  const steps = new Map<number, CostStep>();
  for (const history of histories)
    for (const step of history) steps.set(step.movements[0]?.number ?? 0, step);
  const placed = [...steps.values()].map((step) => ({ step, place: placeOf(step, objectOf) }));
  return placed.toSorted((a, b) => comparePlaces(a.place, b.place)).map(({ step }) => step);
}

type Entry = { readonly place: Place; readonly step: CostStep };

/** The steps still to be taken, the earliest in the order of costs first; each is taken once. */
export class Agenda {
  readonly #heap: Entry[] = [];
  readonly #known = new Set<number>();
  readonly #objectOf: ObjectOf;

  constructor(objectOf: ObjectOf) {
    this.#objectOf = objectOf;
  }

  add(step: CostStep): void {
    const number = step.movements[0]?.number ?? 0;
    if (this.#known.has(number)) return;
    this.#known.add(number);
    const heap = this.#heap;
    const entry = { place: placeOf(step, this.#objectOf), step };
    let hole = heap.length;
    while (hole > 0) {
      const above = (hole - 1) >> 1;
      const parent = heap[above];
      if (parent === undefined || comparePlaces(parent.place, entry.place) <= 0) break;
      heap[hole] = parent;
      hole = above;
    }
    heap[hole] = entry;
  }

  /** The earliest step, which stays; undefined when there is none left. */
  get next(): CostStep | undefined {
    return this.#heap[0]?.step;
  }

  /** The earliest step, taken out; undefined when there is none left. */
  take(): CostStep | undefined {
    const heap = this.#heap;
    const [first] = heap;
    const last = heap.pop();
    if (first === undefined || last === undefined) return undefined;
    if (heap.length > 0) this.#sink(last);
    return first.step;
  }

  #sink(entry: Entry): void {
    const heap = this.#heap;
    let hole = 0;
    for (;;) {
      const left = 2 * hole + 1;
      const [a, b] = [heap[left], heap[left + 1]];
      if (a === undefined) break;
      const isRight = b !== undefined && comparePlaces(b.place, a.place) < 0;
      const child = isRight ? b : a;
      if (comparePlaces(entry.place, child.place) <= 0) break;
      heap[hole] = child;
      hole = isRight ? left + 1 : left;
    }
    heap[hole] = entry;
  }
}
