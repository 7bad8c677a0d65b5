import type { BookedEvent } from '../posting/books.ts';
import type { CostsInOrder } from './run-costs.ts';

/** Why costs were run again: what was recorded late. */
export type LateFact = Pick<BookedEvent, 'number' | 'source' | 'key'>;

/** A late fact with the pools from which costs are run again because of it. */
export type LateCause = LateFact & { readonly pools: readonly number[] };

/**
 * Which late facts of a run an item's corrections are due to: those that touched the item, or one that
 * goods of it were made of, or became. Where that leaves none, to all of them.
 */
export class LateCauses {
  readonly #all: readonly LateCause[];
  readonly #byItem: ReadonlyMap<string, readonly LateCause[]>;
  /** For every item another one it shares its value with, up to one that stands for all of them. */
  readonly #kin = new Map<string, string>();

  constructor(causes: readonly LateCause[], { pools, revalued }: CostsInOrder) {
    this.#all = causes;
    const items = new Map<number, string>();
    for (const { standing, history } of pools) {
      items.set(standing.number, standing.address.item);
      for (const [number, { item }] of history.addresses) items.set(number, item);
    }
    for (const { step } of revalued) this.#join(step.movements.map(({ pool }) => items.get(pool)));
    const byItem = new Map<string, LateCause[]>();
    for (const cause of causes)
      for (const item of new Set(cause.pools.map((pool) => this.#kinOf(items.get(pool) ?? ''))))
        byItem.set(item, [...(byItem.get(item) ?? []), cause]);
    this.#byItem = byItem;
  }

  of(item: string): readonly LateCause[] {
    return this.#byItem.get(this.#kinOf(item)) ?? this.#all;
  }

  #join([first, ...others]: readonly (string | undefined)[]): void {
    if (first === undefined) return;
    for (const other of others)
      if (other !== undefined && other !== first && this.#kinOf(other) !== this.#kinOf(first))
        this.#kin.set(this.#kinOf(other), this.#kinOf(first));
  }

  #kinOf(item: string): string {
    let last = item;
    for (let next = this.#kin.get(last); next !== undefined; next = this.#kin.get(last))
      last = next;
    return last;
  }
}
