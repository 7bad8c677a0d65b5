import { FILE_LIMITS } from '../application/importing/row-source.ts';
import { type Chunks, refuseFile } from './file-bytes.ts';

const LINE_END = 0x0a;

/** What is told when the end was reached: whether the last line was ended. */
export type EndOfText = (lastLineEnded: boolean) => void;

/**
 * The same text, refused as soon as a line is too long or there are too many: so an endless line
 * is never gathered in memory.
 */
export async function* gauged(
  chunks: Chunks,
  name: string,
  end: EndOfText,
): AsyncGenerator<Buffer> {
  let lines = 0;
  let length = 0;
  let last = LINE_END;
  for await (const chunk of chunks) {
    let start = 0;
    for (let at = chunk.indexOf(LINE_END); at >= 0; at = chunk.indexOf(LINE_END, start)) {
      length += at - start;
      if (length > FILE_LIMITS.lineBytes) throw tooLong(name, lines + 1);
      lines += 1;
      if (lines > FILE_LIMITS.lines) {
        throw refuseFile('too-many-lines', name, { limit: String(FILE_LIMITS.lines) });
      }
      length = 0;
      start = at + 1;
    }
    length += chunk.length - start;
    if (length > FILE_LIMITS.lineBytes) throw tooLong(name, lines + 1);
    last = chunk.at(-1) ?? last;
    yield chunk;
  }
  end(last === LINE_END);
}

export const tooLong = (name: string, line: number) =>
  refuseFile('line-too-long', name, { limit: String(FILE_LIMITS.lineBytes) }, { line });
