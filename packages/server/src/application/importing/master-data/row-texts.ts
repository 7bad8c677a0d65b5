import type { Refusal } from 'perpetua-core';
import type { RowReader } from '../compile-columns.ts';
import { coreRefusal } from '../import-refusals.ts';
import type { RowInHand } from '../mapping/row-in-hand.ts';

/** The texts of the row in hand, by the columns of its kind. */
export class RowTexts {
  readonly row: RowInHand;
  readonly #texts: ReadonlyMap<string, string>;

  constructor({ row, fields }: RowReader) {
    this.row = row;
    this.#texts = new Map(fields.map(({ column, value }) => [column.name, value(row)] as const));
  }

  /** Empty when the column is, or is not there. */
  text(column: string): string {
    return this.#texts.get(column) ?? '';
  }

  /** The text of a column that must be filled. */
  needed(column: string): string {
    const text = this.text(column);
    if (text === '' && !this.row.refusals.some((refusal) => refusal.column === column)) {
      this.row.refuse('cell-empty', column, {});
    }
    return text;
  }

  /** A column that is not in the file leaves what was; an empty cell takes it away. */
  kept(column: string, before: string | undefined): string | undefined {
    if (!this.#texts.has(column)) return before;
    const text = this.text(column);
    return text === '' ? undefined : text;
  }

  /** One of the words, or what was before; another word is refused. */
  word<Word extends string>(
    column: string,
    words: readonly Word[],
    before: Word | undefined,
  ): Word | undefined {
    const text = this.kept(column, before)?.toLowerCase();
    if (text === undefined) return undefined;
    const word = words.find((one) => one === text);
    if (word === undefined) {
      this.row.refuse('word-unknown', column, { value: text, words: words.join(', ') });
    }
    return word;
  }

  /** A whole number within bounds, or what was before. */
  whole(
    column: string,
    { from, to }: { readonly from: number; readonly to: number },
    before: number | undefined,
  ): number | undefined {
    const text = this.kept(column, before?.toString());
    if (text === undefined) return undefined;
    const number = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
    if (number >= from && number <= to) return number;
    this.row.refuse('whole-number', column, { value: text, from: String(from), to: String(to) });
    return undefined;
  }

  /** A reason of the core to say no. */
  refuse(refusal: Refusal): void {
    this.row.refusals.push(coreRefusal(refusal, this.row.place));
  }
}

/** A field that is there only when it has a value. */
export function optional<Name extends string, Value>(
  name: Name,
  value: Value | undefined,
): { readonly [Key in Name]?: Value } {
  const field: { [Key in Name]?: Value } = {};
  if (value !== undefined) field[name] = value;
  return field;
}
