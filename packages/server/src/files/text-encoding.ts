import { isUtf8 } from 'node:buffer';
import type { Encoding } from '../application/importing/row-source.ts';
import { type Chunks, refuseFile } from './file-bytes.ts';

type Mark = readonly [bytes: readonly number[], encoding: Encoding | 'utf-32'];

/** Byte-order marks; a longer one before the shorter one it begins with. */
const MARKS: readonly Mark[] = [
  [[0xff, 0xfe, 0x00, 0x00], 'utf-32'],
  [[0x00, 0x00, 0xfe, 0xff], 'utf-32'],
  [[0xef, 0xbb, 0xbf], 'utf-8'],
  [[0xff, 0xfe], 'utf-16le'],
  [[0xfe, 0xff], 'utf-16be'],
];
const LONGEST_MARK = 4;

/** Text as UTF-8 whatever it was, and whether it differs from plain UTF-8. */
export type TextChunks = { readonly chunks: AsyncGenerator<Buffer>; readonly isPlain: boolean };

/**
 * The text of a file as UTF-8. A byte-order mark is believed before anything that was declared;
 * without either the text must be UTF-8. Bytes that are no text stop the reading with their line.
 */
export async function utf8Of(
  chunks: Chunks,
  name: string,
  declared: Encoding | undefined,
): Promise<TextChunks> {
  const source = chunks[Symbol.asyncIterator]();
  let start = Buffer.alloc(0);
  let ended = false;
  while (start.length < LONGEST_MARK && !ended) {
    const { value, done } = await source.next();
    ended = done === true;
    if (!ended) start = Buffer.concat([start, value]);
  }
  const mark = MARKS.find(([bytes]) => Buffer.from(bytes).equals(start.subarray(0, bytes.length)));
  const encoding = mark?.[1] ?? declared ?? 'utf-8';
  if (encoding === 'utf-32') throw refuseFile('encoding-unsupported', name, { encoding: 'UTF-32' });
  const rest = withStart(start.subarray(mark?.[0].length ?? 0), source);
  const isPlain = encoding === 'utf-8' && mark === undefined;
  return {
    chunks: encoding === 'utf-8' ? checked(rest, name) : decoded(rest, name, encoding),
    isPlain,
  };
}

async function* withStart(start: Buffer, rest: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  try {
    if (start.length > 0) yield start;
    for (;;) {
      const { value, done } = await rest.next();
      if (done === true) return;
      yield value;
    }
  } finally {
    // A reader that stops early closes the file behind it.
    await rest.return?.();
  }
}

const LINE_END = 0x0a;

/** Line ends in a piece of text. */
function countLines(text: Uint8Array): number {
  let count = 0;
  for (let at = text.indexOf(LINE_END); at >= 0; at = text.indexOf(LINE_END, at + 1)) count += 1;
  return count;
}

/** UTF-8 that is proved to be UTF-8, cut between characters. */
async function* checked(chunks: Chunks, name: string): AsyncGenerator<Buffer> {
  let open = Buffer.alloc(0);
  let line = 1;
  for await (const chunk of chunks) {
    const text = open.length === 0 ? chunk : Buffer.concat([open, chunk]);
    const end = text.length - openBytes(text);
    const whole = text.subarray(0, end);
    // First, because text in UTF-16 is no UTF-8 either, and the NUL bytes tell what it is.
    if (whole.includes(0)) {
      throw refuseFile(
        'nul-byte',
        name,
        {},
        { line: line + countLines(whole.subarray(0, whole.indexOf(0))) },
      );
    }
    if (!isUtf8(whole)) throw invalid(name, line + linesBeforeFault(whole), 'UTF-8');
    line += countLines(whole);
    open = Buffer.from(text.subarray(end));
    yield whole;
  }
  if (open.length > 0) throw invalid(name, line, 'UTF-8');
}

const invalid = (name: string, line: number, encoding: string) =>
  refuseFile('encoding-invalid', name, { encoding }, { line });

/** Bytes at the end that begin a character whose other bytes have not come yet. */
function openBytes(text: Uint8Array): number {
  for (let back = 1; back <= 3 && back <= text.length; back += 1) {
    const byte = text[text.length - back] ?? 0;
    if ((byte & 0xc0) === 0x80) continue;
    const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1;
    return length > back ? back : 0;
  }
  return 0;
}

/** How many lines lie before the first one that is not UTF-8. */
function linesBeforeFault(text: Uint8Array): number {
  let before = 0;
  for (let start = 0; ; before += 1) {
    const end = text.indexOf(LINE_END, start);
    const line = text.subarray(start, end < 0 ? undefined : end);
    if (end < 0 || !isUtf8(line)) return before;
    start = end + 1;
  }
}

/** Text of another encoding as UTF-8. */
async function* decoded(
  chunks: Chunks,
  name: string,
  encoding: Exclude<Encoding, 'utf-8'>,
): AsyncGenerator<Buffer> {
  const decode = decoderOf(encoding);
  let line = 1;
  for await (const chunk of chunks) {
    const text = decode(chunk);
    if (text === undefined)
      throw invalid(name, line + linesBeforeMistake(encoding, chunk), encoding);
    const whole = Buffer.from(text);
    if (whole.includes(0)) {
      throw refuseFile(
        'nul-byte',
        name,
        {},
        { line: line + countLines(whole.subarray(0, whole.indexOf(0))) },
      );
    }
    line += countLines(whole);
    yield whole;
  }
  if (decode(undefined) === undefined) throw invalid(name, line, encoding);
}

/** Decodes piece by piece, the end with no piece; undefined when the bytes are no such text. */
function decoderOf(encoding: Exclude<Encoding, 'utf-8'>): (chunk?: Buffer) => string | undefined {
  if (encoding === 'latin-1') return (chunk) => chunk?.toString('latin1') ?? '';
  const decoder = new TextDecoder(encoding, { fatal: true, ignoreBOM: true });
  return (chunk) => {
    try {
      return decoder.decode(chunk, { stream: chunk !== undefined });
    } catch {
      return undefined;
    }
  };
}

/** The mistake is where a forgiving decoder puts its mark. */
function linesBeforeMistake(encoding: string, chunk: Buffer): number {
  const text = new TextDecoder(encoding).decode(chunk);
  const mistake = text.indexOf('\ufffd');
  return text.slice(0, Math.max(mistake, 0)).split('\n').length - 1;
}
