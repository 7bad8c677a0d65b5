import type { CostStep } from './cost-history.ts';

/** Where a step stands in the order of costs: by day, then by number, facts right after their object. */
type Place = { readonly on: string; readonly at: number; readonly number: number };

/** The place of a step. A fact about an earlier movement stands right after that one. */
export function placeOf({ on, movements: [first] }: CostStep): Place {
  if (first === undefined) return { on, at: 0, number: 0 };
  const isFact = first.costed === 'told' && first.about !== 0;
  return { on, at: isFact ? first.about : first.number, number: isFact ? first.number : 0 };
}

/** Whether a place comes before another one: negative, zero or positive. */
export function comparePlaces(a: Place, b: Place): number {
  if (a.on !== b.on) return a.on < b.on ? -1 : 1;
  return a.at - b.at || a.number - b.number;
}

/** Steps of several histories in the order of costs, each once. */
export function stepsInOrder(histories: readonly (readonly CostStep[])[]): readonly CostStep[] {
  const steps = new Map<number, CostStep>();
  for (const history of histories)
    for (const step of history) steps.set(step.movements[0]?.number ?? 0, step);
  return [...steps.values()].toSorted((a, b) => comparePlaces(placeOf(a), placeOf(b)));
}

type Entry = { readonly place: Place; readonly step: CostStep };

/** The steps still to be taken, the earliest in the order of costs first; each is taken once. */
export class Agenda {
  readonly #heap: Entry[] = [];
  readonly #known = new Set<number>();

  add(step: CostStep): void {
    const number = step.movements[0]?.number ?? 0;
    if (this.#known.has(number)) return;
    this.#known.add(number);
    const heap = this.#heap;
    const entry = { place: placeOf(step), step };
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
