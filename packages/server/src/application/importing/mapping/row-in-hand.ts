import { type ImportRefusal, type ImportRefusalCode, importRefusal } from '../import-refusals.ts';

/** Makes the text of a field out of the row in hand; empty when there is nothing to say. */
export type Value = (row: RowInHand) => string;

/** Names a template may use beside the columns of the file. */
export const LINE = '#line';
export const FILE = '#file';

/** A file's own part of every key that is made of file and line. */
const FILE_NAME_LENGTH = 24;

/** Where the columns of a file of rejected rows stand, when the file is one. */
export type RejectedPlaces = {
  readonly line: number | undefined;
  readonly file: number | undefined;
};

/**
 * The row that is being read, with what was found wrong with it. There is one for a whole file:
 * a million rows need no million objects beside their transactions.
 */
export class RowInHand {
  cells: readonly string[] = [];
  /** Made by the mapping out of the cells, in the order of `derived`. */
  readonly derived: string[] = [];
  line = 0;
  refusals: ImportRefusal[] = [];
  readonly #file: string;
  readonly #digest: string;
  readonly #rejected: RejectedPlaces;

  constructor(file: string, sha256: string, rejected: RejectedPlaces) {
    this.#file = file;
    this.#digest = sha256.slice(0, FILE_NAME_LENGTH);
    this.#rejected = rejected;
  }

  take(cells: readonly string[], line: number): void {
    this.cells = cells;
    this.line = line;
    this.derived.length = 0;
    this.refusals = [];
  }

  cell(index: number): string {
    return (this.cells[index] ?? '').trim();
  }

  /** The line in the file the row first came from: a corrected rejected row keeps its own. */
  get firstLine(): string {
    const { line } = this.#rejected;
    const noted = line === undefined ? '' : this.cell(line);
    return noted === '' ? String(this.line) : noted;
  }

  /** What names the file the row first came from, whatever the file is called now. */
  get firstFile(): string {
    const { file } = this.#rejected;
    const noted = file === undefined ? '' : this.cell(file);
    return noted === '' ? this.#digest : noted;
  }

  /** File and line of the row, for what is said of it. */
  get place(): { readonly file: string; readonly line: number } {
    return { file: this.#file, line: this.line };
  }

  /** Says what is wrong with the row, or with one column of it. */
  refuse(code: ImportRefusalCode, column: string, details: Readonly<Record<string, string>>): void {
    const place = column === '' ? this.place : { ...this.place, column };
    this.refusals.push(importRefusal(code, { column, ...details }, place));
  }
}
