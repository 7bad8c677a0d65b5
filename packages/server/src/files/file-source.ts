import { basename } from 'node:path';
import { ok, type Result, refused } from 'perpetua-core';
import { type ImportRefusal, MOST_REFUSALS } from '../application/importing/import-refusals.ts';
import type {
  Delimiter,
  FileDescription,
  FileForm,
  Inspection,
  RowPortion,
  RowSource,
} from '../application/importing/row-source.ts';
import { csvRows } from './csv-rows.ts';
import { bytesOf, hashed, isGzip, refusalsIn, refuseFile, stateOfFile } from './file-bytes.ts';
import { gauged } from './gauged-lines.ts';
import { ndjsonRows } from './ndjson-rows.ts';
import type { RowListener } from './row-portions.ts';
import { type SheetBytes, sheetBytes, sheetPortions } from './sheet-source.ts';
import { utf8Of } from './text-encoding.ts';

const FORMS: Readonly<Record<string, FileForm>> = {
  csv: 'csv',
  tsv: 'csv',
  txt: 'csv',
  ndjson: 'ndjson',
  jsonl: 'ndjson',
  xlsx: 'xlsx',
};

/** What a file turned out to be; the file of its rejected rows is written likewise. */
export type FoundForm = {
  readonly form: FileForm;
  readonly delimiter: Delimiter;
  /** Plain UTF-8 without a mark. */
  readonly isPlainText: boolean;
  readonly header: readonly string[];
};

/** A file on the disk as a source of rows. */
export class FileSource implements RowSource {
  readonly name: string;
  readonly path: string;
  readonly description: FileDescription;
  #state = '';
  #zipped = false;
  #sheet: SheetBytes | undefined;
  #found: FoundForm | undefined;

  constructor(path: string, description: FileDescription) {
    this.path = path;
    this.name = basename(path);
    this.description = description;
  }

  /** What the file turned out to be; undefined before its inspection. */
  get found(): FoundForm | undefined {
    return this.#found;
  }

  async inspect(): Promise<Result<Inspection, ImportRefusal>> {
    const faults: ImportRefusal[] = [];
    try {
      this.#state = await stateOfFile(this.path, this.name);
      this.#zipped = await isGzip(this.path, this.name);
      const inspection = await this.#readThrough(faults);
      return faults.length > 0 ? refused(faults) : ok(inspection);
    } catch (error) {
      const refusals = refusalsIn(error);
      if (refusals === undefined) throw error;
      return refused([...faults, ...refusals]);
    }
  }

  async #readThrough(faults: ImportRefusal[]): Promise<Inspection> {
    const form = formOf(this.name, this.description);
    let header: readonly string[] = [];
    let delimiter: Delimiter = ',';
    let rows = 0;
    const commas = new CommaNumbers();
    const facts = { sha256: '', isPlainText: true, lastLineEnded: true };
    const portions = this.#open(form, facts, {
      header: (names) => {
        header = names;
      },
      fault: (refusal) => {
        if (faults.length < MOST_REFUSALS) faults.push(refusal);
      },
      delimiter: (recognised) => {
        delimiter = recognised;
      },
    });
    for await (const portion of portions) {
      rows += portion.rows.length;
      commas.look(portion);
    }
    this.#found = { form, delimiter, isPlainText: facts.isPlainText, header };
    const warnings = facts.lastLineEnded
      ? []
      : [`${this.name}: the last line has no end; see that the file is not cut off.`];
    return { header, rows, sha256: facts.sha256, commaNumbers: commas.found, warnings };
  }

  async *portions(): AsyncGenerator<RowPortion> {
    const changed = () => refuseFile('file-changed', this.name);
    if ((await stateOfFile(this.path, this.name)) !== this.#state) throw changed();
    const facts = { sha256: '', isPlainText: true, lastLineEnded: true };
    yield* this.#open(formOf(this.name, this.description), facts, {
      header: () => undefined,
      fault: () => {
        throw changed();
      },
    });
  }

  async *#open(
    form: FileForm,
    facts: { sha256: string; isPlainText: boolean; lastLineEnded: boolean },
    listener: RowListener & { readonly delimiter?: (delimiter: Delimiter) => void },
  ): AsyncGenerator<RowPortion> {
    const { name, description } = this;
    const { encoding, quotes = true, sheet, columns } = description;
    const bytes = () => bytesOf(this.path, name, this.#zipped);
    if (form === 'xlsx') {
      this.#sheet ??= await sheetBytes(bytes(), name);
      facts.sha256 = this.#sheet.sha256;
      yield* sheetPortions(this.#sheet, { name, sheet, columns }, listener);
      return;
    }
    const noted = hashed(bytes(), (sha256) => {
      facts.sha256 = sha256;
    });
    const text = await utf8Of(noted, name, encoding);
    facts.isPlainText = text.isPlain;
    const lines = gauged(text.chunks, name, (ended) => {
      facts.lastLineEnded = ended;
    });
    if (form === 'ndjson') yield* ndjsonRows(lines, name, listener);
    else
      yield* csvRows(lines, { name, quotes, columns, delimiter: description.delimiter }, listener);
  }
}

function formOf(name: string, { form }: FileDescription): FileForm {
  const ending = /\.([^.]+)$/.exec(name.replace(/\.gz$/i, ''))?.[1]?.toLowerCase() ?? '';
  const found = form ?? FORMS[ending];
  if (found === undefined) throw refuseFile('file-form-unknown', name, { name });
  return found;
}

const COMMA_NUMBER = /^\s*-?[\d.,' ]*\d,\d[\d.,' ]*\s*$/;

/** Finds the columns in which commas stand in numbers. */
class CommaNumbers {
  readonly found = new Map<number, { readonly line: number; readonly value: string }>();

  look({ rows, lines }: RowPortion): void {
    for (const [index, cells] of rows.entries()) {
      for (const [column, cell] of cells.entries()) {
        if (!cell.includes(',') || this.found.has(column) || !COMMA_NUMBER.test(cell)) continue;
        this.found.set(column, { line: lines[index] ?? 0, value: cell.trim() });
      }
    }
  }
}
