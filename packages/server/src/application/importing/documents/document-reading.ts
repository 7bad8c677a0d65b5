import type { Refusal, Result } from 'perpetua-core';
import type { RowTexts } from '../master-data/row-texts.ts';

/** How the rows of a kind make up documents, and what is done with a whole one. */
export type DocumentReading<Row> = {
  /** Why a row is passed over; undefined when it is taken. */
  readonly skip: (texts: DocumentTexts) => string | undefined;
  /** Which document a row belongs to, in words; what is missing is refused in the row. */
  readonly nameOf: (texts: DocumentTexts) => string;
  /** Reads a row; what is wrong with it is refused in it. */
  readonly read: (texts: DocumentTexts, first: Row | undefined) => Row;
  /**
   * Takes a document, or says what would become of it. A refusal with a line is about that row of
   * the document, from 1 on.
   */
  readonly take: (rows: readonly Row[], dryRun: boolean) => Promise<Result<Taken, Refusal>>;
};

/** Whether a document was there already. */
type Taken = 'taken' | 'same';

/** The texts of the row in hand; a column that is empty says what the command says of it. */
export class DocumentTexts {
  readonly texts: RowTexts;
  readonly #defaults: Readonly<Record<string, string>>;

  constructor(texts: RowTexts, defaults: Readonly<Record<string, string>>) {
    this.texts = texts;
    this.#defaults = defaults;
  }

  text(column: string): string {
    const text = this.texts.text(column);
    return text === '' ? (this.#defaults[column] ?? '') : text;
  }

  /** The text; undefined when it is empty. */
  given(column: string): string | undefined {
    const text = this.text(column);
    return text === '' ? undefined : text;
  }

  /** The text of a column that must be filled, by the file or by the command. */
  needed(column: string): string {
    const text = this.text(column);
    if (text === '') this.texts.row.refuse('cell-empty', column, {});
    return text;
  }

  /** One of the words, if there is one; another word is refused. */
  word<Word extends string>(column: string, words: readonly Word[]): Word | undefined {
    const text = this.text(column).toLowerCase();
    if (text === '') return undefined;
    const word = words.find((one) => one === text);
    if (word === undefined)
      this.texts.row.refuse('word-unknown', column, { value: text, words: words.join(', ') });
    return word;
  }

  /** A code; the apostrophe goes that kept a spreadsheet from running it. */
  code(column: string): string | undefined {
    return this.given(column)?.replace(/^'(?=[=+\-@])/, '');
  }
}
