import { CsvError, type InfoRecord, type Options, parse } from 'csv-parse';
import { importRefusal } from '../application/importing/import-refusals.ts';
import {
  type Delimiter,
  FILE_LIMITS,
  REJECTED_COLUMNS,
  type RowPortion,
} from '../application/importing/row-source.ts';
import { type Chunks, refuseFile } from './file-bytes.ts';
import { tooLong } from './gauged-lines.ts';
import { delimiterInWords, delimiterOf } from './header-delimiter.ts';
import { PortionGatherer, type RowListener } from './row-portions.ts';

/** How a CSV file is written, where its header does not tell. */
export type CsvForm = {
  readonly name: string;
  readonly delimiter: Delimiter | undefined;
  readonly quotes: boolean;
  /** The columns of a file without a header line. */
  readonly columns: readonly string[] | undefined;
};

/** The rows of a CSV text in UTF-8. Rows without any text are passed over. */
export async function* csvRows(
  chunks: Chunks,
  form: CsvForm,
  listener: RowListener & { readonly delimiter?: (delimiter: Delimiter) => void },
): AsyncGenerator<RowPortion> {
  const source = chunks[Symbol.asyncIterator]();
  const start = await firstRow(source, form);
  const delimiter = form.delimiter ?? recognised(start, form);
  listener.delimiter?.(delimiter);
  const rows = new CsvRowCollector(form, listener);
  const door = new ParserDoor({
    delimiter,
    quote: form.quotes ? '"' : false,
    record_delimiter: ['\n', '\r\n'],
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: FILE_LIMITS.lineBytes,
    on_record: (cells, info) => rows.take(cells, info),
  });
  try {
    for (let chunk: Buffer | undefined = start; chunk !== undefined; chunk = await next(source)) {
      rows.stopAt(await door.write(chunk));
      yield* rows.portions();
    }
    rows.stopAt(await door.end());
    yield* rows.portions(true);
  } finally {
    await source.return?.();
  }
}

async function next(source: AsyncIterator<Buffer>): Promise<Buffer | undefined> {
  const { value, done } = await source.next();
  return done === true ? undefined : value;
}

/** Enough of the text to hold its first row whole. */
async function firstRow(source: AsyncIterator<Buffer>, { name, quotes }: CsvForm): Promise<Buffer> {
  let start = Buffer.alloc(0);
  for (;;) {
    const row = firstLine(start.toString('latin1'), quotes);
    if (row !== undefined) return start;
    if (start.length > FILE_LIMITS.lineBytes) throw tooLong(name, 1);
    const chunk = await next(source);
    if (chunk === undefined) return start;
    start = Buffer.concat([start, chunk]);
  }
}

/** The first line with something in it, quoted line ends being part of it; undefined before its end. */
function firstLine(text: string, quotes: boolean): string | undefined {
  const row = quotes ? /^\s*((?:[^"\n]|"(?:[^"]|"")*")+)\n/ : /^\s*([^\n]+)\n/;
  return row.exec(text)?.[1];
}

function recognised(start: Buffer, { name, quotes }: CsvForm): Delimiter {
  const text = start.toString('latin1');
  const found = delimiterOf(firstLine(text, quotes) ?? text);
  if (typeof found === 'string') return found;
  throw refuseFile('delimiter-unclear', name, {
    delimiters: found.map(delimiterInWords).join(' and '),
  });
}

/** Takes what the parser finds: the first row as header, the others with the line they begin in. */
class CsvRowCollector {
  readonly #name: string;
  readonly #listener: RowListener;
  readonly #gatherer = new PortionGatherer();
  #declared: readonly string[] | undefined;
  #columns = 0;
  #line = 1;
  #parsedLines = 0;
  #emptyLines = 0;

  constructor({ name, columns }: CsvForm, listener: RowListener) {
    this.#name = name;
    this.#listener = listener;
    this.#declared = columns;
  }

  /** Called by the parser; nothing goes on to its own readers. */
  take(cells: readonly string[], { lines, empty_lines: emptyLines }: InfoRecord): null {
    const line = this.#line + emptyLines - this.#emptyLines;
    // The parser counts a quoted CRLF twice, so where a row has several lines they are counted here.
    const several = lines - this.#parsedLines > 1 + emptyLines - this.#emptyLines;
    this.#line = line + 1 + (several ? lineEndsIn(cells) : 0);
    this.#emptyLines = emptyLines;
    this.#parsedLines = lines;
    if (this.#columns === 0) this.#begin(cells, line);
    else this.#takeRow(cells, line);
    return null;
  }

  #begin(cells: readonly string[], line: number): void {
    const declared = this.#declared;
    const first = cells.map((cell) => cell.trim());
    // A file without a header may still be given one: the file of its rejected rows has it.
    const repeats = declared?.every((name, index) => first[index] === name) ?? true;
    const extra = first.slice(declared?.length ?? first.length);
    const known: readonly string[] = REJECTED_COLUMNS;
    const isHeader = repeats && extra.every((name) => known.includes(name));
    const header = isHeader ? first : (declared ?? first);
    if (header.length > FILE_LIMITS.columns) {
      throw refuseFile('too-many-columns', this.#name, { limit: String(FILE_LIMITS.columns) });
    }
    this.#columns = header.length;
    this.#listener.header(header);
    if (!isHeader) this.#takeRow(cells, line);
  }

  #takeRow(cells: readonly string[], line: number): void {
    if (cells.length === this.#columns) {
      if (cells[0] !== '' || cells.some((cell) => cell !== '')) this.#gatherer.add(cells, line);
      return;
    }
    if (cells.every((cell) => cell.trim() === '')) return;
    const details = { cells: String(cells.length), columns: String(this.#columns) };
    this.#listener.fault(importRefusal('row-length', details, { file: this.#name, line }));
  }

  portions(atEnd = false): readonly RowPortion[] {
    return this.#gatherer.take(atEnd);
  }

  /** Stops the reading when the parser could not go on. */
  stopAt(error: Error | undefined): void {
    if (error === undefined) return;
    if (!(error instanceof CsvError)) throw error;
    const place = { line: this.#line };
    if (error.code === 'CSV_MAX_RECORD_SIZE') throw tooLong(this.#name, this.#line);
    if (error.code === 'CSV_QUOTE_NOT_CLOSED')
      throw refuseFile('quote-open', this.#name, {}, place);
    const fault = error.message.replace(/^[\w ]+: /, '').split(' at line ')[0] ?? '';
    throw refuseFile('quote-misplaced', this.#name, { fault }, place);
  }
}

const lineEndsIn = (cells: readonly string[]): number =>
  cells.reduce((sum, cell) => sum + cell.split('\n').length - 1, 0);

/**
 * The parser as a thing that takes text and says what went wrong. Its rows are taken as it finds
 * them and never go through a stream of objects, which would cost more than the parsing.
 */
class ParserDoor {
  readonly #parser: ReturnType<typeof parse>;
  #error: Error | undefined;

  constructor(options: Options) {
    this.#parser = parse(options);
    this.#parser.on('error', (error) => {
      this.#error = error;
    });
  }

  write(chunk: Buffer): Promise<Error | undefined> {
    return new Promise((resolve) => {
      this.#parser.write(chunk, (error) => resolve(error ?? this.#error));
    });
  }

  end(): Promise<Error | undefined> {
    return new Promise((resolve) => {
      this.#parser.once('close', () => resolve(this.#error));
      this.#parser.resume();
      this.#parser.end();
    });
  }
}
