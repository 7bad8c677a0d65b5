import type { Condition, Finding, OffendingRow } from './inspection.ts';

/** Rows of a broken condition that are shown; all of them are counted. */
export const MOST_OFFENDING_ROWS = 20;

/** Rows that break a condition: all are counted, the first ones kept. */
export class OffendingRows {
  readonly #rows: OffendingRow[] = [];
  #counted = 0;

  add(row: OffendingRow): void {
    this.#counted += 1;
    if (this.#rows.length < MOST_OFFENDING_ROWS) this.#rows.push(row);
  }

  /** The finding, once the condition has been checked to its end. */
  of(condition: Condition): Finding {
    const counted = this.#counted;
    return { ...condition, kept: counted === 0, counted, rows: [...this.#rows] };
  }
}
