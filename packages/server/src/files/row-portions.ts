import type { ImportRefusal } from '../application/importing/import-refusals.ts';
import { ROWS_AT_ONCE, type RowPortion } from '../application/importing/row-source.ts';

/** Is told of a file what does not stand in its rows. */
export type RowListener = {
  /** The names of the columns; called again when a later row names more (NDJSON). */
  readonly header: (names: readonly string[]) => void;
  /** Something is wrong with a row, and reading goes on behind it. */
  readonly fault: (refusal: ImportRefusal) => void;
};

/** Gathers rows into portions. */
export class PortionGatherer {
  #rows: (readonly string[])[] = [];
  #lines: number[] = [];
  #full: RowPortion[] = [];

  add(cells: readonly string[], line: number): void {
    this.#rows.push(cells);
    this.#lines.push(line);
    if (this.#rows.length === ROWS_AT_ONCE) this.#close();
  }

  /** The portions that are full; at the end also the last one. */
  take(atEnd = false): readonly RowPortion[] {
    if (atEnd && this.#rows.length > 0) this.#close();
    const taken = this.#full;
    this.#full = [];
    return taken;
  }

  #close(): void {
    this.#full.push({ rows: this.#rows, lines: this.#lines });
    this.#rows = [];
    this.#lines = [];
  }
}
