import { importRefusal } from '../application/importing/import-refusals.ts';
import { FILE_LIMITS, type RowPortion } from '../application/importing/row-source.ts';
import { type Chunks, refuseFile } from './file-bytes.ts';
import { PortionGatherer, type RowListener } from './row-portions.ts';

const LINE_END = 0x0a;

/**
 * The rows of a text of JSON objects, one on every line. Its columns are the names of their
 * members in the order in which they first appear; a member that is absent, null or empty is an
 * empty cell.
 */
export async function* ndjsonRows(
  chunks: Chunks,
  name: string,
  listener: RowListener,
): AsyncGenerator<RowPortion> {
  const gatherer = new PortionGatherer();
  const columns = new Map<string, number>();
  let line = 0;
  for await (const text of linesOf(chunks)) {
    line += 1;
    if (text.trim() === '') continue;
    const known = columns.size;
    const cells = cellsOf(text, columns);
    if (typeof cells === 'string') {
      listener.fault(importRefusal('json-invalid', { fault: cells }, { file: name, line }));
      continue;
    }
    if (columns.size > FILE_LIMITS.columns) {
      throw refuseFile('too-many-columns', name, { limit: String(FILE_LIMITS.columns) }, { line });
    }
    if (columns.size > known) listener.header([...columns.keys()]);
    gatherer.add(cells, line);
    yield* gatherer.take();
  }
  yield* gatherer.take(true);
}

async function* linesOf(chunks: Chunks): AsyncGenerator<string> {
  let open = Buffer.alloc(0);
  for await (const chunk of chunks) {
    const text = open.length === 0 ? chunk : Buffer.concat([open, chunk]);
    let start = 0;
    for (let at = text.indexOf(LINE_END); at >= 0; at = text.indexOf(LINE_END, start)) {
      yield text.toString('utf8', start, at);
      start = at + 1;
    }
    open = Buffer.from(text.subarray(start));
  }
  if (open.length > 0) yield open.toString('utf8');
}

/** The cells of an object by its columns, which grow as names appear; or what is wrong with it. */
function cellsOf(text: string, columns: Map<string, number>): readonly string[] | string {
  const content = parseExactly(text);
  if (typeof content === 'string') return content;
  const members = Object.entries(content);
  if (members.length !== membersIn(text)) return 'a name stands in it twice';
  const cells: string[] = [];
  for (const [member, value] of members) {
    const cell = cellOf(value);
    if (cell === undefined) return `${member} is no single value`;
    let column = columns.get(member);
    if (column === undefined) {
      column = columns.size;
      columns.set(member, column);
    }
    while (cells.length < column) cells.push('');
    cells[column] = cell;
  }
  return cells;
}

function cellOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (value === null) return '';
  return typeof value === 'boolean' ? String(value) : undefined;
}

const MAY_HOLD_NUMBER = /:\s*-?\d/;

/** Parses an object with its numbers as they are written, so that no digit of them is lost. */
function parseExactly(text: string): object | string {
  let content: unknown;
  try {
    content = MAY_HOLD_NUMBER.test(text) ? JSON.parse(text, numberAsWritten) : JSON.parse(text);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  const isObject = typeof content === 'object' && content !== null && !Array.isArray(content);
  return isObject ? Object(content) : 'it is no object';
}

function numberAsWritten(_name: string, value: unknown, context?: { source?: string }): unknown {
  return typeof value === 'number' ? (context?.source ?? value) : value;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COLON = 0x3a;

/** Colons outside of texts: in an object without nesting, one for every member. */
function membersIn(text: string): number {
  let count = 0;
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const sign = text.charCodeAt(at);
    if (quoted && sign === BACKSLASH) at += 1;
    else if (sign === QUOTE) quoted = !quoted;
    else if (sign === COLON && !quoted) count += 1;
  }
  return count;
}
